"""Commands of the house itself: the schema, the mail, the worker, the audit."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from foundation import db, schema

database = AppGroup("db", help="The database and its schema.")


@database.command("upgrade")
def upgrade() -> None:
    """Bring the database to the current schema. Safe to run again."""
    schema.upgrade(db.engine())
    click.echo(f"The database stands at {schema.head()}.")


def install(app: Flask) -> None:
    """Hang the house's commands on `flask`."""
    app.cli.add_command(database)
