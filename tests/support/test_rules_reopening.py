"""Opening a closed case again: day 60 yes, day 61 no."""

from __future__ import annotations

from datetime import date

import pytest

from support.rules.reopening import ReopenProblem, reopening
from support.rules.statuses import Side

CLOSED = date(2026, 12, 2)


@pytest.mark.parametrize(
    ("today", "problem"),
    [
        ("2026-12-02", None),
        ("2027-01-30", None),
        ("2027-01-31", None),  # day 60
        ("2027-02-01", ReopenProblem.TOO_LATE),  # day 61
        ("2030-01-01", ReopenProblem.TOO_LATE),
    ],
)
def test_a_contact_may_within_sixty_days(today: str, problem: ReopenProblem | None) -> None:
    found = reopening(CLOSED, is_solved=False, is_duplicate=False, by=Side.CONTACT, today=date.fromisoformat(today))

    assert found.problem is problem
    assert found.last_day == date(2027, 1, 31)


@pytest.mark.parametrize(
    ("is_solved", "is_duplicate", "problem"),
    [
        (True, False, ReopenProblem.SOLVED),
        (False, True, ReopenProblem.DUPLICATE),
        (True, True, ReopenProblem.DUPLICATE),
    ],
)
def test_what_is_solved_or_goes_on_elsewhere_is_not_opened_by_a_contact(
    is_solved: bool, is_duplicate: bool, problem: ReopenProblem
) -> None:
    found = reopening(CLOSED, is_solved=is_solved, is_duplicate=is_duplicate, by=Side.CONTACT, today=CLOSED)

    assert found.problem is problem


@pytest.mark.parametrize("is_solved", [True, False])
def test_the_desk_may_at_any_time(is_solved: bool) -> None:
    late = date(2031, 1, 1)

    assert reopening(CLOSED, is_solved=is_solved, is_duplicate=True, by=Side.DESK, today=late).problem is None


@pytest.mark.parametrize("by", [Side.CONTACT, Side.DESK])
def test_an_open_case_is_not_opened(by: Side) -> None:
    found = reopening(None, is_solved=False, is_duplicate=False, by=by, today=CLOSED)

    assert found.problem is ReopenProblem.STILL_OPEN
    assert found.last_day is None
