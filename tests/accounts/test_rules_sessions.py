"""When a sign-in is over (security 2.2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.rules.sessions import ends_at, is_over

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
