"""What is typed when the session has ended is not lost: kept sealed, shown to the same account at the same browser."""

from __future__ import annotations

import contextvars
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from accounts.actions import tidying
from accounts.models import Account, Draft
from foundation import clock, db
from foundation.web.drafts import MOST_BYTES
from tests.accounts.residents import NEW_PASSWORD, PASSWORD, Resident, account_of, mails
from tests.attacks.devices import cookie_of, thief_with, token_of
from tests.browser import HOST, Browser

TYPED = {"recovery_email": "new@lopez.example", "confirm_recovery_email": "new@lopez.example"}
KEPT = "Here is what you typed when your session had ended."
HOUR = timedelta(hours=1)


@pytest.fixture
def late(browser: Browser, ana: Resident) -> Browser:
    """Ana typed into a form, went away, and pressed its button an hour after she signed in."""
    browser.signs_in("ana.lopez", PASSWORD).open("/settings/account").fill(**TYPED, password=PASSWORD)
    with clock.at(clock.now() + HOUR):
        browser.press("Save")
    return browser


def value_of(browser: Browser, name: str) -> str:
    return next(str(each.get("value", "")) for each in browser.page.iter("input") if each.get("name") == name)


def asks(browser: Browser, method: str, path: str, **sent: Any) -> TestResponse:
    """One request of its own, as a script of the page makes it."""
    db.close()
    answer: TestResponse = contextvars.Context().run(browser.client.open, path, method=method, base_url=HOST, **sent)
    return answer


def drafts() -> int:
    db.close()
    return db.session().scalar(select(func.count(Draft.id))) or 0


def test_a_form_sent_too_late_does_nothing_and_asks_to_sign_in(late: Browser, ana: Resident) -> None:
    assert late.path == "/sign-in?next=/settings/account"
    assert "Your session had ended, so nothing was sent." in late.text
    assert account_of(ana).pending_email is None
    assert mails() == []
    assert drafts() == 1


def test_signed_in_again_the_form_holds_what_was_typed_and_no_password(late: Browser, ana: Resident) -> None:
    with clock.at(clock.now() + HOUR):
        late.fill(username="ana.lopez", password=PASSWORD).press()

        assert late.path == "/settings/account"
        assert KEPT in late.text
        assert value_of(late, "recovery_email") == "new@lopez.example"
        assert value_of(late, "confirm_recovery_email") == "new@lopez.example"
        assert value_of(late, "password") == ""
        late.fill(password=PASSWORD).press("Save")
        assert account_of(ana).pending_email == "new@lopez.example"
        assert drafts() == 0
        assert KEPT not in late.open("/settings/account").text


def test_reading_the_page_again_loses_nothing(late: Browser) -> None:
    with clock.at(clock.now() + HOUR):
        late.fill(username="ana.lopez", password=PASSWORD).press()
        late.open("/portal/").open("/settings/account")

        assert value_of(late, "recovery_email") == "new@lopez.example"


def test_another_account_is_not_shown_it(late: Browser, rosa: Resident) -> None:
    with clock.at(clock.now() + HOUR):
        late.fill(username="rosa.vega", password=PASSWORD).press()

        assert late.path == "/settings/account"
        assert "new@lopez.example" not in late.html
        assert KEPT not in late.text


def test_the_same_account_at_another_browser_is_not_shown_it(app: Flask, late: Browser) -> None:
    """A dead cookie in wrong hands must not plant words in its owner's forms."""
    with clock.at(clock.now() + HOUR):
        other = Browser(app).signs_in("ana.lopez", PASSWORD).open("/settings/account")

        assert "new@lopez.example" not in other.html


def test_a_thief_with_a_dead_cookie_reads_nothing(late: Browser, ana: Resident) -> None:
    with clock.at(clock.now() + HOUR):
        thief = thief_with(cookie_of(late), late)

        assert thief.open("/settings/account").path.startswith("/sign-in")
        assert "new@lopez.example" not in thief.html


def test_it_is_sealed_in_the_database_and_holds_no_password(late: Browser) -> None:
    db.close()
    (kept,) = db.session().scalars(select(Draft))

    assert b"lopez" not in kept.sealed
    assert PASSWORD.encode() not in kept.sealed
    assert len(kept.token_hash) == 64


def test_it_is_gone_after_an_hour_and_tidied_away(late: Browser) -> None:
    with clock.at(clock.now() + 2 * HOUR):
        late.fill(username="ana.lopez", password=PASSWORD).press()
        assert "new@lopez.example" not in late.html
        with db.transaction():
            tidying.tidy(at=clock.now())

    assert drafts() == 0


def test_leaving_throws_away_what_the_browser_held(late: Browser) -> None:
    with clock.at(clock.now() + HOUR):
        late.fill(username="ana.lopez", password=PASSWORD).press()
        late.press("Sign out").signs_in("ana.lopez", PASSWORD).open("/settings/account")

        assert "new@lopez.example" not in late.html


def test_a_form_without_text_is_not_kept(browser: Browser, ana: Resident) -> None:
    browser.signs_in("ana.lopez", PASSWORD)
    with clock.at(clock.now() + HOUR):
        browser.press("Sign out")

    assert browser.path == "/sign-in"
    assert drafts() == 0


def test_only_passwords_typed_are_nothing_to_keep(browser: Browser, ana: Resident) -> None:
    browser.signs_in("ana.lopez", PASSWORD).open("/settings/password").fill(
        current_password=PASSWORD, password=NEW_PASSWORD, confirm_password=NEW_PASSWORD
    )
    with clock.at(clock.now() + HOUR):
        browser.press("Change the password")

    assert browser.path.startswith("/sign-in")
    assert drafts() == 0


def test_more_than_is_ever_kept_is_not(browser: Browser, ana: Resident) -> None:
    browser.signs_in("ana.lopez", PASSWORD).open("/settings/account")
    browser.fill(recovery_email="x" * (MOST_BYTES + 1), password=PASSWORD)
    with clock.at(clock.now() + HOUR):
        browser.press("Save")

    assert browser.path.startswith("/sign-in")
    assert drafts() == 0


def test_no_account_fills_the_database_with_them(browser: Browser, ana: Resident) -> None:
    csrf = token_of(browser.signs_in("ana.lopez", PASSWORD).open("/settings/account"))
    with clock.at(clock.now() + HOUR):
        for number in range(9):
            asks(browser, "POST", "/settings/account", data={"csrf_token": csrf, "recovery_email": f"a{number}"})

    assert drafts() == 5


def test_two_forms_in_two_windows_both_come_back(app: Flask, browser: Browser, ana: Resident) -> None:
    browser.signs_in("ana.lopez", PASSWORD)
    second = Browser(app)
    second.client = browser.client
    browser.open("/settings/account").fill(recovery_email="one@lopez.example")
    second.open("/settings/username").fill(username="ana.the.second")
    with clock.at(clock.now() + HOUR):
        browser.press("Save")
        second.press("Change the username")
        browser.fill(username="ana.lopez", password=PASSWORD).press()
        assert value_of(browser, "recovery_email") == "one@lopez.example"
        second.open("/settings/username")

        assert value_of(second, "username") == "ana.the.second"


def test_a_window_left_open_while_another_signed_in_again_loses_nothing(
    app: Flask, browser: Browser, ana: Resident
) -> None:
    browser.signs_in("ana.lopez", PASSWORD)
    second = Browser(app)
    second.client = browser.client
    second.open("/settings/account").fill(**TYPED)
    with clock.at(clock.now() + HOUR):
        browser.open("/portal/").fill(username="ana.lopez", password=PASSWORD).press()
        second.press("Save")
        assert (second.status, second.heading) == (400, "This page was open for too long")
        second.follow("Go back to it")

        assert value_of(second, "recovery_email") == "new@lopez.example"


def test_a_window_left_open_while_somebody_else_signed_in_shows_them_nothing(
    app: Flask, browser: Browser, ana: Resident, rosa: Resident
) -> None:
    browser.signs_in("ana.lopez", PASSWORD)
    second = Browser(app)
    second.client = browser.client
    second.open("/settings/account").fill(**TYPED)
    with clock.at(clock.now() + HOUR):
        browser.open("/portal/").fill(username="rosa.vega", password=PASSWORD).press()
        second.press("Save")
        assert second.status == 400
        assert "new@lopez.example" not in browser.open("/settings/account").html
        browser.press("Sign out")


def test_a_token_of_nobody_keeps_nothing(app: Flask, ana: Resident) -> None:
    stranger = Browser(app)
    csrf = token_of(stranger.open("/sign-in"))
    answer = asks(
        stranger, "POST", "/settings/account", data={"csrf_token": csrf, "recovery_email": "planted@evil.example"}
    )

    assert answer.headers["Location"] == "/sign-in"
    assert drafts() == 0


def test_a_closed_account_keeps_nothing(browser: Browser, ana: Resident) -> None:
    browser.signs_in("ana.lopez", PASSWORD).open("/settings/account").fill(**TYPED)
    with db.transaction() as session:
        session.execute(update(Account).values(disabled_at=clock.now()))
    browser.press("Save")

    assert browser.path == "/sign-in"
    assert drafts() == 0


def test_what_is_kept_comes_back_to_a_page_of_ours_and_to_no_other(browser: Browser, ana: Resident) -> None:
    csrf = token_of(browser.signs_in("ana.lopez", PASSWORD).open("/settings/account"))
    with clock.at(clock.now() + HOUR):
        answers = [
            asks(
                browser,
                "POST",
                "/settings/recovery-email/again",
                data={"csrf_token": csrf, "recovery_email": "new@lopez.example"},
                headers={"Referer": came_from},
            ).headers["Location"]
            for came_from in (
                "http://localhost/settings/account?lang=en",
                "http://evil.example/settings/account",
                "http://localhost//evil.example",
                "http://localhost/no-such-page",
            )
        ]

    assert answers == ["/sign-in?next=/settings/account?lang%3Den", "/sign-in", "/sign-in", "/sign-in"]


def test_the_page_says_until_when_one_is_signed_in(browser: Browser, ana: Resident) -> None:
    browser.signs_in("ana.lopez", PASSWORD).open("/portal/")

    assert "You are signed in until 9:20 AM MST. Each page gives you 20 minutes more, until 9:00 PM MST" in browser.text


def test_near_the_last_hour_the_page_says_that_nothing_puts_it_off(browser: Browser, ana: Resident) -> None:
    start = clock.now()
    browser.signs_in("ana.lopez", PASSWORD)
    for minutes in range(15, 12 * 60, 15):
        with clock.at(start + timedelta(minutes=minutes)):
            browser.open("/portal/")

    assert "You are signed in until 9:00 PM MST; then you sign in again." in browser.text
    assert "data-session-final" in browser.html


def test_a_page_asks_how_long_it_lasts_without_making_it_longer(browser: Browser, ana: Resident) -> None:
    start = clock.now()
    browser.signs_in("ana.lopez", PASSWORD)
    with clock.at(start + timedelta(minutes=19)):
        for _ in range(3):
            told = asks(browser, "GET", "/session")
        assert told.json == {"left": 60, "final": False}

    with clock.at(start + timedelta(minutes=20)):
        assert asks(browser, "GET", "/session").status_code == 303


def test_a_key_makes_it_longer(browser: Browser, ana: Resident) -> None:
    start = clock.now()
    csrf = token_of(browser.signs_in("ana.lopez", PASSWORD).open("/settings/account"))
    with clock.at(start + timedelta(minutes=19)):
        told = asks(browser, "POST", "/session", data={"csrf_token": csrf})
        assert told.json == {"left": 1200, "final": False}

    with clock.at(start + timedelta(minutes=38)):
        assert browser.open("/portal/").path == "/portal/"
