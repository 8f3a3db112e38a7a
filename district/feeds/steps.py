"""The four steps every feed goes from a staged file to the record: read and stage, compare, ask, apply.

The first three change nothing. Differences are worked out before the database is locked; when another run was
applied meanwhile, they are worked out again inside the transaction. Nothing to change means nothing is written:
no run, no audit entry.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import func, select

from district.events import FeedApplied
from district.feeds import followers, queue
from district.feeds.diff import Difference, latest_run
from district.feeds.followers import Effect
from district.feeds.queue import Question
from district.feeds.report import COUNTS, Report
from district.feeds.staging import Stage
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
    effects: Sequence[Effect] | None = None
    """In a rehearsal that foretells: what would become of people's rights; None in any other run."""


@dataclass
class Feed(ABC):
    """One staged file or package on its way into the record: what the steps ask of every feed."""

    stage: Stage
    report: Report
    wishes: Wishes
    source: str
    format: str
    digest: str
    """SHA-256 of what was read."""
    remembers: dict[str, Any] = field(default_factory=dict)
    """What the run keeps beside its counts."""

    foretells: ClassVar[bool] = False
    """Whether a rehearsal tells what becomes of people's rights: where files are small enough to be written twice."""

    event: type[FeedApplied] = field(init=False)
    """What the audit is told once it is applied."""

    @abstractmethod
    def compare(self) -> Difference:
        """Work out the difference between what is staged and the record; may be asked twice."""

    @abstractmethod
    def questions(self) -> list[Question]:
        """Everything this run leaves for a person to settle."""

    @abstractmethod
    def guard(self, difference: Difference) -> None:
        """Refuse a difference that would end too much. Raises Refused."""

    @abstractmethod
    def write(self) -> Sequence[int]:
        """Write the difference, inside `Stage.writing`. Answers whose facts changed."""

    def keeps_more(self) -> bool:
        """Whether something is to be kept beside the difference and the questions."""
        return False

    def enrolled(self) -> Sequence[int]:
        """Whose enrollments the difference just written made, changed or ended."""
        return ()

    @abstractmethod
    def leave_trace(self, *, run_id: int, is_first: bool) -> None:
        """Write the change rows of the run."""

    @abstractmethod
    def settle(self, *, run_id: int, at: datetime) -> None:
        """Settle what was asked before and this file has answered; the questions of the run are written by now."""

    def warn(self, asked: list[Question]) -> None:
        """Name in the report what the reading could not know."""
        queue.warn(self.report, asked)


def conclude(feed: Feed, *, by: Actor, at: datetime, today: date) -> Outcome:
    """Take a staged feed through the rest of the steps. Raises Refused, with nothing stored."""
    feed.stage.look_steadily()
    difference, asked = _compare(feed)
    has_changes = _is_new(feed, difference, asked)
    db.close()
    run_id, effects = None, None
    if feed.wishes.is_rehearsal and feed.foretells:
        effects = _effects(feed, today=today) if has_changes else ()
    elif has_changes and not feed.wishes.is_rehearsal:
        with feed.stage.writing():
            if latest_run(feed.stage) != difference.seen_run:
                difference, asked = _compare(feed)
                has_changes = _is_new(feed, difference, asked)
            run_id = _apply(feed, difference, by=by, at=at, today=today) if has_changes else None
    feed.warn(asked)
    waiting = dict(Counter(each.code for each in asked))
    return Outcome(feed.report, feed.source, feed.format, difference.counts, waiting, run_id, has_changes, effects)


class _TakenBack(Exception):
    """Nothing of a rehearsal stays."""


def _effects(feed: Feed, *, today: date) -> tuple[Effect, ...]:
    """What the difference would do to people's rights: it is written, looked at, and taken back whole."""
    effects: tuple[Effect, ...] = ()
    try:
        with feed.stage.writing():
            effects = tuple(followers.foretell(feed.write(), today=today))
            raise _TakenBack
    except _TakenBack:
        return effects


def _compare(feed: Feed) -> tuple[Difference, list[Question]]:
    difference = feed.compare()
    asked = feed.questions()
    for name in COUNTS:
        feed.report.counts[name] = difference.total(name) if name != "skipped" else sum(each.rows for each in asked)
    feed.guard(difference)
    return difference, asked


def _is_new(feed: Feed, difference: Difference, asked: list[Question]) -> bool:
    return not difference.is_empty or feed.keeps_more() or bool(queue.unheard(asked, source=feed.source))


def conclude_within(feed: Feed, *, by: Actor, at: datetime, today: date) -> str | None:
    """Compare and apply inside a writing that is open already; answers the run, None where nothing was new."""
    difference, asked = _compare(feed)
    return _apply(feed, difference, by=by, at=at, today=today) if _is_new(feed, difference, asked) else None


def _apply(feed: Feed, difference: Difference, *, by: Actor, at: datetime, today: date) -> str:
    session = db.session()
    runs = session.scalar(select(func.count(FeedRun.id)).where(FeedRun.source == feed.source))
    touched = feed.write()
    run = FeedRun(
        source=feed.source,
        format=feed.format,
        digest=feed.digest,
        started_at=at,
        applied_at=at,
        counts={**feed.report.counts, "kinds": difference.counts, **feed.remembers},
        warnings=feed.report.warned,
    )
    session.add(run)
    session.flush()
    feed.leave_trace(run_id=run.id, is_first=not runs)
    queue.write(feed.questions(), source=feed.source, run_id=run.id)
    feed.settle(run_id=run.id, at=at)
    told = feed.event(
        run_id=run.public_id, source=feed.source, format=feed.format, digest=feed.digest, **feed.report.counts
    )
    audit.record(told, by=by, at=at)
    followers.tell(touched, at=at, today=today, by=by)
    followers.tell_enrolled(feed.enrolled(), at=at, today=today, by=by)
    return run.public_id
