"""`flask training mapping`: how each training system writes its completions, saved by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from district.feeds.mappings import FOLDER, NoMapping, find, load, saved_in
from district.feeds.sheet_columns import TRAINING
from district.feeds.training_mapping import PLAIN, TrainingMapping, read_training_mapping, written
from foundation.settings import Settings

A_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]{0,60}", re.ASCII)

mapping = AppGroup("mapping", help="How each training system writes its completions.")


def mapping_for(wanted: str | None, source: str | None) -> TrainingMapping:
    """The mapping asked for, or the one that has the name of the source; wrong usage when it cannot be used."""
    folder = _instance()
    own = folder / FOLDER / f"{source}.toml"
    if wanted is None and not (source and A_NAME.fullmatch(source) and own.is_file()):
        return PLAIN
    try:
        return read_training_mapping(find(wanted or str(source), instance=folder))
    except NoMapping as problem:
        raise click.BadParameter(str(problem), param_hint="--mapping") from problem


@mapping.command("list")
def list_mappings() -> None:
    """Name the mappings saved, those of other feeds included."""
    saved = saved_in(_instance())
    for path in saved:
        click.echo(path.stem)
    if not saved:
        click.echo(f"No mapping is saved in {_instance() / FOLDER}.")


@mapping.command("show")
@click.argument("name")
def show_mapping(name: str) -> None:
    """Print the mapping NAME as its file has it."""
    try:
        click.echo(find(name, instance=_instance()).read_text("utf-8"), nl=False)
    except (NoMapping, OSError, UnicodeDecodeError) as problem:
        raise click.BadParameter(str(problem), param_hint="NAME") from problem


@mapping.command("save")
@click.argument("name")
@click.argument("columns", metavar="[COLUMN=HEADING]...", nargs=-1)
@click.option("--course", "courses", multiple=True, metavar="THEIRS=OURS", help="Their code or title, and our code.")
@click.option("--person", "people", multiple=True, metavar="THEIRS=NUMBER", help="Their id, and the employee number.")
@click.option("--finished", multiple=True, metavar="WORD", help="A status that means done; the only ones once given.")
@click.option("--dates", help="month-first, day-first, or a pattern such as %m/%d/%Y %H:%M.")
def save_mapping(
    name: str,
    columns: tuple[str, ...],
    courses: tuple[str, ...],
    people: tuple[str, ...],
    finished: tuple[str, ...],
    dates: str | None,
) -> None:
    """Save how a training system writes its completions as NAME, or add to what is saved there.

    COLUMN is one of ours: employee_id, email, lms_id, course, completed_on, score, status. For example:

    flask training mapping save canvas employee_id="student sis" course="course sis" --finished Pass
    """
    if not A_NAME.fullmatch(name):
        raise click.BadParameter("A name has letters, digits, - and _ only.", param_hint="NAME")
    path = _instance() / FOLDER / f"{name}.toml"
    try:
        said: dict[str, Any] = load(path) if path.is_file() else {}
        said |= _pairs(columns, "COLUMN=HEADING")
        said |= {"finished": list(finished)} if finished else {}
        said |= {"dates": dates} if dates is not None else {}
        for table, given, form in (("courses", courses, "THEIRS=OURS"), ("people", people, "THEIRS=NUMBER")):
            if given:
                said[table] = {**said.get(table, {}), **_pairs(given, form)}
        _save(path, said)
    except NoMapping as problem:
        raise click.UsageError(str(problem)) from problem
    click.echo(f"Saved {path}.")


def _save(path: Path, said: dict[str, Any]) -> None:
    """Write it beside, read it as an import would, and only then put it in its place. Raises NoMapping."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(written(said), encoding="utf-8")
    try:
        read_training_mapping(beside)
    except NoMapping as problem:
        beside.unlink()
        raise NoMapping(str(problem).replace(beside.name, path.name)) from problem
    beside.replace(path)


def _pairs(given: Iterable[str], form: str) -> dict[str, str]:
    """`left=right` each; the last sign of equality parts them where the left is theirs, the first where it is ours."""
    pairs = {}
    for each in given:
        left, parted, right = each.partition("=") if form.startswith("COLUMN") else each.rpartition("=")
        if not parted or not left.strip() or not right.strip():
            raise click.UsageError(f"{each!r} is not {form}.")
        if form.startswith("COLUMN") and left.strip() not in [column.name for column in TRAINING]:
            names = ", ".join(column.name for column in TRAINING)
            raise click.UsageError(f"{left.strip()!r} is none of our columns: {names}.")
        pairs[left.strip()] = right.strip()
    return pairs


def _instance() -> Path:
    settings: Settings = current_app.config["HEARTH"]
    return settings.instance
