"""Migrations: one head, the way up and down and up again, and the same schema as the models tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

import rooms
from foundation import db, schema


@pytest.fixture
def scripts(root: Path) -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(root / "migrations"))
    return ScriptDirectory.from_config(config)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database of its own at head, not the one any app uses."""
    made = db.new_engine(database_url)
    yield made
    made.dispose()


def test_there_is_one_head_and_head_txt_names_it(root: Path, scripts: ScriptDirectory) -> None:
    """Two rivals then collide in git, where a person sees it, and not in production."""
    assert scripts.get_heads() == [(root / "migrations" / "head.txt").read_text(encoding="utf-8").strip()]


def test_files_are_numbered_in_the_order_they_run(scripts: ScriptDirectory) -> None:
    revisions = [each.revision for each in scripts.walk_revisions()][::-1]

    assert revisions == [f"{n:04d}" for n in range(1, len(revisions) + 1)]
    names = [Path(each.path).name for each in scripts.walk_revisions()][::-1]
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", each) for each in names)
    assert [each[:4] for each in names] == revisions
    assert list(schema.known()) == revisions[::-1]


def test_no_migration_imports_the_house(root: Path) -> None:
    """A migration says what was true on its day; models go on changing."""
    rooms = re.compile(
        r"^\s*(?:from|import) (?:foundation|district|accounts|portal|household|demo|app)\b", re.MULTILINE
    )
    importing = [
        path.name for path in (root / "migrations" / "versions").glob("*.py") if rooms.search(path.read_text("utf-8"))
    ]

    assert importing == []


def test_up_down_and_up_again_leaves_the_same_schema(engine: Engine) -> None:
    before = described(engine)

    schema.downgrade(engine, to="base")
    left = set(inspect(engine).get_table_names())
    schema.upgrade(engine)

    assert {name for name in left if not name.startswith("alembic")} == set()
    assert described(engine) == before
    assert schema.is_current(engine)


def test_the_migrations_build_what_the_models_tell(engine: Engine) -> None:
    assert rooms is not None  # importing them loads every room's models
    by_migrations = described(engine)
    schema.downgrade(engine, to="base")

    with engine.begin() as connection:
        db.Base.metadata.create_all(connection)

    assert described(engine) == by_migrations


def test_a_broken_migration_leaves_the_database_as_it_was(engine: Engine) -> None:
    schema.downgrade(engine, to="base")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE person (squatter TEXT)"))

    with pytest.raises(DBAPIError):
        schema.upgrade(engine)

    assert set(inspect(engine).get_table_names()) - {"alembic_version"} == {"person"}


def described(engine: Engine) -> dict[str, object]:
    """Everything two schemas could differ in, table by table."""
    looked = inspect(engine)
    return {
        table: {
            "columns": sorted(
                (each["name"], str(each["type"]), each["nullable"]) for each in looked.get_columns(table)
            ),
            "primary key": looked.get_pk_constraint(table)["constrained_columns"],
            "indexes": sorted(_index(each) for each in looked.get_indexes(table)),
            "unique": sorted(str(each["name"]) for each in looked.get_unique_constraints(table)),
            "foreign keys": sorted(str(each["name"]) for each in looked.get_foreign_keys(table)),
            "checks": sorted((str(each["name"]), each["sqltext"]) for each in looked.get_check_constraints(table)),
        }
        for table in looked.get_table_names()
        if not table.startswith("alembic")
    }


def _index(found: Any) -> tuple[str, bool, str, str]:
    condition = [str(value) for name, value in found.get("dialect_options", {}).items() if name.endswith("_where")]
    return str(found["name"]), bool(found["unique"]), str(found["column_names"]), str(condition)
