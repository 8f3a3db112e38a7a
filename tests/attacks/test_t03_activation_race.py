"""T03: a hundred people use one code at the same moment. One account, ninety-nine neutral refusals, no error."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextvars import Context
from functools import partial
from multiprocessing import get_context

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from accounts.models import Account
from app import create_app
from demo.world import World
from foundation import audit, clock, db
from foundation.audit import AuditEntry
from foundation.outbox import Mail
from foundation.settings import Settings
from portal import actions
from portal.actions import Answers
from portal.models import ActivationCode
from portal.rules import codes
from portal.rules.codes import Delivery, Kind, Refusal
from tests.racing import PATIENCE_S, at_once

RACERS = 100
PASSWORD = "seven green herons"
BY = audit.command("test")


@pytest.fixture
def code(app: Flask, world: World) -> str:
    with db.transaction():
        issued = actions.issue_code(
            world.denise.id,
            kind=Kind.PARENT,
            delivery=Delivery.LETTER,
            settings=app.config["HEARTH"],
            by=BY,
            at=clock.now(),
        )
    return issued.code


@pytest.mark.parametrize(("names", "sources"), [("one", "one"), ("many", "many")])
def test_a_hundred_browsers_make_one_account(app: Flask, world: World, code: str, names: str, sources: str) -> None:
    racers = [ready(app, code, number if sources == "many" else 0) for number in range(RACERS)]
    answers = at_once(
        [partial(finish, *racer, number if names == "many" else 0) for number, racer in enumerate(racers)]
    )

    assert Counter(each.status_code for each in answers) == {303: 1, 422: RACERS - 1}
    refusals = {without_token(each) for each in answers if each.status_code == 422}
    assert len(refusals) == 1
    assert "This code does not open an account" in refusals.pop()
    assert_one_account(world)


def test_two_processes_and_a_hundred_threads_make_one_account(
    settings: Settings, app: Flask, world: World, code: str
) -> None:
    db.close()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        runs = [processes.submit(race_in_process, settings, codes.hash_of(code), start) for start in (0, RACERS // 2)]
        outcomes = sum((run.result(timeout=PATIENCE_S) for run in runs), Counter[str]())

    assert outcomes == {"account": 1, Refusal.USED.value: RACERS - 1}
    assert_one_account(world)


def race_in_process(settings: Settings, code_hash: str, start: int) -> Counter[str]:
    """Half of the racers, in a process of their own; what became of each."""
    create_app(settings)
    return Counter(at_once([partial(activated, settings, code_hash, number) for number in range(start, start + 50)]))


def activated(settings: Settings, code_hash: str, number: int) -> str:
    with db.transaction():
        made = actions.activate(
            code_hash,
            Answers(f"racer{number:03d}", "-", ""),
            page_language="en",
            settings=settings,
            on=clock.today(),
            by=BY,
            at=clock.now(),
        )
        # A code whose person has the account already is told apart for the office alone.
        return "account" if isinstance(made, Account) else str(getattr(made, "value", made))


def ready(app: Flask, code: str, source: int) -> tuple[FlaskClient, str]:
    """A browser that has given the code and stands before the second page, with its token."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"203.0.113.{source}"
    db.close()
    Context().run(
        client.post, "/portal/activate", data={"code": code, "csrf_token": token_on(client, "/portal/activate")}
    )
    return client, token_on(client, "/portal/activate/account")


def token_on(client: FlaskClient, path: str) -> str:
    page = Context().run(client.get, path).get_data(as_text=True)
    return re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]


def finish(client: FlaskClient, token: str, number: int) -> TestResponse:
    chosen = {"username": f"racer{number:03d}", "password": PASSWORD, "confirm_password": PASSWORD}
    return client.post("/portal/activate/account", data={"csrf_token": token, **chosen})


def without_token(answer: TestResponse) -> str:
    return re.sub(r'name="csrf_token"[^>]*>', "", answer.get_data(as_text=True))


def assert_one_account(world: World) -> None:
    """One account, one code used, one entry of the audit, one welcome by each way on file."""
    db.close()
    made = db.session().scalars(select(Account).where(Account.person_id == world.denise.id)).all()
    used = db.session().scalars(select(ActivationCode).where(ActivationCode.used_at.is_not(None))).all()
    assert len(made) == 1
    assert [each.account_id for each in used] == [made[0].id]
    for event in ("account-activated", "account-created"):
        entries = db.session().scalars(select(AuditEntry).where(AuditEntry.event == event)).all()
        assert [each.person_id for each in entries] == [world.denise.id]
    told = list(db.session().scalars(select(Mail.to_address).where(Mail.template == "account-activated")))
    assert sorted(told) == sorted({*told, world.denise.email})
