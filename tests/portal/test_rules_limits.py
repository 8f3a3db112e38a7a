"""Limits of families: what may be typed, what reaches them, and when it is told."""

from __future__ import annotations

from datetime import UTC, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from portal.rules.grading import AddedUp, How, shown
from portal.rules.limits import (
    Basis,
    Limits,
    Refusal,
    Standing,
    What,
    is_reached,
    mark_stands,
    read_days,
    read_percent,
    tell_at,
)

DENVER = ZoneInfo("America/Denver")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("70", 70), (" 70 % ", 70), ("", None), ("  ", None), ("1", 1), ("100", 100), ("0", Refusal.NO_PERCENT),
        ("101", Refusal.NO_PERCENT), ("69.5", Refusal.NO_PERCENT), ("-5", Refusal.NO_PERCENT),
        ("seven", Refusal.NO_PERCENT),        ("٧٠", Refusal.NO_PERCENT), ("0070", Refusal.NO_PERCENT), ("%", None),
    ],
)  # fmt: skip
def test_a_mark_is_named_by_a_whole_percent(typed: str, read: object) -> None:
    assert read_percent(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"), [("5", 5), ("", None), ("0", Refusal.NO_DAYS), ("181", Refusal.NO_DAYS), ("180", 180)]
)
def test_absences_are_named_by_a_number_of_days(typed: str, read: object) -> None:
    assert read_days(typed) == read


@pytest.mark.parametrize(
    ("what", "value", "limits", "reached"),
    [
        (What.MARK, 699, Limits(mark_below=70), True),
        (What.MARK, 700, Limits(mark_below=70), False),
        (What.MARK, 0, Limits(mark_below=None, absences=1), False),
        (What.ABSENCES, 5, Limits(absences=5), True),
        (What.ABSENCES, 4, Limits(absences=5), False),
        (What.ABSENCES, 9, Limits(mark_below=100), False),
    ],
)
def test_a_mark_falls_below_its_limit_and_absences_reach_theirs(
    what: What, value: int, limits: Limits, reached: bool
) -> None:
    assert is_reached(limits, Standing(what, 1, "", value, Basis.TOLD, "", "", None)) is reached


def test_the_mark_is_the_one_a_family_sees() -> None:
    added = AddedUp(How.WEIGHTED, Decimal("64.5"))
    assert mark_stands(shown(added, percent=Decimal(71))) == (710, Basis.TOLD)
    assert mark_stands(shown(added)) == (645, Basis.WEIGHTED)
    assert mark_stands(shown(AddedUp(How.POINTS, Decimal("64.5")))) == (645, Basis.POINTS)
    assert mark_stands(shown(AddedUp(How.NOT, None))) is None
    assert mark_stands(shown(added, letter="Meets")) is None


@pytest.mark.parametrize(
    ("what", "hour", "told"),
    [
        (What.MARK, 9, "2026-11-18 17:00"),
        (What.MARK, 18, "2026-11-19 17:00"),
        (What.ABSENCES, 9, "2026-11-18 09:00"),
        (What.ABSENCES, 2, "2026-11-18 07:00"),
        (What.ABSENCES, 22, "2026-11-19 07:00"),
    ],
)
def test_absences_are_told_when_no_night_is_in_the_way_and_marks_with_the_digest(
    what: What, hour: int, told: str
) -> None:
    at = datetime(2026, 11, 18, hour, tzinfo=DENVER).astimezone(UTC)
    found = tell_at(what, at, digest=time(17), zone=DENVER)
    assert f"{found.astimezone(DENVER):%Y-%m-%d %H:%M}" == told
