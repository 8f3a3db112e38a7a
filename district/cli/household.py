"""`flask household`: households that can be supposed from what the feeds tell."""

from __future__ import annotations

import json

import click
from flask.cli import AppGroup

from district.actions.proposals import keep_proposals, rehearse_proposals
from foundation import audit, clock, db

household = AppGroup("household", help="Households, and those that can be supposed from addresses and relationships.")


@household.command("propose")
@click.option(
    "--dry-run", "is_rehearsal", is_flag=True, help="Count what would be proposed or taken back, and keep nothing."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def propose_households(is_rehearsal: bool, as_json: bool) -> None:
    """Propose households of students who have none, from shared addresses. No household is made: a person confirms.

    Running it again proposes what is new, and takes back what no longer follows.
    """
    if is_rehearsal:
        told = rehearse_proposals(today=clock.today())
    else:
        with db.transaction():
            told = keep_proposals(by=audit.command("flask household propose"), at=clock.now())
    found = told.found
    counts = {
        "proposals": len(found.households),
        "new": told.new,
        "outdated": told.outdated,
        "students": sum(len(each.students) for each in found.households),
        "without_address": len(found.without_address),
        "several_addresses": len(found.several_addresses),
        "no_adult_there": len(found.alone),
    }
    if as_json:
        click.echo(json.dumps(counts))
        return
    students = counts["students"]
    click.echo(f"{len(found.households):,} households can be proposed, with {students:,} students; {told.new:,} new.")
    click.echo(f"Taken back, since the feeds say something else by now: {told.outdated:,}.")
    click.echo("Students for whom none can be proposed:")
    click.echo(f"  {counts['without_address']:,} without an address where they live")
    click.echo(f"  {counts['several_addresses']:,} with several")
    click.echo(f"  {counts['no_adult_there']:,} without an adult on record at their address")
    click.echo("No household was made. A person confirms each.")
