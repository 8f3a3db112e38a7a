"""Jobs: queued with their cause, done by one worker at a time, tried again later, parked in the end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from foundation import clock, db, jobs, worker
from foundation.jobs import QUEUE, Job
from tests.racing import at_once

Done = list[dict[str, Any]]


@pytest.fixture
def done(database: Engine) -> Iterator[Done]:
    """What the handler of `note` was handed; `fail` always raises."""
    noted: Done = []

    @jobs.handler("note")
    def note(payload: dict[str, Any]) -> None:
        noted.append(payload)

    @jobs.handler("fail")
    def fail(payload: dict[str, Any]) -> None:
        raise LookupError("no such thing")

    yield noted
    del jobs.handlers["note"], jobs.handlers["fail"]


def queue(kind: str, payload: dict[str, Any] | None = None, **given: Any) -> bool:
    with db.transaction():
        return jobs.queue(kind, payload, at=clock.now(), **given)


def rows() -> list[Job]:
    found = list(db.session().scalars(select(Job).order_by(Job.id)))
    db.close()
    return found


def test_a_job_is_done_once_with_its_payload(done: Done) -> None:
    queue("note", {"letter": 7})

    assert worker.do_next_job()
    assert not worker.do_next_job()
    assert done == [{"letter": 7}]
    (row,) = rows()
    assert (row.done_at, row.leased_until, row.attempts) == (clock.now(), None, 1)


def test_a_job_of_a_change_undone_is_never_queued(done: Done) -> None:
    with pytest.raises(RuntimeError, match="undone"), db.transaction():
        jobs.queue("note", at=clock.now())
        raise RuntimeError("undone")

    assert rows() == []


def test_a_job_waits_for_its_moment(done: Done) -> None:
    queue("note", run_at=clock.now() + timedelta(hours=1))

    assert not worker.do_next_job()
    with clock.at(clock.now() + timedelta(hours=1)):
        assert worker.do_next_job()


def test_the_oldest_due_job_comes_first(done: Done) -> None:
    queue("note", {"n": 2}, run_at=clock.now() - timedelta(minutes=1))
    queue("note", {"n": 3})
    queue("note", {"n": 1}, run_at=clock.now() - timedelta(minutes=2))

    while worker.do_next_job():
        pass
    assert done == [{"n": 1}, {"n": 2}, {"n": 3}]


def test_a_slot_is_queued_once_however_many_ask(done: Done) -> None:
    answers = at_once([lambda: queue("note", slot="note:2026-11-18")] * 6)

    assert sorted(answers) == [False] * 5 + [True]
    assert len(rows()) == 1


def test_a_slot_done_stays_taken(done: Done) -> None:
    queue("note", slot="note:2026-11-18")
    worker.do_next_job()

    assert not queue("note", slot="note:2026-11-18")


def test_a_failing_job_waits_longer_each_time_and_is_parked(done: Done) -> None:
    queue("fail")
    moment, pauses = clock.now(), []
    for _ in QUEUE.waits:
        with clock.at(moment):
            assert worker.do_next_job()
            assert not worker.do_next_job()
        (row,) = rows()
        pauses.append(row.run_at - moment)
        moment = row.run_at
    with clock.at(moment):
        assert worker.do_next_job()

    (row,) = rows()
    assert pauses == list(QUEUE.waits)
    assert row.parked_at == moment
    assert row.last_error == "LookupError: no such thing"
    with clock.at(moment + timedelta(days=30)):
        assert not worker.do_next_job()


def test_a_job_that_was_left_half_done_is_rolled_back(done: Done) -> None:
    @jobs.handler("half")
    def half(payload: dict[str, Any]) -> None:
        with db.transaction():
            jobs.queue("note", at=clock.now())
            raise LookupError("half-way")

    try:
        queue("half")
        worker.do_next_job()
        assert [row.kind for row in rows()] == ["half"]
    finally:
        del jobs.handlers["half"]


def test_a_kind_only_a_newer_program_knows_is_left_to_it(done: Done) -> None:
    queue("from-the-future")

    assert not worker.do_next_job()
    assert rows()[0].attempts == 0


def test_a_kind_has_one_handler(done: Done) -> None:
    with pytest.raises(ValueError, match="exactly one"):
        jobs.handler("note")(lambda payload: None)


def test_a_job_whose_worker_died_is_taken_up_when_the_lease_is_over(done: Done) -> None:
    queue("note", {"n": 1})
    with db.transaction():
        QUEUE.claim(at=clock.now())

    assert not worker.do_next_job()
    with clock.at(clock.now() + QUEUE.lease):
        assert worker.do_next_job()
    assert done == [{"n": 1}]


def test_a_job_that_ends_every_worker_is_parked(done: Done) -> None:
    queue("note")
    moment = clock.now()
    for _ in range(len(QUEUE.waits) + 1):
        with clock.at(moment), db.transaction():
            assert QUEUE.claim(at=moment) or QUEUE.claim(at=moment, abandoned=True)
        moment += QUEUE.lease

    with clock.at(moment):
        assert worker.do_next_job()
    assert done == []
    assert rows()[0].parked_at == moment


def test_a_worker_that_overslept_its_lease_changes_nothing_any_more(done: Done) -> None:
    queue("note")
    with db.transaction():
        (late,) = QUEUE.claim(at=clock.now())
    with clock.at(clock.now() + QUEUE.lease) as later, db.transaction():
        QUEUE.claim(at=later, abandoned=True)

    with db.transaction():
        QUEUE.fail(late, "too late", at=clock.now())
        QUEUE.put_back([late])

    (row,) = rows()
    assert (row.attempts, row.last_error) == (2, "")
    assert row.leased_until == clock.now() + 2 * QUEUE.lease


def test_several_workers_do_each_job_once(done: Done) -> None:
    for number in range(60):
        queue("note", {"n": number})
    failures: list[BaseException] = []

    def labour() -> None:
        try:
            while worker.do_next_job():
                pass
        except BaseException as problem:
            failures.append(problem)

    workers = [threading.Thread(target=labour) for _ in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()

    assert failures == []
    assert sorted(each["n"] for each in done) == list(range(60))


def test_periodic_work_is_queued_once_a_slot(done: Done) -> None:
    first, second = dict[str, str](), dict[str, str]()
    jobs.queue_periodic(at=clock.now(), queued=first)
    jobs.queue_periodic(at=clock.now(), queued=first)
    jobs.queue_periodic(at=clock.now(), queued=second)
    today = len(rows())

    with clock.at("2026-11-18 09:01") as later:
        jobs.queue_periodic(at=later, queued=first)
    with clock.at("2026-11-19 00:00") as later:
        jobs.queue_periodic(at=later, queued=second)

    slots = [str(row.slot) for row in rows()]
    assert today == len(jobs.slots)
    assert slots.count("seal-audit:2026-11-18T16:00Z") == 1
    assert "seal-audit:2026-11-18T16:01Z" in slots
    assert "tidy-foundation:2026-11-18" in slots
    assert "tidy-foundation:2026-11-19" in slots
    assert len(slots) == len(set(slots))
