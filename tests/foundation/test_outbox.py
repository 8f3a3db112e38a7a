"""The outbox: a mail is posted in the transaction of its cause, once an occasion."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError

from foundation import clock, db
from foundation.outbox import Mail, post


def count() -> int:
    found = db.session().scalar(select(func.count(Mail.id))) or 0
    db.close()
    return found


def test_a_mail_of_a_change_undone_is_never_written(database: Engine) -> None:
    with pytest.raises(RuntimeError, match="undone"), db.transaction():
        post("hello", to="a@example.org", language="en", at=clock.now(), once="x")
        post("hello", to="a@example.org", language="en", at=clock.now())
        raise RuntimeError("undone")

    assert count() == 0


def test_an_occasion_is_told_once_within_a_transaction_and_across_them(database: Engine) -> None:
    for _ in range(2):
        with db.transaction():
            for _ in range(2):
                post("hello", to="a@example.org", language="en", at=clock.now(), once="due:1")
            post("hello", to="a@example.org", language="en", at=clock.now(), once="due:2")

    assert count() == 2


def test_two_nightly_runs_at_once_tell_an_occasion_once_and_neither_fails(database: Engine) -> None:
    together, failures = threading.Barrier(4), list[BaseException]()

    def tell() -> None:
        try:
            together.wait()
            with db.transaction():
                for number in range(20):
                    post("hello", to="a@example.org", language="en", at=clock.now(), once=f"due:{number}")
        except BaseException as problem:
            failures.append(problem)

    runs = [threading.Thread(target=tell) for _ in range(4)]
    for each in runs:
        each.start()
    for each in runs:
        each.join()

    assert failures == []
    assert count() == 20


def test_adding_once_still_reports_every_other_conflict(database: Engine) -> None:
    values = {"template": "hello", "to_address": "a@example.org", "language": "en", "context": {}, "message_id": "m"}
    moments = {"written_at": clock.now(), "next_try_at": clock.now()}
    with db.transaction():
        assert db.add_once(Mail, by="once", **values, **moments, once="a")

    with pytest.raises(IntegrityError), db.transaction():
        db.add_once(Mail, by="once", **values, **moments, once="b")


def test_a_mail_shows_nothing_of_its_secret_in_the_database(database: Engine) -> None:
    with db.transaction():
        post("hello", to="a@example.org", language="en", at=clock.now(), secret={"code": "CANARY"}, name="Ana")

    row = db.session().execute(select(Mail.__table__)).one()
    assert "CANARY" not in repr(tuple(row))
    assert row.context == {"name": "Ana"}
