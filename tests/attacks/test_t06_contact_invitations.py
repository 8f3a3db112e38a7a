"""T06 and T10: a contact’s invitation used at once by many, with more fields; a repair’s button pressed at once."""

from __future__ import annotations

import re
from collections import Counter
from contextvars import Context
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from accounts.actions import NewContact, Wish, add_contact, invite_contact, note_repair
from accounts.models import Account, AccountRole, Repair
from demo import people
from foundation import audit, clock, db
from foundation.audit import AuditEntry
from tests.accounts.residents import PUBLIC_URL
from tests.browser import HOST, Browser
from tests.racing import at_once

BY = audit.command("test")
RACERS = 30
PASSWORD = "a heron over the pond 7"
CHOSEN = {"username": "pat.quill", "password": PASSWORD, "confirm_password": PASSWORD}


@pytest.fixture
def path(app: Flask, database: object) -> str:
    """Pat’s link."""
    with db.transaction():
        at = clock.now()
        contact = add_contact(NewContact("Pat", "Quill", "City Transit", "pat@transit.example"), by=BY, at=at)
        assert contact is not None
        made = invite_contact(contact.person_id, public_url=PUBLIC_URL, by=BY, at=at)
    db.close()
    return str(getattr(made, "url", "")).removeprefix(PUBLIC_URL)


def ready(app: Flask, path: str) -> tuple[Any, str]:
    client = app.test_client()
    page = client.get(path, base_url=HOST).get_data(as_text=True)
    return client, re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]


def test_thirty_at_once_make_one_account(app: Flask, path: str) -> None:
    racers = [Context().run(ready, app, path) for _ in range(RACERS)]

    def run(number: int) -> TestResponse:
        client, csrf = racers[number]
        sent = {**CHOSEN, "csrf_token": csrf, "username": f"racer{number:03d}"}
        return client.post(path, data=sent, base_url=HOST)

    answers = at_once([partial(run, number) for number in range(RACERS)])

    assert Counter(each.status_code for each in answers) == {303: 1, 410: RACERS - 1}
    assert [each.kind for each in db.session().scalars(select(Account))] == ["contact"]


def test_more_fields_make_no_staff_and_give_no_role(app: Flask, path: str) -> None:
    client, csrf = Context().run(ready, app, path)
    more = {"kind": "staff", "role": "help-desk", "roles": "help-desk", "person_id": "1", "csrf_token": csrf}

    answer = Context().run(client.post, path, data={**CHOSEN, **more}, base_url=HOST)

    db.close()
    assert answer.status_code == 303
    assert [each.kind for each in db.session().scalars(select(Account))] == ["contact"]
    assert db.session().scalars(select(AccountRole)).all() == []


def test_a_scanner_uses_nothing_up_and_an_invented_link_is_dead(app: Flask, path: str) -> None:
    scanner = Browser(app)
    for _ in range(5):
        assert scanner.open(path).status == 200
    assert scanner.open("/contact/invitation/invented").status == 410
    assert scanner.open(path).response.headers["Referrer-Policy"] == "no-referrer"  # type: ignore[union-attr]


def test_one_button_pressed_at_once_is_one_repair(app: Flask, database: object) -> None:
    with db.transaction():
        somebody = people.a_person("Hoa", "Nguyen")
    db.close()

    def press() -> bool:
        with db.transaction():
            wish = Wish("end-wait:one-button", "She phoned")
            return note_repair(wish, "end-wait", person_id=somebody.id, by=BY, at=clock.now())

    assert Counter(at_once([press] * 8)) == {True: 1, False: 7}
    assert len(db.session().scalars(select(Repair)).all()) == 1
    assert len(db.session().scalars(select(AuditEntry).where(AuditEntry.event == "repair-made")).all()) == 1
