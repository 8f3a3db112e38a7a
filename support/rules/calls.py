"""Who is on the telephone: what an advisor has to check before a case is spoken about, and who may listen (S1, S0)."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class Check(StrEnum):
    """What may be checked of a caller."""

    CALLED_BACK = "called-back"
    """The advisor rang back at the number on file."""
    WRITTEN = "written"
    """The caller wrote on the case, signed in, as they were asked on the telephone."""
    EMAIL = "email"
    """They named the e-mail address on file."""
    USERNAME = "username"
    CASE = "case"
    """They told what the case says, beyond its number."""
    COLLEAGUES = "colleagues"
    """They named another authorized contact of their organization."""


PROOFS = frozenset({Check.CALLED_BACK, Check.WRITTEN})
"""One of these is enough: a stranger cannot bring it about."""
FACTS_ENOUGH = 2
"""So many of the others together."""


class CallRefusal(StrEnum):
    """Why a call cannot be logged so."""

    NOT_CONTACT = "not-contact"
    """Whoever is named as the contact is none of this organization today."""
    NOT_VERIFIED = "not-verified"
    NO_CONTACT_PRESENT = "no-contact-present"
    """Somebody who is no contact joins a call only with a contact present."""
    NO_NOTE = "no-note"


def is_verified(checks: Collection[Check]) -> bool:
    """Whether so much was checked that the caller counts as the contact they say they are."""
    return bool(PROOFS.intersection(checks)) or len(frozenset(checks) - PROOFS) >= FACTS_ENOUGH


def may_log(
    checks: Collection[Check], note: str, *, names_contact: bool, is_contact: bool, others: str, is_unhanded: bool
) -> CallRefusal | None:
    """Why a call cannot be logged: `others` are those on the line who are no contacts.

    `names_contact`: the advisor says which contact spoke; `is_contact`: that one is in force for the organization.
    `is_unhanded`: the case is an emergency that no contact has yet, and whoever reported it may be spoken with.
    """
    if not names_contact and is_unhanded and others.strip():
        return None if note.strip() else CallRefusal.NO_NOTE
    if not names_contact:
        return CallRefusal.NO_CONTACT_PRESENT if others.strip() else CallRefusal.NOT_CONTACT
    if not is_contact:
        return CallRefusal.NOT_CONTACT
    if not is_verified(checks):
        return CallRefusal.NOT_VERIFIED
    return None if note.strip() else CallRefusal.NO_NOTE
