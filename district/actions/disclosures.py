"""A disclosure of a student's record is entered in the list that the family reads, and corrected by a later entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from district.events import DisclosureCorrected, DisclosureRecorded
from district.models import Disclosure
from district.queries.disclosures import DisclosureSeen
from district.queries.reads import office_of
from district.rules.disclosures import DisclosureFault, fault_of
from foundation import audit, clock, db
from foundation.audit import Actor


@dataclass(frozen=True)
class Told:
    """What an entry says."""

    recipient: str
    basis: str
    interest: str
    what: str
    day: date


def record_disclosure(student_id: int, told: Told, *, by: Actor, at: datetime) -> DisclosureFault | None:
    """Enter a disclosure; what is in the way, where something is."""
    fault = _fault(told, on=clock.day_of(at))
    if fault is not None:
        return fault
    _write(student_id, told, by=by, at=at)

    audit.record(DisclosureRecorded(student_id, after={"disclosed_on": told.day}), by=by, at=at)
    return None


def correct_disclosure(
    student_id: int, wrong: DisclosureSeen, told: Told | None, *, because: str, by: Actor, at: datetime
) -> DisclosureFault | None:
    """Enter what is right beside what was wrong; `told` None: it never happened. An entry is corrected once."""
    fault = _fault(told, on=clock.day_of(at)) if told is not None else None
    if fault is None and not because:
        fault = DisclosureFault.NO_REASON
    if fault is not None:
        return fault
    right = told or Told(wrong.recipient, wrong.basis.value, wrong.interest, wrong.what, wrong.disclosed_on)
    try:
        with db.session().begin_nested():
            _write(student_id, right, corrects_id=wrong.id, is_void=told is None, because=because, by=by, at=at)
    except IntegrityError:
        return DisclosureFault.CORRECTED_ALREADY

    event = DisclosureCorrected(
        student_id,
        before={"disclosed_on": wrong.disclosed_on},
        after={"disclosed_on": None if told is None else told.day},
        reason=because,
    )
    audit.record(event, by=by, at=at)
    return None


def _fault(told: Told, *, on: date) -> DisclosureFault | None:
    return fault_of(told.recipient, told.basis, told.interest, told.what, told.day, on=on)


def _write(
    student_id: int,
    told: Told,
    *,
    corrects_id: int | None = None,
    is_void: bool = False,
    because: str = "",
    by: Actor,
    at: datetime,
) -> None:
    office = db.session().scalar(select(office_of(by.person_id, on=clock.day_of(at)))) if by.person_id else ""
    made = Disclosure(
        student_id=student_id,
        recipient=told.recipient,
        basis=told.basis,
        interest=told.interest,
        what=told.what,
        disclosed_on=told.day,
        corrects_id=corrects_id,
        is_void=is_void,
        because=because,
        office=office or "",
        recorded_by_id=by.person_id,
        recorded_at=at,
    )
    db.session().add(made)
    db.session().flush()
