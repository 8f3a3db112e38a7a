"""180 days without use: the table of edges."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.rules.inactivity import FLAGGED_AFTER, TOLD_AFTER, Due, Use, due

DAY = timedelta(days=1)
APPOINTED, LAST = date(2026, 1, 12), date(2026, 3, 2)


def on_day(number: int, *, zero: date = LAST) -> date:
    return zero + number * DAY


@pytest.mark.parametrize(
    ("day", "told", "expected"),
    [
        (0, 0, None),
        (149, 0, None),
        (150, 0, Due(150)),
        (150, 150, None),
        (169, 150, None),
        (170, 150, Due(170)),
        (170, 0, Due(170)),
        (175, 0, Due(170)),
        (175, 170, None),
        (179, 170, None),
        (180, 170, Due(180, LAST + 180 * DAY)),
        (180, 0, Due(180, LAST + 180 * DAY)),
        (200, 150, Due(180, LAST + 180 * DAY)),
        (-3, 0, None),
    ],
)
def test_what_is_due_on_a_day_after_the_last_use(day: int, told: int, expected: Due | None) -> None:
    use = Use(APPOINTED, LAST, None, told_days=told)

    assert due(use, on_day(day)) == expected


@pytest.mark.parametrize(("day", "flagged"), [(179, False), (180, True)])
def test_who_has_never_come_is_counted_from_the_appointment(day: int, flagged: bool) -> None:
    found = due(Use(APPOINTED, None, None, told_days=170), on_day(day, zero=APPOINTED))

    assert (found is not None) is flagged


def test_the_flag_bears_the_hundred_and_eightieth_day_however_late_the_night_is() -> None:
    assert due(Use(APPOINTED, LAST, None), on_day(195)) == Due(180, date(2026, 8, 29))


def test_who_is_flagged_is_left_to_a_person() -> None:
    assert due(Use(APPOINTED, LAST, None, flagged_on=on_day(180)), on_day(400)) is None


@pytest.mark.parametrize(("day", "flagged"), [(179, False), (180, True)])
def test_who_was_kept_is_counted_from_that_day(day: int, flagged: bool) -> None:
    kept = Use(APPOINTED, LAST, on_day(183), told_days=170)

    assert (due(kept, on_day(183 + day)) is not None) is flagged


def test_use_before_the_appointment_counts_for_nothing() -> None:
    assert Use(APPOINTED, date(2025, 6, 1), None).day_zero == APPOINTED


@pytest.mark.parametrize(("used", "back"), [(179, False), (180, True), (181, True)])
def test_use_after_the_flag_is_seen_and_takes_it_not_away(used: int, back: bool) -> None:
    use = Use(APPOINTED, on_day(used), None, flagged_on=on_day(180))

    assert use.has_come_back is back
    assert due(use, on_day(500)) is None


@given(last=st.dates(date(2020, 1, 1), date(2030, 1, 1)), nights=st.sets(st.integers(0, 260)))
def test_each_thing_is_done_at_most_once_whatever_nights_are_missed(last: date, nights: set[int]) -> None:
    told, done, flagged = 0, [], None
    for night in sorted(nights):
        found = due(Use(last, last, None, told, flagged), last + night * DAY)
        if found is not None:
            done.append(found.days)
            told, flagged = found.days, found.flagged_on

    assert done == sorted(set(done))
    assert set(done) <= {*TOLD_AFTER, FLAGGED_AFTER}
    assert (FLAGGED_AFTER in done) is any(night >= FLAGGED_AFTER for night in nights)
