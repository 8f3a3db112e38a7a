"""People named by two feeds meet in one record; within one feed nobody is taken for another."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from district.models import Person, PersonSource, QueuedRow
from foundation import db
from tests.district.feeding import Feeding, number_of, person_of, queued
from tests.district.packages import Roster

OTHER = "lms"


@pytest.fixture
def bring(database: Engine, tmp_path: Path) -> Feeding:
    return Feeding(tmp_path)


def lms(**cells: str) -> Roster:
    """Another system that knows Amy alone, under a key of its own."""
    roster = Roster(source=OTHER)
    amy = roster.row("users", "amy")
    for name in ("users", "roles", "demographics", "enrollments"):
        roster.tables[name].clear()
    amy |= {"sourcedId": "77", "username": "77", "userIds": "", "agentSourcedIds": ""} | cells
    roster.tables["users"].append(amy)
    what = {"userSourcedId": "77", "roleType": "primary", "role": "student", "orgSourcedId": "elm-high"}
    roster.add("roles", "role-77", **what)
    return roster


def test_the_same_student_number_meets(bring: Feeding) -> None:
    bring(Roster())
    bring(lms(email="", givenName="Amelia", middleName="Ana"))

    assert person_of("77", OTHER).id == person_of("amy").id
    assert person_of("amy").first_name == "Amy"
    assert person_of("amy").middle_name == "Ana"
    assert (number_of(Person), queued()) == (5, [])
    assert bring(lms(email="", givenName="Amelia", middleName="Ana")).run_id is None


def test_a_birth_date_that_disagrees_is_a_doubt(bring: Feeding) -> None:
    bring(Roster())
    roster = lms()
    roster.add("demographics", "77", birthDate="2010-01-01")
    bring(roster)

    assert person_of("77", OTHER).id != person_of("amy").id
    assert queued() == [("doubtful-match", "77")]
    waiting = db.session().scalars(select(QueuedRow)).one()
    assert waiting.data["among"] == [person_of("amy").id]
    assert waiting.person_id == person_of("77", OTHER).id


def test_the_same_name_and_an_email_of_nobody_else_meet(bring: Feeding) -> None:
    bring(Roster())
    bring(lms(identifier="", givenName="AMY", email="AMY@example.org"))

    assert person_of("77", OTHER).id == person_of("amy").id


def test_an_email_that_two_people_have_is_a_doubt(bring: Feeding) -> None:
    roster = Roster()
    roster.change("users", "ben", email="amy@example.org")
    bring(roster)
    bring(lms(identifier=""))

    assert person_of("77", OTHER).id != person_of("amy").id
    assert queued() == [("doubtful-match", "77")]


def test_the_same_name_with_other_ways_to_be_reached_is_someone_else(bring: Feeding) -> None:
    bring(Roster())
    bring(lms(identifier="", email="someone@else.example"))

    assert (number_of(Person), queued()) == (6, [])


def test_two_newcomers_never_become_one_person(bring: Feeding) -> None:
    bring(Roster())
    roster = lms()
    twin = roster.row("users", "77") | {"sourcedId": "78", "username": "78", "email": ""}
    roster.tables["users"].append(twin)
    roster.add("roles", "role-78", **(roster.row("roles", "role-77") | {"userSourcedId": "78", "sourcedId": "role-78"}))
    bring(roster)

    assert len({person_of("77", OTHER).id, person_of("78", OTHER).id, person_of("amy").id}) == 3
    assert queued() == [("doubtful-match", "77"), ("doubtful-match", "78")]


def test_brothers_and_homonyms_of_one_feed_stay_apart(bring: Feeding) -> None:
    roster = Roster()
    roster.change("users", "ben", givenName="Amy", email="amy@example.org", identifier="id-amy", phone="303-555-0123")
    bring(roster)

    assert number_of(Person) == 5


def test_the_second_source_leaving_takes_nothing_from_the_first(bring: Feeding) -> None:
    bring(Roster())
    bring(lms())
    roster = lms()
    roster.tables["users"].clear()
    roster.tables["roles"].clear()
    bring(roster)

    amy = person_of("amy").id
    held = db.session().scalars(select(PersonSource).where(PersonSource.person_id == amy))
    active = {row.source: row.is_active for row in held}
    assert active == {"elm-sis": True, OTHER: False}
