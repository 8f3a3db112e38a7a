"""T12, T13, T15: asking for a new code tells nobody who is on record, in words or in work, and floods nobody."""

from __future__ import annotations

import dataclasses
import time
from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from demo import people, places
from foundation import db
from foundation.jobs import Job
from foundation.outbox import Mail
from foundation.worker import do_next_job
from tests.attacks.devices import token_of
from tests.attacks.test_t12_enumeration import answer_to, work_of
from tests.browser import Browser
from tests.portal.askers import Askers, asked, askers

PATH = "/portal/new-code"
ROUNDS = 30


@pytest.fixture
def told(database: Engine) -> Askers:
    with db.transaction():
        made = askers(places.a_school("Ridgeline High School"))
        people.an_account(made.called, "parent", username="celia.ortiz", password_hash="x")
    return made


def questions(told: Askers) -> dict[str, dict[str, str]]:
    """One for each thing a stranger would like to know."""
    known = asked(told.mailed, told.luz)
    asks = {
        "known": known,
        "by text": asked(told.texted, told.luz),
        "has an account": asked(told.called, told.luz),
        "not entitled": asked(told.stepfather, told.luz),
        "without a way": asked(told.unreached, told.sam),
        "no such parent": dataclasses.replace(known, first_name="Nobody"),
        "no such student": dataclasses.replace(known, student_last_name="Nobody"),
        "wrong number": dataclasses.replace(known, student_number="99999"),
    }
    return {name: fields_of(each) for name, each in asks.items()}


def fields_of(typed: object) -> dict[str, str]:
    return {name: str(value) for name, value in vars(typed).items()}


def test_the_answer_is_the_same_byte_for_byte(app: Flask, told: Askers) -> None:
    answers = {name: answer_to(app, PATH, **fields) for name, fields in questions(told).items()}

    assert {each[0] for each in answers.values()} == {303}
    assert all(each == answers["known"] for each in answers.values())


def test_the_work_is_the_same_statement_for_statement(app: Flask, database: Engine, told: Askers) -> None:
    answer_to(app, PATH, **questions(told)["known"])
    costs = {
        name: work_of(database, lambda typed=fields: answer_to(app, PATH, **typed))
        for name, fields in questions(told).items()
    }

    assert len(costs["known"]) > 1
    assert all(each == costs["known"] for each in costs.values())


def test_the_times_overlap_so_that_one_asked_tells_nothing(app: Flask, told: Askers) -> None:
    """By distribution, not by median: how often a known one takes longer than an unknown one is a coin’s throw."""
    asks = questions(told)
    spent: dict[str, list[float]] = {"known": [], "no such student": []}
    for number in range(ROUNDS * 2):
        name = tuple(spent)[number % 2]
        before = time.process_time()
        answer_to(app, PATH, **asks[name])
        spent[name].append(time.process_time() - before)

    assert 0.25 < auc(spent["known"], spent["no such student"]) < 0.75


def test_the_measure_would_notice_a_tenth_more_work() -> None:
    slow = [1.1 + number / 1000 for number in range(ROUNDS)]

    assert auc(slow, [1.0 + number / 1000 for number in range(ROUNDS)]) > 0.75


def test_a_hundred_questions_make_three_messages_and_one_living_code(app: Flask, told: Askers) -> None:
    for number in range(100):
        ask_from(app, f"192.0.2.{number % 50}", questions(told)["known"])
    while do_next_job():
        pass

    db.close()
    assert db.session().scalar(select(func.count(Mail.id))) == 3


def test_one_source_is_slowed_down(app: Flask, told: Askers) -> None:
    statuses = Counter(answer_to(app, PATH, **questions(told)["no such parent"])[0] for _ in range(110))

    assert statuses == {303: 101, 429: 9}
    db.close()
    assert db.session().scalar(select(func.count(Job.id))) == 101


def test_nothing_typed_lies_open_in_the_queue_or_the_log(
    app: Flask, told: Askers, capfd: pytest.CaptureFixture[str]
) -> None:
    fields = questions(told)["known"] | {"first_name": "CANARY-7f3a91"}
    answer_to(app, PATH, **fields)
    db.close()
    kept = str([each.payload for each in db.session().scalars(select(Job))])
    while do_next_job():
        pass

    said = "".join(capfd.readouterr())
    assert not [each for each in ("CANARY", "Vega", "2010-03-14", "40233") if each in kept + said]


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_code_never_goes_to_what_was_typed(app: Flask, told: Askers, language: str) -> None:
    """Fields nobody asked for change nothing."""
    typed = {"email": "eve@evil.example", "phone": "+13035559999", "recovery_email": "eve@evil.example"}
    answer_to(app, f"{PATH}?lang={language}", **questions(told)["known"], **typed)
    while do_next_job():
        pass

    db.close()
    assert [each.to_address for each in db.session().scalars(select(Mail))] == ["ana@vega.example"]


def ask_from(app: Flask, source: str, fields: dict[str, str]) -> None:
    browser = Browser(app)
    csrf = token_of(browser.open(PATH))
    answer = browser.client.post(PATH, data={**fields, "csrf_token": csrf}, environ_base={"REMOTE_ADDR": source})
    assert answer.status_code == 303


def auc(ones: list[float], others: list[float]) -> float:
    """How often one of `ones` is larger than one of `others`: 0.5 where nothing tells them apart."""
    wins = sum((one > other) + (one == other) / 2 for one in ones for other in others)
    return wins / (len(ones) * len(others))
