"""T06 for every link that is mailed: opened by scanners, used twice, late, at once, at the wrong door, in pieces.

The doors are held against the app's own map: a new one is attacked once it stands in `mailed.DOORS`, and fails before.
"""

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
from sqlalchemy import text, update
from werkzeug.test import TestResponse

from accounts.models import Account
from foundation import clock, db
from foundation.web.gates import gate_of
from tests.accounts.colleagues import noor as noor
from tests.accounts.residents import Resident, account_of
from tests.accounts.residents import ana as ana
from tests.accounts.residents import rosa as rosa
from tests.attacks.mailed import DOORS, MailedDoor, Street, presses, token_of_path
from tests.attacks.mailed import street as street
from tests.attacks.test_t16_crawl import state_of
from tests.browser import HOST, Browser
from tests.racing import at_once

RACERS = 50
NOT_MAILED = {"/offline/<language>", "/portal/calendar/<token>.ics"}
"""What a stranger opens by an address that no mail brings; the calendar's is tried in `tests/portal`."""
LISTS = {"token": "x", "token[]": "x", "password[]": "x"}
BENT: dict[str, Callable[[str], str]] = {
    "cut short": lambda token: token[:-4],
    "without its beginning": lambda token: token[4:],
    "in the other case": lambda token: token.swapcase(),
    "null": lambda token: "null",
    "a zero byte": lambda token: "%00",
    "a new line": lambda token: token + "%0a",
    "another folder": lambda token: "..%2f" + token,
    "too long": lambda token: "x" * 5000,
    "a picture": lambda token: "%F0%9F%94%91",
    "signed by nobody": lambda token: token.split(".")[0] + ".AAAA",
    "unsigned": lambda token: token.split(".")[0],
    "a list": lambda token: f"{token}[]",
    "nothing": lambda token: "",
}


@pytest.fixture(params=DOORS)
def door(request: pytest.FixtureRequest) -> MailedDoor:
    return DOORS[str(request.param)]


def test_every_door_of_the_map_is_here(app: Flask) -> None:
    of_strangers = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.arguments - {"filename"} and getattr(gate_of(app.view_functions[rule.endpoint]), "kind", "") == "public"
    }

    assert of_strangers - NOT_MAILED == set(DOORS)


def test_a_scanner_uses_nothing_up_and_the_person_s_button_works(
    app: Flask, browser: Browser, street: Street, door: MailedDoor
) -> None:
    path = door.ask(street)
    before = state_of(db.engine())
    scanner = Browser(app)
    for _ in range(5):
        assert scanner.open(path).status == 200
    assert scanner.client.head(path, base_url=HOST).status_code == 200
    assert scanner.client.get(path, base_url=HOST, headers={"Sec-Purpose": "prefetch"}).status_code == 200
    assert scanner.client.options(path, base_url=HOST).status_code == 200
    assert state_of(db.engine()) == before

    assert browser.open(path).fill(**door.fields).press().status == 200
    assert state_of(db.engine()) != before


def test_its_pages_are_kept_by_nobody_and_tell_their_address_to_nobody(
    app: Flask, street: Street, door: MailedDoor
) -> None:
    path = door.ask(street)
    browser = Browser(app)
    for each in (path, door.path_of("invented")):
        kept = browser.open(each).response
        assert kept is not None
        assert kept.headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in kept.headers["Cache-Control"]


def test_it_is_for_one_use_and_signs_nobody_in(app: Flask, street: Street, door: MailedDoor) -> None:
    path, somebody = door.ask(street), Browser(app)
    first, second = presses(somebody, path, door.fields), presses(somebody, path, door.fields)

    assert first in (200, 303)
    assert second == 410
    assert somebody.open(path).status == 410
    assert somebody.open("/settings/account").path.startswith("/sign-in")


def test_of_fifty_at_once_one_counts(app: Flask, street: Street, door: MailedDoor) -> None:
    path = door.ask(street)
    db.close()
    racers = [Context().run(_ready, app, path) for _ in range(RACERS)]

    def run(number: int) -> TestResponse:
        client, csrf = racers[number]
        sent = {**door.fields, "csrf_token": csrf}
        if "username" in sent:
            sent["username"] = f"racer{number:03d}"
        return client.post(path, data=sent, base_url=HOST)

    statuses = Counter(each.status_code for each in at_once([partial(run, number) for number in range(RACERS)]))
    assert statuses[410] == RACERS - 1
    assert statuses[200] + statuses[303] == 1


def test_it_counts_to_its_last_second(app: Flask, street: Street, door: MailedDoor) -> None:
    path = door.ask(street)
    with clock.at(clock.now() + door.lasts):
        assert Browser(app).open(path).status == 410
        assert presses(Browser(app), path, door.fields) == 410
    with clock.at(clock.now() + door.lasts - timedelta(seconds=1)):
        assert presses(Browser(app), path, door.fields) in (200, 303)


def test_dead_links_of_every_kind_look_like_one_that_was_never_made(
    app: Flask, street: Street, door: MailedDoor
) -> None:
    older = door.ask(street)
    used = door.ask(street)
    presses(Browser(app), used, door.fields)
    stranger = Browser(app)

    with clock.at(clock.now() + (timedelta(0) if door.newer_ends_older else door.lasts)):
        pages = {
            re.sub(r'name="csrf_token"[^>]*>', "", stranger.open(path).html.replace(path, ""))
            for path in (older, used, door.path_of("invented"))
        }
    assert len(pages) == 1
    assert stranger.status == 410


def test_it_opens_no_other_door(app: Flask, street: Street, door: MailedDoor) -> None:
    path, somebody = door.ask(street), Browser(app)
    before = state_of(db.engine())

    for other in DOORS.values():
        if other.rule != door.rule:
            wrong = other.path_of(token_of_path(path))
            assert somebody.open(wrong).status == 410, other.rule
            assert presses(somebody, wrong, {**door.fields, **other.fields}) == 410, other.rule
    assert state_of(db.engine()) == before
    assert presses(somebody, path, door.fields) in (200, 303)


def test_a_bent_one_is_refused_and_breaks_nothing(app: Flask, street: Street, door: MailedDoor) -> None:
    path, somebody = door.ask(street), Browser(app)
    token, before = token_of_path(path), state_of(db.engine())

    for how, bend in BENT.items():
        bent = door.path_of(bend(token))
        assert somebody.client.get(bent, base_url=HOST).status_code in (404, 410), how
        assert presses(somebody, bent, {**door.fields, **LISTS, "token": token}) in (404, 410), how
    assert state_of(db.engine()) == before
    assert presses(somebody, path, door.fields) in (200, 303)


def test_another_s_name_beside_it_turns_it_to_nobody_else(
    app: Flask, street: Street, rosa: Resident, door: MailedDoor
) -> None:
    before = _row_of(rosa)
    path = door.ask(street)
    others = {"account_id": rosa.account_id, "person_id": rosa.person_id, "username": rosa.username}
    fields = {key: value for key, value in others.items() if key not in door.fields}
    query = "&".join(f"{key}={value}" for key, value in others.items())

    assert presses(Browser(app), f"{path}?{query}", {**door.fields, **fields}) in (200, 303)
    assert _row_of(rosa) == before


@pytest.mark.parametrize("rule", [each.rule for each in DOORS.values() if each.of_account])
def test_none_opens_a_closed_account(app: Flask, street: Street, rule: str) -> None:
    """The help desk closed it, perhaps because of a thief who holds the links."""
    door = DOORS[rule]
    path = door.ask(street)
    with db.transaction() as session:
        session.execute(update(Account).values(disabled_at=clock.now()))
    kept = _row_of(street.ana)

    assert Browser(app).open(path).status == 410
    assert presses(Browser(app), path, door.fields) == 410
    assert _row_of(street.ana) == kept


def test_the_database_holds_nothing_that_opens_it(street: Street, door: MailedDoor) -> None:
    token = token_of_path(door.ask(street))

    db.close()
    for table in ("mailed_link", "staff_invitation", "mail", "job", "audit_entry", "account", "person", "case_survey"):
        rows = str([tuple(row) for row in db.session().execute(text(f"SELECT * FROM {table}"))])  # noqa: S608
        assert [each for each in (token, token.split(".")[0]) if each in rows] == [], table


def _ready(app: Flask, path: str) -> tuple[Any, str]:
    client = app.test_client()
    page = client.get(path, base_url=HOST).get_data(as_text=True)
    return client, re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]


def _row_of(resident: Resident) -> tuple[object, ...]:
    account = account_of(resident)
    return tuple(getattr(account, each.name) for each in Account.__table__.columns)
