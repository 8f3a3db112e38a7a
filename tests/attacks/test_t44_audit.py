"""T44: hostile text in logs and audit stays one line; no password, token or code is logged or lies plain in a table."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog
from flask import Flask
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError

from accounts.models import SessionRecord
from app import create_app
from foundation import audit, clock, db, logs, outbox, sealer
from foundation.settings import Settings
from foundation.web.gates import public
from tests.accounts.residents import PASSWORD, Resident
from tests.accounts.residents import ana as ana
from tests.attacks.devices import token_of
from tests.browser import HOST, Browser

HOSTILE = [
    'x\r\n{"event": "signed-in", "level": "info"}',
    "x\nanother line",
    "x\x1b[2J\x1b[31mred",
    "x\x00y",
    "x\u2028y\u2029z",
    "x\x85y",
    '","event":"forged',
    "\u202egro.elpmaxe",
    "\ud800 half a character",
]
CANARIES = {
    "password": "CANARY-password-1!",
    "code": "ca4a4711-0000-4000-8000-00000ca4a471",
    "token": "CANARY-token-" + "x" * 30,
}


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is logged, everything from DEBUG up."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logs.configure("DEBUG")
    yield stream
    monkeypatch.undo()
    logs.configure("CRITICAL")


def lines(written: io.StringIO) -> list[str]:
    return written.getvalue().split("\n")[:-1]


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_in_any_field_is_one_escaped_line(written: io.StringIO, hostile: str) -> None:
    structlog.get_logger().info("tried", browser=hostile, person={"name": hostile})

    (line,) = lines(written)
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["browser"] == hostile
    assert json.loads(line)["event"] == "tried"


def test_a_hostile_error_is_one_line_with_its_end_kept(written: io.StringIO) -> None:
    try:
        raise ValueError("x\r\n" * 5000 + "the end")
    except ValueError:
        structlog.get_logger().exception("broke")

    (line,) = lines(written)
    assert len(line) < 10_000
    assert json.loads(line)["exception"].endswith("the end")


def test_a_megabyte_is_cut(written: io.StringIO) -> None:
    structlog.get_logger().info("tried", browser="x" * 1_000_000)

    assert len(written.getvalue()) < 3000


@pytest.mark.parametrize("name", ["password", "new_password", "token", "reset_token", "code", "secret_key", "Cookie"])
def test_a_value_under_a_secrets_name_is_hidden(written: io.StringIO, name: str) -> None:
    structlog.get_logger().info("tried", **{name: "CANARY"})

    assert "CANARY" not in written.getvalue()


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("GET /portal/activate?code=ca4a4711-0000 HTTP/1.1", "GET /portal/activate(hidden) HTTP/1.1"),
        (f"GET /reset-password/{'t' * 43} HTTP/1.1", "GET /reset-password/(hidden) HTTP/1.1"),
        (f"GET /portal/recovery-email/{'a.B-c_' * 8} HTTP/1.1", "GET /portal/recovery-email/(hidden) HTTP/1.1"),
        ("GET /forgot-password HTTP/1.1", "GET /forgot-password HTTP/1.1"),
        ("POST /portal/activate/account HTTP/1.1", "POST /portal/activate/account HTTP/1.1"),
    ],
)
def test_the_development_servers_lines_name_no_token(written: io.StringIO, asked: str, kept: str) -> None:
    record = logging.LogRecord("werkzeug", logging.INFO, "", 0, '127.0.0.1 - - "%s" %s', (asked, 200), None)

    assert logs.shorten_request(record)
    assert record.getMessage() == f'127.0.0.1 - - "{kept}" 200'
    assert logs.shorten_request in logging.getLogger("werkzeug").filters


def test_a_database_error_names_no_parameter(app: Flask, written: io.StringIO) -> None:
    @public
    def collide() -> str:
        with db.transaction() as session:
            session.execute(
                text("INSERT INTO throttle (scope, key) VALUES ('code', :secret)"), {"secret": CANARIES["token"]}
            )
        return ""

    app.add_url_rule("/collide", "collide", collide)

    answer = app.test_client().get("/collide")

    assert answer.status_code == 500
    assert "request-broke" in written.getvalue()
    assert CANARIES["token"] not in written.getvalue()
    assert CANARIES["token"] not in answer.get_data(as_text=True)


@pytest.mark.parametrize("hostile", [each for each in HOSTILE if "\ud800" not in each])
def test_a_hostile_browser_is_kept_on_one_line_of_the_audit(app: Flask, database: Engine, hostile: str) -> None:
    @public
    def tell() -> str:
        with db.transaction():
            audit.record(audit.Event(), by=audit.STRANGER, at=clock.now())
        return ""

    app.add_url_rule("/tell", "tell", tell)

    answer = app.test_client().get("/tell", environ_overrides={"HTTP_USER_AGENT": hostile + "z" * 1_000_000})

    assert answer.status_code == 200
    kept = db.session().scalars(select(audit.AuditEntry.browser)).one()
    assert kept.isprintable()
    assert len(kept) == 300


def test_a_hostile_browser_signs_in_like_any_other(browser: Browser, ana: Resident) -> None:
    token = token_of(browser.open("/sign-in"))
    fields = {"csrf_token": token, "username": "ana.lopez", "password": PASSWORD}

    answer = browser.client.post(
        "/sign-in", data=fields, base_url=HOST, environ_overrides={"HTTP_USER_AGENT": "x\x00y\x1b[2J"}
    )

    assert answer.status_code == 303
    assert db.session().scalars(select(SessionRecord.browser)).one() == "x\ufffdy\ufffd[2J"


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE audit_entry SET event = event",
        "UPDATE audit_seal SET digest = digest",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_seal",
    ],
)
def test_the_application_cannot_change_what_is_written(database: Engine, deed: str) -> None:
    with db.transaction():
        audit.record(audit.Event(), by=audit.STRANGER, at=clock.now())
    sealer.seal(at=clock.now())

    with pytest.raises(IntegrityError, match="append-only"), db.transaction() as session:
        session.execute(text(deed))


def test_what_people_type_and_are_sent_is_in_no_log_and_not_plain_in_the_database(
    settings: Settings, written: io.StringIO
) -> None:
    with contextlib.redirect_stderr(written):
        app = create_app(dataclasses.replace(settings, log_level="DEBUG"))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    password, code, token = CANARIES.values()

    client.post("/sign-in", data={"username": "ana", "password": password})
    client.post("/sign-in", data={"username": password, "password": password})
    client.get(f"/portal/activate?code={code}")
    client.post("/portal/activate", data={"code": code})
    client.get(f"/reset-password/{token}")
    client.post(f"/reset-password/{token}", data={"password": password, "confirm_password": password})
    client.post("/forgot-password", data={"username": password})
    client.post("/forgot-username", data={"email": f"{password}@example.org"})
    client.get(f"/portal/recovery-email/{token}")
    client.post(f"/portal/recovery-email/{token}")
    with app.app_context():
        with db.transaction():
            outbox.post(
                "nowhere", to="ana@example.org", language="en", at=clock.now(), secret={"code": code, "token": token}
            )
        commands = (["mail", "send"], ["worker", "--once"], ["mail", "list"], ["jobs", "list"])
        written.writelines(app.test_cli_runner().invoke(args=command).output for command in commands)
        stored = _everything_stored()
    db.use(None)

    assert "mail-failed" in written.getvalue()
    assert "audit_entry" in stored
    for canary in (*CANARIES.values(), code.replace("-", "")):
        assert canary.lower() not in written.getvalue().lower()
        assert canary.lower() not in stored.lower()


def _everything_stored() -> str:
    tables = db.Base.metadata.sorted_tables
    return "\n".join(f"{table.name} {tuple(row)!r}" for table in tables for row in db.session().execute(select(table)))
