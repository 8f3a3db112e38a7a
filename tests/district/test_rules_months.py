"""A month as a calendar shows it."""

from __future__ import annotations

from datetime import date

import pytest

from district.rules.months import Month, month_named, month_of, months_of


def test_a_month_has_weeks_from_sunday_with_places_for_its_own_days_alone() -> None:
    weeks = Month(2026, 11).weeks

    assert weeks[0][0] == date(2026, 11, 1)
    assert [len(week) for week in weeks] == [7] * 5
    assert weeks[-1][2:] == [None] * 5


@pytest.mark.parametrize("name", ["", "2026", "2026-13", "2026-00", "26-01", "2026-1", "2026-１１", "x" * 7, "2026-1a"])
def test_what_is_no_month_names_none(name: str) -> None:
    assert month_named(name) is None


def test_the_months_of_a_year_end_before_its_end() -> None:
    found = months_of(date(2026, 7, 1), date(2027, 7, 1))

    assert (found[0].name, found[-1].name, len(found)) == ("2026-07", "2027-06", 12)
    assert month_named("2026-11") == month_of(date(2026, 11, 30))
    assert Month(2026, 12).ends == date(2027, 1, 1)
