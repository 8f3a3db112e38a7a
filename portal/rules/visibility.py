"""What a person is told of why a child is shown to them or not: true, and safe to say to whoever reads it.

A child is not named at all where a court order keeps the records from the reader, and where the record ties the two no
longer or not yet: names change, and where a child goes to school is for nobody to find out here. Who is restricted
reads the same page as somebody whom the district does not know beside any child.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from enum import Enum

from accounts.rules.throttling import Patience
from district.rules.folding import squeezed
from district.rules.guardianship import Reason, Sight

REPORTED = Patience(free=5, first=timedelta(minutes=30), forgotten_after=timedelta(days=1))
"""Reports of one account: more are slowed."""


class Told(Enum):
    """What is said of one child."""

    SHOWN = "shown"
    OF_AGE = "of-age"
    LEFT = "left"
    ENTERS_LATER = "enters-later"
    NOT_ENROLLED = "not-enrolled"
    NOT_GUARDIAN = "not-guardian"
    NOT_CONFIRMED = "not-confirmed"
    """Nobody has said yet whether they are a guardian, or may use the portal."""
    PORTAL_OFF = "portal-off"


_TOLD = {
    Reason.OF_AGE: Told.OF_AGE,
    Reason.LEFT: Told.LEFT,
    Reason.ENTERS_LATER: Told.ENTERS_LATER,
    Reason.NEVER_ENROLLED: Told.NOT_ENROLLED,
    Reason.NOT_GUARDIAN: Told.NOT_GUARDIAN,
    Reason.GUARDIAN_UNKNOWN: Told.NOT_CONFIRMED,
    Reason.PORTAL_UNKNOWN: Told.NOT_CONFIRMED,
    Reason.PORTAL_OFF: Told.PORTAL_OFF,
}


def told_of(answer: Sight) -> Told | None:
    """What the reader is told of a child by the answer of `sight`; None: the child is not named."""
    return Told.SHOWN if answer.allowed else _TOLD.get(answer.reason)


def report_key(person_id: int, first_name: str, last_name: str, birth_date: date | None) -> str:
    """What two reports of one child by one person share: SHA-256 of what was typed, folded, hex."""
    said = ("missing-child", str(person_id), squeezed(first_name), squeezed(last_name), str(birth_date or ""))
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()
