"""T06 and T10: what comes of staff invitations used at once, after a newer one, and with more fields."""

from __future__ import annotations

import re
from collections import Counter
from contextvars import Context
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from accounts.models import AccountRole, StaffInvitation
from district.models import Relationship
from foundation import db
from foundation.audit import AuditEntry
from tests.accounts.colleagues import PASSWORD, USERNAME, Colleague, accounts_of, invited
from tests.accounts.colleagues import luz as luz
from tests.accounts.colleagues import noor as noor
from tests.accounts.residents import mails
from tests.attacks.devices import post, token_of
from tests.browser import HOST, Browser
from tests.racing import at_once

CHOSEN = {"username": USERNAME, "password": PASSWORD, "confirm_password": PASSWORD}
RACERS = 50


def takes(browser: Browser, path: str, **more: Any) -> int:
    """Post the form by hand with a good CSRF token; the status."""
    csrf = token_of(browser.open("/forgot-password"))
    return post(browser, path, csrf_token=csrf, **{**CHOSEN, **more}).status_code


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


def test_a_newer_invitation_ends_the_older_and_works(browser: Browser, noor: Colleague) -> None:
    older, newer = invited(noor, "dots-admin"), invited(noor)

    assert takes(browser, older) == 410
    assert takes(browser, newer) == 303
    assert db.session().scalars(select(AccountRole)).all() == []


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
