"""A restored backup revives nothing that a link, a code or a cookie opens (T49)."""

from __future__ import annotations

from flask import Flask

from foundation import backups, db

NO_TOKEN = {"password_hash"}
"""A password goes on opening its account; it is not for one use."""


def test_every_table_that_keeps_the_hash_of_a_secret_is_put_to_rest(app: Flask) -> None:
    """A new kind of link or code needs a line in its room's `actions/restoring.py`."""
    keeping = {
        table.name
        for table in db.Base.metadata.tables.values()
        if any(column.name.endswith("_hash") and column.name not in NO_TOKEN for column in table.columns)
    }
    rested = {each.model.__tablename__ for each in app.extensions[backups.REVIVED]}

    assert keeping != set()
    assert keeping - rested == set()
