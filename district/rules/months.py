"""A month as a calendar shows it: weeks from Sunday to Saturday, as families in the United States read them."""

from __future__ import annotations

from calendar import SUNDAY, Calendar
from dataclasses import dataclass
from datetime import date, timedelta

_WEEKS = Calendar(SUNDAY)


@dataclass(frozen=True, order=True)
class Month:
    """One month of one year."""

    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def ends(self) -> date:
        """The first day of the month after it."""
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def name(self) -> str:
        """As it stands in an address: `2026-11`."""
        return f"{self.year}-{self.number:02d}"

    @property
    def weeks(self) -> list[list[date | None]]:
        """Seven places a week; None where another month's day would stand."""
        return [
            [date(self.year, self.number, day) if day else None for day in week]
            for week in _WEEKS.monthdayscalendar(self.year, self.number)
        ]


def month_of(day: date) -> Month:
    return Month(day.year, day.month)


def month_named(name: str) -> Month | None:
    """The month called `2026-11`; None where that is not the name of one."""
    year, _, number = name.partition("-")
    if not (name.isascii() and len(name) == 7 and year.isdigit() and number.isdigit()):
        return None
    found = Month(int(year), int(number))
    return found if 1900 <= found.year < 2200 and 1 <= found.number <= 12 else None


def months_of(starts: date, ends: date) -> list[Month]:
    """The months that have a day from `starts` to before `ends`."""
    found = [month_of(starts)]
    while found[-1].ends < ends:
        found.append(month_of(found[-1].ends))
    return found
