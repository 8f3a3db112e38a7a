"""Keeps who took the list of people and their access away as a file, what for, and how it was narrowed."""

from __future__ import annotations

from datetime import date, datetime

from foundation import audit
from foundation.audit import Actor
from household.access.events import AccessAnswersExported, AccessDayExported, AccessListExported
from household.access.queries import Wanted


def note_export(wanted: Wanted, *, kind: str, people: int, reason: str, by: Actor, at: datetime) -> None:
    """Before the file leaves: `people` are in it, and `kind` is `csv` or `xlsx`."""
    told = AccessListExported(
        format=kind,
        people=people,
        states=[each.value for each in wanted.states],
        track=wanted.track,
        school_id=wanted.school_id,
        at_most_days=wanted.at_most_days,
        reason=reason,
    )
    audit.record(told, by=by, at=at)


def note_answers(area: str, *, on: date, people: int, reason: str = "", by: Actor, at: datetime) -> None:
    """Before the answers of an area leave as a file."""
    audit.record(AccessAnswersExported(area, on, people, reason), by=by, at=at)


def note_day_export(day: date, *, people: int, reason: str, by: Actor, at: datetime) -> None:
    """Before the list of who had access on a day leaves as a file."""
    audit.record(AccessDayExported(day, people, reason), by=by, at=at)
