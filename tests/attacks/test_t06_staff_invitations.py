"""T06 and T10: invitations used twice, late, at once, by scanners, at the wrong door, in pieces, with more fields."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from contextvars import Context
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from accounts.actions import ask_for_reset
from accounts.models import Account, AccountRole, StaffInvitation
from district.models import Relationship
from foundation import clock, db
from foundation.audit import STRANGER, AuditEntry
from tests.accounts.colleagues import PASSWORD, USERNAME, Colleague, accepts, account_for, accounts_of, invited
from tests.accounts.colleagues import luz as luz
from tests.accounts.colleagues import noor as noor
from tests.accounts.residents import PUBLIC_URL, Resident, account_of, link_in, mails
from tests.accounts.residents import ana as ana
from tests.attacks.devices import post, token_of
from tests.browser import HOST, Browser
from tests.racing import at_once

INVITATION, RESET, CONFIRM = "/staff/invitation/", "/reset-password/", "/portal/recovery-email/"
CHOSEN = {"username": USERNAME, "password": PASSWORD, "confirm_password": PASSWORD}
RACERS = 50


def reset_link(resident: Resident) -> str:
    with db.transaction():
        ask_for_reset(resident.username, public_url=PUBLIC_URL, by=STRANGER, at=clock.now())
    return link_in(mails("reset-password")[-1]).removeprefix(PUBLIC_URL)


def takes(browser: Browser, path: str, **more: Any) -> int:
    """Post the form by hand with a good CSRF token; the status."""
    csrf = token_of(browser.open("/forgot-password"))
    return post(browser, path, csrf_token=csrf, **{**CHOSEN, **more}).status_code


def test_a_scanner_that_opens_an_invitation_uses_nothing_up(browser: Browser, noor: Colleague) -> None:
    path = invited(noor)
    scanner = Browser(browser.app)
    for _ in range(5):
        assert scanner.open(path).status == 200
    assert scanner.client.head(path, base_url=HOST).status_code == 200
    assert scanner.client.get(path, base_url=HOST, headers={"Sec-Purpose": "prefetch"}).status_code == 200
    assert scanner.client.options(path, base_url=HOST).status_code == 200

    assert accepts(browser, path).path == "/sign-in?as=staff"


def test_an_invitation_is_for_one_use(browser: Browser, noor: Colleague) -> None:
    path = invited(noor)

    assert [takes(browser, path, username=name) for name in ("first.one", "second.one")] == [303, 410]
    assert [each.username for each in accounts_of(noor)] == ["first.one"]


def test_fifty_at_once_make_one_account(app: Flask, noor: Colleague) -> None:
    path = invited(noor)
    db.close()
    racers = [Context().run(_ready, app, path) for _ in range(RACERS)]

    def run(number: int) -> TestResponse:
        client, csrf = racers[number]
        sent = {**CHOSEN, "csrf_token": csrf, "username": f"racer{number:03d}"}
        return client.post(path, data=sent, base_url=HOST)

    answers = at_once([partial(run, number) for number in range(RACERS)])

    assert Counter(each.status_code for each in answers) == {303: 1, 410: RACERS - 1}
    (made,) = accounts_of(noor)
    entries = select(AuditEntry).where(AuditEntry.event.in_(("account-created", "staff-invitation-used")))
    assert len(db.session().scalars(entries).all()) == 2
    assert [each.to_address for each in mails("staff-account-made")] == [noor.email]
    assert made.username.startswith("racer")


def test_of_invitations_given_out_at_once_one_counts(app: Flask, noor: Colleague) -> None:
    db.close()
    paths = at_once([partial(invited, noor)] * 8)

    statuses = Counter(Browser(app).open(path).status for path in paths)
    assert statuses == {200: 1, 410: 7}


def _ready(app: Flask, path: str) -> tuple[Any, str]:
    client = app.test_client()
    page = client.get(path, base_url=HOST).get_data(as_text=True)
    return client, re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]


def test_a_used_a_superseded_an_expired_and_an_invented_invitation_look_the_same(
    browser: Browser, noor: Colleague, luz: Colleague
) -> None:
    superseded, used, expired = invited(noor), invited(noor), invited(luz)
    accepts(browser, used)
    stranger = Browser(browser.app)

    with clock.at(clock.now() + timedelta(hours=72)):
        pages = {
            stranger.open(path).html.replace(path, "").replace(token_of(stranger), "")
            for path in (superseded, used, expired, INVITATION + "invented")
        }
    assert len(pages) == 1
    assert stranger.status == 410


def test_a_newer_invitation_ends_the_older_and_works(browser: Browser, noor: Colleague) -> None:
    older, newer = invited(noor, "dots-admin"), invited(noor)

    assert takes(browser, older) == 410
    assert takes(browser, newer) == 303
    assert db.session().scalars(select(AccountRole)).all() == []


def test_an_invitation_opens_no_other_door_and_no_other_link_opens_it(
    browser: Browser, noor: Colleague, ana: Resident
) -> None:
    invitation, reset = invited(noor), reset_link(ana)
    before = account_of(ana).password_hash

    for door in (RESET, CONFIRM):
        assert browser.open(door + invitation.removeprefix(INVITATION)).status == 410
        assert takes(browser, door + invitation.removeprefix(INVITATION)) == 410
    assert takes(browser, INVITATION + reset.removeprefix(RESET)) == 410
    assert account_of(ana).password_hash == before
    assert [each.kind for each in db.session().scalars(select(Account))] == ["parent"]
    assert takes(browser, invitation) == 303


@pytest.mark.parametrize(
    "bend",
    [
        lambda token: token[:-4],
        lambda token: token[4:],
        lambda token: token.swapcase(),
        lambda token: "null",
        lambda token: "%00",
        lambda token: token + "%0a",
        lambda token: "..%2f" + token,
        lambda token: "x" * 5000,
        lambda token: "%F0%9F%94%91",
        lambda token: token.split(".")[0] + ".AAAA",
    ],
)
def test_a_bent_invitation_is_refused_and_breaks_nothing(
    browser: Browser, noor: Colleague, bend: Callable[[str], str]
) -> None:
    path = invited(noor)

    assert takes(browser, INVITATION + bend(path.removeprefix(INVITATION))) in (404, 410)
    assert account_for(noor) is None
    assert takes(browser, path) == 303


def test_the_database_holds_no_invitation_that_opens_anything(browser: Browser, noor: Colleague) -> None:
    token = invited(noor).removeprefix(INVITATION)

    db.close()
    for table in ("staff_invitation", "mail", "audit_entry", "person"):
        rows = str([tuple(row) for row in db.session().execute(text(f"SELECT * FROM {table}"))])  # noqa: S608
        assert [each for each in (token, token.split(".")[0]) if each in rows] == []


def test_an_invitation_signs_nobody_in(browser: Browser, noor: Colleague) -> None:
    accepts(browser, invited(noor))

    assert browser.open("/settings/account").path.startswith("/sign-in")


def test_more_fields_than_were_asked_give_nothing_more(browser: Browser, noor: Colleague, luz: Colleague) -> None:
    """T10: no role, no other person, no kind, no confirmed address by adding a field."""
    more = {
        "role": "dots-admin",
        "roles": "dots-admin",
        "is_staff": "1",
        "is_admin": "1",
        "kind": "parent",
        "person_id": luz.person_id,
        "account_id": 7,
        "employee_id": luz.employee_id,
        "recovery_email": "evil@example.org",
        "recovery_email_validated_at": "2026-01-01",
        "email_verified": "1",
        "disabled_at": "",
        "language": "es",
    }
    assert takes(browser, f"{invited(noor)}?role=dots-admin&person_id={luz.person_id}", **more) == 303

    (made,) = accounts_of(noor)
    assert (made.kind, made.recovery_email, made.pending_email, made.language) == ("staff", None, noor.email, "en")
    assert accounts_of(luz) == []
    assert db.session().scalars(select(AccountRole)).all() == []
    assert db.session().scalars(select(Relationship)).all() == []
    assert [each.person_id for each in db.session().scalars(select(StaffInvitation))] == [noor.person_id]
