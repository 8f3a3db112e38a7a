"""What a family reads of a schedule: when a class meets, where and with whom, and why a day has none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import lazy_gettext as _

from district.rules.business_days import Closure, why_closed
from district.rules.schedules import Lesson, on_day
from district.words import CLOSED
from foundation.web import formats

VIEWS = {"day": _("Day"), "week": _("Week"), "term": _("Term")}


def when(lesson: Lesson) -> str:
    """`8:35 AM – 9:25 AM`; where no hours are known `Period 3`; else that nothing is known."""
    if lesson.hours:
        return ", ".join(
            f"{formats.time_of_day(each.begins)} – {formats.time_of_day(each.finishes)}" for each in lesson.hours
        )
    if lesson.period:
        return str(_("Period %(period)s", period=lesson.period))
    return str(_("Time not known"))


def where(lesson: Lesson) -> str:
    """The room, as the school calls it."""
    place = lesson.location
    return str(_("room %(room)s", room=place)) if place[-1:].isdecimal() and " " not in place else place


def no_school(day: date, closures: Sequence[Closure]) -> str:
    """Why there is no school on a day; empty where there is."""
    closed = why_closed(day, closures)
    return str(_("No school: %(why)s", why=CLOSED[closed])) if closed else ""


def day_rows(lessons: Iterable[Lesson]) -> list[tuple[str, str, str, str]]:
    """When, class, teachers, room."""
    return [(when(each), each.title, ", ".join(each.teachers), where(each)) for each in lessons]


def term_rows(lessons: Iterable[Lesson]) -> list[tuple[str, str, str, str, str]]:
    """Class, when, teachers, room, last day."""
    return [
        (
            each.title,
            when(each),
            ", ".join(each.teachers),
            where(each),
            formats.last_day(each.ends) if each.ends else "",
        )
        for each in lessons
    ]


def week_rows(lessons: Sequence[Lesson], days: Sequence[date], closures: Sequence[Closure]) -> list[list[str]]:
    """A row for each time of the week: when, then the class of each day; a day without school says why in each."""
    running = {day: [] if why_closed(day, closures) else on_day(lessons, day) for day in days}
    slots = list(dict.fromkeys(when(each) for each in lessons if any(each in found for found in running.values())))
    return [
        [
            slot,
            *(
                no_school(day, closures) or ", ".join(each.title for each in running[day] if when(each) == slot)
                for day in days
            ),
        ]
        for slot in slots
    ]
