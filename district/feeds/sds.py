"""Microsoft School Data Sync: its CSV files of version 1, 2 and 2.1, as a folder or ZIP.

The rows carry less than OneRoster's: an enrollment, a role and a relationship have no id of their own, and no row says
when it changed; every file is the whole truth. Passwords are never read.
Source: Microsoft's documentation of SDS v1 and v2.1 CSV and its published samples (O365-EDU-Tools).
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from district.feeds.archives import Archive, Limits
from district.feeds.csv_files import CsvFile
from district.feeds.headers import Layout, Names, match
from district.feeds.intake import Advance, Scope, batches, day_after, make_tables, role_row
from district.feeds.once import drop_repeated
from district.feeds.packages import BadRow
from district.feeds.queue import Question
from district.feeds.report import Refused, Report, plain
from district.feeds.rows import BETWEEN, RowReading
from district.feeds.scanning import scan
from district.feeds.sds_columns import FILES, KEYS, NEEDED, OF_THE_UK, V1, V1_KEYS, V1_NEEDED
from district.feeds.staging import Stage
from district.feeds.users import digest
from district.rules.grades import is_code
from district.rules.phones import as_dialled

SDS = "sds"
LABEL = "SDS files"
AT = 100_000_000
GUARDIANS = ("parent", "guardian")
STAGED = ("in_org", "in_session", "in_course", "in_class", "in_user", "in_role", "in_birth", "in_seat")


_NOT_SDS = {"status", "enableduser", "datelastmodified"}
"""Columns of OneRoster's users that SDS does not have."""

Staged = dict[str, list[tuple[Any, ...]]]


@dataclass
class SdsPackage:
    """A package of SDS files. Use it as a context manager."""

    version: int
    files: dict[str, tuple[CsvFile, Layout]]
    archive: Archive
    report: Report
    bad_rows: list[BadRow] = field(default_factory=list)
    numbers: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    days: dict[str, tuple[str, str]] = field(default_factory=dict)
    """First and last exclusive day of each session."""
    grades: dict[str, str] = field(default_factory=dict)
    """Grade of each user whom `roles` gives one."""
    line: int = 0
    format: str = SDS
    source: None = None

    @property
    def digest(self) -> str:
        whole = hashlib.sha256(f"{SDS} {self.version}".encode())
        for name, (file, _) in self.files.items():
            whole.update(f"\n{name} {file.digest}".encode())
        return whole.hexdigest()

    def __enter__(self) -> SdsPackage:
        return self

    def __exit__(self, *_: object) -> None:
        self.archive.close()

    def take(self, stage: Stage, advance: Advance) -> Scope:
        """Stage every row. Raises Refused where a file is broken."""
        columns = make_tables(stage)
        for place, name in enumerate(self.files):
            self._take_file(name, place, stage, columns, advance)
        drop_repeated(stage, ("in_session", "in_course", "in_user", "in_birth"), self._said_twice, is_quiet=self._is_v1)
        drop_repeated(stage, ("in_org", "in_class", "in_role", "in_seat", "in_tie"), self._said_twice)
        stage.run(
            "INSERT INTO in_user_more SELECT DISTINCT s.adult, 'contact', '', '', '' FROM in_tie s "
            "WHERE NOT EXISTS (SELECT 1 FROM in_role r WHERE r.user_key = s.adult)"
        )
        for table in columns:
            stage.look_at(table)
        stage.rest()
        self._tell()
        return Scope(modes=self._modes(), files=dict.fromkeys(STAGED, LABEL))

    def spare(self, stage: Stage, scope: Scope) -> None:
        """Keep whom a bad row is about, and the ties and birth dates of a package without their file."""
        keys = [key for row in self.bad_rows for key in (row.source_key, *row.source_key.split(BETWEEN))]
        stage.fill("listed", ("file", "key"), [(LABEL, key) for key in keys])
        if "relationships" not in self.files:
            stage.run(
                "INSERT INTO listed SELECT :file, ps.source_key FROM person_source ps JOIN relationship r "
                "ON r.adult_id = ps.person_id AND r.source = :source WHERE ps.source = :source AND r.said <> ''",
                file=LABEL,
            )

    def locate(self, question: Question) -> Question:
        if question.file != LABEL or not question.line:
            return question
        return replace(question, file=self._file_of(question.line), line=question.line % AT)

    @property
    def _is_v1(self) -> bool:
        """Where sessions and courses stand on every section, and a person on every school of hers."""
        return self.version == 1

    def _file_of(self, place: int) -> str:
        return list(self.files.values())[place // AT][0].name

    def _said_twice(self, place: int, key: str) -> None:
        message = f"“{plain(key)}” was said before. The first counts."
        self.report.warn("said-twice", self._file_of(place), place % AT, message)

    def _take_file(
        self, name: str, place: int, stage: Stage, columns: dict[str, tuple[str, ...]], advance: Advance
    ) -> None:
        file, layout = self.files[name]
        wanted = (V1 if self._is_v1 else FILES)[name]
        keys = (V1_KEYS if self._is_v1 else KEYS).get(name) or (wanted[0].name,)
        reading = RowReading(
            file, wanted, layout, is_bulk=True, report=self.report, bad_rows=self.bad_rows, key=keys
        ).rows()
        spread: Callable[[Sequence[str], Staged], None] = getattr(self, f"_{'v1_' * self._is_v1}{name}")
        for batch in batches(reading):
            staged: Staged = defaultdict(list)
            for line, *row in batch:
                self.line = place * AT + line
                spread(row, staged)
            for table, rows in staged.items():
                stage.fill(table, columns[table], rows)
            advance(name, len(batch), max(0, file.lines - 1))

    def _add(self, staged: Staged, table: str, *values: Any) -> None:
        self.numbers[table] += 1
        staged[table].append((self.numbers[table], self.line, *values))

    def _modes(self) -> dict[str, Any]:
        there = set(self.files)
        from_file = {
            "in_org": there & {"orgs", "School"},
            "in_session": there & {"academicSessions", "Section"},
            "in_course": there & {"courses", "Section"},
            "in_class": there & {"classes", "Section"},
            "in_birth": there & {"demographics", "Student"},
            "in_seat": there & {"enrollments", "StudentEnrollment"},
        }
        return dict.fromkeys(STAGED, "bulk") | {
            table: "bulk" if found else "absent" for table, found in from_file.items()
        }

    def _tell(self) -> None:
        if self.unknown:
            said = ", ".join(f"{number:,} × {plain(name)}" for name, number in sorted(self.unknown.items())[:20])
            self.report.warn(
                "unknown-grade", LABEL, 0, f"These grades are none we know, and were left unknown: {said}."
            )

    # Version 2 and 2.1

    def _orgs(self, row: Sequence[str], staged: Staged) -> None:
        key, name, kind, parent = row
        said = (name, kind or "school", "", parent)
        self._add(staged, "in_org", key, digest(said), False, *said)

    def _academicSessions(self, row: Sequence[str], staged: Staged) -> None:
        key, title, kind, year, starts, ends = row
        self._session(key, title, kind or "term", starts, ends, int(year), staged)

    def _session(
        self, key: str, title: str, kind: str, starts: str, ends: str, year: int | None, staged: Staged
    ) -> None:
        after = day_after(ends) or ""
        self.days[key] = (starts, after)
        said = (title, kind, starts, after, "", year)
        self._add(staged, "in_session", key, digest(map(str, said)), False, *said)

    def _courses(self, row: Sequence[str], staged: Staged) -> None:
        key, org, title, code = row
        self._add(staged, "in_course", key, digest((title, code, org)), False, title, code, org)

    def _classes(self, row: Sequence[str], staged: Staged) -> None:
        key, org, title, sessions, course, code = row
        days = [self.days[each] for each in sessions.split(",") if each in self.days]
        starts, ends = min((day for day, _ in days), default=None), max((day for _, day in days), default=None)
        self._section(key, (title, code, "scheduled", "", "", course, org, starts, ends), staged)

    def _section(self, key: str, said: tuple[Any, ...], staged: Staged) -> None:
        self._add(staged, "in_class", key, digest(each or "" for each in said), False, *said)

    def _users(self, row: Sequence[str], staged: Staged) -> None:
        *person, orgs, role, grade = row
        self._user(person, self._grade(grade) if role.casefold() == "student" else None, staged)
        for place, org in enumerate(each for each in orgs.split(",") if each and role):
            self._role(person[0], org, role, (place == 0, None, None), staged)

    def _user(self, person: Sequence[str], grade: str | None, staged: Staged) -> None:
        key, username, first, last, middle, email, phone, sms, number = person
        grade = self.grades.get(key) or grade
        said = (key, first, last, middle, email, phone, sms, number, grade or "")
        names = (first, middle, last, None, None)
        dialled = (as_dialled(phone), as_dialled(sms))
        self._add(
            staged,
            "in_user",
            key,
            digest(said),
            False,
            True,
            *names,
            None,
            email,
            phone,
            sms,
            *dialled,
            *(None,) * 5,
            None,
            number or key,
            grade,
            "",
            f"{first} {last}".casefold(),
        )
        if username and username not in (key, email, number):
            staged["in_identifier"].append((key, "username", username))

    def _grade(self, written: str) -> str | None:
        """A CEDS code for a grade as SDS writes it; None where there is none, or none we know."""
        code = written.upper().strip()
        code = "KG" if code in ("K", "0") else code.zfill(2) if code.isdecimal() else code
        if code.startswith("PS") or code in ("UNDERGRADUATE", "POSTGRADUATE", "GRADUATE"):
            code = "PS"
        if is_code(code):
            return code
        if written:
            self.unknown[written] += 1
        return None

    def _role(
        self, user: str, org: str, role: str, placed: tuple[bool, str | None, str | None], staged: Staged
    ) -> None:
        word = role.casefold() if role.casefold() in ("student", "teacher", *GUARDIANS, "relative") else role
        self._add(staged, "in_role", f"{user}@{org}#{word}", *role_row(user, org, word, *placed, gone=False))

    def _roles(self, row: Sequence[str], staged: Staged) -> None:
        user, org, role, _, grade, primary, starts, ends = row
        if role.casefold() == "student" and (code := self._grade(grade)):
            self.grades[user] = code
        self._role(user, org, role, (primary != "false", starts or None, day_after(ends)), staged)

    def _relationships(self, row: Sequence[str], staged: Staged) -> None:
        student, adult, role = row
        word = role.casefold()
        guardian = True if word in GUARDIANS else None
        said = f"{word};" + (" guardian=y;" if guardian else "")
        key = f"{adult} → {student}"
        self._add(staged, "in_tie", key, adult, student, word, guardian, None, None, None, None, "", said)

    def _demographics(self, row: Sequence[str], staged: Staged) -> None:
        user, birth_date = row
        self._add(staged, "in_birth", user, "", False, birth_date or None)

    def _enrollments(self, row: Sequence[str], staged: Staged) -> None:
        section, user, role = row
        self._seat(section, user, "student" if role.casefold() == "student" else "teacher", staged)

    def _seat(self, section: str, user: str, role: str, staged: Staged) -> None:
        said = digest((section, user, role))
        self._add(
            staged, "in_seat", f"{user}@{section}", said, False, section, user, role, role == "teacher", None, None
        )

    # Version 1

    def _v1_School(self, row: Sequence[str], staged: Staged) -> None:
        self._orgs((*row, "school", ""), staged)

    def _v1_Section(self, row: Sequence[str], staged: Staged) -> None:
        key, school, name, term, term_name, starts, ends, course, course_name, number, period = row
        has_term = bool(term and starts and ends)
        if has_term and term not in self.days:
            self._session(term, term_name or term, "term", starts, ends, int(ends[:4]), staged)
        if course:
            title = course_name or course
            self._add(staged, "in_course", course, digest((title, number, school)), False, title, number, school)
        days = self.days[term] if has_term else (None, None)
        self._section(key, (name, number, "scheduled", "", period, course, school, *days), staged)

    def _v1_Student(self, row: Sequence[str], staged: Staged) -> None:
        *person, number, grade, birth_date = row
        self._v1_person(person, number, self._grade(grade), "student", staged)
        if birth_date:
            self._add(staged, "in_birth", person[0], "", False, birth_date)

    def _v1_Teacher(self, row: Sequence[str], staged: Staged) -> None:
        *person, number = row
        self._v1_person(person, number, None, "teacher", staged)

    def _v1_person(self, person: Sequence[str], number: str, grade: str | None, role: str, staged: Staged) -> None:
        key, school, username, first, last, middle, email = person
        self._user((key, username, first, last, middle, email, "", "", number), grade, staged)
        self._role(key, school, role, (True, None, None), staged)

    def _v1_StudentEnrollment(self, row: Sequence[str], staged: Staged) -> None:
        self._seat(row[0], row[1], "student", staged)

    def _v1_TeacherRoster(self, row: Sequence[str], staged: Staged) -> None:
        self._seat(row[0], row[1], "teacher", staged)


def is_sds(archive: Archive) -> bool:
    """Whether the files are those of SDS: of version 1 by their names, of version 2 by the columns of its users."""
    names = {name.casefold(): name for name in archive.names}
    if {"student.csv", "section.csv"} <= names.keys():
        return True
    if "manifest.csv" in names or "users.csv" not in names:
        return False
    with archive.open(names["users.csv"]) as stream:
        header = stream.readline(10_000).decode("utf-8-sig", "replace")
    columns = {cell.strip().strip('"').casefold() for cell in header.split(",")}
    return {"sourcedid", "givenname"} <= columns and columns.isdisjoint(_NOT_SDS)


def open_sds(archive: Archive, label: str, report: Report, limits: Limits) -> SdsPackage:
    """Look at every file. Raises `Refused` with the reasons when one is broken, or the people are missing."""
    spelt = {name.casefold(): name for name in archive.names}
    version = 1 if "student.csv" in spelt else 2
    wanted = V1 if version == 1 else FILES
    known = {f"{name}.csv".casefold(): name for name in wanted}
    for folded, name in spelt.items():
        if folded not in known:
            report.warn("file-not-read", plain(name), 0, "This file is not part of the roster. It was not read.")
    found: dict[str, tuple[CsvFile, Layout]] = {}
    # roles before users: they know the grade
    for name in sorted(wanted, key=lambda each: each == "users"):
        if (real := spelt.get(f"{name}.csv".casefold())) is None:
            if name in (V1_NEEDED if version == 1 else NEEDED):
                report.warn("file-missing", f"{name}.csv", 0, "This file is missing. What it would say stays as it is.")
            continue
        opener = partial(archive.open, real)
        file = scan(f"{name}.csv", opener, report, limit=limits.bytes_of_a_file)
        if file is None:
            continue
        line, header = file.header(report)
        names = Names(old=OF_THE_UK if version == 1 else {}, may_lack=[column.name for column in wanted[name]])
        if matched := match(file.name, wanted[name], line, header, report, names):
            found[name] = (file, matched)
    if not report.errors and not found.keys() & {"users", "Student"}:
        report.fault("no-roster-files", label, 0, "There is no users.csv and no Student.csv of School Data Sync here.")
    if report.errors:
        raise Refused(report)
    return SdsPackage(version, found, archive, report)
