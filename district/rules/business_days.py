"""The district's business days: Monday to Friday less federal holidays and the district's own closures.

A holiday on a Saturday is kept on the Friday before it, one on a Sunday on the Monday after. A half day is a business
day. The list of 5 U.S.C. 6103(a), as it stands since Juneteenth was added in 2021. The support desk keeps a calendar
of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

DAY = timedelta(days=1)
MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6

Closure = tuple[date, date]
"""Days on which the district is closed beside holidays: the first and the last one, inclusive (CLOSED_DAYS)."""


class Closed(StrEnum):
    """Why a day is no business day: the weekend, a holiday by its name, or a closure of the district's own."""

    WEEKEND = "weekend"
    NEW_YEAR = "new-year"
    KING = "king"
    WASHINGTON = "washington"
    MEMORIAL = "memorial"
    JUNETEENTH = "juneteenth"
    INDEPENDENCE = "independence"
    LABOR = "labor"
    COLUMBUS = "columbus"
    VETERANS = "veterans"
    THANKSGIVING = "thanksgiving"
    CHRISTMAS = "christmas"
    CLOSURE = "closure"


def why_closed(day: date, closures: Sequence[Closure] = ()) -> Closed | None:
    """Why that day is no business day; None where it is one."""
    if day.weekday() in (SATURDAY, SUNDAY):
        return Closed.WEEKEND
    holiday = holidays_kept_in(day.year).get(day)
    if holiday is not None:
        return holiday
    return Closed.CLOSURE if any(first <= day <= last for first, last in closures) else None


@lru_cache(maxsize=64)
def holidays_kept_in(year: int) -> dict[date, Closed]:
    """The weekdays of a calendar year on which a federal holiday is kept."""
    found = {_kept_on(day): name for each in (year, year + 1) for day, name in _holidays_of(each)}
    return {day: name for day, name in found.items() if day.year == year}


def _holidays_of(year: int) -> tuple[tuple[date, Closed], ...]:
    return (
        (date(year, 1, 1), Closed.NEW_YEAR),
        (_nth(MONDAY, 3, year, 1), Closed.KING),
        (_nth(MONDAY, 3, year, 2), Closed.WASHINGTON),
        (_nth(MONDAY, 1, year, 6) - 7 * DAY, Closed.MEMORIAL),
        (date(year, 6, 19), Closed.JUNETEENTH),
        (date(year, 7, 4), Closed.INDEPENDENCE),
        (_nth(MONDAY, 1, year, 9), Closed.LABOR),
        (_nth(MONDAY, 2, year, 10), Closed.COLUMBUS),
        (date(year, 11, 11), Closed.VETERANS),
        (_nth(THURSDAY, 4, year, 11), Closed.THANKSGIVING),
        (date(year, 12, 25), Closed.CHRISTMAS),
    )


def _nth(weekday: int, number: int, year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (number - 1)) * DAY


def _kept_on(day: date) -> date:
    return day + {SATURDAY: -DAY, SUNDAY: DAY}.get(day.weekday(), 0 * DAY)
