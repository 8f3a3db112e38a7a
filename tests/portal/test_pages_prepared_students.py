"""A prepared student from the printed code to the own home, and what a prepared account is to everybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from accounts import jobs, queries
from accounts.models import Account
from demo import people
from district.models import Enrollment
from foundation import clock, db
from portal.rules.codes import Kind
from tests.attacks.devices import post, token_of
from tests.browser import Browser
from tests.portal.neighbourhood import Neighbourhood
from tests.portal.test_pages_activation import PASSWORD, issue, told

NAME = "leo.okonkwo29"


@pytest.fixture
def code(app: Flask, near: Neighbourhood) -> str:
    """Leo’s code, as printed; his account is prepared."""
    jobs.night()
    return issue(app, near.leo.id, Kind.STUDENT)


def own_account(person_id: int) -> Account | None:
    db.close()
    return db.session().scalar(select(Account).where(Account.person_id == person_id, Account.kind == "student"))


def activates(browser: Browser, code: str) -> Browser:
    browser.open("portal.activate").fill(code=code).press("Continue")
    return browser.fill(password=PASSWORD, confirm_password=PASSWORD).press()


def test_the_second_page_shows_the_username_read_only(browser: Browser, code: str) -> None:
    browser.open("portal.activate").fill(code=code).press("Continue")

    box = next(each for each in browser.page.iter("input") if each.get("name") == "username")
    assert (box.get("value"), box.get("readonly")) == (NAME, "")
    assert "Your account is prepared. Choose the password you will sign in with." in browser.text
    assert "Choose how you will sign in." not in browser.text


def test_a_student_sets_a_password_and_signs_in_with_the_prepared_name(
    browser: Browser, code: str, near: Neighbourhood
) -> None:
    assert activates(browser, code).heading == "Your account is ready"
    browser.signs_in(NAME, PASSWORD).follow("Not now")

    assert browser.path == "/portal/"
    assert "Leo Okonkwo" in browser.text
    assert "Amaya" not in browser.text
    account = own_account(near.leo.id)
    assert account is not None
    assert account.username == NAME


def test_the_page_speaks_spanish(app: Flask, near: Neighbourhood) -> None:
    jobs.night()
    browser = Browser(app)
    browser.language = "es"
    browser.open("portal.activate").fill(code=issue(app, near.ines.id, Kind.STUDENT)).press("Continuar")

    assert "ines.vegavegamark33" in browser.html
    assert "Su cuenta está preparada" in browser.text


@pytest.mark.parametrize("typed", ["principal", NAME.upper(), "", "x"])
def test_another_username_sent_by_hand_counts_for_nothing(
    app: Flask, browser: Browser, code: str, near: Neighbourhood, typed: str
) -> None:
    browser.open("portal.activate").fill(code=code).press("Continue")
    sent = {"username": typed, "password": PASSWORD, "confirm_password": PASSWORD, "csrf_token": token_of(browser)}

    assert post(browser, "/portal/activate/account", **sent).status_code == 303
    account = own_account(near.leo.id)
    assert account is not None
    assert account.username == NAME


def test_the_password_may_not_be_the_prepared_username(browser: Browser, code: str) -> None:
    browser.open("portal.activate").fill(code=code).press("Continue")
    browser.fill(password=NAME, confirm_password=NAME).press()

    assert browser.status == 422
    assert "not your username" in browser.errors[0]


def test_a_name_somebody_took_meanwhile_is_replaced_and_said(
    app: Flask, browser: Browser, code: str, near: Neighbourhood
) -> None:
    """Two transactions at one moment may let a parent have a name that is being kept; the student still gets in."""
    with db.transaction():
        people.an_account(near.adaeze, "parent", username=NAME, password_hash="hash")
    activates(browser, code)

    assert browser.status == 422
    assert "Your username has changed" in browser.errors[0]
    browser.fill(password=PASSWORD, confirm_password=PASSWORD).press()
    assert browser.heading == "Your account is ready"
    account = own_account(near.leo.id)
    assert account is not None
    assert account.username == f"{NAME}-2"
    assert [each.person_id for each in told("prepared-username-replaced")] == [near.leo.id]


def test_a_parents_code_is_not_held_to_a_prepared_name(app: Flask, browser: Browser, near: Neighbourhood) -> None:
    jobs.night()
    browser.open("portal.activate").fill(code=issue(app, near.adaeze.id)).press("Continue")
    browser.fill(username="adaeze", password=PASSWORD, confirm_password=PASSWORD).press()

    assert browser.heading == "Your account is ready"


def test_a_student_below_the_grades_has_no_use_of_a_code(browser: Browser, code: str, near: Neighbourhood) -> None:
    with db.transaction() as session:
        session.execute(update(Enrollment).where(Enrollment.person_id == near.leo.id).values(grade="05"))
    browser.open("portal.activate").fill(code=code).press("Continue")

    assert browser.status == 422
    assert NAME not in browser.html


def leaves(person_id: int, *, days_ago: int | None) -> None:
    ends = None if days_ago is None else clock.today() - timedelta(days=days_ago - 1)
    db.close()
    with db.transaction() as session:
        session.execute(update(Enrollment).where(Enrollment.person_id == person_id).values(ends=ends))


def test_who_left_sees_nothing_and_who_comes_back_sees_it_again(
    browser: Browser, code: str, near: Neighbourhood
) -> None:
    activates(browser, code)
    leaves(near.leo.id, days_ago=60)
    browser.signs_in(NAME, PASSWORD).follow("Not now")
    assert browser.path == "/portal/"
    assert "Ridgeline" not in browser.text

    leaves(near.leo.id, days_ago=None)
    browser.open("portal.home")
    assert "Ridgeline" in browser.text
    assert jobs.night() == "0 prepared"


def test_a_name_is_kept_for_who_left_before_making_the_account(
    app: Flask, browser: Browser, code: str, near: Neighbourhood
) -> None:
    leaves(near.leo.id, days_ago=200)
    jobs.night()
    browser.open("portal.activate").fill(code=code).press("Continue")
    assert browser.status == 422

    leaves(near.leo.id, days_ago=None)
    jobs.night()
    assert queries.prepared_username(near.leo.id) == NAME
    assert activates(browser, issue(app, near.leo.id, Kind.STUDENT)).heading == "Your account is ready"
