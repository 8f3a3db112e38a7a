"""What a line about a person says, wherever the office meets one: a name, and what they are today.

The columns are small lookups, so a line is for lists that are bounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, select
from sqlalchemy.orm import aliased

from district.models import ContactPoint, Enrollment, Person, PersonIdentifier, RecordRead, School
from district.queries.own_family import own_family
from district.queries.reads import office_of
from household.editor.queries.reach import ON, QUARTER, READER, Column, current, is_in_reach

NUMBERS = ("student-number", "LOCAL")


@dataclass(frozen=True)
class PersonSeen:
    """A person in a line. What is not known is empty."""

    person_id: int
    public_id: str
    called: str
    last_name: str
    language: str
    phone: str
    school: str
    grade: str
    """CEDS code."""
    number: str
    """Student number."""
    job: str
    """Job and place, as the source words it."""
    is_in_reach: bool
    is_own: bool
    """Whether the person belongs to the reader’s own family."""
    was_noted: bool
    """Whether it is written already that the reader saw this person just now."""

    @property
    def is_open(self) -> bool:
        """Whether the reader may see this person’s record."""
        return self.is_in_reach and not self.is_own

    @property
    def masked_name(self) -> str:
        """First name and initial: all that is told of somebody out of reach."""
        return f"{self.called} {self.last_name[:1].upper()}."

    @property
    def name(self) -> str:
        """The full name within reach, and of one’s own family."""
        return f"{self.called} {self.last_name}" if self.is_in_reach or self.is_own else self.masked_name


def line_about(person: type[Person]) -> tuple[Column[Any], ...]:
    """The columns of a line about `person` (an alias), as `seen` reads them."""
    return (
        person.id.label("person_id"),
        person.public_id,
        _first_filled(person.preferred_first_name, person.first_name).label("called"),
        _first_filled(person.preferred_last_name, person.last_name).label("last_name"),
        func.coalesce(person.language, "").label("language"),
        _text(_phone(person.id)).label("phone"),
        _text(_place(_SCHOOL, person.id)).label("school"),
        _text(_place(Enrollment.grade, person.id)).label("grade"),
        _text(_number(person.id)).label("number"),
        office_of(person.id, on=ON).label("job"),
        is_in_reach(person.id).label("is_in_reach"),
        person.id.in_(own_family()).label("is_own"),
        _was_noted(person.id).label("was_noted"),
    )


def seen(row: Row[*tuple[Any, ...]]) -> PersonSeen:
    """The line in a row that holds `line_about`."""
    return PersonSeen(**{name: getattr(row, name) for name in PersonSeen.__dataclass_fields__})


def _first_filled(*texts: Column[str]) -> ColumnElement[str]:
    return func.coalesce(*(func.nullif(each, "") for each in texts), "")


def _text(found: Select[str]) -> ColumnElement[str]:
    return func.coalesce(found.limit(1).scalar_subquery(), "")


def _phone(person_id: Column[int]) -> Select[str]:
    point = aliased(ContactPoint)
    return (
        select(point.value)
        .where(point.person_id == person_id, point.kind == "phone", current(point.starts, point.ends))
        .order_by(point.is_valid.desc(), point.verified_at.is_(None), point.starts.desc(), point.id)
    )


_SCHOOL = case((School.kind == "school", School.name), else_="")
"""Where a feed names only the district, nobody has told the school."""


def _place(what: Column[str], person_id: Column[int]) -> Select[str]:
    """The school or the grade of today's enrollment, else of the next one."""
    return (
        select(what)
        .select_from(Enrollment)
        .join(School, School.id == Enrollment.school_id)
        .where(Enrollment.person_id == person_id, Enrollment.ends.is_(None) | (Enrollment.ends > ON))
        .order_by(
            and_(Enrollment.starts.is_not(None), Enrollment.starts > ON),
            Enrollment.is_primary.desc(),
            Enrollment.starts.desc().nulls_last(),
            Enrollment.id,
        )
    )


def _number(person_id: Column[int]) -> Select[str]:
    return (
        select(PersonIdentifier.value)
        .where(PersonIdentifier.person_id == person_id, PersonIdentifier.type.in_(NUMBERS))
        .order_by(PersonIdentifier.type.desc(), PersonIdentifier.id)
    )


def _was_noted(person_id: Column[int]) -> ColumnElement[bool]:
    return exists().where(
        RecordRead.reader_id == READER,
        RecordRead.person_id == person_id,
        RecordRead.quarter == QUARTER,
    )
