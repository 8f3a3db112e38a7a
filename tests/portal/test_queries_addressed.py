"""A page of a long list of students: so many of them, and whether there are more, without counting the rest."""

from __future__ import annotations

from sqlalchemy import Engine

from demo import people
from district.rules.guardianship import SightPolicy
from foundation import clock, db
from portal.queries.messages.addressed import Weighed, portion_of, weigh
from portal.rules.messages.writing import Audience, Target
from tests.portal.neighbourhood import Neighbourhood
from tests.statements import statements


def page_of(school_id: int, number: int, *, size: int) -> Weighed:
    return weigh(
        portion_of(Target(school_id=school_id), on=clock.today(), page=number, size=size),
        audience=Audience.FAMILIES,
        language="",
        ways=lambda asked: {},
        on=clock.today(),
        policy=SightPolicy(),
        most=size,
    )


def test_a_page_holds_so_many_students_and_tells_whether_there_are_more(near: Neighbourhood, database: Engine) -> None:
    with db.transaction():
        for count in range(5):
            student = people.a_student(f"S{count}", "Many", school=near.middle, grade="07")
            people.a_guardian(f"G{count}", "Many", of=(student,), email=f"g{count}@x.example")
    everybody = page_of(near.middle.id, 1, size=500)
    size = everybody.students - 1
    with statements(database) as said:
        first = page_of(near.middle.id, 1, size=size)
    last = page_of(near.middle.id, 2, size=size)

    assert len(said) == 1
    assert (first.students, first.has_more) == (size, True)
    assert (last.students, last.has_more) == (1, False)
    assert {each.student_id for each in first.addressees}.isdisjoint(each.student_id for each in last.addressees)
    assert (everybody.has_more, len(everybody.addressees)) == (False, len(first.addressees) + len(last.addressees))
