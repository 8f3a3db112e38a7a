"""Three follow-ups in ten business days: S1's example, holidays, and nights that came late or not at all."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.rules.followups import ASKED_ON, CLOSES_ON, Due, drawn, due, first_day_asked, office_day, plan
from support.rules.office_hours import CLOSES, OFFICE, Note, why_closed

RESOLVED = date(2026, 11, 16)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=OFFICE)


@pytest.mark.parametrize(
    ("resolved", "follow_ups", "closes"),
    [
        # the example of the specification: Thanksgiving and the day after it do not count
        ("2026-11-16", ["2026-11-19", "2026-11-24", "2026-12-01"], "2026-12-02 18:00"),
        # no holiday between: two weeks and a day
        ("2026-09-08", ["2026-09-11", "2026-09-16", "2026-09-21"], "2026-09-22 18:00"),
        # a Friday, and a resolution written on a weekend or a holiday: the day is 0 all the same
        ("2026-10-02", ["2026-10-07", "2026-10-12", "2026-10-15"], "2026-10-16 18:00"),
        ("2026-10-03", ["2026-10-07", "2026-10-12", "2026-10-15"], "2026-10-16 18:00"),
        ("2026-10-04", ["2026-10-07", "2026-10-12", "2026-10-15"], "2026-10-16 18:00"),
        ("2026-11-26", ["2026-12-02", "2026-12-07", "2026-12-10"], "2026-12-11 18:00"),
        # Christmas Eve, Christmas and New Year's Day
        ("2026-12-18", ["2026-12-23", "2026-12-30", "2027-01-05"], "2027-01-06 18:00"),
        # Veterans Day and Columbus Day are no holidays of the desk
        ("2026-11-09", ["2026-11-12", "2026-11-17", "2026-11-20"], "2026-11-23 18:00"),
        # over the change of clocks in both directions: the desk closes by the clock on its wall
        ("2026-10-27", ["2026-10-30", "2026-11-04", "2026-11-09"], "2026-11-10 18:00"),
        ("2026-03-02", ["2026-03-05", "2026-03-10", "2026-03-13"], "2026-03-16 18:00"),
    ],
)
def test_the_plan_counts_the_desks_business_days(resolved: str, follow_ups: list[str], closes: str) -> None:
    made = plan(date.fromisoformat(resolved))

    assert [each.isoformat() for each in made.follow_ups] == follow_ups
    assert made.closes_at == at(closes)


@pytest.mark.parametrize(
    ("moment", "done", "asked"),
    [
        ("2026-11-16 10:00", (), Due()),
        ("2026-11-18 23:59", (), Due()),
        ("2026-11-19 00:00", (), Due(send=1)),
        ("2026-11-19 23:00", (1,), Due()),
        # a night too late: sent then, once
        ("2026-11-20 01:00", (), Due(send=1)),
        ("2026-11-23 01:00", (1,), Due()),
        ("2026-11-24 01:00", (1,), Due(send=2)),
        # two days passed without a night: the newer one is sent, the older one was missed
        ("2026-11-24 01:00", (), Due(send=2, missed=(1,))),
        ("2026-12-01 01:00", (1,), Due(send=3, missed=(2,))),
        ("2026-12-01 01:00", (1, 2), Due(send=3)),
        ("2026-12-02 17:59", (1, 2, 3), Due()),
        ("2026-12-02 17:59", (1, 2), Due(send=3)),
        # the tenth day, at the closing and after it
        ("2026-12-02 18:00", (1, 2, 3), Due(close=True)),
        ("2026-12-09 01:00", (1, 2, 3), Due(close=True)),
        ("2026-12-02 18:00", (1,), Due(missed=(2, 3), close=True)),
    ],
)
def test_what_is_due_is_asked_for_once(moment: str, done: tuple[int, ...], asked: Due) -> None:
    assert due(RESOLVED, done, at=at(moment)) == asked


def test_the_plan_is_drawn_day_by_day() -> None:
    days = drawn(RESOLVED)

    assert [each.day for each in days] == [RESOLVED + timedelta(days=n) for n in range(17)]
    assert [each.number for each in days if each.number is not None] == list(range(CLOSES_ON + 1))
    assert {each.day: each.follow_up for each in days if each.follow_up} == dict(
        zip(plan(RESOLVED).follow_ups, (1, 2, 3), strict=True)
    )
    assert [each.day.isoformat() for each in days if each.is_closing] == ["2026-12-02"]
    assert [each.closed for each in days if each.day.day in (26, 27)] == [
        Note.THANKSGIVING,
        Note.DAY_AFTER_THANKSGIVING,
    ]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-17T05:59:00+00:00", "2026-11-16"),
        ("2026-11-17T06:00:00+00:00", "2026-11-17"),
        ("2026-07-17T04:59:00+00:00", "2026-07-16"),
        ("2026-07-17T05:00:00+00:00", "2026-07-17"),
    ],
)
def test_a_day_of_the_desk_begins_at_its_own_midnight(moment: str, day: str) -> None:
    assert office_day(datetime.fromisoformat(moment)) == date.fromisoformat(day)


@given(DAYS)
def test_every_plan_stands_on_open_days_of_the_desk_in_order(day: date) -> None:
    made = plan(day)
    days = [*made.follow_ups, made.closes_at.date()]

    assert [why_closed(each) for each in days] == [None] * 4
    assert days == sorted(set(days))
    assert made.closes_at.timetz().replace(tzinfo=None) == CLOSES
    numbers = {each.day: each.number for each in drawn(day)}
    assert [numbers[each] for each in days] == [*ASKED_ON, CLOSES_ON]


@given(DAYS)
def test_the_night_looks_at_every_resolution_whose_first_follow_up_is_due(today: date) -> None:
    newest = first_day_asked(today)

    assert plan(newest).follow_ups[0] <= today
    assert plan(newest + timedelta(days=1)).follow_ups[0] > today
