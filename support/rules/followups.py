"""Three follow-ups in ten business days: the desk's “3 x 10” (S1).

The day of the resolution is day 0. On the desk's business days 3, 6 and 9 the contact is asked whether the resolution
holds; when the desk closes on day 10 the case is closed. Any answer of the contact ends the plan. The days are the
desk's own: its zone, its weekends, its holidays.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from support.rules.office_hours import DAY, OFFICE, Note, closing_of, days_after, why_closed

ASKED_ON = (3, 6, 9)
"""The business days on which a follow-up goes out."""
CLOSES_ON = 10


@dataclass(frozen=True)
class Plan:
    """The days of one resolution."""

    resolved_on: date
    follow_ups: tuple[date, ...]
    closes_at: datetime
    """The moment at which the desk closes on the tenth business day (office zone)."""


@dataclass(frozen=True)
class PlanDay:
    """One day of the plan as it is drawn."""

    day: date
    number: int | None
    """Its business day; None for one that does not count."""
    closed: Note | None
    """Why it does not count."""
    follow_up: int | None
    """Which of the three goes out on it, from 1."""
    is_resolution: bool
    is_closing: bool


@dataclass(frozen=True)
class Due:
    """What the plan asks for now."""

    send: int | None = None
    """The newest follow-up that is due, where it has not gone out."""
    missed: tuple[int, ...] = ()
    """Older ones whose day passed without them: told as missed, and never sent on top of a newer one."""
    close: bool = False


def office_day(moment: datetime) -> date:
    """The desk's day on which a moment (aware) falls."""
    return moment.astimezone(OFFICE).date()


def plan(resolved_on: date) -> Plan:
    """The plan of a resolution written on that day of the desk."""
    days = tuple(days_after(resolved_on, number) for number in ASKED_ON)
    return Plan(resolved_on, days, closing_of(days_after(resolved_on, CLOSES_ON)))


def due(resolved_on: date, done: Collection[int], *, at: datetime) -> Due:
    """What is to be done at a moment (aware), where the follow-ups numbered `done` are sent or told as missed.

    A night that came late is made up for: the newest follow-up is sent on its day or after it, each once. When the case
    is due to be closed none is sent any more: the mail of the closing says that they were missed.
    """
    drawn = plan(resolved_on)
    today = office_day(at)
    waiting = [n for n, day in enumerate(drawn.follow_ups, start=1) if day <= today and n not in done]
    if at >= drawn.closes_at:
        return Due(missed=tuple(waiting), close=True)
    return Due(send=waiting[-1], missed=tuple(waiting[:-1])) if waiting else Due()


def first_day_asked(today: date) -> date:
    """The latest day of a resolution whose first follow-up is due by `today`: what the night need not look behind."""
    day = today
    while days_after(day, ASKED_ON[0]) > today:
        day -= DAY
    return day


def drawn(resolved_on: date) -> tuple[PlanDay, ...]:
    """Every calendar day from the resolution to the closing."""
    each, days = plan(resolved_on), list[PlanDay]()
    day, number = resolved_on, 0
    while day <= each.closes_at.date():
        closed = why_closed(day)
        number += closed is None and day != resolved_on
        counts = closed is None or day == resolved_on
        days.append(
            PlanDay(
                day=day,
                number=number if counts else None,
                closed=None if counts else closed,
                follow_up=each.follow_ups.index(day) + 1 if day in each.follow_ups else None,
                is_resolution=day == resolved_on,
                is_closing=day == each.closes_at.date(),
            )
        )
        day += DAY
    return tuple(days)
