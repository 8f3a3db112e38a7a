"""The two-business-day promise: by when the completion of a course that somebody finished has reached us.

Two full business days after the day it was finished, whenever on that day; on the second one until the district's
close of business. What makes a business day stands in `district/rules/business_days.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from district.rules.business_days import DAY, Closed, Closure, why_closed

FULL_DAYS = 2
"""Business days between the day of a course and the end of the promise, the last one included."""


@dataclass(frozen=True, slots=True)
class Closing:
    """The district's close of business: on which days, at what time, in which zone."""

    at: time
    zone: ZoneInfo
    closures: tuple[Closure, ...] = ()


@dataclass(frozen=True, slots=True)
class CountedDay:
    """A day after the course: the how-manieth business day it is, or why it is none."""

    day: date
    count: int = 0
    closed: Closed | None = None


@dataclass(frozen=True, slots=True)
class Promised:
    """How the end of a promise was counted, day by day; the last day is the last of `days`."""

    finished_on: date
    days: tuple[CountedDay, ...]
    due_at: datetime
    """Close of business on the last day, UTC."""

    @property
    def last_day(self) -> date:
        return self.days[-1].day


class PromiseState(StrEnum):
    """How a promise stands at a moment."""

    RUNNING = "running"
    AT_RISK = "at-risk"
    """Its last day has begun, and nothing has arrived."""
    BROKEN = "broken"
    """Nothing arrived in time."""
    KEPT = "kept"


def promised(finished_on: date, closing: Closing) -> Promised:
    """By when the completion of a course finished on that day has arrived."""
    days: list[CountedDay] = []
    day, count = finished_on, 0
    while count < FULL_DAYS:
        day += DAY
        closed = why_closed(day, closing.closures)
        count += closed is None
        days.append(CountedDay(day, count if closed is None else 0, closed))
    due_at = datetime.combine(day, closing.at, closing.zone).astimezone(UTC)
    return Promised(finished_on, tuple(days), due_at)


def state_of(
    *, last_day: date, due_at: datetime, arrived_at: datetime | None, now: datetime, today: date
) -> PromiseState:
    """How a promise stands. On the minute of the close it is still kept; `today` is the district's day of `now`."""
    if arrived_at is not None:
        return PromiseState.KEPT if arrived_at <= due_at else PromiseState.BROKEN
    if now > due_at:
        return PromiseState.BROKEN
    return PromiseState.AT_RISK if today >= last_day else PromiseState.RUNNING


def first_unkept(days: Sequence[CountedDay], today: date) -> CountedDay | None:
    """The next business day of a promise from today on; None where all are over."""
    return next((each for each in days if each.count and each.day >= today), None)
