"""T53: one bad row, mail or job, never blocks the queue, and is shown to the people who look after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select, update

from foundation import clock, db, jobs, postman, worker
from foundation.jobs import Job
from foundation.outbox import Mail, post
from tests.mail_sink import plain_mail

POISON: list[dict[str, Any]] = [
    {"template": "../../etc/passwd"},
    {"template": "nowhere"},
    {"to_address": "nobody"},
    {"context": {}},
    {"context": {"name": {"deeply": ["nested"] * 1000}}},
    {"secret": b"not sealed by us"},
]


@pytest.fixture
def broken_jobs(database: Engine) -> Iterator[list[str]]:
    """Handlers that break in their own ways, and one that works."""
    did: list[str] = []
    ways = {
        "raises": lambda payload: payload["missing"],
        "recurses": lambda payload: _for_ever(payload),
        "leaves-a-transaction-broken": _breaks_its_transaction,
        "works": lambda payload: did.append("works"),
    }
    for kind, way in ways.items():
        jobs.handler(kind)(way)
    yield did
    for kind in ways:
        del jobs.handlers[kind]


def _for_ever(payload: dict[str, Any]) -> None:
    _for_ever(payload)


def _breaks_its_transaction(payload: dict[str, Any]) -> None:
    with db.transaction() as session:
        session.execute(update(Job).values(kind=None))


def test_good_mails_among_bad_ones_all_arrive(app: Flask, database: Engine, tmp_path: Any) -> None:
    plain_mail(app, body="Dear {{ name.upper() }}")
    with db.transaction() as session:
        for number, spoiled in enumerate(POISON):
            post("plain", to=f"bad{number}@example.org", language="en", at=clock.now(), name="x", once=f"bad:{number}")
            post("plain", to=f"good{number}@example.org", language="en", at=clock.now(), name="x")
            session.flush()
            session.execute(update(Mail).where(Mail.once == f"bad:{number}").values(**spoiled))

    result = postman.deliver(app)

    assert result.sent == len(POISON)
    assert result.failed + result.parked == len(POISON)
    good = db.session().scalars(select(Mail.sent_at).where(Mail.to_address.like("good%"))).all()
    assert None not in good
    db.close()

    moment = clock.now()
    for _ in range(20):
        moment += timedelta(days=1)
        with clock.at(moment):
            postman.deliver(app)
    parked = db.session().scalars(select(Mail).where(Mail.parked_at.is_not(None))).all()
    assert len(parked) == len(POISON)
    assert all(row.last_error for row in parked)
    shown = app.test_cli_runner().invoke(args=["mail", "list"]).output
    assert f"Mails parked: {len(POISON)}" in shown
    assert "The address is not one a mail can go to." in shown


def test_good_jobs_among_bad_ones_are_all_done(database: Engine, broken_jobs: list[str], app: Flask) -> None:
    with db.transaction():
        for kind in ("raises", "works", "recurses", "works", "leaves-a-transaction-broken", "works"):
            jobs.queue(kind, at=clock.now())

    while worker.do_next_job():
        pass

    assert broken_jobs == ["works"] * 3
    waiting = select(func.count(Job.id)).where(Job.done_at.is_(None), Job.last_error != "")
    assert db.session().scalar(waiting) == 3
    shown = app.test_cli_runner().invoke(args=["jobs", "list"]).output
    assert "Jobs waiting: 3" in shown
    assert "KeyError: 'missing'" in shown
