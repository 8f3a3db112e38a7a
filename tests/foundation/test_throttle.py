"""Failures counted in the database: atomic, hashed, forgotten in time (T14, T15)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from foundation import clock, db, throttle
from foundation.throttle import Throttle
from tests.racing import at_once

MINUTE = timedelta(minutes=1)


def wait_after(failures: int) -> timedelta:
    """Three free, then a minute for each one over."""
    return MINUTE * max(0, failures - 2)


def count(key: str = "ana", *, after: timedelta = timedelta(0)) -> bool:
    with db.transaction():
        return throttle.count(
            "test", key, wait_after=wait_after, forgotten_after=timedelta(hours=1), at=clock.now() + after
        )


def waits(key: str = "ana", *, after: timedelta = timedelta(0)) -> bool:
    db.close()
    return throttle.waits_until("test", key, at=clock.now() + after) is not None


def test_free_failures_cost_nothing_and_the_next_one_a_wait(database: Engine) -> None:
    assert [count(), count(), waits()] == [True, True, False]
    assert [count(), waits(), count()] == [True, True, False]


def test_a_wait_is_over_to_the_second_and_grows(database: Engine) -> None:
    for _ in range(3):
        count()

    assert waits(after=MINUTE - timedelta(seconds=1))
    assert not waits(after=MINUTE)
    assert count(after=MINUTE)
    assert waits(after=2 * MINUTE)
    assert not waits(after=3 * MINUTE)


def test_a_try_while_waiting_is_not_counted_and_prolongs_nothing(database: Engine) -> None:
    for _ in range(50):
        count()

    assert not waits(after=MINUTE)
    assert db.session().scalar(select(Throttle.failures)) == 3


def test_a_success_wipes_the_count_of_its_own_key_alone(database: Engine) -> None:
    for _ in range(3):
        count("ana")
        count("rosa")
    with db.transaction():
        throttle.forget("test", "ana")

    assert not waits("ana")
    assert waits("rosa")


def test_a_quiet_hour_wipes_the_count(database: Engine) -> None:
    for _ in range(3):
        count()

    assert count(after=timedelta(minutes=62))
    assert not waits(after=timedelta(minutes=62))


def test_a_failure_counted_in_its_own_transaction_outlives_what_follows(database: Engine) -> None:
    count()
    with pytest.raises(RuntimeError, match="half-way"), db.transaction():
        raise RuntimeError("half-way")

    assert db.session().scalar(select(Throttle.failures)) == 1


def test_a_hundred_tries_at_once_are_only_as_many_as_are_free(database: Engine) -> None:
    assert sum(at_once([count] * 100)) == 3


def test_keys_are_kept_as_hashes(database: Engine) -> None:
    count("ana.lopez")
    count("\ud800")

    kept = list(db.session().scalars(select(Throttle.key)))
    assert [len(each) for each in kept] == [64, 64]
    assert "ana.lopez" not in kept
