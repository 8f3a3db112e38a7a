"""What attendance says."""

from __future__ import annotations

from datetime import date

import pytest

from district.rules.attendance import (
    Category,
    Count,
    Mark,
    Sign,
    Term,
    is_new,
    is_open,
    read_word,
    sign_of,
    totals,
)

ON = date(2026, 10, 20)


def mark(day: date = ON, category: Category = Category.ABSENT, excused: bool | None = None, **more: bool) -> Mark:
    return Mark(day, category, excused, is_class=more.get("is_class", False))


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("absent excused", (Category.ABSENT, True)),
        ("absent unexcused", (Category.ABSENT, False)),
        ("tardy", (Category.TARDY, None)),
        ("early-departure excused", (Category.EARLY_DEPARTURE, True)),
        ("", (Category.UNKNOWN, None)),
        ("asleep", (Category.UNKNOWN, None)),
        ("absent perhaps", (Category.ABSENT, None)),
    ],
)
def test_a_word_of_the_list_is_a_category_and_whether_it_is_excused(word: str, meant: object) -> None:
    assert read_word(word) == meant


@pytest.mark.parametrize(
    ("category", "excused", "may_ask"),
    [
        (Category.ABSENT, None, True),
        (Category.ABSENT, False, True),
        (Category.ABSENT, True, False),
        (Category.TARDY, False, False),
        (Category.PARTIAL, None, False),
        (Category.UNKNOWN, None, False),
        (Category.PRESENT, None, False),
    ],
)
def test_only_an_absence_that_is_not_excused_may_be_asked_about(
    category: Category, excused: bool | None, may_ask: bool
) -> None:
    assert is_open(mark(category=category, excused=excused)) is may_ask


@pytest.mark.parametrize(
    ("day", "new"),
    [
        (date(2026, 10, 20), True),
        (date(2026, 10, 7), True),
        (date(2026, 10, 6), False),
        (date(2026, 10, 21), False),
    ],
)
def test_an_absence_is_new_for_fourteen_days_its_own_included(day: date, new: bool) -> None:
    assert is_new(mark(day), on=ON) is new


def test_an_excused_absence_is_never_new() -> None:
    assert not is_new(mark(excused=True), on=ON)


def test_totals_keep_days_and_classes_apart_and_end_a_term_before_its_last_day() -> None:
    fall, spring = Term("Fall", date(2026, 8, 17), date(2026, 12, 19)), Term("Spring", date(2026, 12, 19), ON.max)
    found = totals(
        [
            mark(date(2026, 8, 17), excused=True),
            mark(date(2026, 12, 18), excused=False),
            mark(date(2026, 12, 19)),
            mark(excused=False, is_class=True),
            mark(category=Category.TARDY, is_class=True),
            mark(category=Category.EARLY_DEPARTURE),
            mark(category=Category.PARTIAL),
            mark(category=Category.PRESENT),
            mark(date(2026, 8, 16)),
        ],
        [fall, spring],
    )

    assert [(each.days, each.classes) for each in found] == [
        (Count(excused=1, unexcused=1), Count(unexcused=1)),
        (Count(unknown=1), Count()),
    ]
    assert (found[0].tardy, found[0].early, found[0].partial) == (1, 1, 1)
    assert found[0].days.total == 2


@pytest.mark.parametrize(
    ("marks", "sign"),
    [
        ([], None),
        ([mark(category=Category.PRESENT)], None),
        ([mark(excused=False)], Sign.UNEXCUSED),
        ([mark()], Sign.ABSENT),
        ([mark(excused=True)], Sign.EXCUSED),
        ([mark(is_class=True)], Sign.CLASSES),
        ([mark(is_class=True, excused=True)], Sign.EXCUSED),
        ([mark(category=Category.TARDY), mark(is_class=True, excused=False)], Sign.CLASSES),
        ([mark(excused=True), mark(category=Category.EARLY_DEPARTURE)], Sign.EXCUSED),
        ([mark(category=Category.UNKNOWN), mark(category=Category.PARTIAL)], Sign.PARTIAL),
    ],
)
def test_a_day_bears_the_gravest_of_what_happened(marks: list[Mark], sign: Sign | None) -> None:
    assert sign_of(marks) is sign
