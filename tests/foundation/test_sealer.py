"""The sealer chains what is not yet sealed, after commit, one at a time; verifying finds what was changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, insert, select, text

from foundation import audit, clock, db, sealer
from foundation.audit import AuditEntry, AuditSeal


@dataclass(frozen=True)
class PageTurned(audit.Event):
    person_id: int
    note: str = ""


def write(count: int, *, note: str = "ñandú\r\n“x”") -> None:
    with db.transaction():
        for number in range(count):
            audit.record(PageTurned(person_id=number, note=note), by=audit.command("codes issue"), at=clock.now())


def sealed() -> list[tuple[int, int]]:
    found = db.session().execute(select(AuditSeal.sequence, AuditSeal.entry_id).order_by(AuditSeal.sequence)).all()
    db.close()
    return [(row.sequence, row.entry_id) for row in found]


def entry_ids() -> list[int]:
    found = list(db.session().scalars(select(AuditEntry.id).order_by(AuditEntry.id)))
    db.close()
    return found


@contextmanager
def unguarded(database: Engine) -> Iterator[Connection]:
    """As an intruder with the database owner's rights: without the triggers, without foreign keys."""
    db.close()
    with database.connect().execution_options(writes=True) as connection:
        if database.dialect.name == "sqlite":
            connection.commit()
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
            for table in ("audit_entry", "audit_seal"):
                for deed in ("update", "delete"):
                    connection.execute(text(f"DROP TRIGGER {table}_no_{deed}"))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        yield connection
        connection.commit()
        connection.invalidate()


def test_every_entry_is_sealed_once_in_order(database: Engine) -> None:
    write(5)

    assert sealer.seal(at=clock.now()) == 5
    assert sealer.seal(at=clock.now()) == 0
    write(2)
    assert sealer.seal(at=clock.now()) == 2

    assert sealed() == list(enumerate(entry_ids(), start=1))
    found = sealer.verify()
    assert (found.entries, found.sealed, found.broken) == (7, 7, "")


def test_an_empty_audit_is_whole(database: Engine) -> None:
    assert sealer.seal(at=clock.now()) == 0
    assert sealer.verify() == sealer.Finding(entries=0, sealed=0, head=sealer.BEFORE_ALL)


def test_an_entry_whose_transaction_commits_late_is_sealed_all_the_same(database: Engine) -> None:
    """It took its number before the others, and stands in the table after they are sealed."""
    write(3)
    ids = entry_ids()
    with unguarded(database) as intruder:
        kept = intruder.execute(select(AuditEntry.__table__).where(AuditEntry.id == ids[0])).one()
        intruder.execute(text("DELETE FROM audit_entry WHERE id = :id"), {"id": ids[0]})
    sealer.seal(at=clock.now())
    with db.transaction() as session:
        session.execute(insert(AuditEntry).values(**kept._mapping))

    assert sealer.seal(at=clock.now()) == 1

    assert [entry for _, entry in sealed()] == [ids[1], ids[2], ids[0]]
    assert sealer.verify().broken == ""


def test_what_lies_far_behind_is_sealed_by_the_thorough_run(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealer, "NEAR", 2)
    write(6)
    first, *others = entry_ids()
    with db.transaction() as session:
        last = session.scalars(select(AuditEntry).where(AuditEntry.id == others[-1])).one()
        digest = sealer.digest_of(
            session.execute(select(AuditEntry.__table__).where(AuditEntry.id == last.id)).one(),
            before=sealer.BEFORE_ALL,
        )
        session.add(AuditSeal(sequence=1, entry_id=last.id, digest=digest, sealed_at=clock.now()))

    assert sealer.seal(at=clock.now()) == 1
    assert sealer.seal(at=clock.now(), thoroughly=True) == 4
    assert sealer.verify() == sealer.Finding(entries=6, sealed=6, head=sealer.verify().head)
    assert first in dict(map(reversed, sealed()))  # type: ignore[arg-type]


def test_a_long_audit_is_sealed_and_verified_in_batches(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealer, "BATCH", 10)
    write(35)
    told: list[int] = []

    assert sealer.seal(at=clock.now(), progress=told.append) == 35
    assert told == [10, 10, 10, 5]
    assert sealer.verify(progress=told.append).sealed == 35


def test_several_sealers_at_once_make_one_chain(database: Engine) -> None:
    write(200)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            sealer.seal(at=clock.now())
        except BaseException as problem:
            failures.append(problem)

    sealers = [threading.Thread(target=work) for _ in range(4)]
    for each in sealers:
        each.start()
    for each in sealers:
        each.join()
    sealer.seal(at=clock.now())

    assert failures == []
    assert len(sealed()) == 200
    assert sealer.verify().broken == ""


@pytest.mark.parametrize(
    ("deed", "broken"),
    [
        (
            "UPDATE audit_entry SET actor_label = 'nobody' WHERE id = {third}",
            "Entry {third} or its seal 3 has been altered.",
        ),
        (
            "UPDATE audit_entry SET data = '{{\"person_id\": 9}}' WHERE id = {third}",
            "Entry {third} or its seal 3 has been altered.",
        ),
        (
            "UPDATE audit_entry SET at = '2020-01-01 00:00:00.000000' WHERE id = {third}",
            "Entry {third} or its seal 3 has been altered.",
        ),
        ("DELETE FROM audit_entry WHERE id = {third}", "Entry {third} is missing."),
        ("DELETE FROM audit_seal WHERE sequence = 3", "Seal 3 is missing."),
        ("UPDATE audit_seal SET digest = 'x' WHERE sequence = 3", "Entry {third} or its seal 3 has been altered."),
        ("UPDATE audit_seal SET entry_id = 0 - entry_id WHERE sequence = 3", "Entry -{third} is missing."),
    ],
)
def test_whatever_is_changed_or_removed_is_found_and_named(
    database: Engine, app: Flask, deed: str, broken: str
) -> None:
    write(6)
    sealer.seal(at=clock.now())
    third = entry_ids()[2]
    with unguarded(database) as intruder:
        intruder.exec_driver_sql(deed.format(third=third))

    found = sealer.verify()
    result = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert found.broken == broken.format(third=third)
    assert found.sealed == 2
    assert result.exit_code == 1
    assert found.broken in result.output


def test_two_entries_exchanged_are_found(database: Engine) -> None:
    write(3, note="first")
    sealer.seal(at=clock.now())
    first, second, _ = entry_ids()
    with unguarded(database) as intruder:
        for to, who in ((-1, first), (first, second), (second, -1)):
            intruder.execute(text("UPDATE audit_seal SET entry_id = :to WHERE entry_id = :who"), {"to": to, "who": who})

    assert sealer.verify().broken.startswith(f"Entry {second} or its seal 1")


def test_the_commands_seal_and_prove(database: Engine, app: Flask) -> None:
    write(3)
    runner = app.test_cli_runner()

    before = runner.invoke(args=["audit", "verify"])
    sealing = runner.invoke(args=["audit", "seal"])
    after = runner.invoke(args=["audit", "verify"])

    assert before.output.splitlines()[0] == "3 entries, 0 sealed, chain whole"
    assert sealing.output == "3 entries sealed\n"
    assert after.output.splitlines()[0] == "3 entries, 3 sealed, chain whole"
    assert after.exit_code == 0
    assert after.output.splitlines()[1] == f"Head: {sealer.verify().head}"
