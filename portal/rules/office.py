"""What the office looks at before it gives somebody a code, and how a request to it ends.

NIST 63A and S4 want a photo ID. What is written down is which kind was seen and by whom; the number on it would be one
more thing to lose, and nobody needs it.
"""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from enum import StrEnum

from accounts.rules.throttling import Patience
from district.rules.folding import squeezed
from portal.rules.asking import Asked

ASKED = Patience(free=40, first=timedelta(minutes=10), forgotten_after=timedelta(hours=1))
"""Requests of one source: forty families may stand behind one school address; a flood is slowed to six an hour."""
SHOWN_FOR = timedelta(hours=1)
"""How long after issuing the office may still print the code it has on the screen."""

_NUMBER = re.compile(r"\d(?:[\s.\-/]?\d){5,}")


class Ground(StrEnum):
    """Why somebody asks the office."""

    NO_WAY = "no-way"
    NOT_ME = "not-me"
    MISSING_CHILD = "missing-child"
    """A family reports a child that its pages do not show. No code answers that."""


class IdKind(StrEnum):
    """What was looked at. A school's own staff may know somebody for years, and still looks."""

    DRIVER_LICENSE = "driver-license"
    STATE_ID = "state-id"
    PASSPORT = "passport"
    CONSULAR_CARD = "consular-card"
    TRIBAL_ID = "tribal-id"
    MILITARY_ID = "military-id"
    RESIDENT_CARD = "resident-card"
    STUDENT_ID = "student-id"
    OTHER_PHOTO_ID = "other-photo-id"


class Settlement(StrEnum):
    """How a request ended."""

    ISSUED = "issued"
    NOT_FOUND = "not-found"
    NOT_ENTITLED = "not-entitled"
    HAS_ACCOUNT = "has-account"
    NO_ID = "no-id"
    TWICE = "twice"
    CORRECTED = "corrected"
    OTHERWISE = "otherwise"


CLOSINGS = tuple(each for each in Settlement if each is not Settlement.ISSUED)
"""What the office chooses from when it closes a request without a code."""


class OfficeRefusal(StrEnum):
    """Why no code is issued, said to whoever sits at the desk."""

    OWN_FAMILY = "own-family"
    NOT_ENTITLED = "not-entitled"
    HAS_ACCOUNT = "has-account"
    SETTLED = "settled"


def looks_like_a_number(note: str) -> bool:
    """Whether a note holds six digits or more in a row, as the number of an ID does; a date or a telephone too."""
    return _NUMBER.search(note) is not None


def asked_key(asked: Asked, ground: Ground) -> str:
    """What two wordings of one question share: SHA-256 of the folded answers, hex."""
    said = (
        ground.value,
        *(squeezed(each) for each in (asked.first_name, asked.last_name)),
        *(squeezed(each) for each in (asked.student_first_name, asked.student_last_name)),
        asked.student_birth_date.isoformat(),
    )
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()
