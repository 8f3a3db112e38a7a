"""Which language a page speaks: link, account, cookie, browser, English; and the switch that brings you back."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browser import Browser

PAGE = "/styleguide"


def spoken(client: FlaskClient, path: str = PAGE, **sent: str) -> str:
    answer = client.get(path, headers=sent)
    assert f'<html lang="{answer.headers["Content-Language"]}">' in answer.text
    return str(answer.headers["Content-Language"])


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("es", "es"), ("es-MX,es;q=0.9,en;q=0.8", "es"), ("en-US,en", "en"), ("vi", "en"), ("", "en"), ("*;;q", "en")],
)
def test_a_stranger_is_met_in_the_browsers_language(app: Flask, accepted: str, language: str) -> None:
    assert spoken(app.test_client(), **{"Accept-Language": accepted}) == language


def test_a_link_speaks_louder_than_the_browser_and_is_kept(app: Flask) -> None:
    client = app.test_client()

    assert spoken(client, f"{PAGE}?lang=es", **{"Accept-Language": "en"}) == "es"
    assert spoken(client, PAGE, **{"Accept-Language": "en"}) == "es"


@pytest.mark.parametrize("asked", ["xx", "ES; Path=/", "../en", ""])
def test_an_unknown_language_changes_nothing(app: Flask, asked: str) -> None:
    answer = app.test_client().get(PAGE, query_string={"lang": asked})

    assert answer.headers["Content-Language"] == "en"
    assert "hearth_language" not in str(answer.headers.getlist("Set-Cookie"))


def test_the_switch_brings_one_back_to_the_same_page(browser: Browser) -> None:
    browser.open(PAGE + "?page=2").press("Español")

    assert browser.path == PAGE + "?page=2"
    assert 'lang="es"' in browser.html

    browser.press("English")

    assert browser.path == PAGE + "?page=2"
    assert '<html lang="en">' in browser.html


def test_the_switch_wins_over_the_link_that_brought_one_here(browser: Browser) -> None:
    browser.open(PAGE + "?lang=es").press("English")

    assert browser.path == PAGE
    assert '<html lang="en">' in browser.html


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example/", "/\\evil.example", ""])
def test_the_switch_never_leads_away(app: Flask, path: str) -> None:
    """T38."""
    app.config["WTF_CSRF_ENABLED"] = False

    answer = app.test_client().post("/language", data={"language": "es", "next": path})

    assert answer.headers["Location"] == "/"
