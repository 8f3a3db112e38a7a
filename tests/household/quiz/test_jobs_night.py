"""The quiz's night: attempts nobody can go on with are closed, once; and a bank too small is told of."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from foundation import clock
from household.quiz import jobs
from tests.household.access.staff import Clerk
from tests.household.quiz.sitting import IN_WINDOW, again, certified, load_starter, opens


@pytest.fixture
def clerk(database: Engine) -> Clerk:
    load_starter()
    return certified()


def night(moment: str) -> str:
    with clock.at(moment):
        return jobs.night()


def test_an_attempt_left_open_in_a_window_that_is_over_is_closed_once(clerk: Clerk) -> None:
    with clock.at(IN_WINDOW):
        attempt = opens(clerk)

    assert night("2027-04-21 01:00").startswith("0 attempts")
    assert night("2027-06-30 01:00").startswith("0 attempts")
    assert night("2027-07-01 01:00").startswith("1 attempts")
    assert night("2027-07-01 02:00").startswith("0 attempts")
    assert again(attempt).outcome == "left"
    assert again(attempt).closed_on is None


def test_access_that_was_taken_away_may_come_back_and_its_attempt_waits(clerk: Clerk) -> None:
    with clock.at(IN_WINDOW):
        attempt = opens(clerk)
        clerk.is_revoked()

    assert night("2027-05-01 01:00").startswith("0 attempts")
    assert again(attempt).is_open


def test_who_renewed_otherwise_needs_the_attempt_no_more(clerk: Clerk) -> None:
    with clock.at(IN_WINDOW):
        attempt = opens(clerk)
        clerk.passes_the_quiz("2027-04-20")

    assert night("2027-04-21 01:00").startswith("1 attempts")
    assert again(attempt).outcome == "left"


def test_an_attempt_of_today_is_left_alone(clerk: Clerk) -> None:
    with clock.at("2027-06-30 23:50"):
        attempt = opens(clerk)

        assert jobs.night().startswith("0 attempts")
    assert again(attempt).is_open


def test_the_night_says_whether_the_quiz_can_open(database: Engine) -> None:
    assert "flask quiz import --starter" in night(IN_WINDOW)
    load_starter()
    assert "46 questions are active" in night(IN_WINDOW)
