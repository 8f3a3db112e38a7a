"""The front door, the sign-in page and the way out, as people meet them."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select, text, update

from accounts import hashing
from accounts.models import Account, SessionRecord
from foundation import clock, db, patience
from tests.accounts.residents import NEW_PASSWORD, PASSWORD, Resident
from tests.browser import Browser

NO_MATCH = (
    "The username and password do not match. Check both and try again. After several tries, wait a few minutes or use "
    "“Forgot your Password?”: that works at once."
)


def test_the_front_page_has_a_door_for_each_audience(browser: Browser) -> None:
    browser.open("/")

    assert browser.heading == "Come in."
    for words in ("I have a code", "I need a code", "I work for the district", "portalhelp@juniper-valley.example"):
        assert words in browser.text
    browser.follow("Forgot your Password?").follow("Forgot your username")
    assert browser.path == "/forgot-username"


def test_a_guardian_signs_in_at_the_front_page_and_comes_home(browser: Browser, ana: Resident) -> None:
    browser.open("/").fill(username=" ANA.lopez ", password=PASSWORD).press("Sign in")

    assert browser.path == "/portal/"
    assert browser.open("/").path == "/portal/"
    assert browser.open("/sign-in").path == "/portal/"


def test_staff_are_told_how_their_accounts_come_about(browser: Browser) -> None:
    browser.open("/sign-in?as=staff")

    assert browser.heading == "Sign in with your work account"
    assert "invitation" in browser.text


def test_somebody_sent_to_sign_in_comes_back_to_the_page_wanted(browser: Browser, ana: Resident) -> None:
    browser.open("/settings/password")
    assert browser.path == "/sign-in?next=/settings/password"

    browser.fill(username="ana.lopez", password="wrong").press()
    browser.fill(username="ana.lopez", password=PASSWORD).press()

    assert browser.path == "/settings/password"


@pytest.mark.parametrize(
    ("username", "password", "said"),
    [
        ("", PASSWORD, "Type your username."),
        ("ana.lopez", "", "Type your password."),
        ("ana.lopez", "wrong", NO_MATCH),
        ("ana.lopez", PASSWORD.upper(), NO_MATCH),
        ("nobody", PASSWORD, NO_MATCH),
        ("ana\x00.lopez", "a\x00b", NO_MATCH),
        ("é" * 250, "é" * 2000, NO_MATCH),
    ],
)
def test_what_does_not_match_is_said_once_and_keeps_the_name(
    browser: Browser, ana: Resident, username: str, password: str, said: str
) -> None:
    browser.open("/sign-in").fill(username=username, password=password).press()

    assert (browser.status, browser.errors) == (422, [said])
    assert password == "" or f'value="{password}"' not in browser.html


def test_the_right_password_during_a_wait_gets_the_same_words(browser: Browser, ana: Resident) -> None:
    for _ in range(5):
        browser.open("/sign-in").fill(username="ana.lopez", password="wrong").press()
    browser.open("/sign-in").fill(username="ana.lopez", password=PASSWORD).press()

    assert (browser.status, browser.errors) == (422, [NO_MATCH])

    with clock.at(clock.now() + timedelta(seconds=30)):
        browser.open("/sign-in").fill(username="ana.lopez", password=PASSWORD).press()
        assert browser.path == "/portal/"


def test_an_address_that_guesses_too_much_waits_and_is_told_so(app: Flask, ana: Resident) -> None:
    browser = Browser(app)
    for number in range(101):
        browser.open("/sign-in").fill(username=f"guess{number}", password="wrong").press()
    browser.open("/sign-in").fill(username="ana.lopez", password=PASSWORD).press()

    assert (browser.status, browser.heading) == (429, "Too many tries")
    assert browser.response is not None
    assert browser.response.headers["Retry-After"] == "30"


def test_signing_out_says_so_and_ends_the_session(browser: Browser, ana: Resident) -> None:
    browser.signs_in("ana.lopez", PASSWORD)
    browser.press("Sign out")

    assert browser.path == "/"
    assert "You are signed out." in browser.text
    assert db.session().scalar(select(SessionRecord.ended_because)) == "signed-out"
    assert browser.open("/portal/").path.startswith("/sign-in")


def test_signing_out_asks_the_browser_to_forget(app: Flask, ana: Resident) -> None:
    browser = Browser(app)
    browser.signs_in("ana.lopez", PASSWORD)
    token = browser.page.find(".//input[@name='csrf_token']")
    assert token is not None

    response = browser.client.post("/sign-out", data={"csrf_token": token.get("value")}, base_url="http://localhost")

    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_use_puts_the_end_of_a_session_off(browser: Browser, ana: Resident) -> None:
    start = clock.now()
    browser.signs_in("ana.lopez", PASSWORD)
    for minutes in (19, 38, 57):
        with clock.at(start + timedelta(minutes=minutes)):
            assert browser.open("/portal/").path == "/portal/"

    with clock.at(start + timedelta(minutes=77)):
        assert browser.open("/portal/").path.startswith("/sign-in")


def test_use_is_written_down_at_most_once_a_minute(browser: Browser, ana: Resident) -> None:
    start = clock.now()
    browser.signs_in("ana.lopez", PASSWORD)
    seen = []
    for seconds in (30, 59, 60, 100, 121):
        with clock.at(start + timedelta(seconds=seconds)):
            browser.open("/portal/")
        db.close()
        last = db.session().scalars(select(SessionRecord.last_seen_at)).one()
        seen.append((last - start).seconds)

    assert seen == [0, 0, 60, 60, 121]


def test_no_page_waits_for_somebody_who_is_writing(browser: Browser, ana: Resident) -> None:
    browser.signs_in("ana.lopez", PASSWORD)
    writer = db.new_engine(browser.app.config["HEARTH"].database)
    later = clock.now() + timedelta(minutes=2)

    with clock.at(later):
        with writer.connect().execution_options(writes=True) as writing, writing.begin():
            writing.execute(update(SessionRecord).values(browser="meanwhile"))
            begun = time.monotonic()
            assert browser.open("/settings/account").status == 200
            took = time.monotonic() - begun
        browser.open("/settings/account")
    writer.dispose()

    assert took < browser.app.config["HEARTH"].answer_seconds, "It waited as long as a writer does."
    db.close()
    assert db.session().scalars(select(SessionRecord.last_seen_at)).one() == later


def test_who_will_not_wait_leaves_others_their_patience(database: Engine) -> None:
    for waits in (False, True):
        with db.transaction(waits=waits) as session:
            asked = "PRAGMA busy_timeout" if db.is_sqlite() else "SHOW lock_timeout"
            said = session.execute(text(asked)).scalar_one()

    assert said in (patience.UNHURRIED_S * 1000, "1min")


def test_signing_in_again_ends_the_session_this_browser_had(browser: Browser, ana: Resident, rosa: Resident) -> None:
    browser.signs_in("ana.lopez", PASSWORD)
    token = browser.page.find(".//input[@name='csrf_token']")
    assert token is not None
    browser.client.post(
        "/sign-in",
        data={"csrf_token": token.get("value"), "username": "rosa.vega", "password": PASSWORD},
        base_url="http://localhost",
    )

    db.close()
    assert list(db.session().scalars(select(SessionRecord.account_id).where(SessionRecord.ended_at.is_(None)))) == [
        rosa.account_id
    ]


def test_pages_speak_the_language_kept_with_the_account(browser: Browser, ana: Resident) -> None:
    with db.transaction() as session:
        session.execute(update(Account).values(language="es"))
    browser.signs_in("ana.lopez", PASSWORD)

    html = browser.page.find(".")
    assert html is not None
    assert html.get("lang") == "es"


def test_choosing_a_language_on_any_page_keeps_it_with_the_account(browser: Browser, ana: Resident) -> None:
    browser.signs_in("ana.lopez", PASSWORD).open("/settings/account").press("Español")

    db.close()
    assert db.session().scalar(select(Account.language)) == "es"
    assert browser.page.get("lang") == "es"
    browser.press("English")
    assert browser.page.get("lang") == "en"


def test_a_dearer_hash_is_kept_at_the_next_sign_in(app: Flask, browser: Browser, ana: Resident) -> None:
    hashing.configure(cheap=False)
    browser.signs_in("ana.lopez", PASSWORD)
    hashing.configure(cheap=True)

    db.close()
    kept = db.session().scalars(select(Account.password_hash)).one()
    assert kept.startswith("$argon2id$v=19$m=32768,")
    assert not hashing.verify(NEW_PASSWORD, kept)[0]
