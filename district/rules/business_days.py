"""The district's business days: Monday to Friday less federal holidays and the district's own closures.

A holiday on a Saturday is kept on the Friday before it, one on a Sunday on the Monday after (5 U.S.C. 6103, by the
calendars of `holidays`). A half day is a business day. The support desk keeps a calendar of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6
OBSERVED = " (observed)"

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
    HOLIDAY = "holiday"
    """One that the calendars have come to know and this list has not."""
    CLOSURE = "closure"


NAMES = {
    "New Year's Day": Closed.NEW_YEAR,
    "Martin Luther King Jr. Day": Closed.KING,
    "Washington's Birthday": Closed.WASHINGTON,
    "Memorial Day": Closed.MEMORIAL,
    "Juneteenth National Independence Day": Closed.JUNETEENTH,
    "Independence Day": Closed.INDEPENDENCE,
    "Labor Day": Closed.LABOR,
    "Columbus Day": Closed.COLUMBUS,
    "Veterans Day": Closed.VETERANS,
    "Thanksgiving Day": Closed.THANKSGIVING,
    "Christmas Day": Closed.CHRISTMAS,
}
"""As the library of calendars calls them."""


def why_closed(day: date, closures: Sequence[Closure] = ()) -> Closed | None:
    """Why that day is no business day; None where it is one."""
    if day.weekday() in (SATURDAY, SUNDAY):
        return Closed.WEEKEND
    holiday = holidays_kept_in(day.year).get(day)
    if holiday is not None:
        return holiday
    return Closed.CLOSURE if any(first <= day <= last for first, last in closures) else None


def days_after(day: date, count: int, closures: Sequence[Closure] = ()) -> date:
    """The day that is so many business days of the district after `day`."""
    while count > 0:
        day += DAY
        if why_closed(day, closures) is None:
            count -= 1
    return day


@lru_cache(maxsize=64)
def holidays_kept_in(year: int) -> dict[date, Closed]:
    """The weekdays of a calendar year on which a federal holiday is kept."""
    from holidays import country_holidays  # its calendars take longer to load than all else that a start needs

    kept = country_holidays("US", years=(year, year + 1), observed=True)
    return {
        day: NAMES.get(name.removesuffix(OBSERVED), Closed.HOLIDAY)
        for day, name in sorted(kept.items())
        if day.year == year and day.weekday() not in (SATURDAY, SUNDAY)
    }
