"""People who work here and have no account yet, and how tests invite them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

from accounts import actions
from accounts.actions import Invitation
from accounts.models import Account
from accounts.queries import staff_account_of
from demo import people, places
from demo.cast import LONG_AGO
from district.models import PersonIdentifier, StaffAssignment
from foundation import audit, clock, db
from tests.accounts.residents import PUBLIC_URL
from tests.browser import Browser

USERNAME, PASSWORD = "noor.haddad", "a heron over the pond 7"
BY = audit.command("test")


@dataclass(frozen=True)
class Colleague:
    """Somebody human resources knows."""

    person_id: int
    employee_id: str
    email: str = ""


@pytest.fixture
def noor(database: Engine) -> Colleague:
    """An office professional with a work email, who reads English."""
    return works_here("Noor", "Haddad", "E100", email="noor.haddad@district.example")


@pytest.fixture
def luz(database: Engine) -> Colleague:
    """A teacher without a work email, who reads Spanish."""
    return works_here("Luz", "Prado", "E200", language="es")


def works_here(
    first: str,
    last: str,
    employee_id: str,
    *,
    email: str = "",
    language: str | None = None,
    starts: date = LONG_AGO,
    ends: date | None = None,
) -> Colleague:
    with db.transaction() as session:
        person = people.a_person(first, last, email=email, language=language)
        session.add(PersonIdentifier(person_id=person.id, source="hr", type="staff-id", value=employee_id))
        places.a_job(person, places.a_school(f"{last} School"), job_role="Office", starts=starts, ends=ends)
    return Colleague(person.id, employee_id, email)


def leaves(colleague: Colleague, *, on: date) -> None:
    """The last job ends: `on` is the first day without it."""
    with db.transaction() as session:
        session.execute(update(StaffAssignment).where(StaffAssignment.person_id == colleague.person_id).values(ends=on))


def invited(colleague: Colleague, *roles: str) -> str:
    """The path of a new link."""
    with db.transaction():
        made = actions.invite(
            colleague.person_id, roles=roles, public_url=PUBLIC_URL, on=clock.today(), by=BY, at=clock.now()
        )
    assert isinstance(made, Invitation)
    return made.url.removeprefix(PUBLIC_URL)


def accepts(browser: Browser, path: str, *, username: str = USERNAME, password: str = PASSWORD) -> Browser:
    """Open the link and make the account, as a person does."""
    browser.open(path)
    return browser.fill(username=username, password=password, confirm_password=password).press()


def account_for(colleague: Colleague) -> Account | None:
    db.close()
    return staff_account_of(colleague.person_id)


def accounts_of(colleague: Colleague) -> list[Account]:
    db.close()
    return list(db.session().scalars(select(Account).where(Account.person_id == colleague.person_id)))


class Said:
    """One run of `flask staff …`: how it ended, and what stood on which stream."""

    def __init__(self, app: Flask, *words: str) -> None:
        db.close()
        answer = app.test_cli_runner().invoke(args=["staff", *words])
        if answer.exception is not None and not isinstance(answer.exception, SystemExit):
            raise answer.exception
        self.exit_code, self.out, self.err = answer.exit_code, answer.stdout, answer.stderr
