"""Everybody entitled is counted on the way in, portion by portion, beside the figures that are being looked at.

Records no event: nothing is decided here, and the figures say when they are of. A counting that is killed is never
looked at, and is cleared away by a later one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, or_, select, update

from district.queries import Entitled
from foundation import bulk, db
from portal.models import FunnelPerson, FunnelRun, FunnelSum
from portal.queries import ways_in
from portal.rules.codes import Kind
from portal.rules.funnel import Step, steps_of

PORTION = 1000
GIVEN_UP_AFTER = timedelta(hours=6)
WHOLE_DISTRICT = 0
FLAGS = tuple(each for each in Step if each is not Step.ENTITLED)
COLUMNS = ("run_id", "person_id", "kind", "school_id", "language", *FLAGS)

Sums = Counter[tuple[int, str, str, Step]]
"""How many by school, kind, language and step."""


def begin_run(*, at: datetime) -> int:
    """A new counting, of the moment `at`; its id."""
    run = FunnelRun(began_at=at)
    db.session().add(run)
    db.session().flush()
    return run.id


def count_portion(run_id: int, kind: Kind, people: Sequence[Entitled], sums: Sums, *, at: datetime) -> None:
    """Write where each of `people` is counted, and add them to `sums`. Four statements."""
    ids = [each.person_id for each in people]
    codes, accounts = ways_in.codes_of(kind, ids), ways_in.accounts_of(kind, ids)
    rows: list[Sequence[str | int | date | None]] = []
    for each in people:
        steps = steps_of(codes.get(each.person_id, ()), accounts.get(each.person_id), at=at)
        language = plain_language(each.language)
        flags: list[int] = [flag in steps for flag in FLAGS]
        for school in (WHOLE_DISTRICT, *each.school_ids):
            rows.append((run_id, each.person_id, kind.value, school, language, *flags))
            sums.update((school, kind.value, language, step) for step in steps)
    bulk.load(FunnelPerson, COLUMNS, rows)


def end_run(run_id: int, sums: Sums, *, at: datetime) -> None:
    """Keep the sums and let the counting be looked at."""
    places = sorted({key[:3] for key in sums})
    rows: list[tuple[str | int, ...]] = [(run_id, *place, *(sums[(*place, step)] for step in Step)) for place in places]
    bulk.load(FunnelSum, ("run_id", "school_id", "kind", "language", *Step), rows)
    db.session().execute(update(FunnelRun).where(FunnelRun.id == run_id).values(ended_at=at))


def clear_portion(run_id: int, *, at: datetime) -> bool:
    """Take away some of the oldest counting before `run_id` that nobody looks at any more; False where none is left."""
    old = db.session().scalar(
        select(FunnelRun.id)
        .where(
            FunnelRun.id < run_id,
            or_(FunnelRun.ended_at.is_not(None), FunnelRun.began_at < at - GIVEN_UP_AFTER),
        )
        .order_by(FunnelRun.id)
        .limit(1)
    )
    if old is None:
        return False
    people = select(FunnelPerson.person_id).where(FunnelPerson.run_id == old).order_by(FunnelPerson.person_id)
    beyond = db.session().scalar(people.offset(PORTION).limit(1))
    if beyond is not None:
        db.session().execute(delete(FunnelPerson).where(FunnelPerson.run_id == old, FunnelPerson.person_id <= beyond))
        return True
    for table, column in (
        (FunnelPerson, FunnelPerson.run_id),
        (FunnelSum, FunnelSum.run_id),
        (FunnelRun, FunnelRun.id),
    ):
        db.session().execute(delete(table).where(column == old))
    return True


def plain_language(tag: str | None) -> str:
    """The language of a tag without its country: `es` for `es-MX`; nothing for nothing."""
    return (tag or "").replace("_", "-").split("-")[0].lower()
