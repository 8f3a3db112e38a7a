"""Completions that arrive by file reach the decision: the quiz of a training system renews access like our own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from foundation import clock, db
from household.access import gate
from tests.district.statements import ADL, Statement, statement, voiding
from tests.household.access.staff import Clerk, day, hire

QUIZ = "https://lms.example.org/quiz/IC-HOUSEHOLD-RECERT"


@pytest.fixture
def clerk(app: Flask) -> Iterator[Clerk]:
    """Office professional, access through June 30, 2027."""
    made = hire(employee_id="e77")
    made.works()
    made.finishes_both("2025-10-01", "2025-10-14")
    with app.app_context():
        yield made


def bring(app: Flask, folder: Path, now: str, *statements: Statement) -> None:
    """The statements arrive at that district time."""
    path = folder / "statements.json"
    path.write_text(json.dumps(statements))
    run(app, now, "training", "statements", str(path))


def run(app: Flask, now: str, *args: str) -> None:
    db.close()
    with clock.at(now):
        result = app.test_cli_runner().invoke(args=list(args))
    assert result.exit_code == 0, result.output
    db.close()


def a_quiz(at: str, verb: str = f"{ADL}passed", **more: object) -> Statement:
    return statement(verb, who="e77", course=QUIZ, at=at, **more)  # type: ignore[arg-type]


def stands(clerk: Clerk, on: str) -> tuple[str, str]:
    answer = gate.answer_for(clerk.person_id, on=day(on))
    return answer.state.value, answer.through.isoformat() if answer.through else ""


@pytest.mark.parametrize(
    ("moment", "on", "through"),
    [
        ("2027-04-01T06:00:00Z", "2027-04-01", "2029-06-30"),
        ("2027-04-01T05:59:59Z", "2027-04-01", "2027-06-30"),  # still March 31 in Denver
        ("2027-07-01T05:59:00Z", "2027-07-01", "2029-06-30"),  # June 30, 23:59
    ],
)
def test_the_quiz_of_a_training_system_renews_inside_the_window_alone(
    app: Flask, clerk: Clerk, tmp_path: Path, moment: str, on: str, through: str
) -> None:
    bring(app, tmp_path, "2027-07-01 08:00", a_quiz(moment))

    assert stands(clerk, on)[1] == through


def test_the_quiz_after_the_lapse_renews_nothing(app: Flask, clerk: Clerk, tmp_path: Path) -> None:
    bring(app, tmp_path, "2027-07-02 08:00", a_quiz("2027-07-01T06:00:00Z"))

    assert stands(clerk, "2027-07-02")[0] == "lapsed"


@pytest.mark.parametrize("verb", [f"{ADL}completed", f"{ADL}failed"])
def test_only_a_passed_quiz_renews(app: Flask, clerk: Clerk, tmp_path: Path, verb: str) -> None:
    bring(app, tmp_path, "2027-04-02 08:00", a_quiz("2027-04-01T18:00:00Z", verb))

    assert stands(clerk, "2027-04-02") == ("recertify", "2027-06-30")


def test_access_follows_a_statement_and_its_undoing_at_once(app: Flask, clerk: Clerk, tmp_path: Path) -> None:
    bring(app, tmp_path, "2027-04-02 08:00", a_quiz("2027-04-01T18:00:00Z"))
    assert [kind for kind, _ in clerk.ledger()][-1] == "renewed"
    assert clerk.stored() == clerk.decided()
    bring(app, tmp_path, "2027-04-02 09:00", voiding(1))

    assert stands(clerk, "2027-04-02") == ("recertify", "2027-06-30")
    assert clerk.stored() == clerk.decided()


def test_the_quiz_counts_by_csv_as_by_statement(app: Flask, clerk: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "lms.csv"
    path.write_text("employee_id,course,completed_on,status\ne77,IC-HOUSEHOLD-RECERT,2027-04-01,Passed\n")
    run(app, "2027-04-02 08:00", "training", "import", str(path))

    assert stands(clerk, "2027-04-02") == ("active", "2029-06-30")
