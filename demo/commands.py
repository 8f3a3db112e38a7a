"""Commands of the demo: `flask demo load` and `flask demo export`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import Progress

import household.editor.jobs
import portal.jobs
from accounts import hashing
from demo import export as exporting
from demo import loading
from demo.loading import Found, ToTry
from demo.plan import plan_for
from demo.world import PASSPHRASE
from district.rules.calendar import year_named, year_of
from foundation import audit, clock, db
from foundation.settings import Settings

MOST_STUDENTS = 2_000_000
FAMILY = ("parent", "student")
BY = audit.command("demo load")


@click.command("load")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
@click.option("--if-empty", is_flag=True, help="Leave a database that holds other records as it is, and end well.")
@with_appcontext
def load(as_json: bool, if_empty: bool) -> None:
    """Fill an empty database with the demo district, and print whom to sign in as.

    Run again, it changes no record: it prints the same names, and new codes for those who have no account yet.
    """
    settings: Settings = current_app.config["HEARTH"]
    if settings.is_production:
        raise click.ClickException("The demo has a password everyone knows. It is not loaded in production.")
    password_hash = hashing.hash_of(PASSPHRASE)
    with db.transaction():
        before = loading.found()
        if before is Found.SOMETHING_ELSE:
            _leave_alone(if_empty)
            return
        to_try = _load(before, password_hash, settings)
    portal.jobs.count()
    household.editor.jobs.night()
    if as_json:
        click.echo(json.dumps(_plain(to_try, before, settings), ensure_ascii=False))
        return
    _tell(to_try, before, settings)


def _load(before: Found, password_hash: str, settings: Settings) -> list[ToTry]:
    at = clock.now()
    if before is Found.THE_DEMO:
        return [*loading.known_sign_ins(), *loading.fresh_codes(settings=settings, by=BY, at=at)]
    return loading.load(password_hash=password_hash, settings=settings, today=clock.today(), by=BY, at=at)


def _leave_alone(if_empty: bool) -> None:
    sentence = "This database holds records that are not the demo's. They were left as they are."
    if not if_empty:
        raise click.ClickException(f"{sentence} Name an empty one in HEARTH_DATABASE to load the demo.")
    click.echo(sentence, err=True)


def _plain(to_try: list[ToTry], before: Found, settings: Settings) -> dict[str, object]:
    return {
        "loaded": before is Found.NOTHING,
        "password": PASSPHRASE,
        "sign_in": f"{settings.public_url}/sign-in",
        "activate": f"{settings.public_url}/portal/activate",
        "accounts": [each.plain() for each in to_try if each.username],
        "codes": [each.plain() for each in to_try if each.code],
    }


def _tell(to_try: list[ToTry], before: Found, settings: Settings) -> None:
    is_new = before is Found.NOTHING
    click.echo("The demo district is loaded." if is_new else "The demo district was here already and stays as it is.")
    click.echo(f"\nSign in at {settings.public_url}/sign-in. Everyone's password: {PASSPHRASE}\n")
    _table([(each.username, each.kind, each.shows) for each in to_try if each.username and each.kind in FAMILY])
    click.echo("\nThe staff, with the same password:\n")
    _table([(each.username, each.person, each.shows) for each in to_try if each.kind == "staff"])
    click.echo("\nContacts of other organizations, with the same password:\n")
    _table([(each.username, each.person, each.shows) for each in to_try if each.kind == "contact"])
    waiting = [(each.code, f"{each.person}, {each.kind}", each.shows) for each in to_try if each.code]
    if not waiting:
        return
    ended = "" if is_new else " (new ones: those printed before have ended)"
    click.echo(f"\nActivate an account at {settings.public_url}/portal/activate with one of these codes{ended}:\n")
    _table(waiting)


def _table(rows: list[tuple[str, str, str]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for first, second, third in rows:
        click.echo(f"  {first:<{widths[0]}}  {second:<{widths[1]}}  {third}")


@click.command("export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--students", type=click.IntRange(1, MOST_STUDENTS), required=True, help="How many students.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another number makes another district.")
@click.option(
    "--school-year", "named", metavar="2026-27", help="The school year of its dates; the present one if left out."
)
@click.option("--json", "as_json", is_flag=True, help="The rows of each file as one JSON object.")
@with_appcontext
def export(folder: Path, students: int, seed: int, named: str | None, as_json: bool) -> None:
    """Write a complete invented district to DIR, for load tests.

    DIR gets oneroster/ and oneroster.zip (OneRoster 1.2), staff.csv and completions.csv. The same students, seed and
    school year give the same bytes.
    """
    settings: Settings = current_app.config["HEARTH"]
    starts = settings.school_year_starts
    year = year_named(named, starts=starts) if named else year_of(clock.today(), starts=starts)
    if year is None:
        raise click.BadParameter("A school year is named by both years, such as 2026-27.", param_hint="--school-year")
    if folder.exists() and any(folder.iterdir()):
        raise click.BadParameter(f"{folder} is not empty. Name a new folder.", param_hint="DIR")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        raise click.BadParameter(f"{folder} cannot be made: {refused.strerror}.", param_hint="DIR") from refused
    plan = plan_for(students)
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("Writing", total=students + plan.school_staff + plan.central_staff)
        counts = exporting.export(
            folder, students=students, seed=seed, year=year, advance=lambda more: bar.advance(task, more)
        )
    if as_json:
        click.echo(json.dumps({"school_year": year.name, "seed": seed, "files": counts}))
        return
    click.echo(f"A district of {students:,} students, school year {year.name}, seed {seed}, is in {folder}:")
    for name, rows in counts.items():
        click.echo(f"  {name:<17}{rows:>10,} rows")
