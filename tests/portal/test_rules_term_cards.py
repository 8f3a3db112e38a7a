"""From which day on a report card of a term may be opened."""

from __future__ import annotations

from datetime import date

import pytest

from portal.rules.term_cards import available_on, is_available

ENDS = date(2026, 10, 17)
"""The first day that no longer counts: the last day of the term is October 16."""


def test_the_days_are_counted_from_the_last_day_of_the_term() -> None:
    assert available_on(ENDS, days=7) == date(2026, 10, 23)


@pytest.mark.parametrize(
    ("days", "on", "there"),
    [
        (7, date(2026, 10, 22), False),
        (7, date(2026, 10, 23), True),
        (0, date(2026, 10, 16), False),
        (0, date(2026, 10, 17), True),
    ],
)
def test_a_card_is_there_from_its_day_on_and_never_within_the_term(days: int, on: date, there: bool) -> None:
    assert is_available(ENDS, days=days, on=on) is there
