"""What people decided, laid over the story: grants by hand and reinstatements through a day."""

from __future__ import annotations

import pytest

from household.access.rules.answers import ReasonCode, StepCode
from household.access.rules.facts import Facts, Revocation
from household.access.rules.quiz import QuizRefusal, quiz_window
from household.access.rules.standing import standing_on
from tests.household.access.telling import JULY, POLICY, courses, day, done, facts, job, on, state, through

CLERK = job("2020-08-01")
ANALYST = job("2020-08-01", role="Analyst", category="central", team="Executive", location="")
FIRST = courses("2025-10-02", "2025-10-14")
SPRING = [("2026-02-02", "2026-05-01")]


@pytest.mark.parametrize(
    ("told", "asked", "expected"),
    [
        (facts([CLERK], grants=SPRING), "2026-02-01", "none"),
        (facts([CLERK], grants=SPRING), "2026-02-02", "active"),
        (facts([CLERK], grants=SPRING), "2026-04-30", "active"),
        (facts([CLERK], grants=SPRING), "2026-05-01", "none"),
        (facts([ANALYST], grants=SPRING), "2026-03-01", "active"),
        (facts([CLERK], done("E", "2026-01-10"), grants=SPRING), "2026-05-01", "in-progress"),
        (facts([], grants=SPRING), "2026-03-01", "none"),
        (facts([job("2026-03-01")], grants=SPRING), "2026-02-28", "none"),
        (facts([job("2026-03-01")], grants=SPRING), "2026-03-01", "active"),
        (facts([job("2020-08-01", "2026-03-11")], grants=SPRING), "2026-03-10", "active"),
        (facts([job("2020-08-01", "2026-03-11")], grants=SPRING), "2026-03-11", "none"),
        (facts([CLERK], revocations=[("2026-03-01", None)], grants=SPRING), "2026-03-01", "revoked"),
        (facts([CLERK], revocations=[("2026-03-01", "2026-03-09")], grants=SPRING), "2026-03-09", "active"),
    ],
)
def test_a_grant_holds_on_its_days_while_a_job_stands(told: Facts, asked: str, expected: str) -> None:
    assert state(told, asked) == expected


def test_a_departure_ends_a_grant_for_good() -> None:
    """Whoever comes back begins anew, as with everything done before."""
    away = [job("2020-08-01", "2026-03-01", employed_until="2026-03-01"), job("2026-03-20")]

    assert state(facts(away, grants=SPRING), "2026-02-28") == "active"
    assert state(facts(away, grants=SPRING), "2026-03-20") == "none"


def test_the_last_day_is_the_later_of_term_and_grant() -> None:
    told = facts([CLERK], FIRST, grants=[("2027-06-01", "2027-09-01")])

    assert through(on(told, "2027-05-31")) == "2027-06-30"
    assert through(on(told, "2027-06-01")) == "2027-08-31"
    assert through(on(told, "2027-07-01")) == "2027-08-31"
    assert state(told, "2027-06-15") == "recertify"
    assert state(told, "2027-07-01") == "active"
    assert state(told, "2027-09-01") == "lapsed"


def test_a_grant_earns_no_term_and_keeps_no_quiz_open() -> None:
    told = facts([CLERK], FIRST + done("Q", "2027-07-10"), grants=[("2027-07-05", "2027-09-01")])

    assert state(told, "2027-09-01") == "lapsed"
    assert quiz_window(told, [POLICY], day("2027-08-01"), year_starts=JULY).refusal is QuizRefusal.LAPSED


def test_unbroken_access_begins_where_the_grant_began() -> None:
    told = facts([CLERK], courses("2026-03-01", "2026-03-10"), grants=SPRING)
    segment = on(told, "2026-06-01")

    assert segment is not None
    assert segment.since == day("2026-02-02")
    assert through(segment) == "2027-06-30"


def test_a_grant_says_who_gave_it_and_what_is_still_missing() -> None:
    answer = standing_on(facts([CLERK], grants=SPRING), [POLICY], day("2026-03-01"), year_starts=JULY)

    assert [(each.code, each.day, each.last_day) for each in answer.reasons] == [
        (ReasonCode.GIVEN_BY_HAND, day("2026-02-02"), day("2026-04-30"))
    ]
    assert [each.code for each in answer.next_steps] == [StepCode.TAKE_COURSE, StepCode.TAKE_COURSE]
    assert answer.counted[-1].through == day("2026-04-30")
    assert answer.policy_version == 1


def test_a_job_that_ends_first_bounds_the_grant_and_is_named() -> None:
    told = facts([job("2020-08-01", "2026-04-01")], grants=SPRING)
    answer = standing_on(told, [POLICY], day("2026-03-01"), year_starts=JULY)

    assert answer.through == day("2026-03-31")
    assert [each.through for each in answer.counted] == [day("2026-04-30"), day("2026-03-31"), day("2026-03-31")]


def test_after_a_grant_the_answer_says_that_it_is_over() -> None:
    answer = standing_on(facts([CLERK], grants=SPRING), [POLICY], day("2026-05-01"), year_starts=JULY)

    assert answer.reasons[-1].code is ReasonCode.GIVEN_IS_OVER
    assert answer.through == day("2026-04-30")


@pytest.mark.parametrize(
    ("asked", "expected", "last"),
    [
        ("2026-01-09", "active", "2027-06-30"),
        ("2026-01-10", "revoked", "2026-01-09"),
        ("2026-02-10", "active", "2026-03-31"),
        ("2026-03-31", "active", "2026-03-31"),
        ("2026-04-01", "revoked", "2026-03-31"),
        ("2030-01-01", "revoked", "2026-03-31"),
    ],
)
def test_a_reinstatement_through_a_day_bounds_the_access(asked: str, expected: str, last: str) -> None:
    taken = Revocation(day("2026-01-10"), day("2026-02-10"), day("2026-04-01"))
    told = Facts(facts([CLERK]).jobs, FIRST, revocations=(taken,))

    assert state(told, asked) == expected
    assert through(on(told, asked)) == last


def test_a_revocation_that_resumed_says_since_when() -> None:
    taken = Revocation(day("2026-01-10"), day("2026-02-10"), day("2026-04-01"))
    told = Facts(facts([CLERK]).jobs, FIRST, revocations=(taken,))

    answer = standing_on(told, [POLICY], day("2026-05-01"), year_starts=JULY)

    assert [(each.code, each.day) for each in answer.reasons] == [(ReasonCode.REVOKED, day("2026-04-01"))]
