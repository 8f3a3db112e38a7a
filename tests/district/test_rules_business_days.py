"""Which days are business days: weekends, federal holidays with their observance, and the district's own closures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from district.rules.business_days import NAMES, Closed, days_after, holidays_kept_in, why_closed

KEPT = {
    2025: "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25",
    2026: "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
    2027: "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
    2028: "01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25",
}
"""As the federal calendar publishes them; New Year's Day of 2028 is kept in 2027."""


@pytest.mark.parametrize("year", KEPT)
def test_federal_holidays_are_kept_on_these_days(year: int) -> None:
    assert sorted(f"{day:%m-%d}" for day in holidays_kept_in(year)) == KEPT[year].split()


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-11-20", None),
        ("2026-11-21", Closed.WEEKEND),
        ("2026-11-22", Closed.WEEKEND),
        ("2026-11-26", Closed.THANKSGIVING),
        ("2026-11-27", None),
        ("2026-07-03", Closed.INDEPENDENCE),
        ("2026-07-04", Closed.WEEKEND),
        ("2027-12-31", Closed.NEW_YEAR),
    ],
)
def test_why_a_day_is_no_business_day(day: str, why: Closed | None) -> None:
    assert why_closed(date.fromisoformat(day)) is why


@pytest.mark.parametrize(
    ("asked", "count", "then"),
    [
        ("2026-11-18", 0, "2026-11-18"),
        ("2026-11-18", 3, "2026-11-23"),
        ("2026-11-18", 6, "2026-11-27"),
        ("2026-11-18", 7, "2026-11-30"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-11-22", 1, "2026-11-23"),
        ("2026-12-31", 1, "2027-01-04"),
    ],
)
def test_business_days_skip_weekends_and_holidays(asked: str, count: int, then: str) -> None:
    assert days_after(date.fromisoformat(asked), count) == date.fromisoformat(then)


def test_the_district_closes_on_days_of_its_own() -> None:
    closures = ((date(2026, 11, 27), date(2026, 11, 27)), (date(2026, 12, 21), date(2027, 1, 1)))

    closed = [date(2026, 11, 27), date(2026, 12, 21), date(2026, 12, 31)]
    assert [why_closed(each, closures) for each in closed] == [Closed.CLOSURE] * 3
    assert why_closed(date(2026, 12, 25), closures) is Closed.CHRISTMAS
    assert why_closed(date(2027, 1, 4), closures) is None


def test_every_year_keeps_each_holiday_once_and_on_a_weekday() -> None:
    for year in range(2021, 2061):
        days = holidays_kept_in(year)
        assert all(day.weekday() < 5 for day in days)
    kept = [name for year in range(2021, 2061) for name in holidays_kept_in(year).values()]
    first, last = min(holidays_kept_in(2021)), max(holidays_kept_in(2060))
    assert {kept.count(each) for each in NAMES.values()} <= {39, 40, 41}
    assert Closed.HOLIDAY not in kept
    assert last - first > timedelta(days=14000)
