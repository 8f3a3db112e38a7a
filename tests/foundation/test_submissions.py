"""A form sent twice does its deed once (T28)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select

from foundation import clock, db, submissions
from foundation.submissions import AnotherForm, SentForm
from tests.racing import at_once

TYPED = {"name": "Ana", "on": clock.today()}


def send(key: str = "k", typed: dict[str, object] = TYPED, *, account: int = 1, answer: str = "/there") -> str | None:
    """One sending of the form; None where its deed was done now."""
    with db.transaction():
        earlier = submissions.enter(key, typed, account_id=account, at=clock.now())
        if earlier is None and answer:
            submissions.answered(key, answer, account_id=account)
        return earlier


def test_the_second_sending_gets_the_answer_of_the_first(database: Engine) -> None:
    assert [send(), send(answer="/elsewhere"), send()] == [None, "/there", "/there"]


def test_the_same_key_with_something_else_typed_is_no_repetition(database: Engine) -> None:
    send()

    with pytest.raises(AnotherForm):
        send(typed={"name": "Ben"})
    assert send() == "/there"


def test_a_form_that_was_refused_may_say_something_else(database: Engine) -> None:
    send(answer="")

    assert send(typed={"name": "Ben"}) is None
    assert send(typed={"name": "Ben"}) == "/there"


def test_the_key_of_anothers_form_is_another_key(database: Engine) -> None:
    send(account=1)

    assert send(typed={"name": "Ben"}, account=2) is None


def test_of_twenty_at_once_one_does_the_deed(database: Engine) -> None:
    answers = at_once([lambda: send("race") for _ in range(20)])

    assert sorted(str(each) for each in answers) == ["/there"] * 19 + ["None"]


def test_what_failed_was_not_sent(database: Engine) -> None:
    with pytest.raises(ZeroDivisionError), db.transaction():
        submissions.enter("k", TYPED, account_id=1, at=clock.now())
        raise ZeroDivisionError

    assert send() is None


def test_old_forms_are_forgotten(database: Engine) -> None:
    send()
    with db.transaction():
        submissions.forget(before=clock.now() + timedelta(seconds=1))

    assert db.session().scalar(select(func.count()).select_from(SentForm)) == 0
