"""The night's work by hand: everything a day asks for, one after another, whatever becomes of one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine

from foundation import clock, jobs, nightly
from foundation.worker import Worker

did: list[str] = []


@pytest.fixture
def step() -> Iterator[str]:
    """A step of its own, gone afterwards."""
    did.clear()

    @nightly.step("count-sheep")
    def count() -> str:
        did.append(clock.today().isoformat())
        return f"{len(did)} sheep"

    yield "count-sheep"
    for registry in (nightly._steps, jobs.handlers, jobs.slots):
        del registry["count-sheep"]  # type: ignore[attr-defined]


def test_every_piece_of_the_day_is_done_and_says_what_it_did(app: Flask, database: Engine, step: str) -> None:
    said = {name: (what, problem) for name, what, problem in nightly.run()}

    assert said[step] == ("1 sheep", None)
    assert said["tidy-foundation"] == ("done", None)
    assert set(said) == {kind for kind, slot in jobs.slots.items() if slot is jobs.each_day}


def test_the_worker_does_a_step_once_a_district_day(app: Flask, database: Engine, step: str) -> None:
    for moment in ("2026-11-18 23:58", "2026-11-18 23:59", "2026-11-19 00:01", "2026-11-19 08:00"):
        with clock.at(moment):
            Worker(app).run_once()

    assert did == ["2026-11-18", "2026-11-19"]


def test_a_piece_that_fails_is_named_and_keeps_no_other_back(app: Flask, database: Engine, step: str) -> None:
    @nightly.step("break")
    def fall() -> str:
        raise RuntimeError("the ladder fell")

    try:
        answer = app.test_cli_runner().invoke(args=["nightly"])
    finally:
        for registry in (nightly._steps, jobs.handlers, jobs.slots):
            del registry["break"]  # type: ignore[attr-defined]

    assert answer.exit_code == 1
    assert "break failed. RuntimeError: the ladder fell" in answer.output
    assert "count-sheep: 1 sheep" in answer.output


def test_two_nights_in_a_row_both_end_well(app: Flask, database: Engine, step: str) -> None:
    answers = [app.test_cli_runner().invoke(args=["nightly"]) for _ in range(2)]

    assert [each.exit_code for each in answers] == [0, 0]
    assert "count-sheep: 2 sheep" in answers[1].output
