"""`flask status`: what stands, for whoever works on the server."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.table import Table

from foundation import clock
from support.queries import status as queries
from support.words import status as said

status = AppGroup("status", help="Status notices: what stands.")


@status.command("list")
def list_notices() -> None:
    """Show every notice that nobody has closed."""
    at = clock.now()
    found = queries.open_notices()
    table = Table("notice", "system", "title", "stands", "when")
    for each in found:
        how = said.stands(each.standing(at=at))
        table.add_row(said.kind(each.kind), said.system(each.system), each.title["en"], how, said.when(each, at=at))
    if found:
        Console(width=160).print(table)
    click.echo(said.overall(queries.overall_of(found, at=at)))
