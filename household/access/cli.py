"""Commands of household access: who has it, why, and what changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from district.models import Person
from foundation import audit, clock
from foundation.settings import Settings
from household.access import gate, jobs, queries, words
from household.access.policy_cli import OF_AREA, book_of, export, policy
from household.access.queries import InForce, OnDay
from household.access.rules.answers import Answer
from household.access.rules.policy import policy_in_force
from household.access.rules.telling import reason_of

COUNTED = ("evaluated", *jobs.COUNTED, "unchanged", "reminders")
A_DAY = click.DateTime(formats=["%Y-%m-%d"])

access = AppGroup("access", help="Household access: who has it, from when through when, and why.")


@access.command("review")
@click.option("--on", "day", type=A_DAY, help="As if this were the day, YYYY-MM-DD.")
@click.option("--dry-run", "is_rehearsal", is_flag=True, help="Say what would be recorded, and record nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@OF_AREA
def review(day: Any, is_rehearsal: bool, as_json: bool, area: str) -> None:
    """Evaluate everybody, record what changed, and write the reminders that are due. Twice records nothing more.

    With --on, lapses and ends foreseen up to that day are recorded under their own days. The ledger never goes back:
    on a day before the last one recorded nothing new is written. In production --on is for rehearsals.
    """
    settings: Settings = current_app.config["HEARTH"]
    today = day.date() if day else clock.today()
    if settings.is_production and today != clock.today() and not is_rehearsal:
        raise click.UsageError("In production another day than today can only be rehearsed: add --dry-run.")
    book = book_of(area)
    with _bar() as bar:
        task = bar.add_task("People", total=None)
        if is_rehearsal:
            counts = jobs.rehearse(book, today=today, advance=lambda n: bar.advance(task, n))
        else:
            by = audit.command("flask access review")
            counts = jobs.review(book, today=today, by=by, advance=lambda n: bar.advance(task, n))
    told = {name: counts[name] for name in COUNTED}
    if as_json:
        click.echo(json.dumps(told))
        return
    click.echo(f"{'Rehearsal for' if is_rehearsal else 'Review of'} {today.isoformat()}")
    for name, number in told.items():
        click.echo(f"{number:>9,} {name.replace('_', ' ')}")


@access.command("explain")
@click.argument("employee_id")
@click.option("--on", "day", type=A_DAY, help="The day to explain, YYYY-MM-DD; today when not given.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@OF_AREA
def explain(employee_id: str, day: Any, as_json: bool, area: str) -> None:
    """Say how one person stands on a day and why, by all facts known now and their own days."""
    on = day.date() if day else clock.today()
    person = _person(employee_id)
    book_of(area)
    answer = gate.answer_for(person.id, on=on, area=area)
    voice = gate.voice_for(answer, area=area)
    if as_json:
        click.echo(json.dumps(_as_json(answer, voice)))
    else:
        _print_answer(person, employee_id, on, answer, voice)


@access.command("on")
@click.argument("day", type=A_DAY)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@OF_AREA
def on(day: Any, as_json: bool, area: str) -> None:
    """Say who had access on DAY as the ledger has it, and mark where late facts would have answered otherwise."""
    asked: date = day.date()
    if asked > clock.today():
        raise click.ClickException(
            f"{asked.isoformat()} has not come: the ledger says who had access, not who will. What is known ahead of "
            "one person is told by flask access explain EMPLOYEE_ID --on DAY."
        )
    book = book_of(area)
    version = policy_in_force(book.policies, asked).number
    found = list(queries.ledger_on(asked, area=book.area))
    numbers = queries.employee_numbers([each.person_id for each in found])
    voice = words.Voice(book.policies, area=area)
    if as_json:
        people = [_entry(numbers, each.person_id, each.ledger, voice) for each in found if each.ledger]
        otherwise = [_otherwise(numbers, each, voice) for each in found if each.is_otherwise]
        told = {"day": asked.isoformat(), "policy_version": version, "people": people, "otherwise": otherwise}
        click.echo(json.dumps(told))
        return
    _print_day(asked, version, found, numbers, voice)


def install(app: Flask) -> None:
    """Hang this room's commands on `flask`."""
    access.add_command(policy)
    access.add_command(export)
    app.cli.add_command(access)


def _person(employee_id: str) -> Person:
    person = queries.person_called(employee_id)
    if person is None:
        raise click.ClickException(
            f"Nobody, or more than one person, has the employee id {employee_id!r}. It is the employee_id of the staff "
            "file; bring that in with flask staff import FILE.csv, then ask again."
        )
    return person


def _as_json(answer: Answer, voice: words.Voice) -> dict[str, Any]:
    return {
        "state": answer.state.value,
        "from": answer.since.isoformat() if answer.since else None,
        "through": answer.through.isoformat() if answer.through else None,
        "track": answer.track or None,
        "reasons": [voice.reason(each) for each in answer.reasons],
        "next_steps": [voice.step(each) for each in answer.next_steps],
    }


def _print_answer(person: Person, employee_id: str, on: date, answer: Answer, voice: words.Voice) -> None:
    click.echo(f"{person.full_name} ({employee_id}) on {on.isoformat()}")
    click.echo(f"  state    {answer.state.value}: {words.state(answer.state)}")
    if answer.since is not None and answer.through is not None:
        click.echo(f"  from     {answer.since.isoformat()}")
        click.echo(f"  through  {answer.through.isoformat()}")
    click.echo(f"  track    {voice.track(answer.track) if answer.track else 'none'}")
    _print_lines("Why", [voice.reason(each) for each in answer.reasons])
    checks = [
        f"[{' ' if each.missing else 'x'}] {voice.requirement(each)}: {voice.evidence(each)}"
        for each in answer.requirements
    ]
    _print_lines("Checklist", checks)
    title = "How the last day is counted" if answer.has_access else "If all that is missing were done on that day"
    _print_lines(title, [voice.line(each) for each in answer.counted])
    _print_lines("Next", [voice.step(each) for each in answer.next_steps])


def _print_lines(title: str, lines: Sequence[str]) -> None:
    if lines:
        click.echo(f"{title}:")
    for line in lines:
        click.echo(f"  {line}")


def _entry(numbers: dict[int, str], person_id: int, held: InForce, voice: words.Voice) -> dict[str, Any]:
    return {"employee_id": numbers.get(person_id), **_held(held, voice)}


def _held(held: InForce, voice: words.Voice) -> dict[str, Any]:
    return {
        "from": held.since.isoformat(),
        "through": held.through.isoformat() if held.through else None,
        "track": held.track or None,
        "reasons": [voice.reason(reason_of(each)) for each in held.reasons],
    }


def _otherwise(numbers: dict[int, str], found: OnDay, voice: words.Voice) -> dict[str, Any]:
    """What the facts known now would have answered; null: no access."""
    facts = _held(found.facts, voice) if found.facts else None
    return {"employee_id": numbers.get(found.person_id), "facts_known_now": facts}


def _print_day(asked: date, version: int, found: Sequence[OnDay], numbers: dict[int, str], voice: words.Voice) -> None:
    held = [each for each in found if each.ledger]
    click.echo(f"{asked.isoformat()}: {len(held):,} had access, as the ledger has it (policy version {version})")
    for each in held:
        if each.ledger is not None:
            told = _held(each.ledger, voice)
            mark = "  * otherwise by the facts known now" if each.is_otherwise else ""
            name = numbers.get(each.person_id) or f"person {each.person_id}"
            click.echo(f"  {name}  {told['from']} through {told['through']}  {told['track']}{mark}")
    late = [each for each in found if not each.ledger]
    if late:
        click.echo(f"{len(late):,} had none, and would have had it by facts that arrived later:")
    for each in late:
        click.echo(f"  {numbers.get(each.person_id) or f'person {each.person_id}'}")


def _bar() -> Progress:
    """Progress on a terminal; silent otherwise."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)
