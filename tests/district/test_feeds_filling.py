"""The load that founds a district leaves every index and foreign key as it found them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text

from district.feeds.filling import filling
from district.feeds.people import TABLES
from district.feeds.staging import Stage

FILLED = (*TABLES, "relationship", "enrollment", "staff_assignment", "class_enrollment")


def shape(engine: Engine) -> dict[str, list[str]]:
    """Indexes and foreign keys of every table a founding load fills, as the database tells them."""
    found = inspect(engine)
    return {
        table: sorted(_told(each) for each in (*found.get_indexes(table), *found.get_foreign_keys(table)))
        for table in FILLED
    }


def _told(part: Any) -> str:
    options = {name: str(value) for name, value in part.get("dialect_options", {}).items()}
    return str({**part, "dialect_options": options})


def test_what_is_taken_down_is_put_up_again(database: Engine) -> None:
    before = shape(database)
    with Stage(database) as stage, stage.writing():
        for table in FILLED:
            with filling(stage, table, is_founding=True):
                left = [each["name"] for each in inspect(stage.connection).get_indexes(table)]
                assert not [name for name in left if str(name).startswith("ix_")]

    assert shape(database) == before
    assert len(before["class_enrollment"]) == 5


def test_a_load_that_fails_leaves_them_as_they_were(database: Engine) -> None:
    before = shape(database)
    with (
        pytest.raises(RuntimeError, match="boom"),
        Stage(database) as stage,
        stage.writing(),
        filling(stage, *FILLED, is_founding=True),
    ):
        raise RuntimeError("boom")

    assert shape(database) == before


def test_an_ordinary_load_leaves_them_in_place(database: Engine) -> None:
    with Stage(database) as stage, stage.writing(), filling(stage, *FILLED, is_founding=False):
        assert inspect(stage.connection).get_indexes("person_source")
        assert stage.connection.execute(text("SELECT count(*) FROM person")).scalar_one() == 0
