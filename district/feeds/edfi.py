"""Ed-Fi XML: a folder or ZIP of interchanges, whatever its files are called and in whatever order they come.

What a record is, its element says. A kind of record of which the package has none is left as it stands, and named. So
are the descriptors nobody has given a word for, and how often a thing was not said.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from district.feeds import edfi_attendance, edfi_gradebook, edfi_humans, edfi_records
from district.feeds.archives import Archive, Limits
from district.feeds.descriptors import STARTER
from district.feeds.edfi_people import merged, user_row
from district.feeds.edfi_records import AT, Spreading, Staged, Unusable
from district.feeds.intake import Advance, Scope, make_tables, role_row
from district.feeds.once import drop_repeated
from district.feeds.packages import BadRow
from district.feeds.queue import Question
from district.feeds.report import Report, plain, shown
from district.feeds.rows import MOST_BAD_ROWS
from district.feeds.staging import Stage
from district.feeds.users import digest
from district.feeds.xml_files import XmlFile, root_of

EDFI = "edfi"
READING = "edfi 4"
"""What is read of a package: once more of it is, a package that was read before is read again."""
LABEL = "Ed-Fi files"
"""How rows are called whose file is told by their place (`Package.locate`)."""
BATCH = 2_000
INTERCHANGE = "Interchange"
RAW = {
    "raw_person": "n {row}, line {number}, kind TEXT, key TEXT, identifier TEXT, ref TEXT, said TEXT, "
    "person TEXT, name_key TEXT",
    "raw_also": "n {row}, line {number}, key TEXT, kind TEXT, identifier TEXT",
    "raw_more": "n {row}, line {number}, key TEXT, said TEXT",
    "raw_ref": "n {row}, line {number}, ref TEXT, key TEXT",
    "raw_grade": "n {row}, line {number}, key TEXT, starts TEXT, grade TEXT",
    "raw_class": "n {row}, line {number}, key TEXT, title TEXT, code TEXT, location TEXT, period TEXT, org TEXT, "
    "session TEXT",
}
NUMBERS = {"student": "student-number", "staff": "staff-id", "contact": "identifier"}
"""What the number of a record is to the person it is about."""
ONCE = (
    *("in_org", "in_session", "in_course", "raw_class", "in_role", "in_seat", "in_tie", "in_shot"),
    *("in_item", "in_result", "in_mark"),
    *("in_meeting", "in_attendance"),
)
"""Staged tables whose rows count once, however often they are told."""
NEEDED = {
    "Student": ("Student", ("student/",)),
    "Contact or Parent": ("Contact", ("contact/",)),
    "Staff": ("Staff", ("staff/",)),
}
"""Kinds of people, and the beginnings of their keys: without any of a kind, those held stay."""
PARTS = {
    "schools": (("School",), "in_org"),
    "relationships (StudentContactAssociation)": (edfi_records.CONTACT_TIES, "in_tie"),
    "school enrollments (StudentSchoolAssociation)": (("StudentSchoolAssociation",), ""),
    "staff assignments": (("StaffEducationOrganizationAssignmentAssociation",), ""),
    "sessions": (("Session",), "in_session"),
    "courses": (("Course",), "in_course"),
    "classes (Section)": (("Section",), "in_class"),
    "immunizations (StudentHealth)": (("StudentHealth",), "in_shot"),
    "bell times (ClassPeriod)": (("ClassPeriod",), "in_meeting"),
    "attendance (Student…AttendanceEvent)": (edfi_attendance.EVENTS, "in_attendance"),
    "students’ classes (StudentSectionAssociation)": (("StudentSectionAssociation",), ""),
    "assignments (GradebookEntry)": (("GradebookEntry",), "in_item"),
    "results (StudentGradebookEntry)": (("StudentGradebookEntry",), "in_result"),
    "term grades (Grade)": (("Grade",), "in_mark"),
}


@dataclass
class EdfiPackage:
    """A package of Ed-Fi XML. Use it as a context manager."""

    files: list[XmlFile]
    archive: Archive
    report: Report
    bad_rows: list[BadRow] = field(default_factory=list)
    spreading: Spreading = field(default_factory=Spreading)

    format: str = EDFI
    source: None = None

    @property
    def digest(self) -> str:
        """SHA-256 over the files read and the words used."""
        whole = hashlib.sha256(READING.encode() + STARTER.read_bytes())
        for file in self.files:
            whole.update(f"\n{file.name} {file.digest}".encode())
        return whole.hexdigest()

    def __enter__(self) -> EdfiPackage:
        return self

    def __exit__(self, *_: object) -> None:
        self.archive.close()

    def __post_init__(self) -> None:
        self.spreading.readers |= edfi_gradebook.readers(self.spreading) | edfi_attendance.readers(self.spreading)

    def take(self, stage: Stage, advance: Advance) -> Scope:
        """Stage every record. Raises Refused where a file cannot be read safely, or an id stands twice."""
        columns = make_tables(stage) | make_tables(stage, RAW)
        for number, file in enumerate(self.files):
            self.spreading.file, self.spreading.place = file.name, number * AT
            for staged in self._batches(file, advance):
                for table, rows in staged.items():
                    stage.fill(table, columns[table], rows)
        self._refuse_twice(stage)
        _point(stage)
        edfi_humans.join(stage, self._tell_at)
        drop_repeated(stage, ONCE, self._said_twice)
        _make_users(stage, columns)
        _make_classes(stage, columns)
        scope = self._scope()
        self._place_students(stage, columns)
        for table in columns:
            stage.look_at(table)
        stage.rest()
        self._tell()
        return scope

    def spare(self, stage: Stage, scope: Scope) -> None:
        """Keep what the package does not speak of: people of a kind it has none of, and whom a bad row is about."""
        kept = [(LABEL, key) for row in self.bad_rows for key in row.source_key.split(" → ")]
        stage.fill("listed", ("file", "key"), kept)
        seen = self.spreading.seen
        for element, begin in (("Student", "student/"), ("Contact", "contact/"), ("Staff", "staff/")):
            if not (seen[element] or (element == "Contact" and seen["Parent"])):
                _list_held(stage, "person_source", begin)
        if not seen["StudentSchoolAssociation"]:
            _list_held(stage, "enrollment", "student/")
        if not seen["StaffEducationOrganizationAssignmentAssociation"]:
            _list_held(stage, "staff_assignment", "staff/")
        for element, begin in (("StudentSectionAssociation", "student/"), ("StaffSectionAssociation", "staff/")):
            if not seen[element]:
                _list_held(stage, "class_enrollment", begin)
        if not (seen["StudentContactAssociation"] or seen["StudentParentAssociation"]):
            _list_held(stage, "person_source", "contact/")
        edfi_attendance.spare(stage, LABEL, seen)

    def locate(self, question: Question) -> Question:
        """A question with the file and line its place means."""
        if question.file != LABEL:
            return question
        number, line = divmod(question.line, AT)
        return replace(question, file=self.files[number].name if question.line else LABEL, line=line)

    def _batches(self, file: XmlFile, advance: Advance) -> Iterator[Staged]:
        staged, waiting, told = edfi_records.empty(), 0, 0
        passed: dict[str, int] = defaultdict(int)
        for record in file.records():
            try:
                if not self.spreading.take(record, staged):
                    passed[record.name] += 1
            except Unusable as why:
                self._set_aside(why, file.name, record.line)
            waiting += 1
            if waiting >= BATCH:
                yield staged
                advance(file.name, record.line - told, file.lines)
                staged, waiting, told = edfi_records.empty(), 0, record.line
        yield staged
        advance(file.name, max(0, file.lines - told), file.lines)
        if passed:
            names = ", ".join(f"{number:,} {plain(name)}" for name, number in sorted(passed.items())[:12])
            self.report.warn("records-not-read", file.name, 0, f"These records are not part of the roster: {names}.")

    def _set_aside(self, why: Unusable, file: str, line: int) -> None:
        self.bad_rows.append(BadRow(why.code, file, line, why.key, str(why), ""))
        self.report.warn(why.code, file, line, f"{why} The record waits for a person.")
        self.report.counts["skipped"] += 1
        if len(self.bad_rows) > MOST_BAD_ROWS:
            message = f"More than {MOST_BAD_ROWS:,} records cannot be used. Correct the export and run again."
            self.report.refuse("too-many-bad-rows", file, line, message)

    def _refuse_twice(self, stage: Stage) -> None:
        """One id for two people of a kind: which is meant cannot be told."""
        for row in stage.rows(
            "SELECT r.key, r.line FROM raw_person r JOIN (SELECT key, min(n) AS first FROM raw_person GROUP BY key "
            "HAVING count(*) > 1) x ON x.key = r.key AND r.n > x.first ORDER BY r.n LIMIT 50"
        ):
            number, line = divmod(row.line, AT)
            message = f"{shown(row.key)} stands here and before. Keep one."
            self.report.fault("duplicate-id", self.files[number].name, line, message)
        self.report.stop_if_broken()

    def _tell_at(self, code: str, place: int, message: str) -> None:
        number, line = divmod(place, AT)
        self.report.warn(code, self.files[number].name, line, message)

    def _said_twice(self, place: int, key: str) -> None:
        self._tell_at("said-twice", place, f"{shown(key)} was said before. The first counts.")

    def _scope(self) -> Scope:
        seen = self.spreading.seen
        there = {table: bool(sum(seen[name] for name in names)) for names, table in PARTS.values() if table}
        modes: dict[str, Any] = dict.fromkeys(("in_user", "in_role", "in_birth", "in_seat"), "bulk")
        modes |= {table: "bulk" if there[table] else "absent" for table in ("in_org", "in_session", "in_course")}
        modes |= {table: "bulk" if there[table] else "absent" for table in ("in_item", "in_result", "in_mark")}
        modes["in_category"] = modes["in_item"]
        modes |= {
            table: "bulk" if there[table] else "absent"
            for table in ("in_class", "in_shot", "in_meeting", "in_attendance")
        }
        return Scope(modes=modes, files=dict.fromkeys(modes, LABEL))

    def _place_students(self, stage: Stage, columns: dict[str, tuple[str, ...]]) -> None:
        """Without any StudentSchoolAssociation a student is enrolled in the one district the package names."""
        if self.spreading.seen["StudentSchoolAssociation"] or not self.spreading.seen["Student"]:
            return
        districts = stage.rows("SELECT key, name FROM in_org WHERE kind = 'district'")
        if len(districts) != 1:
            message = "No record says which school a student attends, nor one district for all: nobody is enrolled."
            self.report.warn("no-enrollments", LABEL, 0, message)
            return
        org = districts[0].key
        message = (
            f"No record says which school a student attends. Students are enrolled in {shown(districts[0].name)}; "
            "their school and grade are unknown."
        )
        self.report.warn("no-enrollments", LABEL, 0, message)
        numbers = edfi_records.count_from(self.spreading.numbers["in_role"])
        rows = stage.rows(
            "SELECT key, line FROM raw_person WHERE kind = 'student' AND NOT EXISTS (SELECT 1 FROM enrollment h "
            "JOIN person_source ps ON ps.person_id = h.person_id AND ps.source = :source "
            "WHERE ps.source_key = raw_person.key AND h.source = :source AND (h.ends IS NULL OR h.ends > :today) "
            "AND h.source_key NOT LIKE '%#district') ORDER BY n"
        )
        placed = partial(role_row, org=org, role="student", is_primary=True, starts=None, ends=None, gone=False)
        made = [(next(numbers), row.line, f"{row.key}@{org}#district", *placed(row.key)) for row in rows]
        stage.fill("in_role", columns["in_role"], made)

    def _tell(self) -> None:
        """Name what the package does not have, what no word is known for, and how often a thing was not said."""
        seen = self.spreading.seen
        for name, (element, _) in NEEDED.items():
            if not (seen[element] or (element == "Contact" and seen["Parent"])):
                message = f"There is no {name} in any file. Those on record stay as they are."
                self.report.warn("records-missing", LABEL, 0, message)
        for name, (elements, _) in PARTS.items():
            if not sum(seen[each] for each in elements):
                message = f"There are no {name} in any file. Those on record stay as they are."
                self.report.warn("records-missing", LABEL, 0, message)
        self.spreading.words.tell(self.report)
        said = [f"{number:,} {name}" for name, number in sorted(self.spreading.unknown.items()) if number]
        if said:
            self.report.warn("not-said", LABEL, 0, f"Left unknown, since the files do not say: {', '.join(said)}.")


def is_edfi(archive: Archive, report: Report) -> bool:
    """Whether the package holds interchanges of Ed-Fi."""
    return any(name.casefold().endswith(".xml") for name in archive.names)


def open_edfi(archive: Archive, label: str, report: Report, limits: Limits) -> EdfiPackage:
    """Look at every file’s root. Raises `Refused` with the reasons when none is an interchange, or one is unsafe."""
    files = []
    for name in sorted(archive.names):
        opener = partial(archive.open, name)
        if not name.casefold().endswith(".xml"):
            report.warn("file-not-read", plain(name), 0, "This file is not XML. It was not read.")
            continue
        root = root_of(plain(name), opener, report)
        if root is None or not root.name.startswith(INTERCHANGE):
            if root is None:
                files.append(XmlFile(plain(name), opener, report, limit=limits.bytes_of_a_file))
            else:
                report.warn("file-not-read", plain(name), 0, "This is no interchange of Ed-Fi. It was not read.")
            continue
        if not any("ed-fi.org" in space for space in root.namespaces):
            report.warn("namespace-unknown", plain(name), 1, "The namespace is not Ed-Fi’s. It was read as such.")
        files.append(XmlFile(plain(name), opener, report, limit=limits.bytes_of_a_file))
    if not files:
        report.refuse("no-roster-files", label, 0, "There is no interchange of Ed-Fi (Interchange….xml) here.")
    return EdfiPackage(files, archive, report)


def _point(stage: Stage) -> None:
    """Put keys where records point at others by their XML ids."""
    stage.run("INSERT INTO raw_ref SELECT -n, line, ref, key FROM raw_person WHERE ref <> ''")
    stage.index("raw_ref", "ref")
    for table, column in (
        ("in_tie", "adult"),
        ("in_tie", "student"),
        ("in_role", "user_key"),
        ("in_role", "org"),
        ("in_seat", "user_key"),
        ("in_shot", "user_key"),
        ("in_result", "user_key"),
        ("in_result", "item"),
        ("in_mark", "user_key"),
        ("in_attendance", "user_key"),
        ("in_attendance", "org"),
        ("in_meeting", "org"),
        ("in_org", "parent"),
        ("raw_more", "key"),
        ("raw_grade", "key"),
    ):
        stage.run(
            f"UPDATE {table} SET {column} = r.key FROM raw_ref r "
            f"WHERE {table}.{column} LIKE '#%' AND r.ref = substr({table}.{column}, 2)"
        )
    stage.run("UPDATE in_tie SET key = adult || ' → ' || student")


def _make_users(stage: Stage, columns: dict[str, tuple[str, ...]]) -> None:
    """Make `in_user` and what goes with it of each person’s own record and the others about her."""
    for table in ("raw_more", "raw_grade"):
        stage.index(table, "key")
    last = stage.number("SELECT coalesce(max(n), 0) FROM raw_person")
    for start in range(0, last, BATCH):
        among = "FROM raw_person p WHERE p.n > :start AND p.n <= :start + 2000"
        people = stage.rows(f"SELECT p.* {among} ORDER BY p.n", start=start)
        more: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in stage.rows(
            f"SELECT key, said FROM raw_more WHERE key IN (SELECT p.key {among}) ORDER BY n", start=start
        ):
            more[row.key].append(json.loads(row.said))
        grades = {
            row.key: row.grade
            for row in stage.rows(
                f"SELECT key, grade FROM raw_grade WHERE grade <> '' AND key IN (SELECT p.key {among}) "
                "ORDER BY starts, n",
                start=start,
            )
        }
        staged = edfi_records.empty()
        also: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in stage.rows(
            f"SELECT key, kind, identifier FROM raw_also WHERE key IN (SELECT p.key {among}) ORDER BY n", start=start
        ):
            also[row.key].append((NUMBERS[row.kind], row.identifier))
        for row in people:
            said, own = merged(json.loads(row.said), *more[row.key]), (NUMBERS[row.kind], row.identifier)
            numbers = also[row.key] + ([own] if own[0] in dict(also[row.key]) else [])
            _stage_user(row, said | {"also": numbers}, grades.get(row.key), staged)
        for table, rows in staged.items():
            stage.fill(table, columns[table], rows)


def _stage_user(row: Any, said: dict[str, Any], grade: str | None, staged: Staged) -> None:
    how, user = user_row(row.key, row.identifier, said, grade)
    staged["in_user"].append((row.n, row.line, row.key, user[0], False, *user[1:]))
    staged["in_user_more"].append((row.key, row.kind, how.email_label, how.phone_label, how.address_kind))
    staged["in_contact"] += [(row.key, *each) for each in how.more]
    staged["in_address"] += [(row.key, *each) for each in how.more_addresses]
    staged["in_number"] += [(row.key, *pair) for pair in said["also"]]
    identifiers = [(system, number) for system, number in said.get("ids", []) if number != row.identifier]
    login = said.get("login", "")
    if login and login not in (row.identifier, how.email):
        identifiers.append(("username", login))
    staged["in_identifier"] += [(row.key, *pair) for pair in dict.fromkeys(identifiers)]


def _make_classes(stage: Stage, columns: dict[str, tuple[str, ...]]) -> None:
    """Sections with the days of their session and the title of their course."""
    made = []
    for row in stage.rows(
        "SELECT c.*, CAST(s.starts AS TEXT) AS starts, CAST(s.ends AS TEXT) AS ends, k.title AS course "
        "FROM raw_class c LEFT JOIN in_session s ON s.key = c.session "
        "LEFT JOIN in_course k ON k.key = c.code || '@' || c.org ORDER BY c.n"
    ):
        place = ("scheduled", row.location, row.period, f"{row.code}@{row.org}", row.org)
        said = (row.title or row.course or row.code, row.code, *place, row.starts, row.ends)
        made.append((row.n, row.line, row.key, digest(each or "" for each in said), False, *said))
    stage.fill("in_class", columns["in_class"], made)


def _list_held(stage: Stage, record: str, begin: str) -> None:
    """Take the records held whose keys begin so as listed still."""
    stage.run(
        f"INSERT INTO listed SELECT :file, source_key FROM {record} WHERE source = :source AND source_key LIKE :begin",
        file=LABEL,
        begin=f"{begin}%",
    )
