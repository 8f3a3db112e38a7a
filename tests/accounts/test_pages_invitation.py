"""The page behind an invitation: who it is for, an account, and on to signing in (spec "staff invitation")."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from accounts import hashing
from accounts.actions import tidying
from accounts.models import StaffInvitation
from demo import people
from demo.cast import Someone
from foundation import clock, db
from tests.accounts.colleagues import (
    PASSWORD,
    USERNAME,
    Colleague,
    accepts,
    account_for,
    accounts_of,
    invited,
    leaves,
)
from tests.accounts.residents import PASSWORD as PARENTS_PASSWORD
from tests.accounts.residents import Resident, link_in, mails, told
from tests.browser import Browser

TODAY, TOMORROW = date(2026, 11, 18), date(2026, 11, 19)


def test_a_link_says_who_it_is_for_and_no_more(browser: Browser, noor: Colleague) -> None:
    browser.open(invited(noor))

    assert browser.heading == "Welcome, Noor H."
    assert "Haddad" not in browser.html
    assert noor.email not in browser.html
    assert browser.response is not None
    assert browser.response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in browser.response.headers["Cache-Control"]


def test_an_invited_person_makes_an_account_and_signs_in(browser: Browser, noor: Colleague) -> None:
    accepts(browser, invited(noor))

    assert browser.path == "/sign-in?as=staff"
    assert "Your staff account is ready. Sign in with it." in browser.text
    account = account_for(noor)
    assert account is not None
    assert (account.kind, account.username) == ("staff", USERNAME)
    browser.fill(username=USERNAME, password=PASSWORD).press()
    assert "Noor" in browser.text
    assert browser.open("/settings/account").status == 200


def test_the_whole_way_is_told_to_the_audit(browser: Browser, noor: Colleague) -> None:
    accepts(browser, invited(noor, "dots-admin"))
    account = account_for(noor)
    assert account is not None
    told_of = {"person_id": noor.person_id, "account_id": account.id}

    assert told("account-created") == [{**told_of, "kind": "staff"}]
    assert told("staff-invitation-used") == [{**told_of, "invitation_id": 1}]
    assert told("account-role-given") == [{**told_of, "role": "dots-admin", "because": ""}]


def test_the_work_email_is_told_and_asked_to_be_the_recovery_email(browser: Browser, noor: Colleague) -> None:
    accepts(browser, invited(noor))

    made, confirm = mails()
    assert (made.template, confirm.template) == ("staff-account-made", "confirm-recovery-email")
    assert {made.to_address, confirm.to_address} == {noor.email}
    account = account_for(noor)
    assert account is not None
    assert (account.recovery_email, account.pending_email) == (None, noor.email)
    browser.open(link_in(confirm).removeprefix("http://localhost")).press("Confirm this address")
    account = account_for(noor)
    assert account is not None
    assert account.recovery_email == noor.email
    assert browser.follow("Go to your home page").path == "/"


def test_without_a_work_email_the_account_is_made_all_the_same(browser: Browser, luz: Colleague) -> None:
    accepts(browser, invited(luz))

    assert account_for(luz) is not None
    assert mails() == []


def test_an_invitation_speaks_spanish(app: Flask, luz: Colleague) -> None:
    browser = Browser(app)
    browser.language = "es"
    path = invited(luz)
    browser.open(path).fill(username="luz", password="corta", confirm_password="otra").press()

    assert browser.status == 422
    assert browser.errors[0] == "Haga más largo el nombre de usuario: al menos 4 caracteres."
    assert accepts(browser, path, username="luz.prado").path == "/sign-in?as=staff"
    assert "Su cuenta de personal está lista." in browser.text
    assert browser.open(path).status == 410
    assert browser.heading == "Esta invitación ya no funciona"


def test_the_language_of_the_page_is_kept_where_none_is_on_file(app: Flask, noor: Colleague) -> None:
    browser = Browser(app)
    browser.language = "es"
    accepts(browser, invited(noor))

    account = account_for(noor)
    assert account is not None
    assert account.language == "es"
    assert {each.language for each in mails()} == {"es"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"username": ""}, "Choose a username."),
        ({"username": "a b"}, "Use letters of one alphabet, digits, and . - _ @ in the username"),
        ({"password": ""}, "Choose a password."),
        ({"password": USERNAME}, "Choose a password that others cannot know"),
        ({"confirm_password": "another heron 8"}, "The two passwords differ. Type the new one twice."),
    ],
)
def test_an_answer_is_refused_with_what_to_change(
    browser: Browser, noor: Colleague, typed: dict[str, str], said: str
) -> None:
    answers = {"username": USERNAME, "password": PASSWORD, "confirm_password": PASSWORD, **typed}
    browser.open(invited(noor)).fill(**answers).press()

    assert browser.status == 422
    assert any(said in each for each in browser.errors), browser.errors
    assert account_for(noor) is None


def test_a_taken_username_leaves_the_link_unused(browser: Browser, noor: Colleague, ana: Resident) -> None:
    path = invited(noor)
    accepts(browser, path, username="Ana.Lopez")

    assert browser.status == 422
    assert browser.errors == ["That username is taken. These are free: Ana.Lopez2, Ana.Lopez3, Ana.Lopez4."]
    assert accepts(browser, path).path == "/sign-in?as=staff"


def test_a_link_that_does_not_count_says_the_way_out(browser: Browser, noor: Colleague) -> None:
    path = invited(noor)
    with clock.at(clock.now() + timedelta(hours=72)):
        browser.open(path)

    assert browser.status == 410
    assert browser.heading == "This invitation does not work any more"
    assert "ask whoever invited you for a new invitation" in browser.text
    assert browser.follow("Sign in").path == "/sign-in?as=staff"


def test_a_link_counts_to_its_last_minute(browser: Browser, noor: Colleague) -> None:
    path = invited(noor)
    with clock.at(clock.now() + timedelta(hours=71, minutes=59)):
        assert accepts(browser, path).path == "/sign-in?as=staff"


def test_who_leaves_before_accepting_gets_no_account(browser: Browser, noor: Colleague) -> None:
    path = invited(noor)
    leaves(noor, on=TODAY)

    assert browser.open(path).status == 410


def test_who_leaves_while_the_form_is_open_gets_no_account(browser: Browser, noor: Colleague) -> None:
    browser.open(invited(noor))
    leaves(noor, on=TODAY)
    browser.fill(username=USERNAME, password=PASSWORD, confirm_password=PASSWORD).press()

    assert browser.status == 410
    assert account_for(noor) is None


def test_a_parent_who_works_here_keeps_two_accounts_apart(browser: Browser, noor: Colleague) -> None:
    parent = Someone(noor.person_id, "", "Noor", "Haddad", "Noor Haddad")
    with db.transaction():
        people.an_account(parent, "parent", username="noor", password_hash=hashing.hash_of(PARENTS_PASSWORD))
    browser.signs_in("noor", PARENTS_PASSWORD)
    accepts(browser, invited(noor))

    assert "Sign out of this one, then sign in with it." in browser.text
    assert {each.kind for each in accounts_of(noor)} == {"parent", "staff"}
    assert browser.path == "/portal/"
    browser.press("Sign out").signs_in(USERNAME, PASSWORD)
    assert browser.open("/portal/").status == 403


def test_staff_come_in_to_their_access_and_their_settings_open_in_the_staff_s_rooms(
    browser: Browser, noor: Colleague
) -> None:
    accepts(browser, invited(noor)).fill(username=USERNAME, password=PASSWORD).press()

    assert (browser.status, browser.path) == (200, "/household/access")
    for path in ("/settings/account", "/settings/password", "/settings/language", "/"):
        assert browser.open(path).status == 200
        assert "My access" in browser.text
        assert 'href="/portal/"' not in browser.html


def test_an_old_invitation_is_thrown_away(database: object, noor: Colleague) -> None:
    invited(noor)
    for days, left in ((32, 1), (33, 0)):
        with db.transaction() as session:
            tidying.tidy(at=clock.now() + timedelta(days=days))
            assert session.query(StaffInvitation).count() == left
