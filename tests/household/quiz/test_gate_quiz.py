"""What the gate tells the quiz: the worked examples of the window, and the reasons in words."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import Engine

from foundation import clock, db
from household.access import gate
from household.access.models import PolicyVersion
from household.access.queries.policies import STARTER
from household.access.rules.quiz import QuizRefusal
from household.quiz import words
from tests.household.access.staff import day
from tests.household.quiz.sitting import again, answers, certified, load_starter, opens, sends


@pytest.mark.parametrize(
    ("on", "refusal"),
    [
        ("2027-03-31", "opens-on"),
        ("2027-04-01", ""),
        ("2027-06-30", ""),
        ("2027-07-01", "lapsed"),
    ],
)
def test_the_door_follows_the_worked_examples(database: Engine, on: str, refusal: str) -> None:
    door = gate.quiz_door(certified().person_id, on=day(on))

    assert door.refusal == refusal
    assert door.course == "IC-HOUSEHOLD-RECERT"


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_refusal_of_the_gate_has_its_words_here(app: Flask, language: str) -> None:
    with app.test_request_context(), force_locale(language):
        said = [words.refused(each.value) for each in QuizRefusal]

    assert len({each for each in said if each}) == len(QuizRefusal)


def test_where_policy_lets_the_quiz_bring_access_back_a_pass_after_the_lapse_does(database: Engine) -> None:
    load_starter()
    clerk = certified()
    with db.transaction() as session:
        text = STARTER.read_text("utf-8").replace('after_lapse = "full-courses"', 'after_lapse = "quiz"')
        rules = tomllib.loads(text)
        session.add(
            PolicyVersion(number=2, starts=day("2027-01-01"), rules=rules, reason="board", published_at=clock.now())
        )
    with clock.at("2027-08-20 10:00"):
        assert gate.quiz_door(clerk.person_id, on=clock.today()).refusal == ""
        attempt = opens(clerk)
        answers(attempt)
        sends(attempt)

        answer = gate.answer_for(clerk.person_id, on=clock.today())
    assert again(attempt).outcome == "passed"
    assert (answer.has_access, answer.through) == (True, date(2029, 6, 30))
