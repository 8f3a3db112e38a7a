"""Classes in the order of the day, and hours that are never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from district.rules.schedules import Hours, Lesson, hours_of, in_order, on_day, week_of

FIRST, SECOND, LATE = Hours("08:00", "08:50"), Hours("09:00", "09:50"), Hours("13:00", "13:50")
BELLS = {"1": [FIRST], "2": [SECOND], "7": [LATE, FIRST], "A, B": [LATE]}


def lesson(title: str, period: str = "", *, starts: date | None = None, ends: date | None = None) -> Lesson:
    return Lesson(1, title, period, "", (), hours_of(period, BELLS), starts, ends)


@pytest.mark.parametrize(
    ("period", "hours"),
    [
        ("1", (FIRST,)),
        ("1,2", (FIRST, SECOND)),
        ("1, 2", (FIRST, SECOND)),
        ("1,9", ()),
        ("7", (FIRST, LATE)),
        ("A, B", (LATE,)),
        ("", ()),
        ("9", ()),
    ],
)
def test_a_class_has_hours_only_where_each_of_its_periods_has(period: str, hours: tuple[Hours, ...]) -> None:
    assert hours_of(period, BELLS) == hours


def test_hours_come_first_then_periods_by_number_then_by_name_and_what_has_none_last() -> None:
    found = in_order(
        [lesson("e"), lesson("d", "Z"), lesson("c", "10"), lesson("b", "9"), lesson("a2", "2"), lesson("a1", "1")]
    )

    assert [each.title for each in found] == ["a1", "a2", "b", "c", "d", "e"]


def test_a_class_runs_from_its_first_day_to_the_day_before_its_end() -> None:
    one = lesson("x", starts=date(2026, 9, 1), ends=date(2026, 9, 3))

    assert [bool(on_day([one], date(2026, 9, day))) for day in (1, 2, 3)] == [True, True, False]
    assert not on_day([one], date(2026, 8, 31))


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 11, 18), date(2026, 11, 16)),
        (date(2026, 11, 16), date(2026, 11, 16)),
        (date(2026, 11, 20), date(2026, 11, 16)),
        (date(2026, 11, 21), date(2026, 11, 23)),
        (date(2026, 11, 22), date(2026, 11, 23)),
    ],
)
def test_a_weekend_belongs_to_the_week_that_follows(day: date, monday: date) -> None:
    assert week_of(day)[0] == monday
    assert [each.weekday() for each in week_of(day)] == [0, 1, 2, 3, 4]
