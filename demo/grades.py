"""Assignments, scores and marks of the demo district's classes: two quarters, the second one under way.

Titles are the same for a whole class; what a teacher writes about one student bears the family's marker.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from demo.cast import SOURCE, Someone, write
from demo.world import World
from district.models import AcademicSession, ClassEnrollment, GradeCategory, LineItem, Result, Section, TermGrade
from district.rules.calendar import year_of
from foundation import db

WEIGHTS = {"Tests": 50.0, "Quizzes": 30.0, "Homework": 20.0, "Standards": None}
_Piece = tuple[str, str, int, int]
"""Title, category, points, days from the demo's day to the day it is due."""
_NOW: tuple[_Piece, ...] = (
    ("Unit 4 notes", "Homework", 10, -12),
    ("Unit 4 check", "Quizzes", 20, -9),
    ("Practice set 9", "Homework", 10, -6),
    ("Unit 4 test", "Tests", 100, -3),
    ("Practice set 10", "Homework", 10, 0),
    ("Unit 5 check", "Quizzes", 20, 6),
)
_BEFORE: tuple[_Piece, ...] = (
    ("Unit 2 notes", "Homework", 10, -29),
    ("Unit 2 check", "Quizzes", 20, -26),
    ("Unit 2 test", "Tests", 100, -21),
)
_STANDARDS: Mapping[str, tuple[str, ...]] = {
    "Reading and Writing": ("Retells a story in order", "Reads aloud with expression", "Writes complete sentences"),
    "Mathematics": ("Solves problems with what is known", "Explains how an answer was found"),
    "Science and Social Studies": ("Observes and keeps notes", "Works with others on a question"),
    "Music": ("Keeps a steady beat",),
    "Physical Education": ("Takes part safely",),
}
LEVELS = ("Meets", "Approaching", "Exceeds", "Meets")
_HELD_BACK = timedelta(days=14)


@dataclass(frozen=True)
class _Item:
    id: int
    section_id: int
    category: str
    points: int | None
    due_on: date | None
    place: int


def some_work_is_graded(world: World, *, at: datetime) -> None:
    """Give every class of the cast assignments or standards, and every student in it results and marks."""
    today = world.today
    quarters = _quarters(world.town.starts, today)
    categories = {title: _category(title, weight) for title, weight in WEIGHTS.items()}
    students = {each.id: each for each in world.everyone}
    seats = _seats(students)
    items = _items({section for section, _ in seats}, world, quarters, categories, at)
    results = [
        row
        for section, person in seats
        for item in items.get(section, ())
        if (row := _result(students[person], item, today, at)) is not None
    ]
    marks = [
        _mark(students[person], section, quarters[0], at)
        for section, person in seats
        if _is_marked(items.get(section, ()))
    ]
    for model, rows in ((Result, results), (TermGrade, marks)):
        db.session().execute(insert(model), rows)
    _give_lucia_a_mark_of_the_school(world, quarters[1], at)


def _quarters(starts: date, today: date) -> tuple[int, int]:
    """The quarter that ended two weeks ago, and the one under way; gives their ids."""
    turn = today - _HELD_BACK
    days = (("Quarter 1", starts, turn), ("Quarter 2", turn, today + timedelta(days=50)))
    year = year_of(today).ends.year
    first, second = (
        write(
            AcademicSession(
                title=title,
                kind="gradingPeriod",
                starts=first,
                ends=last,
                school_year=year,
                source=SOURCE,
                source_key=db.new_public_id(),
            )
        ).id
        for title, first, last in days
    )
    return first, second


def _category(title: str, weight: float | None) -> int:
    purpose = "standard" if title == "Standards" else ""
    made = GradeCategory(title=title, weight=weight, purpose=purpose, is_current=True, **_from_demo())
    return write(made).id


def _seats(students: Mapping[int, Someone]) -> list[tuple[int, int]]:
    """Section and student, for every class of the cast's students."""
    rows = db.session().execute(
        select(ClassEnrollment.section_id, ClassEnrollment.person_id)
        .where(ClassEnrollment.role == "student", ClassEnrollment.person_id.in_(students))
        .order_by(ClassEnrollment.id)
    )
    return [(row.section_id, row.person_id) for row in rows]


def _items(
    sections: set[int], world: World, quarters: tuple[int, int], categories: Mapping[str, int], at: datetime
) -> dict[int, list[_Item]]:
    """The pieces of every class, by its id. Advisories have none."""
    elementary = {*world.town.classes[world.town.aspen.id], *world.town.classes[world.town.cedar.id]}
    secondary = {*world.town.classes[world.town.high.id], *world.town.classes[world.town.middle.id]}
    found: dict[int, list[_Item]] = {}
    named = db.session().execute(select(Section.id, Section.title).where(Section.id.in_(sections)))
    titles = {row.id: row.title for row in named}
    for section in sorted(sections & (elementary | secondary)):
        pieces: list[tuple[_Piece, int]]
        if section in elementary:
            pieces = [((title, "Standards", 0, 0), quarters[1]) for title in _STANDARDS.get(titles[section], ())]
            if titles[section] == "Reading and Writing":
                pieces += [(("Reading log", "Homework", 10, days), quarters[1]) for days in (-5, 0)]
        else:
            pieces = [(each, quarters[0]) for each in _BEFORE] + [(each, quarters[1]) for each in _now(section)]
        found[section] = [
            _item(section, piece, quarter, categories, world.today, place, at)
            for place, (piece, quarter) in enumerate(pieces)
        ]
    return found


def _now(section: int) -> list[_Piece]:
    """The pieces of the quarter under way. One class in three has one due today, the others tomorrow."""
    return [(title, kind, most, days if days or section % 3 == 0 else 1) for title, kind, most, days in _NOW]


def _item(
    section: int, piece: _Piece, quarter: int, categories: Mapping[str, int], today: date, place: int, at: datetime
) -> _Item:
    title, category, points, days = piece
    is_standard = category == "Standards"
    due_on = None if is_standard else today + timedelta(days=days)
    made = LineItem(
        section_id=section,
        category_id=categories[category],
        session_id=quarter,
        title=title,
        description="",
        assigned_on=due_on - timedelta(days=7) if due_on else None,
        due_on=due_on,
        points=None if is_standard else float(points),
        updated_at=at,
        is_current=True,
        **_from_demo(),
    )
    return _Item(write(made).id, section, category, None if is_standard else points, due_on, place)


def _result(student: Someone, item: _Item, today: date, at: datetime) -> dict[str, Any] | None:
    """What a student has in a piece: nothing before it is due; a few are missing, late or exempt."""
    if item.points is None:
        level = LEVELS[(student.id + item.place) % len(LEVELS)]
        return _row(student, item, at, status="graded", text_score=level, comment=_comment(student, item))
    if item.due_on is None or item.due_on >= today:
        return None
    turn = (student.id + item.section_id * 3 + item.place) % 11
    if turn == 0:
        return _row(student, item, at, status="not-submitted", is_missing=True)
    if turn == 1 and item.category == "Homework":
        return _row(student, item, at, status="exempt")
    score = round(item.points * (0.76 + 0.024 * turn), 1)
    return _row(student, item, at, status="graded", score=score, comment=_comment(student, item), is_late=turn == 2)


def _comment(student: Someone, item: _Item) -> str:
    return f"Clear work, {student.marker}." if item.place == 3 and student.marker else ""


def _row(student: Someone, item: _Item, at: datetime, **said: Any) -> dict[str, Any]:
    nothing = {"score": None, "text_score": "", "comment": "", "is_late": None, "is_missing": None}
    return (
        {"person_id": student.id, "line_item_id": item.id, "scored_on": None, "is_incomplete": None}
        | {"in_progress": None, "updated_at": at, "is_current": True}
        | nothing
        | said
        | _from_demo()
    )


def _is_marked(items: Iterable[_Item]) -> bool:
    return any(each.points is not None and each.category == "Tests" for each in items)


def _mark(student: Someone, section: int, quarter: int, at: datetime) -> dict[str, Any]:
    """The mark of the quarter that is over."""
    percent = 79.0 + (student.id + section) % 19
    letter = "A" if percent >= 90 else "B" if percent >= 80 else "C"
    said = {"title": "Quarter grade", "mark": letter, "percent": percent, "is_final": True, "comment": ""}
    of = {"person_id": student.id, "section_id": section, "session_id": quarter, "earned_on": None}
    return of | said | {"updated_at": at, "is_current": True} | _from_demo()


def _give_lucia_a_mark_of_the_school(world: World, quarter: int, at: datetime) -> None:
    """The school's own mark in Biology is another than the scores add up to, and not final yet."""
    biology = world.town.classes[world.town.high.id][2]
    said = {"mark": "B", "percent": 83.0, "is_final": False, "comment": f"Keep it up, {world.lucia.marker}."}
    db.session().execute(insert(TermGrade), [_mark(world.lucia, biology, quarter, at) | said])


def _from_demo() -> dict[str, str]:
    return {"source": SOURCE, "source_key": db.new_public_id(), "digest": ""}
