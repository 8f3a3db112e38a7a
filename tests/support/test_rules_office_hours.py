"""When a first reply is due: S1's office hours, its nine holidays, and the sums people can check."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workclock import Holidays, Schedule, WorkDay

from support.rules.office_hours import CLOSES, OFFICE, OPENS, Note, count, days_after, holidays_of, why_closed
from support.rules.response import TARGETS, Priority, answer_due, counted_by, priority_then

CRITICAL, HIGH, MEDIUM, LOW = Priority
YEARS = range(2020, 2041)
ORACLE = Schedule(
    [WorkDay(OPENS, CLOSES), Holidays([day for year in YEARS for day in holidays_of(year)])], time_zone=OFFICE
)
"""The same hours, counted by somebody else's library."""


moments = st.datetimes(
    datetime.fromisoformat("2021-01-01"), datetime.fromisoformat("2039-12-31"), timezones=st.just(UTC)
)


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=OFFICE)


@pytest.mark.parametrize(
    ("submitted", "priority", "due"),
    [
        # the worked examples of the specification
        ("2026-11-20 17:30", HIGH, "2026-11-23 09:30"),
        ("2026-11-20 17:30", CRITICAL, "2026-11-23 06:30"),
        ("2026-11-25 17:00", MEDIUM, "2026-11-30 17:00"),
        # a sum that is full when the desk closes stays on that day, one minute more does not
        ("2026-11-18 06:00", MEDIUM, "2026-11-18 18:00"),
        ("2026-11-18 06:01", MEDIUM, "2026-11-19 06:01"),
        ("2026-11-18 17:00", CRITICAL, "2026-11-18 18:00"),
        ("2026-11-18 17:01", CRITICAL, "2026-11-19 06:01"),
        ("2026-11-18 14:00", HIGH, "2026-11-18 18:00"),
        # low is two business days of twelve hours
        ("2026-11-16 06:00", LOW, "2026-11-17 18:00"),
        ("2026-11-16 09:00", LOW, "2026-11-18 09:00"),
        ("2026-11-19 12:00", LOW, "2026-11-23 12:00"),
        # before the opening, at it, at the closing, after it, and at midnight
        ("2026-11-18 05:59", CRITICAL, "2026-11-18 07:00"),
        ("2026-11-18 00:00", CRITICAL, "2026-11-18 07:00"),
        ("2026-11-18 06:00", CRITICAL, "2026-11-18 07:00"),
        ("2026-11-18 18:00", CRITICAL, "2026-11-19 07:00"),
        ("2026-11-18 23:59", CRITICAL, "2026-11-19 07:00"),
        # weekends
        ("2026-11-21 10:00", CRITICAL, "2026-11-23 07:00"),
        ("2026-11-22 23:59", HIGH, "2026-11-23 10:00"),
        ("2026-11-20 18:00", CRITICAL, "2026-11-23 07:00"),
        # holidays, on their own dates: no Monday for a Sunday, no Friday for a Saturday
        ("2026-12-23 17:30", CRITICAL, "2026-12-28 06:30"),
        ("2026-12-24 10:00", CRITICAL, "2026-12-28 07:00"),
        ("2026-12-31 17:30", CRITICAL, "2027-01-04 06:30"),
        ("2026-07-02 17:30", CRITICAL, "2026-07-03 06:30"),
        ("2026-05-22 17:00", MEDIUM, "2026-05-26 17:00"),
        ("2026-06-18 17:30", HIGH, "2026-06-22 09:30"),
        ("2027-09-03 18:00", CRITICAL, "2027-09-07 07:00"),
        ("2027-07-04 12:00", CRITICAL, "2027-07-05 07:00"),
        # the weeks in which the clocks change: hours of the wall
        ("2026-03-06 17:30", HIGH, "2026-03-09 09:30"),
        ("2026-10-30 17:30", HIGH, "2026-11-02 09:30"),
        ("2026-03-08 01:59", CRITICAL, "2026-03-09 07:00"),
        ("2026-11-01 01:30", CRITICAL, "2026-11-02 07:00"),
    ],
)
def test_a_first_reply_is_due(submitted: str, priority: Priority, due: str) -> None:
    assert answer_due(at(submitted), priority).due == at(due)


def test_the_sum_names_every_day_and_why_it_counts_as_it_does() -> None:
    found = answer_due(at("2026-11-25 17:00"), MEDIUM)

    assert [(each.day, each.minutes, each.note) for each in found.lines] == [
        (date(2026, 11, 25), 60, Note.COUNTED),
        (date(2026, 11, 26), 0, Note.THANKSGIVING),
        (date(2026, 11, 27), 0, Note.DAY_AFTER_THANKSGIVING),
        (date(2026, 11, 28), 0, Note.WEEKEND),
        (date(2026, 11, 29), 0, Note.WEEKEND),
        (date(2026, 11, 30), 660, Note.COUNTED),
    ]
    assert (found.lines[-1].starts, found.lines[-1].ends) == (at("2026-11-30 06:00"), at("2026-11-30 17:00"))


@pytest.mark.parametrize(
    ("submitted", "note"),
    [("05:59", Note.BEFORE_HOURS), ("06:00", Note.COUNTED), ("17:59", Note.COUNTED), ("18:00", Note.AFTER_HOURS)],
)
def test_the_first_line_says_when_the_count_began(submitted: str, note: Note) -> None:
    assert count(at(f"2026-11-18 {submitted}"), timedelta(hours=1)).lines[0].note is note


def test_the_holidays_are_the_nine_of_the_desk_on_their_own_dates() -> None:
    assert holidays_of(2027) == {
        date(2027, 1, 1): Note.NEW_YEAR,
        date(2027, 5, 31): Note.MEMORIAL,
        date(2027, 6, 19): Note.JUNETEENTH,
        date(2027, 7, 4): Note.INDEPENDENCE,
        date(2027, 9, 6): Note.LABOR,
        date(2027, 11, 25): Note.THANKSGIVING,
        date(2027, 11, 26): Note.DAY_AFTER_THANKSGIVING,
        date(2027, 12, 24): Note.CHRISTMAS_EVE,
        date(2027, 12, 25): Note.CHRISTMAS,
    }


@pytest.mark.parametrize("day", ["2027-07-05", "2027-06-18", "2022-12-26", "2027-10-11", "2027-11-11", "2027-01-18"])
def test_the_desk_is_open_on_observed_days_and_on_the_holidays_of_others(day: str) -> None:
    assert why_closed(date.fromisoformat(day)) is None


def test_an_outage_is_answered_at_all_hours() -> None:
    found = answer_due(at("2026-11-26 23:30"), LOW, is_outage=True)

    assert found.due == at("2026-11-27 00:30")
    assert [each.note for each in found.lines] == [Note.AT_ALL_HOURS]


def test_an_outage_in_the_night_the_clocks_go_forward_waits_one_real_hour() -> None:
    submitted = at("2026-03-08 01:30")

    due = answer_due(submitted, CRITICAL, is_outage=True).due

    assert due == at("2026-03-08 03:30")
    assert due.astimezone(UTC) - submitted.astimezone(UTC) == timedelta(hours=1)


def test_seconds_are_dropped_to_the_good_of_whoever_waits() -> None:
    assert answer_due(at("2026-11-18 09:00:59"), CRITICAL).due == at("2026-11-18 10:00")


@given(moments, st.sampled_from(Priority), st.booleans(), st.sampled_from(Priority), st.booleans())
def test_what_a_kept_due_time_was_counted_by_explains_it_whatever_the_case_became(
    submitted: datetime, was: Priority, was_outage: bool, became: Priority, is_outage: bool
) -> None:
    due = answer_due(submitted, was, is_outage=was_outage).due.astimezone(UTC)

    found = counted_by(submitted, due, likely=became, is_outage=is_outage)

    assert found is not None
    assert found.sum.due == found.sum.lines[-1].ends == due
    assert sum(each.minutes for each in found.sum.lines) == found.target // timedelta(minutes=1)


def test_a_due_time_is_counted_by_what_the_case_is_before_anything_else_that_explains_it() -> None:
    submitted = at("2026-11-18 09:00")
    due = answer_due(submitted, CRITICAL).due

    as_outage = counted_by(submitted, due, likely=HIGH, is_outage=True)
    as_critical = counted_by(submitted, due, likely=CRITICAL, is_outage=False)
    as_before = counted_by(submitted, due, likely=LOW, is_outage=False)

    assert as_outage is not None
    assert (as_outage.priority, as_outage.is_outage) == (HIGH, True)
    assert as_critical is not None
    assert (as_critical.priority, as_critical.is_outage) == (CRITICAL, False)
    assert as_before is not None
    assert (as_before.priority, as_before.is_outage) == (LOW, True)


def test_a_due_time_that_no_promise_explains_has_no_sum() -> None:
    submitted = at("2026-11-18 09:00")

    assert counted_by(submitted, at("2026-11-18 11:00"), likely=HIGH, is_outage=False) is None


def test_the_priority_at_the_first_answer_is_what_the_next_change_found() -> None:
    changes = [(at("2026-11-18 09:10"), "low"), (at("2026-11-18 12:00"), "medium"), (at("2026-11-18 15:00"), "high")]

    assert priority_then(CRITICAL, at("2026-11-18 10:00"), changes) is MEDIUM
    assert priority_then(CRITICAL, at("2026-11-18 12:00"), changes) is HIGH
    assert priority_then(CRITICAL, at("2026-11-18 16:00"), changes) is CRITICAL
    assert priority_then(CRITICAL, None, changes) is CRITICAL


def test_another_zone_names_the_same_moment() -> None:
    assert answer_due(datetime.fromisoformat("2026-11-20T16:30-07:00"), HIGH).due == at("2026-11-23 09:30")


@pytest.mark.parametrize("minutes", [0, -1, 12 * 250 * 60 + 1])
def test_a_length_out_of_reason_is_refused(minutes: int) -> None:
    with pytest.raises(ValueError, match="whole minutes"):
        count(at("2026-11-18 09:00"), timedelta(minutes=minutes))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        answer_due(datetime.fromisoformat("2026-11-18 09:00"), HIGH)
    with pytest.raises(ValueError, match="zone"):
        answer_due(datetime.fromisoformat("2026-11-18 09:00"), HIGH, is_outage=True)


@pytest.mark.parametrize(
    ("resolved", "number", "day"),
    [
        ("2026-11-16", 3, "2026-11-19"),
        ("2026-11-16", 6, "2026-11-24"),
        ("2026-11-16", 9, "2026-12-01"),
        ("2026-11-16", 10, "2026-12-02"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-11-18", 0, "2026-11-18"),
    ],
)
def test_business_days_of_the_desk_are_counted_from_a_day_that_is_zero(resolved: str, number: int, day: str) -> None:
    assert days_after(date.fromisoformat(resolved), number) == date.fromisoformat(day)


@given(moments, st.sampled_from(Priority))
def test_an_independent_library_counts_the_same(submitted: datetime, priority: Priority) -> None:
    whole = submitted.replace(second=0, microsecond=0)

    assert answer_due(submitted, priority).due == ORACLE.add(whole, TARGETS[priority])


@given(moments, st.integers(1, 5_000))
def test_the_lines_add_up_and_follow_one_another(submitted: datetime, minutes: int) -> None:
    found = count(submitted, timedelta(minutes=minutes))

    assert sum(each.minutes for each in found.lines) == minutes
    assert found.due == found.lines[-1].ends
    assert [each.day for each in found.lines] == [
        found.lines[0].day + timedelta(days=number) for number in range(len(found.lines))
    ]
    assert all(
        OPENS <= each.starts.timetz().replace(tzinfo=None) <= each.ends.time() <= CLOSES
        for each in found.lines
        if each.minutes
    )
    assert time(0) <= found.due.time() <= CLOSES
