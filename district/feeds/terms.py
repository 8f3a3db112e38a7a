"""Keeps what people are found by in step with a feed, in the transaction that writes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from district.actions.search_terms import refresh_terms
from district.feeds.filling import filling
from district.feeds.staging import Stage
from district.queries import found_by

PORTION = 5_000


def write(stage: Stage, *, is_founding: bool) -> None:
    """Work out anew what the people of the difference are found by."""
    today: date = stage.facts["today"]
    if is_founding:
        _write_all(stage, today)
        return
    changed = stage.rows("SELECT person_id FROM todo_person UNION SELECT person_id FROM new_word")
    refresh_terms([row.person_id for row in changed], on=today)


def _write_all(stage: Stage, today: date) -> None:
    """Nearly everyone is new: written as a load, whoever stood between the newcomers included."""
    first = stage.number("SELECT min(person_id) FROM todo_person")
    last = stage.number("SELECT max(person_id) FROM todo_person")
    stage.run("DELETE FROM person_terms WHERE person_id BETWEEN :first AND :last", first=first, last=last)
    with filling(stage, "person_terms", is_founding=True), _indexed_afterwards(stage):
        for start in range(first, last + 1, PORTION):
            rows = found_by.terms_between(start, min(start + PORTION - 1, last), on=today)
            stage.fill("person_terms", ("person_id", "terms"), list(rows))
    stage.look_at("person_terms")


@contextmanager
def _indexed_afterwards(stage: Stage) -> Iterator[None]:
    """SQLite’s index follows row by row; built in one go, it takes a third of the time."""
    if not stage.is_sqlite:
        yield
        return
    following = stage.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'person_terms'")
    for trigger in following:
        stage.run(f"DROP TRIGGER {trigger.name}")
    yield
    stage.run("INSERT INTO person_terms_index(person_terms_index) VALUES ('rebuild')")
    for trigger in following:
        stage.connection.exec_driver_sql(trigger.sql)
