"""Which sections a student’s school hides on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, bindparam, or_, select

from district.models import HiddenSection, School
from foundation import db
from portal.rules.sections import Section


@dataclass(frozen=True)
class Hidden:
    """A section that is hidden today: by whom, for how long and why, as families may read it."""

    section: Section
    title: str
    """The job of whoever hid it: `Principal`."""
    school: str
    until: date | None
    """The first day it is shown again (exclusive end); None until somebody shows it again."""
    reason: str


def is_hidden_on(on: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Whether a `HiddenSection` hides on that day, as SQL."""
    return and_(
        HiddenSection.ended_at.is_(None),
        HiddenSection.starts <= on,
        or_(HiddenSection.ends.is_(None), HiddenSection.ends > on),
    )


def hidden_at(school: str | None, section: Section, *, on: date) -> Hidden | None:
    """How the school with that public id hides a section on that day. One statement, none without a school."""
    if school is None:
        return None
    row = db.session().execute(_HIDDEN, {"school": school, "section": section.value, "on": on}).one_or_none()
    return None if row is None else Hidden(section, row.hidden_by_title, row.name, row.ends, row.reason)


_HIDDEN = (
    select(HiddenSection.hidden_by_title, HiddenSection.ends, HiddenSection.reason, School.name)
    .join(School, School.id == HiddenSection.school_id)
    .where(
        School.public_id == bindparam("school"),
        HiddenSection.section == bindparam("section"),
        is_hidden_on(bindparam("on", type_=HiddenSection.starts.type)),
    )
)
