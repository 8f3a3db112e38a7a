"""When a sign-in is over (security 2.2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.rules.sessions import ends_at, is_over, is_proved

BEGAN = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("kind", "idle", "overall"),
    [("parent", 20, 12 * 60), ("student", 20, 12 * 60), ("staff", 15, 10 * 60), ("contact", 15, 10 * 60)],
)
def test_each_kind_of_account_has_its_own_limits_to_the_second(kind: str, idle: int, overall: int) -> None:
    unused, used_till_the_end = BEGAN + idle * MINUTE, BEGAN + overall * MINUTE

    assert not is_over(BEGAN, BEGAN, account_kind=kind, at=unused - SECOND)
    assert is_over(BEGAN, BEGAN, account_kind=kind, at=unused)
    assert not is_over(BEGAN, used_till_the_end - MINUTE, account_kind=kind, at=used_till_the_end - SECOND)
    assert is_over(BEGAN, used_till_the_end - MINUTE, account_kind=kind, at=used_till_the_end)


def test_use_puts_the_end_off_but_never_past_the_overall_limit() -> None:
    assert ends_at(BEGAN, BEGAN + 60 * MINUTE, account_kind="parent") == BEGAN + 80 * MINUTE
    assert ends_at(BEGAN, BEGAN + 715 * MINUTE, account_kind="parent") == BEGAN + 720 * MINUTE


@pytest.mark.parametrize(
    ("proved_after", "asked_after", "counts"),
    [
        (None, 9 * MINUTE, True),
        (None, 10 * MINUTE - SECOND, True),
        (None, 10 * MINUTE, False),
        (30 * MINUTE, 39 * MINUTE, True),
        (30 * MINUTE, 40 * MINUTE, False),
    ],
)
def test_a_password_counts_as_just_given_for_ten_minutes(
    proved_after: timedelta | None, asked_after: timedelta, counts: bool
) -> None:
    proved_at = None if proved_after is None else BEGAN + proved_after

    assert is_proved(BEGAN, proved_at, at=BEGAN + asked_after) is counts
