"""Health: ready only while the database answers and has the schema, and not a word more."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from app import create_app
from foundation import db, schema
from foundation.settings import Settings
from tests.absence import Away

READY, NOT_READY, LIVE = {"status": "ready"}, {"status": "not ready"}, {"status": "live"}


def is_ready(answer: TestResponse) -> bool:
    """What a balancer makes of it; anything but the two known answers is a mistake."""
    if answer.status_code == 200:
        assert answer.json == READY
        return True
    assert (answer.status_code, answer.json) == (503, NOT_READY)
    assert answer.headers["Retry-After"].isdigit()
    return False


def test_it_is_ready_while_the_database_answers(app: Flask, database: Engine) -> None:
    assert is_ready(app.test_client().get("/health"))


def test_it_is_not_ready_without_the_database_and_ready_again_with_it(settings: Settings, tmp_path: Path) -> None:
    missing = Away(settings.database, tmp_path)
    client = create_app(dataclasses.replace(settings, database=missing.url)).test_client()

    assert not is_ready(client.get("/health"))
    assert client.get("/health/live").json == LIVE
    with missing.back():
        assert is_ready(client.get("/health"))
        db.engine().dispose()
    assert not is_ready(client.get("/health"))
    db.use(None)


def test_it_is_not_ready_on_an_old_schema_also_when_the_schema_was_current_before(app: Flask, database: Engine) -> None:
    client = app.test_client()
    assert client.get("/sign-in").status_code == 200

    schema.downgrade(database, to="base")
    assert not is_ready(client.get("/health"))

    schema.upgrade(database)
    assert is_ready(client.get("/health"))


def test_it_stays_ready_while_a_newer_version_is_rolled_out(app: Flask, database: Engine) -> None:
    with database.connect().execution_options(writes=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()

    assert is_ready(app.test_client().get("/health"))


def test_a_file_that_is_no_database_is_not_ready(settings: Settings, tmp_path: Path, kind_of_database: str) -> None:
    if kind_of_database != "sqlite":
        pytest.skip("Only SQLite has a file that could be another one.")
    (tmp_path / "letter.sqlite").write_text("Dear Ms. Aguilar, " * 100)
    app = create_app(dataclasses.replace(settings, database=f"sqlite:///{tmp_path / 'letter.sqlite'}"))

    assert not is_ready(app.test_client().get("/health"))
    db.use(None)


@pytest.mark.parametrize("path", ["/health", "/health/live"])
def test_it_sets_no_cookie_and_is_kept_by_no_cache(app: Flask, database: Engine, path: str) -> None:
    answer = app.test_client().get(path)

    assert answer.headers.getlist("Set-Cookie") == []
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "application/json"


def test_a_browser_that_was_signed_in_gets_the_same_answer_without_the_database(
    settings: Settings, tmp_path: Path
) -> None:
    """The page's language would be the account's own; the health of the house must not ask for an account."""
    app = create_app(dataclasses.replace(settings, database=Away(settings.database, tmp_path).url))
    client = signed_in(app)

    assert not is_ready(client.get("/health"))
    assert client.get("/health/live").status_code == 200
    db.use(None)


def signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as kept:
        kept["_user_id"] = "a-token-that-might-be-good"
    return client
