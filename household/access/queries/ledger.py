"""What was in force on a day as the ledger has it: what was told, and what was foreseen by then and not told yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select

from foundation import db
from household.access.models import AccessEvent, Evaluation, Review, Standing
from household.access.queries.merging import merged, steady_connection, streamed
from household.access.queries.standings import SEGMENT, segment_of
from household.access.rules.answers import Segment
from household.access.rules.ledger import GIVES, TAKES, foreseen
from household.access.rules.policy_reading import HOUSEHOLD
from household.access.rules.terms import DAY

Plain = dict[str, Any]


class InForce(NamedTuple):
    """Access as it was in force on a day. Days are inclusive."""

    since: date
    """The first day of it, unbroken."""
    through: date | None
    """The last, as known when it was told."""
    track: str
    policy_version: int | None
    reasons: tuple[Plain, ...]


@dataclass(frozen=True, slots=True)
class OnDay:
    """One person on a day: as the ledger has it, and as the facts known now have it. None: no access."""

    person_id: int
    ledger: InForce | None
    facts: InForce | None

    @property
    def is_otherwise(self) -> bool:
        """Whether facts that arrived late would have answered in another way. Since when is no matter of the answer."""
        if self.ledger is None or self.facts is None:
            return self.ledger is not self.facts
        return (self.ledger.track, self.ledger.through) != (self.facts.track, self.facts.through)


class Uncounted(NamedTuple):
    """The lines of the ledger that no review has counted yet."""

    kinds: Counter[str]
    """How many of each kind."""
    people: frozenset[int]
    last_event_id: int | None


def uncounted(*, area: str) -> Uncounted:
    """What the ledger was told since the last review, by whomever: an import tells it at once.

    A line of a transaction that ends after one with later lines is left out of the sum; it stands in the ledger.
    """
    counted = select(func.coalesce(func.max(Review.last_event_id), 0)).where(Review.area == area).scalar_subquery()
    asked = select(AccessEvent.id, AccessEvent.person_id, AccessEvent.kind).where(
        AccessEvent.area == area, AccessEvent.id > counted
    )
    rows = db.session().execute(asked).all()
    return Uncounted(
        Counter(kind for _, _, kind in rows),
        frozenset(person_id for _, person_id, _ in rows),
        max((id for id, _, _ in rows), default=None),
    )


class _Line(NamedTuple):
    """A line of the ledger, as far as a day asks for it."""

    kind: str
    effective_on: date
    track: str
    access_ends: date | None
    policy_version: int | None
    facts: Plain


def ledger_on(day: date, *, area: str = HOUSEHOLD) -> Iterator[OnDay]:
    """Everybody who had access on the day by the ledger or by the facts known now, by person id, with flat memory."""
    with steady_connection() as connection:
        for person_id, (told, coming, holding) in merged([streamed(connection, each) for each in _asked(day, area)]):
            if (found := _found(person_id, day, told, coming, holding)) is not None:
                yield found


def ledger_of(person_ids: Collection[int], day: date, *, area: str = HOUSEHOLD) -> list[OnDay]:
    """The same of a few hundred people at most, by person id. Two statements: of so few, all stored days are read."""
    told, coming, holding = (dict[int, list[Any]]() for _ in range(3))
    for row in db.session().execute(_told_by(day, area).where(AccessEvent.person_id.in_(person_ids))):
        told.setdefault(row[0], []).append(row)
    asked = (
        select(Standing.person_id, Evaluation.told_through, *SEGMENT, Evaluation.next_on)
        .outerjoin(Evaluation, (Evaluation.person_id == Standing.person_id) & (Evaluation.area == Standing.area))
        .where(Standing.area == area, Standing.person_id.in_(person_ids))
        .order_by(Standing.person_id, Standing.starts)
    )
    for person_id, told_through, *segment, next_on in db.session().execute(asked):
        starts, ends = segment[:2]
        if next_on is not None and next_on <= day:
            coming.setdefault(person_id, []).append((person_id, told_through, *segment))
        if starts <= day and (ends is None or ends > day):
            holding.setdefault(person_id, []).append((person_id, *segment))
    kinds = (told, coming, holding)
    found = (_found(each, day, *(rows.get(each, ()) for rows in kinds)) for each in sorted(person_ids))
    return [each for each in found if each is not None]


def _found(
    person_id: int, day: date, told: Sequence[Any], coming: Sequence[Any], holding: Sequence[Any]
) -> OnDay | None:
    lines = [_Line(*row[1:]) for row in told]
    lines += _coming(coming, day)
    found = OnDay(person_id, _in_force(lines), _by_facts(holding))
    return None if found.ledger is None and found.facts is None else found


def _told_by(day: date, area: str) -> Select[*tuple[Any, ...]]:
    """What was told by the day."""
    return (
        select(
            AccessEvent.person_id,
            AccessEvent.kind,
            AccessEvent.effective_on,
            AccessEvent.track,
            AccessEvent.access_ends,
            AccessEvent.policy_version,
            AccessEvent.facts,
        )
        .where(AccessEvent.area == area, AccessEvent.effective_on <= day)
        .order_by(AccessEvent.person_id, AccessEvent.id)
    )


def _asked(day: date, area: str) -> tuple[Select[*tuple[Any, ...]], ...]:
    """What was told by the day, what was foreseen by it and not told yet, and what the facts known now say of it."""
    coming = (
        select(Standing.person_id, Evaluation.told_through, *SEGMENT)
        .join(Evaluation, (Evaluation.person_id == Standing.person_id) & (Evaluation.area == Standing.area))
        .where(Standing.area == area, Evaluation.next_on <= day)
        .order_by(Standing.person_id, Standing.starts)
    )
    holding = (
        select(Standing.person_id, *SEGMENT)
        .where(Standing.area == area, Standing.starts <= day, or_(Standing.ends.is_(None), Standing.ends > day))
        .order_by(Standing.person_id)
    )
    return _told_by(day, area), coming, holding


def _coming(rows: Sequence[Any], day: date) -> list[_Line]:
    """What stands in no line yet, because no night has passed since."""
    if not rows:
        return []
    segments = [segment_of(row[2:]) for row in rows]
    return [
        _Line(each.kind, each.effective_on, each.now.track, each.now.access_ends, each.now.policy_version, {})
        for each in foreseen(segments, after=rows[0][1], through=day)
    ]


def _in_force(lines: Sequence[_Line]) -> InForce | None:
    """Read the lines in their order."""
    since: date | None = None
    for line in lines:
        if line.kind in GIVES:
            since = line.effective_on
        elif line.kind in TAKES:
            since = None
    if since is None:
        return None
    last = lines[-1]
    reasons = tuple(last.facts.get("reasons", ()))
    through = last.access_ends - DAY if last.access_ends else None
    return InForce(since, through, last.track, last.policy_version, reasons)


def _by_facts(rows: Sequence[Any]) -> InForce | None:
    if not rows:
        return None
    holding: Segment = segment_of(rows[0][1:])
    if not holding.has_access or holding.since is None:
        return None
    through = holding.access_ends - DAY if holding.access_ends else None
    return InForce(holding.since, through, holding.track, holding.policy_version, ())
