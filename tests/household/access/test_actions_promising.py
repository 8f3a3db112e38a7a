"""Reports at one moment, reports that fail: one promise, its trace, or nothing at all."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from foundation import clock, db
from foundation.audit import AuditEntry
from foundation.settings import Settings
from household.access import actions, jobs
from household.access.models import Promise
from household.access.rules.promises import Closing, Promised
from tests.household.access.staff import BY, Clerk, book, day, hire

H = "IC-HOUSEHOLD"
CLOSING = Closing(Settings().business_ends, Settings().zone)


def a_clerk() -> Clerk:
    clerk = hire(email="tamika@example.org")
    clerk.works("2026-08-03")
    clerk.finishes("IC-ENROLLMENT", "2026-10-28")
    return clerk


def reports(clerk: Clerk, on: str = "2026-11-17") -> object:
    return actions.report_course(
        clerk.person_id, H, day(on), closing=CLOSING, book=book(), today=clock.today(), by=BY, at=clock.now()
    )


def test_two_windows_that_report_at_one_moment_are_one_promise(app: Flask, database: Engine) -> None:
    clerk = a_clerk()
    both, failed = threading.Barrier(2), []

    def report() -> None:
        with app.app_context():
            both.wait(10)
            try:
                with db.transaction():
                    assert isinstance(reports(clerk), Promised)
            except Exception as problem:
                failed.append(problem)

    threads = [threading.Thread(target=report) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    db.close()

    assert failed == []
    assert db.session().scalar(select(func.count()).select_from(Promise)) == 1
    told = select(func.count()).select_from(AuditEntry).where(AuditEntry.event == "course-reported")
    assert db.session().scalar(told) == 1


def test_nothing_is_left_of_a_report_that_fails(database: Engine) -> None:
    clerk = a_clerk()

    with pytest.raises(RuntimeError, match="power"), db.transaction():
        reports(clerk)
        raise RuntimeError("power is out")
    db.close()

    assert db.session().scalar(select(func.count()).select_from(Promise)) == 0


def test_a_promise_keeps_the_day_it_was_made_with(database: Engine) -> None:
    """A closure that the district tells later moves no promise."""
    clerk = a_clerk()
    with db.transaction():
        reports(clerk)
    closed = Closing(CLOSING.at, CLOSING.zone, ((day("2026-11-18"), day("2026-11-20")),))
    with db.transaction():
        actions.report_course(
            clerk.person_id,
            H,
            day("2026-11-17"),
            closing=closed,
            book=book(),
            today=clock.today(),
            by=BY,
            at=clock.now(),
        )
    db.close()

    assert [str(each.last_day) for each in db.session().scalars(select(Promise))] == ["2026-11-19"]


def test_a_promise_broken_and_then_met_is_told_to_dots_once(database: Engine) -> None:
    clerk = a_clerk()
    with db.transaction():
        reports(clerk)
    with clock.at("2026-11-19 17:00"):
        assert jobs.tell_dots() == "0 broken promises, 0 changes of jobs"
    with clock.at("2026-11-20 00:30"):
        assert jobs.tell_dots() == "1 broken promises, 0 changes of jobs"
    with clock.at("2026-11-20 09:00"):
        clerk.finishes(H, "2026-11-17")
    with clock.at("2026-11-21 00:30"):
        assert jobs.tell_dots() == "0 broken promises, 0 changes of jobs"
