"""The training feed: course completions of staff, from a CSV file to the record.

A completion is known by person, course and day; it is never ended by a file that leaves it out. What is set aside is
asked together: one question for a course that no policy knows, or for an employee nobody knows, however many rows
name it, for a district's file of all its yearly trainings has a million rows that concern nothing here. The rows
themselves wait (`waiting_completion`) until somebody says who or which course is meant, or it becomes known by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select

from district.events import FeedApplied, TrainingApplied
from district.feeds import apply, changes, followers, queue, training_intake
from district.feeds.claims import COURSE, PERSON
from district.feeds.diff import Difference, compare_kind, latest_run, touched
from district.feeds.filling import is_founding
from district.feeds.intake import Advance, Scope
from district.feeds.kinds import Kind
from district.feeds.queue import Question
from district.feeds.report import Refused, Report, plain, shown
from district.feeds.rows import BadRow
from district.feeds.scanning import scan
from district.feeds.sheet_columns import TRAINING, TRAINING_CSV
from district.feeds.sheets import Sheet, open_sheet
from district.feeds.staging import Stage
from district.feeds.steps import Feed, Outcome, Wishes, conclude
from district.feeds.training_intake import Words
from district.feeds.training_mapping import TrainingMapping
from district.models import TrainingMatch
from foundation import db
from foundation.audit import Actor

COMPLETIONS = Kind(
    name="completions",
    record="completion",
    staged="due",
    values={name: f"s.{name}" for name in ("person_id", "course", "completed_on", "score", "status")},
    at_birth={"recorded_at": ":at"},
    is_live="h.voided_at IS NULL",
)
WHO = ("employee_id", "email", "lms_id")
"""Columns of which one is enough."""
CAN_WAIT = ("unknown-course", "unknown-employee", "several-employees")
"""Codes of rows that are kept until they can be placed."""
MOST_HEADINGS = 40
ASKED = {
    "unknown-course": ("course", "course"),
    "unknown-employee": ("who", "who"),
    "several-employees": ("who", "who"),
    "completed-in-future": ("key", "completed_on"),
}
"""Codes, with the column each value of which is asked about once, and the one whose value is named."""


def import_training(
    path: Path, wishes: Wishes, *, mapping: TrainingMapping, by: Actor, at: datetime, today: date, advance: Advance
) -> Outcome:
    """Bring the completions at `path` into the record. Raises Refused, with nothing stored."""
    report = Report()
    sheet = _opened(path, mapping, report)
    source = wishes.source or TRAINING_CSV
    words = Words(mapping, *chosen(source))
    db.close()
    with Stage(db.engine(), source=source, at=at, today=today) as stage:
        training_intake.take(sheet, stage, report, advance, words)
        feed = TrainingFeed(
            stage,
            report,
            wishes,
            source=source,
            format=TRAINING_CSV,
            digest=hashlib.sha256((sheet.digest + mapping.told).encode()).hexdigest() if mapping.told else sheet.digest,
            remembers={"file": sheet.name},
            name=sheet.name,
            bad_rows=sheet.bad_rows_in(training_intake.FILE),
        )
        return conclude(feed, by=by, at=at, today=today)


def _opened(path: Path, mapping: TrainingMapping, report: Report) -> Sheet:
    """The file, or a refusal that says how to tell its headings."""
    try:
        sheet = open_sheet(path, TRAINING, called=mapping.called, report=report, may_lack=WHO)
        _refuse_if_nobody_is_named(sheet, report)
    except Refused:
        if any(each.code == "missing-column" for each in report.errors):
            _name_headings(path, report)
        raise
    return sheet


def _name_headings(path: Path, report: Report) -> None:
    name = plain(path.name)
    file = scan(name, lambda: path.open("rb"), Report())
    if file is None:
        return
    line, header = file.header(Report())
    named = ", ".join(shown(each.strip()) for each in header[:MOST_HEADINGS] if each.strip())
    message = (
        f"The headings here are {named}. Say once which is which, and read the file by that: "
        "flask training mapping save NAME course=HEADING completed_on=HEADING …, then --mapping NAME."
    )
    report.fault("headings", name, line, message)


def chosen(source: str) -> tuple[dict[str, str], frozenset[str]]:
    """What people chose for this source: our courses by its words, and the ids of people it names."""
    asked = select(TrainingMatch).where(TrainingMatch.source == source, TrainingMatch.is_remembered)
    rows = db.session().scalars(asked).all()
    courses = {each.key: each.course for each in rows if each.kind == COURSE}
    return courses, frozenset(each.key for each in rows if each.kind == PERSON)


def _refuse_if_nobody_is_named(sheet: Sheet, report: Report) -> None:
    if not any(map(sheet.says, WHO)):
        message = "The file has none of employee_id, email and lms_id, so nobody can tell whose completions these are."
        report.refuse("missing-column", sheet.name, sheet.layout.line, message)


@dataclass
class TrainingFeed(Feed):
    """One staged training file on its way into the record."""

    name: str = field(kw_only=True)
    """What the file was called this time."""
    bad_rows: list[BadRow] = field(kw_only=True)

    event: type[FeedApplied] = field(default=TrainingApplied, init=False)

    def compare(self) -> Difference:
        stage, found = self.stage, Difference(seen_run=latest_run(self.stage))
        _know_people(stage)
        _set_aside(stage, followers.known_courses())
        _find_due(stage)
        _find_waiting(stage)
        scope = Scope(modes={COMPLETIONS.staged: "delta"}, files={COMPLETIONS.staged: training_intake.FILE})
        stage.make("unheld", "file TEXT, line {number}, key TEXT")
        found.counts[COMPLETIONS.name], found.held[COMPLETIONS.name] = compare_kind(stage, COMPLETIONS, scope)
        return found

    def questions(self) -> list[Question]:
        asked = queue.of_bad_rows(self.bad_rows)
        for code, (column, named) in ASKED.items():
            asked += self._ask(code, column, named)
        return asked

    def guard(self, difference: Difference) -> None:
        """Completions are kept for ever: there is nothing to guard."""

    def keeps_more(self) -> bool:
        return bool(self.stage.number("SELECT count(*) FROM to_wait")) or bool(_placeable(self.stage))

    def write(self) -> Sequence[int]:
        _keep_waiting(self.stage)
        founding = is_founding(self.stage, COMPLETIONS.record)
        apply.write_rows(self.stage, COMPLETIONS, founding)
        if founding:
            self.stage.look_at(COMPLETIONS.record)
        return sorted(touched(self.stage, COMPLETIONS))

    def leave_trace(self, *, run_id: int, is_first: bool) -> None:
        changes.write_kind(self.stage, COMPLETIONS, run_id=run_id, is_first=is_first)

    def warn(self, asked: list[Question]) -> None:
        queue.warn(self.report, asked, file=self.name)
        told = "SELECT (SELECT count(*) FROM in_completion) - (SELECT count(*) FROM aside) - (SELECT count(*) FROM due)"
        if again := self.stage.number(told):
            message = f"Rows that tell a completion which another row tells too: {again:,}. The best score was taken."
            self.report.warn("same-completion-twice", self.name, 0, message)

    def settle(self, *, run_id: int, at: datetime) -> None:
        """What was asked of a course, an employee or a day, and is asked no more though the file names it."""
        for code, (column, _) in ASKED.items():
            self.stage.run(
                "UPDATE queued_row SET settled_at = :at, settled_as = :answered WHERE source = :source "
                "AND code = :code AND settled_at IS NULL AND last_run_id <> :run "
                f"AND source_key IN (SELECT {column} FROM in_completion)",
                code=code,
                run=run_id,
                answered=queue.ANSWERED,
            )

    def _ask(self, code: str, column: str, named: str) -> list[Question]:
        rows = self.stage.rows(
            f"SELECT s.{column} AS key, CAST(min(s.{named}) AS TEXT) AS refers, min(s.line) AS line, "
            "count(*) AS number FROM aside a JOIN in_completion s ON s.n = a.n WHERE a.code = :code "
            f"GROUP BY s.{column} ORDER BY min(s.line)",
            code=code,
        )
        return [
            queue.question(
                code,
                training_intake.FILE,
                row.line,
                row.key,
                shown(row.refers),
                {"refers": row.refers},
                rows=row.number,
            )
            for row in rows
        ]


def _know_people(stage: Stage) -> None:
    """Fill `known_who`: whom somebody chose, who has an employee id, or is staff and has an e-mail; and how many do."""
    stage.make("claimed", "who TEXT, who_by TEXT")
    stage.run("INSERT INTO claimed SELECT DISTINCT who, who_by FROM in_completion")
    stage.index("claimed", "who")
    stage.look_at("claimed")
    stage.make("known_who", "who TEXT, who_by TEXT, person_id {number}, number {number}")
    stage.run(
        "INSERT INTO known_who SELECT c.who, c.who_by, m.person_id, 1 FROM claimed c JOIN training_match m "
        f"ON m.source = :source AND m.kind = '{PERSON}' AND m.key = c.who AND m.person_id IS NOT NULL "
        "AND m.is_remembered"
    )
    if stage.number("SELECT count(*) FROM known_who"):
        stage.run("DELETE FROM claimed WHERE who IN (SELECT who FROM known_who)")
    found = "INSERT INTO known_who SELECT c.who, c.who_by, min(x.person_id), count(DISTINCT x.person_id) FROM claimed c"
    stage.run(
        f"{found} JOIN person_identifier x ON x.value = c.who AND x.type = 'staff-id' "
        f"WHERE c.who_by = '{training_intake.EMPLOYEE}' GROUP BY c.who, c.who_by"
    )
    stage.run(
        f"{found} JOIN contact_point x ON lower(x.value) = c.who AND x.kind = 'email' AND x.ends IS NULL "
        f"WHERE c.who_by = '{training_intake.EMAIL}' "
        "AND EXISTS (SELECT 1 FROM staff_assignment a WHERE a.person_id = x.person_id) GROUP BY c.who, c.who_by"
    )
    stage.index("known_who", "who")
    stage.look_at("known_who")


_WITH_WHO = "in_completion s LEFT JOIN known_who k ON k.who = s.who AND k.who_by = s.who_by"


def _set_aside(stage: Stage, courses: Collection[str] | None) -> None:
    """Fill `aside` with the rows for a person to settle, each with the first reason that holds.

    Rows that a person has placed already, for this once, are `placed`: they are on record and ask nothing.
    """
    stage.make("known_course", "code {name}")
    stage.fill("known_course", ("code",), [(code,) for code in courses or ()])
    _spell_as_known(stage)
    stage.make("aside", "n {row}, code TEXT")
    stage.run(
        "INSERT INTO aside SELECT n, code FROM (SELECT s.n, CASE "
        "WHEN :asks AND c.code IS NULL THEN 'unknown-course' "
        "WHEN k.person_id IS NULL THEN 'unknown-employee' WHEN k.number > 1 THEN 'several-employees' "
        "WHEN s.completed_on > :today THEN 'completed-in-future' END AS code "
        f"FROM {_WITH_WHO} LEFT JOIN known_course c ON c.code = s.course) x WHERE code IS NOT NULL",
        asks=courses is not None,
    )
    stage.run(
        f"UPDATE aside SET code = '{queue.PLACED}' WHERE n IN (SELECT s.n FROM in_completion s "
        f"JOIN waiting_completion w ON {_SAME_AS_WAITING} WHERE w.placed_at IS NOT NULL)"
    )
    stage.look_at("aside")


def _spell_as_known(stage: Stage) -> None:
    """A course that is known but for capitals and spaces is that course; nobody need be asked."""
    alike = "lower(replace(k.code, ' ', '')) = lower(replace(in_completion.course, ' ', ''))"
    stage.run(
        f"UPDATE in_completion SET course = (SELECT min(k.code) FROM known_course k WHERE {alike}) "
        f"WHERE NOT EXISTS (SELECT 1 FROM known_course k WHERE k.code = in_completion.course) "
        f"AND EXISTS (SELECT 1 FROM known_course k WHERE {alike})"
    )


def _find_due(stage: Stage) -> None:
    """Fill `due` with what is to stand in the record: of several attempts finished on one day, the best."""
    stage.make(
        "due",
        "n {row}, line {number}, key TEXT, digest TEXT, gone {flag}, person_id {number}, course TEXT, "
        "completed_on {day}, score {real}, status TEXT",
    )
    best = "PARTITION BY k.person_id, s.course, s.completed_on ORDER BY coalesce(s.score, -1) DESC, s.status DESC, s.n"
    stage.run(
        "INSERT INTO due SELECT n, line, key, digest, false, person_id, course, completed_on, score, status FROM "
        "(SELECT s.n, s.line, p.public_id || ' ' || CAST(s.completed_on AS TEXT) || ' ' || s.course AS key, s.digest, "
        "k.person_id, s.course, s.completed_on, s.score, s.status, "
        f"row_number() OVER ({best}) AS place FROM {_WITH_WHO} JOIN person p ON p.id = k.person_id "
        "LEFT JOIN aside a ON a.n = s.n WHERE a.n IS NULL) x WHERE place = 1"
    )
    stage.look_at("due")


_SAME_AS_WAITING = "w.source = :source AND w.who = s.who AND w.course = s.said AND w.completed_on = s.completed_on"


def _find_waiting(stage: Stage) -> None:
    """Fill `to_wait` with the rows set aside that do not wait yet, and whose question nobody has set aside for good."""
    codes = ", ".join(f"'{code}'" for code in CAN_WAIT)
    best = "PARTITION BY s.who, s.said, s.completed_on ORDER BY coalesce(s.score, -1) DESC, s.status DESC, s.n"
    stage.make("to_wait", "n {row}")
    stage.run(
        f"INSERT INTO to_wait SELECT n FROM (SELECT s.n, row_number() OVER ({best}) AS place "
        f"FROM aside a JOIN in_completion s ON s.n = a.n WHERE a.code IN ({codes}) "
        f"AND NOT EXISTS (SELECT 1 FROM waiting_completion w WHERE {_SAME_AS_WAITING}) "
        "AND NOT EXISTS (SELECT 1 FROM queued_row q WHERE q.source = :source AND q.code = a.code AND q.file = :file "
        "AND q.source_key = CASE a.code WHEN 'unknown-course' THEN s.course ELSE s.who END "
        "AND q.settled_at IS NOT NULL AND q.settled_as NOT IN (:answered, :placed))) x WHERE place = 1",
        file=training_intake.FILE,
        answered=queue.ANSWERED,
        placed=queue.PLACED,
    )


def _keep_waiting(stage: Stage) -> None:
    """Keep the rows that wait, and note which of those that waited are due now; inside `Stage.writing`."""
    stage.run(
        "INSERT INTO waiting_completion (source, who, who_by, course, completed_on, score, status, line, received_at) "
        "SELECT :source, s.who, s.who_by, s.said, s.completed_on, s.score, s.status, s.line, :at "
        "FROM to_wait t JOIN in_completion s ON s.n = t.n ORDER BY t.n"
    )
    stage.run(f"UPDATE waiting_completion SET placed_at = :at WHERE id IN ({_PLACEABLE})")


_PLACEABLE = (
    "SELECT w.id FROM waiting_completion w JOIN in_completion s "
    f"ON {_SAME_AS_WAITING} WHERE w.placed_at IS NULL AND s.n NOT IN (SELECT n FROM aside)"
)


def _placeable(stage: Stage) -> int:
    """How many rows that waited are placed by the difference."""
    return stage.number(f"SELECT count(*) FROM ({_PLACEABLE}) x")
