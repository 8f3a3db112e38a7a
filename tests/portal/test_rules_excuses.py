"""Which days may be asked about, and how an answer stands beside the school's record."""

from __future__ import annotations

from datetime import date

import pytest

from district.rules.attendance import Category, Mark
from portal.rules.excuses import Answer, Hindrance, Record, Standing, first_day, hindrance, missed, record_of, standing

DAY = date(2026, 11, 16)


def mark(excused: bool | None, *, category: Category = Category.ABSENT, is_class: bool = False) -> Mark:
    return Mark(DAY, category, excused, is_class)


@pytest.mark.parametrize(
    ("marks", "record"),
    [
        ([], Record.SETTLED),
        ([mark(True)], Record.SETTLED),
        ([mark(None, category=Category.TARDY)], Record.SETTLED),
        ([mark(False, category=Category.EARLY_DEPARTURE)], Record.SETTLED),
        ([mark(None)], Record.UNKNOWN),
        ([mark(False)], Record.UNEXCUSED),
        ([mark(True), mark(None, is_class=True)], Record.UNKNOWN),
        ([mark(None), mark(False, is_class=True)], Record.UNEXCUSED),
    ],
)
def test_a_day_is_as_grave_as_the_gravest_of_its_absences(marks: list[Mark], record: Record) -> None:
    assert record_of(marks) is record


@pytest.mark.parametrize(
    ("answer", "then", "now", "stands"),
    [
        (None, None, Record.UNEXCUSED, Standing.WAITING),
        (None, None, Record.SETTLED, Standing.RECORDED),
        (Answer.DECLINED, Record.UNEXCUSED, Record.UNEXCUSED, Standing.DECLINED),
        (Answer.DECLINED, Record.UNKNOWN, Record.UNEXCUSED, Standing.DECLINED),
        (Answer.DECLINED, Record.UNEXCUSED, Record.SETTLED, Standing.RECORDED),
        (Answer.ACCEPTED, Record.UNEXCUSED, Record.UNEXCUSED, Standing.ACCEPTED),
        (Answer.ACCEPTED, Record.UNKNOWN, Record.UNEXCUSED, Standing.OTHERWISE),
        (Answer.ACCEPTED, Record.SETTLED, Record.UNEXCUSED, Standing.OTHERWISE),
        (Answer.ACCEPTED, Record.UNEXCUSED, Record.SETTLED, Standing.RECORDED),
    ],
)
def test_what_the_record_comes_to_say_counts_more_than_the_answer(
    answer: Answer | None, then: Record | None, now: Record, stands: Standing
) -> None:
    assert standing(answer, then=then, now=now) is stands


@pytest.mark.parametrize(
    ("record", "stands", "day", "why"),
    [
        (Record.UNEXCUSED, None, DAY, None),
        (Record.UNKNOWN, None, date(2026, 11, 2), None),
        (Record.UNKNOWN, None, date(2026, 11, 1), Hindrance.TOO_LONG_AGO),
        (Record.SETTLED, None, DAY, Hindrance.SETTLED),
        (Record.SETTLED, Standing.RECORDED, DAY, Hindrance.SETTLED),
        (Record.UNEXCUSED, Standing.WAITING, date(2026, 11, 1), Hindrance.WAITS),
        (Record.UNEXCUSED, Standing.ACCEPTED, DAY, Hindrance.ACCEPTED),
        (Record.UNEXCUSED, Standing.DECLINED, DAY, None),
        (Record.UNEXCUSED, Standing.OTHERWISE, DAY, None),
        (Record.UNEXCUSED, Standing.DECLINED, date(2026, 11, 1), Hindrance.TOO_LONG_AGO),
    ],
)
def test_a_day_is_asked_about_while_it_is_open_and_not_too_long_ago(
    record: Record, stands: Standing | None, day: date, why: Hindrance | None
) -> None:
    assert hindrance(day, record, stands, first=first_day(DAY, days=14)) is why


def test_classes_are_counted_where_the_record_is_not_of_the_whole_day() -> None:
    assert missed([mark(None, is_class=True), mark(True, is_class=True)]) == 2
    assert missed([mark(None), mark(None, is_class=True)]) == 0
