"""Absences on record, for the tests of excusing them."""

from __future__ import annotations

from datetime import date

from demo.cast import Place, Someone
from district.models import AttendanceEvent
from foundation import db


def absent(
    student: Someone, day: str, *, school: Place | None = None, excused: bool | None = False, key: str = ""
) -> None:
    """Write one day of absence, in a transaction of its own."""
    with db.transaction() as session:
        session.add(
            AttendanceEvent(
                person_id=student.id,
                school_id=school.id if school else None,
                section_id=None,
                period="",
                day=date.fromisoformat(day),
                category="absent",
                excused=excused,
                reason="",
                comment="",
                said="absent",
                is_current=True,
                source="test",
                source_key=f"{student.public_id}@{day}{key}",
            )
        )
