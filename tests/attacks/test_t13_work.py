"""T13: time tells nothing, because the work is the same: hashes, statements, and what is queued for later.

Work is counted and not timed, so that a busy machine cannot break these tests; `make bench` has the distribution of the
times for the same questions (bench/timing.py).
"""

from __future__ import annotations

import re
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from accounts import hashing
from bench import timing
from foundation import db
from foundation.jobs import Job
from foundation.outbox import Mail
from tests.statements import statements

EACH = 4
QUESTIONS = ("sign-in", "forgot password", "forgot username", "activation code", "invitation")


@dataclass
class Counting:
    """The hashes in use, and what was asked of them."""

    real: Any
    said: list[str] = field(default_factory=list)

    def hash(self, password: str) -> str:
        self.said.append("hash")
        return str(self.real.hash(password))

    def verify_and_update(self, password: str, kept: str) -> tuple[bool, str | None]:
        self.said.append("verify")
        matches, newer = self.real.verify_and_update(password, kept)
        return bool(matches), newer

    def dummy_verify(self) -> None:
        """As much work as a verification, for nothing."""
        self.said.append("verify")
        self.real.dummy_verify()


@dataclass(frozen=True)
class Work:
    """What one answer cost."""

    hashes: list[str]
    statements: list[str]
    queued: tuple[list[str], int]


@pytest.fixture
def pairs(app: Flask, database: Engine, monkeypatch: pytest.MonkeyPatch) -> dict[str, timing.Pair]:
    monkeypatch.setattr(timing, "PAIRS", EACH)
    with db.transaction():
        return {each.name: each for each in timing.pairs_of(app)}


@pytest.fixture
def hashes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    counting = Counting(hashing._passwords)
    monkeypatch.setattr(hashing, "_passwords", counting)
    return counting.said


def work_of(app: Flask, engine: Engine, question: timing.Question, hashes: list[str]) -> Work:
    asking = Context().run(timing.asked, app, question)
    before = queued()
    hashes.clear()
    db.close()
    with statements(engine) as said:
        Context().run(asking)
    jobs, mails = queued()
    return Work(list(hashes), [shape(each) for each in said], (jobs[len(before[0]) :], mails - before[1]))


def shape(statement: str) -> str:
    """A statement without the numbers of its parameters."""
    return re.sub(r"%\(\w+\)s(::\w+)?|\?", "?", statement)


def queued() -> tuple[list[str], int]:
    db.close()
    kinds = list(db.session().scalars(select(Job.kind).order_by(Job.id)))
    return kinds, db.session().scalar(select(func.count(Mail.id))) or 0


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_is_known_and_what_is_not_cost_the_same_work(
    app: Flask, database: Engine, pairs: dict[str, timing.Pair], hashes: list[str], name: str
) -> None:
    pair = pairs[name]
    work_of(app, database, pair.known[0], hashes)
    costs = [work_of(app, database, each, hashes) for side in (pair.known, pair.unknown) for each in side[1:]]

    assert costs[0].statements
    assert [each.hashes for each in costs] == [costs[0].hashes] * len(costs)
    assert [each.queued for each in costs] == [costs[0].queued] * len(costs)
    assert [each.statements for each in costs] == [costs[0].statements] * len(costs)


def test_signing_in_costs_one_hash_and_asking_costs_a_job(
    app: Flask, database: Engine, pairs: dict[str, timing.Pair], hashes: list[str]
) -> None:
    """The counts count: were they of the wrong thing, all would be equal."""
    signing, asking = (work_of(app, database, pairs[each].unknown[1], hashes) for each in QUESTIONS[:2])

    assert (signing.hashes, signing.queued) == (["verify"], ([], 0))
    assert (asking.hashes, asking.queued) == ([], (["answer-reset-request"], 0))


def test_every_question_of_the_bench_is_held_here(pairs: dict[str, timing.Pair]) -> None:
    assert set(pairs) == set(QUESTIONS)


@pytest.mark.parametrize(
    ("ones", "share"), [([1.0, 2.0], 0.5), ([3.0, 4.0], 1.0), ([0.0, 0.5], 0.0), ([1.0, 3.0], 0.625)]
)
def test_the_measure_of_the_bench_is_how_often_one_is_larger(ones: list[float], share: float) -> None:
    assert timing.auc(ones, [1.0, 2.0]) == share
