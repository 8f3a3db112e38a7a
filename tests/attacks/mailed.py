"""Every link that is mailed and works without signing in: how it comes, what its button sends, how long it counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from flask import Flask

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
from accounts.rules import links
from foundation import audit, clock, db
from foundation.audit import STRANGER
from tests.accounts.colleagues import Colleague, invited
from tests.accounts.residents import NEW_PASSWORD, PUBLIC_URL, Resident, link_in, mails
from tests.attacks.devices import token_of
from tests.browser import HOST, Browser

SECRET = {"password": NEW_PASSWORD, "confirm_password": NEW_PASSWORD}


@dataclass(frozen=True)
class Street:
    """Who is mailed: Ana to her account, Noor of the staff and Pat of another organization to make theirs."""

    ana: Resident
    noor: Colleague
    pat: int
    """A person’s id."""


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
        ),
        MailedDoor(
            "/contact/invitation/<token>",
            ask_contact_invitation,
            links.INVITATION_LASTS,
            {"username": "pat.quill", **SECRET},
        ),
    )
}


@pytest.fixture
def street(app: Flask, ana: Resident, noor: Colleague) -> Street:
    with db.transaction():
        new = NewContact("Pat", "Quill", "City Transit", "pat@transit.example")
        contact = add_contact(new, by=audit.command("test"), at=clock.now())
        assert contact is not None
        return Street(ana, noor, contact.person_id)


def presses(browser: Browser, path: str, fields: dict[str, str]) -> int:
    """Send the form by hand with a good CSRF token of a page that needs no link; the status."""
    csrf = token_of(browser.open("/forgot-password"))
    return int(browser.client.post(path, data={"csrf_token": csrf, **fields}, base_url=HOST).status_code)


def _last(template: str) -> str:
    return link_in(mails(template)[-1]).removeprefix(PUBLIC_URL)
