"""When the support desk is open, and what a count of its hours adds up to, line by line (S1).

Monday to Friday 6:00 to 18:00 by the clock on the wall in America/Chicago, closed on S1's nine holidays. Those are the
calendar dates themselves: a holiday on a Sunday closes no Monday. The desk's calendar is not the district's.

Clocks change on a Sunday at two in the morning, when nobody is here: an office hour is always sixty minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

OFFICE = ZoneInfo("America/Chicago")
OPENS, CLOSES = time(6), time(18)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
SATURDAY = 5
LONGEST = timedelta(hours=12 * 250)
"""More than a year of business days: nothing that the desk promises comes near it."""


class Note(StrEnum):
    """Why a day counts as it does: whole, in part, or not at all (a weekend, one of S1's holidays by its name)."""

    COUNTED = "counted"
    BEFORE_HOURS = "before-hours"
    """The count began before the desk opened: it runs from the opening."""
    AFTER_HOURS = "after-hours"
    """The count began when the desk had closed: nothing of this day."""
    AT_ALL_HOURS = "at-all-hours"
    """An outage of a hosted system: every hour counts (S1)."""
    WEEKEND = "weekend"
    NEW_YEAR = "new-year"
    MEMORIAL = "memorial"
    JUNETEENTH = "juneteenth"
    INDEPENDENCE = "independence"
    LABOR = "labor"
    THANKSGIVING = "thanksgiving"
    DAY_AFTER_THANKSGIVING = "day-after-thanksgiving"
    CHRISTMAS_EVE = "christmas-eve"
    CHRISTMAS = "christmas"


NAMES = {
    "New Year's Day": Note.NEW_YEAR,
    "Memorial Day": Note.MEMORIAL,
    "Independence Day": Note.INDEPENDENCE,
    "Labor Day": Note.LABOR,
    "Thanksgiving Day": Note.THANKSGIVING,
    "Christmas Day": Note.CHRISTMAS,
}
"""S1's holidays that the library of calendars knows in every year."""


@dataclass(frozen=True)
class Line:
    """One day of a count: from when until when it counted (office zone, equal where nothing did) and how much."""

    day: date
    starts: datetime
    ends: datetime
    minutes: int
    note: Note


@dataclass(frozen=True)
class Sum:
    """Where a count of office time ends (office zone), and the days that make it up, every one of them."""

    due: datetime
    lines: tuple[Line, ...]


def why_closed(day: date) -> Note | None:
    """Why the desk is closed on that day (office zone); None where it is open."""
    if day.weekday() >= SATURDAY:
        return Note.WEEKEND
    return holidays_of(day.year).get(day)


def count(start: datetime, length: timedelta) -> Sum:
    """`length` of office time after `start` (aware; its seconds are dropped, to the good of whoever waits).

    A sum that is full when the desk closes ends then, and not at the next opening. Raises ValueError for a naive
    `start`, and for a length that is no number of minutes between one and `LONGEST`.
    """
    if start.tzinfo is None:
        raise ValueError("A count begins at a moment: give it a zone.")
    if length % MINUTE or not MINUTE <= length <= LONGEST:
        raise ValueError("The desk counts whole minutes, at least one and no more than a year of them.")
    begun = start.astimezone(OFFICE).replace(second=0, microsecond=0)
    left, lines, day = length, list[Line](), begun.date()
    while True:
        line = _line(day, begun if day == begun.date() else None, left)
        lines.append(line)
        left -= line.minutes * MINUTE
        if not left:
            return Sum(line.ends, tuple(lines))
        day += DAY


def at_all_hours(start: datetime, length: timedelta) -> Sum:
    """`length` of plain time after `start`: how an outage of a hosted system is answered (S1). Raises as `count`."""
    if start.tzinfo is None:
        raise ValueError("A count begins at a moment: give it a zone.")
    begun = start.replace(second=0, microsecond=0)
    first, last = begun.astimezone(OFFICE), (begun.astimezone(ZoneInfo("UTC")) + length).astimezone(OFFICE)
    return Sum(last, (Line(first.date(), first, last, length // MINUTE, Note.AT_ALL_HOURS),))


def days_after(day: date, number: int) -> date:
    """The desk's business day that is `number` of them after `day`, which counts as 0 whether or not it is one."""
    while number:
        day += DAY
        number -= why_closed(day) is None
    return day


def closing_of(day: date) -> datetime:
    """The moment at which the desk closes on that day (office zone)."""
    return datetime.combine(day, CLOSES, OFFICE)


def _line(day: date, begun: datetime | None, left: timedelta) -> Line:
    """What that day gives to a count of which so much is left; `begun` where the count began on it."""
    opens, closes = datetime.combine(day, OPENS, OFFICE), closing_of(day)
    closed = why_closed(day)
    if closed:
        return Line(day, begun or opens, begun or opens, 0, closed)
    if begun and begun >= closes:
        return Line(day, begun, begun, 0, Note.AFTER_HOURS)
    early = begun is not None and begun < opens
    starts = begun if begun and not early else opens
    ends = min(closes, starts + left)
    return Line(day, starts, ends, (ends - starts) // MINUTE, Note.BEFORE_HOURS if early else Note.COUNTED)


@lru_cache(maxsize=64)
def holidays_of(year: int) -> dict[date, Note]:
    """S1's holidays of a calendar year, on their own dates."""
    from holidays import country_holidays  # its calendars take longer to load than all else that a start needs

    known = country_holidays("US", years=year, observed=False)
    days = {day: NAMES[name] for day, name in known.items() if name in NAMES}
    thanksgiving = next(day for day, note in days.items() if note is Note.THANKSGIVING)
    return days | {
        date(year, 6, 19): Note.JUNETEENTH,
        thanksgiving + DAY: Note.DAY_AFTER_THANKSGIVING,
        date(year, 12, 24): Note.CHRISTMAS_EVE,
    }
