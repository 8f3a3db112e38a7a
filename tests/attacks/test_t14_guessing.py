"""T14: guessing passwords. Never more than a hundred guesses at one account, however patient or many they are."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from accounts import actions
from accounts.actions import Admission, tries
from accounts.models import Account
from accounts.rules import throttling
from foundation import clock, db
from foundation.audit import STRANGER
from tests.accounts.residents import (
    NEW_PASSWORD,
    PASSWORD,
    PUBLIC_URL,
    Resident,
    account_of,
    mails,
    token_in,
    told,
)
from tests.accounts.residents import ana as ana
from tests.accounts.residents import rosa as rosa
from tests.attacks.devices import post, token_of
from tests.browser import HOST, Browser
from tests.racing import at_once

SOURCE = "192.0.2.9"
MONTH = timedelta(days=30)


def guesses(username: str, *, after: timedelta = timedelta(0), source: str = SOURCE) -> Admission:
    """One wrong password, by the order of the door."""
    at = clock.now() + after
    with db.transaction():
        admission = actions.count_try(username, source=source, at=at).admission
    with db.transaction():
        actions.refuse_sign_in(username, admission=admission, source=source, by=STRANGER, at=at)
    return admission


def has_tried(resident: Resident, times: int) -> None:
    with db.transaction() as session:
        session.execute(update(Account).where(Account.id == resident.account_id).values(tries_in_a_row=times))


def test_of_a_thousand_patient_guesses_a_hundred_are_looked_at(ana: Resident) -> None:
    """One every three hours from ever new addresses, for months: no wait is running at any of them."""
    admitted = [
        guesses("ana.lopez", after=timedelta(hours=3 * number), source=f"10.0.{number % 250}.{number // 250}")
        for number in range(1000)
    ]

    assert sum(each.is_admitted for each in admitted) == 100
    assert admitted[99] is Admission.LAST
    assert set(admitted[100:]) == {Admission.DISABLED}


def test_the_owner_is_told_once_that_the_password_stopped(ana: Resident) -> None:
    has_tried(ana, 98)
    for number in range(5):
        guesses("ana.lopez", after=MONTH * number)

    assert [(each.template, each.to_address) for each in mails()] == [("password-disabled", "Ana@Lopez.example")]
    assert told("password-disabled") == [{"person_id": ana.person_id, "account_id": ana.account_id}]
    reasons = [each["reason"] for each in told("sign-in-refused")]
    assert reasons == ["password", "password-disabled", "password-disabled", "password-disabled", "password-disabled"]


def test_the_right_password_after_a_hundred_gets_the_refusal_of_a_wrong_one(browser: Browser, ana: Resident) -> None:
    has_tried(ana, 100)
    browser.signs_in("ana.lopez", PASSWORD)
    right = (browser.status, browser.errors)
    browser.signs_in("ana.lopez", "wrong")

    assert right == (browser.status, browser.errors)
    assert browser.open("/portal/").path.startswith("/sign-in")


def test_the_mailed_link_opens_what_a_hundred_guesses_shut(browser: Browser, ana: Resident) -> None:
    has_tried(ana, 100)
    with db.transaction():
        actions.ask_for_reset("ana.lopez", public_url=PUBLIC_URL, by=STRANGER, at=clock.now())
    token = token_in(mails("reset-password")[0])
    browser.open(f"/reset-password/{token}").fill(password=NEW_PASSWORD, confirm_password=NEW_PASSWORD).press()

    assert browser.signs_in("ana.lopez", NEW_PASSWORD).path == "/portal/"
    assert account_of(ana).tries_in_a_row == 0


def test_a_right_password_begins_the_count_anew(browser: Browser, ana: Resident) -> None:
    has_tried(ana, 99)

    assert browser.signs_in("ana.lopez", PASSWORD).path == "/portal/"
    assert account_of(ana).tries_in_a_row == 0


def test_the_current_password_in_settings_is_part_of_the_same_hundred(browser: Browser, ana: Resident) -> None:
    browser.signs_in("ana.lopez", PASSWORD)
    has_tried(ana, 99)
    wrong = {"recovery_email": "a@b.example", "confirm_recovery_email": "a@b.example", "password": "wrong"}
    browser.open("/settings/account").fill(**wrong).press("Save")
    assert account_of(ana).tries_in_a_row == 100

    browser.fill(**{**wrong, "password": PASSWORD}).press("Save")

    assert browser.status == 422
    assert account_of(ana).pending_email is None
    assert [each.template for each in mails()] == ["password-disabled"]


def test_a_hundred_guesses_at_once_are_never_a_hundred_and_one(app: Flask, ana: Resident) -> None:
    """As from a hundred known devices, each with a wait of its own: only the common count stands between."""
    has_tried(ana, 60)

    def guess() -> Admission:
        with db.transaction():
            return tries.count_in_a_row(ana.account_id)

    answers = at_once([guess] * 100)

    assert Counter(answers) == {Admission.ADMITTED: 39, Admission.LAST: 1, Admission.DISABLED: 60}


def test_of_a_hundred_guesses_at_one_moment_five_are_looked_at(app: Flask, ana: Resident) -> None:

    def guess() -> Admission:
        with db.transaction():
            return actions.count_try("ana.lopez", source=SOURCE, at=clock.now()).admission

    answers = at_once([guess] * 100)

    assert Counter(answers) == {Admission.ADMITTED: 5, Admission.WAITS: 95}


def test_one_password_at_a_thousand_names_turns_its_source_away(browser: Browser, ana: Resident) -> None:
    csrf = token_of(browser.open("/sign-in"))
    answers = [
        post(browser, "/sign-in", csrf_token=csrf, username=f"family{number}", password="juniper2026")
        for number in range(105)
    ]

    assert Counter(each.status_code for each in answers) == {422: 101, 429: 4}
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_a_made_up_forwarding_header_makes_no_new_source(browser: Browser, ana: Resident) -> None:
    csrf = token_of(browser.open("/sign-in"))
    answers = [
        post(
            browser,
            "/sign-in",
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
            csrf_token=csrf,
            username=f"family{number}",
            password="juniper2026",
        ).status_code
        for number in range(102)
    ]

    assert answers[-1] == 429


def test_addresses_of_one_ipv6_line_are_one_source(ana: Resident) -> None:
    for number in range(101):
        guesses(f"family{number}", source=f"2001:db8:1:2::{number:x}")

    assert guesses("another", source="2001:db8:1:2:ffff::1") is Admission.SOURCE_WAITS
    assert guesses("another", source="2001:db8:1:3::1") is Admission.ADMITTED


def test_coming_in_to_one_s_own_account_wipes_no_one_else_s_count(
    browser: Browser, ana: Resident, rosa: Resident
) -> None:
    for _ in range(5):
        guesses("ana.lopez", source="127.0.0.1")
        Browser(browser.app).signs_in("rosa.vega", PASSWORD)

    assert guesses("ana.lopez", source="127.0.0.1") is Admission.WAITS
    assert account_of(ana).tries_in_a_row == 5


@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_a_wait_tells_nothing_of_the_password(browser: Browser, ana: Resident, password: str) -> None:
    for _ in range(5):
        guesses("ana.lopez", source="127.0.0.1")
    csrf = token_of(browser.open("/sign-in"))
    answer = browser.client.post(
        "/sign-in", data={"csrf_token": csrf, "username": "ana.lopez", "password": password}, base_url=HOST
    )

    assert answer.status_code == 422
    assert "Set-Cookie" not in answer.headers
    assert account_of(ana).tries_in_a_row == 5


def test_waits_grow_to_an_hour_and_no_further() -> None:
    waits = [throttling.wait_before_next(number) for number in range(1, 30)]

    assert waits[:6] == [timedelta(0)] * 4 + [timedelta(seconds=30), timedelta(seconds=60)]
    assert max(waits) == timedelta(hours=1)
