"""`flask search`: the words people are found by."""

from __future__ import annotations

import json
import sys

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import func, select

from district.actions.search_terms import refresh_terms_between
from district.models import Person
from foundation import clock, db

PORTION = 5_000
"""Ids of one transaction: nobody who writes waits longer for this command than for each of them."""

search = AppGroup("search", help="The words people are found by.")


@search.command("rebuild")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def rebuild(as_json: bool) -> None:
    """Work out anew what everyone is found by, while others read and write.

    The feeds and the office keep it in step by themselves. Run this after a restore from another tool, after an upgrade
    that says so, or when a district has changed its nicknames. Running it again changes nothing.
    """
    people, last = db.session().execute(select(func.count(Person.id), func.max(Person.id))).one()
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("People", total=last or 0)
        for first in range(1, (last or 0) + 1, PORTION):
            with db.transaction():
                refresh_terms_between(first, first + PORTION - 1, on=clock.today())
            bar.advance(task, PORTION)
    click.echo(json.dumps({"people": people}) if as_json else f"{people:,} people are found by what the record says.")
