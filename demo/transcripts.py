"""Finished courses of the demo's older students, and what the student information system says of their average."""

from __future__ import annotations

from demo.cast import SIS, Someone, keep
from demo.world import World
from district.models import CourseTaken, GradeAverage
from district.rules.calendar import year_of
from foundation import db

_COURSES = (
    ("English Language Arts", "ELA", "A-"),
    ("Integrated Mathematics", "MATH", "B+"),
    ("Biology", "SCI", "B"),
    ("World History", "HIST", "A"),
    ("Physical Education", "PE", "P"),
)
_TERMS = ("1", "2")


def some_transcripts(world: World) -> None:
    """Write them into the open transaction: two years of Minh, three of Amira, the first courses of Lucía go on."""
    ends = year_of(world.today).ends.year
    for back, grade in ((1, "10"), (2, "09")):
        _a_year(world.minh, ends - back, grade, world.town.high.name)
    for back, grade in ((1, "11"), (2, "10"), (3, "09")):
        _a_year(world.amira, ends - back, grade, world.town.high.name)
    for title, code, _ in _COURSES[:3]:
        a_course_taken(world.lucia, ends, title, code=f"{code}-09", grade="09", school=world.town.high.name)
    an_average(world.minh, "Cumulative, unweighted", 3.41, scale=4.0, world=world)
    an_average(world.amira, "Cumulative, unweighted", 3.52, scale=4.0, world=world)
    an_average(world.amira, "Cumulative, weighted", 3.87, scale=5.0, world=world)


def _a_year(child: Someone, ends: int, grade: str, school: str) -> None:
    for term in _TERMS:
        for title, code, mark in _COURSES:
            a_course_taken(
                child,
                ends,
                title,
                code=f"{code}-{grade}",
                term=term,
                grade=grade,
                school=school,
                mark=mark,
                credits=0.5,
            )


def a_course_taken(
    child: Someone,
    ends: int,
    title: str,
    *,
    code: str = "",
    term: str = "1",
    grade: str = "",
    school: str = "",
    mark: str = "",
    credits: float | None = None,
) -> None:
    """One course in the school year that ends in `ends`; without a mark it goes on."""
    keep(
        CourseTaken(
            person_id=child.id,
            school_year=ends,
            term=term,
            school=school,
            grade=grade,
            course_code=code,
            title=title,
            mark=mark,
            credits_attempted=credits,
            credits_earned=credits,
            is_current=True,
            source=SIS,
            source_key=db.new_public_id(),
        )
    )


def an_average(child: Someone, title: str, value: float, *, scale: float | None, world: World) -> None:
    """A grade point average as the student information system tells it today."""
    keep(
        GradeAverage(
            person_id=child.id,
            title=title,
            value=value,
            scale=scale,
            as_of=world.today,
            is_current=True,
            source=SIS,
            source_key=db.new_public_id(),
        )
    )
