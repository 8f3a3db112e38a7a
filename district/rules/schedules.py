"""A student's classes in the order of the day: by the hour where a bell schedule gives one, else by period.

Nothing is guessed: a class of which one period has no hours has none, and no source says on which weekdays a class
meets, so that each stands on every day of school from its first to its last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SCHOOL_DAYS = 5


@dataclass(frozen=True, order=True)
class Hours:
    """Hours of the district's day, `08:35` to `09:25`."""

    begins: str
    finishes: str


@dataclass(frozen=True)
class Lesson:
    """One class of one student. `ends` is exclusive; None: not known, or open."""

    section_id: int
    title: str
    period: str
    location: str
    teachers: tuple[str, ...]
    hours: tuple[Hours, ...]
    """Empty where no bell schedule gives them; several where a period meets more than once."""
    starts: date | None
    ends: date | None

    @property
    def begins(self) -> str:
        """When it begins first; empty where that is not known."""
        return self.hours[0].begins if self.hours else ""


def hours_of(period: str, bells: Mapping[str, Sequence[Hours]]) -> tuple[Hours, ...]:
    """The hours of a class by the name of its period, or of several, comma-joined; none unless all have some."""
    names = [period] if period in bells else [each.strip() for each in period.split(",")]
    found = [bells.get(each, ()) for each in names]
    return tuple(sorted({hours for each in found for hours in each})) if all(found) else ()


def on_day(lessons: Iterable[Lesson], day: date) -> list[Lesson]:
    """The classes that run on that day, in the order of the day."""
    running = (
        each
        for each in lessons
        if (each.starts is None or each.starts <= day) and (each.ends is None or day < each.ends)
    )
    return in_order(running)


def in_order(lessons: Iterable[Lesson]) -> list[Lesson]:
    """By the hour; then those without one, by period: numbers first, then names, and what has no period last."""
    return sorted(lessons, key=_place)


def _place(each: Lesson) -> tuple[bool, str, bool, int, str, str]:
    number = each.period.partition(",")[0].strip()
    order = int(number) if number.isdecimal() else 1000
    return (not each.hours, each.begins, not each.period, order, each.period, each.title)


def week_of(day: date) -> list[date]:
    """Monday to Friday of the week a day is in; of a weekend, those of the week that follows."""
    monday = day - timedelta(days=day.weekday()) + timedelta(days=7 if day.weekday() >= SCHOOL_DAYS else 0)
    return [monday + timedelta(days=each) for each in range(SCHOOL_DAYS)]
