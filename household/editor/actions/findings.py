"""Keeps the clean-up queue in step with the record: a whole district by portions, or at once where someone has mended.

Only the check of a district tells the audit. What opens and settles otherwise follows from a change that is told where
it is made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, func, insert, literal, literal_column, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from foundation import audit, db
from foundation.audit import Actor
from household.editor.actions.places import forget_places, place
from household.editor.events import CleanupChecked
from household.editor.models import CleanupFinding, CleanupTally
from household.editor.queries import tallies
from household.editor.queries.amiss import amiss, touched_by
from household.editor.queries.staged import FRESH, GONE, NOW, Check
from household.editor.rules.findings import Code, Finding

REMEMBERED = timedelta(weeks=26)
"""How far back the tally keeps each day apart."""
FEW = 500
"""Rows of days longer ago, below which nothing is summed up."""


@dataclass(frozen=True)
class Refreshed:
    """How many findings opened and how many were settled."""

    opened: int
    settled: int


def refresh(
    people: Collection[int], households: Collection[int], *, entering_days: int, on: date, at: datetime
) -> Refreshed:
    """Look again at these people and households and whoever is near them, and bring the queue in step.

    To be called by whatever changes a membership, an address, a relationship or a name, in its transaction, after the
    change. A likely duplicate of two others who are left when a third goes is seen by the next check.
    """
    db.session().flush()
    near, homes = touched_by(people, households)
    found = {each.key: each for each in amiss(near, homes, on=on, entering_days=entering_days)}
    known = {row.key: row for row in db.session().execute(_open_about(near, homes))}
    opened = _open((each for key, each in found.items() if key not in known), on=on, at=at)
    gone = [row for key, row in known.items() if key not in found]
    _settle([row.id for row in gone], at=at)
    place(near, homes, entering_days=entering_days, on=on)
    changes = Counter(opened)
    changes.subtract(row.code for row in gone)
    _tell({(None, code): change for code, change in changes.items()}, on=on)
    return Refreshed(len(opened), len(gone))


def open_some(check: Check, first: int, last: int, *, on: date, at: datetime) -> None:
    """Put into the queue what a check found and nobody knew, from row to row of its list.

    What was settled since the check began stays settled: somebody mended it meanwhile.
    """
    mended = select(CleanupFinding.key).where(CleanupFinding.closed_at > check.began_at)
    columns = ("code", "severity", "person_id", "household_id", "other_id")
    rows = (
        select(
            literal_column(check.stage.words["public_id"]),
            NOW.c.key,
            *(NOW.c[name] for name in columns),
            literal(on, CleanupFinding.first_seen.type),
            literal(at, CleanupFinding.opened_at.type),
            literal(""),
            literal(1),
        )
        .join(FRESH, FRESH.c.key == NOW.c.key)
        .where(FRESH.c.row.between(first, last), NOW.c.key.not_in(mended))
    )
    into = ["public_id", "key", *columns, "first_seen", "opened_at", "left_because", "version"]
    db.session().execute(_insert(CleanupFinding).from_select(into, rows).on_conflict_do_nothing())


def settle_some(check: Check, first: int, last: int, *, at: datetime) -> None:
    """Settle what a check no longer found, from row to row of its list; not what opened since it began."""
    ids = select(GONE.c.id).where(GONE.c.row.between(first, last))
    db.session().execute(
        update(CleanupFinding)
        .where(
            CleanupFinding.id.in_(ids),
            CleanupFinding.closed_at.is_(None),
            CleanupFinding.opened_at <= check.began_at,
        )
        .values(closed_at=at),
        execution_options={"synchronize_session": False},
    )


def close_check(
    numbers: Counter[tallies.Kind], *, found: int, done: Refreshed, on: date, by: Actor, at: datetime
) -> None:
    """After everything is written: set the tally right, sum up what is long ago, and tell the audit of a change."""
    told = tallies.told()
    _tell({kind: numbers[kind] - told[kind] for kind in numbers.keys() | told.keys()}, on=on)
    _sum_up(before=on - REMEMBERED)
    _merge_days(before=on)
    if done.opened or done.settled:
        audit.record(CleanupChecked(on=on, found=found, opened=done.opened, settled=done.settled), by=by, at=at)


def _open_about(people: Collection[int], households: Collection[int]) -> Any:
    row = CleanupFinding
    is_about = or_(
        row.person_id.in_(people),
        and_(row.person_id.is_(None), row.household_id.in_(households)),
        and_(row.code == Code.POSSIBLE_DUPLICATE.value, row.other_id.in_(people)),
    )
    return select(row.id, row.key, row.code).where(row.closed_at.is_(None), is_about)


def _open(findings: Iterable[Finding], *, on: date, at: datetime) -> list[str]:
    """Write new ones; answers the codes of those nobody else wrote meanwhile."""
    rows = [
        {
            "public_id": db.new_public_id(),
            "key": each.key,
            "code": each.code.value,
            "severity": each.severity.value,
            "person_id": each.person_id,
            "household_id": each.household_id,
            "other_id": each.other_id,
            "first_seen": on,
            "opened_at": at,
            "left_because": "",
            "version": 1,
        }
        for each in findings
    ]
    if not rows:
        return []
    written = _insert(CleanupFinding).on_conflict_do_nothing().returning(CleanupFinding.code)
    return list(db.session().scalars(written, rows))


def _settle(ids: Collection[int], *, at: datetime) -> None:
    if ids:
        db.session().execute(
            update(CleanupFinding).where(CleanupFinding.id.in_(ids)).values(closed_at=at),
            execution_options={"synchronize_session": False},
        )
        forget_places(ids)


def _tell(changes: dict[tallies.Kind, int], *, on: date) -> None:
    rows = [
        {"day": on, "school_id": school_id, "code": code, "change": change}
        for (school_id, code), change in changes.items()
        if change
    ]
    if rows:
        db.session().execute(insert(CleanupTally), rows)


def _sum_up(*, before: date) -> None:
    """One row for each school and kind in place of all that are older."""
    if (db.session().scalar(select(func.count()).where(CleanupTally.day < before)) or 0) >= FEW:
        _replace(CleanupTally.day < before, lambda day: before - timedelta(days=1))


def _merge_days(*, before: date) -> None:
    """One row for each day and kind of the district, where many deeds wrote many."""
    over = and_(CleanupTally.school_id.is_(None), CleanupTally.day < before)
    if (db.session().scalar(select(func.count()).where(over)) or 0) >= FEW:
        _replace(over, lambda day: day)


def _replace(over: Any, day_of: Any) -> None:
    gone = db.session().execute(
        delete(CleanupTally)
        .where(over)
        .returning(CleanupTally.day, CleanupTally.school_id, CleanupTally.code, CleanupTally.change),
        execution_options={"synchronize_session": False},
    )
    sums: Counter[tuple[date, int | None, str]] = Counter()
    for day, school_id, code, change in gone:
        sums[day_of(day), school_id, code] += change
    rows = [
        {"day": day, "school_id": school_id, "code": code, "change": change}
        for (day, school_id, code), change in sums.items()
        if change
    ]
    if rows:
        db.session().execute(insert(CleanupTally), rows)


def _insert(model: type[db.Base]) -> Any:
    return (sqlite.insert if db.is_sqlite() else postgresql.insert)(model)
