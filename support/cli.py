"""`flask support`: what the desk counts."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup
from rich.console import Console
from rich.table import Table

from support import words
from support.organizations_cli import organization
from support.rules.office_hours import OFFICE, Sum
from support.rules.response import Priority, answer_due
from support.status_cli import status

WRITTEN = "YYYY-MM-DD HH:MM"

support = AppGroup("support", help="The support desk: its office hours, and what falls due.")


def install(app: Flask) -> None:
    """Hang this room's commands on `flask`."""
    support.add_command(organization)
    app.cli.add_command(support)
    app.cli.add_command(status)


class Moment(click.ParamType[datetime]):
    """A moment as people write it; the office's own zone unless an offset says another."""

    name = WRITTEN

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no moment. Write {WRITTEN}, such as '2026-11-25 17:00'.", param, ctx)
        if len(value.strip()) <= len("YYYY-MM-DD"):
            self.fail(f"{value!r} names a day and no time. Write {WRITTEN}.", param, ctx)
        if not 2000 <= read.year <= 2199:
            self.fail(f"{value!r} is no year of the desk's calendar: 2000 to 2199.", param, ctx)
        return read if read.tzinfo else read.replace(tzinfo=OFFICE)


@support.command("due")
@click.option("--from", "start", type=Moment(), required=True, help="When it was submitted; America/Chicago by itself.")
@click.option("--priority", type=click.Choice([each.value for each in Priority]), required=True)
@click.option("--outage", is_flag=True, help="An outage of a hosted system: answered at all hours.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def due(start: datetime, priority: str, outage: bool, as_json: bool) -> None:
    """Print when the first reply to a case is due, and the sum line by line."""
    found = answer_due(start, Priority(priority), is_outage=outage)
    if as_json:
        click.echo(json.dumps(_plain(found)))
        return
    table = Table("day", "from", "to", "minutes", "note")
    for each in found.lines:
        times = (f"{each.starts:%H:%M}", f"{each.ends:%H:%M}") if each.minutes else ("", "")
        table.add_row(f"{each.day:%a} {each.day}", *times, str(each.minutes), words.note(each.note))
    Console(width=100).print(table)
    click.echo(f"Due {found.due:%A} {found.due.date()} at {found.due:%H:%M %Z}: {_total(found)} minutes were counted.")


def _plain(found: Sum) -> dict[str, Any]:
    return {
        "due": found.due.isoformat(),
        "sum": [
            {
                "day": each.day.isoformat(),
                "from": each.starts.isoformat(),
                "to": each.ends.isoformat(),
                "minutes": each.minutes,
                "note": each.note.value,
            }
            for each in found.lines
        ],
    }


def _total(found: Sum) -> int:
    return sum(each.minutes for each in found.lines)
