"""T37: whose id a session has, what its cookie is made of, and when it ends."""

from __future__ import annotations

import dataclasses
from contextvars import Context
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.models import SessionRecord
from app import create_app
from foundation import clock, db
from foundation.settings import Settings
from foundation.tokens import hash_of
from tests.accounts import colleagues
from tests.accounts.colleagues import Colleague, accepts, invited
from tests.accounts.colleagues import noor as noor
from tests.accounts.residents import PASSWORD, Resident
from tests.accounts.residents import ana as ana
from tests.accounts.residents import rosa as rosa
from tests.attacks.devices import COOKIE, cookie_of, post, thief_with, token_of
from tests.browser import HOST, Browser

HOME = "/portal/"


def is_at_home(browser: Browser) -> bool:
    return browser.open(HOME).path == HOME


def test_a_cookie_planted_before_signing_in_opens_nothing_afterwards(browser: Browser, ana: Resident) -> None:
    attacker = Browser(browser.app).open("/sign-in")
    planted = cookie_of(attacker)
    victim = thief_with(planted, browser)
    victim.signs_in("ana.lopez", PASSWORD)

    assert is_at_home(victim)
    assert cookie_of(victim) != planted
    assert not is_at_home(thief_with(planted, browser))


def test_what_the_cookie_held_before_is_gone_after_signing_in(browser: Browser, ana: Resident) -> None:
    browser.open("/sign-in")
    with browser.client.session_transaction(base_url=HOST) as cookie:
        cookie["activation"] = "somebody else's"
    browser.signs_in("ana.lopez", PASSWORD)

    with browser.client.session_transaction(base_url=HOST) as cookie:
        assert set(cookie) <= {"_user_id", "_fresh", "_id", "csrf_token"}


def test_signing_in_again_gives_another_id_and_ends_the_first(browser: Browser, ana: Resident) -> None:
    browser.signs_in("ana.lopez", PASSWORD)
    first = cookie_of(browser)
    csrf = token_of(browser.open("/settings/account"))
    post(browser, "/sign-in", csrf_token=csrf, username="ana.lopez", password=PASSWORD)

    assert is_at_home(browser)
    assert not is_at_home(thief_with(first, browser))


@pytest.mark.parametrize("chosen", ["chosen-by-me", "1", "", "' OR 1=1 --", "x" * 3000])
def test_an_id_nobody_issued_is_never_adopted(browser: Browser, ana: Resident, chosen: str) -> None:
    with browser.client.session_transaction(base_url=HOST) as cookie:
        cookie["_user_id"] = chosen
    assert not is_at_home(browser)

    browser.client.set_cookie(COOKIE, chosen, domain="localhost")
    assert not is_at_home(browser)
    assert browser.client.get(f"/portal/?session={chosen[:99]}", base_url=HOST).status_code == 303


def test_the_database_row_does_not_open_the_session(browser: Browser, ana: Resident) -> None:
    """The stored hash, put into a cookie by whoever reads the database, is no token."""
    browser.signs_in("ana.lopez", PASSWORD)
    db.close()
    stored = db.session().scalars(select(SessionRecord.token_hash)).one()
    thief = Browser(browser.app)
    with thief.client.session_transaction(base_url=HOST) as cookie:
        cookie["_user_id"] = stored

    assert not is_at_home(thief)
    assert len(hash_of(stored)) == len(stored)


def test_a_session_left_alone_for_twenty_minutes_is_over_to_the_second(browser: Browser, ana: Resident) -> None:
    start = clock.now()
    browser.signs_in("ana.lopez", PASSWORD)
    cookie = cookie_of(browser)

    with clock.at(start + timedelta(minutes=20)):
        assert not is_at_home(thief_with(cookie, browser))
    with clock.at(start + timedelta(minutes=20) - timedelta(seconds=1)):
        assert is_at_home(thief_with(cookie, browser))


def test_a_session_in_steady_use_is_over_after_twelve_hours(browser: Browser, ana: Resident) -> None:
    start = clock.now()
    browser.signs_in("ana.lopez", PASSWORD)
    for minutes in range(15, 12 * 60, 15):
        with clock.at(start + timedelta(minutes=minutes)):
            assert is_at_home(browser), minutes

    with clock.at(start + timedelta(hours=12)):
        assert not is_at_home(browser)


def test_an_ended_session_does_not_come_alive_when_the_clock_steps_back(browser: Browser, ana: Resident) -> None:
    browser.signs_in("ana.lopez", PASSWORD)
    cookie = cookie_of(browser)
    browser.press("Sign out")

    with clock.at(clock.now() - timedelta(hours=1)):
        assert not is_at_home(thief_with(cookie, browser))


def test_a_hundred_devices_are_a_hundred_sessions(app: Flask, ana: Resident) -> None:
    devices = [Browser(app).signs_in("ana.lopez", PASSWORD) for _ in range(100)]

    db.close()
    assert db.session().scalar(select(func.count(SessionRecord.token_hash.distinct()))) == 100
    assert len({cookie_of(each) for each in devices}) == 100


def test_two_people_at_one_address_never_share_a_session(app: Flask, ana: Resident, rosa: Resident) -> None:
    hers, other = Browser(app).signs_in("ana.lopez", PASSWORD), Browser(app).signs_in("rosa.vega", PASSWORD)

    assert "Ana" in hers.open("/settings/account").text
    assert "Rosa" in other.open("/settings/account").text
    assert "Rosa" not in hers.text


def test_the_cookie_of_production_is_locked_to_host_and_https(settings: Settings) -> None:
    production = dataclasses.replace(
        settings,
        env="production",
        now="",
        public_url="https://portal.example.org",
        trusted_hosts=("portal.example.org",),
    )
    response = create_app(production).test_client().get("/sign-in", base_url="https://portal.example.org")
    db.use(None)

    (cookie,) = response.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-hearth=")
    attributes = {each.strip().lower() for each in cookie.split(";")[1:]}
    assert attributes == {"secure", "httponly", "path=/", "samesite=lax"}
    assert len(cookie) < 4096


def test_a_page_that_asks_all_day_keeps_nothing_alive(browser: Browser, ana: Resident) -> None:
    start = clock.now()
    browser.signs_in("ana.lopez", PASSWORD)
    cookie = cookie_of(browser)
    for minutes in range(1, 20):
        with clock.at(start + timedelta(minutes=minutes)):
            assert Context().run(browser.client.get, "/session", base_url=HOST).status_code == 200

    with clock.at(start + timedelta(minutes=20)):
        assert Context().run(browser.client.get, "/session", base_url=HOST).status_code == 303
        assert not is_at_home(thief_with(cookie, browser))


def test_a_key_pressed_again_and_again_does_not_pass_twelve_hours(browser: Browser, ana: Resident) -> None:
    start = clock.now()
    csrf = token_of(browser.signs_in("ana.lopez", PASSWORD).open("/settings/account"))
    answers = []
    for minutes in range(15, 12 * 60 + 15, 15):
        with clock.at(start + timedelta(minutes=minutes)):
            answers.append(Context().run(post, browser, "/session", csrf_token=csrf).status_code)

    assert answers == [200] * 47 + [303]


def test_staff_are_out_after_a_quarter_of_an_hour_and_after_ten_hours(browser: Browser, noor: Colleague) -> None:
    start = clock.now()
    accepts(browser, invited(noor)).signs_in(colleagues.USERNAME, colleagues.PASSWORD).open("/settings/account")
    cookie = cookie_of(browser)
    with clock.at(start + timedelta(minutes=15)):
        assert thief_with(cookie, browser).open("/settings/account").path.startswith("/sign-in")
    for minutes in range(10, 10 * 60, 10):
        with clock.at(start + timedelta(minutes=minutes)):
            assert browser.open("/settings/account").path == "/settings/account", minutes

    with clock.at(start + timedelta(hours=10)):
        assert browser.open("/settings/account").path.startswith("/sign-in")


def test_the_lasting_cookie_of_a_device_is_locked_like_the_session_s(browser: Browser, ana: Resident) -> None:
    csrf = token_of(browser.open("/sign-in"))
    answer = post(browser, "/sign-in", csrf_token=csrf, username="ana.lopez", password=PASSWORD)
    (cookie,) = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("hearth-device=")]

    attributes = {each.strip().lower().split("=")[0] for each in cookie.split(";")[1:]}
    assert attributes == {"expires", "max-age", "httponly", "path", "samesite"}
    assert "ana" not in cookie
