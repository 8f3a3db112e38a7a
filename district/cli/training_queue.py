"""`flask training queue`: what training systems left open, for whoever has no browser at hand."""

from __future__ import annotations

import json

import click

from district.feeds import waiting
from district.queries.training_queue import KINDS, open_questions
from foundation import audit, clock, db

MOST = 1_000


@click.command("queue")
@click.option("--again", is_flag=True, help="First place what has become known since.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def queue(again: bool, as_json: bool) -> None:
    """List the people and courses that nobody knows, and the rows that cannot be used, newest first.

    They are settled on the page /household/training/queue.
    """
    if again:
        waiting.place_all(by=audit.command("flask training queue"), at=clock.now(), today=clock.today())
        db.close()
    asked = {kind: open_questions(kind, limit=MOST) for kind in KINDS}
    if as_json:
        told = {
            kind: [
                {"source": each.source, "code": each.code, "key": each.key, "rows": each.rows, "line": each.line}
                for each in questions
            ]
            for kind, questions in asked.items()
        }
        click.echo(json.dumps(told))
        return
    for kind, questions in asked.items():
        click.echo(f"{kind}: {len(questions):,}")
        for each in questions:
            click.echo(f"  {each.rows:>6,}  {each.source}  {each.message}")
