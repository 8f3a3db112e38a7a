"""`flask status`: what stands, for whoever works on the server, and as files to host elsewhere."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.table import Table

from foundation import clock
from support import publishing
from support.queries import status as queries
from support.words import status as said

status = AppGroup("status", help="Status notices: what stands, and as files to host elsewhere.")


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


@status.command("publish")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def publish(folder: Path) -> None:
    """Write the status page into DIR, as files that any web server can host. Safe to run as often as one likes."""
    try:
        written = publishing.publish(folder, at=clock.now())
    except OSError as problem:
        raise click.ClickException(
            f"{folder} cannot be written: {problem.strerror}. Give a folder that this user may write; what stood there "
            "before stands there still, each file whole."
        ) from problem
    click.echo(f"{written.notices:,} notices in {len(written.files)} files: {', '.join(written.files)}.")
