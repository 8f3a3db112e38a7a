"""`flask health`: the immunizations this district asks for."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from rich.console import Console
from rich.table import Table

from district.immunization_rules import RuleSetProblem, kept_in, read
from district.rules.immunizations import RuleSet
from foundation.settings import Settings

health = AppGroup("health", help="Health records of students.")
rules = AppGroup("rules", help="Which immunizations students need, grade by grade.")
health.add_command(rules)


@rules.command("show")
def show() -> None:
    """Print the rules in force, and where they stand."""
    settings: Settings = current_app.config["HEARTH"]
    path = kept_in(settings.instance)
    _print(_read(path), path)


@rules.command("check")
@click.argument("path", metavar="FILE.toml", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(path: Path) -> None:
    """Read a file of rules over before it is put in force. Exit status: 0 it can be used, 1 it cannot."""
    _print(_read(path), path)
    click.echo("It can be used. Put it into the instance folder as immunizations.toml; it is in force at once.")


def _read(path: Path) -> RuleSet:
    try:
        return read(path)
    except RuleSetProblem as problem:
        raise click.ClickException(f"{path}: {problem}") from problem


def _print(found: RuleSet, path: Path) -> None:
    table = Table(box=None, pad_edge=False)
    for name in ("vaccine", "grades", "doses", "first from", "apart", "or"):
        table.add_column(name)
    for each in found.requirements:
        enough = f"{each.enough_doses}, the last from {each.enough_months} months" if each.enough_doses else ""
        table.add_row(
            each.vaccine,
            f"{each.first_grade} to {each.last_grade}",
            str(each.doses),
            f"{each.first_months} months",
            f"{each.apart_days} days",
            enough,
        )
    Console(width=100).print(table)
    click.echo(f"Days of grace: {found.grace_days}. From {path}.")
    if found.reviewed_by:
        click.echo(f"Reviewed by {found.reviewed_by} on {found.reviewed_on}.")
    else:
        click.echo("Nobody of the district has reviewed these rules, and families read so. Set reviewed_by.")
