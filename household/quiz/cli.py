"""Commands of the quiz: a district's bank of questions comes from a file and goes into one, and is looked over."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from foundation import audit, clock, db
from foundation.settings import Settings
from household.quiz import actions, words
from household.quiz.queries import bank
from household.quiz.rules.bank import Hint, hints_of
from household.quiz.rules.bank_file import Entry, read_bank, written

quiz = AppGroup("quiz", help="The bank of questions of the recertification quiz.")


@quiz.command("import")
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--starter", is_flag=True, help="The questions Hearth ships with; adds those the bank does not know.")
@click.option("--dry-run", "is_rehearsal", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def import_bank(file: Path | None, starter: bool, is_rehearsal: bool, as_json: bool) -> None:
    """Add the questions of FILE (TOML) to the bank, whole or not at all.

    A question the bank knows by its code gets a new version where the file says something else, and keeps its state.
    Nothing is removed. Twice changes nothing. What comes in is for the district's review on /household/quiz/questions.
    """
    if (file is None) is not starter:
        raise click.UsageError("Name a FILE, or --starter for the questions Hearth ships with.")
    entries = bank.starter() if file is None else _read(file)
    if is_rehearsal:
        told = actions.foretell(entries, only_missing=starter)
    else:
        by = audit.command("flask quiz import")
        source = file.name if file else "starter"
        with db.transaction():
            told = actions.load(entries, source=source, only_missing=starter, by=by, at=clock.now())
    if as_json:
        click.echo(json.dumps({"new": told.new, "changed": told.changed, "unchanged": told.unchanged}))
        return
    would = "would be " if is_rehearsal else ""
    click.echo(f"{told.new} {would}new, {told.changed} {would}changed, {told.unchanged} unchanged")


@quiz.command("export")
def export_bank() -> None:
    """Print the whole bank as TOML, retired questions with it; flask quiz import reads it again."""
    click.echo(written(bank.entries()), nl=False)


@quiz.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def check(as_json: bool) -> None:
    """Look the bank over: whether the quiz can open, what waits for review, what gives an answer away.

    Ends with 1 where the quiz cannot open for want of questions.
    """
    settings: Settings = current_app.config["HEARTH"]
    numbers, waiting = bank.counts()
    hints = hints_of(bank.active_contents(), questions=settings.quiz_questions)
    if as_json:
        told: dict[str, Any] = {"questions": numbers, "for_review": waiting}
        click.echo(json.dumps({**told, "hints": [{"hint": each.value, "about": about} for each, about in hints]}))
    else:
        for state, number in sorted(numbers.items()):
            click.echo(f"{number:>6,} {state}")
        click.echo(f"{waiting:>6,} active ones wait for the district's review")
        for each, about in hints:
            click.echo(f"  {about + ': ' if about else ''}{words.hint(each)}")
    if any(each is Hint.TOO_FEW for each, _ in hints):
        raise SystemExit(1)


def install(app: Flask) -> None:
    """Hang this room's commands on `flask`."""
    app.cli.add_command(quiz)


def _read(file: Path) -> list[Entry]:
    try:
        document = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise click.ClickException(f"{file.name} is not valid TOML: {problem}. Nothing was changed.") from problem
    entries: list[Entry] = []
    flaws: list[str] = []
    for each in read_bank(document):
        if isinstance(each, Entry):
            entries.append(each)
        else:
            flaws.append(f"  {each.where}: {words.flaw(each.what)}")
    if flaws:
        raise click.ClickException("\n".join([f"{file.name} was refused whole; nothing was changed.", *flaws]))
    return entries
