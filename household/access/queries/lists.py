"""Lists and counts of how people stand on a day, out of what is stored: no list decides, and none is stale.

A page of a list is read along the index of the rows that held when the ledger was told last, and whoever has changed by
itself since is looked up beside them: it costs the same however many people there are, and is exact before the night's
run as after it.
A count reads the tally, unless it is for one school, whose few people are counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    func,
    literal,
    not_,
    or_,
    select,
    true,
    union_all,
)

from district.models import Person, StaffAssignment, StaffEmployment
from foundation import db
from household.access.models import Evaluation, Standing, Tally
from household.access.rules.answers import WITH_ACCESS, EndsBy, State
from household.access.rules.policy_reading import HOUSEHOLD
from household.access.rules.watching import AT_RISK_DAYS, STUCK_AFTER, stuck_since

A_WEEK = timedelta(days=7)
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


@dataclass(frozen=True)
class Week:
    """How many lose access in the seven days from `starts` on, by what ends it."""

    starts: date
    numbers: dict[EndsBy, int] = field(default_factory=dict)


STUCK, AT_RISK = "stuck", "at-risk"


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
    parts.append(_due(states, wanted, on, after).limit(limit))
    found = union_all(*(select(each.subquery()) for each in parts)).subquery()
    asked = (
        select(*_named(found))
        .join(Person, Person.id == found.c.person_id)
        .order_by(found.c.access_ends.is_(None), found.c.access_ends, found.c.person_id)
        .limit(limit)
    )
    return [_listed(row) for row in db.session().execute(asked)]


def numbers_by_state(wanted: Wanted, *, on: date) -> dict[State, int]:
    """How many stand in each state on the day; `states` and `at_most_days` are not looked at. One statement."""
    if wanted.school_id is None:
        asked = select(Tally.state, func.sum(Tally.change)).where(
            Tally.area == wanted.area, Tally.kind == "standing", Tally.day <= on, _of_track(Tally.track, wanted)
        )
        counted = asked.group_by(Tally.state)
    else:
        counted = select(Standing.state, func.count()).where(*_held(wanted, on)).group_by(Standing.state)
    numbers = {State(row[0]): int(row[1]) for row in db.session().execute(counted)}
    return {state: numbers.get(state, 0) for state in State}


def endings_by_day(wanted: Wanted, *, on: date, days: int) -> dict[date, dict[EndsBy, int]]:
    """How many will be without access from each of so many coming days on, by what ends it, where any are.

    As far as is known on the day: whoever renews or gets another job leaves it. One statement.
    """
    first = on + timedelta(days=1)
    last = first + timedelta(days=days)
    counted: Select[*tuple[Any, ...]]
    if wanted.school_id is None:
        asked = select(Tally.day, Tally.ends_by, func.sum(Tally.change)).where(
            Tally.area == wanted.area,
            Tally.kind == "ending",
            Tally.day >= first,
            Tally.day < last,
            _of_track(Tally.track, wanted),
        )
        counted = asked.group_by(Tally.day, Tally.ends_by)
    else:
        ending = and_(Standing.access_ends >= first, Standing.access_ends < last, Standing.state.in_(WITH_ACCESS))
        counted = (
            select(Standing.access_ends, Standing.ends_by, func.count())
            .where(*_held(wanted, on), ending)
            .group_by(Standing.access_ends, Standing.ends_by)
        )
    found: dict[date, dict[EndsBy, int]] = {}
    rows: Any = db.session().execute(counted.order_by(counted.selected_columns[0]))
    for day, ends_by, number in rows:
        if number:
            found.setdefault(day, {})[EndsBy(ends_by)] = int(number)
    return found


def by_week(endings: Mapping[date, Mapping[EndsBy, int]], *, on: date, weeks: int) -> list[Week]:
    """The same for each of the coming weeks, the first one beginning on the day after `on`."""
    first = on + timedelta(days=1)
    found = [Week(first + n * A_WEEK) for n in range(weeks)]
    for day, numbers in endings.items():
        week = found[(day - first) // A_WEEK].numbers
        for ends_by, number in numbers.items():
            week[ends_by] = week.get(ends_by, 0) + number
    return found


def number_stuck(wanted: Wanted, *, on: date) -> int:
    """How many are stuck on the day, of the track and school asked for. One statement."""
    counted = [select(func.count()).where(*_long(each, wanted, on)).scalar_subquery() for each in STUCK_AFTER]
    return db.session().scalar(select(counted[0] + counted[1])) or 0


def number_at_risk(wanted: Wanted, numbers: Mapping[State, int], *, on: date) -> int:
    """The same of who is at risk. `numbers` are those by state: who may renew is counted. One statement."""
    told_or_not = Standing.holds.in_((True, False))  # names the column, so that the index is read by `access_ends`
    soon = _soon(State.ACTIVE, replace(wanted, at_most_days=None, only=AT_RISK), on)
    ending = select(func.count()).where(*_held(wanted, on), Standing.state == State.ACTIVE.value, told_or_not, soon)
    return numbers[State.RECERTIFY] + (db.session().scalar(ending) or 0)


def _stuck(wanted: Wanted, on: date, after: Place | None, limit: int) -> list[Listed]:
    """Who has stood longest in a state on the way comes first."""
    if wanted.at_most_days is not None:
        return []
    later: ColumnElement[bool] = true()
    if after is not None and after.access_ends is not None:
        farther = or_(Standing.starts > after.access_ends, Standing.person_id > after.person_id)
        later = and_(Standing.starts >= after.access_ends, farther)
    parts = [
        select(*_COLUMNS, Standing.starts)
        .where(*_long(each, wanted, on), later)
        .order_by(Standing.starts, Standing.person_id)
        .limit(limit)
        for each in STUCK_AFTER
    ]
    found = union_all(*(select(each.subquery()) for each in parts)).subquery()
    asked = (
        select(*_named(found), found.c.starts)
        .join(Person, Person.id == found.c.person_id)
        .order_by(found.c.starts, found.c.person_id)
        .limit(limit)
    )
    return [replace(_listed(row[:-1]), starts=row[-1]) for row in db.session().execute(asked)]


def _long(state: State, wanted: Wanted, on: date) -> list[ColumnElement[bool]]:
    """Who stands in the state for long. The rows that held when the ledger was told last are enough: whoever came into
    the state since has not been in it for long."""
    return [
        *_held(wanted, on),
        Standing.state == state.value,
        Standing.state.in_(_ON_THE_WAY),
        Standing.holds.is_(True),
        Standing.starts <= stuck_since(state, on),
    ]


_ON_THE_WAY: BindParameter[list[str]] = bindparam(
    "on_the_way", [each.value for each in STUCK_AFTER], expanding=True, literal_execute=True
)
"""Written as the index of these rows has it, or SQLite would not know that it is for them."""


def _part(state: State, with_end: bool, wanted: Wanted, on: date, after: Place | None) -> Select[*tuple[Any, ...]]:
    """One stretch of the index: a state, with or without an end, in its order."""
    asked = select(*_COLUMNS).where(*_held(wanted, on), Standing.state == state.value, Standing.holds.is_(True))
    if not with_end:
        later = true() if after is None or after.access_ends is not None else Standing.person_id > after.person_id
        asked = asked.where(Standing.access_ends.is_(None), later)
    else:
        asked = asked.where(_soon(state, wanted, on), _later(after))
    return asked.order_by(Standing.access_ends, Standing.person_id)


def _due(states: Sequence[State], wanted: Wanted, on: date, after: Place | None) -> Select[*tuple[Any, ...]]:
    """Whose standing has changed by itself since the ledger was told last: few, where the nights are kept.

    It begins with those few. The state is asked of a copy, or a database might begin with all the rows of it.
    """
    copy = literal("") + Standing.state
    soon = or_(*(and_(copy == each.value, _soon(each, wanted, on)) for each in sorted(WITH_ACCESS)))
    at_most = true() if wanted.at_most_days is None and not wanted.only else soon
    return (
        select(*_COLUMNS)
        .join(Evaluation, and_(Evaluation.person_id == Standing.person_id, Evaluation.area == Standing.area))
        .where(
            Evaluation.area == wanted.area,
            or_(Evaluation.next_on <= on, Evaluation.told_through > on),
            *_narrowed(wanted, on),
            copy.in_([each.value for each in states]),
            not_(Standing.holds),
            at_most,
            _after(after),
        )
        .order_by(Standing.access_ends.is_(None), Standing.access_ends, Standing.person_id)
    )


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


def _held(wanted: Wanted, on: date) -> Sequence[ColumnElement[bool]]:
    """The standings of the area that hold the day, of the track and school asked for."""
    return [Standing.area == wanted.area, *_narrowed(wanted, on)]


def _narrowed(wanted: Wanted, on: date) -> Sequence[ColumnElement[bool]]:
    holds = [Standing.starts <= on, or_(Standing.ends.is_(None), Standing.ends > on)]
    if wanted.school_id is not None:
        holds.append(Standing.person_id.in_(_at_school(wanted.school_id, on)))
    return [*holds, _of_track(Standing.track, wanted)]


def _of_track(column: Any, wanted: Wanted) -> ColumnElement[bool]:
    of_track: ColumnElement[bool] = column == wanted.track
    return of_track if wanted.track else true()


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
