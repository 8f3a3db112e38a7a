"""The worker as a process: stopped, killed, doubled, without its database, on an old schema."""

from __future__ import annotations

import contextlib
import dataclasses
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from foundation import audit, clock, db, jobs, postman, schema, worker
from foundation.jobs import QUEUE, Job
from foundation.outbox import Mail, post
from foundation.settings import Settings
from foundation.throttle import Throttle
from tests.absence import Away
from tests.mail_sink import plain_mail
from tests.processes import run, start

LABOURER = "tests/foundation/labourer.py"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes"
    path.touch()
    return path


@contextlib.contextmanager
def labouring(
    settings: Settings, notes: Path, *options: str, seconds: float, moved: timedelta = timedelta()
) -> Iterator[subprocess.Popen[str]]:
    process = start(settings, LABOURER, str(notes), str(seconds), *options, now=clock.now() + moved)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until(is_so: Callable[[], bool], *, within: float = 60.0) -> None:
    ends = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < ends, "It did not come about in time."
        time.sleep(0.02)


def queue_notes(count: int) -> None:
    with db.transaction():
        for number in range(count):
            jobs.queue("note", {"n": number}, at=clock.now())


def done() -> int:
    found = db.session().scalar(select(func.count(Job.id)).where(Job.kind == "note", Job.done_at.is_not(None))) or 0
    db.close()
    return found


def test_one_turn_sends_mails_does_jobs_seals_the_audit_and_ends(database: Engine, settings: Settings) -> None:
    with db.transaction():
        audit.record(audit.Event(), by=audit.STRANGER, at=clock.now())

    result = run(settings, "worker", "--once")

    assert result.returncode == 0, result.stderr
    assert db.session().scalar(select(func.count(audit.AuditSeal.sequence))) == 1


def test_told_to_stop_a_worker_finishes_its_job_and_starts_no_other(
    database: Engine, settings: Settings, notes: Path
) -> None:
    queue_notes(3)
    with labouring(settings, notes, seconds=0.5) as process:
        until(lambda: "begin 0" in notes.read_text())
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0

    assert notes.read_text().split("\n")[:-1] == ["begin 0", "end 0"]
    assert done() == 1


def test_a_worker_killed_in_the_middle_leaves_its_job_to_another_when_the_lease_is_over(
    database: Engine, settings: Settings, notes: Path
) -> None:
    queue_notes(1)
    with labouring(settings, notes, seconds=60) as process:
        until(lambda: "begin 0" in notes.read_text())
        process.kill()
        process.wait()

    with labouring(settings, notes, "--ready", seconds=0) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        assert notes.read_text() == "begin 0\n"
    with labouring(settings, notes, seconds=0, moved=QUEUE.lease):
        until(lambda: done() == 1)
    assert notes.read_text() == "begin 0\nbegin 0\nend 0\n"


def test_two_processes_never_do_one_job_twice(database: Engine, settings: Settings, notes: Path) -> None:
    queue_notes(40)
    with labouring(settings, notes, seconds=0.01), labouring(settings, notes, seconds=0.01):
        until(lambda: done() == 40)

    begun = [line for line in notes.read_text().splitlines() if line.startswith("begin")]
    assert sorted(begun) == sorted(f"begin {number}" for number in range(40))


def test_a_worker_on_an_old_schema_says_so_and_ends(app: Flask, database: Engine) -> None:
    schema.downgrade(database, to="base")

    for command in (["worker"], ["worker", "--once"], ["mail", "send"], ["audit", "verify"], ["db", "check"]):
        result = app.test_cli_runner().invoke(args=command)

        assert result.exit_code == 1
        assert result.output == "Error: The database does not have the current schema. Run flask db upgrade.\n"


def test_a_worker_waits_for_an_absent_database_and_goes_on_when_it_is_back(
    database: Engine, settings: Settings, notes: Path, tmp_path: Path
) -> None:
    queue_notes(1)
    away = Away(settings.database, tmp_path)
    with labouring(dataclasses.replace(settings, database=away.url), notes, seconds=0) as process:
        time.sleep(2.5)
        assert process.poll() is None
        assert notes.read_text() == ""
        with away.back():
            until(lambda: done() == 1)


def test_when_the_mail_server_is_away_jobs_go_on_and_mails_wait_a_while(
    app: Flask, database: Engine, tmp_path: Path
) -> None:
    (tmp_path / "mail").write_text("not a folder")
    plain_mail(app)
    with db.transaction():
        post("plain", to="ana@example.org", language="en", at=clock.now())
    own = worker.Worker(app)

    assert own.do_what_is_due()
    (tmp_path / "mail").unlink()
    assert not own.do_what_is_due()
    assert db.session().scalars(select(Mail.sent_at)).one() is None
    assert postman.deliver(app).sent == 1


def test_tidying_keeps_what_still_counts(database: Engine) -> None:
    now = clock.now()
    old, fresh = now - timedelta(days=1, seconds=1), now - timedelta(hours=23)
    with db.transaction() as session:
        session.add_all(
            [
                Throttle(scope="code", key="old", failures=3, last_failed_at=old, blocked_until=None),
                Throttle(scope="code", key="old, its wait over", failures=3, last_failed_at=old, blocked_until=old),
                Throttle(scope="code", key="blocked", failures=9, last_failed_at=old, blocked_until=now),
                Throttle(scope="code", key="fresh", failures=1, last_failed_at=fresh, blocked_until=None),
            ]
        )
        for kind, done_at in (("old", now - timedelta(days=8)), ("recent", now), ("waiting", None)):
            session.add(Job(kind=kind, payload={}, queued_at=old, run_at=old, done_at=done_at))

    worker.tidy({})

    assert sorted(db.session().scalars(select(Throttle.key))) == ["blocked", "fresh"]
    assert sorted(db.session().scalars(select(Job.kind))) == ["recent", "waiting"]
