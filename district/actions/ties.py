"""What adults are to students, as the office says: begun, changed, ended, and whom to call first. Nothing is deleted.

Whoever calls has taken on both people, and the relationship that is changed, with `holding.hold`. A pair that a feed
names keeps its one row: the office's edit stands on it until the feed's own value changes (`TieEdit`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from district.actions.office_edits import OFFICE
from district.events import CallingOrderSet, TieBegun, TieChanged, TieEnded
from district.models import HouseholdMember, Person, Relationship, TieEdit
from district.relationship_types import relationship_types
from district.rules.homes import Span
from district.rules.relationships import (
    FLAGS,
    End,
    Flags,
    TieFault,
    TieType,
    Wanted,
    in_order,
    refusal_to_tie,
)
from foundation import audit, clock, db
from foundation.audit import Actor, Values


@dataclass(frozen=True)
class NotTied:
    """Why not."""

    fault: TieFault


def tie(
    adult_id: int,
    student_id: int,
    *,
    type: str,
    flags: Flags | None = None,
    emergency_priority: int | None = None,
    starts: date,
    ends: date | None = None,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Relationship | NotTied:
    """Tie an adult to a student from a day on, or say what is in the way.

    A row that names the pair on that day already, of a feed or of the office, is changed to say this, and keeps what
    is not said here. In a new row a flag that is not among `flags` is not known.
    """
    wanted = Wanted(type, Span(starts, ends), dict(flags or {}), emergency_priority)
    if (held := _row_on(adult_id, student_id, max(starts, clock.day_of(at)))) is not None:
        fault = change_tie(held, _added_to(held, wanted), by=by, at=at, reason=reason)
        return NotTied(fault) if fault else held
    if (fault := _refusal(adult_id, student_id, wanted, at=at)) is not None:
        return NotTied(fault)
    row = _row_of_office(adult_id, student_id) or Relationship(adult_id=adult_id, student_id=student_id, source=OFFICE)
    for name, value in _values(wanted).items():
        setattr(row, name, value)
    db.session().add(row)
    db.session().flush()

    audit.record(TieBegun(student_id, (adult_id,), after=_values(wanted), reason=reason), by=by, at=at)
    return row


def change_tie(row: Relationship, wanted: Wanted, *, by: Actor, at: datetime, reason: str = "") -> TieFault | None:
    """Let a relationship say this from now on; None: it does."""
    if (fault := _refusal(row.adult_id, row.student_id, wanted, at=at, kept=row)) is not None:
        return fault
    values = _values(wanted)
    changed = tuple(name for name, value in values.items() if getattr(row, name) != value)
    before: Values = {name: getattr(row, name) for name in changed}
    for name in changed:
        setattr(row, name, values[name])
    note_edits(row, changed, by=by, at=at)

    after: Values = {name: values[name] for name in changed}
    audit.record(TieChanged(row.student_id, (row.adult_id,), before=before, after=after, reason=reason), by=by, at=at)
    return None


def end_tie(row: Relationship, *, ends: date, by: Actor, at: datetime, reason: str) -> TieFault | None:
    """End a relationship: `ends` is the first day it no longer holds. None: it is done.

    An end on the day it began says that it was a mistake.
    """
    if ends < row.starts:
        return TieFault.ENDS_BEFORE_IT_BEGINS
    if row.ends is not None and row.ends <= ends:
        return TieFault.ENDED
    before: Values = {"ends": row.ends, "type": row.type}
    row.ends = ends
    note_edits(row, ("ends",), by=by, at=at)

    told = TieEnded(row.student_id, (row.adult_id,), before=before, after={"ends": ends}, reason=reason)
    audit.record(told, by=by, at=at)
    return None


def set_calling_order(
    student_id: int, places: Mapping[int, int | None], *, on: date, by: Actor, at: datetime, reason: str = ""
) -> TieFault | None:
    """Say whom to call first, second, third about a student; None: it is done.

    `places` has every adult tied to the student on that day. No other child's order is touched, nor any household's.
    """
    rows = _current(student_id, on=on)
    order = in_order({each.adult_id: places.get(each.adult_id) for each in rows})
    if isinstance(order, TieFault):
        return order
    before: Values = {str(each.adult_id): each.emergency_priority for each in rows}
    for row in rows:
        if row.emergency_priority != order[row.adult_id]:
            row.emergency_priority = order[row.adult_id]
            note_edits(row, ("emergency_priority",), by=by, at=at)
    after: Values = {str(adult): place for adult, place in order.items()}

    audit.record(CallingOrderSet(student_id, tuple(order), before=before, after=after, reason=reason), by=by, at=at)
    return None


def _refusal(
    adult_id: int, student_id: int, wanted: Wanted, *, at: datetime, kept: Relationship | None = None
) -> TieFault | None:
    """What is in the way. What the row (`kept`) says already may stay: a feed’s own type, a place that is shared."""
    on, known = max(wanted.span.starts, clock.day_of(at)), relationship_types()
    found = select(Person.id, Person.birth_date).where(Person.id.in_((adult_id, student_id)))
    born: dict[int, date | None] = {row.id: row.birth_date for row in db.session().execute(found)}
    others = [each for each in _current(student_id, on=on) if each.adult_id != adult_id]
    return refusal_to_tie(
        wanted,
        End(adult_id, born.get(adult_id)),
        End(student_id, born.get(student_id)),
        types={**({kept.type: TieType(kept.type, "", "")} if kept else {}), **known},
        as_elder_of_adult=[each.type for each in _current(adult_id, on=on) if each.adult_id == student_id],
        places_taken=[
            each.emergency_priority
            for each in others
            if each.emergency_priority is not None and not (kept and kept.emergency_priority == each.emergency_priority)
        ],
        share_a_home=share_a_home(adult_id, student_id, on=on),
    )


def share_a_home(adult_id: int, student_id: int, *, on: date) -> bool:
    """Whether both are members of one household on a day. One statement."""
    theirs = aliased(HouseholdMember)
    both = (
        select(HouseholdMember.id)
        .join(theirs, theirs.household_id == HouseholdMember.household_id)
        .where(HouseholdMember.person_id == adult_id, theirs.person_id == student_id)
    )
    for each in (HouseholdMember, theirs):
        both = both.where(each.starts <= on, each.ends.is_(None) | (each.ends > on))
    return db.session().scalar(both.limit(1)) is not None


def _current(student_id: int, *, on: date) -> list[Relationship]:
    """The relationships to a student that hold on a day, by their ids. One statement."""
    found = select(Relationship).where(Relationship.student_id == student_id, Relationship.starts <= on)
    is_open = Relationship.ends.is_(None) | (Relationship.ends > on)
    return list(db.session().scalars(found.where(is_open).order_by(Relationship.id)))


def _row_on(adult_id: int, student_id: int, on: date) -> Relationship | None:
    return next((each for each in _current(student_id, on=on) if each.adult_id == adult_id), None)


def _row_of_office(adult_id: int, student_id: int) -> Relationship | None:
    """The office's own row about the pair, of before or of later: there is one at most, and it is used again."""
    found = select(Relationship).where(
        Relationship.adult_id == adult_id, Relationship.student_id == student_id, Relationship.source == OFFICE
    )
    return db.session().scalars(found).one_or_none()


def _added_to(row: Relationship, wanted: Wanted) -> Wanted:
    """What a row says with this said beside it."""
    flags = {each: wanted.flags.get(each, getattr(row, each)) for each in FLAGS}
    place = wanted.emergency_priority if wanted.emergency_priority is not None else row.emergency_priority
    return Wanted(wanted.type, Span(row.starts, wanted.span.ends or row.ends), flags, place)


def _values(wanted: Wanted) -> dict[str, str | int | bool | date | None]:
    """By the columns of a row."""
    return {
        "type": wanted.type,
        **{each: wanted.flags.get(each) for each in FLAGS},
        "emergency_priority": wanted.emergency_priority,
        "starts": wanted.span.starts,
        "ends": wanted.span.ends,
    }


def note_edits(row: Relationship, fields: Iterable[str], *, by: Actor, at: datetime) -> None:
    """Remember which fields of a feed's row the office has set. Its own rows no feed changes."""
    db.session().flush()
    if row.source == OFFICE:
        return
    held = select(TieEdit).where(TieEdit.relationship_id == row.id)
    known = {each.field: each for each in db.session().scalars(held)}
    for name in fields:
        edit = known.get(name) or TieEdit(relationship_id=row.id, field=name)
        edit.edited_by_id, edit.edited_at = by.person_id, at
        db.session().add(edit)
    db.session().flush()
