"""Rights pass at 18: the day, who is near it, and what a ground needs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from district.rules.eligibility import BasisFault, born_between, is_near, refusal_to_record, turns_18

DAY = timedelta(days=1)
TODAY = date(2026, 11, 18)
THIRTY = timedelta(days=30)


@pytest.mark.parametrize(
    ("born", "on", "near"),
    [
        (date(2008, 11, 19), TODAY, True),  # tomorrow
        (date(2008, 11, 18), TODAY, False),  # today: it has passed
        (date(2008, 12, 18), TODAY, True),  # thirty days on
        (date(2008, 12, 19), TODAY, False),
        (date(2008, 2, 29), date(2026, 1, 30), True),  # born on leap day: 1 March of a common year, thirty days on
        (date(2008, 2, 29), date(2026, 1, 29), False),
        (date(2008, 2, 29), date(2026, 2, 28), True),
        (date(2008, 2, 29), date(2026, 3, 1), False),
        (None, TODAY, False),
    ],
)
def test_who_is_near_the_day(born: date | None, on: date, near: bool) -> None:
    assert is_near(born, on, THIRTY) is near
    first, last = born_between(on, THIRTY)
    assert born is None or not near or first <= born <= last


def test_born_on_leap_day_one_turns_18_on_the_first_of_march() -> None:
    assert turns_18(date(2008, 2, 29)) == date(2026, 3, 1)


@pytest.mark.parametrize("on", [date(2026, 2, 28), date(2028, 2, 29), date(2027, 12, 31)])
def test_the_window_of_birth_dates_holds_everybody_near(on: date) -> None:
    first, last = born_between(on, THIRTY)
    near = [first - 9 * DAY + n * DAY for n in range(60) if is_near(first - 9 * DAY + n * DAY, on, THIRTY)]

    assert len(near) in (30, 31)
    assert all(first <= each <= last for each in near)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({}, None),
        ({"kind": "consent"}, None),
        ({"kind": "love"}, BasisFault.NO_GROUND),
        ({"is_guardian": False}, BasisFault.NOT_GUARDIAN),
        ({"held": frozenset({"dependent"})}, BasisFault.ON_RECORD),
        ({"held": frozenset({"consent"})}, None),
        ({"note": ""}, BasisFault.NO_NOTE),
        ({"starts": TODAY + DAY}, BasisFault.TO_COME),
        ({"starts": TODAY - DAY}, None),
    ],
)
def test_a_ground_needs_what_was_seen(given: dict[str, object], fault: BasisFault | None) -> None:
    usual: dict[str, object] = {
        "kind": "dependent",
        "note": "Tax return",
        "starts": TODAY,
        "on": TODAY,
        "is_guardian": True,
        "held": frozenset(),
    }
    assert refusal_to_record(**(usual | given)) is fault  # type: ignore[arg-type]
