"""To whom a student's record was disclosed. Whoever asks has been let see the student, by the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from district.models import Disclosure
from district.rules.disclosures import Basis
from foundation import db


@dataclass(frozen=True)
class DisclosureSeen:
    """One entry, and when a later one corrected it."""

    id: int
    recipient: str
    basis: Basis
    interest: str
    what: str
    disclosed_on: date
    office: str
    recorded_at: datetime
    corrects_id: int | None
    is_void: bool
    because: str
    corrected_at: datetime | None
    """None where it holds."""


def disclosures_of(student_id: int) -> list[DisclosureSeen]:
    """Every entry, the latest disclosure first; what was corrected stands with its correction. One statement."""
    found = db.session().scalars(
        select(Disclosure)
        .where(Disclosure.student_id == student_id)
        .order_by(Disclosure.disclosed_on.desc(), Disclosure.id.desc())
    )
    entries = list(found)
    corrected = {each.corrects_id: each.recorded_at for each in entries if each.corrects_id is not None}
    return [
        DisclosureSeen(
            id=each.id,
            recipient=each.recipient,
            basis=Basis(each.basis),
            interest=each.interest,
            what=each.what,
            disclosed_on=each.disclosed_on,
            office=each.office,
            recorded_at=each.recorded_at,
            corrects_id=each.corrects_id,
            is_void=each.is_void,
            because=each.because,
            corrected_at=corrected.get(each.id),
        )
        for each in entries
    ]


def disclosure_of(student_id: int, number: int) -> DisclosureSeen | None:
    """One entry of a student's list. One statement."""
    return next((each for each in disclosures_of(student_id) if each.id == number), None)
