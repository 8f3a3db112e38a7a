"""The worker: delivers mails, does queued jobs, queues periodic ones, until told to stop.

Any number may run, on any number of machines; leases and slots keep them apart. A stop signal lets the row in hand be
finished. While the database is away the worker waits and goes on when it is back.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Collection
from datetime import timedelta
from types import FrameType
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import Row, delete, or_
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from foundation import clock, db, jobs, logs, postman, schema, sealer, submissions
from foundation.outbox import Channel
from foundation.throttle import Throttle

STOPS = (signal.SIGTERM, signal.SIGINT)
NAP_S = 0.25
IDLE_S = (0.25, 2.0)
AWAY_S = (1.0, 30.0)
MAIL_AGAIN_S = 60.0
THROTTLES_KEPT_FOR = timedelta(days=1)
JOBS_KEPT_FOR = timedelta(days=7)

log = structlog.get_logger()


class SchemaBehind(Exception):
    """The database is older than this program."""


class Worker:
    """One process's share of the work."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stopping = False
        self._queued: dict[str, str] = {}
        self._away_until = dict.fromkeys(Channel, 0.0)

    def stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        """Finish the row in hand and end. Fit to be a signal handler; a second signal ends at once."""
        self._stopping = True
        for each in STOPS:
            signal.signal(each, signal.SIG_DFL)

    def run(self) -> None:
        """Work until stopped. Raises SchemaBehind."""
        before = {each: signal.signal(each, self.stop) for each in STOPS}
        log.info("worker-started")
        try:
            self._run()
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)
        log.info("worker-stopped")

    def _run(self) -> None:
        idle, away = IDLE_S[0], AWAY_S[0]
        while not self._stopping:
            try:
                did_something = self.do_what_is_due()
            except (DBAPIError, PoolTimeout) as problem:
                self._explain(problem)
                self._wait(away)
                away = min(away * 2, AWAY_S[1])
                continue
            away = AWAY_S[0]
            idle = IDLE_S[0] if did_something else min(idle * 2, IDLE_S[1])
            if not did_something:
                self._wait(idle)

    def run_once(self) -> None:
        """Do everything that is due now, and end. Raises what the database raises."""
        while self.do_what_is_due() and not self._stopping:
            pass

    def do_what_is_due(self) -> bool:
        """One turn: periodic jobs are queued, jobs done, a batch of mails sent. Tells whether there was anything.

        A batch only, so that who asks for a link does not wait behind five thousand letters of a campaign.
        """
        jobs.queue_periodic(at=clock.now(), queued=self._queued)
        did_jobs = self._do_jobs()
        return self._deliver() or did_jobs

    def _deliver(self) -> bool:
        did_something = False
        for channel, until in self._away_until.items():
            if time.monotonic() < until:
                continue
            result = postman.deliver(self._app, channels=(channel,), stopping=self._is_stopping, batches=1)
            if result.away:
                self._away_until[channel] = time.monotonic() + MAIL_AGAIN_S
            did_something = result.did_something or did_something
        return did_something

    def _do_jobs(self) -> bool:
        did_something = False
        while not self._stopping and do_next_job():
            did_something = True
        return did_something

    def _is_stopping(self) -> bool:
        return self._stopping

    def _explain(self, problem: Exception) -> None:
        """A database that is away comes back; one that is too old does not. Raises SchemaBehind."""
        db.close()
        try:
            behind = schema.is_behind(db.engine())
        except (DBAPIError, PoolTimeout):
            log.error("database-away", kind=type(problem).__name__)
            return
        if behind:
            raise SchemaBehind from problem
        log.error("database-refused", kind=type(problem).__name__, exc_info=problem)

    def _wait(self, seconds: float) -> None:
        """Sleep in naps, so that a signal is noticed soon."""
        ends = time.monotonic() + seconds
        while not self._stopping and (left := ends - time.monotonic()) > 0:
            time.sleep(min(NAP_S, left))


def do_next_job(kinds: Collection[str] | None = None) -> bool:
    """Claim one due job of `kinds`, or of any kind known here, and do it. Tells whether there was one."""
    row = _claim(jobs.handlers if kinds is None else kinds)
    if row is None:
        return False
    if jobs.QUEUE.was_tried_enough(row):
        with db.transaction():
            jobs.QUEUE.park(row, "A worker stopped in the middle of it each time.", at=clock.now())
        log.error("job-parked", job=row.id, kind=row.kind)
        return True
    try:
        jobs.handlers[row.kind](row.payload)
    except Exception as problem:
        _note_failure(row, problem)
        return True
    with db.transaction():
        jobs.QUEUE.finish(row, at=clock.now())
    log.info("job-done", job=row.id, kind=row.kind)
    return True


def _note_failure(row: Row[Any], problem: Exception) -> None:
    db.close()
    with db.transaction():
        error = logs.without_rows(f"{type(problem).__name__}: {problem}")
        parked = jobs.QUEUE.fail(row, error, at=clock.now())
    log.error("job-parked" if parked else "job-failed", job=row.id, kind=row.kind, exc_info=problem)


def _claim(kinds: Collection[str]) -> Row[Any] | None:
    """A job a worker died over goes first. Kinds only a newer program knows are left to it."""
    at = clock.now()
    known = jobs.QUEUE.table.c.kind.in_(sorted(kinds))
    with db.transaction():
        claimed = jobs.QUEUE.claim(known, at=at, abandoned=True) or jobs.QUEUE.claim(known, at=at)
    return claimed[0] if claimed else None


@jobs.handler("seal-audit", once=jobs.each_minute)
def seal_audit(payload: dict[str, Any]) -> None:
    """Chain what was written in the audit lately."""
    sealer.seal(at=clock.now())


@jobs.handler("seal-audit-thoroughly", once=jobs.each_day)
def seal_audit_thoroughly(payload: dict[str, Any]) -> None:
    """Chain what a transaction hours long may have left far behind."""
    sealer.seal(at=clock.now(), thoroughly=True)


@jobs.handler("tidy-foundation", once=jobs.each_day)
def tidy(payload: dict[str, Any]) -> None:
    """Throw away counters nobody counts on any more, jobs long done and forms nobody sends again."""
    at = clock.now()
    with db.transaction() as session:
        session.execute(
            delete(Throttle).where(
                Throttle.last_failed_at < at - THROTTLES_KEPT_FOR,
                or_(Throttle.blocked_until.is_(None), Throttle.blocked_until < at),
            )
        )
        session.execute(delete(jobs.Job).where(jobs.Job.done_at < at - JOBS_KEPT_FOR))
        submissions.forget(before=at - submissions.KEPT_FOR)
