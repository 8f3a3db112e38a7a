"""Disclosures of a student's record to somebody outside the district (34 CFR 99.32): what an entry has to say.

What goes to the guardians, to the student, or to the district's own staff is no disclosure to be recorded. A subpoena
that orders secrecy is not recorded here either: families read this list at any time.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

LONGEST = 300


class Basis(StrEnum):
    """On which ground the record was disclosed (34 CFR 99.30 and 99.31)."""

    CONSENT = "consent"
    SCHOOL = "school"
    AUTHORITY = "authority"
    AID = "aid"
    JUVENILE = "juvenile"
    STUDY = "study"
    ACCREDITING = "accrediting"
    COURT = "court"
    WELFARE = "welfare"
    EMERGENCY = "emergency"


class DisclosureFault(StrEnum):
    """Why an entry is not kept."""

    NO_RECIPIENT = "no-recipient"
    NO_BASIS = "no-basis"
    NO_INTEREST = "no-interest"
    NO_THREAT = "no-threat"
    NOTHING_DISCLOSED = "nothing-disclosed"
    TO_COME = "to-come"
    NO_REASON = "no-reason"
    CORRECTED_ALREADY = "corrected-already"


def fault_of(recipient: str, basis: str, interest: str, what: str, day: date, *, on: date) -> DisclosureFault | None:
    """What is in the way of an entry, the first thing first; None where it is whole."""
    if not recipient:
        return DisclosureFault.NO_RECIPIENT
    if basis not in set(Basis):
        return DisclosureFault.NO_BASIS
    if not interest:
        return DisclosureFault.NO_THREAT if basis == Basis.EMERGENCY else DisclosureFault.NO_INTEREST
    if not what:
        return DisclosureFault.NOTHING_DISCLOSED
    return DisclosureFault.TO_COME if day > on else None
