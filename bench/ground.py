"""Where a measure stands: a database made for it and thrown away, and the sizes asked for."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import make_url

from app import create_app
from foundation import db, schema
from foundation.settings import Settings

LOCAL_POSTGRES = "postgresql+psycopg://postgres@127.0.0.1/postgres"
SECRET = "a-secret-for-benches-only-0123456789-abcdefghij"


@dataclass(frozen=True)
class Sizes:
    """How large a district each measure takes. BENCH_STUDENTS, BENCH_PEOPLE, BENCH_STAFF overrule; QUICK is small."""

    students: int = 100_000
    """Of the imported roster."""
    few_people: int = 10_000
    many_people: int = 1_000_000
    letters: int = 5_000
    mails: int = 2_000
    staff: int = 100_000
    """Of the access review, with ten completions each."""

    @classmethod
    def asked_for(cls) -> Sizes:
        sizes = cls(students=2_000, few_people=1_000, many_people=20_000, letters=200, mails=200, staff=2_000)
        if not os.environ.get("QUICK"):
            sizes = cls()
        return replace(
            sizes,
            students=int(os.environ.get("BENCH_STUDENTS") or sizes.students),
            many_people=int(os.environ.get("BENCH_PEOPLE") or sizes.many_people),
            staff=int(os.environ.get("BENCH_STAFF") or sizes.staff),
        )


@dataclass(frozen=True)
class Ground:
    """A kind of database, a folder of its own, and the sizes."""

    kind: str
    """`sqlite` or `postgresql`."""
    folder: Path
    sizes: Sizes

    @contextmanager
    def app(self) -> Iterator[Flask]:
        """The whole app over a new, empty database, gone afterwards. The work factor of hashes is production's."""
        with self.database() as url:
            folder = Path(tempfile.mkdtemp(dir=self.folder))
            made = create_app(
                Settings(
                    secret_key=SECRET,
                    database=url,
                    mail=f"file:{folder / 'mail'}",
                    log_level="CRITICAL",
                    instance=folder,
                )
            )
            schema.upgrade(db.engine())
            try:
                yield made
            finally:
                db.use(None)

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of a new database without a schema."""
        if self.kind == "sqlite":
            folder = Path(tempfile.mkdtemp(dir=self.folder))
            yield f"sqlite:///{folder / 'bench.sqlite'}"
            shutil.rmtree(folder)
            return
        name = f"hearth_bench_{uuid.uuid4().hex}"
        server = db.new_engine(postgres(), isolation_level="AUTOCOMMIT")
        try:
            with server.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name}"))
            yield make_url(postgres()).set(database=name).render_as_string(hide_password=False)
        finally:
            with server.connect() as connection:
                connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            server.dispose()


def look_over() -> None:
    """Let the open database know its rows as one in use does: PostgreSQL's autovacuum also marks whole pages as read.

    Without that mark it reads the table for each row that an index alone would answer.
    """
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE" if db.is_sqlite() else "VACUUM ANALYZE")


def postgres() -> str:
    """The server to measure on."""
    return os.environ.get("HEARTH_TEST_POSTGRES") or LOCAL_POSTGRES


def kinds_here() -> list[str]:
    """SQLite always; PostgreSQL where one answers."""
    if os.environ.get("HEARTH_TEST_POSTGRES"):
        return ["sqlite", "postgresql"]
    try:
        psycopg.connect(LOCAL_POSTGRES.replace("+psycopg", ""), connect_timeout=2).close()
    except psycopg.OperationalError:
        return ["sqlite"]
    return ["sqlite", "postgresql"]
