"""The roster feed: a package of any format from a path to the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select

from district.events import FeedApplied, RosterApplied
from district.feeds import (
    apply,
    attendance_questions,
    changes,
    gradebook,
    places,
    queue,
    references,
    tie_questions,
)
from district.feeds.diff import COUNTED, Difference, compare, tidy, touched
from district.feeds.endings import lost_sight, stop_if_too_many
from district.feeds.formats import RosterPackage, open_roster
from district.feeds.intake import Advance, Scope
from district.feeds.kinds import ASSIGNMENTS, ENROLLMENTS
from district.feeds.queue import Question
from district.feeds.report import Report
from district.feeds.staging import Stage
from district.feeds.steps import Feed, Outcome, Wishes, conclude
from district.feeds.users import MAPPING
from district.models import FeedRun
from foundation import db
from foundation.audit import Actor

__all__ = ["Outcome", "Wishes", "import_roster"]

GUARDED = {
    "people": "in_user",
    "relationships": "in_user",
    "enrollments": "in_role",
    "staff assignments": "in_role",
    "class enrollments": "in_seat",
}
"""The kinds whose ending takes something from someone, and the staged table whose file would cause it."""


def import_roster(
    path: Path,
    wishes: Wishes,
    *,
    portal_by_default: bool,
    by: Actor,
    at: datetime,
    today: date,
    advance: Advance,
) -> Outcome:
    """Bring the package at `path` into the record. Raises Refused, with nothing stored."""
    report = Report()
    with open_roster(path, wanted_format=wishes.format, report=report) as package:
        source = wishes.source or package.source or package.format
        if (known := _same_as_last(package, source)) is not None:
            return _nothing_new(known, report)
        facts = {"source": source, "at": at, "today": today, "portal_by_default": portal_by_default}
        with Stage(db.engine(), **facts) as stage:
            scope = package.take(stage, advance)
            references.begin(stage, package.bad_rows)
            package.spare(stage, scope)
            tidy(stage, scope)
            gradebook.settle(stage, scope, report)
            feed = RosterFeed(
                stage,
                report,
                wishes,
                source=source,
                format=package.format,
                digest=package.digest,
                remembers={"mapping": MAPPING},
                package=package,
                scope=scope,
            )
            return conclude(feed, by=by, at=at, today=today)


@dataclass
class RosterFeed(Feed):
    """One staged package on its way into the record."""

    package: RosterPackage = field(kw_only=True)
    scope: Scope = field(kw_only=True)

    event: type[FeedApplied] = field(default=RosterApplied, init=False)

    def compare(self) -> Difference:
        return compare(self.stage, self.scope)

    def questions(self) -> list[Question]:
        asked = queue.questions(self.stage, self.scope, self.package.bad_rows)
        asked += tie_questions.of_ties(self.stage, self.scope)
        file = self.scope.files.get("in_attendance", "")
        asked += attendance_questions.of_words(self.stage, file, was_said=True)
        return [self.package.locate(each) for each in asked]

    def guard(self, difference: Difference) -> None:
        stop_if_too_many(
            difference,
            self.report,
            percent=self.wishes.allowed_percent,
            guarded={kind: self.scope.files[table] for kind, table in GUARDED.items()},
            name=lambda: lost_sight(self.stage, self.report, file=self.scope.files["in_user"]),
        )

    def write(self) -> Sequence[int]:
        apply.write_records(self.stage)
        return sorted({*touched(self.stage, ASSIGNMENTS), *places.find_again(self.stage)})

    def enrolled(self) -> Sequence[int]:
        regraded = self.stage.rows("SELECT h.person_id FROM todo_grade t JOIN enrollment h ON h.id = t.held_id")
        return sorted({*touched(self.stage, ENROLLMENTS), *(row.person_id for row in regraded)})

    def leave_trace(self, *, run_id: int, is_first: bool) -> None:
        changes.write(self.stage, run_id=run_id, is_first=is_first)
        queue.close_agreed(self.stage)

    def settle(self, *, run_id: int, at: datetime) -> None:
        said = self.scope.modes
        may_lack = {*gradebook.TABLES, "in_meeting", "in_attendance"}
        core = {mode for table, mode in said.items() if table not in may_lack}
        if core == {"bulk"} and "delta" not in said.values():
            unspoken = {self.scope.files[table] for table, mode in said.items() if mode == "absent"}
            queue.settle_unasked(source=self.source, run_id=run_id, at=at, unspoken=unspoken)

    def warn(self, asked: list[Question]) -> None:
        super().warn(asked)
        references.warn_of_unheld(self.stage, self.report)


def _same_as_last(package: RosterPackage, source: str) -> FeedRun | None:
    """The source's latest run, when this very package was it: then there is nothing to read."""
    last = db.session().scalars(select(FeedRun).where(FeedRun.source == source).order_by(FeedRun.id.desc())).first()
    db.close()
    is_same = last is not None and last.digest == package.digest and last.counts.get("mapping") == MAPPING
    return last if is_same else None


def _nothing_new(last: FeedRun, report: Report) -> Outcome:
    """What a replay says: everything the last run found is unchanged, and what it set aside still waits."""
    counts = {
        kind: dict.fromkeys(COUNTED, 0) | {"unchanged": each["created"] + each["updated"] + each["unchanged"]}
        for kind, each in last.counts["kinds"].items()
    }
    report.counts["unchanged"] = sum(each["unchanged"] for each in counts.values())
    report.counts["skipped"] = last.counts["skipped"]
    return Outcome(report, last.source, last.format, counts, {}, None, False)
