"""Plain keyword builders of what household access rests on: employments, courses, approvals. See `demo/people.py`.

They write facts and follow nothing: whoever is done writing calls `household.access.actions.refresh`.
"""

from __future__ import annotations

from datetime import date, datetime

from accounts.models import AccountRole
from demo.cast import HR, LONG_AGO, LONG_AGO_AT, TRAINING, Place, Someone, keep, write
from district.models import Completion, StaffEmployment
from foundation import db
from household.access.models import Approval, Revocation
from household.access.rules.policy_reading import HOUSEHOLD


def an_employment(person: Someone, *, starts: date = LONG_AGO, ends: date | None = None) -> int:
    """From hire to departure; `ends` is the first day after the last. Gives its id."""
    return write(
        StaffEmployment(person_id=person.id, starts=starts, ends=ends, source=HR, source_key=db.new_public_id())
    ).id


def a_completion(person: Someone, course: str, *, on: date, at: datetime = LONG_AGO_AT) -> None:
    """A course finished on a day, which reached the record `at`."""
    keep(
        Completion(
            person_id=person.id,
            course=course,
            completed_on=on,
            score=92,
            status="passed",
            recorded_at=at,
            source=TRAINING,
            source_key=db.new_public_id(),
        )
    )


def an_approval(person: Someone, school: Place, *, on: date, by: Someone, at: datetime = LONG_AGO_AT) -> None:
    """The yes of a principal for one member of staff at one school."""
    keep(
        Approval(
            person_id=person.id,
            area=HOUSEHOLD,
            location=school.code,
            approved_on=on,
            approved_by_id=by.id,
            recorded_at=at,
        )
    )


def a_revocation(person: Someone, *, starts: date, reason: str, by: Someone, at: datetime = LONG_AGO_AT) -> None:
    """Household access taken away by a person, and not given back."""
    keep(
        Revocation(
            person_id=person.id,
            area=HOUSEHOLD,
            starts=starts,
            reason=reason,
            revoked_by_id=by.id,
            recorded_at=at,
        )
    )


def a_role(account_id: int, role: str, *, at: datetime = LONG_AGO_AT) -> None:
    """A role given to a staff account."""
    keep(AccountRole(account_id=account_id, role=role, given_at=at))
