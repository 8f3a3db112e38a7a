"""What may be asked for by hand, by whom, and through which day at most."""

from __future__ import annotations

from datetime import date

import pytest

from household.access.rules.facts import Facts
from household.access.rules.proposals import (
    Course,
    Kind,
    Refusal,
    Wish,
    course_on,
    last_day_at_most,
    refusal_of,
    refusal_to_settle,
)
from household.access.rules.standing import standing_on
from tests.household.access.telling import JULY, POLICY, courses, day, facts, job

CLERK = facts([job("2020-08-01")])
GONE = facts([job("2020-08-01", "2026-11-01")])
TAKEN = facts([job("2020-08-01")], revocations=[("2026-11-01", None)])
TRAINED = facts([job("2020-08-01")], courses("2025-10-02", "2025-10-14"))
TODAY = day("2026-11-18")


def asked(told: Facts, kind: str, last_day: str | None) -> Refusal | None:
    answer = standing_on(told, [POLICY], TODAY, year_starts=JULY)
    at_most = last_day_at_most(POLICY, TODAY, year_starts=JULY)
    return refusal_of(Wish(Kind(kind), last_day and day(last_day)), told, answer, at_most=at_most, on=TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "kind", "last_day", "expected"),
    [
        (CLERK, "grant", "2026-11-18", None),
        (CLERK, "grant", "2026-11-17", Refusal.PAST),
        (CLERK, "grant", "2028-06-30", None),
        (CLERK, "grant", "2028-07-01", Refusal.TOO_FAR),
        (CLERK, "grant", None, Refusal.PAST),
        (GONE, "grant", "2027-01-31", Refusal.NO_JOB),
        (facts(), "grant", "2027-01-31", Refusal.NO_JOB),
        (TAKEN, "grant", "2027-01-31", Refusal.REVOKED),
        (TRAINED, "grant", "2027-06-30", Refusal.HAS_ACCESS),
        (TRAINED, "grant", "2027-07-01", None),
        (CLERK, "reinstatement", "2027-01-31", Refusal.NOT_REVOKED),
        (TAKEN, "reinstatement", "2027-01-31", None),
        (TAKEN, "reinstatement", None, None),
        (TAKEN, "reinstatement", "2026-11-17", Refusal.PAST),
        (TAKEN, "reinstatement", "2028-07-01", Refusal.TOO_FAR),
    ],
)
def test_what_may_be_asked_for(told: Facts, kind: str, last_day: str | None, expected: Refusal | None) -> None:
    assert asked(told, kind, last_day) == expected


@pytest.mark.parametrize(
    ("state", "on", "expected"),
    [
        ("open", "2026-12-02", Course.OPEN),
        ("open", "2026-12-03", Course.EXPIRED),
        ("confirmed", "2027-12-03", Course.CONFIRMED),
        ("withdrawn", "2026-11-18", Course.WITHDRAWN),
        ("expired", "2026-11-18", Course.EXPIRED),
    ],
)
def test_an_open_proposal_is_good_for_fourteen_days(state: str, on: str, expected: Course) -> None:
    assert course_on(state, TODAY, day(on)) is expected


@pytest.mark.parametrize(
    ("course", "by", "expected"),
    [
        (Course.OPEN, 3, None),
        (Course.OPEN, 2, Refusal.SAME_PERSON),
        (Course.OPEN, 1, Refusal.ONESELF),
        (Course.OPEN, None, Refusal.ONESELF),
        (Course.EXPIRED, 3, Refusal.EXPIRED),
        (Course.CONFIRMED, 3, Refusal.SETTLED),
        (Course.WITHDRAWN, 3, Refusal.SETTLED),
    ],
)
def test_a_second_person_confirms(course: Course, by: int | None, expected: Refusal | None) -> None:
    assert refusal_to_settle(course, about=1, proposed_by=2, by=by) is expected


def test_the_last_day_at_most_is_that_of_a_term_met_on_the_day() -> None:
    assert last_day_at_most(POLICY, date(2026, 6, 30), year_starts=JULY) == date(2027, 6, 30)
    assert last_day_at_most(POLICY, date(2026, 7, 1), year_starts=JULY) == date(2028, 6, 30)
