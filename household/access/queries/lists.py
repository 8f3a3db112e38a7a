"""Lists and counts of how people stand on a day, out of what is stored: no list decides, and none is stale.

A page of a list is read along the index of the rows that held when the ledger was told last, and whoever has changed by
itself since is looked up beside them: it costs the same however many people there are, and is exact before the night's
run as after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Subquery,
    and_,
    bindparam,
    false,
    literal,
    not_,
    or_,
    select,
    true,
    union_all,
)

from district.models import Person, StaffAssignment, StaffEmployment
from foundation import db
from household.access.models import Evaluation, Standing
from household.access.rules.answers import WITH_ACCESS, EndsBy, State
from household.access.rules.policy_reading import HOUSEHOLD
from household.access.rules.watching import AT_RISK, AT_RISK_DAYS, STUCK, STUCK_AFTER, stuck_since

_COLUMNS = (
    Standing.person_id,
    Standing.state,
    Standing.track,
    Standing.since,
    Standing.access_ends,
    Standing.ends_by,
)


@dataclass(frozen=True)
class Wanted:
    """Who is asked for. What is left empty asks for everybody."""

    states: tuple[State, ...] = ()
    track: str = ""
    school_id: int | None = None
    """Of a job that stands on the day."""
    at_most_days: int | None = None
    """Only those with access, with so many days left or fewer; 0 on the last day itself."""
    only: str = ""
    """`stuck` or `at-risk` (`rules/watching.py`); then `states` are theirs."""
    area: str = HOUSEHOLD


class Place(NamedTuple):
    """Where in the list one stands: what comes after it is the next page."""

    access_ends: date | None
    person_id: int


@dataclass(frozen=True)
class Listed:
    """One person in a list."""

    person_id: int
    public_id: str
    full_name: str
    state: State
    track: str
    since: date | None
    access_ends: date | None
    """The first day without this, or the last, access."""
    ends_by: EndsBy | None
    starts: date | None = None
    """Of who is stuck: the first day in this state."""

    @property
    def place(self) -> Place:
        return Place(self.starts or self.access_ends, self.person_id)

    def days_left(self, on: date) -> int | None:
        """From the day to the last day of access; None without access."""
        if self.state not in WITH_ACCESS or self.access_ends is None:
            return None
        return (self.access_ends - on).days - 1


def people_standing(wanted: Wanted, *, on: date, after: Place | None = None, limit: int) -> list[Listed]:
    """The next `limit` people: whose access ends first come first, those without an end last; of who is stuck, who is
    so longest. One statement."""
    if wanted.only == STUCK:
        return _stuck(wanted, on, after, limit)
    states = wanted.states or tuple(State)
    if wanted.at_most_days is not None:
        states = tuple(each for each in states if each in WITH_ACCESS)
    parts = [
        _part(state, with_end, wanted, on, after).limit(limit)
        for state in states
        for with_end in (True, False)
        if with_end or (wanted.at_most_days is None and state not in WITH_ACCESS)
    ]
    if not parts:
        return []
    parts += [each.limit(limit) for each in _due(states, wanted, on, after)]
    found = union_all(*(select(each.subquery()) for each in parts)).subquery()
    asked = (
        select(*_named(found))
        .join(Person, Person.id == found.c.person_id)
        .order_by(found.c.access_ends.is_(None), found.c.access_ends, found.c.person_id)
        .limit(limit)
    )
    return [_listed(row) for row in db.session().execute(asked)]


def _stuck(wanted: Wanted, on: date, after: Place | None, limit: int) -> list[Listed]:
    """Who has stood longest in a state on the way comes first."""
    if wanted.at_most_days is not None:
        return []
    later: ColumnElement[bool] = true()
    if after is not None and after.access_ends is not None:
        farther = or_(Standing.starts > after.access_ends, Standing.person_id > after.person_id)
        later = and_(Standing.starts >= after.access_ends, farther)
    long = or_(*(and_(_state_copied == each.value, Standing.starts <= stuck_since(each, on)) for each in STUCK_AFTER))
    found_along = [_long(each, wanted, on) for each in STUCK_AFTER]
    found_along += [each.where(long) for each in _changed(wanted, on)]
    parts = [
        each.with_only_columns(*_COLUMNS, Standing.starts)
        .where(later)
        .order_by(Standing.starts, Standing.person_id)
        .limit(limit)
        for each in found_along
    ]
    found = union_all(*(select(each.subquery()) for each in parts)).subquery()
    asked = (
        select(*_named(found), found.c.starts)
        .join(Person, Person.id == found.c.person_id)
        .order_by(found.c.starts, found.c.person_id)
        .limit(limit)
    )
    return [replace(_listed(row[:-1]), starts=row[-1]) for row in db.session().execute(asked)]


def _long(state: State, wanted: Wanted, on: date) -> Select[*tuple[Any, ...]]:
    """Who stands in the state for long, of those who stood so when the ledger was told last."""
    return select(Standing.id).where(
        *held_by(wanted, on),
        Standing.state == state.value,
        Standing.state.in_(_ON_THE_WAY),
        Standing.holds.is_(True),
        Standing.starts <= stuck_since(state, on),
    )


_ON_THE_WAY: BindParameter[list[str]] = bindparam(
    "on_the_way", [each.value for each in STUCK_AFTER], expanding=True, literal_execute=True
)
"""Written as the index of these rows has it, or SQLite would not know that it is for them."""


def _part(state: State, with_end: bool, wanted: Wanted, on: date, after: Place | None) -> Select[*tuple[Any, ...]]:
    """One stretch of the index: a state, with or without an end, in its order."""
    asked = select(*_COLUMNS).where(*held_by(wanted, on), Standing.state == state.value, Standing.holds.is_(True))
    if not with_end:
        later = true() if after is None or after.access_ends is not None else Standing.person_id > after.person_id
        asked = asked.where(Standing.access_ends.is_(None), later)
    else:
        asked = asked.where(_soon(state, wanted, on), _later(after))
    return asked.order_by(Standing.access_ends, Standing.person_id)


def _due(states: Sequence[State], wanted: Wanted, on: date, after: Place | None) -> Iterator[Select[*tuple[Any, ...]]]:
    """Whose standing has changed by itself since the ledger was told last: few, where the nights are kept."""
    soon = or_(*(and_(_state_copied == each.value, _soon(each, wanted, on)) for each in sorted(WITH_ACCESS)))
    at_most = true() if wanted.at_most_days is None and not wanted.only else soon
    for asked in _changed(wanted, on):
        yield (
            asked.with_only_columns(*_COLUMNS)
            .where(_state_copied.in_([each.value for each in states]), at_most, _after(after))
            .order_by(Standing.access_ends.is_(None), Standing.access_ends, Standing.person_id)
        )


def _changed(wanted: Wanted, on: date) -> Iterator[Select[*tuple[Any, ...]]]:
    """The rows that hold the day and did not hold the one through which the ledger was told: foreseen, or taken back
    where it was told ahead. Nobody is in both.

    Each begins with those few along an index of its own: where it joins two, PostgreSQL looks again and again at what
    last night's writing left in them. A state is asked of `_state_copied`, or a database might begin with all of it.
    """
    for since in (Evaluation.next_on <= on, Evaluation.told_through > on):
        yield (
            select(Standing.id)
            .join(Evaluation, and_(Evaluation.person_id == Standing.person_id, Evaluation.area == Standing.area))
            .where(Evaluation.area == wanted.area, since, *_narrowed(wanted, on), not_(Standing.holds))
        )


_state_copied = literal("") + Standing.state


def _soon(state: State, wanted: Wanted, on: date) -> ColumnElement[bool]:
    """Whoever has access has an end to come: that cuts the index where the past begins."""
    if state not in WITH_ACCESS:
        return Standing.access_ends.is_not(None)
    most = [] if wanted.at_most_days is None else [wanted.at_most_days]
    if wanted.only == AT_RISK and state is not State.RECERTIFY:
        most.append(AT_RISK_DAYS)
    if not most:
        return Standing.access_ends > on
    return and_(Standing.access_ends > on, Standing.access_ends <= on + timedelta(days=min(most) + 1))


def _later(after: Place | None) -> ColumnElement[bool]:
    """Where the index goes on, for rows with an end."""
    if after is None:
        return true()
    if after.access_ends is None:
        return false()
    farther = or_(Standing.access_ends > after.access_ends, Standing.person_id > after.person_id)
    return and_(Standing.access_ends >= after.access_ends, farther)


def _after(after: Place | None) -> ColumnElement[bool]:
    """The same for rows with an end and without."""
    if after is None:
        return true()
    endless = Standing.access_ends.is_(None)
    if after.access_ends is None:
        return and_(endless, Standing.person_id > after.person_id)
    return or_(endless, _later(after))


def held_by(wanted: Wanted, on: date) -> Sequence[ColumnElement[bool]]:
    """The standings of the area that hold the day, of the track and school asked for."""
    return [Standing.area == wanted.area, *_narrowed(wanted, on)]


def _narrowed(wanted: Wanted, on: date) -> Sequence[ColumnElement[bool]]:
    holds = [Standing.starts <= on, or_(Standing.ends.is_(None), Standing.ends > on)]
    if wanted.school_id is not None:
        holds.append(Standing.person_id.in_(_at_school(wanted.school_id, on)))
    return [*holds, Standing.track == wanted.track if wanted.track else true()]


def _at_school(school_id: int, on: date) -> Select[int]:
    return (
        select(StaffAssignment.person_id)
        .outerjoin(StaffEmployment, StaffEmployment.id == StaffAssignment.employment_id)
        .where(
            StaffAssignment.school_id == school_id,
            or_(StaffAssignment.starts.is_(None), StaffAssignment.starts <= on),
            or_(StaffAssignment.ends.is_(None), StaffAssignment.ends > on),
            or_(StaffEmployment.ends.is_(None), StaffEmployment.ends > on),
        )
    )


def _named(found: Subquery) -> list[Any]:
    """The columns that `_listed` reads."""
    named = (Person.public_id, Person.first_name, Person.preferred_first_name)
    named_last = (Person.last_name, Person.preferred_last_name)
    stands = (found.c.state, found.c.track, found.c.since, found.c.access_ends, found.c.ends_by)
    return [found.c.person_id, *named, *named_last, *stands]


def _listed(row: Any) -> Listed:
    person_id, public_id, first, preferred_first, last, preferred_last, state, track, since, ends, ends_by = row
    return Listed(
        person_id=person_id,
        public_id=public_id,
        full_name=f"{preferred_first or first} {preferred_last or last}",
        state=State(state),
        track=track,
        since=since,
        access_ends=ends,
        ends_by=EndsBy(ends_by) if ends_by else None,
    )
