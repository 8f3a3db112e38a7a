"""What schools teach, mark and note of every student of a generated district, written by a few statements of its own.

Each class has assignments with a result of each of its students, each student absences, doses and fees. Fewer than a
year brings: what a page of one child reads must not depend on how many rows other children have.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, String, cast, insert, literal, null, select

from bench.ground import look_over
from district.models import (
    AttendanceEvent,
    ClassEnrollment,
    Enrollment,
    Immunization,
    LineItem,
    Result,
    Section,
)
from foundation import clock, db

SOURCE = "bench"
ASSIGNMENTS, ABSENCES = 3, 6
DOSES = ("DTaP", "MMR", "Polio")


def teach() -> None:
    """Write assignments, results, absences and doses for everyone the open database has on record as a student."""
    for number in range(ASSIGNMENTS):
        with db.transaction():
            _assign(number)
        with db.transaction():
            _mark(number)
    for number in range(ABSENCES):
        with db.transaction():
            _note_absence(number)
    for vaccine in DOSES:
        with db.transaction():
            _vaccinate(vaccine)
    look_over()


def write(model: type[db.Base], values: dict[str, Any], source: Any) -> None:
    """Insert what `source` selects; a value that is no column is the same in every row."""
    kinds = db.table(model).c
    columns = [
        each if isinstance(each, SQLColumnExpression) else literal(each, kinds[name].type)
        for name, each in values.items()
    ]
    chosen = source.with_only_columns(*columns)
    db.session().execute(insert(model).from_select(list(values), chosen, include_defaults=False))


def _text(column: Any) -> ColumnElement[str]:
    return cast(column, String)


def _told(key: ColumnElement[str]) -> dict[str, Any]:
    return {"source": SOURCE, "source_key": key, "digest": "", "is_current": True}


def _assign(number: int) -> None:
    today = clock.today()
    key = literal(f"a{number}-") + _text(Section.id)
    values = {
        "section_id": Section.id,
        "title": f"Assignment {number}",
        "description": "",
        "assigned_on": today - timedelta(days=20 - number),
        "due_on": today - timedelta(days=10 - 10 * number),
        "points": 10.0,
        "updated_at": clock.now(),
    }
    write(LineItem, values | _told(key), select(Section.id))


def _mark(number: int) -> None:
    key = literal(f"a{number}-") + _text(Section.id)
    students = (
        select(ClassEnrollment.id)
        .join(Section, Section.id == ClassEnrollment.section_id)
        .join(LineItem, (LineItem.source == SOURCE) & (LineItem.source_key == key))
        .where(ClassEnrollment.role == "student")
    )
    values = {
        "person_id": ClassEnrollment.person_id,
        "line_item_id": LineItem.id,
        "status": "graded",
        "score": 8.0,
        "text_score": "",
        "comment": "",
        "is_missing": number == 0,
        "updated_at": clock.now(),
    }
    write(Result, values | _told(literal(f"r{number}-") + _text(ClassEnrollment.id)), students)


def _note_absence(number: int) -> None:
    values = {
        "person_id": Enrollment.person_id,
        "school_id": Enrollment.school_id,
        "period": "",
        "day": clock.today() - timedelta(days=1 + 7 * number),
        "category": "absent",
        "excused": null(),
        "reason": "",
        "comment": "",
        "said": "Absent",
    }
    write(AttendanceEvent, values | _told(literal(f"d{number}-") + _text(Enrollment.id)), select(Enrollment.id))


def _vaccinate(vaccine: str) -> None:
    values = {
        "person_id": Enrollment.person_id,
        "vaccine": vaccine,
        "is_required": True,
        "given_on": clock.today() - timedelta(days=3000),
        "exemption": "",
        "reason": "",
    }
    write(Immunization, values | _told(literal(f"{vaccine}-") + _text(Enrollment.id)), select(Enrollment.id))
