"""The school year turns over on its first day."""

from __future__ import annotations

from datetime import date

import pytest

from district.rules.calendar import SchoolYear, year_from, year_named, year_of


@pytest.mark.parametrize(
    ("day", "starts", "name"),
    [
        (date(2026, 6, 30), "07-01", "2025-26"),
        (date(2026, 7, 1), "07-01", "2026-27"),
        (date(2026, 7, 2), "07-01", "2026-27"),
        (date(2026, 12, 31), "07-01", "2026-27"),
        (date(2027, 1, 1), "07-01", "2026-27"),
        (date(2027, 6, 30), "07-01", "2026-27"),
        (date(2027, 7, 1), "07-01", "2027-28"),
        (date(2026, 8, 14), "08-15", "2025-26"),
        (date(2026, 8, 15), "08-15", "2026-27"),
        (date(1999, 9, 1), "07-01", "1999-00"),
    ],
)
def test_a_day_falls_in_one_school_year(day: date, starts: str, name: str) -> None:
    year = year_of(day, starts=starts)
    assert year.name == name
    assert day in year


def test_a_school_year_ends_where_the_next_begins() -> None:
    year = year_of(date(2026, 11, 18))
    assert year == SchoolYear(date(2026, 7, 1), date(2027, 7, 1))
    assert year.last_day == date(2027, 6, 30)
    assert year.ends not in year
    assert year_of(year.ends) == year_from(2027)


@pytest.mark.parametrize("name", ["2026-28", "2026", "26-27", "2026-2027", "2026-27 ", "abcd-ef", ""])
def test_a_name_that_is_no_school_years_names_none(name: str) -> None:
    assert year_named(name) is None


def test_a_school_year_is_found_by_its_name() -> None:
    assert year_named("2026-27") == year_from(2026)
    assert year_named("1999-00", starts="08-15") == SchoolYear(date(1999, 8, 15), date(2000, 8, 15))
