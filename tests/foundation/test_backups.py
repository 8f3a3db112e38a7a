"""Backups: whole, of one moment, and restored whole or not at all."""

from __future__ import annotations

import contextlib
import dataclasses
import resource
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import Engine, func, insert, inspect, select, text
from sqlalchemy.exc import OperationalError

from app import create_app
from demo.world import World
from foundation import audit, clock, db, jobs, schema, sealer
from foundation.settings import Settings
from tests.processes import start

KEEPER = "tests/foundation/keeper.py"
LAST_WORD = "Putting it in place"
WRITERS = 2
LITTLE_ROOM = 64 * 1024
"""In bytes: a file that grows beyond is refused as on a full disk."""
BIG = 20_000
"""Jobs that make a backup last long enough for others to write meanwhile."""

Records = dict[str, list[str]]

pytestmark = pytest.mark.usefixtures("can_back_up")


@dataclasses.dataclass(frozen=True)
class PairRecorded(audit.Event):
    number: int


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the backup goes."""
    return tmp_path / "kept" / "hearth.backup"


@pytest.fixture(autouse=True)
def folder(file: Path) -> Path:
    file.parent.mkdir()
    return file.parent


def told(app: Flask, *command: object) -> Result:
    return app.test_cli_runner().invoke(args=[str(each) for each in command])


def done(app: Flask, *command: object) -> str:
    result = told(app, *command)
    assert result.exit_code == 0, result.output
    return result.output


def refused(app: Flask, *command: object) -> str:
    """The one sentence that is said, and nothing else."""
    result = told(app, *command)
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    assert result.output.startswith("Error: ")
    assert result.output.count("\n") == 1
    return result.output


def records() -> Records:
    """Every row of every table, as text."""
    db.close()
    with db.engine().connect() as connection:
        return {
            table.name: sorted(str(tuple(row)) for row in connection.execute(select(table)))
            for table in db.Base.metadata.sorted_tables
        }


def queue(count: int) -> None:
    with db.transaction() as session:
        at = clock.now()
        row = {"kind": "from-the-future", "payload": {"text": "x" * 500}, "queued_at": at, "run_at": at, "done_at": at}
        session.execute(insert(jobs.Job), [row] * count)


def test_a_copy_holds_every_record_and_goes_on_from_there(
    app: Flask, world: World, file: Path, settings: Settings, other_database_url: str
) -> None:
    done(app, "backup", file)
    before = records()
    copy = create_app(dataclasses.replace(settings, database=other_database_url))
    done(copy, "restore", file)
    after = records()
    with copy.app_context():
        with db.transaction():
            audit.record(PairRecorded(1), by=audit.command("test"), at=clock.now())
        latest = db.session().scalar(select(func.max(audit.AuditEntry.id)))
    db.use(None)

    assert before["person"] != []
    assert {name for name in before if before[name] != after[name]} == {"audit_entry"}
    assert latest == len(after["audit_entry"]) + 1


def test_the_file_is_its_owner_s_alone_and_nothing_else_is_left(app: Flask, database: Engine, file: Path) -> None:
    done(app, "backup", file)

    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_backup_under_load_holds_whole_transactions_of_one_moment(app: Flask, database: Engine, file: Path) -> None:
    """Each writer writes pairs. One half of a pair in the copy, or a gap in one writer's numbers, is a torn copy."""
    queue(BIG)
    with writing() as written:
        await_writing(written)
        before = min(written)
        done(app, "backup", file)
        await_writing(written)
    done(app, "restore", file, "--replace")

    for writer in range(WRITERS):
        found = Counter(row.data["number"] for row in pairs() if row.actor_label == f"writer {writer}")
        assert len(found) >= before
        assert found == Counter(dict.fromkeys(range(len(found)), 2))
        assert len(found) < written[writer]


@contextlib.contextmanager
def writing() -> Iterator[list[int]]:
    """Writers at work, and how many pairs each has written."""
    written, stopping = [0] * WRITERS, threading.Event()

    def write(writer: int) -> None:
        by = audit.command(f"writer {writer}")
        while not stopping.is_set():
            with db.transaction():
                for _ in range(2):
                    audit.record(PairRecorded(written[writer]), by=by, at=clock.now())
                    db.session().flush()
            written[writer] += 1
            time.sleep(0.001)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for each in writers:
        each.start()
    try:
        yield written
    finally:
        stopping.set()
        for each in writers:
            each.join()


def await_writing(written: list[int]) -> None:
    """Until every writer has written once more."""
    wanted = [each + 1 for each in written]
    while any(has < want for has, want in zip(written, wanted, strict=True)):
        time.sleep(0.01)


def pairs() -> list[audit.AuditEntry]:
    return list(db.session().scalars(select(audit.AuditEntry).where(audit.AuditEntry.event == PairRecorded.name())))


def test_both_deeds_are_told_and_the_sealed_chain_stays_whole(app: Flask, world: World, file: Path) -> None:
    sealer.seal(at=clock.now())
    sealed = sealer.verify().head
    done(app, "backup", file)
    assert "backup-made" in events()

    done(app, "restore", file, "--replace")

    assert events()[-1] == "backup-restored"
    assert "backup-made" not in events()
    assert (sealer.verify().head, sealer.verify().broken) == (sealed, "")


def events() -> list[str]:
    db.close()
    return list(db.session().scalars(select(audit.AuditEntry.event).order_by(audit.AuditEntry.id)))


def test_a_backup_of_an_older_schema_is_brought_up(app: Flask, database: Engine, file: Path) -> None:
    schema.downgrade(database, to="0001")
    done(app, "backup", file)
    schema.upgrade(database)

    done(app, "restore", file, "--replace")

    assert schema.is_current(database)


def test_a_backup_fills_a_database_that_never_had_a_schema(app: Flask, world: World, file: Path) -> None:
    done(app, "backup", file)
    people = records()["person"]
    schema.downgrade(db.engine(), to="base")
    with db.engine().connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text("DROP TABLE alembic_version"))

    done(app, "restore", file)

    assert schema.is_current(db.engine())
    assert records()["person"] == people


def test_a_file_that_exists_is_never_written_over(app: Flask, database: Engine, file: Path) -> None:
    file.write_text("another's")

    assert "exists" in refused(app, "backup", file)
    assert file.read_text() == "another's"


def test_a_folder_that_is_not_there_is_said(app: Flask, database: Engine, file: Path) -> None:
    assert "No such file or directory" in refused(app, "backup", file.parent / "nowhere" / "file")


def test_records_are_lost_only_when_one_says_so(app: Flask, world: World, file: Path) -> None:
    done(app, "backup", file)
    before = records()

    assert "--replace" in refused(app, "restore", file)
    assert records() == before


def test_tables_of_another_program_are_left_alone(app: Flask, database: Engine, file: Path) -> None:
    done(app, "backup", file)
    schema.downgrade(database, to="base")
    with database.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text("CREATE TABLE squatter (name TEXT)"))

    assert "tables this program does not know" in refused(app, "restore", file, "--replace")
    assert "squatter" in inspect(database).get_table_names()


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9, 0.999, 0.99999])
def test_a_file_cut_short_is_refused(app: Flask, world: World, file: Path, part: float) -> None:
    done(app, "backup", file)
    before = records()
    with file.open("r+b") as cut:
        cut.truncate(int(file.stat().st_size * part))

    refused(app, "restore", file, "--replace")
    assert records() == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Dear Ms. Aguilar,\n" * 50, "is no backup of Hearth"),
        (b"PGDMP" + b"\x01" * 4000, ""),
        (b"SQLite format 3\0" + b"\x01" * 4000, ""),
    ],
)
def test_a_file_that_is_something_else_is_refused(
    app: Flask, world: World, file: Path, content: bytes, said: str
) -> None:
    file.write_bytes(content)
    before = records()

    assert said in refused(app, "restore", file, "--replace")
    assert records() == before


def test_a_file_that_is_not_there_is_refused(app: Flask, database: Engine, file: Path) -> None:
    assert "There is no file" in refused(app, "restore", file)


def test_a_schema_this_program_does_not_know_is_refused(app: Flask, world: World, file: Path) -> None:
    restand(db.engine(), "9999")
    done(app, "backup", file)
    restand(db.engine(), str(schema.head()))
    before = records()

    assert "schema 9999" in refused(app, "restore", file, "--replace")
    assert records() == before


def restand(engine: Engine, revision: str) -> None:
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def test_a_database_without_a_schema_has_nothing_to_back_up(app: Flask, database: Engine, file: Path) -> None:
    schema.downgrade(database, to="base")

    assert "nothing to back up" in refused(app, "backup", file)
    assert not file.exists()


def test_without_postgresql_s_programs_it_says_where_they_come_from(
    app: Flask, database: Engine, file: Path, monkeypatch: pytest.MonkeyPatch, kind_of_database: str
) -> None:
    if kind_of_database != "postgresql":
        pytest.skip("SQLite needs no programs.")
    monkeypatch.setenv("PATH", str(file.parent))

    assert "apt-get install postgresql-client" in refused(app, "backup", file)
    assert list(file.parent.iterdir()) == []


def test_a_disk_that_is_full_is_said_and_leaves_no_file(settings: Settings, database: Engine, file: Path) -> None:
    queue(BIG)
    process = start(settings, "backup", str(file), preexec_fn=leave_little_room)
    _, said = process.communicate()

    assert process.returncode == 1
    assert said.startswith("Error: ")
    assert "could not" in said
    assert list(file.parent.iterdir()) == []


def leave_little_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (LITTLE_ROOM, LITTLE_ROOM))


def test_a_backup_killed_in_the_middle_leaves_no_file_of_that_name(
    settings: Settings, database: Engine, file: Path
) -> None:
    kill(settings, "make", file, "Reading it back")

    assert not file.exists()
    assert [path.suffix for path in file.parent.iterdir()] == [".partial"]


@pytest.mark.parametrize("word", ["Settling", LAST_WORD])
def test_a_restore_killed_in_the_middle_leaves_the_database_as_it_was(
    app: Flask, world: World, settings: Settings, file: Path, word: str, kind_of_database: str
) -> None:
    if word == LAST_WORD and kind_of_database == "postgresql":
        pytest.skip("PostgreSQL has nothing to put in place: settling is the last of its one transaction.")
    queue(1)
    done(app, "backup", file)
    queue(1)
    before = records()
    kill(settings, "restore", file, word)

    assert records() == before
    done(app, "restore", file, "--replace")
    assert len(records()["job"]) == 1


def kill(settings: Settings, deed: str, file: Path, word: str) -> None:
    """Begin, and kill it when it would say `word`."""
    process = start(settings, KEEPER, deed, str(file), word)
    assert process.stdout is not None
    said = process.stdout.readline()
    process.kill()
    _, problem = process.communicate()
    assert said == "stopped\n", problem


def test_a_restore_waits_for_no_long_work_of_others(app: Flask, world: World, file: Path) -> None:
    done(app, "backup", file)
    before = records()
    with db.engine().connect().execution_options(writes=True) as other, other.begin():
        other.execute(text("UPDATE person SET first_name = first_name"))

        assert "busy" in refused(app, "restore", file, "--replace")
    assert records() == before


def test_a_reader_meets_the_database_before_or_after(app: Flask, world: World, file: Path) -> None:
    """Nobody who asks meanwhile meets an empty house, or one half furnished."""
    done(app, "backup", file)
    met: list[int] = []
    stopping = threading.Event()

    def read() -> None:
        while not stopping.is_set():
            with contextlib.suppress(OperationalError), db.engine().connect() as connection:  # it may wait in vain
                met.append(connection.execute(text("SELECT count(*) FROM person")).scalar_one())

    everyone = len(records()["person"])
    reader = threading.Thread(target=read)
    reader.start()
    done(app, "restore", file, "--replace")
    stopping.set()
    reader.join()

    assert set(met) == {everyone}
