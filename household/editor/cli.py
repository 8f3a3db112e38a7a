"""`flask household check`: the broken rules of the whole district."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import click
from flask import Flask
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from district.cli.household import household
from foundation import audit
from household.editor import queries
from household.editor.jobs import Checked, checked
from household.editor.queries.staged import STEPS, Line
from household.editor.rules.findings import RULES, Code, Severity
from household.editor.views.mending import way_to
from household.editor.words import findings as said

SHOWN = 5
"""Of each kind, where a person reads."""


@household.command("check")
@click.option("--school", "named", metavar="NAME", help="Only what concerns this school: its name or its number.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else, with every violation.")
def check(named: str | None, as_json: bool) -> None:
    """Ask every rule of the whole district, and print what is broken, the worst first, with the page that mends it.

    The clean-up queue is brought in step with what was found. Finding something is no failure: the command ends well.
    """
    school_id = _school(named) if named else None
    with _bar() as bar:
        task = bar.add_task("Rules", total=STEPS)
        with checked(by=audit.command("flask household check"), advance=lambda n: bar.advance(task, n)) as found:
            bar.stop()
            counts = found.check.counts(school_id)
            if as_json:
                for piece in _as_json(found, counts, school_id):
                    click.echo(piece, nl=False)
                click.echo()
                return
            _print(found, counts, school_id)


def install(app: Flask) -> None:
    """Hang this room's command on `flask household`, which the district's own commands made."""
    if check.name not in household.commands:
        household.add_command(check)


def _print(found: Checked, counts: Counter[Code], school_id: int | None) -> None:
    total = sum(counts.values())
    click.echo(f"Check of {found.on.isoformat()}: {total:,} findings.")
    click.echo(
        f"In the whole district {found.done.opened:,} are new since the last check, {found.done.settled:,} settled."
    )
    for severity in Severity:
        kinds = [code for code in Code if RULES[code].severity is severity and counts[code]]
        if not kinds:
            continue
        click.echo(f"\n{said.severity(severity)}: {sum(counts[code] for code in kinds):,}")
        for code in kinds:
            click.echo(f"{counts[code]:>9,}  {said.what(code)} ({code.value}). {said.page_of(code)}:")
            for line in found.check.lines(code, school_id=school_id, most=SHOWN):
                click.echo(f"{'':>11}{_way(line)}")
            if counts[code] > SHOWN:
                click.echo(f"{'':>11}and {counts[code] - SHOWN:,} more: --json lists them all")


def _as_json(found: Checked, counts: Counter[Code], school_id: int | None) -> Iterator[str]:
    """One object in pieces: a district may have a million findings."""
    told = {
        "on": found.on.isoformat(),
        "found": sum(counts.values()),
        "new": found.done.opened,
        "settled": found.done.settled,
        "severities": {
            each.name.lower(): sum(counts[code] for code in Code if RULES[code].severity is each) for each in Severity
        },
        "kinds": {code.value: counts[code] for code in Code if counts[code]},
    }
    yield json.dumps(told)[:-1] + ', "findings": ['
    before = ""
    for code in sorted(Code, key=lambda each: RULES[each].severity):
        for line in found.check.lines(code, school_id=school_id) if counts[code] else ():
            yield before + json.dumps(_plain(line))
            before = ", "
    yield "]}"


def _plain(line: Line) -> dict[str, Any]:
    named = {"person": line.person, "household": line.household, "other": line.other}
    return {
        "code": line.code.value,
        "severity": RULES[line.code].severity.name.lower(),
        **{name: public_id for name, public_id in named.items() if public_id},
        "page": _way(line),
    }


def _way(line: Line) -> str:
    return way_to(line.code, person=line.person, household=line.household, other=line.other)


def _school(named: str) -> int:
    found = queries.schools_named(named)
    if len(found) != 1:
        what = "No open school is" if not found else f"{len(found)} schools are"
        raise click.BadParameter(f"{what} called “{named}”. Give its whole name or its number.", param_hint="--school")
    return found[0]


def _bar() -> Progress:
    """Progress on a terminal; silent otherwise."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)
