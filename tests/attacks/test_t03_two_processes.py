"""T03, T06: one code or one link, many requests at one moment, over processes of the real server.

Two processes on PostgreSQL, one with its threads on SQLite. One wins, the others are told so, nothing is done twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts import hashing
from accounts.models import Account, MailedLink, SessionRecord
from demo.world import World
from foundation import db, sealer
from foundation.audit import AuditEntry
from foundation.outbox import Mail
from foundation.settings import Settings
from portal.models import ActivationCode
from tests.accounts.colleagues import Colleague, accounts_of, invited
from tests.accounts.colleagues import noor as noor
from tests.accounts.residents import Resident, account_of, told
from tests.accounts.residents import ana as ana
from tests.attacks.forms import letter_for
from tests.attacks.mailed import confirm_link, reset_link
from tests.attacks.racing import Came, Door, serving

RACERS, FEWER = 100, 40
PASSWORDS = [f"green heron {number:03d}!" for number in range(RACERS)]
TOKEN = re.compile(r'name="csrf_token"[^>]*value="[^"]+"')


@pytest.fixture
def served(settings: Settings, app: Flask, kind_of_database: str) -> Iterator[Callable[[], Any]]:
    """Starts the server once the test has written what it needs."""
    db.close()
    return lambda: serving(settings, processes=2 if kind_of_database == "postgresql" else 1)


def outcomes(came: list[Came]) -> Counter[int]:
    return Counter(each.status for each in came)


def count(of: Any, *where: Any) -> int:
    db.close()
    return db.session().scalar(select(func.count()).select_from(of).where(*where)) or 0


def welcomes() -> list[str]:
    """Every address that is told of a new account: each way on file once."""
    db.close()
    return list(db.session().scalars(select(Mail.to_address).where(Mail.template == "account-activated")))


def test_a_hundred_requests_with_one_code_make_one_account(app: Flask, world: World, served: Callable[[], Any]) -> None:
    code, before = letter_for(app, world.denise.id), count(Account)
    with served() as port:
        door = Door(port).open("/portal/activate").send("/portal/activate", code=code).open("/portal/activate/account")
        came = door.race(
            "/portal/activate/account",
            [
                {"username": f"racer{number:03d}", "password": typed, "confirm_password": typed}
                for number, typed in enumerate(PASSWORDS)
            ],
        )

    assert outcomes(came) == {303: 1, 422: RACERS - 1}
    refusals = {TOKEN.sub("", each.text) for each in came if each.status == 422}
    assert len(refusals) == 1
    assert "This code does not open an account" in refusals.pop()
    assert count(Account) == before + 1
    assert count(Account, Account.person_id == world.denise.id) == 1
    assert count(ActivationCode, ActivationCode.used_at.is_not(None)) == 1
    assert {each: len(told(each)) for each in ("account-activated", "account-created")} == {
        "account-activated": 1,
        "account-created": 1,
    }
    assert sorted(welcomes()) == sorted(set(welcomes()) | {world.denise.email})
    assert sealer.verify().broken == ""


def test_of_many_resets_with_one_link_one_counts(ana: Resident, served: Callable[[], Any]) -> None:
    path = reset_link(ana)
    with served() as port:
        door = Door(port).open(path)
        came = door.race(path, [{"password": each, "confirm_password": each} for each in PASSWORDS[:FEWER]])

    won = [number for number, each in enumerate(came) if each.status == 303]
    assert len(won) == 1
    assert set(outcomes(came)) <= {303, 404, 410, 422}
    assert hashing.verify(PASSWORDS[won[0]], account_of(ana).password_hash)[0]
    assert len(told("password-replaced")) == 1
    assert count(Mail, Mail.template == "password-changed") == 1
    assert count(MailedLink, MailedLink.used_at.is_not(None)) == 1
    assert count(SessionRecord) == 0


def test_of_many_confirmations_with_one_link_one_counts(ana: Resident, served: Callable[[], Any]) -> None:
    path = confirm_link(ana)
    with served() as port:
        came = Door(port).open(path).race(path, [{}] * FEWER)

    assert outcomes(came)[303] + outcomes(came)[200] == 1
    assert set(outcomes(came)) <= {200, 303, 404, 410}
    assert account_of(ana).recovery_email == "new@ana.lopez.example"
    assert len(told("recovery-email-confirmed")) == 1


def test_of_many_who_accept_one_invitation_one_has_the_account(noor: Colleague, served: Callable[[], Any]) -> None:
    path = invited(noor, "dots-admin")
    with served() as port:
        came = (
            Door(port)
            .open(path)
            .race(
                path,
                [
                    {"username": f"racer{number:03d}", "password": typed, "confirm_password": typed}
                    for number, typed in enumerate(PASSWORDS[:FEWER])
                ],
            )
        )

    assert outcomes(came)[303] == 1
    assert set(outcomes(came)) <= {303, 404, 410, 422}
    assert len(accounts_of(noor)) == 1
    assert count(AuditEntry, AuditEntry.event == "account-created") == 1
