"""How people are reached: their addresses and numbers, what came back from them, and what they chose.

Set-based: two statements for a portion of 5,000 people, however many there are in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, Row, and_, case, cast, func, literal, null, or_, select, union_all

from district.models import ContactPoint
from district.queries.contacts import FAMILY, NOT_ONE_S_OWN, TEXTS
from district.rules.phones import as_dialled
from foundation import db
from foundation.db import UTCDateTime
from foundation.outbox import Mail
from portal.models import ContactChoice
from portal.rules.preferences import By, Channel, Choices, MessageKind, Point, channels_for

AT_ONCE = 5000
"""People asked about in one statement."""


@dataclass(frozen=True)
class Fate:
    """What became of what was sent to one person by one channel."""

    arrived_at: datetime | None
    """When something last went out and has not come back."""
    returned_at: datetime | None
    has_failed: bool
    """Whether the latest of it came back."""


@dataclass(frozen=True)
class Reach:
    """One person’s points, what they chose, and what became of what was sent to them."""

    points: tuple[Point, ...] = ()
    choices: Choices = field(default_factory=dict)
    fates: Mapping[Channel, Fate] = field(default_factory=dict)


def reach_of(
    person_ids: Collection[int], kind: MessageKind, *, carried: Collection[By], on: date
) -> dict[int, tuple[Channel, ...]]:
    """By which channels a message of this kind comes to each of these people; nothing for whom it does not reach.

    `carried` is what the district has somebody to carry. Two statements for 5,000 people.
    """
    return {
        person_id: channels_for(kind, each.points, each.choices)
        for person_id, each in reaches(person_ids, carried=carried, on=on).items()
    }


def reaches(person_ids: Collection[int], *, carried: Collection[By], on: date) -> dict[int, Reach]:
    """All that is known of how these people are reached. Two statements for 5,000 people."""
    return {
        person_id: found
        for some in _portions(sorted(set(person_ids)))
        for person_id, found in _of_some(some, carried=carried, on=on).items()
    }


def fates_of(person_id: int) -> Mapping[Channel, Fate]:
    """What became of what was sent to one person, by channel. One statement."""
    return _fates([person_id]).get(person_id, {})


def _of_some(ids: Sequence[int], *, carried: Collection[By], on: date) -> dict[int, Reach]:
    fates = _fates(ids)
    choices: dict[int, dict[tuple[str, By, str], bool]] = defaultdict(dict)
    rows: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in db.session().execute(_points_and_choices(ids, on)):
        if row.is_wanted is None:
            rows[row.person_id].append(row)
        else:
            choices[row.person_id][row.kind, By(row.type), row.value] = row.is_wanted
    return {
        person_id: Reach(
            tuple(_merged(rows[person_id], fates[person_id], carried)), choices[person_id], fates[person_id]
        )
        for person_id in ids
    }


def _points_and_choices(ids: Sequence[int], on: date) -> Any:
    """The points of these people, the best of each kind first, and their choices: kind, channel (`type`) and address
    (`value`), which alone say whether it `is_wanted`. One statement: every page that sends asks for both."""
    point, choice = ContactPoint, ContactChoice
    points = select(
        point.person_id,
        point.id,
        point.kind,
        point.type,
        point.value,
        point.source,
        point.verified_at,
        cast(null(), Boolean).label("is_wanted"),
        point.starts,
    ).where(
        point.person_id.in_(ids),
        point.is_valid.is_(True),
        point.starts <= on,
        or_(point.ends.is_(None), point.ends > on),
    )
    choices = select(
        choice.person_id,
        choice.id,
        choice.kind,
        choice.channel,
        choice.to_address,
        literal(""),
        cast(null(), UTCDateTime),
        choice.is_wanted,
        cast(null(), Date),
    ).where(choice.person_id.in_(ids))
    both = union_all(points, choices).subquery()
    c = both.c
    columns = (c.person_id, c.id, c.kind, c.type, c.value, c.source, c.verified_at, c.is_wanted)
    return select(*columns).order_by(c.kind, c.verified_at.is_(None), c.starts.desc(), c.id)


def _merged(rows: Iterable[Row[Any]], fates: Mapping[Channel, Fate], carried: Collection[By]) -> Iterator[Point]:
    """One point for each address or number, however many rows name it."""
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        to = row.value if row.kind == "email" else as_dialled(row.value)
        if to:
            found[to].append(row)
    for to, same in found.items():
        able = {way for row in same for way in _ways(row)}
        ways = tuple(each for each in By if each in able and each in carried)
        yield Point(
            id=same[0].id,
            to=to,
            ways=ways,
            is_confirmed=any(row.source != FAMILY or row.verified_at is not None for row in same),
            is_own=any(row.type not in NOT_ONE_S_OWN for row in same),
            failed=frozenset(by for by in ways if (fate := fates.get(Channel(by, to))) and fate.has_failed),
        )


def _ways(row: Row[Any]) -> tuple[By, ...]:
    if row.kind == "email":
        return (By.MAIL,)
    return (By.TEXT, By.VOICE) if row.type == TEXTS else (By.VOICE,)


def _fates(ids: Sequence[int]) -> dict[int, dict[Channel, Fate]]:
    """By person and channel. Mails that wait, expired or were stopped here say nothing of an address."""
    arrived = and_(Mail.sent_at.is_not(None), Mail.returned_at.is_(None))
    came_back = Mail.returned_at.is_not(None)
    rows = db.session().execute(
        select(
            Mail.person_id,
            Mail.channel,
            Mail.to_address,
            func.max(case((arrived, Mail.sent_at))).label("arrived_at"),
            func.max(case((came_back, Mail.returned_at))).label("returned_at"),
            func.max(case((arrived, Mail.id), else_=0)).label("arrived"),
            func.max(case((came_back, Mail.id), else_=0)).label("returned"),
        )
        .where(Mail.person_id.in_(ids), or_(arrived, came_back))
        .group_by(Mail.person_id, Mail.channel, Mail.to_address)
    )
    found: dict[int, dict[Channel, Fate]] = defaultdict(dict)
    for row in rows:
        fate = Fate(row.arrived_at, row.returned_at, row.returned > row.arrived)
        found[row.person_id][Channel(By(row.channel), row.to_address)] = fate
    return found


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
