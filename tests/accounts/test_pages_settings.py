"""Settings of one's own account: recovery email, password, language (S4, T43)."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from accounts import hashing
from accounts.models import Account
from foundation import db
from tests.accounts.residents import NEW_PASSWORD, PASSWORD, Resident, account_of, mails, told
from tests.browser import Browser


@pytest.fixture
def inside(browser: Browser, ana: Resident) -> Browser:
    return browser.signs_in("ana.lopez", PASSWORD)


def gives(browser: Browser, email: str, again: str | None = None, password: str = PASSWORD) -> Browser:
    browser.open("accounts.settings")
    return browser.fill(
        recovery_email=email, confirm_recovery_email=email if again is None else again, password=password
    ).press("Save")


def test_settings_ask_s4_s_three_questions(inside: Browser) -> None:
    inside.open("/settings/account")

    for words in ("New Account Security Email", "Confirm New Account Security Email", "Enter Password"):
        assert words in inside.text
    assert "Ana@Lopez.example" in inside.text


def test_a_given_address_waits_for_its_owner(inside: Browser, ana: Resident) -> None:
    gives(inside, "new@lopez.example")

    assert "We sent a mail to that address. Open it and confirm the address there." in inside.text
    assert "new@lopez.example is not confirmed yet." in inside.text
    assert [each.to_address for each in mails()] == ["new@lopez.example", "Ana@Lopez.example"]
    assert account_of(ana).recovery_email == "Ana@Lopez.example"


@pytest.mark.parametrize(
    ("email", "again", "password", "said"),
    [
        ("", "", PASSWORD, "Type your email address."),
        ("new@lopez", "new@lopez", PASSWORD, "Write an email address such as name@example.org."),
        ("new@lopez.example", "now@lopez.example", PASSWORD, "The two addresses differ. Type the same address twice."),
        ("new@lopez.example", "new@lopez.example", "", "Type your current password."),
        (
            "new@lopez.example",
            "new@lopez.example",
            "wrong",
            "That is not your current password. Type it again. After several tries, wait a few minutes.",
        ),
    ],
)
def test_an_address_is_refused_with_what_to_change(
    inside: Browser, ana: Resident, email: str, again: str, password: str, said: str
) -> None:
    gives(inside, email, again, password)

    assert (inside.status, inside.errors) == (422, [said])
    assert mails() == []
    assert account_of(ana).pending_email is None


def test_mails_to_one_address_after_another_come_to_an_end(inside: Browser) -> None:
    for number in range(4):
        gives(inside, f"a{number}@lopez.example")

    assert inside.errors == ["Several mails are on their way already. Wait an hour, then try again."]


def test_the_current_password_cannot_be_guessed_at_here_either(inside: Browser) -> None:
    for _ in range(5):
        gives(inside, "new@lopez.example", password="wrong")
    gives(inside, "new@lopez.example", password=PASSWORD)

    assert inside.status == 422
    assert mails() == []
    assert len(told("current-password-refused")) == 6


def test_a_new_password_keeps_this_device_and_signs_the_others_out(app: Flask, inside: Browser, ana: Resident) -> None:
    other = Browser(app).signs_in("ana.lopez", PASSWORD)
    inside.open("accounts.change_password").fill(
        current_password=PASSWORD, password=NEW_PASSWORD, confirm_password=NEW_PASSWORD
    ).press("Change the password")

    assert inside.path == "/settings/account"
    assert "Your password is changed. On other devices you are signed out." in inside.text
    assert other.open("/portal/").path.startswith("/sign-in")
    assert [(each.template, each.to_address) for each in mails("password-changed")] == [
        ("password-changed", "Ana@Lopez.example")
    ]
    assert hashing.verify(NEW_PASSWORD, account_of(ana).password_hash)[0]


@pytest.mark.parametrize(
    ("current", "new", "said"),
    [
        ("", NEW_PASSWORD, "Type your current password."),
        ("wrong", NEW_PASSWORD, "That is not your current password."),
        (PASSWORD, "lopez2014", "Choose a password that others cannot know"),
        (PASSWORD, "LopezHighSchool26", "Choose a password that others cannot know"),
        (PASSWORD, "JuniperValley26", "Choose a password that others cannot know"),
    ],
)
def test_a_password_is_changed_only_by_who_knows_it_and_to_a_good_one(
    inside: Browser, ana: Resident, current: str, new: str, said: str
) -> None:
    inside.open("accounts.change_password").fill(current_password=current, password=new, confirm_password=new).press(
        "Change the password"
    )

    assert inside.status == 422
    assert [each for each in inside.errors if each.startswith(said)] != []
    assert hashing.verify(PASSWORD, account_of(ana).password_hash)[0]


def test_what_to_change_is_listed_in_the_order_of_the_page(inside: Browser) -> None:
    inside.open("accounts.change_password").fill(password="abc").press("Change the password")

    assert inside.errors == [
        "Type your current password.",
        "Make the password longer: at least 8 characters.",
        "Add another kind of character to the password: letters, numbers, symbols or punctuation. A space is a symbol.",
        "The two passwords differ. Type the new one twice.",
    ]


def test_a_language_is_chosen_and_spoken_from_then_on(inside: Browser) -> None:
    inside.open("accounts.choose_language").fill(language="es").press()

    assert inside.path == "/settings/account"
    assert inside.page.get("lang") == "es"
    db.close()
    assert db.session().scalars(select(Account.language)).one() == "es"
    assert told("language-changed")[0]["language"] == "es"


def test_a_language_nobody_speaks_here_is_refused(inside: Browser) -> None:
    inside.open("accounts.choose_language")
    token = inside.page.find(".//main//input[@name='csrf_token']")
    assert token is not None

    response = inside.client.post(
        "/settings/language", data={"language": "xx", "csrf_token": token.get("value")}, base_url="http://localhost"
    )

    assert response.status_code == 422
    assert told("language-changed") == []
