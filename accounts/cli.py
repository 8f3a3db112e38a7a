"""Commands of this room: who may do what, invitations of staff, and the roles given to them."""

from __future__ import annotations

from typing import NoReturn

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import Progress

from accounts import actions, jobs, queries
from accounts.actions import AlreadyHasAccount, NoJob
from accounts.programs_cli import keys
from accounts.rules import roles
from district.cli.staff import staff
from district.models import Person
from district.queries import people_with_staff_id
from foundation import audit, clock, db
from foundation.settings import Settings

INVITE, ROLES = audit.command("staff invite"), audit.command("staff roles")
PREPARE = audit.command("accounts prepare")
EXAMPLES = 10
"""Usernames a rehearsal shows, so that a new pattern can be looked at."""

accounts = AppGroup("accounts", help="Accounts of families and students.")


@click.command("roles")
def print_roles() -> None:
    """Print who may do what, as the page docs/roles.md."""
    click.echo(roles.as_markdown(), nl=False)


@staff.command("invite")
@click.option("--employee-id", metavar="ID", required=True, help="The person's id in human resources.")
@click.option("--role", "named", multiple=True, type=click.Choice(roles.GIVEN), help="A role to give. May be repeated.")
@click.option("--mail", "is_mailed", is_flag=True, help="Send the link to the person's work email too.")
def invite(employee_id: str, named: tuple[str, ...], is_mailed: bool) -> None:
    """Print a link with which a member of staff makes an account. It works once, for 72 hours.

    A newer link ends the older ones. Where the person has an account, the roles are given to it and no link is printed.
    """
    settings: Settings = current_app.config["HEARTH"]
    with db.transaction() as session:
        person = session.get_one(Person, _person_id(employee_id))
        at, today = clock.now(), clock.today()
        made = actions.invite(person.id, roles=named, public_url=settings.public_url, on=today, by=INVITE, at=at)
        if isinstance(made, NoJob):
            _refuse(
                f"{person.full_name} ({employee_id}) has no job here, now or later, so no account is made. "
                "If that is wrong, correct it in human resources, run flask staff import, and invite again."
            )
        if isinstance(made, AlreadyHasAccount):
            _give(person, named)
            return
        if is_mailed and not actions.mail_invitation(made, person, on=today, at=at):
            _refuse(
                f"{person.full_name} ({employee_id}) has no work email on file. Leave out --mail; hand the link over."
            )
    click.echo(made.url)


@staff.command("roles")
@click.option("--employee-id", metavar="ID", required=True, help="The person's id in human resources.")
@click.option("--end", "ended", multiple=True, type=click.Choice(roles.GIVEN), help="A role to end. May be repeated.")
def given_roles(employee_id: str, ended: tuple[str, ...]) -> None:
    """Print the roles given to a member of staff.

    One a line; with --end, those that are left.
    """
    with db.transaction() as session:
        person = session.get_one(Person, _person_id(employee_id))
        account = queries.staff_account_of(person.id, hold=True)
        if account is None:
            _refuse(f"{person.full_name} ({employee_id}) has no staff account. flask staff invite makes one.")
        for role in ended:
            if not actions.end_role(account, role, by=ROLES, at=clock.now()):
                _refuse(f"{person.full_name} ({employee_id}) does not have the role {role}. Nothing was changed.")
        left = queries.roles_given_to(account.id)
    for role in left:
        click.echo(role)


@accounts.command("prepare")
@click.option("--dry-run", "is_rehearsal", is_flag=True, help="Say for whom a name would be kept, and keep none.")
def prepare(is_rehearsal: bool) -> None:
    """Keep a username for every student who may have an account and has none. The night does it too.

    Nobody can sign in by it: the student sets a password with an activation code.
    """
    if is_rehearsal:
        _foresee()
        return
    with _bar() as bar:
        task = bar.add_task("Students", total=None)
        kept = jobs.prepare_everyone(by=PREPARE, advance=lambda n: bar.advance(task, n))
    click.echo(f"{kept:>9,} student accounts prepared")


def _foresee() -> None:
    settings: Settings = current_app.config["HEARTH"]
    today, waiting, examples = clock.today(), 0, list[str]()
    for portion in queries.students_unprepared(grades=settings.student_account_grades, on=today):
        names = actions.foresee_students(portion, settings=settings, on=today)
        waiting += len(names)
        examples += names[: EXAMPLES - len(examples)]
    click.echo(f"{waiting:>9,} student accounts would be prepared")
    for username in examples:
        click.echo(f"          {username}")


def install(app: Flask) -> None:
    """Hang this room's commands on `flask`; those of staff hang on the district's `flask staff` already."""
    app.cli.add_command(print_roles)
    app.cli.add_command(accounts)
    app.cli.add_command(keys)


def _bar() -> Progress:
    console = Console(stderr=True)
    return Progress(console=console, disable=not console.is_terminal)


def _person_id(employee_id: str) -> int:
    found = people_with_staff_id(employee_id)
    if not found:
        _refuse(
            f"Nobody here has the employee id {employee_id}. "
            "Look it up in human resources; somebody new comes in with the next flask staff import."
        )
    if len(found) > 1:
        _refuse(
            f"Several people have the employee id {employee_id}. Settle in the sources whose it is, then try again."
        )
    return found[0]


def _give(person: Person, named: tuple[str, ...]) -> None:
    """Give roles to the account that is there already; there is no link to print."""
    account = queries.staff_account_of(person.id, hold=True)
    if account is None or not named:
        _refuse(
            f"{person.full_name} has a staff account already. Forgotten passwords are reset from the sign-in page; "
            "with --role a role is given to the account."
        )
    for role in named:
        is_new = actions.give_role(account, role, given_by_id=None, by=INVITE, at=clock.now())
        click.echo(_told(person, role, is_new=is_new), err=True)


def _told(person: Person, role: str, *, is_new: bool) -> str:
    if is_new:
        return f"{person.full_name} has a staff account already. It has the role {role} now; no link is needed."
    return f"{person.full_name} has a staff account with the role {role} already. Nothing was changed."


def _refuse(sentence: str) -> NoReturn:
    """Say it on stderr, undo what was begun, exit status 1."""
    raise click.ClickException(sentence)
