"""`flask support organization`: whom the desk serves, for whoever works on the server."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from district.models import School
from foundation import audit, clock, db
from support.actions.organizations import add_organization
from support.queries.organizations import Reach, organizations_within, seen
from support.rules.contacts import Hosting, OrganizationKind

organization = AppGroup("organization", help="The organizations that the support desk serves.")


@organization.command("add")
@click.argument("name")
@click.option("--kind", type=click.Choice([each.value for each in OrganizationKind]), required=True)
@click.option("--hosting", type=click.Choice([each.value for each in Hosting]), default=Hosting.CLOUD.value)
@click.option("--school", "code", help="What the feed calls it, such as 101; without, it is of another district.")
def add(name: str, kind: str, hosting: str, code: str | None) -> None:
    """Put an organization on record. Its contacts are appointed on its page."""
    with db.transaction():
        school_id = _school(code) if code else None
        made = add_organization(
            name.strip(),
            kind=OrganizationKind(kind),
            hosting=Hosting(hosting),
            school_id=school_id,
            by=audit.command("flask support organization add"),
            at=clock.now(),
        )
    if made is None:
        raise click.ClickException(f"{name} is on record already. Nothing was changed.")
    click.echo(f"{made.name} is on record. Appoint its contacts under /support/organizations/{made.public_id}.")


@organization.command("list")
def list_organizations() -> None:
    """Show every organization with how many may ask for it."""
    table = Table("organization", "kind", "hosting", "contacts")
    for each in seen(organizations_within(Reach(everywhere=True)), on=clock.today()):
        shown = each.organization
        table.add_row(shown.name, shown.kind, shown.hosting, str(len(each.kinds)))
    Console(width=120).print(table)


def _school(code: str) -> int:
    found = list(db.session().scalars(select(School.id).where(School.identifier == code)))
    if len(found) != 1:
        raise click.ClickException(f"{len(found) or 'No'} schools are called {code}. `flask roster` imports them.")
    return found[0]
