"""What every test stands on: settings, a database of its own, the app, a clock that stands still.

The schema is built once for a run by the migrations themselves and copied for each test, and so are the named cast and
its staff. With HEARTH_TEST_POSTGRES
set to the URL of a server, `--database postgresql` runs the same tests there.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any

import hypothesis
import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.engine.default import DefaultDialect
from werkzeug.routing import Rule

from accounts import hashing
from app import create_app
from demo.staff import Staff, a_staff
from demo.world import PASSPHRASE, World, a_world
from foundation import audit, clock, db, schema
from foundation.settings import Settings
from household.access import queries as access
from tests.browser import browser as browser

NOW = "2026-11-18T09:00"
SECRET = "a-secret-for-tests-only-0123456789-abcdefghij"
POSTGRES = os.environ.get("HEARTH_TEST_POSTGRES", "")


class Templates(BytecodeCache):
    """What the templates of one run were compiled to: compiling is most of what a test's first page costs."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, CodeType]] = {}

    def get_source_checksum(self, source: str) -> str:
        """Of any text, also of one that cannot be written, which tests try."""
        return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._kept.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._kept[bucket.key] = (bucket.checksum, bucket.code)


TEMPLATES = Templates()


def remember_routes() -> None:
    """Let every app of a run share the address writers of its routes: writing them is most of what making it costs.

    A writer is made of the rule's text and defaults and of nothing else.
    """
    made: dict[tuple[str, str, bool], Any] = {}
    write = Rule._compile_builder

    def write_once(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, repr(rule.defaults), append_unknown)
        if key not in made:
            made[key] = write(rule, append_unknown)
        return made[key]

    Rule._compile_builder = write_once  # type: ignore[method-assign]


STATEMENTS: dict[Any, Any] = {}


def remember_statements(engine: Engine) -> None:
    """Let every engine of a run share what its statements were compiled to; they are kept by statement and dialect.

    All dialects of one kind are set up alike here (`db.new_engine`), so any of them stands for all.
    """
    for each in (engine, db.reading()):
        each.update_execution_options(compiled_cache=STATEMENTS)


hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)  # how fast the machine is says nothing of the rule
hypothesis.settings.load_profile("house")
remember_routes()
DefaultDialect.__eq__ = lambda one, other: type(one) is type(other)  # type: ignore[method-assign]
DefaultDialect.__hash__ = lambda one: hash(type(one))  # type: ignore[method-assign]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="where the tests run")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what touches a database; the rest has nothing new to say there."""
    if config.getoption("--database") == "sqlite":
        return
    touching = [item for item in items if "kind_of_database" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in touching])
    items[:] = touching


@pytest.fixture(scope="session")
def kind_of_database(request: pytest.FixtureRequest) -> str:
    kind = str(request.config.getoption("--database"))
    if kind == "postgresql" and not POSTGRES:
        pytest.exit("--database postgresql needs HEARTH_TEST_POSTGRES, the URL of a server.", returncode=4)
    return kind


@pytest.fixture(scope="session")
def empty_database(kind_of_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a database that holds the schema and nothing else; tests copy it."""
    if kind_of_database == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('schema') / 'empty.sqlite'}"
        _build(url)
        yield url
        return
    with _postgres_database() as url:
        _build(url)
        yield url


@pytest.fixture(scope="session")
def furnished(
    kind_of_database: str, empty_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, World]]:
    """A database with the named cast in it as of NOW, and the cast; tests that ask for `world` get a copy of it."""
    with _copy_of(empty_database, kind_of_database, tmp_path_factory.mktemp("furnished") / "hearth.sqlite") as url:
        with _writing_to(url) as password_hash:
            world = a_world(today=clock.today(), at=clock.now(), password_hash=password_hash)
        yield url, world


@pytest.fixture(scope="session")
def staffed(
    kind_of_database: str, furnished: tuple[str, World], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Staff]]:
    """The same with the staff of the cast in it; tests that ask for `staff` get a copy of it."""
    original, world = furnished
    with _copy_of(original, kind_of_database, tmp_path_factory.mktemp("staffed") / "hearth.sqlite") as url:
        with _writing_to(url) as password_hash:
            book = access.rulebook(year_starts=Settings().school_year_starts)
            staff = a_staff(world, book=book, password_hash=password_hash, by=audit.command("test"), at=clock.now())
        yield url, staff


@pytest.fixture
def database_url(
    request: pytest.FixtureRequest, kind_of_database: str, empty_database: str, tmp_path: Path
) -> Iterator[str]:
    """A database for one test."""
    fullest = next((each for each in ("staffed", "furnished") if each in request.fixturenames), None)
    original = request.getfixturevalue(fullest)[0] if fullest else empty_database
    with _copy_of(original, kind_of_database, tmp_path / "hearth.sqlite") as url:
        yield url


@pytest.fixture
def other_database_url(kind_of_database: str, empty_database: str, tmp_path: Path) -> Iterator[str]:
    """A second one beside it, for tests of what goes from one to another."""
    with _copy_of(empty_database, kind_of_database, tmp_path / "other.sqlite") as url:
        yield url


@pytest.fixture
def can_back_up(kind_of_database: str) -> None:
    """Skips where PostgreSQL's own programs are needed and absent."""
    if kind_of_database == "postgresql" and shutil.which("pg_dump") is None:
        pytest.skip("PostgreSQL's client programs are not installed (Debian: apt-get install postgresql-client).")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        env="testing",
        secret_key=SECRET,
        database=database_url,
        mail=f"file:{tmp_path / 'mail'}",
        text=f"file:{tmp_path / 'text'}",
        voice=f"file:{tmp_path / 'voice'}",
        public_url="http://localhost",
        trusted_hosts=("localhost", "127.0.0.1"),
        now=NOW,
        answer_seconds=60,  # how fast the machine is says nothing of a page; T29 asks what a page does that waits
        log_level="CRITICAL",
        instance=tmp_path,
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole application over this test's database, the clock standing at NOW (district time)."""
    gc.disable()  # no finalizer may interrupt the parser that Werkzeug builds addresses with (CPython gh-106905)
    made = create_app(settings)
    gc.enable()
    made.jinja_env.bytecode_cache = TEMPLATES
    remember_statements(db.engine())
    yield made
    db.use(None)


@pytest.fixture
def database(app: Flask) -> Iterator[Engine]:
    """The engine in use, for tests that need records and no pages."""
    with app.app_context():
        yield db.engine()


@pytest.fixture
def world(furnished: tuple[str, World], database: Engine) -> World:
    """The named cast in this test's database, as of NOW. Everyone's password is `demo.world.PASSPHRASE`."""
    return furnished[1]


@pytest.fixture
def staff(staffed: tuple[str, Staff], world: World) -> Staff:
    """The staff of the cast beside the families of `world`, with their household access as of NOW."""
    return staffed[1]


@pytest.fixture
def at() -> object:
    """`with at("2026-09-01 08:00"):` stands the clock there (district time)."""
    return clock.at


@contextlib.contextmanager
def _copy_of(original: str, kind_of_database: str, path: Path) -> Iterator[str]:
    """A copy of the database `original`: the file `path`, or one of the server's, dropped afterwards."""
    if kind_of_database == "postgresql":
        with _postgres_database(template=str(make_url(original).database)) as url:
            yield url
        return
    with (
        contextlib.closing(sqlite3.connect(str(make_url(original).database))) as source,
        contextlib.closing(sqlite3.connect(path)) as copy,
    ):
        source.backup(copy)
    yield f"sqlite:///{path}"


@contextlib.contextmanager
def _writing_to(url: str) -> Iterator[str]:
    """A transaction on that database at NOW; gives the hash of everybody's password."""
    clock.configure(Settings().zone, fixed=Settings(now=NOW).fixed_now)
    hashing.configure(cheap=True)
    password_hash = hashing.hash_of(PASSPHRASE)
    db.connect(url)
    with db.transaction():
        yield password_hash
    db.use(None)


def _build(url: str) -> None:
    engine = db.new_engine(url)
    schema.upgrade(engine)
    engine.dispose()


class _postgres_database:
    """A database of its own on the test server, dropped afterwards.

    Copied file by file where the server waits for no disk, which is cheapest there and dearest anywhere else.
    """

    def __init__(self, template: str = "template1") -> None:
        self.template = template
        self.name = f"hearth_test_{uuid.uuid4().hex}"
        self.server = db.new_engine(POSTGRES, isolation_level="AUTOCOMMIT")

    def __enter__(self) -> str:
        with self.server.connect() as connection:
            has_choice = connection.dialect.server_version_info >= (15,)  # type: ignore[attr-defined]
            is_careless = connection.exec_driver_sql("SHOW fsync").scalar() == "off"
            strategy = "STRATEGY FILE_COPY" if has_choice and is_careless else ""
            connection.execute(text(f"CREATE DATABASE {self.name} TEMPLATE {self.template} {strategy}"))
        return make_url(POSTGRES).set(database=self.name).render_as_string(hide_password=False)

    def __exit__(self, *raised: object) -> None:
        with self.server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {self.name} WITH (FORCE)"))
        self.server.dispose()
