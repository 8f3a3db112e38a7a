"""Search over the record: who is found by what, from which records, and who is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, delete, select, update

from demo import people, places
from demo.cast import LONG_AGO, Someone
from district.actions.office_edits import correct_person
from district.actions.search_terms import refresh_terms
from district.models import (
    Address,
    FormerName,
    Household,
    HouseholdAddress,
    HouseholdMember,
    HouseholdPhone,
    Person,
    PersonAddress,
    PersonIdentifier,
    PersonTerms,
)
from district.queries.search import Part, find
from district.rules.searching import Ground
from foundation import audit, clock, db
from tests.statements import statements

HOSTILE = (
    '"',
    "'",
    "*",
    "nguyen*",
    'nguyen" OR "a',
    "nguyen' | 'a",
    "nguyen:*",
    "NEAR(nguyen anh)",
    "-nguyen",
    "terms:nguyen",
    "^nguyen",
    "nguyen); DROP TABLE person; --",
    "%",
    "_______",
    "\\",
    "nguyen\\",
    "{terms}: nguyen",
    "nguyen\x00",
    "\u202enguyen",
    "!nguyen",
    "nguyen & !anh",
    "<->",
    "nguyen <2> anh",
    "'' OR 1=1",
)


@pytest.fixture
def hoa(database: Engine) -> Someone:
    with db.transaction():
        made = people.a_person("Hoa", "Nguyễn", phone="+13035550123", email="hoa@egret.example", street="12 Egret Lane")
        refresh_terms((made.id,), on=clock.today())
    return made


def names(typed: str) -> list[str]:
    db.close()
    return [hit.full_name for hit in find(typed, Part())[0].hits]


def grounds(typed: str) -> list[Ground]:
    db.close()
    return list(find(typed, Part())[0].hits[0].grounds)


def someone(first_name: str, last_name: str, **given: str) -> Someone:
    with db.transaction():
        made = people.a_person(first_name, last_name, **given)  # type: ignore[arg-type]
        refresh_terms((made.id,), on=clock.today())
    return made


def refreshed(*members: Someone) -> None:
    with db.transaction():
        refresh_terms([each.id for each in members], on=clock.today())


@pytest.mark.parametrize(
    ("typed", "ground"),
    [
        ("Nguyen", Ground.NAME),
        ("Nguyễn", Ground.NAME),
        ("ngu", Ground.NAME),
        ("hoa nguyen", Ground.NAME),
        ("Nguyen, Hoa", Ground.NAME),
        ("303.555.0123", Ground.PHONE),
        ("+1 (303) 555-0123", Ground.PHONE),
        ("HOA@EGRET.EXAMPLE", Ground.EMAIL),
        ("12 egret ln", Ground.ADDRESS),
        ("12 Egret Lane, Juniper Valley, CO 80999", Ground.ADDRESS),
    ],
)
def test_a_person_is_found_by_name_phone_email_and_address(hoa: Someone, typed: str, ground: Ground) -> None:
    assert names(typed) == ["Hoa Nguyễn"]
    assert grounds(typed)[0] is ground


@pytest.mark.parametrize("typed", ["hoa smith", "uyen", "555-0124", "13 egret lane", "", "h"])
def test_whatever_does_not_fit_finds_nobody(hoa: Someone, typed: str) -> None:
    assert names(typed) == []


@pytest.mark.parametrize("typed", HOSTILE)
def test_signs_of_the_search_engines_mean_nothing(hoa: Someone, typed: str) -> None:
    someone("Ana", "Ruiz")

    assert set(names(typed)) <= {"Hoa Nguyễn"}
    assert db.session().scalar(select(Person.id).limit(1)) is not None


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("O’Brien", "o brien"),
        ("O Brien", "O'Brien"),
        ("Obrien", "o'brien"),
        ("García López", "garcialopez"),
        ("Garcialopez", "Garcia-Lopez"),
        ("de la Cruz", "delacruz"),
        ("Ødegård", "odegard"),
        ("Weiß", "weiss"),
        ("李", "李"),
        ("김", "김"),
        ("Иванова", "ИВАНОВА"),
        ("हरि", "हरि"),
    ],
)
def test_however_a_name_is_written(database: Engine, written: str, typed: str) -> None:
    someone("Mina", written)
    someone("Other", "Person")

    assert names(typed) == [f"Mina {written}"]


def test_former_preferred_and_short_names_count(database: Engine) -> None:
    nora = someone("Roberta", "Quill")
    rob = someone("Robert", "Ash", preferred="Skip")
    with db.transaction() as session:
        session.add(
            FormerName(person_id=nora.id, first_name="Roberta", last_name="Byrne", ends=clock.today(), source="office")
        )
    refreshed(nora)

    assert (names("byrne"), grounds("byrne")) == (["Roberta Quill"], [Ground.FORMER_NAME])
    assert (names("bob"), grounds("bob")) == (["Skip Ash"], [Ground.NICKNAME])
    assert names("skip") == names("robert ash") == [rob.full_name]


def test_both_a_full_name_and_its_short_form_are_found_by_the_other(database: Engine) -> None:
    someone("José", "Ruiz")
    someone("Pepe", "Ruiz")

    assert sorted(names("pepe ruiz")) == sorted(names("jose ruiz")) == ["José Ruiz", "Pepe Ruiz"]
    assert names("pepe ruiz")[0] == "Pepe Ruiz"


def test_numbers_count_and_user_names_do_not(database: Engine) -> None:
    ana = someone("Ana", "Ruiz", number="S204417")
    with db.transaction() as session:
        for kind, value in (("student-number", "0099887"), ("username", "aruiz42"), ("SSN", "078051120")):
            session.add(PersonIdentifier(person_id=ana.id, source="test", type=kind, value=value))
    refreshed(ana)

    assert (names("204417"), names("s204417"), names("99887")) == ([], ["Ana Ruiz"], ["Ana Ruiz"])
    assert (names("aruiz42"), names("078051120")) == ([], [])


def test_what_has_ended_finds_nobody_and_what_is_to_come_does(database: Engine) -> None:
    ana = someone("Ana", "Ruiz", phone="+13035550100", street="1 Elm Street")
    with db.transaction() as session:
        session.execute(update(PersonAddress).values(ends=clock.today()))
        session.add(
            PersonAddress(
                person_id=ana.id,
                line_1="7 Oak Street",
                city="Juniper Valley",
                state="CO",
                postal_code="80999",
                source="office",
                starts=clock.today() + timedelta(days=30),
            )
        )
    refreshed(ana)

    assert (names("1 elm"), names("7 oak")) == ([], ["Ana Ruiz"])


def a_household(*members: Someone, street: str, is_confidential: bool = False) -> None:
    with db.transaction() as session:
        home = Household(starts=LONG_AGO, created_at=clock.now())
        place = Address(line_1=street, city="Juniper Valley", state="CO", postal_code="80999")
        session.add_all((home, place))
        session.flush()
        session.add(
            HouseholdAddress(
                household_id=home.id, address_id=place.id, is_confidential=is_confidential, starts=LONG_AGO
            )
        )
        session.add(HouseholdPhone(household_id=home.id, value="+13035550177", starts=LONG_AGO))
        session.add_all(HouseholdMember(household_id=home.id, person_id=each.id, starts=LONG_AGO) for each in members)
    refreshed(*members)


def test_members_are_found_by_the_household_s_address_and_phone(database: Engine) -> None:
    ana = someone("Ana", "Ruiz")
    a_household(ana, street="9 Birch Way")

    assert names("9 birch way") == names("555-0177") == ["Ana Ruiz"]


def test_a_confidential_address_finds_nobody_whoever_says_it(database: Engine) -> None:
    ana = someone("Ana", "Ruiz", street="9 Birch Way")
    ben = someone("Ben", "Ruiz", street="3 Ash Way")
    a_household(ana, street="9 Birch Way", is_confidential=True)
    a_household(ben, street="3 Ash Way")

    assert names("9 birch") == []
    assert names("3 ash") == ["Ben Ruiz"]
    assert "birch" not in str(db.session().scalars(select(PersonTerms.terms)).all())


def test_one_that_has_ended_finds_nobody_by_what_a_feed_still_tells(database: Engine) -> None:
    ana = someone("Ana", "López", street="9 Birch Way")
    bo = someone("Bo", "Park", street="9 Alder Way")
    a_household(ana, street="9 Birch Way", is_confidential=True)
    with db.transaction() as session:
        session.execute(update(HouseholdAddress).values(ends=clock.today()))
        session.execute(update(HouseholdMember).values(ends=clock.today()))
    refreshed(ana, bo)

    assert names("9 birch way") == []
    assert names("9 alder way") == ["Bo Park"]


def test_the_office_s_correction_is_found_at_once(hoa: Someone) -> None:
    with db.transaction() as session:
        person = session.get_one(Person, hoa.id)
        correct_person(person, field="last_name", value="Trần", by=audit.command("test"), at=clock.now())
        correct_person(person, field="sms", value="720-555-0199", by=audit.command("test"), at=clock.now())

    assert names("tran") == names("720 555 0199") == ["Hoa Trần"]
    assert (names("nguyen"), grounds("nguyen")) == (["Hoa Trần"], [Ground.FORMER_NAME])
    assert names("303 555 0123") == []


def test_a_person_taken_from_the_terms_is_found_no_more(hoa: Someone) -> None:
    with db.transaction() as session:
        session.execute(delete(PersonTerms))

    assert names("nguyen") == []


def test_whole_names_come_first_then_by_last_and_first_name(database: Engine) -> None:
    for first, last in (("Ana", "Lima"), ("Lisa", "Zuck"), ("Bo", "Li"), ("Li", "Adams"), ("Ann", "Li")):
        someone(first, last)

    assert names("li") == ["Li Adams", "Ann Li", "Bo Li", "Ana Lima", "Lisa Zuck"]


def test_of_very_many_the_first_are_shown_and_it_is_said_that_there_are_more(database: Engine) -> None:
    with db.transaction():
        crowd = [people.a_person("Li", f"Crowd{number}") for number in range(7)]
        short = people.a_person("Bo", "Cro")
        refresh_terms([each.id for each in (*crowd, short)], on=clock.today())
    db.close()

    found = find("cro", Part(limit=5))[0]

    assert found.has_more
    assert found.hits[0].full_name == "Bo Cro"
    assert len(found.hits) == 5
    assert not find("cro", Part(limit=8))[0].has_more


def test_only_those_within_reach_or_only_the_others(database: Engine) -> None:
    ana, ben = someone("Ana", "Ruiz"), someone("Ben", "Ruiz")
    reach = select(Person.id).where(Person.id == ana.id)
    db.close()

    found = find("ruiz", Part(within=reach), Part(without=reach))

    assert [[hit.person_id for hit in each.hits] for each in found] == [[ana.id], [ben.id]]


def test_a_search_is_one_statement_whatever_its_parts(hoa: Someone, database: Engine) -> None:
    reach = select(Person.id).where(Person.id == hoa.id)
    db.close()
    with statements(database) as said:
        found = find("hoa nguyen", Part(within=reach), Part(without=reach, limit=1))

    assert [len(each.hits) for each in found] == [1, 0]
    assert len(said) == 1, said


def test_rebuilding_brings_everybody_back_and_then_changes_nothing(app: Flask, hoa: Someone) -> None:
    with db.transaction() as session:
        places.a_school("Elm School")
        session.execute(delete(PersonTerms))
    db.close()
    first = app.test_cli_runner().invoke(args=["search", "rebuild"])
    again = app.test_cli_runner().invoke(args=["search", "rebuild", "--json"])

    assert first.output == "1 people are found by what the record says.\n"
    assert again.output == '{"people": 1}\n'
    assert names("nguyen") == ["Hoa Nguyễn"]
