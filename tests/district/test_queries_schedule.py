"""What is on a schedule on one day: sections in the order of periods, with who teaches them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from demo.cast import Place
from demo.people import a_person, a_student
from demo.places import a_course, a_school, a_section, takes, teaches
from district.queries import ClassSeen, classes_of
from foundation import db
from tests.statements import statements

TODAY = date(2026, 11, 18)


@pytest.fixture
def school(database: Engine) -> Place:
    with db.transaction():
        return a_school("Pine High")


def test_a_class_is_shown_with_its_course_place_time_and_teachers(school: Place) -> None:
    with db.transaction():
        kim = a_student("Kim", "Park", school=school)
        algebra = a_section(
            "Algebra I, section 2",
            school=school,
            course=a_course("Algebra I", school=school),
            period="3",
            location="104",
        )
        takes(kim, algebra)
        teaches(a_person("Amy", "Aide"), algebra, is_primary=False)
        teaches(a_person("Theodore", "Ng", preferred="Ted"), algebra)
        teaches(a_person("Past", "Teacher"), algebra, ends=TODAY)

    assert classes_of([kim.id], on=TODAY) == {
        kim.id: (ClassSeen(algebra, "Algebra I, section 2", "Algebra I", "3", "104", ("Ted Ng", "Amy Aide")),)
    }


def test_periods_are_in_the_order_people_count(school: Place) -> None:
    with db.transaction():
        kim = a_student("Kim", "Park", school=school)
        for period in ("10", "2", "A", "", "1,2", "02"):
            takes(kim, a_section(f"Class {period}", school=school, period=period))

    assert [each.period for each in classes_of([kim.id], on=TODAY)[kim.id]] == ["1,2", "02", "2", "10", "A", ""]


@pytest.mark.parametrize(
    ("starts", "ends", "shown"),
    [(None, None, True), (0, None, True), (1, None, False), (None, 1, True), (None, 0, False)],
)
def test_only_the_classes_of_the_day_are_shown(
    school: Place, starts: int | None, ends: int | None, shown: bool
) -> None:
    first = None if starts is None else TODAY + timedelta(days=starts)
    after = None if ends is None else TODAY + timedelta(days=ends)
    with db.transaction():
        kim, sam = (a_student(each, "Park", school=school) for each in ("Kim", "Sam"))
        takes(kim, a_section("By section", school=school, starts=first, ends=after))
        takes(sam, a_section("By enrollment", school=school), starts=first, ends=after)

    assert {bool(each) for each in classes_of([kim.id, sam.id], on=TODAY).values()} == {shown}


def test_one_statement_serves_any_number_of_students(school: Place, database: Engine) -> None:
    with db.transaction():
        students = [a_student(f"Student {n}", "Park", school=school) for n in range(8)]
        for n in range(7):
            section = a_section(f"Class {n}", school=school, period=str(n))
            teaches(a_person(f"Teacher {n}", "Ng"), section)
            for each in students:
                takes(each, section)

    with statements(database) as said:
        found = classes_of([each.id for each in students], on=TODAY)
    assert len(said) == 1
    assert {len(each) for each in found.values()} == {7}


def test_nobody_takes_no_statement(database: Engine) -> None:
    with statements(database) as said:
        assert classes_of([], on=TODAY) == {}
    assert said == []


def test_a_teachers_own_classes_are_not_on_the_schedule_of_a_student(school: Place) -> None:
    with db.transaction():
        dana = a_person("Dana", "Whitfield")
        teaches(dana, a_section("Biology", school=school))

    assert classes_of([dana.id], on=TODAY) == {dana.id: ()}
