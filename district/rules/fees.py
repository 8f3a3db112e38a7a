"""How a fee stands on a day: owed, late, paid or waived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum


class FeeStanding(Enum):
    """How a fee stands."""

    OWED = "owed"
    LATE = "late"
    """Owed after its last day."""
    PAID = "paid"
    WAIVED = "waived"


@dataclass(frozen=True)
class Sums:
    """Cents of several fees together: waived ones count nowhere."""

    asked: int
    paid: int
    owed: int


def owed(amount: int, paid: int, *, is_waived: bool) -> int:
    """What is still owed, in cents; never below zero."""
    return 0 if is_waived else max(0, amount - paid)


def fee_standing(amount: int, paid: int, *, is_waived: bool, due_on: date | None, on: date) -> FeeStanding:
    """How a fee stands on that day; `due_on` is the last day that is in time."""
    if is_waived:
        return FeeStanding.WAIVED
    if paid >= amount:
        return FeeStanding.PAID
    return FeeStanding.LATE if due_on and due_on < on else FeeStanding.OWED


def sums(fees: Iterable[tuple[int, int, bool]]) -> Sums:
    """The sums of (amount, paid, waived)."""
    counted = [(amount, paid) for amount, paid, is_waived in fees if not is_waived]
    return Sums(
        asked=sum(amount for amount, _ in counted),
        paid=sum(paid for _, paid in counted),
        owed=sum(owed(amount, paid, is_waived=False) for amount, paid in counted),
    )
