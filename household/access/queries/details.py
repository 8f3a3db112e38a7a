"""What a list says of each person beside how they stand, and the whole of a list, portion by portion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Subquery, func, or_, select

from district.models import Person, PersonIdentifier, School, StaffAssignment, StaffEmployment
from foundation import db
from household.access.models import ApprovalRequest, BulkReminded, BulkReminder, Reminder
from household.access.queries.lists import Listed, Place, Wanted, people_standing
from household.access.queries.people import EMPLOYEE

PORTION = 500


class SchoolToChoose(NamedTuple):
    """A school that a list can be narrowed to."""

    id: int
    public_id: str
    name: str


@dataclass(frozen=True)
class Details:
    """One person: names as they sort, the employee number, current jobs as (role, team or place), the last reminder,
    and the district's day on which an approval was asked for that nobody has given yet."""

    first_name: str
    last_name: str
    employee_id: str
    jobs: tuple[tuple[str, str], ...]
    reminded_at: datetime | None
    asked_on: date | None


def schools_to_choose() -> list[SchoolToChoose]:
    """Every school that is open, by name."""
    asked = select(School.id, School.public_id, School.name).where(School.is_open).order_by(School.name)
    return [SchoolToChoose(*row) for row in db.session().execute(asked)]


def details_of(person_ids: Sequence[int], *, on: date, area: str) -> dict[int, Details]:
    """The details of a few hundred people. One statement."""
    jobs = _jobs_of(person_ids, on)
    asked = (
        select(
            Person.id,
            func.coalesce(func.nullif(Person.preferred_first_name, ""), Person.first_name),
            func.coalesce(func.nullif(Person.preferred_last_name, ""), Person.last_name),
            _NUMBER,
            _REMINDED.where(Reminder.area == area).scalar_subquery(),
            _BY_HAND.where(BulkReminder.area == area).scalar_subquery(),
            _ASKED.where(ApprovalRequest.area == area).scalar_subquery(),
            jobs.c.job_role,
            jobs.c.place,
        )
        .outerjoin(jobs, jobs.c.person_id == Person.id)
        .where(Person.id.in_(person_ids))
        .order_by(Person.id, jobs.c.is_primary.desc(), jobs.c.id)
    )
    found: dict[int, Details] = {}
    for person_id, first, last, number, by_night, by_hand, asked_on, role, place in db.session().execute(asked):
        before = found[person_id].jobs if person_id in found else ()
        these = (*before, (role, place)) if role is not None else before
        reminded_at = max((each for each in (by_night, by_hand) if each is not None), default=None)
        found[person_id] = Details(first, last, number or "", these, reminded_at, asked_on)
    return found


def everybody_standing(wanted: Wanted, *, on: date) -> Iterator[list[tuple[Listed, Details]]]:
    """The whole of a list, a portion at a time, from one picture of the database: nobody twice, nobody left out.

    Nothing else may have been read in this session since it began.
    """
    if not db.is_sqlite():
        db.session().connection(execution_options={"isolation_level": "REPEATABLE READ"})
    after: Place | None = None
    while portion := people_standing(wanted, on=on, after=after, limit=PORTION):
        details = details_of([each.person_id for each in portion], on=on, area=wanted.area)
        yield [(each, details[each.person_id]) for each in portion]
        after = portion[-1].place


def _jobs_of(person_ids: Sequence[int], on: date) -> Subquery:
    """The jobs of these people that stand on the day; the end of the employment ends the job too."""
    return (
        select(
            StaffAssignment.id,
            StaffAssignment.person_id,
            StaffAssignment.is_primary,
            StaffAssignment.job_role,
            func.coalesce(func.nullif(StaffAssignment.team, ""), School.name, StaffAssignment.location).label("place"),
        )
        .outerjoin(StaffEmployment, StaffEmployment.id == StaffAssignment.employment_id)
        .outerjoin(School, School.id == StaffAssignment.school_id)
        .where(
            StaffAssignment.person_id.in_(person_ids),
            or_(StaffAssignment.starts.is_(None), StaffAssignment.starts <= on),
            or_(StaffAssignment.ends.is_(None), StaffAssignment.ends > on),
            or_(StaffEmployment.ends.is_(None), StaffEmployment.ends > on),
        )
        .subquery()
    )


_NUMBER = (
    select(func.min(PersonIdentifier.value))
    .where(PersonIdentifier.person_id == Person.id, PersonIdentifier.type == EMPLOYEE)
    .scalar_subquery()
)
_REMINDED = select(func.max(Reminder.written_at)).where(Reminder.person_id == Person.id).correlate(Person)
_ASKED = (
    select(func.max(ApprovalRequest.asked_on))
    .where(ApprovalRequest.person_id == Person.id, ApprovalRequest.closed_at.is_(None))
    .correlate(Person)
)
_BY_HAND = (
    select(func.max(BulkReminded.written_at))
    .join(BulkReminder, BulkReminder.id == BulkReminded.bulk_id)
    .where(BulkReminded.person_id == Person.id)
    .correlate(Person)
)
