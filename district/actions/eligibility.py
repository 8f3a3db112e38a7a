"""Why a guardian still sees a student of 18: recorded with what was seen, and withdrawn at once.

Whoever calls has taken on the student with `holding.hold`.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from district.events import EligibleBasisBegun, EligibleBasisEnded
from district.models import EligibleStudentBasis, Relationship
from district.rules.eligibility import BasisFault, refusal_to_record
from foundation import audit, clock, db
from foundation.audit import Actor, Values


def record_basis(
    adult_id: int, student_id: int, *, kind: str, note: str, starts: date, by: Actor, at: datetime
) -> EligibleStudentBasis | BasisFault:
    """Record a ground that somebody has seen the evidence of, or say what is in the way."""
    on = clock.day_of(at)
    held = frozenset(each.kind for each in _standing(adult_id, student_id, on=on))
    is_guardian = _is_guardian(adult_id, student_id, on=on)
    fault = refusal_to_record(kind, note, starts, on=on, is_guardian=is_guardian, held=held)
    if fault is not None:
        return fault
    basis = EligibleStudentBasis(
        adult_id=adult_id,
        student_id=student_id,
        kind=kind,
        note=note,
        starts=starts,
        recorded_by_id=by.person_id,
        recorded_at=at,
    )
    db.session().add(basis)
    db.session().flush()

    after: Values = {"ground": kind, "starts": starts}
    audit.record(EligibleBasisBegun(student_id, (adult_id,), after=after), by=by, at=at)
    return basis


def withdraw_basis(basis: EligibleStudentBasis, *, by: Actor, at: datetime, reason: str) -> bool:
    """End a ground from this moment on; False where it has ended already."""
    ends = max(clock.day_of(at), basis.starts)
    if basis.ends is not None and basis.ends <= ends:
        return False
    before = basis.ends
    basis.ends = ends
    db.session().flush()

    told = EligibleBasisEnded(
        basis.student_id, (basis.adult_id,), before={"ends": before}, after={"ends": ends}, reason=reason
    )
    audit.record(told, by=by, at=at)
    return True


def _standing(adult_id: int, student_id: int, *, on: date) -> list[EligibleStudentBasis]:
    found = select(EligibleStudentBasis).where(
        EligibleStudentBasis.adult_id == adult_id,
        EligibleStudentBasis.student_id == student_id,
        EligibleStudentBasis.ends.is_(None) | (EligibleStudentBasis.ends > on),
    )
    return list(db.session().scalars(found))


def _is_guardian(adult_id: int, student_id: int, *, on: date) -> bool:
    found = select(Relationship.id).where(
        Relationship.adult_id == adult_id,
        Relationship.student_id == student_id,
        Relationship.guardian.is_(True),
        Relationship.starts <= on,
        Relationship.ends.is_(None) | (Relationship.ends > on),
    )
    return db.session().scalar(found.limit(1)) is not None
