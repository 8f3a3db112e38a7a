"""What every response carries (T40), and which requests are met at the fence (T16)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from flask import Flask, redirect, send_file
from werkzeug.wrappers import Response

from app import create_app
from foundation import db
from foundation.settings import Settings
from foundation.web import headers, look
from foundation.web.gates import public


@pytest.fixture
def production(settings: Settings) -> Iterator[Flask]:
    safe = dataclasses.replace(
        settings, env="production", now="", public_url="https://localhost", trusted_hosts=("localhost",)
    )
    made = create_app(safe)
    yield made
    db.use(None)


def answers(app: Flask) -> dict[str, Response]:
    """One response of each sort: page, redirect, refusal, file, static file."""
    app.add_url_rule("/goes-on", "goes_on", public(lambda: redirect("/styleguide", 303)))
    app.add_url_rule("/file", "file", public(lambda: send_file(look.STATIC / "img" / "mark.svg")))
    client = app.test_client()
    with app.test_request_context(base_url="https://localhost"):
        sheets = [app.jinja_env.globals["static"](f"css/{name}.css") for name in ("tokens", "components")]
    return {
        path: client.get(path, base_url="https://localhost", buffered=True)
        for path in ("/styleguide", "/goes-on", "/file", "/nowhere", "/portal/", *sheets)
    }


def test_every_response_carries_the_headers(app: Flask) -> None:
    missing = [
        f"{path}: {name}"
        for path, answer in answers(app).items()
        for name, value in headers.ALWAYS.items()
        if answer.headers.get(name) != value
    ]

    assert missing == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE", "OPTIONS"])
def test_a_file_is_only_read(app: Flask, method: str) -> None:
    """T40, T41: a refusal about a file carries what every page carries."""
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context():
        sheet = app.jinja_env.globals["static"]("css/tokens.css")

    answer = app.test_client().open(sheet, method=method)

    assert answer.status_code == 404
    assert answer.headers["Content-Security-Policy"] == headers.CONTENT_SECURITY


def test_no_response_opens_itself_to_another_origin(app: Flask) -> None:
    opened = [path for path, answer in answers(app).items() if "Access-Control-Allow-Origin" in answer.headers]

    assert opened == []


def test_production_insists_on_https_everywhere(production: Flask) -> None:
    lax = [
        path
        for path, answer in answers(production).items()
        if answer.headers.get("Strict-Transport-Security") != headers.HSTS
    ]

    assert lax == []


def test_only_static_files_may_be_kept(production: Flask) -> None:
    for path, answer in answers(production).items():
        if path.startswith("/static/"):
            assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
        else:
            assert answer.headers["Cache-Control"] == "no-store"


def test_the_style_guide_stays_at_home(production: Flask) -> None:
    assert production.test_client().get("/styleguide", base_url="https://localhost").status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:81"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_deed_from_another_site_is_refused(app: Flask, sent: dict[str, str]) -> None:
    """T16."""
    app.config["WTF_CSRF_ENABLED"] = False

    assert app.test_client().post("/language", headers=sent).status_code == 400


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},  # a page with no-referrer, as behind a mailed link
    ],
)
def test_a_deed_from_our_own_pages_passes(app: Flask, sent: dict[str, str]) -> None:
    app.config["WTF_CSRF_ENABLED"] = False

    assert app.test_client().post("/language", headers=sent).status_code == 303
