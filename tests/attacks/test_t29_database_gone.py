"""T29: the database is gone, locked, or hangs: 503 with Retry-After in five seconds, never open, back by itself."""

from __future__ import annotations

import dataclasses
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from werkzeug.test import TestResponse

from app import create_app
from foundation import audit, clock, db, patience, postgres
from foundation.settings import Settings
from foundation.web.gates import public
from tests.absence import Away, Proxy
from tests.mail_sink import free_port

AT_MOST_S = 5.0
PRIVATE = "/portal/"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """With the patience that districts have."""
    return dataclasses.replace(settings, answer_seconds=Settings.answer_seconds)


@pytest.fixture
def away(settings: Settings, tmp_path: Path) -> Iterator[tuple[Flask, Away]]:
    """The app over a database that is not there yet."""
    missing = Away(settings.database, tmp_path)
    yield create_app(dataclasses.replace(settings, database=missing.url)), missing
    db.use(None)


def timed(client: FlaskClient, path: str, *, token: str = "", method: str = "GET") -> tuple[TestResponse, float]:
    if token:
        with client.session_transaction() as kept:
            kept["_user_id"] = token
    begun = time.monotonic()
    answer = client.open(path, method=method)
    return answer, time.monotonic() - begun


def refuses_well(answer: TestResponse, took: float) -> None:
    assert answer.status_code == 503
    assert answer.headers["Retry-After"].isdigit()
    assert took < AT_MOST_S
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.get_data(as_text=True)
    assert "303" in body, "The page names a phone to call."
    for internal in ("Traceback", "sqlalchemy", "psycopg", "sqlite", "OperationalError"):
        assert internal not in body


def test_without_a_database_every_page_says_so_and_comes_back_with_it(away: tuple[Flask, Away]) -> None:
    app, missing = away
    client = app.test_client()

    for path in ("/sign-in", PRIVATE, "/"):
        refuses_well(*timed(client, path))
    refuses_well(*timed(client, PRIVATE, token="a-token-that-might-be-good"))

    with missing.back():
        assert client.get("/sign-in").status_code == 200
        assert client.get(PRIVATE).status_code == 303


def test_a_database_lost_while_serving_refuses_and_recovers(away: tuple[Flask, Away]) -> None:
    app, missing = away
    client = app.test_client()
    with missing.back():
        assert client.get("/sign-in").status_code == 200
    db.engine().dispose()

    refuses_well(*timed(client, PRIVATE, token="a-token-that-might-be-good"))

    with missing.back():
        answer, _ = timed(client, PRIVATE, token="a-token-that-might-be-good")
        assert answer.status_code == 303


@pytest.mark.parametrize("believed_s", [30, 0])
def test_a_server_that_ended_its_connections_and_came_back_is_not_missed(
    away: tuple[Flask, Away], monkeypatch: pytest.MonkeyPatch, believed_s: int
) -> None:
    """Whether the connection rested for so long that it is asked first, or not."""
    monkeypatch.setattr(postgres, "BELIEVED_S", believed_s)
    app, missing = away
    client = app.test_client()

    for _ in range(3):
        with missing.back():
            assert client.get(PRIVATE).status_code == 303
            assert timed(client, PRIVATE, token="a-token-that-might-be-good")[0].status_code == 303


def test_fifty_readers_at_once_are_all_refused_in_time(away: tuple[Flask, Away]) -> None:
    app, _ = away
    answers: list[tuple[TestResponse, float]] = []

    def ask() -> None:
        answers.append(timed(app.test_client(), PRIVATE, token="a-token-that-might-be-good"))

    readers = [threading.Thread(target=ask) for _ in range(50)]
    for each in readers:
        each.start()
    for each in readers:
        each.join()

    assert len(answers) == 50
    for answer, took in answers:
        refuses_well(answer, took)


def test_a_lock_held_by_another_refuses_the_write_in_time_and_lets_it_pass_afterwards(
    app: Flask, database: Engine
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    app.add_url_rule("/write", "write", _write, methods=["POST"])
    client = app.test_client()
    client.get("/sign-in")

    holder = _hold(database)
    refuses_well(*timed(client, "/write", method="POST"))
    holder()

    assert client.post("/write").status_code == 200
    assert db.session().query(audit.AuditEntry).count() == 1


def test_a_postgresql_that_hangs_frees_the_reader_in_time(settings: Settings, kind_of_database: str) -> None:
    if kind_of_database != "postgresql":
        pytest.skip("SQLite has no server that could hang.")
    url, port = make_url(settings.database), free_port()
    seen = url.set(host="127.0.0.1", port=port).render_as_string(hide_password=False)
    app = create_app(dataclasses.replace(settings, database=seen))
    client = app.test_client()
    with Proxy(port, (url.host or "127.0.0.1", url.port or 5432)) as proxy:
        assert timed(client, PRIVATE, token="a-token")[0].status_code == 303
        proxy.freeze()
        for _ in range(2):
            refuses_well(*timed(client, PRIVATE, token="a-token"))
        health, took = timed(client, "/health")
        assert (health.status_code, health.json, took < AT_MOST_S) == (503, {"status": "not ready"}, True)
        proxy.thaw()
        assert timed(client, PRIVATE, token="a-token")[0].status_code == 303
        db.use(None)


def test_patience_ends_with_the_request(app: Flask, database: Engine) -> None:
    app.test_client().get("/sign-in")

    assert patience.seconds_left() is None


def test_an_old_schema_is_a_503_and_the_log_says_what_to_do(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind_of_database: str
) -> None:
    if kind_of_database != "sqlite":
        pytest.skip("The check is one for both databases; an empty file is the cheapest old schema.")
    app = create_app(
        dataclasses.replace(settings, database=f"sqlite:///{tmp_path / 'empty.sqlite'}", log_level="ERROR")
    )
    refuses_well(*timed(app.test_client(), "/sign-in"))
    db.use(None)

    assert "Run flask db upgrade." in capsys.readouterr().err


def test_nobody_is_looked_for_in_a_database_without_a_schema(app: Flask, database: Engine) -> None:
    with db.transaction() as session:
        for table in ("session_record", "alembic_version"):
            session.execute(text(f"ALTER TABLE {table} RENAME TO {table}_gone"))

    refuses_well(*timed(app.test_client(), PRIVATE, token="a-token-that-might-be-good"))


def test_commands_without_a_database_say_one_sentence(away: tuple[Flask, Away]) -> None:
    runner = away[0].test_cli_runner()

    for command in (["mail", "send"], ["audit", "verify"], ["db", "upgrade"], ["worker", "--once"]):
        result = runner.invoke(args=command)

        assert result.exit_code == 1
        assert result.output.startswith("Error: The database does not answer.")


@public
def _write() -> str:
    with db.transaction():
        audit.record(audit.Event(), by=audit.STRANGER, at=clock.now())
    return "written"


def _hold(database: Engine) -> Callable[[], object]:
    """Another process's lock on all writing; returns how to let go."""
    if database.dialect.name == "sqlite":
        other = sqlite3.connect(str(database.url.database), isolation_level=None, check_same_thread=False)
        other.execute("BEGIN EXCLUSIVE")
        return lambda: (other.execute("ROLLBACK"), other.close())
    holding = database.connect()
    holding.exec_driver_sql("LOCK TABLE audit_entry IN ACCESS EXCLUSIVE MODE")
    return holding.close
