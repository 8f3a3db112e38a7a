"""How many stand how on a day, whom DoTS looks after, and who loses access when: all of it in one statement.

They are read from the tally, a few hundred rows however many people there are; for one school its people are counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Date, String, and_, bindparam, case, cast, func, literal, null, or_, select, union_all

from foundation import db
from household.access.models import Standing, Tally
from household.access.queries.lists import Wanted, held_by
from household.access.rules.answers import WITH_ACCESS, EndsBy, State
from household.access.rules.terms import DAY
from household.access.rules.watching import AT_RISK, AT_RISK_DAYS, STUCK, STUCK_AFTER, stuck_since

A_WEEK = 7 * DAY


@dataclass(frozen=True)
class Numbers:
    """How many stand in each state, are stuck or at risk, and will be without access from a day on."""

    by_state: dict[State, int] = field(default_factory=lambda: dict.fromkeys(State, 0))
    watched: dict[str, int] = field(default_factory=lambda: dict.fromkeys((AT_RISK, STUCK), 0))
    endings: dict[date, dict[EndsBy, int]] = field(default_factory=dict)
    """By day and by what ends it, where there are any. As far as is known on the day asked about: whoever renews or
    gets another job leaves them."""

    def add_ending(self, day: date, ends_by: str, number: int) -> None:
        ends = self.endings.setdefault(day, {})
        ends[EndsBy(ends_by)] = ends.get(EndsBy(ends_by), 0) + number


@dataclass(frozen=True)
class Week:
    """How many lose access in the seven days from `starts` on, by what ends it."""

    starts: date
    numbers: dict[EndsBy, int] = field(default_factory=dict)


def numbers_of(wanted: Wanted, *, on: date, days: int) -> Numbers:
    """On the day, of the track and school asked for, with the endings of so many days after it; nothing else of
    `wanted` is looked at. One statement."""
    last = on + timedelta(days=days)
    return _tallied(wanted, on, last) if wanted.school_id is None else _counted(wanted, on, last)


def _tallied(wanted: Wanted, on: date, last: date) -> Numbers:
    found = Numbers()
    given = {"area": wanted.area, "track": wanted.track, "on": on, "last": last}
    for kind, day, code, number in db.session().execute(_SUMS, given):
        if kind == "standing":
            found.by_state[State(code)] = int(number)
        elif kind == "watched":
            found.watched[code] = int(number)
        elif number:
            found.add_ending(day, code, int(number))
    return found


def _counted(wanted: Wanted, on: date, last: date) -> Numbers:
    found = Numbers()
    ends = case((Standing.state.in_(WITH_ACCESS), Standing.access_ends))
    stuck = or_(*(and_(Standing.state == each, Standing.starts <= stuck_since(each, on)) for each in STUCK_AFTER))
    groups = (Standing.state, ends, Standing.ends_by, case((stuck, 1), else_=0))
    asked = select(*groups, func.count()).where(*held_by(wanted, on)).group_by(*groups)
    soon = on + (AT_RISK_DAYS + 1) * DAY
    for state, day, ends_by, is_stuck, number in db.session().execute(asked):
        found.by_state[State(state)] += number
        found.watched[STUCK] += is_stuck * number
        if day is None:
            continue
        found.watched[AT_RISK] += number if state == State.RECERTIFY or day <= soon else 0
        if day <= last:
            found.add_ending(day, ends_by, number)
    return found


def by_week(endings: Mapping[date, Mapping[EndsBy, int]], *, on: date, weeks: int) -> list[Week]:
    """Endings for each of the coming weeks, the first one beginning on the day after `on`."""
    first = on + DAY
    found = [Week(first + n * A_WEEK) for n in range(weeks)]
    for day, numbers in endings.items():
        week = found[(day - first) // A_WEEK].numbers
        for ends_by, number in numbers.items():
            week[ends_by] = week.get(ends_by, 0) + number
    return found


_AREA, _ON = bindparam("area", type_=String), bindparam("on", type_=Date)
_OF_TRACK = or_(bindparam("track", type_=String) == "", Tally.track == bindparam("track", type_=String))
_SUMS = union_all(
    select(Tally.kind, cast(null(), Date).label("day"), Tally.state.label("code"), func.sum(Tally.change))
    .where(Tally.area == _AREA, Tally.kind.in_(("standing", "watched")), Tally.day <= _ON, _OF_TRACK)
    .group_by(Tally.kind, Tally.state),
    select(literal("ending"), Tally.day, Tally.ends_by, func.sum(Tally.change))
    .where(
        Tally.area == _AREA,
        Tally.kind == "ending",
        Tally.day > _ON,
        Tally.day <= bindparam("last", type_=Date),
        _OF_TRACK,
    )
    .group_by(Tally.day, Tally.ends_by),
)
