"""The transcript feeds: courses and averages from CSV files; and the average worked out where a setting says how."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from demo.world import World
from district.feeds.of_students import About, import_about_students
from district.feeds.steps import Outcome, Wishes
from district.feeds.transcripts import ABOUT_AVERAGES, ABOUT_COURSES
from district.models import CourseTaken, GradeAverage
from district.rules.transcripts import Average, Marked, average, points_of, total
from foundation import audit, clock, db

HEAD = (
    "record_id,student_number,school_year,term,school,grade,course_code,title,mark,credits_attempted,credits_earned\n"
)


class Bring:
    def __init__(self, folder: Path) -> None:
        self.path = folder / "file.csv"

    def __call__(self, about: About, text: str, **wishes: Any) -> Outcome:
        self.path.write_text(text, "utf-8")
        db.close()
        return import_about_students(
            self.path,
            Wishes(**{"allowed_percent": 100.0} | wishes),
            about=about,
            called={},
            is_delta=False,
            by=audit.command("test"),
            at=clock.now(),
            today=clock.today(),
            advance=lambda name, rows, expected: None,
        )


@pytest.fixture
def bring(world: World, tmp_path: Path) -> Bring:
    return Bring(tmp_path)


def test_a_row_becomes_a_course_and_what_is_blank_is_not_known(bring: Bring, world: World) -> None:
    number = world.minh.number
    rows = f"c1,{number},2026,2,Ridgeline,10,BIO-10,Biology,B+,0.5,0.5\nc2,{number},2027,,,,,Chemistry,,,\n"
    outcome = bring(ABOUT_COURSES, HEAD + rows)

    assert outcome.report.counts["created"] == 2
    first, second = db.session().scalars(select(CourseTaken).order_by(CourseTaken.source_key)).all()
    assert (first.person_id, first.school_year, first.term, first.grade) == (world.minh.id, 2026, "2", "10")
    assert (first.title, first.mark, first.credits_attempted, first.credits_earned) == ("Biology", "B+", 0.5, 0.5)
    assert (second.mark, second.credits_attempted, second.credits_earned, second.grade) == ("", None, None, "")
    assert bring(ABOUT_COURSES, HEAD + rows).run_id is None


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("c1,{n},2026,,,,,Biology,B,-0.5,", "unreadable-number"),
        ("c1,{n},2026,,,,,Biology,B,=1,", "unreadable-number"),
        ("c1,{n},2026,,,,,=Biology,B,1,1", "formula"),
        ("c1,{n},someday,,,,,Biology,B,1,1", "unreadable-year"),
        ("c1,{n},2026,,,,,,B,1,1", "required-cell-empty"),
        ("c1,nobody,2026,,,,,Biology,B,1,1", "unknown-student"),
    ],
)
def test_a_course_that_cannot_be_used_waits_and_is_told_with_its_line(
    bring: Bring, world: World, row: str, code: str
) -> None:
    outcome = bring(ABOUT_COURSES, HEAD + row.format(n=world.minh.number) + "\n")

    assert [(each.code, each.line) for each in outcome.report.warnings] == [(code, 2)]
    assert db.session().scalars(select(CourseTaken)).all() == []


def test_an_average_is_kept_as_the_source_tells_it(bring: Bring, world: World) -> None:
    head = "record_id,student_number,title,value,scale,as_of\n"
    outcome = bring(
        ABOUT_AVERAGES, f"{head}a1,{world.minh.number},Cumulative,3.41,4,2026-11-01\na2,{world.minh.number},X,,4,\n"
    )

    (held,) = db.session().scalars(select(GradeAverage)).all()
    assert (held.title, held.value, held.scale) == ("Cumulative", 3.41, 4.0)
    assert [each.code for each in outcome.report.warnings] == ["required-cell-empty"]


POINTS = {"a": 4.0, "b": 3.0, "f": 0.0}


@pytest.mark.parametrize(
    ("courses", "expected"),
    [
        ([], None),
        ([("P", 1.0)], None),
        ([("A", None)], None),
        ([("A", 0.0)], None),
        ([("A", 1.0)], (4.0, 1, 0)),
        ([("a", 1.0), ("B", 1.0)], (3.5, 2, 0)),
        ([("A", 0.5), ("B", 1.5)], (3.25, 2, 0)),
        ([("A", 1.0), ("F", 1.0), ("P", 1.0), ("", 1.0), ("B", None)], (2.0, 2, 3)),
    ],
)
def test_an_average_is_points_weighted_by_credits(
    courses: list[tuple[str, float | None]], expected: tuple[float, int, int] | None
) -> None:
    found = average([Marked(*each) for each in courses], POINTS)

    assert (found and (found.value, found.courses, found.left_out)) == expected
    assert average([Marked("A", 1.0)], {}) is None


def test_points_are_read_from_the_setting_and_nothing_is_guessed() -> None:
    assert points_of(("A=4.0", " B+ = 3.3")) == {"a": 4.0, "b+": 3.3}
    assert average([Marked("A", 1.0)], POINTS) == Average(4.0, 4.0, 1, 0, 1.0)
    for wrong in ("A", "A=", "=4", "A=four", "A=-1"):
        with pytest.raises(ValueError, match=r"\w"):
            points_of((wrong,))


def test_unknown_credits_are_in_no_sum_and_no_credits_are_no_zero() -> None:
    assert total([0.5, None, 1.0]) == 1.5
    assert total([None]) is None
    assert total([]) is None
