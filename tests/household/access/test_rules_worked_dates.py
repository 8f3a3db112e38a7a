"""Worked dates: the contract's examples with this year's days, answered by any policy."""

from __future__ import annotations

from datetime import date

import pytest

from household.access.rules.policy import AfterLapse, Policy
from household.access.rules.policy_reading import read_policy
from household.access.rules.policy_writing import document_of
from household.access.rules.quiz import QuizRefusal
from household.access.rules.worked_dates import Doing, Outcome, Tale, comes_out_otherwise, worked, worked_change
from tests.household.access.telling import JULY, POLICY, day, other_policy

TODAY = day("2025-11-18")


def told(policy: Policy = POLICY, *, today: date = TODAY, year_starts: str = JULY) -> dict[str, tuple[str, str, str]]:
    """For each example the day asked about, the state, and the last day."""
    return {tale: said(each) for tale, each in worked(policy, today=today, year_starts=year_starts).items()}


def said(outcome: Outcome) -> tuple[str, str, str]:
    return str(outcome.on), outcome.answer.state, str(outcome.answer.through)


def test_they_are_the_examples_of_the_contract() -> None:
    assert told() == {
        "last-course": ("2025-10-14", "active", "2027-06-30"),
        "last-day-of-year": ("2026-06-30", "active", "2027-06-30"),
        "first-day-of-year": ("2026-07-01", "active", "2028-06-30"),
        "quiz-too-early": ("2027-03-31", "active", "2027-06-30"),
        "quiz-at-once": ("2027-04-01", "active", "2029-06-30"),
        "quiz-on-last-day": ("2027-06-30", "active", "2029-06-30"),
        "courses-instead": ("2027-04-15", "active", "2029-06-30"),
        "nothing-done": ("2027-07-01", "lapsed", "2027-06-30"),
        "courses-after-lapse": ("2027-08-10", "active", "2029-06-30"),
        "one-course-too-early": ("2027-08-10", "lapsed", "2027-06-30"),
    }


def test_the_quiz_says_when_it_opens_and_that_it_is_closed() -> None:
    found = worked(POLICY, today=TODAY, year_starts=JULY)
    early, late = found[Tale.QUIZ_TOO_EARLY].quiz, found[Tale.NOTHING_DONE].quiz

    assert early is not None
    assert late is not None
    assert (early.refusal, early.opens) == (QuizRefusal.OPENS_ON, day("2027-04-01"))
    assert late.refusal is QuizRefusal.LAPSED


@pytest.mark.parametrize(
    ("changes", "tale", "outcome"),
    [
        ({"term_school_years": 1}, "last-course", ("2025-10-14", "active", "2026-06-30")),
        ({"term_school_years": 3}, "quiz-at-once", ("2028-04-01", "active", "2031-06-30")),
        ({"window_opens": "05-15"}, "quiz-too-early", ("2027-05-14", "active", "2027-06-30")),
        ({"window_opens": "06-25"}, "courses-instead", ("2027-06-30", "active", "2029-06-30")),
        ({"window_opens": "09-01"}, "quiz-at-once", ("2026-09-01", "active", "2029-06-30")),
        ({"tracks": POLICY.tracks[1:2]}, "courses-after-lapse", ("2027-08-10", "active", "2029-06-30")),
        ({"tracks": POLICY.tracks[2:]}, "last-course", ("2025-10-14", "active", "2027-06-30")),
    ],
)
def test_other_rules_give_other_dates(changes: dict[str, object], tale: str, outcome: tuple[str, str, str]) -> None:
    assert told(other_policy(**changes))[tale] == outcome


def test_a_lapse_that_leaves_the_quiz_open_says_so() -> None:
    found = worked(other_policy(after_lapse=AfterLapse.QUIZ), today=TODAY, year_starts=JULY)[Tale.NOTHING_DONE]

    assert found.quiz is not None
    assert found.quiz.refusal is None


def test_an_approval_is_a_line_where_the_track_asks_for_it() -> None:
    found = worked(other_policy(tracks=POLICY.tracks[1:2]), today=TODAY, year_starts=JULY)

    assert [each.doing for each in found[Tale.LAST_COURSE].deeds] == [Doing.COURSES, Doing.APPROVAL]


def test_with_one_course_there_is_no_half() -> None:
    table = document_of(POLICY)
    table["courses"] = table["courses"][:1]
    one = read_policy({"areas": {"household": table}}, number=2, starts=TODAY)
    assert isinstance(one, Policy)

    assert "one-course-too-early" not in told(one)
    assert len(told(one)) == 9


def test_a_policy_that_is_for_nobody_has_no_dates() -> None:
    nobody = other_policy(tracks=POLICY.tracks[2:], central_teams=())

    assert worked(nobody, today=TODAY, year_starts=JULY) == {}
    assert worked_change(nobody, POLICY, year_starts=JULY) is None


def test_a_school_year_may_begin_on_another_day() -> None:
    assert told(year_starts="08-15", today=day("2025-08-14"))["last-course"] == (
        "2024-11-28",
        "active",
        "2026-08-14",
    )


def test_a_term_keeps_the_rules_it_was_given_under() -> None:
    shorter = other_policy(number=2, starts=day("2026-01-15"), term_school_years=1)
    found = worked_change(POLICY, shorter, year_starts=JULY)

    assert found is not None
    assert said(found) == ("2026-01-15", "active", "2027-06-30")
    assert found.deeds[0].on == day("2026-01-14")


@pytest.mark.parametrize(
    ("changes", "otherwise"),
    [
        ({}, []),
        ({"reminder_days": ()}, []),
        ({"window_opens": "05-15"}, ["quiz-too-early", "quiz-at-once", "courses-instead"]),
        ({"after_lapse": AfterLapse.QUIZ}, ["nothing-done"]),
    ],
)
def test_an_example_differs_where_its_days_or_its_answer_do(changes: dict[str, object], otherwise: list[str]) -> None:
    one, other = (worked(each, today=TODAY, year_starts=JULY) for each in (POLICY, other_policy(**changes)))

    assert [each for each in Tale if comes_out_otherwise(one.get(each), other.get(each))] == otherwise
    assert comes_out_otherwise(one[Tale.LAST_COURSE], None)
