"""Every failure has its page: plain words, both languages, nothing of the inside, also when the database is gone."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from flask import Flask, abort
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import TooManyRequests

from foundation import db
from foundation.web.gates import public
from tests.browser import Browser

ERRORS = {
    400: "We could not read that request",
    403: "Your account does not open this page",
    404: "There is no such page",
    405: "This address does not take that",
    413: "That is too much to send at once",
    429: "Too many tries",
    500: "Something broke on our side",
    503: "We cannot reach your records right now",
}
INSIDE = ("Traceback", "Werkzeug", "sqlalchemy", "psycopg", "sqlite", "/foundation/", "werkzeug.debug")


def fails(app: Flask, failure: Callable[[], object]) -> str:
    """A public page that fails so, and its path."""
    app.add_url_rule("/fails", "fails", public(lambda: failure()))
    return "/fails"


def refuses(code: int) -> Callable[[], object]:
    return lambda: abort(code)


def breaks() -> object:
    raise ValueError("the secret lies at /root/key")


def loses_the_database() -> object:
    raise OperationalError("SELECT name FROM person", {}, Exception("server closed the connection"))


@pytest.mark.parametrize("code", ERRORS)
def test_each_refusal_has_its_page(app: Flask, browser: Browser, code: int) -> None:
    browser.open(fails(app, refuses(code)))

    assert browser.status == code
    assert browser.heading == ERRORS[code]
    assert "Portal help desk" in browser.text


@pytest.mark.parametrize("code", ERRORS)
def test_each_refusal_is_said_in_spanish(app: Flask, browser: Browser, code: int) -> None:
    browser.language = "es"

    browser.open(fails(app, refuses(code)))

    assert browser.heading != ERRORS[code]


@pytest.mark.parametrize(("code", "shown"), [(410, 400), (418, 400), (415, 400), (501, 500), (504, 500)])
def test_a_refusal_without_a_page_of_its_own_borrows_the_nearest(
    app: Flask, browser: Browser, code: int, shown: int
) -> None:
    browser.open(fails(app, refuses(code)))

    assert browser.status == code
    assert browser.heading == ERRORS[shown]


def test_a_broken_view_shows_a_number_for_the_help_desk_and_nothing_of_the_inside(app: Flask, browser: Browser) -> None:
    browser.open(fails(app, breaks))

    assert browser.status == 500
    assert "tell the portal help desk this number:" in browser.text
    assert [word for word in (*INSIDE, "secret", "ValueError") if word in browser.html] == []


def test_two_breaks_have_two_numbers(app: Flask, browser: Browser) -> None:
    first = browser.open(fails(app, breaks)).text

    assert browser.open("/fails").text != first


def test_a_lost_database_asks_to_come_back(app: Flask, browser: Browser) -> None:
    browser.open(fails(app, loses_the_database))

    assert browser.status == 503
    assert browser.response is not None
    assert browser.response.headers["Retry-After"] == "30"
    assert [word for word in (*INSIDE, "person") if word in browser.html] == []


@pytest.mark.parametrize("path", ["/portal/", "/no-such-page", "/settings/account"])
def test_a_signed_in_family_gets_a_whole_page_when_the_database_is_gone(
    app: Flask, browser: Browser, path: str
) -> None:
    with browser.client.session_transaction(base_url="http://localhost") as kept:
        kept["_user_id"] = "whatever-the-cookie-holds"
    db.use(db.new_engine("sqlite:////no-such-folder/hearth.sqlite"))

    browser.open(path)

    assert browser.status == 503
    assert "Sign out" not in browser.buttons


def test_the_wait_is_told_to_whoever_tried_too_often(app: Flask, browser: Browser) -> None:
    def slow_down() -> object:
        raise TooManyRequests(retry_after=60)

    browser.open(fails(app, slow_down))

    assert browser.response is not None
    assert browser.response.headers["Retry-After"] == "60"


def test_a_wrong_method_is_told_the_right_ones(app: Flask, browser: Browser) -> None:
    browser.open("/language")

    assert browser.status == 405
    assert browser.response is not None
    assert "POST" in browser.response.headers["Allow"]


def test_a_form_without_its_token_is_a_page_that_was_open_too_long(app: Flask) -> None:
    answer = app.test_client().post("/language", data={"language": "es"})

    assert answer.status_code == 400
    assert "This page was open for too long" in answer.text


def test_too_large_a_body_is_refused(app: Flask) -> None:
    answer = app.test_client().post("/language", data={"language": "e" * 1_100_000})

    assert answer.status_code == 413
    assert "too much to send" in answer.text


def test_what_is_not_yours_looks_as_what_does_not_exist(app: Flask, browser: Browser) -> None:
    app.add_url_rule("/students/<name>", "student", public(lambda name: abort(404)))

    not_mine = browser.open("/students/leo").text

    assert browser.open("/nobody/leo").text == not_mine


@pytest.mark.parametrize(
    "path",
    [
        "/.git/HEAD", "/.env", "/console", "/backup.sql", "/static/../app.py", "/static/%2e%2e/app.py", "/metrics",
        "/debug", "/admin", "/static/", "/static/css/", "/instance/hearth.sqlite", "/static/css/tokens.css.map",
    ],
)  # fmt: skip
def test_nothing_of_the_inside_is_served(browser: Browser, path: str) -> None:
    """T41."""
    assert browser.open(path).status == 404


def test_a_debugger_never_answers(app: Flask, browser: Browser) -> None:
    """T41."""
    browser.open(fails(app, breaks) + "?__debugger__=yes&cmd=resource&f=debugger.js")

    assert browser.status == 500


def test_trace_is_refused(app: Flask) -> None:
    """T41."""
    assert app.test_client().open("/", method="TRACE").status_code == 405


def test_a_foreign_host_gets_no_page(app: Flask) -> None:
    answer = app.test_client().get("/", base_url="http://evil.example")

    assert answer.status_code == 400
    assert "evil" not in html.unescape(answer.text)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
