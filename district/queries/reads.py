"""Who of the staff has looked at a person's record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, bindparam, case, func, or_, select

from district.models import Person, RecordRead, School, StaffAssignment
from foundation import db

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Read:
    """One look: who, from which office, and when."""

    reader_id: int
    reader: str
    office: str
    """Empty where the reader had no job on record that day."""
    at: datetime
    page: str
    person_id: int


def quarter_of(at: datetime) -> datetime:
    """The first moment of the quarter of an hour that holds `at`."""
    return at - timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)


def were_noted(reader_id: int, people: Collection[int], *, at: datetime) -> bool:
    """Whether it is written already that the reader saw each of these people in the quarter of an hour of `at`."""
    noted = select(func.count()).where(
        RecordRead.reader_id == reader_id,
        RecordRead.quarter == quarter_of(at),
        RecordRead.person_id.in_(sorted(people)),
    )
    return db.session().scalar(noted) == len(set(people))


def reads_of(people: Collection[int], *, most: int) -> list[Read]:
    """The latest looks at any of these people, the newest first."""
    rows = db.session().execute(_READS, {"people": sorted(people), "most": most})
    return [
        Read(row.reader_id, f"{row.first_name} {row.last_name}", row.office, row.at, row.page, row.person_id)
        for row in rows
    ]


_READS = (
    select(
        RecordRead.reader_id,
        RecordRead.person_id,
        RecordRead.office,
        RecordRead.at,
        RecordRead.page,
        func.coalesce(func.nullif(Person.preferred_first_name, ""), Person.first_name).label("first_name"),
        func.coalesce(func.nullif(Person.preferred_last_name, ""), Person.last_name).label("last_name"),
    )
    .join(Person, Person.id == RecordRead.reader_id)
    .where(RecordRead.person_id.in_(bindparam("people", expanding=True)))
    .order_by(RecordRead.at.desc(), RecordRead.id.desc())
    .limit(bindparam("most"))
)


def office_of(person_id: int | SQLColumnExpression[int], *, on: date | ColumnElement[date]) -> ColumnElement[str]:
    """The job and place (school or central team) of a member of staff on that day, as SQL: `Registrar, Elm High`."""
    job = StaffAssignment
    said = case((job.job_title != "", job.job_title), else_=job.job_role)
    place = case((and_(job.category == "central", job.team != ""), job.team), else_=School.name)
    placed = said + func.coalesce(", " + place, "")
    chosen = (
        select(placed)
        .outerjoin(School, School.id == job.school_id)
        .where(
            job.person_id == person_id,
            or_(job.starts.is_(None), job.starts <= on),
            or_(job.ends.is_(None), job.ends > on),
        )
        .order_by(job.is_primary.desc(), job.id)
        .limit(1)
    )
    return func.coalesce(chosen.scalar_subquery(), "")
