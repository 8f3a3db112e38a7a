"""The roster feed from a path to the record, in four steps: read and stage, compare, ask, apply.

The first three change nothing. Differences are worked out before the database is locked; when another run was
applied meanwhile, they are worked out again inside the transaction. Nothing to change means nothing is written:
no run, no audit entry.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, select

from district.events import RosterApplied
from district.feeds import apply, queue, references
from district.feeds.diff import COUNTED, Difference, compare, latest_run, tidy
from district.feeds.endings import stop_if_too_many
from district.feeds.intake import Advance, Intake, Scope, scope_of
from district.feeds.packages import Package, open_package
from district.feeds.queue import Question
from district.feeds.report import COUNTS, Report
from district.feeds.staging import Stage
from district.feeds.users import MAPPING
from district.models import FeedRun
from district.rules.endings import ALLOWED_PERCENT
from foundation import audit, db
from foundation.audit import Actor


@dataclass(frozen=True)
class Wishes:
    """How the operator wants this run."""

    source: str | None = None
    format: str | None = None
    allowed_percent: float = ALLOWED_PERCENT
    is_rehearsal: bool = False
    """Do everything but apply."""


@dataclass(frozen=True)
class Outcome:
    """What a run did, or in rehearsal would do."""

    report: Report
    source: str
    format: str
    counts: dict[str, dict[str, int]]
    waiting: dict[str, int]
    """Questions of this run, counted by code."""
    run_id: str | None
    """None when nothing was written: in rehearsal, or when nothing was new."""
    has_changes: bool


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
    with open_package(path, wanted_format=wishes.format, report=report) as package:
        source = wishes.source or package.source or package.format
        if (known := _same_as_last(package, source)) is not None:
            return _nothing_new(known, report)
        facts = {"source": source, "at": at, "today": today, "portal_by_default": portal_by_default}
        with Stage(db.engine(), **facts) as stage:
            Intake(package, stage).take(advance)
            return _Run(package, stage, report, source, wishes).conclude(by=by, at=at)


@dataclass
class _Run:
    """One staged package on its way into the record."""

    package: Package
    stage: Stage
    report: Report
    source: str
    wishes: Wishes

    def conclude(self, *, by: Actor, at: datetime) -> Outcome:
        scope = scope_of(self.package)
        references.begin(self.stage, self.package.bad_rows)
        tidy(self.stage, scope)
        self.stage.look_steadily()
        difference, asked = self._compare(scope)
        run_id = None
        has_changes = self._is_new(difference, asked)
        db.close()
        if has_changes and not self.wishes.is_rehearsal:
            with self.stage.writing():
                if latest_run(self.stage) != difference.seen_run:
                    difference, asked = self._compare(scope)
                    has_changes = self._is_new(difference, asked)
                run_id = self._apply(difference, scope, by=by, at=at) if has_changes else None
        queue.warn(self.report, asked, self.package.bad_rows)
        references.warn_of_unheld(self.stage, self.report)
        waiting = dict(Counter(each.code for each in asked))
        return Outcome(self.report, self.source, self.package.format, difference.counts, waiting, run_id, has_changes)

    def _compare(self, scope: Scope) -> tuple[Difference, list[Question]]:
        difference = compare(self.stage, scope)
        asked = queue.questions(self.stage, scope, self.package.bad_rows)
        for name in COUNTS:
            self.report.counts[name] = difference.total(name) if name != "skipped" else _set_aside(asked)
        stop_if_too_many(self.stage, difference, self.report, percent=self.wishes.allowed_percent)
        return difference, asked

    def _is_new(self, difference: Difference, asked: list[Question]) -> bool:
        return not difference.is_empty or bool(queue.unheard(asked, source=self.source))

    def _apply(self, difference: Difference, scope: Scope, *, by: Actor, at: datetime) -> str:
        session = db.session()
        runs = session.scalar(select(func.count(FeedRun.id)).where(FeedRun.source == self.source))
        apply.write_records(self.stage)
        run = FeedRun(
            source=self.source,
            format=self.package.format,
            digest=self.package.digest,
            started_at=at,
            applied_at=at,
            counts={**self.report.counts, "kinds": difference.counts, "mapping": MAPPING},
            warnings=self.report.warned,
        )
        session.add(run)
        session.flush()
        asked = queue.questions(self.stage, scope, self.package.bad_rows)
        apply.write_trace(self.stage, asked, source=self.source, run_id=run.id, is_first=not runs)
        told = RosterApplied(
            run_id=run.public_id,
            source=self.source,
            format=self.package.format,
            digest=self.package.digest,
            **self.report.counts,
        )
        audit.record(told, by=by, at=at)
        return run.public_id


def _same_as_last(package: Package, source: str) -> FeedRun | None:
    """The source's latest run, when this very package was it: then there is nothing to read."""
    last = db.session().scalars(select(FeedRun).where(FeedRun.source == source).order_by(FeedRun.id.desc())).first()
    db.close()
    is_same = last is not None and last.digest == package.digest and last.counts["mapping"] == MAPPING
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


def _set_aside(asked: list[Question]) -> int:
    """Rows not taken; a doubtful match and an office edit took nothing away."""
    return sum(each.code not in ("doubtful-match", "office-edit") for each in asked)
