"""The staff feed: a CSV file of human resources, from a path to the record.

A file is the whole truth of its source: a job it does not list ends today, and whoever it does not list has left. A
delta only adds and changes what it lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

from district.events import FeedApplied, StaffApplied
from district.feeds import (
    apply,
    changes,
    followers,
    matching,
    people,
    places,
    queue,
    references,
    staff_intake,
    terms,
    waiting,
)
from district.feeds.diff import Difference, compare_kind, latest_run, touched
from district.feeds.endings import NAMED, stop_if_too_many
from district.feeds.filling import is_founding
from district.feeds.intake import Advance, Scope
from district.feeds.manifests import Mode
from district.feeds.queue import Question
from district.feeds.report import Report
from district.feeds.sheet_columns import STAFF, STAFF_CSV
from district.feeds.sheets import Sheet, open_sheet
from district.feeds.staff_kinds import EMPLOYMENTS, JOBS
from district.feeds.staging import Stage
from district.feeds.steps import Feed, Outcome, Wishes, conclude
from foundation import db
from foundation.audit import Actor


def import_staff(
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
    """Bring the staff file at `path` into the record; `called` is as in `open_sheet`.

    Completions that waited for somebody the file brings are placed afterwards. Raises Refused, with nothing stored.
    """
    report = Report()
    sheet = open_sheet(path, STAFF, called=called, report=report)
    source = wishes.source or STAFF_CSV
    with Stage(db.engine(), source=source, at=at, today=today) as stage:
        staff_intake.take(sheet, stage, report, advance)
        feed = StaffFeed(
            stage,
            report,
            wishes,
            source=source,
            format=STAFF_CSV,
            digest=sheet.digest,
            remembers={"file": sheet.name, "is_delta": is_delta},
            sheet=sheet,
            scope=_scope(is_delta),
            today=today,
        )
        outcome = conclude(feed, by=by, at=at, today=today)
    if outcome.run_id is not None:
        waiting.place_all(by=by, at=at, today=today)
    return outcome


def _scope(is_delta: bool) -> Scope:
    mode: Mode = "delta" if is_delta else "bulk"
    staged = ("in_user", EMPLOYMENTS.staged, JOBS.staged)
    return Scope(modes=dict.fromkeys(staged, mode), files=dict.fromkeys(staged, staff_intake.FILE))


@dataclass
class StaffFeed(Feed):
    """One staged staff file on its way into the record."""

    sheet: Sheet = field(kw_only=True)
    scope: Scope = field(kw_only=True)
    today: date = field(kw_only=True)

    foretells: ClassVar[bool] = True

    event: type[FeedApplied] = field(default=StaffApplied, init=False)

    def compare(self) -> Difference:
        stage, found = self.stage, Difference(seen_run=latest_run(self.stage))
        references.know_users(stage, self.scope)
        places.know(stage, "SELECT DISTINCT location AS code FROM in_job")
        _know_sides(stage)
        found.counts["people"], found.held["people"] = people.compare(stage, self.scope)
        matching.match(stage)
        for kind in (EMPLOYMENTS, JOBS):
            found.counts[kind.name], found.held[kind.name] = compare_kind(stage, kind, self.scope)
        return found

    def questions(self) -> list[Question]:
        return queue.questions(self.stage, self.scope, self.sheet.bad_rows_in(staff_intake.FILE))

    def warn(self, asked: list[Question]) -> None:
        queue.warn(self.report, asked, file=self.sheet.name)

    def guard(self, difference: Difference) -> None:
        stop_if_too_many(
            difference,
            self.report,
            percent=self.wishes.allowed_percent,
            guarded=dict.fromkeys(("people", JOBS.name), self.sheet.name),
            name=self._name_losers,
        )

    def write(self) -> Sequence[int]:
        founding = is_founding(self.stage)
        people.write(self.stage, is_founding=founding)
        for kind in (EMPLOYMENTS, JOBS):
            apply.write_kind(self.stage, kind, founding)
        if founding:
            for table in (*people.TABLES, EMPLOYMENTS.record, JOBS.record):
                self.stage.look_at(table)
        terms.write(self.stage, is_founding=founding)
        return sorted({*touched(self.stage, EMPLOYMENTS), *touched(self.stage, JOBS)})

    def leave_trace(self, *, run_id: int, is_first: bool) -> None:
        for kind in (EMPLOYMENTS, JOBS):
            changes.write_kind(self.stage, kind, run_id=run_id, is_first=is_first)
        changes.write_people(self.stage, run_id=run_id, is_first=is_first)
        queue.close_agreed(self.stage)
        _take_back(self.stage)

    def settle(self, *, run_id: int, at: datetime) -> None:
        if "delta" not in self.scope.modes.values():
            queue.settle_unasked(source=self.source, run_id=run_id, at=at)

    def _name_losers(self) -> None:
        """Who would lose household access: the first by name, then how many more."""
        ending = self.stage.rows("SELECT held_id FROM gone_staff_assignment")
        losers = followers.would_lose([row.held_id for row in ending], today=self.today)
        self.stage.make("loser", "person_id {row}")
        self.stage.fill("loser", ("person_id",), [(person_id,) for person_id in losers])
        for row in self.stage.rows(
            "SELECT p.first_name || ' ' || p.last_name AS name FROM loser l JOIN person p ON p.id = l.person_id "
            f"ORDER BY p.last_name, p.first_name, p.id LIMIT {NAMED}"
        ):
            self.report.fault("would-lose-access", self.sheet.name, 0, f"{row.name} would lose household access.")
        if (more := len(losers) - NAMED) > 0:
            self.report.fault("would-lose-access", self.sheet.name, 0, f"{more:,} more would lose household access.")


def _know_sides(stage: Stage) -> None:
    """Everyone in the file is staff, and what other sources say of them is theirs."""
    stage.make("side", "user_key {name}, is_student {flag}, is_staff {flag}, roles TEXT, is_whole {flag}")
    stage.run("INSERT INTO side SELECT key, false, true, '', false FROM in_user")
    stage.look_at("side")


def _take_back(stage: Stage) -> None:
    """An employment that is no longer told of someone who is still listed was a mistake: nobody has left.

    It is taken out, where the employment of someone no longer listed ends. The run's change rows keep that it was.
    """
    mistaken = (
        "SELECT g.held_id FROM gone_staff_employment g JOIN staff_employment h ON h.id = g.held_id "
        "WHERE NOT EXISTS (SELECT 1 FROM leaving l WHERE l.person_id = h.person_id)"
    )
    stage.run(f"UPDATE staff_assignment SET employment_id = NULL WHERE employment_id IN ({mistaken})")
    stage.run(f"DELETE FROM staff_employment WHERE id IN ({mistaken})")
