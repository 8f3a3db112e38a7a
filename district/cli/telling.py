"""What the commands of all feeds share: their options, their progress, and how an outcome is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlalchemy.exc import OperationalError

from district.feeds.diff import COUNTED
from district.feeds.followers import Effect
from district.feeds.report import Finding, Refused, Report, sentence
from district.feeds.steps import Outcome, Wishes
from district.rules.endings import ALLOWED_PERCENT
from foundation import audit, clock

SHOWN = 10

Command = Callable[..., None]


def wishes(about_source: str) -> Callable[[Command], Command]:
    """The options every feed has."""
    options = (
        click.option("--source", help=about_source),
        click.option("--dry-run", "is_rehearsal", is_flag=True, help="Report what would happen, and change nothing."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else."),
        click.option(
            "--allow-deactivations",
            "percent",
            type=click.FloatRange(0, 100),
            default=ALLOWED_PERCENT,
            show_default=True,
            help="How many percent of what a source has in force may end: its people, ties, enrollments or jobs.",
        ),
    )

    def with_options(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return with_options


def apply(
    name: str, asked: dict[str, Any], run: Callable[..., Outcome], path: Path, *, format: str | None = None, **more: Any
) -> None:
    """Run a feed as the operator asked, say what became of it, and end the command."""
    as_json, is_rehearsal = asked["as_json"], asked["is_rehearsal"]
    wished = Wishes(source=asked["source"], format=format, allowed_percent=asked["percent"], is_rehearsal=is_rehearsal)
    by, at, today = audit.command(name), clock.now(), clock.today()
    try:
        with _bar() as bar:
            outcome = run(path, wished, by=by, at=at, today=today, advance=_advance_of(bar), **more)
    except Refused as refusal:
        _refuse(refusal.report, as_json=as_json)
    except OperationalError as problem:
        _refuse(_busy(problem), as_json=as_json)
    if as_json:
        click.echo(json.dumps(outcome.report.as_json(outcome.run_id) | _plain(outcome.effects)))
    else:
        _tell(outcome, is_rehearsal=is_rehearsal)


def _bar() -> Progress:
    """Progress on a terminal, with rows and rate; silent otherwise."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    )


def _advance_of(bar: Progress) -> Any:
    tasks: dict[str, Any] = {}

    def advance(name: str, rows: int, expected: int) -> None:
        if name not in tasks:
            tasks[name] = bar.add_task(name, total=expected, rate="")
        bar.advance(tasks[name], rows)
        task = bar.tasks[tasks[name]]
        bar.update(tasks[name], rate=f"{task.speed:,.0f} rows/s" if task.speed else "")

    return advance


def _busy(problem: OperationalError) -> Report:
    """Another import or a long writing holds the database; anything else is not ours to explain."""
    said = str(problem.orig).lower()
    if "locked" not in said and "lock timeout" not in said:
        raise problem
    report = Report()
    report.fault(
        "busy",
        "",
        0,
        "Another import or a long change is being written. Nothing was stored. Run this again in a minute.",
    )
    return report


def _refuse(report: Report, *, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(json.dumps(report.as_json(None)))
    else:
        click.echo("Refused. Nothing was stored.", err=True)
        for finding in report.errors:
            click.echo(f"  {sentence(finding)}", err=True)
        _list(report.warnings, "Warnings", err=True)
    raise click.exceptions.Exit(1)


def _tell(outcome: Outcome, *, is_rehearsal: bool) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for name in COUNTED:
        table.add_column(name, justify="right")
    for kind, counts in outcome.counts.items():
        if any(counts.values()):
            table.add_row(kind, *(f"{counts[name]:,}" for name in COUNTED))
    Console(width=100).print(table)
    _list(outcome.report.warnings, "Warnings")
    if outcome.waiting:
        click.echo("Waiting for a person to settle:")
        for code, number in sorted(outcome.waiting.items()):
            click.echo(f"  {number:,} {code}")
    _list_effects(outcome.effects or ())
    click.echo(_conclusion(outcome, is_rehearsal=is_rehearsal))


def _list_effects(effects: Sequence[Effect]) -> None:
    """Whose access would change, whoever loses it first."""
    if not effects:
        return
    click.echo(f"Household access would change for {len(effects):,}:")
    for each in effects[:SHOWN]:
        click.echo(f"  {each.person}: {each.sentence}")
    if len(effects) > SHOWN:
        click.echo(f"  … and {len(effects) - SHOWN:,} more; --json lists them.")


def _plain(effects: Sequence[Effect] | None) -> dict[str, Any]:
    if effects is None:
        return {}
    return {"effects": [{"person": e.person, "kind": e.kind, "sentence": e.sentence} for e in effects]}


def _conclusion(outcome: Outcome, *, is_rehearsal: bool) -> str:
    if not outcome.has_changes:
        return f"Nothing new from {outcome.source}. Nothing was written."
    if is_rehearsal:
        return (
            f"Rehearsal of {outcome.source} ({outcome.format}): nothing was changed. Leave out --dry-run to apply it."
        )
    return f"Applied {outcome.source} ({outcome.format}) as run {outcome.run_id}."


def _list(findings: list[Finding], title: str, *, err: bool = False) -> None:
    if not findings:
        return
    click.echo(f"{title}:", err=err)
    for finding in findings[:SHOWN]:
        click.echo(f"  {sentence(finding)}", err=err)
    if len(findings) > SHOWN:
        click.echo(f"  … and {len(findings) - SHOWN:,} more; --json lists them.", err=err)
