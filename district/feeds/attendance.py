"""The attendance feed: a CSV file of a student system, from a path to the record.

A row is what happened to one student on one day: on the whole day, or in one class or period of it. A file is the
whole truth of its source for the days from its first to its last, and says nothing of others; a delta only adds and
changes what it lists. Attendance is no roster: students and classes must be on record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from district.events import AttendanceApplied, FeedApplied
from district.feeds import apply, attendance_intake, attendance_questions, queue
from district.feeds.diff import Difference, compare_kind, latest_run
from district.feeds.endings import stop_if_too_many
from district.feeds.filling import is_founding
from district.feeds.intake import Advance, Scope
from district.feeds.kinds import ATTENDANCE, PERSON, Need
from district.feeds.queue import Question
from district.feeds.report import Report, shown
from district.feeds.sheet_columns import ATTENDANCE as COLUMNS
from district.feeds.sheet_columns import ATTENDANCE_CSV
from district.feeds.sheets import Sheet, open_sheet
from district.feeds.staging import Stage
from district.feeds.steps import Feed, Outcome, Wishes, conclude
from foundation import db
from foundation.audit import Actor

_ONLY_SCHOOL = (
    "(SELECT CASE WHEN count(DISTINCT e.school_id) = 1 THEN min(e.school_id) END FROM enrollment e "
    "WHERE e.person_id = who.person_id AND (e.starts IS NULL OR e.starts <= s.day) "
    "AND (e.ends IS NULL OR e.ends > s.day))"
)
EVENTS = replace(
    ATTENDANCE,
    values=ATTENDANCE.values | {"school_id": f"coalesce(org.school_id, section.school_id, {_ONLY_SCHOOL})"},
    joins=f"{PERSON} LEFT JOIN known_org org ON org.key = s.org LEFT JOIN known_class k ON k.key = s.class "
    "LEFT JOIN section ON section.id = k.section_id",
    needs=(
        Need("unknown-student", "user_key", "known_number"),
        Need("several-students", "user_key", "known_user"),
        Need("unknown-class", "class", "known_class", only="s.class <> ''"),
        Need("unknown-org", "org", "known_org", only="s.org <> ''"),
    ),
)


def import_attendance(
    path: Path,
    wishes: Wishes,
    *,
    called: Mapping[str, str],
    is_delta: bool,
    by: Actor,
    at: datetime,
    today: date,
    advance: Advance,
) -> Outcome:
    """Bring the attendance at `path` into the record; `called` as in `open_sheet`. Raises Refused, nothing stored."""
    report = Report()
    sheet = open_sheet(path, COLUMNS, called=called, report=report)
    source = wishes.source or ATTENDANCE_CSV
    with Stage(db.engine(), source=source, at=at, today=today) as stage:
        attendance_intake.take(sheet, stage, report, advance)
        staged = ATTENDANCE.staged
        feed = AttendanceFeed(
            stage,
            report,
            wishes,
            source=source,
            format=ATTENDANCE_CSV,
            digest=sheet.digest,
            remembers={"file": sheet.name, "is_delta": is_delta},
            sheet=sheet,
            scope=Scope({staged: "delta" if is_delta else "bulk"}, {staged: attendance_intake.FILE}),
        )
        return conclude(feed, by=by, at=at, today=today)


@dataclass
class AttendanceFeed(Feed):
    """One staged file of attendance on its way into the record."""

    sheet: Sheet = field(kw_only=True)
    scope: Scope = field(kw_only=True)

    event: type[FeedApplied] = field(default=AttendanceApplied, init=False)

    def compare(self) -> Difference:
        stage, found = self.stage, Difference(seen_run=latest_run(self.stage))
        attendance_intake.know(stage, self.sheet.bad_rows)
        found.counts[EVENTS.name], _ = compare_kind(stage, EVENTS, self.scope)
        found.held[EVENTS.name] = stage.number(
            "SELECT count(*) FROM attendance_event h WHERE h.source = :source AND h.is_current AND h.day BETWEEN "
            "(SELECT min(day) FROM in_attendance) AND (SELECT max(day) FROM in_attendance)"
        )
        return found

    def questions(self) -> list[Question]:
        asked = queue.of_bad_rows(self.sheet.bad_rows_in(attendance_intake.FILE))
        asked += [
            queue.question(row.code, row.file, row.line, row.key, shown(row.refers), {"refers": row.refers})
            for row in self.stage.rows("SELECT DISTINCT code, file, line, key, refers FROM bad ORDER BY line, key")
        ]
        return asked + attendance_questions.of_words(self.stage, attendance_intake.FILE)

    def guard(self, difference: Difference) -> None:
        stop_if_too_many(
            difference,
            self.report,
            percent=self.wishes.allowed_percent,
            guarded={EVENTS.name: self.sheet.name},
            name=lambda: None,
        )

    def write(self) -> Sequence[int]:
        founding = is_founding(self.stage, EVENTS.record)
        apply.write_kind(self.stage, EVENTS, founding)
        if founding:
            self.stage.look_at(EVENTS.record)
        return ()

    def leave_trace(self, *, run_id: int, is_first: bool) -> None:
        """Counted only, as class enrollments are: the events themselves stay on record with their days."""

    def warn(self, asked: list[Question]) -> None:
        queue.warn(self.report, asked, file=self.sheet.name)

    def settle(self, *, run_id: int, at: datetime) -> None:
        if "delta" not in self.scope.modes.values():
            queue.settle_unasked(source=self.source, run_id=run_id, at=at)
