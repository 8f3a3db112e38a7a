"""The portal on a home screen: its manifest, and a worker that keeps nothing of anybody."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from foundation.web import headers


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Family portal, Juniper Valley Public Schools"), ("es", "Portal familiar, Juniper Valley Public Schools")],
)
def test_the_manifest_speaks_the_language_of_the_page_that_links_it(app: Flask, language: str, name: str) -> None:
    page = app.test_client().get(f"/sign-in?lang={language}").text
    [linked] = re.findall(r'rel="manifest" href="([^"]+)"', page)
    answer = app.test_client().get(linked)
    told = answer.get_json(force=True)

    assert answer.content_type == "application/manifest+json"
    assert (told["name"], told["lang"], told["start_url"]) == (name, language, "/portal/")
    assert app.test_client().get(told["icons"][0]["src"], buffered=True).status_code == 200


def test_the_worker_stands_before_every_page_under_the_same_policy(app: Flask) -> None:
    answer = app.test_client().get("/service-worker.js")

    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"] == headers.CONTENT_SECURITY


def test_the_worker_names_static_files_and_the_offline_page_and_nothing_else(app: Flask) -> None:
    script = app.test_client().get("/service-worker.js").text
    addresses = set(re.findall(r'"(/[^"]*)"', script))

    assert addresses == {app.jinja_env.globals["static"](""), "/offline/"}


@pytest.mark.parametrize(("language", "said"), [("en", "You are not connected"), ("es", "No hay conexión")])
def test_without_a_connection_each_language_has_its_page(app: Flask, language: str, said: str) -> None:
    other = "es" if language == "en" else "en"
    page = app.test_client().get(f"/offline/{language}", headers={"Accept-Language": other})

    assert f'<h1 class="answer__sentence">{said}</h1>' in page.text
    assert f'<html lang="{language}">' in page.text


def test_there_is_no_offline_page_in_a_language_that_is_not_spoken(app: Flask) -> None:
    assert app.test_client().get("/offline/fr").status_code == 404
