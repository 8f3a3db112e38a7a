"""Orders as those who handle restrictions see them: both people, the paper, who recorded it, and a proposal to lift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Date, Select, and_, bindparam, or_, select

from district.models import Person, Restriction, RestrictionLift
from district.rules.restrictions import GOOD_FOR, Course
from foundation import db
from household.editor.queries.briefs import PersonSeen, line_about, seen
from household.editor.queries.reach import Reader, is_in_reach

MOST_ORDERS = 60
MOST_WAITING = 100


@dataclass(frozen=True)
class OrderSeen:
    """A restriction with both people, and the proposal to lift it that is open, if one is."""

    order: Restriction
    lift: RestrictionLift | None
    adult: PersonSeen
    student: PersonSeen
    names: Mapping[int, str]
    """Of the colleagues who recorded it, read it and propose to lift it, by their ids."""
    on: date

    @property
    def binds(self) -> bool:
        return self.order.ends is None or self.order.ends > self.on

    @property
    def was_read(self) -> bool:
        return self.order.verified_by_id is not None or not self.order.source

    @property
    def is_open(self) -> bool:
        """Whether the reader may handle it: both people in reach, neither of the reader's own family."""
        return self.adult.is_open and self.student.is_open


def orders_about(person_id: int, reader: Reader) -> list[OrderSeen]:
    """Every order on record about one person, those that bind first. Two statements."""
    found = _ORDERS.where(or_(Restriction.adult_id == person_id, Restriction.student_id == person_id))
    return _seen(found.order_by(Restriction.ends.is_not(None), Restriction.id.desc()).limit(MOST_ORDERS), reader)


def order_called(public_id: str, reader: Reader) -> OrderSeen | None:
    """The order with that public id, in reach or not. Two statements."""
    return next(iter(_seen(_ORDERS.where(Restriction.public_id == public_id), reader)), None)


def orders_waiting(reader: Reader) -> list[OrderSeen]:
    """What a second person may confirm, and what no one has read, in reach; proposals first. Two statements."""
    is_unread = and_(Restriction.verified_by_id.is_(None), Restriction.source != "")
    found = _ORDERS.where(
        or_(RestrictionLift.id.is_not(None), is_unread),
        or_(Restriction.ends.is_(None), Restriction.ends > reader.on),
        is_in_reach(Restriction.adult_id),
        is_in_reach(Restriction.student_id),
    )
    order = found.order_by(RestrictionLift.id.is_(None), RestrictionLift.proposed_at, Restriction.id)
    return [each for each in _seen(order.limit(MOST_WAITING), reader) if each.is_open]


_SINCE = bindparam("since", type_=Date)
_ORDERS: Select[*tuple[Any, ...]] = select(Restriction, RestrictionLift).outerjoin(
    RestrictionLift,
    and_(
        RestrictionLift.restriction_id == Restriction.id,
        RestrictionLift.state == Course.OPEN.value,
        RestrictionLift.proposed_on >= _SINCE,
    ),
)
_PEOPLE: BindParameter[int] = bindparam("people", expanding=True)
_LINES = select(*line_about(Person)).where(Person.id.in_(_PEOPLE))


def _seen(found: Select[*tuple[Any, ...]], reader: Reader) -> list[OrderSeen]:
    rows = db.session().execute(found, reader.given | {"since": reader.on - GOOD_FOR}).all()
    if not rows:
        return []
    people = {each for order, lift in rows for each in _people_of(order, lift) if each is not None}
    lines = {row.person_id: seen(row) for row in db.session().execute(_LINES, reader.given | {"people": [*people]})}
    names = {person_id: f"{line.called} {line.last_name}" for person_id, line in lines.items()}
    return [
        OrderSeen(order, lift, lines[order.adult_id], lines[order.student_id], names, reader.on) for order, lift in rows
    ]


def _people_of(order: Restriction, lift: RestrictionLift | None) -> tuple[int | None, ...]:
    staff = order.recorded_by_id, order.verified_by_id, lift.proposed_by_id if lift else None
    return order.adult_id, order.student_id, *staff
