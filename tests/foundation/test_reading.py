"""What only reads: it changes nothing, the server keeps what it has prepared, and hot statements say constants."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, Select, bindparam, func, select, text, update
from sqlalchemy.exc import DBAPIError

from district.models import Person
from foundation import clock, db, hot, postgres
from foundation.outbox import Mail, post

TIMES = 7
"""The driver prepares a statement when it is asked for the sixth time."""
_mails = db.table(Mail).c
_COUNTED = select(func.count()).select_from(Mail).where(_mails.language == "en", _mails.to_address == bindparam("to"))


def write_a_mail() -> None:
    with db.transaction():
        post("hello", to="a@example.org", language="en", at=clock.now())


def test_what_is_written_outside_a_transaction_is_refused(database: Engine) -> None:
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


@pytest.mark.parametrize(
    ("asked", "kept"), [(_COUNTED, 1), (postgres.planned_anew(_COUNTED), 0)], ids=["others", "anew"]
)
def test_the_server_keeps_from_page_to_page_what_is_not_planned_anew(
    database: Engine, asked: Select[int], kept: int
) -> None:
    if db.is_sqlite():
        pytest.skip("SQLite prepares nothing ahead.")
    for _ in range(TIMES):
        hot.rows(asked, {"to": "a@example.org"})
        db.close()

    prepared = "SELECT count(*) FROM pg_prepared_statements WHERE strpos(statement, 'to_address') > 0"
    assert db.session().connection().exec_driver_sql(prepared).scalar_one() == kept


def test_a_reading_session_whose_statement_failed_leaves_a_connection_that_serves(database: Engine) -> None:
    with pytest.raises(DBAPIError):
        db.session().execute(text("SELECT nothing_of_this_name FROM mail"))
    db.close()

    assert db.session().scalar(select(func.count(Mail.id))) == 0
    write_a_mail()
    assert db.session().scalar(select(func.count(Mail.id))) == 1


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
