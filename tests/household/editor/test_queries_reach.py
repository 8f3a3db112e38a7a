"""Whom a member of the staff reaches: one table of the ways in and of those that lead nowhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from demo import people, places
from demo.cast import Place
from demo.homes import a_household
from district.models import HouseholdMember, Person
from district.queries.own_family import own_family
from foundation import clock, db
from household.editor.queries import Reader, people_in_reach
from household.editor.queries.reach import is_in_reach

TODAY = date(2026, 11, 18)


@pytest.fixture
def elm(database: Engine) -> Place:
    with db.transaction():
        return places.a_school("Elm School")


@pytest.fixture
def oak(database: Engine) -> Place:
    with db.transaction():
        return places.a_school("Oak School")


def reader(*schools: Place, person_id: int = 0, everywhere: bool = False) -> Reader:
    ids = frozenset(each.id for each in schools)
    return Reader(person_id, everywhere, ids, on=TODAY, at=clock.now(), entering_days=60)


def reached(by: Reader) -> set[int]:
    """Everybody in reach, asked in both forms, which must agree."""
    db.close()
    reach = people_in_reach(by)
    everyone = select(Person.id)
    one_by_one = set(db.session().scalars(everyone.where(is_in_reach(Person.id)), by.given))
    at_once = set(db.session().scalars(everyone if reach is None else everyone.where(Person.id.in_(reach)), by.given))
    assert one_by_one == at_once
    return one_by_one


STUDENTS: list[tuple[str, dict[str, date | None], bool]] = [
    ("here", {}, True),
    ("first day today", {"starts": TODAY}, True),
    ("enters in 60 days", {"starts": TODAY + timedelta(days=60)}, True),
    ("enters in 61 days", {"starts": TODAY + timedelta(days=61)}, False),
    ("last day today", {"ends": TODAY + timedelta(days=1)}, True),
    ("left yesterday", {"ends": TODAY}, False),
]


@pytest.mark.parametrize(("said", "days", "is_reached"), STUDENTS, ids=[each[0] for each in STUDENTS])
def test_a_student_is_reached_while_at_the_school(
    elm: Place, oak: Place, said: str, days: dict[str, date | None], is_reached: bool
) -> None:
    with db.transaction():
        amy = people.a_student("Amy", "Reyes", school=elm, **days)

    assert (amy.id in reached(reader(elm))) is is_reached
    assert amy.id not in reached(reader(oak))
    assert amy.id not in reached(reader())
    assert amy.id in reached(reader(everywhere=True))


def test_an_adult_is_reached_by_any_relationship_of_today(elm: Place) -> None:
    with db.transaction():
        amy = people.a_student("Amy", "Reyes", school=elm)
        gone = people.a_student("Ben", "Reyes", school=elm, ends=TODAY)
        mother = people.a_guardian("Gina", "Reyes", of=(amy,))
        friend = people.a_guardian("Olga", "Park", of=(amy,), guardian=False, portal=None)
        once = people.a_guardian("Omar", "Diaz", of=(amy,), ends=TODAY)
        later = people.a_guardian("Ida", "Moe", of=(amy,), starts=TODAY + timedelta(days=1))
        of_gone = people.a_guardian("Una", "Lee", of=(gone,))
        stranger = people.a_person("Sam", "Cole")

    assert reached(reader(elm)) == {amy.id, mother.id, friend.id}
    assert {once.id, later.id, of_gone.id, stranger.id} & reached(reader(elm)) == set()


def test_members_of_a_household_with_a_student_are_reached_siblings_at_other_schools_too(
    elm: Place, oak: Place
) -> None:
    with db.transaction():
        amy = people.a_student("Amy", "Reyes", school=elm)
        ben = people.a_student("Ben", "Reyes", school=oak)
        aunt = people.a_person("Tia", "Reyes")
        moved = people.a_person("Max", "Reyes")
        father_of_ben = people.a_guardian("Ivan", "Cole", of=(ben,))
        home = a_household(amy, ben, aunt, moved, street="1 Elm Way")
        db.session().flush()
        left = db.session().scalars(select(HouseholdMember).where(HouseholdMember.person_id == moved.id)).one()
        left.ends = TODAY

    assert home.members == (amy, ben, aunt, moved)
    assert reached(reader(elm)) == {amy.id, ben.id, aunt.id}
    assert father_of_ben.id not in reached(reader(elm))


def test_without_access_nobody_is_reached(elm: Place) -> None:
    with db.transaction():
        people.a_guardian("Gina", "Reyes", of=(people.a_student("Amy", "Reyes", school=elm),))

    assert reached(reader()) == set()


def test_own_family_is_whoever_shares_a_home_or_a_child(elm: Place) -> None:
    with db.transaction():
        me, spouse, lodger = (people.a_person(name, "Moran") for name in ("Tess", "Ian", "Lou"))
        child = people.a_student("Kit", "Moran", school=elm)
        stepchild = people.a_student("Bo", "Moran", school=elm)
        nephew = people.a_student("Ned", "Moran", school=elm)
        people.a_relationship(me, child)
        people.a_relationship(me, nephew, type="relative", guardian=False, portal=None)
        ex = people.a_guardian("Rob", "Hart", of=(child,))
        their_mate = people.a_person("Eve", "Hart")
        neighbour = people.a_guardian("Nan", "Cole", of=(child,), guardian=False, portal=None)
        a_household(me, spouse, stepchild, street="1 Elm Way")
        a_household(ex, their_mate, child, street="2 Elm Way")
        a_household(lodger, street="3 Elm Way")
    db.close()

    own = set(db.session().scalars(own_family(), reader(person_id=me.id).given))

    assert own == {me.id, spouse.id, stepchild.id, child.id, ex.id, their_mate.id}
    assert {nephew.id, neighbour.id, lodger.id} & own == set()


@pytest.mark.parametrize(
    ("ends", "is_own"),
    [(None, True), (TODAY + timedelta(days=1), True), (TODAY, False)],
    ids=["no end", "today", "over"],
)
def test_a_tie_that_is_over_makes_no_own_child(elm: Place, ends: date | None, is_own: bool) -> None:
    with db.transaction():
        me = people.a_person("Tess", "Moran")
        child = people.a_student("Kit", "Moran", school=elm)
        people.a_relationship(me, child, ends=ends)
    db.close()

    assert (child.id in set(db.session().scalars(own_family(), reader(person_id=me.id).given))) is is_own
