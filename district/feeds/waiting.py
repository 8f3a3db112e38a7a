"""Looks again at what waits for its person or course: once somebody said who is meant, or it is known by itself.

Rows of files and statements become completions in one transaction with the access that follows. A door: it opens its
own, as the other feeds do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from district.events import StatementsStored
from district.feeds import followers, keeping, training_intake
from district.feeds.keeping import ask, open_questions, place_waiting
from district.feeds.queue import unheard
from district.feeds.report import Report
from district.feeds.sheet_columns import TRAINING_CSV
from district.feeds.staging import Stage
from district.feeds.statements import XAPI_JSON, counted, write_trace
from district.feeds.steps import Wishes, conclude_within
from district.feeds.training import TrainingFeed, chosen
from district.feeds.training_intake import COLUMNS, ROW, Words
from district.feeds.training_mapping import PLAIN
from district.models import FeedRun, WaitingCompletion
from foundation import audit, db
from foundation.audit import Actor

AT_ONCE = 5_000
WHEN_KNOWN = "waiting"
"""What the digest of a run says that read no file."""


@dataclass(frozen=True)
class Placed:
    """How many sources were looked at again, and whether anything was placed."""

    sources: tuple[str, ...]
    runs: int


def place_all(*, by: Actor, at: datetime, today: date) -> Placed:
    """Look again at everything that waits, a transaction for each source. Nothing new writes nothing."""
    sources = sources_waiting()
    db.close()
    runs = sum(look_again(source, by=by, at=at, today=today) for source in sources)
    return Placed(tuple(sources), runs)


def sources_waiting() -> list[str]:
    """The sources of which something waits."""
    rows = db.session().scalars(
        select(WaitingCompletion.source).where(WaitingCompletion.placed_at.is_(None)).distinct()
    )
    return sorted({*rows, *keeping.sources_waiting()})


def look_again(
    source: str,
    *,
    by: Actor,
    at: datetime,
    today: date,
    first: Callable[[], bool] = lambda: True,
    last: Callable[[], None] = lambda: None,
) -> bool:
    """Place what can be placed of a source, in one transaction. Answers whether anything was.

    `first` is done before, in the same transaction: what a person chose. Where it answers False nothing else is done.
    `last` is done at the end of it.
    """
    with Stage(db.engine(), source=source, at=at, today=today) as stage, stage.writing():
        if not first():
            return False
        rows = _rows_again(stage, source, by=by, at=at, today=today)
        statements = _statements_again(source, by=by, at=at, today=today)
        last()
        return statements or rows


def _rows_again(stage: Stage, source: str, *, by: Actor, at: datetime, today: date) -> bool:
    """The rows of files that wait, as a file of their own."""
    asked = select(WaitingCompletion).where(WaitingCompletion.source == source, WaitingCompletion.placed_at.is_(None))
    stage.make("in_completion", ROW)
    words, nth = Words(PLAIN, *chosen(source)), 0
    for some in db.session().scalars(asked.order_by(WaitingCompletion.id)).partitions(AT_ONCE):
        stage.fill("in_completion", COLUMNS, [_staged(nth + n, each, words) for n, each in enumerate(some, start=1)])
        nth += len(some)
    if not nth:
        return False
    stage.look_at("in_completion")
    feed = TrainingFeed(
        stage,
        Report(),
        Wishes(),
        source=source,
        format=TRAINING_CSV,
        digest=WHEN_KNOWN,
        remembers={"file": training_intake.FILE},
        name=training_intake.FILE,
        bad_rows=[],
    )
    return conclude_within(feed, by=by, at=at, today=today) is not None


def _staged(n: int, each: WaitingCompletion, words: Words) -> tuple[object, ...]:
    key = training_intake.key_of(each.who, each.course, each.completed_on.isoformat())
    return (
        n,
        each.line,
        each.who,
        each.who_by,
        key,
        f"{each.score}/{each.status}",
        each.course,
        words.course(each.course),
        each.completed_on.isoformat(),
        each.score,
        each.status,
    )


def _statements_again(source: str, *, by: Actor, at: datetime, today: date) -> bool:
    changes = place_waiting(source=source, at=at)
    asked = open_questions(source)
    if not changes and not unheard(asked, source=source):
        return False
    run = FeedRun(
        source=source, format=XAPI_JSON, digest=WHEN_KNOWN, started_at=at, applied_at=at, counts={}, warnings=0
    )
    write_trace(run, changes)
    ask(asked, source=source, run_id=run.id, at=at)
    told = StatementsStored(run.public_id, source, WHEN_KNOWN, statements=0, **counted(changes))
    audit.record(told, by=by, at=at)
    followers.tell(sorted({each.person_id for each in changes}), at=at, today=today, by=by)
    return True
