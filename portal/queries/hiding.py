"""Which schools’ pages somebody may hide, as whom, and what these schools have hidden."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased

from district.models import HiddenSection, Person, School, StaffAssignment
from district.queries.employment import job_stands
from district.queries.sight_facts import SCHOOL
from foundation import db
from portal.rules.sections import Section

MOST_SHOWN = 100


@dataclass(frozen=True)
class Reached:
    """A school whose pages somebody may hide, and the job that families are told."""

    school_id: int
    public_id: str
    name: str
    title: str


@dataclass(frozen=True)
class Hiding:
    """One page that a school hides, will hide or has hidden."""

    public_id: str
    school: str
    section: Section
    starts: date
    ends: date | None
    """Exclusive; None until somebody shows it again."""
    reason: str
    title: str
    hidden_by: str
    """The name; empty for a command."""
    hidden_at: datetime
    ended_at: datetime | None
    version: int

    def is_over(self, on: date) -> bool:
        """Whether it hides nothing any more from that day on."""
        return self.ended_at is not None or (self.ends is not None and self.ends <= on)


def schools_reached(person_id: int, *, everywhere: bool, leading: Collection[str], on: date) -> list[Reached]:
    """The schools that this person leads by a job of `leading` (roles in small letters); `everywhere`: every school.

    By name. One statement.
    """
    chosen = _everywhere(person_id, on) if everywhere else _led(person_id, leading, on)
    return list({row.id: Reached(row[0], row[1], row[2], row[3]) for row in db.session().execute(chosen)}.values())


def _led(person_id: int, leading: Collection[str], on: date) -> Select[int, str, str, str]:
    job = StaffAssignment
    return (
        select(School.id, School.public_id, School.name, _title())
        .join(job, job.school_id == School.id)
        .where(
            job.person_id == person_id,
            db.lowered(job.job_role).in_(sorted(leading)),
            job_stands(on),
            School.kind == SCHOOL,
            School.is_open.is_(True),
        )
        .order_by(School.name, School.id, job.id)
    )


def _everywhere(person_id: int, on: date) -> Select[int, str, str, str]:
    job = StaffAssignment
    return (
        select(School.id, School.public_id, School.name, func.coalesce(_title(), ""))
        .outerjoin(job, and_(job.person_id == person_id, job_stands(on)))
        .where(School.kind == SCHOOL, School.is_open.is_(True))
        .order_by(School.name, School.id, job.is_primary.desc(), job.id.desc())
    )


def _title() -> ColumnElement[str]:
    return func.coalesce(func.nullif(StaffAssignment.job_title, ""), StaffAssignment.job_role)


def hidings_at(schools: Collection[int]) -> list[Hiding]:
    """What these schools hide and have hidden, the latest first. One statement."""
    by = aliased(Person)
    rows = db.session().execute(
        select(HiddenSection, School.name, func.coalesce(by.first_name + " " + by.last_name, ""))
        .join(School, School.id == HiddenSection.school_id)
        .outerjoin(by, by.id == HiddenSection.hidden_by_id)
        .where(HiddenSection.school_id.in_(schools))
        .order_by(HiddenSection.hidden_at.desc(), HiddenSection.id.desc())
        .limit(MOST_SHOWN)
    )
    return [
        Hiding(
            public_id=each.public_id,
            school=school,
            section=Section(each.section),
            starts=each.starts,
            ends=each.ends,
            reason=each.reason,
            title=each.hidden_by_title,
            hidden_by=name,
            hidden_at=each.hidden_at,
            ended_at=each.ended_at,
            version=each.version,
        )
        for each, school, name in rows
    ]
