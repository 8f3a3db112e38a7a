"""Whom a message comes to, of those around a student, and why somebody is left out.

Whoever does not see the student gets nothing about the student (`district.rules.guardianship.sight`): not a guardian
whose tie has ended or whom an order keeps away, and nobody who is only to be called in an emergency. Of orders nothing
is told: who is kept away by one is not listed at all.
"""

from __future__ import annotations

from enum import StrEnum

from district.rules.guardianship import Reason, Sight


class Because(StrEnum):
    """Why somebody around a student gets nothing, told to whoever writes."""

    NO_WAY = "no-way"
    NO_MESSAGES = "no-messages"
    NO_PORTAL = "no-portal"
    NOBODY = "nobody"


_TOLD = {
    Reason.PORTAL_OFF: Because.NO_PORTAL,
    Reason.PORTAL_UNKNOWN: Because.NO_PORTAL,
    Reason.GUARDIAN_UNKNOWN: Because.NO_PORTAL,
}


def is_kept_away(answer: Sight, *, no_contact: bool) -> bool:
    """Whether the law keeps this adult from the student, or from hearing of them."""
    return no_contact or answer.reason is Reason.RESTRICTED


def left_out_because(answer: Sight, *, messenger: bool | None) -> Because | None:
    """Why an adult whom no order keeps away gets nothing: a reason to show, or None where they are no recipient at all
    or are one indeed. `messenger` False: the office has on record that they want no messages."""
    if not answer.allowed:
        return _TOLD.get(answer.reason)
    return Because.NO_MESSAGES if messenger is False else None
