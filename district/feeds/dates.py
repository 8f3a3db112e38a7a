"""Dates as exporters write them, read only where one reading is possible."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import Enum

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Days outside are slips of the keyboard, not days of a school's record."""

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", re.ASCII)
_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d{2}:?\d{2})?", re.ASCII)


class Order(Enum):
    """In which order a file writes the month and the day of `1/2/2027`."""

    MONTH_FIRST = "month first"
    DAY_FIRST = "day first"
    UNKNOWN = "unknown"


class Ambiguous(Exception):
    """A date that reads as two different days, in a file that does not tell which is meant."""


def is_iso(value: str) -> bool:
    """Whether a value is a real day written `YYYY-MM-DD`."""
    return bool(_ISO.fullmatch(value)) and _day(*map(int, value.split("-"))) is not None


def read(value: str, order: Order) -> str | None:
    """A day as `YYYY-MM-DD`, None where the value is no day. Raises `Ambiguous`."""
    if midnight := _MIDNIGHT.fullmatch(value):
        value = midnight[1]
    if parts := _YEAR_FIRST.fullmatch(value):
        return _day(int(parts[1]), int(parts[2]), int(parts[3]))
    if parts := _YEAR_LAST.fullmatch(value):
        return _year_last(int(parts[1]), int(parts[2]), int(parts[3]), order)
    return None


def order_of(values: Iterable[str]) -> Order:
    """The order a file's dates themselves prove: some have a part over 12, and none proves the other order."""
    proved: set[Order] = set()
    for value in values:
        if parts := _YEAR_LAST.fullmatch(value.strip()):
            first, second = int(parts[1]), int(parts[2])
            if first > 12 >= second:
                proved.add(Order.DAY_FIRST)
            if second > 12 >= first:
                proved.add(Order.MONTH_FIRST)
    return proved.pop() if len(proved) == 1 else Order.UNKNOWN


def _year_last(first: int, second: int, year: int, order: Order) -> str | None:
    month_first, day_first = _day(year, first, second), _day(year, second, first)
    if order is Order.MONTH_FIRST:
        return month_first or day_first
    if order is Order.DAY_FIRST:
        return day_first or month_first
    if month_first and day_first and month_first != day_first:
        raise Ambiguous
    return month_first or day_first


def _day(year: int, month: int, day: int) -> str | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
