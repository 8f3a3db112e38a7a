"""What administrators proposed by hand: the open ones, one by its name, and why somebody's access was taken away."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from district.models import Person, StaffAssignment
from foundation import db
from household.access.models import Proposal, Revocation
from household.access.rules.proposals import GOOD_FOR, Course, course_on


@dataclass(frozen=True)
class Proposed:
    """A proposal as people read it."""

    public_id: str
    kind: str
    last_day: date | None
    reason: str
    course: Course
    """By the day asked about."""
    proposed_by_id: int
    proposed_by: str
    proposed_at: datetime
    good_through: date
    """The last day on which it can be confirmed."""
    settled_by: str
    settled_at: datetime | None
    person_id: int
    person_public_id: str
    person: str


def proposal_called(public_id: str) -> Proposal | None:
    """The record itself, to decide about."""
    return db.session().scalars(select(Proposal).where(Proposal.public_id == public_id)).one_or_none()


def proposed(public_id: str, *, on: date) -> Proposed | None:
    """One proposal as people read it. One statement."""
    return next(iter(_read(_ASKED.where(Proposal.public_id == public_id), on)), None)


def proposals_about(person_id: int, *, area: str, on: date) -> list[Proposed]:
    """Every proposal about one person, newest first. One statement."""
    about = _ASKED.where(Proposal.person_id == person_id, Proposal.area == area)
    return _read(about.order_by(Proposal.id.desc()), on)


def open_proposals(*, area: str, on: date, limit: int) -> list[Proposed]:
    """What waits for a second person, oldest first. One statement."""
    return _read(_ASKED.where(*_open(area, on)).order_by(Proposal.proposed_on, Proposal.id).limit(limit), on)


def number_of_open_proposals(*, area: str, on: date) -> int:
    """How many wait for a second person."""
    return db.session().scalar(select(func.count()).select_from(Proposal).where(*_open(area, on))) or 0


def staff_called(public_id: str) -> Person | None:
    """Somebody who works or worked here."""
    works = select(StaffAssignment.id).where(StaffAssignment.person_id == Person.id).exists()
    return db.session().scalars(select(Person).where(Person.public_id == public_id, works)).one_or_none()


def why_revoked(person_ids: Collection[int], *, area: str) -> dict[int, str]:
    """The reason of the newest revocation of each of these people. One statement."""
    asked = (
        select(Revocation.person_id, Revocation.reason)
        .where(Revocation.person_id.in_(person_ids), Revocation.area == area)
        .order_by(Revocation.id)
    )
    rows = db.session().execute(asked).all()
    return {row[0]: row[1] for row in rows}


def _open(area: str, on: date) -> list[Any]:
    return [Proposal.area == area, Proposal.state == Course.OPEN.value, Proposal.proposed_on >= on - GOOD_FOR]


_FIRST, _SECOND = aliased(Person), aliased(Person)
_ASKED: Select[*tuple[Any, ...]] = (
    select(Proposal, Person, _FIRST, _SECOND)
    .join(Person, Person.id == Proposal.person_id)
    .join(_FIRST, _FIRST.id == Proposal.proposed_by_id)
    .outerjoin(_SECOND, _SECOND.id == Proposal.settled_by_id)
)


def _read(asked: Select[*tuple[Any, ...]], on: date) -> list[Proposed]:
    return [
        Proposed(
            public_id=each.public_id,
            kind=each.kind,
            last_day=each.last_day,
            reason=each.reason,
            course=course_on(each.state, each.proposed_on, on),
            proposed_by_id=each.proposed_by_id,
            proposed_by=first.full_name,
            proposed_at=each.proposed_at,
            good_through=each.proposed_on + GOOD_FOR,
            settled_by=second.full_name if second else "",
            settled_at=each.settled_at,
            person_id=each.person_id,
            person_public_id=person.public_id,
            person=person.full_name,
        )
        for each, person, first, second in db.session().execute(asked)
    ]
