"""Transactions: all or nothing, never nested, moments always aware."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, String, cast, func, literal, null, select, text
from sqlalchemy.exc import IntegrityError

from foundation import audit, bulk, clock, db, patience, schema
from foundation.outbox import Mail, post
from household.access.models import Tally


def test_an_exception_in_a_transaction_leaves_no_mail_and_no_audit(database: Engine) -> None:
    with pytest.raises(RuntimeError, match="boom"), db.transaction():
        audit.record(audit.Event(), by=audit.STRANGER, at=clock.now())
        post("hello", to="a@example.org", language="en", at=clock.now())
        raise RuntimeError("boom")

    assert db.session().scalar(select(func.count(Mail.id))) == 0
    assert db.session().scalar(select(func.count(audit.AuditEntry.id))) == 0


def test_a_transaction_refuses_to_nest(database: Engine) -> None:
    with pytest.raises(db.NestedTransaction), db.transaction(), db.transaction():
        pass


def test_a_new_file_of_records_is_its_owner_s_alone(tmp_path: Path) -> None:
    schema.upgrade(db.new_engine(f"sqlite:///{tmp_path / 'new.sqlite'}"))

    assert {each.stat().st_mode & 0o777 for each in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize(("page", "seconds"), [(3, 3), (None, 60)], ids=["a page", "no page"])
def test_who_waits_for_a_page_gives_up_on_others_with_it_and_who_does_not_lets_them_end(
    database: Engine, page: int | None, seconds: int
) -> None:
    asked = "PRAGMA busy_timeout" if db.is_sqlite() else "SELECT setting FROM pg_settings WHERE name = 'lock_timeout'"
    apart = db.new_engine(database.url.render_as_string(hide_password=False))
    if page is not None:
        patience.end_in(page)
    try:
        with apart.connect() as connection:
            waits = int(connection.exec_driver_sql(asked).scalar_one())
    finally:
        patience.end_never()
        apart.dispose()

    assert seconds * 1000 - 200 <= waits <= seconds * 1000  # SQLite is told what is left, in tenths of a second


@pytest.mark.parametrize("word", ["ÉLAN", "Ñandú", "ŁÓDŹ", "МОСКВА", "ΑΘΗΝΑ", "plain ABC 100 %"])
def test_both_databases_know_the_capitals_of_every_alphabet(database: Engine, word: str) -> None:
    assert db.session().scalar(select(db.lowered(literal(word)))) == word.lower()


def test_nothing_is_lowered_to_nothing(database: Engine) -> None:
    assert db.session().scalar(select(db.lowered(cast(null(), String)))) is None


def test_a_naive_moment_is_refused(database: Engine) -> None:
    with pytest.raises(Exception, match="must carry its zone"), db.transaction():
        audit.record(audit.Event(), by=audit.STRANGER, at=datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize("deed", ["UPDATE audit_entry SET event = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_the_audit(database: Engine, deed: str) -> None:
    with db.transaction():
        audit.record(audit.Event(), by=audit.STRANGER, at=clock.now())

    with pytest.raises(IntegrityError, match="append-only"), db.transaction() as session:
        session.execute(text(deed))


def test_the_same_occasion_is_posted_once(database: Engine) -> None:
    for _ in range(2):
        with db.transaction():
            post("hello", to="a@example.org", language="en", at=clock.now(), once="greeting:1")

    assert db.session().scalar(select(func.count(Mail.id))) == 1


def test_the_copied_schema_is_the_newest(database: Engine) -> None:
    assert schema.is_current(database)


def test_many_plain_rows_are_loaded_with_the_transaction_they_belong_to(database: Engine) -> None:
    columns = ("area", "kind", "day", "state", "track", "ends_by", "change")
    rows = [("a", "standing", date(2026, 11, 18), "x\ty\\n", "", "", number) for number in range(3)]
    with pytest.raises(RuntimeError, match="boom"), db.transaction():
        bulk.load(Tally, columns, rows)
        raise RuntimeError("boom")
    with db.transaction():
        bulk.load(Tally, columns, rows)

    kept = db.session().scalars(select(Tally).order_by(Tally.change)).all()
    assert [(each.day, each.state, each.change) for each in kept] == [
        (date(2026, 11, 18), "x\ty\\n", number) for number in range(3)
    ]
