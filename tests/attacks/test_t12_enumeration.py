"""T12, T13: whether an account exists. The pages are equal byte for byte, and so is the work behind them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Engine, update

from accounts import hashing
from accounts.actions import count_try
from accounts.models import Account
from foundation import clock, db
from tests.accounts.residents import PASSWORD, Resident
from tests.accounts.residents import ana as ana
from tests.accounts.residents import chidi as chidi
from tests.accounts.residents import rosa as rosa
from tests.attacks.devices import post, token_of
from tests.browser import Browser
from tests.statements import statements


@pytest.fixture
def street(ana: Resident, chidi: Resident, rosa: Resident) -> dict[str, str]:
    """A user name for each thing an attacker would like to know."""
    with db.transaction() as session:
        session.execute(update(Account).where(Account.id == rosa.account_id).values(disabled_at=clock.now()))
        session.execute(update(Account).where(Account.id == chidi.account_id).values(pending_email="c@okonkwo.example"))
    return {"known": "ana.lopez", "missing": "nobody-here", "disabled": "rosa.vega", "no address": "chidi"}


def answer_to(app: Flask, path: str, **fields: str) -> tuple[int, list[tuple[str, str]], str]:
    """Status, headers and body of one POST by a stranger, without what differs by chance or was typed."""
    browser = Browser(app)
    csrf = token_of(browser.open(path))
    response = post(browser, path, csrf_token=csrf, **fields)
    body = response.get_data(as_text=True)
    for typed in fields.values():
        body = body.replace(f'value="{typed}"', "")
    body = re.sub(r'name="csrf_token"([^>]*)value="[^"]+"', "", body)
    hidden = ("Set-Cookie", "Content-Length", "Date")
    cookies = sorted(each.split("=")[0] for each in response.headers.getlist("Set-Cookie"))
    headers = [(name, value) for name, value in response.headers if name not in hidden]
    return response.status_code, [*headers, ("cookies", str(cookies))], body


def test_signing_in_answers_the_same_whoever_is_named(app: Flask, street: dict[str, str]) -> None:
    for _ in range(5):
        with db.transaction():
            count_try("locked", source="192.0.2.1", at=clock.now())
    answers = [
        answer_to(app, "/sign-in", username=username, password="wrong password 1")
        for username in (*street.values(), "locked")
    ]
    answers.append(answer_to(app, "/sign-in", username="rosa.vega", password=PASSWORD))

    assert [each[0] for each in answers] == [422] * 6
    assert all(each == answers[0] for each in answers)


def test_forgot_password_answers_the_same_whoever_is_named(app: Flask, street: dict[str, str]) -> None:
    answers = [answer_to(app, "/forgot-password", username=username) for username in street.values()]

    assert [each[0] for each in answers] == [303] * 4
    assert all(each == answers[0] for each in answers)


def test_forgot_username_answers_the_same_whatever_address_is_given(app: Flask, street: dict[str, str]) -> None:
    addresses = ("ana@lopez.example", "nobody@lopez.example", "rosa@vega.example", "c@okonkwo.example")
    answers = [answer_to(app, "/forgot-username", email=email) for email in addresses]

    assert [each[0] for each in answers] == [303] * 4
    assert all(each == answers[0] for each in answers)


@pytest.mark.parametrize("path", ["/forgot-password", "/forgot-username"])
def test_the_page_after_asking_is_the_same_too(app: Flask, street: dict[str, str], path: str) -> None:
    before = Browser(app).open(f"{path}?asked=")
    answer_to(app, path, username="ana.lopez", email="ana@lopez.example")
    after = Browser(app).open(f"{path}?asked=")

    assert before.html.replace(token_of(before), "") == after.html.replace(token_of(after), "")


def work_of(engine: Engine, deed: Callable[[], object]) -> list[str]:
    """The statements a deed says to the database, without how many rows of which table it names itself."""
    with statements(engine) as said:
        deed()
    return said


def test_signing_in_costs_the_same_statements_whoever_is_named(
    app: Flask, database: Engine, street: dict[str, str]
) -> None:
    costs = [
        work_of(database, lambda name=username: answer_to(app, "/sign-in", username=name, password="wrong"))
        for username in ("the-first-opens-the-connection", *street.values())
    ][1:]

    assert len(costs[0]) > 3
    assert costs == [costs[0]] * 4


def test_asking_costs_the_same_statements_whoever_is_named(
    app: Flask, database: Engine, street: dict[str, str]
) -> None:
    costs = [
        work_of(database, lambda name=username: answer_to(app, "/forgot-password", username=name))
        for username in ("the-first-of-its-source", *street.values())
    ][1:]
    costs += [
        work_of(database, lambda address=email: answer_to(app, "/forgot-username", email=address))
        for email in ("ana@lopez.example", "nobody@lopez.example")
    ]

    assert len(costs[0]) > 1
    assert all(each == costs[0] for each in costs)


def test_a_name_nobody_has_costs_a_hash_too() -> None:
    """In time of the processor at the cost of production, the quickest of several runs."""
    hashing.configure(cheap=False)
    kept = hashing.hash_of(PASSWORD)

    known, unknown = (quickest(lambda hash=hash: hashing.verify("wrong", hash)) for hash in (kept, None))
    hashing.configure(cheap=True)

    assert 0.6 < known / unknown < 1.6


def quickest(deed: Callable[[], object]) -> float:
    spent = []
    for _ in range(7):
        before = time.process_time()
        deed()
        spent.append(time.process_time() - before)
    return min(spent)
