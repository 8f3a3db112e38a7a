"""Which words of a training system say that a course is done."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district.rules.training import Attempt, CourseRule, Done, RuleFrom, completions, is_finished, rule_on


@pytest.mark.parametrize("status", ["completed", "Completed", "PASSED", "passed"])
def test_these_words_say_that_a_course_is_done(status: str) -> None:
    assert is_finished(status)


@pytest.mark.parametrize("status", ["", "In Progress", "failed", "complete", "not passed", "Registered"])
def test_no_other_word_does(status: str) -> None:
    assert not is_finished(status)


# The course's rule

D = date(2026, 9, 1)


def on(day: int, verb: str = "completed", score: float | None = None) -> Attempt:
    return Attempt(date(2026, 9, day), verb, score)


@pytest.mark.parametrize(
    ("rule", "attempts", "done"),
    [
        (CourseRule.COMPLETED, [on(1)], [(1, "completed")]),
        (CourseRule.COMPLETED, [on(1, "passed")], []),
        (CourseRule.PASSED, [on(1)], []),
        (CourseRule.PASSED, [on(1), on(3, "passed")], [(3, "passed")]),
        (CourseRule.EITHER, [on(1), on(3, "passed")], [(1, "completed"), (3, "passed")]),
        (CourseRule.EITHER, [on(1), on(1, "passed")], [(1, "passed")]),
        (CourseRule.BOTH, [on(1)], []),
        (CourseRule.BOTH, [on(1), on(4), on(4, "passed")], [(4, "passed")]),
        (CourseRule.BOTH, [on(5, "passed"), on(2)], [(5, "passed")]),
        (CourseRule.BOTH, [on(2), on(5, "passed"), on(7)], [(5, "passed")]),
        (CourseRule.BOTH, [on(2), on(5, "passed"), on(7), on(8, "passed")], [(5, "passed"), (8, "passed")]),
        *[(rule, [on(1, "satisfied")], [(1, "satisfied")]) for rule in CourseRule],
        *[(rule, [on(1, "waived")], [(1, "waived")]) for rule in CourseRule],
        (CourseRule.EITHER, [], []),
    ],
)
def test_the_course_rule_says_what_makes_a_completion(
    rule: CourseRule, attempts: list[Attempt], done: list[tuple[int, str]]
) -> None:
    found = completions(attempts, otherwise=rule)

    assert [(each.on.day, each.status) for each in found] == done


def test_the_best_score_of_the_day_is_kept() -> None:
    (done,) = completions([on(1, score=70), on(1, "passed", 90), on(1, "passed", None)])

    assert done == Done(date(2026, 9, 1), "passed", 90)


def test_a_rule_counts_from_its_day_on() -> None:
    rules = [RuleFrom(date(2026, 9, 3), CourseRule.PASSED), RuleFrom(date(2026, 9, 5), CourseRule.COMPLETED)]

    assert [rule_on(rules, date(2026, 9, day)) for day in (2, 3, 5)] == ["completed-or-passed", "passed", "completed"]
    assert [each.on.day for each in completions([on(2), on(3), on(5)], rules)] == [2, 5]


ATTEMPTS = st.lists(
    st.builds(
        Attempt,
        st.dates(D, D + timedelta(days=6)),
        st.sampled_from(["completed", "passed", "satisfied", "waived"]),
        st.none() | st.sampled_from([50.0, 90.0]),
    ),
    max_size=8,
)


@given(ATTEMPTS, st.randoms(use_true_random=False), st.sampled_from(list(CourseRule)))
def test_neither_order_nor_repetition_matters(attempts: list[Attempt], chance: Random, rule: CourseRule) -> None:
    shuffled = attempts + attempts[:3]
    chance.shuffle(shuffled)

    assert completions(shuffled, otherwise=rule) == completions(attempts, otherwise=rule)


@given(ATTEMPTS, ATTEMPTS)
def test_more_attempts_take_no_day_away_where_one_is_enough(some: list[Attempt], more: list[Attempt]) -> None:
    for rule in (CourseRule.COMPLETED, CourseRule.PASSED, CourseRule.EITHER):
        days = {each.on for each in completions(some, otherwise=rule)}
        assert days <= {each.on for each in completions(some + more, otherwise=rule)}
