"""The family's home: one's own children, what is known of each, and nobody else's anything."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Engine

from accounts import hashing
from demo import people, places
from demo.cast import Someone
from demo.world import PASSPHRASE, World
from foundation import clock, db
from tests.browser import Browser
from tests.markers import markers_on
from tests.statements import statements


def at_home(browser: Browser, world: World, name: str) -> Browser:
    browser.signs_in(world.sign_in(getattr(world, name)).username, PASSPHRASE)
    assert browser.path == "/portal/"
    return browser


def test_a_guardian_sees_each_child_with_school_and_grade(browser: Browser, world: World) -> None:
    at_home(browser, world, "siobhan")

    assert browser.heading == "Good morning, Siobhan."
    assert f"Nora O’Brien Grade 5, {world.town.cedar.name}" in browser.text
    assert "Wednesday, November 18, 2026" in browser.text


def test_home_speaks_the_account_s_language(browser: Browser, world: World) -> None:
    browser.language = "es"
    at_home(browser, world, "marisol")

    for shown in ("Lucía Ibarra Vega", "Mateo Ibarra Vega", world.town.high.name, world.town.aspen.name):
        assert shown in browser.text
    assert "Wednesday" not in browser.text


@pytest.mark.parametrize(
    ("moment", "greeting"),
    [
        ("2026-11-18 11:59", "Good morning"),
        ("2026-11-18 12:00", "Good afternoon"),
        ("2026-11-18 18:00", "Good evening"),
    ],
)
def test_the_greeting_knows_the_district_s_time_of_day(
    browser: Browser, world: World, moment: str, greeting: str
) -> None:
    with clock.at(moment):
        assert at_home(browser, world, "hoa").heading == f"{greeting}, Hoa."


def test_no_page_holds_another_family_s_marker(app: Flask, world: World) -> None:
    """The canary: each family’s bird stands in its own records alone."""
    leaks = {}
    for each in world.sign_ins:
        page = Browser(app).signs_in(each.username, PASSPHRASE)
        assert page.path == "/portal/"
        leaks[each.username] = markers_on(page.html, world.markers_foreign_to(each.person))

    assert leaks == {each.username: [] for each in world.sign_ins}


@pytest.mark.parametrize("name", ["victor", "samir"])
def test_who_may_not_see_a_child_is_shown_nobody(browser: Browser, world: World, name: str) -> None:
    """A court order on records; a daughter of 18 without evidence of dependency."""
    at_home(browser, world, name)

    assert "We have no student to show you today." in browser.text
    assert "Eli" not in browser.text
    assert "Amira" not in browser.text


def test_a_child_who_left_60_days_ago_is_gone_and_one_of_59_is_not(browser: Browser, world: World) -> None:
    at_home(browser, world, "petra")

    assert "Filip" in browser.text
    assert "The last day was September 20, 2026." in browser.text
    assert "The school has not sent us classes yet." not in browser.text
    assert "Klara" not in browser.text


def test_a_child_who_enters_soon_is_shown_with_the_first_day(browser: Browser, world: World) -> None:
    at_home(browser, world, "mei")

    assert "The first day is Friday, December 18, 2026." in browser.text
    assert "The school has not sent us classes yet." in browser.text
    assert "For grades K-5" not in browser.text


def test_on_the_18th_birthday_the_child_disappears(browser: Browser, world: World) -> None:
    assert "Diego" in at_home(browser, world, "rosa").text
    with clock.at("2026-11-19 00:05"):
        assert "Diego" not in at_home(browser, world, "rosa").text


def test_a_right_taken_away_shows_at_the_next_page(browser: Browser, world: World) -> None:
    at_home(browser, world, "hoa")
    with db.transaction():
        people.a_restriction(world.hoa, world.minh)
    browser.open("portal.home")

    assert "Minh" not in browser.text


def test_a_student_sees_the_own_record_and_no_other(browser: Browser, world: World) -> None:
    at_home(browser, world, "minh")

    assert browser.heading == "Good morning, Minh."
    assert "Grade 11" in browser.text
    assert "Hoa" not in browser.text


def test_an_eligible_student_sees_the_own_record(browser: Browser, world: World) -> None:
    assert "Amira Haddad" in at_home(browser, world, "amira").text


def test_the_schedule_of_the_lower_grades_says_what_it_is(browser: Browser, world: World) -> None:
    note = "this is not an accurate reflection of a student’s day"

    assert note in at_home(browser, world, "siobhan").text
    assert note not in at_home(Browser(browser.app), world, "hoa").text


def test_the_reminder_goes_when_the_recovery_email_is_confirmed(browser: Browser, world: World) -> None:
    assert "Your recovery email is not confirmed." in at_home(browser, world, "karin").text
    assert "recovery email" not in at_home(Browser(browser.app), world, "hoa").text


@pytest.fixture
def ada(database: Engine) -> Someone:
    """A guardian of nobody yet, and her account."""
    with db.transaction():
        made = people.a_guardian("Ada", "Quill", of=())
        people.an_account(made, "parent", username="ada.quill", password_hash=hashing.hash_of(PASSPHRASE))
    return made


def give_children(ada: Someone, how_many: int) -> None:
    """Children for Ada, each with three classes and two teachers in one of them."""
    with db.transaction():
        school = places.a_school("Elm School")
        teacher = people.a_person("Tess", "Moran")
        second = people.a_person("Omar", "Said")
        for number in range(how_many):
            child = people.a_student(f"Kid{number}", "Quill", school=school, grade="07")
            people.a_relationship(ada, child)
            for period in (2, 10, 1):
                section = places.a_section(
                    f"Class {period} of {number}", school=school, period=str(period), location="9"
                )
                places.teaches(teacher, section)
                if period == 1:
                    places.teaches(second, section, is_primary=False)
                places.takes(child, section)


def test_classes_are_shown_by_period_with_what_is_known(browser: Browser, ada: Someone) -> None:
    give_children(ada, 1)
    browser.signs_in("ada.quill", PASSPHRASE)

    assert "Class 1 of 0 Period 1, Tess Moran, Omar Said, room 9" in browser.text
    order = [browser.text.index(f"Class {period} of 0") for period in (1, 2, 10)]
    assert order == sorted(order)


def test_what_the_school_has_not_told_is_not_guessed(browser: Browser, ada: Someone) -> None:
    with db.transaction():
        district = places.a_school("The District", kind="district")
        people.a_relationship(ada, people.a_student("Bea", "Quill", school=district))
    browser.signs_in("ada.quill", PASSPHRASE)

    assert "Bea Quill" in browser.text
    assert "The district has not told us the school yet." in browser.text
    assert "The school has not told us the grade yet." in browser.text
    assert "The school has not sent us classes yet." in browser.text
    assert "The District" not in browser.text


@pytest.mark.parametrize("how_many", [0, 1, 12])
def test_home_takes_four_statements_however_many_children(
    browser: Browser, ada: Someone, database: Engine, how_many: int
) -> None:
    give_children(ada, how_many)
    browser.signs_in("ada.quill", PASSPHRASE)

    with statements(database) as said:
        browser.open("portal.home")

    assert browser.text.count("Class 10 of") == how_many
    assert len(said) == (3 if how_many == 0 else 4), said
    assert all(each.lstrip().startswith("SELECT") for each in said)
