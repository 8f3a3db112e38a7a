"""The quiz opens in its window, for whoever it renews."""

from __future__ import annotations

import pytest

from household.access.rules.facts import Facts
from household.access.rules.policy import AfterLapse
from household.access.rules.quiz import QuizRefusal, QuizWindow, quiz_window
from tests.household.access.telling import JULY, POLICY, courses, day, done, facts, job, other_policy

CLERK = job("2020-08-01")
FIRST = courses("2025-10-02", "2025-10-14")
RENEWED = FIRST + done("Q", "2027-04-15")
OPEN = QuizWindow(opens=day("2027-04-01"), last_day=day("2027-06-30"))


@pytest.mark.parametrize(
    ("told", "on", "expected"),
    [
        pytest.param(facts(), "2027-04-01", QuizWindow(QuizRefusal.NO_ACCESS), id="nobody"),
        pytest.param(facts([CLERK]), "2027-04-01", QuizWindow(QuizRefusal.NO_ACCESS), id="never had access"),
        pytest.param(
            facts([CLERK], FIRST),
            "2027-03-31",
            QuizWindow(QuizRefusal.OPENS_ON, opens=day("2027-04-01")),
            id="example 5: the day before the window",
        ),
        pytest.param(facts([CLERK], FIRST), "2027-04-01", OPEN, id="its first day"),
        pytest.param(facts([CLERK], FIRST), "2027-06-30", OPEN, id="its last day"),
        pytest.param(
            facts([CLERK], FIRST), "2027-07-01", QuizWindow(QuizRefusal.LAPSED), id="example 7: the day after"
        ),
        pytest.param(facts([CLERK], RENEWED), "2027-04-14", OPEN, id="the day before it is passed"),
        pytest.param(
            facts([CLERK], RENEWED),
            "2027-04-15",
            QuizWindow(QuizRefusal.ALREADY_RENEWED, opens=day("2029-04-01")),
            id="passed today",
        ),
        pytest.param(
            facts([CLERK], RENEWED),
            "2027-06-30",
            QuizWindow(QuizRefusal.ALREADY_RENEWED, opens=day("2029-04-01")),
            id="passed in this window",
        ),
        pytest.param(
            facts([CLERK], RENEWED),
            "2027-07-01",
            QuizWindow(QuizRefusal.OPENS_ON, opens=day("2029-04-01")),
            id="passed in the window before",
        ),
        pytest.param(
            facts([job("2020-08-01", "2027-04-10")], FIRST),
            "2027-04-10",
            QuizWindow(QuizRefusal.NO_ACCESS),
            id="the job is over",
        ),
        pytest.param(
            facts([CLERK], FIRST, revocations=[("2027-04-05", None)]),
            "2027-04-05",
            QuizWindow(QuizRefusal.NO_ACCESS),
            id="revoked",
        ),
    ],
)
def test_the_quiz_is_open_or_says_why_not(told: Facts, on: str, expected: QuizWindow) -> None:
    assert quiz_window(told, (POLICY,), day(on), year_starts=JULY) == expected


def test_after_a_lapse_the_quiz_is_open_for_good_where_policy_says_so() -> None:
    lenient = other_policy(after_lapse=AfterLapse.QUIZ)
    told = facts([CLERK], FIRST)

    assert quiz_window(told, (lenient,), day("2027-07-01"), year_starts=JULY) == QuizWindow(opens=day("2027-07-01"))
    assert quiz_window(told, (lenient,), day("2030-01-01"), year_starts=JULY).refusal is None
