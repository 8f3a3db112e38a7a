"""PostgreSQL's part: `pg_dump` writes the backup, so that any PostgreSQL can read it with or without Hearth.

Restoring asks `pg_restore` for the statements only, and runs them itself: then dropping what was there, loading,
upgrading and settling are one transaction, and nobody ever meets a copy that is not settled.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NoReturn, cast

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, Engine, text

from foundation import db, schema
from foundation.backups.keeping import BackupFault, Settle, Tell

MAGIC = b"PGDMP"
MAGIC_OF_SQLITE = b"SQLite format 3\0"
ROWS_BEGIN, ROWS_END = re.compile(rb"COPY ([^ ]+) .*FROM stdin;\n"), b"\\.\n"
NOT_FOR_US = re.compile(rb"\\|SET \w+_timeout = ")
"""Lines for `psql`, and time-outs: this connection has its own, and an older server may not know the newest."""
NOT_OURS = ("--no-owner", "--no-privileges", "--no-comments", "--no-publications", "--no-subscriptions")
"""What stands about a database and is no part of the record: who owns it and who may use it where it is restored."""

LONGEST_COMPLAINT = 300


def write(engine: Engine, written: Path, tell: Tell) -> None:
    """See Keeper."""
    tell("Copying")
    where, surroundings = _address(engine)
    with written.open("wb") as file:
        command = ("pg_dump", "--format=custom", "--no-password", "--lock-wait-timeout=60s", f"--dbname={where}")
        done = _run(*command, stdout=file, env=surroundings)
    if done.returncode:
        raise BackupFault(f"The database could not be copied. {_sentence(done.stderr)}")


def revision_in(path: Path) -> str:
    """See Keeper."""
    with path.open("rb") as file:
        begins = file.read(len(MAGIC_OF_SQLITE))
    if not begins.startswith(MAGIC):
        told = "a backup of SQLite" if begins == MAGIC_OF_SQLITE else "no backup of Hearth"
        raise BackupFault(f"{path} is {told}, and HEARTH_DATABASE names a PostgreSQL database.")
    whole = _run("pg_restore", f"--file={os.devnull}", str(path), stdout=subprocess.DEVNULL)
    if whole.returncode:
        raise BackupFault(f"{path} is not whole. {_sentence(whole.stderr)}")
    found = _run("pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(path), stdout=subprocess.PIPE)
    revision = re.search(rb"^COPY .*FROM stdin;\n(\w+)\n", found.stdout, re.MULTILINE)
    if found.returncode or revision is None:
        raise BackupFault(f"{path} is no backup of Hearth.")
    return revision[1].decode()


def restore(engine: Engine, path: Path, settle: Settle, tell: Tell) -> dict[str, int]:
    """See Keeper."""
    with engine.connect() as connection:
        with db.transaction(on=connection):
            tell("Clearing")
            schema.take_down(connection)
            _load(cast(Any, connection.connection).driver_connection, path, tell)
            tell("Settling")
            connection.execute(text("RESET ALL"))
            schema.bring_up(connection)
            settled = settle()
        _gather_statistics(connection, tell)
    return settled


def _load(connection: psycopg.Connection[Any], path: Path, tell: Tell) -> None:
    try:
        with _statements(path) as script:
            _play(connection, script, tell)
    except psycopg.Error as problem:
        said = problem.diag.message_primary or "It did not answer."
        raise BackupFault(
            f"The database refused what {path} holds, and nothing was changed. It said: {said}"
        ) from problem


@contextmanager
def _statements(path: Path) -> Iterator[IO[bytes]]:
    """What `pg_restore` would have done, line by line. Raises BackupFault at the end when not all of it came."""
    command = ("pg_restore", *NOT_OURS, "--file=-", str(path))
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said) as process:
            try:
                yield cast(IO[bytes], process.stdout)
            except BaseException:
                process.kill()
                raise
        said.seek(0)
        if process.returncode:
            raise BackupFault(f"{path} cannot be read. {_sentence(said.read())}")


def _play(connection: psycopg.Connection[Any], script: IO[bytes], tell: Tell) -> None:
    """Run the statements, and hand rows over as they come: each row is one line, and a line of its own ends them."""
    waiting: list[bytes] = []
    with connection.cursor() as cursor:
        for line in script:
            begins = ROWS_BEGIN.fullmatch(line)
            if begins is None:
                if not NOT_FOR_US.match(line):
                    waiting.append(line)
                continue
            tell(f"Loading {begins[1].decode().removeprefix('public.')}")
            cursor.execute(b"".join(waiting))
            waiting.clear()
            with cursor.copy(line) as rows:
                for row in iter(script.readline, ROWS_END):
                    rows.write(row or _cut_off())
        tell("Building indexes")
        cursor.execute(b"".join(waiting))


def _cut_off() -> NoReturn:
    raise BackupFault("The file ended in the middle of a table. Nothing was changed.")


def _gather_statistics(connection: Connection, tell: Tell) -> None:
    tell("Gathering statistics")
    with connection.begin():
        connection.execute(text("ANALYZE"))


def _address(engine: Engine) -> tuple[str, dict[str, str]]:
    """Where the database is, for PostgreSQL's programs, and their environment: a list of processes tells no secret."""
    url = engine.url
    wishes = {name: value if isinstance(value, str) else ",".join(value) for name, value in url.query.items()}
    wishes |= url.translate_connect_args(username="user", database="dbname")
    password = wishes.pop("password", None)
    return make_conninfo(**wishes), {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}


def _run(program: str, *given: str, **streams: Any) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run((program, *given), stderr=subprocess.PIPE, check=False, **streams)
    except FileNotFoundError as problem:
        raise BackupFault(
            f"{program} is not installed here. It comes with PostgreSQL's client (Debian: apt-get install "
            "postgresql-client), in the server's version or newer. Or run pg_dump --format=custom where it is "
            "installed: flask restore takes its file."
        ) from problem


def _sentence(said: bytes) -> str:
    """What a program of PostgreSQL's complained of, in one line."""
    lines = [line.strip() for line in said.decode(errors="replace").splitlines() if line.strip()]
    return " ".join(lines)[:LONGEST_COMPLAINT]
