"""What a feed changes is found by search as soon as it is applied, whichever way it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from district.actions.search_terms import refresh_terms_between
from district.feeds import terms
from district.feeds.staging import Stage
from district.models import Person, PersonTerms
from district.queries.search import Part, find
from foundation import clock, db
from tests.district.feeding import Feeding
from tests.district.packages import Roster
from tests.district.staff_files import StaffFeeding, StaffFile


@pytest.fixture
def bring(database: Engine, tmp_path: Path) -> Feeding:
    return Feeding(tmp_path)


def names(typed: str) -> list[str]:
    db.close()
    return [hit.full_name for hit in find(typed, Part())[0].hits]


def test_everyone_of_a_roster_is_found(bring: Feeding) -> None:
    bring(Roster())

    assert names("nunez omar") == ["Omar Núñez"]
    assert names("o'hara") == ["Tom O’Hara"]


def test_new_words_are_found_and_old_names_still_are(bring: Feeding) -> None:
    bring(Roster())
    roster = Roster()
    roster.change("users", "amy", familyName="Moore", phone="303-555-0188")
    bring(roster)

    assert names("amy moore") == names("amy reyes") == names("303.555.0188") == ["Amy Moore"]


def test_of_a_phone_that_changed_the_new_one_is_found(bring: Feeding) -> None:
    bring(Roster())
    roster = Roster()
    roster.change("users", "ben", phone="303-555-0111")
    bring(roster)
    roster.change("users", "ben", phone="303-555-0122")
    bring(roster)

    assert (names("555-0122"), names("555-0111")) == (["Ben Reyes"], [])


def test_the_staff_s_own_file_is_found_too(database: Engine, tmp_path: Path) -> None:
    StaffFeeding(tmp_path)(StaffFile())

    people = db.session().scalars(select(Person)).all()
    assert people
    assert all(each.full_name in names(each.full_name) for each in people)


def test_a_founding_load_writes_what_a_rebuild_would(bring: Feeding, database: Engine) -> None:
    bring(Roster())
    with Stage(database, today=clock.today()) as stage:
        stage.make("todo_person", "n {row}, source_id {number}, person_id {number}, is_met {flag}")
        stage.run("INSERT INTO todo_person SELECT id, NULL, id, false FROM person")
        with stage.writing():
            stage.run("UPDATE person_terms SET terms = 'nobody'")
            terms.write(stage, is_founding=True)
    founded = words()
    with db.transaction():
        refresh_terms_between(1, 1000, on=clock.today())

    assert founded == words()
    assert names("omar") == ["Omar Núñez"]
    assert names("nobody") == []


def test_after_a_founding_load_the_index_follows_again(bring: Feeding, database: Engine) -> None:
    bring(Roster())
    with Stage(database, today=clock.today()) as stage:
        stage.make("todo_person", "n {row}, source_id {number}, person_id {number}, is_met {flag}")
        stage.run("INSERT INTO todo_person SELECT id, NULL, id, false FROM person")
        with stage.writing():
            terms.write(stage, is_founding=True)
    with db.transaction() as session:
        session.execute(text("UPDATE person_terms SET terms = 'zebra' WHERE terms LIKE '%nunez%'"))

    assert (names("zebra"), names("nunez")) == (["Omar Núñez"], [])


def words() -> dict[int, str]:
    db.close()
    return {row.person_id: row.terms for row in db.session().execute(select(PersonTerms.person_id, PersonTerms.terms))}
