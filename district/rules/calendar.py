"""The district's school year: from SCHOOL_YEAR_STARTS to the day before the next one, named by both years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

FIRST_OF_JULY = "07-01"


@dataclass(frozen=True)
class SchoolYear:
    """One school year. `ends` is exclusive: the first day of the next one."""

    starts: date
    ends: date

    @property
    def name(self) -> str:
        """By both years: `2026-27`."""
        return f"{self.starts.year}-{(self.starts.year + 1) % 100:02d}"

    @property
    def last_day(self) -> date:
        """The last day that belongs to it, as people say it: “through June 30, 2027”."""
        return self.ends - timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.starts <= day < self.ends


def year_of(day: date, *, starts: str = FIRST_OF_JULY) -> SchoolYear:
    """The school year `day` falls in. `starts` is the month and day it begins on, `MM-DD` (SCHOOL_YEAR_STARTS)."""
    this = _first_day(day.year, starts)
    return year_from(day.year if day >= this else day.year - 1, starts=starts)


def year_from(year: int, *, starts: str = FIRST_OF_JULY) -> SchoolYear:
    """The school year that begins in the calendar year `year`."""
    return SchoolYear(_first_day(year, starts), _first_day(year + 1, starts))


def year_named(name: str, *, starts: str = FIRST_OF_JULY) -> SchoolYear | None:
    """The school year called `name` (`2026-27`), or None where that is not the name of one."""
    first = name[:4]
    if not (first.isascii() and first.isdigit() and int(first) in range(1900, 9999)):
        return None
    year = year_from(int(first), starts=starts)
    return year if year.name == name else None


def _first_day(year: int, starts: str) -> date:
    month, day = starts.split("-")
    return date(year, int(month), int(day))
