"""Who is mailed a survey, and what answers say together."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from support.rules.surveys import FEWEST, Area, Outcome, Satisfaction, outcome, together

DAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("days_ago", "what"),
    [
        (None, Outcome.MAILED),
        (0, Outcome.TOO_SOON),
        (29, Outcome.TOO_SOON),
        (30, Outcome.MAILED),
        (31, Outcome.MAILED),
    ],
)
def test_one_mail_in_thirty_days(days_ago: int | None, what: Outcome) -> None:
    last = None if days_ago is None else DAY - timedelta(days=days_ago)
    assert outcome(last, opted_out=False, is_reached=True, on=DAY) is what


def test_thirty_days_run_through_a_short_month() -> None:
    last = date(2027, 2, 10)
    assert outcome(last, opted_out=False, is_reached=True, on=date(2027, 3, 11)) is Outcome.TOO_SOON
    assert outcome(last, opted_out=False, is_reached=True, on=date(2027, 3, 12)) is Outcome.MAILED


def test_who_wants_none_gets_none_however_long_ago() -> None:
    assert outcome(None, opted_out=True, is_reached=True, on=DAY) is Outcome.OPTED_OUT
    assert outcome(None, opted_out=True, is_reached=False, on=DAY) is Outcome.NOT_REACHED


def answers(number: int, satisfied: int, each: int = 4) -> Satisfaction:
    return Satisfaction(number, satisfied, dict.fromkeys(Area, number * each))


@pytest.mark.parametrize(
    ("number", "satisfied", "percent", "reaches"),
    [
        (FEWEST - 1, FEWEST - 1, None, False),
        (FEWEST, FEWEST, 100, True),
        (20, 19, 95, True),
        (1000, 949, 94, False),
        (0, 0, None, False),
    ],
)
def test_the_share_is_told_of_enough_answers_and_never_rounded_up(
    number: int, satisfied: int, percent: int | None, reaches: bool
) -> None:
    found = answers(number, satisfied)
    assert (found.percent, found.reaches_goal) == (percent, reaches)


def test_averages_are_to_a_tenth_and_told_of_enough_answers() -> None:
    assert answers(4, 4).average(Area.QUALITY) is None
    assert Satisfaction(6, 6, dict.fromkeys(Area, 28)).average(Area.QUALITY) == 4.7


def test_parts_add_up() -> None:
    assert together([answers(3, 2), answers(4, 4, each=5)]) == Satisfaction(7, 6, dict.fromkeys(Area, 32))
    assert together([]) == answers(0, 0)
