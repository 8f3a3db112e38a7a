"""Limits that a family sets for one child: a mark that falls below so many percent, days of absence that add up.

What is told is the crossing, once: a mark that stays below says nothing more, and one that rises and falls again is
another crossing. A limit says nothing of what a school hides, and nothing where marks are no percentages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from portal.rules.grading import How, Shown
from portal.rules.messages.leaving import digest_at, leaves_at
from portal.rules.messages.writing import Kind

LOWEST, HIGHEST, MOST_DAYS = 1, 100, 180
GRADES, ATTENDANCE = "grades", "attendance"
"""The kinds of messages by which a family is told (`portal/starter/message_kinds.toml`)."""


class What(StrEnum):
    """What reached a limit."""

    MARK = "mark"
    ABSENCES = "absences"

    @property
    def kind(self) -> str:
        """The kind of message that tells of it."""
        return GRADES if self is What.MARK else ATTENDANCE


class Basis(StrEnum):
    """How the number came about."""

    TOLD = "told"
    """The school’s own mark."""
    WEIGHTED = "weighted"
    """Added up from the assignments, each category by its weight."""
    POINTS = "points"
    """Added up from the points of all assignments."""
    DAYS = "days"
    """Days of absence, as the record of the whole day says."""


class Refusal(StrEnum):
    """Why a limit is not taken."""

    NO_PERCENT = "no-percent"
    NO_DAYS = "no-days"


@dataclass(frozen=True)
class Limits:
    """What one person set for one child; None where nothing is to be told."""

    mark_below: int | None = None
    absences: int | None = None


@dataclass(frozen=True)
class Standing:
    """How one thing stands that a limit is about: a mark in tenths of a percent, or days."""

    what: What
    subject: int
    """The class; 0 of absences, which are of the whole year."""
    span: str
    """The term or the school year it is about: another one is another crossing."""
    value: int
    basis: Basis
    title: str
    """The class, as the family knows it."""
    span_title: str
    as_of: datetime | None
    """When the school last sent something new of it."""

    @property
    def key(self) -> tuple[str, int, str]:
        """By which one crossing is told from another."""
        return (self.what.value, self.subject, self.span)


def read_percent(typed: str) -> int | Refusal | None:
    """A limit for marks, as typed; None where the field is empty."""
    return _number(typed, LOWEST, HIGHEST, Refusal.NO_PERCENT)


def read_days(typed: str) -> int | Refusal | None:
    """A limit for absences, as typed; None where the field is empty."""
    return _number(typed, 1, MOST_DAYS, Refusal.NO_DAYS)


def mark_stands(mark: Shown) -> tuple[int, Basis] | None:
    """The mark a family sees, in tenths of a percent, and how it came about; None where it is no percentage."""
    if mark.percent is None:
        return None
    basis = Basis.TOLD if mark.is_told else Basis.WEIGHTED if mark.added.how is How.WEIGHTED else Basis.POINTS
    return int(mark.percent * 10), basis


def is_reached(limits: Limits, standing: Standing) -> bool:
    """Whether it lies below the mark, or reaches the days, that the family named."""
    if standing.what is What.MARK:
        return limits.mark_below is not None and standing.value < limits.mark_below * 10
    return limits.absences is not None and standing.value >= limits.absences


def tell_at(what: What, at: datetime, *, digest: time, zone: ZoneInfo) -> datetime:
    """When a crossing is told: absences as soon as no night is in the way, marks with what can wait for the digest."""
    if what is What.ABSENCES:
        return leaves_at(at, kind=Kind.ATTENDANCE, zone=zone)
    return digest_at(at, digest=digest, zone=zone)


def percent_of(tenths: int) -> Decimal:
    """`64.5` of 645."""
    return Decimal(tenths) / 10


def _number(typed: str, lowest: int, highest: int, otherwise: Refusal) -> int | Refusal | None:
    plain = typed.strip().removesuffix("%").strip()
    if not plain:
        return None
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= 3 and lowest <= int(plain) <= highest):
        return otherwise
    return int(plain)
