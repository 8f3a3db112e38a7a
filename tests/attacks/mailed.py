"""Every link that is mailed and works without signing in: how it comes, what its button sends, how long it counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from accounts import queries
from accounts.actions import (
    Invitation,
    NewContact,
    add_contact,
    ask_for_reset,
    invite_contact,
    issue_way_out,
    propose_recovery_email,
)
from accounts.models import Account
from accounts.rules import links
from demo.cases import a_case
from demo.cast import Someone
from demo.people import an_account
from demo.served import an_appointment, an_organization
from foundation import audit, clock, db
from foundation.audit import STRANGER
from support.actions.surveys import ask_how_it_went
from support.models import SurveyReader
from support.rules.kinds import ClosedBecause
from support.rules.statuses import Status
from support.rules.surveys import ANSWER_LASTS, OPT_OUT_LASTS, Area, Outcome
from tests.accounts.colleagues import Colleague, invited
from tests.accounts.residents import NEW_PASSWORD, PUBLIC_URL, Resident, link_in, mails
from tests.attacks.devices import token_of
from tests.browser import HOST, Browser
from tests.support.closing import links as survey_mails

SECRET = {"password": NEW_PASSWORD, "confirm_password": NEW_PASSWORD}


@dataclass(frozen=True)
class Street:
    """Who is mailed: Ana to her account, Noor of the staff and Pat of another organization to make theirs, and Quinn,
    who is a contact already, about a case."""

    ana: Resident
    noor: Colleague
    pat: int
    """A person’s id, as is `quinn`."""
    quinn: int


@dataclass(frozen=True)
class MailedDoor:
    """One address of the map that a mailed token opens."""

    rule: str
    ask: Callable[[Street], str]
    """Has a link mailed; its path."""
    lasts: timedelta
    fields: dict[str, str] = field(default_factory=dict)
    """What its form sends besides the CSRF token."""
    newer_ends_older: bool = True
    of_account: bool = True
    """Whether it is shut with the account that it belongs to; an invitation has none yet, and a survey opens none."""

    def path_of(self, token: str) -> str:
        return self.rule.replace("<token>", token)


def token_of_path(path: str) -> str:
    return path.rsplit("/", 1)[1]


def reset_link(resident: Resident) -> str:
    with db.transaction():
        ask_for_reset(resident.username, public_url=PUBLIC_URL, by=STRANGER, at=clock.now())
    return _last("reset-password")


def confirm_link(resident: Resident) -> str:
    with db.transaction():
        account = queries.account_by_id(resident.account_id)
        email = f"new@{resident.username}.example"
        propose_recovery_email(account, email=email, public_url=PUBLIC_URL, by=STRANGER, at=clock.now())
    return _last("confirm-recovery-email")


def ask_undo(street: Street) -> str:
    confirm_link(street.ana)
    return _last("recovery-email-proposed")


def ask_way_out(street: Street) -> str:
    with db.transaction():
        account = queries.account_by_id(street.ana.account_id)
        url = issue_way_out(account, address=street.ana.email, public_url=PUBLIC_URL, at=clock.now())
    return url.removeprefix(PUBLIC_URL)


def ask_staff_invitation(street: Street) -> str:
    return invited(street.noor)


def ask_contact_invitation(street: Street) -> str:
    with db.transaction():
        made = invite_contact(street.pat, public_url=PUBLIC_URL, by=audit.command("test"), at=clock.now())
    assert isinstance(made, Invitation)
    return made.url.removeprefix(PUBLIC_URL)


def survey_links(street: Street) -> tuple[str, str]:
    """Quinn is a contact, and a case of theirs was closed: the paths of the survey’s two links, none too soon."""
    at, who = clock.now(), Someone(street.quinn, "", "Quinn", "Vale", "Quinn Vale")
    with db.transaction() as session:
        account = session.scalar(select(Account.id).where(Account.person_id == street.quinn))
        account = account or an_account(who, "contact", username="quinn.v", password_hash="")
        served = an_organization("City Transit")
        contact = an_appointment(account, served, starts=clock.today())
        solved = {"status": Status.CLOSED, "closed": at, "because": ClosedBecause.SOLVED}
        case = a_case(served, "Slow", contact=contact, opened_by=who, at=at, **solved)
        session.execute(update(SurveyReader).values(last_mailed_on=None, opted_out_at=None))
        assert ask_how_it_went(case, public_url=PUBLIC_URL, by=audit.command("test"), at=at) is Outcome.MAILED
    return list(survey_mails())[-1]


DOORS = {
    each.rule: each
    for each in (
        MailedDoor(
            "/reset-password/<token>",
            lambda street: reset_link(street.ana),
            links.LIFETIMES[links.RESET_PASSWORD],
            SECRET,
        ),
        MailedDoor(
            "/portal/recovery-email/<token>",
            lambda street: confirm_link(street.ana),
            links.LIFETIMES[links.RECOVERY_EMAIL],
        ),
        MailedDoor(
            "/undo-recovery-email/<token>",
            ask_undo,
            links.LIFETIMES[links.UNDO_RECOVERY_EMAIL],
            newer_ends_older=False,
        ),
        MailedDoor("/portal/not-me/<token>", ask_way_out, links.LIFETIMES[links.NOT_ME]),
        MailedDoor(
            "/staff/invitation/<token>",
            ask_staff_invitation,
            links.INVITATION_LASTS,
            {"username": "noor.haddad", **SECRET},
            of_account=False,
        ),
        MailedDoor(
            "/contact/invitation/<token>",
            ask_contact_invitation,
            links.INVITATION_LASTS,
            {"username": "pat.quill", **SECRET},
            of_account=False,
        ),
        MailedDoor(
            "/support/survey/<token>",
            lambda street: survey_links(street)[0],
            ANSWER_LASTS,
            {area.value: "4" for area in Area},
            newer_ends_older=False,
            of_account=False,
        ),
        MailedDoor(
            "/support/no-surveys/<token>",
            lambda street: survey_links(street)[1],
            OPT_OUT_LASTS,
            newer_ends_older=False,
            of_account=False,
        ),
    )
}


@pytest.fixture
def street(app: Flask, ana: Resident, noor: Colleague) -> Street:
    with db.transaction():
        pat, quinn = (
            add_contact(new, by=audit.command("test"), at=clock.now())
            for new in (
                NewContact("Pat", "Quill", "City Transit", "pat@transit.example"),
                NewContact("Quinn", "Vale", "City Transit", "quinn@transit.example"),
            )
        )
        assert pat is not None
        assert quinn is not None
        return Street(ana, noor, pat.person_id, quinn.person_id)


def presses(browser: Browser, path: str, fields: dict[str, str]) -> int:
    """Send the form by hand with a good CSRF token of a page that needs no link; the status."""
    csrf = token_of(browser.open("/forgot-password"))
    return int(browser.client.post(path, data={"csrf_token": csrf, **fields}, base_url=HOST).status_code)


def _last(template: str) -> str:
    return link_in(mails(template)[-1]).removeprefix(PUBLIC_URL)
