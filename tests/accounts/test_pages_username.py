"""Changing one's username: with the password, unique after folding, not without end, and told by mail (ASVS 6.3.7)."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import update

from accounts.models import Account, PreparedAccount
from foundation import clock, db
from tests.accounts.residents import PASSWORD, Resident, account_of, mails, told
from tests.browser import Browser


@pytest.fixture
def inside(browser: Browser, ana: Resident) -> Browser:
    return browser.signs_in("ana.lopez", PASSWORD)


def renames(browser: Browser, username: str, password: str = PASSWORD) -> Browser:
    return browser.open("/settings/username").fill(username=username, password=password).press("Change the username")


def test_a_new_name_opens_the_account_and_the_old_one_does_not(app: Flask, inside: Browser, ana: Resident) -> None:
    other = Browser(app).signs_in("ana.lopez", PASSWORD)
    renames(inside, "Ana.L")

    assert "Your username is changed. On other devices you are signed out." in inside.text
    assert inside.open("/portal/").path == "/portal/"
    assert other.open("/portal/").path.startswith("/sign-in")
    assert Browser(app).signs_in("ana.lopez", PASSWORD).status == 422
    assert Browser(app).signs_in("ANA.L", PASSWORD).path == "/portal/"
    assert [(each.to_address, each.context["username"]) for each in mails("username-changed")] == [
        ("Ana@Lopez.example", "Ana.L")
    ]
    assert told("username-changed") == [{"person_id": ana.person_id, "account_id": ana.account_id}]


@pytest.mark.parametrize("taken", ["rosa.vega", "ROSA.VEGA", "Ｒosa.vega"])
def test_a_taken_name_or_its_look_alike_is_refused_with_free_ones(
    inside: Browser, ana: Resident, rosa: Resident, taken: str
) -> None:
    renames(inside, taken)

    assert inside.status == 422
    assert inside.errors[0].startswith("That username is taken. These are free:")
    assert account_of(ana).username == "ana.lopez"
    assert inside.open("/portal/").path == "/portal/"


@pytest.mark.parametrize(
    ("username", "password", "said"),
    [
        ("", PASSWORD, "Choose a username."),
        ("abc", PASSWORD, "Make the username longer: at least 4 characters."),
        ("ana\u200blopez", PASSWORD, "Use letters of one alphabet"),
        ("ana.new", "wrong", "That is not your current password."),
        ("quiet-river", "quiet river 9", "Choose a username that is not your password."),
    ],
)
def test_a_name_is_refused_with_what_to_change(
    inside: Browser, ana: Resident, username: str, password: str, said: str
) -> None:
    renames(inside, username, password)

    assert inside.status == 422
    assert any(each.startswith(said) for each in inside.errors), inside.errors
    assert account_of(ana).username == "ana.lopez"


def test_a_name_kept_for_a_student_is_taken(inside: Browser, ana: Resident, rosa: Resident) -> None:
    with db.transaction() as session:
        session.add(
            PreparedAccount(
                person_id=rosa.person_id,
                username="leo.vega",
                username_key="leo.vega",
                stem="leo.vega",
                number=1,
                prepared_at=clock.now(),
            )
        )
    renames(inside, "Leo.Vega")

    assert inside.errors[0].startswith("That username is taken.")
    assert account_of(ana).username == "ana.lopez"


def test_names_are_not_found_out_by_trying(inside: Browser, rosa: Resident) -> None:
    for _ in range(3):
        renames(inside, "rosa.vega")
    renames(inside, "rosa.vega")

    assert inside.errors == ["You have tried several usernames. Wait an hour, then try again."]


def test_the_same_name_in_other_letters_is_one_s_own(inside: Browser, ana: Resident) -> None:
    renames(inside, "ANA.Lopez")

    assert account_of(ana).username == "ANA.Lopez"


def test_a_student_s_name_is_the_district_s(inside: Browser, ana: Resident) -> None:
    with db.transaction() as session:
        session.execute(update(Account).values(kind="student"))
    inside.open("/settings/username")

    assert "The district gives students their usernames." in inside.text
    assert "Change the username" not in inside.buttons
    csrf = next(str(each.get("value")) for each in inside.page.iter("input") if each.get("name") == "csrf_token")
    answer = inside.client.post(
        "/settings/username",
        data={"csrf_token": csrf, "username": "my.own", "password": PASSWORD},
        base_url="http://localhost",
    )
    assert answer.status_code == 422
    assert account_of(ana).username == "ana.lopez"
