"""Commands by which a district lets its other programs read answers here: one key for each, ended by name."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from accounts import actions, queries
from accounts.actions import NameInUse
from accounts.rules.programs import RIGHTS
from foundation import audit, clock, db

MAKE, END = audit.command("keys make"), audit.command("keys end")

keys = AppGroup("keys", help="Keys with which other programs of the district read answers (docs/api.md).")


@keys.command("make")
@click.argument("name", metavar="PROGRAM")
@click.option("--right", required=True, type=click.Choice(sorted(RIGHTS)), help="What the key opens, and nothing else.")
def make(name: str, right: str) -> None:
    """Print a key for PROGRAM. It is shown this once; put it where the program keeps its secrets."""
    with db.transaction():
        made = actions.make_program_key(name.strip(), right=right, by=MAKE, at=clock.now())
    if isinstance(made, NameInUse):
        raise click.ClickException(
            f"{name} has a key already. End it with flask keys end, then make a new one; or give this one another name."
        )
    click.echo(made)


@keys.command("list")
def show() -> None:
    """Print every key there was: program, right, made, last used, ended. Never the key itself."""
    for each in queries.program_keys():
        moments = (each.made_at, each.last_used_at, each.ended_at)
        made, used, ended = (
            when.astimezone(clock.zone()).strftime("%Y-%m-%d %H:%M") if when else "-" for when in moments
        )
        click.echo(f"{each.name}\t{each.right}\tmade {made}\tlast used {used}\tended {ended}")


@keys.command("end")
@click.argument("name", metavar="PROGRAM")
def end(name: str) -> None:
    """Let the key of PROGRAM open nothing any more, from its next request on."""
    with db.transaction():
        ended = actions.end_program_key(name.strip(), by=END, at=clock.now())
    if not ended:
        raise click.ClickException(f"No key of {name} is in use. flask keys list has them all.")
    click.echo(f"The key of {name} opens nothing any more.")
