"""The transcript feeds: courses that students have finished, and averages as another system tells them."""

from __future__ import annotations

from datetime import date
from typing import Any

from district.feeds.amounts import MoneyReading
from district.feeds.columns import Column
from district.feeds.kinds import Kind
from district.feeds.of_students import About

COURSES_CSV = "courses-csv"
AVERAGES_CSV = "averages-csv"

COURSES = (
    Column("record_id", "id", required=True),
    Column("student_number", "id", required=True),
    Column("school_year", "year", required=True),
    Column("term", "name"),
    Column("school", "name"),
    Column("grade", "grades"),
    Column("course_code", "name"),
    Column("title", "name", required=True),
    Column("mark", "name"),
    Column("credits_attempted"),
    Column("credits_earned"),
)
"""One course of one student in one term a row; the school year by the year it ends."""

AVERAGES = (
    Column("record_id", "id", required=True),
    Column("student_number", "id", required=True),
    Column("title", "name", required=True),
    Column("value", required=True),
    Column("scale"),
    Column("as_of", "date"),
)
"""One average of one student a row."""

_CREDITS = ("credits_attempted", "credits_earned")


class CourseReading(MoneyReading):
    numbers = _CREDITS
    texts = ("term", "school", "title")


class AverageReading(MoneyReading):
    numbers = ("value", "scale")
    texts = ("title",)


def _course(cells: tuple[Any, ...]) -> tuple[Any, ...]:
    year, term, school, grade, code, title, mark, attempted, earned = cells
    return (int(year), term, school, grade.split(",")[0], code, title, mark, _number(attempted), _number(earned))


def _average(cells: tuple[Any, ...]) -> tuple[Any, ...]:
    title, value, scale, as_of = cells
    return (title, float(value), _number(scale), date.fromisoformat(as_of) if as_of else None)


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _kind(name: str, record: str, columns: tuple[str, ...]) -> Kind:
    return Kind(
        name=name,
        record=record,
        staged=f"in_{record}",
        values={"person_id": "s.person_id", **{each: f"s.{each}" for each in columns}, "is_current": "true"},
        only="s.person_id IS NOT NULL",
    )


ABOUT_COURSES = About(
    format=COURSES_CSV,
    file="courses.csv",
    columns=COURSES,
    kind=_kind(
        "courses taken",
        "course_taken",
        ("school_year", "term", "school", "grade", "course_code", "title", "mark", *_CREDITS),
    ),
    staged="school_year {number}, term TEXT, school TEXT, grade TEXT, course_code TEXT, title TEXT, mark TEXT, "
    "credits_attempted {real}, credits_earned {real}",
    take=_course,
    reading=CourseReading,
)
ABOUT_AVERAGES = About(
    format=AVERAGES_CSV,
    file="averages.csv",
    columns=AVERAGES,
    kind=_kind("averages", "grade_average", ("title", "value", "scale", "as_of")),
    staged="title TEXT, value {real}, scale {real}, as_of {day}",
    take=_average,
    reading=AverageReading,
)
