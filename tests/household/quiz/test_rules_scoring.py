"""What is right, what is enough, and how often one may try."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from household.quiz.rules import scoring
from household.quiz.rules.attempts import Limits, OpenRefusal, belongs_to_window, refusal_to_open
from household.quiz.rules.questions import Content, Option
from tests.household.quiz.test_rules_questions import GOOD, MULTIPLE

FOUR = replace(MULTIPLE, options=tuple(Option(str(n), f"{n}.", is_right=n in (0, 2)) for n in range(4)))


@pytest.mark.parametrize(
    ("chosen", "is_right"),
    [
        ((0, 2), True),
        ((2, 0), True),
        ((0,), False),
        ((2,), False),
        ((0, 1, 2), False),
        ((0, 1, 2, 3), False),
        ((1, 3), False),
        ((), False),
        (None, False),
    ],
)
def test_of_several_exactly_the_right_ones_must_be_chosen(chosen: tuple[int, ...] | None, is_right: bool) -> None:
    assert scoring.is_right(FOUR, chosen) is is_right


@given(chosen=st.lists(st.integers(-2, 8), max_size=6))
def test_no_choice_that_does_not_fit_is_ever_right(chosen: list[int]) -> None:
    for content in (GOOD, FOUR):
        if not scoring.fits(content, chosen):
            assert not scoring.is_right(content, chosen) or len(set(chosen)) < len(chosen)


@pytest.mark.parametrize(
    ("content", "chosen", "fits"),
    [
        (GOOD, [0], True),
        (GOOD, [2], True),
        (GOOD, [], False),
        (GOOD, [0, 1], False),
        (GOOD, [3], False),
        (GOOD, [-1], False),
        (FOUR, [0, 1, 2, 3], True),
        (FOUR, [1, 1], False),
        (FOUR, [4], False),
    ],
)
def test_an_answer_is_of_places_that_exist_each_once(content: Content, chosen: list[int], fits: bool) -> None:
    assert scoring.fits(content, chosen) is fits


@pytest.mark.parametrize(
    ("right", "questions", "percent", "passes"),
    [
        (12, 15, 80, True),
        (11, 15, 80, False),
        (12, 14, 80, True),
        (11, 14, 80, False),
        (15, 15, 100, True),
        (14, 15, 100, False),
        (1, 1, 80, True),
        (0, 1, 1, False),
        (1, 100, 1, True),
        (0, 0, 80, False),
    ],
)
def test_eighty_of_a_hundred_pass_and_nothing_below(right: int, questions: int, percent: int, passes: bool) -> None:
    assert scoring.passes(right, questions, percent) is passes


@given(right=st.integers(0, 100), more=st.integers(0, 100), mark=st.integers(1, 100))
def test_who_passes_has_reached_the_mark_as_it_is_shown(right: int, more: int, mark: int) -> None:
    questions = right + more
    if questions:
        assert scoring.passes(right, questions, mark) is (right * 100 >= mark * questions)
        assert scoring.passes(right, questions, mark) is (right >= scoring.needed(questions, mark))
        assert scoring.passes(right, questions, mark) is (scoring.percent(right, questions) >= mark)


@pytest.mark.parametrize(
    ("opened", "ready", "expected"),
    [
        (0, 15, None),
        (2, 15, None),
        (3, 15, OpenRefusal.NO_MORE_TODAY),
        (4, 15, OpenRefusal.NO_MORE_TODAY),
        (0, 14, OpenRefusal.BANK_TOO_SMALL),
        (3, 0, OpenRefusal.NO_MORE_TODAY),
    ],
)
def test_three_attempts_a_day_of_a_bank_that_is_large_enough(
    opened: int, ready: int, expected: OpenRefusal | None
) -> None:
    assert refusal_to_open(opened_today=opened, ready=ready, limits=Limits(15, 80, 3)) == expected


def test_an_attempt_is_gone_on_with_in_its_own_window_only() -> None:
    opens = date(2029, 4, 1)

    assert belongs_to_window(date(2029, 4, 1), opens)
    assert belongs_to_window(date(2029, 6, 30), opens)
    assert not belongs_to_window(date(2029, 3, 31), opens)
    assert not belongs_to_window(date(2027, 6, 30), opens)
    assert belongs_to_window(date(2027, 6, 30), None)
