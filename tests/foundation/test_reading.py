"""What only reads changes nothing, and hot statements say their constants."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, bindparam, func, select, update
from sqlalchemy.exc import DBAPIError

from district.models import Person
from foundation import clock, db, hot
from foundation.outbox import Mail, post

_mails = db.table(Mail).c
_COUNTED = select(func.count()).select_from(Mail).where(_mails.language == "en", _mails.to_address == bindparam("to"))


def write_a_mail() -> None:
    with db.transaction():
        post("hello", to="a@example.org", language="en", at=clock.now())


def test_what_is_written_outside_a_transaction_is_refused(database: Engine) -> None:
    if not db.is_sqlite():
        pytest.skip("PostgreSQL rolls back what a reading session has written.")
    write_a_mail()

    with pytest.raises(DBAPIError, match=r"read-?only"):
        db.session().execute(update(Mail).values(language="es"))
    db.close()
    with pytest.raises(DBAPIError, match=r"read-?only"):
        db.session().add(Person(first_name="Ana", last_name="Lopez", created_at=clock.now()))
        db.session().flush()
    db.close()

    assert db.session().scalar(select(Mail.language)) == "en"


def test_the_same_connection_writes_in_a_transaction_after_it_has_read(database: Engine) -> None:
    for _ in range(2):
        assert db.session().scalar(select(func.count(Mail.id))) is not None
        write_a_mail()
        db.close()

    assert db.session().scalar(select(func.count(Mail.id))) == 2


def test_no_session_is_closed_within_a_transaction(database: Engine) -> None:
    with pytest.raises(db.NestedTransaction, match="ends with its block"), db.transaction():
        post("hello", to="a@example.org", language="en", at=clock.now())
        db.close()

    assert db.session().scalar(select(func.count(Mail.id))) == 0


def test_a_hot_statement_says_its_constants_and_takes_what_it_is_given(database: Engine) -> None:
    said = hot.statement(_COUNTED)

    assert set(said.compile(database).params) == {"to"}
    assert set(_COUNTED.compile(database).params) == {"language_1", "to"}


@pytest.mark.parametrize("constant", ["it’s", "it's", "100 % of :names", "back\\slash", ""])
def test_a_constant_means_the_same_said_or_handed_over(database: Engine, constant: str) -> None:
    with db.transaction():
        post("hello", to="a@example.org", language=constant, at=clock.now())
    asked = select(_mails.language).where(_mails.language == constant, _mails.to_address == bindparam("to"))

    for each in (asked, hot.statement(asked)):
        assert hot.rows(each, {"to": "a@example.org"}).all() == [(constant,)]


def test_what_waits_to_be_written_is_seen_by_a_hot_statement(database: Engine) -> None:
    with db.transaction() as session:
        session.add(Person(first_name="Ana", last_name="Lopez", created_at=clock.now()))
        people = db.table(Person).c
        assert hot.rows(select(people.last_name), {}).scalars().all() == ["Lopez"]
