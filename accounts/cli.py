"""Commands of this room."""

from __future__ import annotations

import click
from flask import Flask

from accounts.rules import roles


@click.command("roles")
def print_roles() -> None:
    """Print who may do what, as the page docs/roles.md."""
    click.echo(roles.as_markdown(), nl=False)


def install(app: Flask) -> None:
    """Hang this room's commands on `flask`."""
    app.cli.add_command(print_roles)
