"""Who coaches colleagues at which school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, literal, or_, select

from district.models import Person, School
from district.queries import holds_a_job
from foundation import db
from support.models import BuildingCoach, Organization
from support.queries.organizations import school_of


@dataclass(frozen=True)
class Coach:
    """Somebody who helps at a school."""

    public_id: str
    full_name: str
    starts: date


@dataclass(frozen=True)
class Coached:
    """A school with its coaches; none may be named."""

    school_id: int
    public_id: str
    name: str
    coaches: tuple[Coach, ...]


def coaches_of(organization: Organization, *, on: date) -> list[Coached]:
    """Every school of an organization, by name, with the coaches who work here on that day. One statement."""
    stands = and_(
        BuildingCoach.school_id == School.id,
        BuildingCoach.starts <= on,
        or_(BuildingCoach.ends.is_(None), BuildingCoach.ends > on),
        holds_a_job(db.table(BuildingCoach).c.person_id, literal(on)),
    )
    asked = (
        select(School, BuildingCoach, Person)
        .select_from(School)
        .outerjoin(BuildingCoach, stands)
        .outerjoin(Person, Person.id == BuildingCoach.person_id)
        .where(School.id.in_(school_of(organization)))
        .order_by(School.name, School.id, BuildingCoach.id)
    )
    found: dict[int, tuple[School, list[Coach]]] = {}
    for school, coach, person in db.session().execute(asked):
        coaches = found.setdefault(school.id, (school, []))[1]
        if coach is not None:
            coaches.append(Coach(coach.public_id, person.full_name, coach.starts))
    return [Coached(each.id, each.public_id, each.name, tuple(coaches)) for each, coaches in found.values()]


def is_coach(person_id: int, school_id: int) -> bool:
    """Whether somebody coaches at a school, not ended."""
    asked = select(BuildingCoach.id).where(
        BuildingCoach.person_id == person_id, BuildingCoach.school_id == school_id, BuildingCoach.ends.is_(None)
    )
    return db.session().scalar(asked.limit(1)) is not None


def coach_at(public_id: str, organization: Organization) -> BuildingCoach | None:
    """A coach of a school of that organization, ended or not."""
    asked = select(BuildingCoach).where(
        BuildingCoach.public_id == public_id, BuildingCoach.school_id.in_(school_of(organization))
    )
    return db.session().scalars(asked).one_or_none()
