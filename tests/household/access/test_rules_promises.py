"""The two-business-day promise: by when, over weekends, holidays, the change of the clocks and of the year."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district.rules.business_days import Closed, why_closed
from household.access.rules.promises import Closing, PromiseState, promised, state_of

DENVER = ZoneInfo("America/Denver")
BREAK = (date(2026, 12, 21), date(2027, 1, 1))
CLOSING = Closing(time(17), DENVER, (BREAK, (date(2026, 11, 27), date(2026, 11, 27))))


@pytest.mark.parametrize(
    ("finished", "due"),
    [
        ("2026-11-16", "2026-11-18 17:00-07:00"),  # Monday → Wednesday
        ("2026-11-17", "2026-11-19 17:00-07:00"),  # Tuesday → Thursday
        ("2026-11-18", "2026-11-20 17:00-07:00"),
        ("2026-11-19", "2026-11-23 17:00-07:00"),  # Thursday → Monday
        ("2026-11-20", "2026-11-24 17:00-07:00"),  # Friday → Tuesday
        ("2026-11-21", "2026-11-24 17:00-07:00"),  # Saturday → Tuesday
        ("2026-11-22", "2026-11-24 17:00-07:00"),  # Sunday → Tuesday
        ("2026-11-24", "2026-11-30 17:00-07:00"),  # over Thanksgiving and the district's own Friday
        ("2026-11-26", "2026-12-01 17:00-07:00"),  # finished on a holiday
        ("2026-09-04", "2026-09-09 17:00-06:00"),  # over Labor Day
        ("2026-07-02", "2026-07-07 17:00-06:00"),  # Independence Day is kept on Friday
        ("2026-12-18", "2027-01-05 17:00-07:00"),  # over the winter break and the end of the year
        ("2027-12-29", "2028-01-03 17:00-07:00"),  # New Year's Day is kept in the old year
        ("2026-10-30", "2026-11-03 17:00-07:00"),  # the clocks go back on Sunday: the hour on the wall holds
        ("2027-03-12", "2027-03-16 17:00-06:00"),  # and forward
        ("2028-02-28", "2028-03-01 17:00-07:00"),  # over the 29th of February
    ],
)
def test_the_promise_ends_on_the_second_full_business_day(finished: str, due: str) -> None:
    assert promised(date.fromisoformat(finished), CLOSING).due_at == datetime.fromisoformat(due)


@pytest.mark.parametrize("hour", ["16:59", "23:59"])
def test_the_hour_at_which_a_course_was_finished_changes_nothing(hour: str) -> None:
    """A day is the district's: a minute before midnight it is tomorrow in Greenwich, and Tuesday here."""
    finished = datetime.fromisoformat(f"2026-11-17 {hour}").replace(tzinfo=DENVER).astimezone(UTC)

    promise = promised(finished.astimezone(DENVER).date(), CLOSING)

    assert promise.due_at == datetime(2026, 11, 19, 17, tzinfo=DENVER)


def test_how_it_was_counted_is_told_day_by_day() -> None:
    days = promised(date(2026, 11, 24), CLOSING).days

    assert [(f"{each.day:%a}", each.count, each.closed) for each in days] == [
        ("Wed", 1, None),
        ("Thu", 0, Closed.THANKSGIVING),
        ("Fri", 0, Closed.CLOSURE),
        ("Sat", 0, Closed.WEEKEND),
        ("Sun", 0, Closed.WEEKEND),
        ("Mon", 2, None),
    ]


def test_the_district_sets_its_close_of_business() -> None:
    promise = promised(date(2026, 11, 17), Closing(time(15, 30), ZoneInfo("America/Chicago")))

    assert promise.due_at == datetime(2026, 11, 19, 21, 30, tzinfo=UTC)


@given(
    finished=st.dates(date(2021, 1, 1), date(2060, 1, 1)),
    shut=st.lists(st.tuples(st.dates(date(2021, 1, 1), date(2060, 1, 1)), st.integers(0, 20)), max_size=6),
)
def test_never_earlier_than_two_full_business_days(finished: date, shut: list[tuple[date, int]]) -> None:
    closures = tuple((first, first + timedelta(days=more)) for first, more in shut)
    promise = promised(finished, Closing(time(17), DENVER, closures))

    between = [finished + timedelta(days=n + 1) for n in range((promise.last_day - finished).days)]
    open_days = [each for each in between if why_closed(each, closures) is None]
    assert open_days[-1:] == [promise.last_day]
    assert len(open_days) == 2
    assert promise.due_at.astimezone(DENVER).time() == time(17)
    assert promise.due_at - datetime.combine(finished + timedelta(days=1), time(), DENVER) > timedelta(days=1, hours=15)


RUNNING, AT_RISK, BROKEN, KEPT = PromiseState


@pytest.mark.parametrize(
    ("now", "arrived", "state"),
    [
        ("2026-11-17 10:00", None, RUNNING),
        ("2026-11-18 23:59:59", None, RUNNING),
        ("2026-11-19 00:00", None, AT_RISK),
        ("2026-11-19 17:00", None, AT_RISK),
        ("2026-11-19 17:00:01", None, BROKEN),
        ("2026-11-19 17:00:01", "2026-11-19 17:00", KEPT),
        ("2026-12-24 08:00", "2026-11-18 09:00", KEPT),
        ("2026-12-24 08:00", "2026-11-19 17:00:01", BROKEN),
    ],
)
def test_how_a_promise_stands(now: str, arrived: str | None, state: PromiseState) -> None:
    promise = promised(date(2026, 11, 17), CLOSING)
    moment = _local(now)

    stands = state_of(
        last_day=promise.last_day,
        due_at=promise.due_at,
        arrived_at=_local(arrived) if arrived else None,
        now=moment,
        today=moment.date(),
    )

    assert stands is state


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=DENVER)
