"""How a schedule is given to calendar programs: how many addresses, how often they may be read, over which days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from accounts.rules.throttling import Patience
from district.rules.business_days import Closure, why_closed
from district.rules.schedules import Lesson

PURPOSE = "calendar-feed"
MOST_LINKS = 5
"""Of one account for one student at a time: a phone, a computer, and some to spare."""
READS = Patience(free=60, first=timedelta(minutes=1), forgotten_after=timedelta(hours=1))
"""Readings of one address: programs ask a few times an hour."""
BEFORE, AFTER = timedelta(days=30), timedelta(days=180)
"""So many days around today are in the file."""
DAY = timedelta(days=1)


def is_timed(lesson: Lesson) -> bool:
    """Whether a class can stand in a calendar: at one hour that is known. Of two nobody knows which day has which."""
    return len(lesson.hours) == 1


def days_of(lesson: Lesson, *, starts: date, ends: date, closures: Sequence[Closure]) -> Iterator[tuple[date, bool]]:
    """The weekdays of a class from `starts` to before `ends`, each with whether there is school."""
    day = max(starts, lesson.starts or starts)
    last = min(ends, lesson.ends or ends)
    while day < last:
        if day.weekday() < 5:
            yield day, why_closed(day, closures) is None
        day += DAY
