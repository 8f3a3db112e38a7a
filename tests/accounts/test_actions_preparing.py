"""Accounts of students are prepared: for whom, with which name, and so that nobody can sign in by it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from accounts import actions, jobs, queries
from accounts.actions import UsernameTaken, create_account
from accounts.models import Account, PreparedAccount
from app import create_app
from demo import people, places
from demo.cast import Place
from foundation import audit, clock, db
from foundation.settings import Settings
from tests.accounts.residents import told
from tests.statements import statements

BY = audit.command("test")


@pytest.fixture
def high(database: Engine) -> Place:
    with db.transaction():
        return places.a_school("Ridgeline High School")


def prepares(settings: Settings, *, on: date | None = None) -> int:
    """One round over everybody, as the night does it."""
    today, kept = on or clock.today(), 0
    db.close()
    for portion in queries.students_unprepared(grades=settings.student_account_grades, on=today):
        with db.transaction():
            kept += actions.prepare_students(portion, settings=settings, on=today, by=BY, at=clock.now())
    return kept


def kept_names() -> dict[str, str]:
    """Every prepared user name, by the first name of its student."""
    db.close()
    found = select(people.Person.first_name, PreparedAccount.username).join(
        PreparedAccount, PreparedAccount.person_id == people.Person.id
    )
    return {row.first_name: row.username for row in db.session().execute(found)}


def test_students_of_grade_6_to_12_are_prepared_and_nobody_else(high: Place, settings: Settings) -> None:
    with db.transaction():
        leo = people.a_student("Leo", "Okonkwo", school=high, grade="10")
        people.a_student("Ines", "Vega", school=high, grade="06")
        people.a_student("Amaya", "Okonkwo", school=high, grade="05")
        people.a_student("Nobody", "Knows", school=high, grade="")
        people.a_student("Gone", "Away", school=high, grade="11", ends=date(2026, 6, 1))
        people.a_student("Comes", "Later", school=high, grade="09", starts=date(2027, 8, 17))
        people.a_guardian("Adaeze", "Okonkwo", of=[leo])

    assert prepares(settings) == 2
    assert kept_names() == {"Leo": "leo.okonkwo29", "Ines": "ines.vega33"}
    assert told("student-accounts-prepared") == [{"how_many": 2}]


def test_a_prepared_account_is_no_account(high: Place, settings: Settings) -> None:
    with db.transaction():
        people.a_student("Leo", "Okonkwo", school=high, grade="10")
    prepares(settings)

    assert db.session().scalars(select(Account)).all() == []
    seen = queries.seen_at_door("leo.okonkwo29", device_hash="", waits_in=("", ""), at=clock.now())
    assert seen.password_hash is None
    assert queries.account_named("leo.okonkwo29") is None


def test_preparing_twice_prepares_once_and_tells_once(high: Place, settings: Settings) -> None:
    with db.transaction():
        people.a_student("Leo", "Okonkwo", school=high, grade="10")

    assert [prepares(settings), prepares(settings)] == [1, 0]
    assert len(told("student-accounts-prepared")) == 1


def test_who_has_an_account_is_not_prepared(high: Place, settings: Settings) -> None:
    with db.transaction():
        leo = people.a_student("Leo", "Okonkwo", school=high, grade="10")
        people.an_account(leo, "student", username="leo", password_hash="hash")

    assert prepares(settings) == 0


def test_namesakes_get_numbers_in_the_order_they_came(high: Place, settings: Settings) -> None:
    with db.transaction():
        first, second, third = (
            people.a_student(name, "García", school=high, grade="10") for name in ("María", "Maria", "MARÍA")
        )
    prepares(settings)
    with db.transaction():
        fourth = people.a_student("Maria", "Garcia", school=high, grade="10")
    prepares(settings)

    assert [queries.prepared_username(each.id) for each in (first, second, third, fourth)] == [
        "maria.garcia29",
        "maria.garcia29-2",
        "maria.garcia29-3",
        "maria.garcia29-4",
    ]


def test_a_name_that_somebody_has_is_passed_over(high: Place, settings: Settings) -> None:
    with db.transaction():
        leo = people.a_student("Leo", "Okonkwo", school=high, grade="10")
        taker = people.a_guardian("Adaeze", "Okonkwo", of=[leo])
        people.an_account(taker, "parent", username="LEO.Okonkwo29", password_hash="hash")
        people.an_account(people.a_person("Some", "One"), "staff", username="leo.okonkwo29-2", password_hash="hash")
    prepares(settings)

    assert queries.prepared_username(leo.id) == "leo.okonkwo29-3"


def test_two_stems_that_meet_at_a_number_do_not_share_it(high: Place, settings: Settings) -> None:
    pattern = dataclasses.replace(settings, student_username="{first}")
    with db.transaction():
        one, two, three = (
            people.a_student(name, "Vega", school=high, grade="10") for name in ("Amin", "Amin2", "Amin")
        )
    prepares(pattern)

    assert [queries.prepared_username(each.id) for each in (one, two, three)] == ["amin", "amin2", "amin3"]


def test_a_kept_name_is_given_to_nobody_else(high: Place, settings: Settings) -> None:
    with db.transaction():
        leo = people.a_student("Leo", "Okonkwo", school=high, grade="10")
        adaeze = people.a_guardian("Adaeze", "Okonkwo", of=[leo])
    prepares(settings)

    assert isinstance(makes(adaeze.id, "parent", "Leo.OKONKWO29"), UsernameTaken)
    assert isinstance(makes(leo.id, "parent", "leo.okonkwo29"), UsernameTaken)
    assert queries.free_usernames("leo.okonkwo") == ["leo.okonkwo2", "leo.okonkwo3", "leo.okonkwo4"]
    assert isinstance(makes(leo.id, "student", "leo.okonkwo29"), Account)


def makes(person_id: int, kind: str, username: str) -> object:
    with db.transaction():
        return create_account(
            person_id, kind=kind, username=username, password_hash="hash", language="en", by=BY, at=clock.now()
        )


def test_a_preferred_name_is_the_one_in_the_user_name(high: Place, settings: Settings) -> None:
    with db.transaction():
        people.a_student("Robert", "Lee", preferred="Robin", school=high, grade="10")
    prepares(settings)

    assert kept_names() == {"Robert": "robin.lee29"}


def test_the_year_is_that_of_the_enrollment_not_of_the_day(high: Place, settings: Settings) -> None:
    june = date(2027, 6, 25)
    with db.transaction():
        people.a_student("Ines", "Vega", school=high, grade="06", starts=date(2027, 8, 17))
        people.a_student("Leo", "Okonkwo", school=high, grade="12")

    assert prepares(settings, on=june) == 2
    assert kept_names() == {"Ines": "ines.vega34", "Leo": "leo.okonkwo27"}


def test_the_night_catches_up_with_a_setting_that_was_widened(high: Place, app: Flask, settings: Settings) -> None:
    with db.transaction():
        people.a_student("Amaya", "Okonkwo", school=high, grade="05")

    assert jobs.night() == "0 prepared"
    app.config["HEARTH"] = dataclasses.replace(settings, student_account_grades=("05", "06"))
    assert jobs.night() == "1 prepared"
    assert kept_names() == {"Amaya": "amaya.okonkwo34"}


def test_a_portion_takes_the_same_statements_whatever_its_size(
    high: Place, settings: Settings, database: Engine
) -> None:
    counts = []
    for more in (3, 60):
        with db.transaction():
            for number in range(more):
                people.a_student(f"Leo{number}", "Okonkwo", school=high, grade="10")
        portion: Sequence[int] = next(iter(queries.students_unprepared(grades=("10",), on=clock.today())))
        with statements(database) as said, db.transaction():
            actions.prepare_students(portion, settings=settings, on=clock.today(), by=BY, at=clock.now())
        counts.append(len(said))

    assert counts[0] == counts[1] <= 6


def test_a_name_taken_meanwhile_is_replaced_by_the_next(high: Place, settings: Settings) -> None:
    with db.transaction():
        leo = people.a_student("Leo", "Okonkwo", school=high, grade="10")
    prepares(settings)
    with db.transaction():
        assert actions.prepare_again(leo.id, by=BY, at=clock.now()) == "leo.okonkwo29-2"
        assert actions.prepare_again(leo.id + 1, by=BY, at=clock.now()) is None

    assert kept_names() == {"Leo": "leo.okonkwo29-2"}
    assert len(told("prepared-username-replaced")) == 1


def test_the_command_rehearses_and_prepares(high: Place, app: Flask) -> None:
    with db.transaction():
        people.a_student("Leo", "Okonkwo", school=high, grade="10")
    db.close()
    run = app.test_cli_runner().invoke

    rehearsed = run(args=["accounts", "prepare", "--dry-run"])
    assert "1 student accounts would be prepared" in rehearsed.output
    assert "leo.okonkwo29" in rehearsed.output
    assert kept_names() == {}
    assert "1 student accounts prepared" in run(args=["accounts", "prepare"]).output
    assert "0 student accounts prepared" in run(args=["accounts", "prepare"]).output
    assert kept_names() == {"Leo": "leo.okonkwo29"}


@pytest.mark.parametrize("pattern", ["{first}.{birth_date}", "student{yy}", "{first} {last}"])
def test_a_bad_pattern_stops_the_start_with_a_sentence(settings: Settings, pattern: str) -> None:
    with pytest.raises(SystemExit, match="HEARTH_STUDENT_USERNAME m"):
        create_app(dataclasses.replace(settings, student_username=pattern))
