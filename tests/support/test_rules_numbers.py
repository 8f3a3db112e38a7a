"""Office time between two moments, ages, shares, and what is not told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.rules.numbers import FEWEST, Asked, average, office_minutes, plain_minutes, share, tellable
from support.rules.office_hours import OFFICE, count


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-11-18 09:00", "2026-11-18 09:00", 0),
        ("2026-11-18 09:00", "2026-11-18 09:45", 45),
        ("2026-11-18 17:30", "2026-11-19 06:30", 60),
        ("2026-11-18 05:00", "2026-11-18 06:10", 10),
        ("2026-11-20 17:30", "2026-11-23 06:30", 60),
        ("2026-11-25 17:00", "2026-11-30 07:00", 120),
        ("2026-11-21 09:00", "2026-11-22 12:00", 0),
        ("2026-10-30 17:00", "2026-11-02 07:00", 120),
        ("2026-11-18 10:00", "2026-11-18 09:00", 0),
    ],
)
def test_only_the_desk_s_hours_count(start: str, end: str, minutes: int) -> None:
    assert office_minutes(moment(start), moment(end)) == minutes


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)),  # noqa: DTZ001 - the zone is put on below
    st.integers(1, 60 * 40),
)
def test_it_is_what_the_promise_counts(start: datetime, minutes: int) -> None:
    begun = start.replace(tzinfo=OFFICE)
    assert office_minutes(begun, count(begun, timedelta(minutes=minutes)).due) == minutes


def test_an_outage_is_counted_at_all_hours() -> None:
    assert plain_minutes(moment("2026-11-21 23:30"), moment("2026-11-22 00:15")) == 45
    assert plain_minutes(moment("2026-11-21 23:30"), moment("2026-11-21 23:00")) == 0


def test_shares_are_never_rounded_up_and_nothing_has_none() -> None:
    assert (share(19, 20), share(949, 1000), share(0, 3), share(0, 0)) == (95, 94, 0, None)
    assert (average([]), average([1, 2])) == (None, 1)


def test_rows_of_few_are_kept_back() -> None:
    asked = [
        Asked("grades", "question", FEWEST),
        Asked("fees", "question", FEWEST - 1),
        Asked("health", "problem", 9),
        Asked("other", "problem", 1),
    ]
    told, kept_back = tellable(asked)
    assert [each.module for each in told] == ["health", "grades"]
    assert kept_back == FEWEST
