"""The first sign-in asks for a recovery email where activation did not set one, and never insists (S4)."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from accounts.models import Account
from foundation import db
from tests.accounts.residents import PASSWORD, Resident, account_of, mails
from tests.browser import Browser


@pytest.fixture
def newcomer(chidi: Resident) -> Resident:
    """Made an account, has not signed in yet, gave no address."""
    with db.transaction() as session:
        session.execute(update(Account).values(last_signed_in_at=None))
    return chidi


def test_the_first_sign_in_asks_s4_s_three_questions(browser: Browser, newcomer: Resident) -> None:
    browser.signs_in("chidi", PASSWORD)

    assert browser.heading == "New Account Security Email"
    for words in ("New Account Security Email", "Confirm New Account Security Email", "Enter Password"):
        assert words in browser.text


def test_it_may_be_put_off_and_is_not_asked_again_at_the_door(browser: Browser, newcomer: Resident) -> None:
    browser.signs_in("chidi", PASSWORD).follow("Not now")
    assert browser.path == "/portal/"
    assert "You have not given a recovery email." in browser.text

    assert browser.press("Sign out").signs_in("chidi", PASSWORD).path == "/portal/"


def test_an_address_given_there_is_mailed_and_the_way_goes_on(browser: Browser, newcomer: Resident) -> None:
    browser.open("/settings/password")
    browser.fill(username="chidi", password=PASSWORD).press()
    assert browser.heading == "New Account Security Email"
    browser.fill(
        recovery_email="chidi@okonkwo.example", confirm_recovery_email="chidi@okonkwo.example", password=PASSWORD
    ).press("Save")

    assert browser.heading == "Now confirm the address"
    assert "chidi@okonkwo.example" in browser.text
    assert [each.template for each in mails()] == ["confirm-recovery-email"]
    assert account_of(newcomer).pending_email == "chidi@okonkwo.example"
    assert browser.follow("Go on").path == "/settings/password"


def test_what_is_wrong_is_said_and_the_way_on_kept(browser: Browser, newcomer: Resident) -> None:
    browser.signs_in("chidi", PASSWORD).fill(recovery_email="x", password="wrong").press("Save")

    assert browser.status == 422
    assert "Write an email address such as name@example.org." in browser.errors
    assert browser.follow("Not now").path == "/portal/"


def test_who_gave_an_address_before_is_not_asked(browser: Browser, ana: Resident) -> None:
    with db.transaction() as session:
        session.execute(update(Account).values(last_signed_in_at=None))

    assert browser.signs_in("ana.lopez", PASSWORD).path == "/portal/"


def test_the_way_on_leads_nowhere_else(browser: Browser, newcomer: Resident) -> None:
    browser.signs_in("chidi", PASSWORD).open("/settings/recovery-email?next=//evil.example")

    assert browser.follow("Not now").path == "/portal/"
