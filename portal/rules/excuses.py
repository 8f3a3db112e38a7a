"""Asking to have an absence excused: which days may be asked about, and how an answer stands beside the record.

The school's record is the source's and is never written here. What the office answers is kept beside it, and where the
record comes to say something else later, the record counts, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from district.rules.attendance import Mark, is_absence, is_open

LONGEST_WORDS = 500


class Reason(StrEnum):
    """Why a student was away, as families choose it."""

    ILLNESS = "illness"
    APPOINTMENT = "appointment"
    FAMILY = "family"
    RELIGION = "religion"
    COURT = "court"
    OTHER = "other"


class Answer(StrEnum):
    """What the office says of one day."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class Record(StrEnum):
    """What the school's record says of a day."""

    UNEXCUSED = "unexcused"
    """Of the day, or of a class of it."""
    UNKNOWN = "unknown"
    """Absent, and nobody says whether it is excused."""
    SETTLED = "settled"
    """Excused, or no absence."""


class Standing(StrEnum):
    """How it stands with a day that was asked about: the answer beside what the record says now."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    """By the office; the record does not say so yet."""
    DECLINED = "declined"
    RECORDED = "recorded"
    """The record says that it is excused, or no absence any more. Nothing more is to be done."""
    OTHERWISE = "otherwise"
    """The office accepted, and the record has said something else since."""


class Hindrance(StrEnum):
    """Why a day may not be asked about."""

    SETTLED = "settled"
    WAITS = "waits"
    ACCEPTED = "accepted"
    TOO_LONG_AGO = "too-long-ago"


def record_of(marks: Iterable[Mark]) -> Record:
    """The gravest of what the record says of the absences of one day."""
    found = [each for each in marks if is_open(each)]
    if not found:
        return Record.SETTLED
    return Record.UNEXCUSED if any(each.excused is False for each in found) else Record.UNKNOWN


def missed(marks: Iterable[Mark]) -> int:
    """How many classes of a day were missed; 0 where the record is of the whole day."""
    found = [each for each in marks if is_absence(each)]
    return 0 if any(not each.is_class for each in found) else len(found)


def standing(answer: Answer | None, *, then: Record | None, now: Record) -> Standing:
    """How a day stands: `then` is what the record said when it was answered."""
    if now is Record.SETTLED:
        return Standing.RECORDED
    if answer is None:
        return Standing.WAITING
    if answer is Answer.DECLINED:
        return Standing.DECLINED
    return Standing.ACCEPTED if then is now else Standing.OTHERWISE


def first_day(on: date, *, days: int) -> date:
    """The first day that may still be asked about on the day `on`."""
    return on - timedelta(days=days)


def hindrance(day: date, record: Record, stands: Standing | None, *, first: date) -> Hindrance | None:
    """Why a day may not be asked about; None where it may. A day that was declined may be asked about again."""
    if record is Record.SETTLED:
        return Hindrance.SETTLED
    if stands is Standing.WAITING:
        return Hindrance.WAITS
    if stands is Standing.ACCEPTED:
        return Hindrance.ACCEPTED
    return Hindrance.TOO_LONG_AGO if day < first else None
