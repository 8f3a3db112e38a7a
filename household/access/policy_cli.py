"""Commands by which a district keeps its policy as a file, and hands on the answers of an access area."""

from __future__ import annotations

import csv
import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext

from foundation import audit, clock, db, sheets
from household.access import actions, gate, queries
from household.access.handing_on import COLUMNS, answers
from household.access.queries import NoSuchArea, Rulebook
from household.access.rules.policy import Policy, policy_in_force
from household.access.rules.policy_changes import differences, doubts
from household.access.rules.policy_reading import HOUSEHOLD, is_area, read_policy
from household.access.rules.policy_writing import document_of
from household.access.words import policy_desk, policy_faults

A_DAY = click.DateTime(formats=["%Y-%m-%d"])
OF_AREA = click.option(
    "--area", default=HOUSEHOLD, show_default=True, help="The access area, as the policy names it: attendance."
)

policy = AppGroup("policy", help="The rules of access as a file: show, check, publish.")


@policy.command("show")
@click.option("--on", "day", type=A_DAY, help="As in force on this day, YYYY-MM-DD; today when not given.")
def show(day: Any) -> None:
    """Print the policy in force as JSON, every area of it, as `publish` takes it."""
    on = day.date() if day else clock.today()
    found = {book.area: policy_in_force(book.policies, on) for book in gate.rulebooks(on=on)}
    click.echo(
        json.dumps({"areas": {area: document_of(each) for area, each in found.items()}}, indent=2, ensure_ascii=False)
    )
    for area, each in found.items():
        click.echo(f"{area}: version {each.number}", err=True)


@policy.command("check")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(path: Path) -> None:
    """Say what is wrong with a policy in FILE (TOML or JSON), or what it would change. Changes nothing."""
    _, found = _read(path)
    for area, each in found.items():
        _say(area, each)


@policy.command("publish")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--starts", type=A_DAY, required=True, help="The first day in force, YYYY-MM-DD; not in the past.")
@click.option("--reason", required=True, help="Why, for everybody who reads the history of the rules.")
def publish(path: Path, starts: Any, reason: str) -> None:
    """Publish the policy in FILE as the next version. An area that the file leaves out stays as it is."""
    first = starts.date()
    if first < clock.today():
        raise click.UsageError(f"No rule begins in the past: --starts is {clock.today().isoformat()} or later.")
    if not reason.strip():
        raise click.UsageError("Say why, with --reason: it stands in the history of the rules.")
    document, found = _read(path)
    if not any(_is_otherwise(area, each) for area, each in found.items()):
        raise click.ClickException("The file says what the newest version says. There is nothing to publish.")
    by = audit.command("flask access policy publish")
    with db.transaction():
        number = actions.publish_document(document, starts=first, reason=reason.strip(), by=by, at=clock.now())
    for area, each in found.items():
        _say(area, each, before=number)
    click.echo(f"Version {number} is published, in force from {first.isoformat()}. Everybody is weighed anew by a job.")


@click.command("export")
@with_appcontext
@OF_AREA
@click.option("--on", "day", type=A_DAY, help="How they stand on this day, YYYY-MM-DD; today when not given.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV; this is what is printed when nothing is asked for.")
def export(area: str, day: Any, as_json: bool, as_csv: bool) -> None:
    """Print how everybody stands in an access area, decided by all facts known now: for whoever uses its answers."""
    if as_json and as_csv:
        raise click.UsageError("Ask for --json or for --csv, not for both.")
    on = day.date() if day else clock.today()
    book = book_of(area)
    count = 0
    if as_json:
        told = list(answers(book, on))
        count = len(told)
        version = policy_in_force(book.policies, on).number
        click.echo(json.dumps({"area": area, "day": on.isoformat(), "policy_version": version, "people": told}))
    else:
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(COLUMNS)
        for each in answers(book, on):
            table.writerow([_cell(each[name]) for name in COLUMNS])
            count += 1
    with db.transaction():
        by = audit.command("flask access export")
        actions.note_answers(area, on=on, people=count, by=by, at=clock.now())


def book_of(area: str) -> Rulebook:
    """The rules of an area that somebody typed."""
    try:
        return gate.rulebook(area)
    except NoSuchArea as unknown:
        raise click.ClickException(
            f"No version of the policy names the area {area!r}. Areas are: {', '.join(queries.areas())}."
        ) from unknown


def _cell(value: Any) -> str:
    text = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return sheets.without_formula(text)


def _read(path: Path) -> tuple[Mapping[str, Any], dict[str, Policy]]:
    """The document in a file, and the policy of every area it names. Ends the command with everything that is wrong."""
    document = _parsed(path)
    areas = document.get("areas")
    if not isinstance(areas, dict) or not areas:
        raise click.ClickException(f"{path} names no access area. Its rules stand under [areas.household].")
    found: dict[str, Policy] = {}
    wrong: list[str] = []
    for area in areas:
        if not is_area(area):
            wrong.append(f"{area}: an area is called by small letters, digits and hyphens, as walk-in-scheduling.")
            continue
        read = read_policy(document, number=queries.newest_number() + 1, starts=clock.today(), area=area)
        if isinstance(read, Policy):
            found[area] = read
        else:
            wrong += [f"{area}: {policy_faults.fault(each)} ({each.where})" for each in read]
    if wrong:
        raise click.ClickException(f"{path} is no policy yet:\n  " + "\n  ".join(wrong))
    return document, found


def _parsed(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text("utf-8")
        read: Any = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (UnicodeDecodeError, ValueError) as problem:
        raise click.ClickException(f"{path} cannot be read: {problem}. It is TOML or JSON, in UTF-8.") from problem
    return dict(read)


def _say(area: str, found: Policy, *, before: int | None = None) -> None:
    """What the policy of an area changes, against the newest version, or the newest before `before`."""
    old = _newest(area, before)
    told: Sequence[tuple[str, str, str]] = [policy_desk.difference(each) for each in differences(old, found)]
    against = f"version {old.number}" if old is not None else "nothing before it"
    click.echo(f"{area}: reads well; against {against}, {policy_desk.how_many(len(told))}")
    for name, was, becomes in told:
        click.echo(f"  {name}: {was} → {becomes}")
    for code, about in doubts(found):
        click.echo(f"  ? {policy_faults.doubt(code, about)}")


def _newest(area: str, before: int | None) -> Policy | None:
    return next((each for each in reversed(queries.policies(area)) if before is None or each.number < before), None)


def _is_otherwise(area: str, found: Policy) -> bool:
    return bool(differences(_newest(area, None), found))
