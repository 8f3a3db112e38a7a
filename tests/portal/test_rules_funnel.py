"""How far somebody has come on the way in, and when to count again: tables of edges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.rules.funnel import AccountHeld, CodeSent, Step, is_due, steps_of

NOW = datetime(2026, 11, 18, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)


def code(
    hours_ago: int = 1, *, used: bool = False, handed: bool = False, mailed: bool = False, refused: bool = False
) -> CodeSent:
    return CodeSent(NOW - hours_ago * HOUR, used, handed, mailed, refused)


ACCOUNT = AccountHeld(has_validated_email=False, last_signed_in_at=None)


@pytest.mark.parametrize(
    ("codes", "account", "steps"),
    [
        ([], None, {"waiting"}),
        ([code()], None, {"coded", "waiting"}),
        ([code(handed=True)], None, {"coded", "delivered", "waiting"}),
        ([code(mailed=True)], None, {"coded", "delivered", "waiting"}),
        ([code(refused=True)], None, {"coded", "bounced", "waiting"}),
        ([code(9, refused=True), code(1)], None, {"coded", "waiting"}),
        ([code(9, mailed=True), code(1, refused=True)], None, {"coded", "bounced", "waiting"}),
        ([code(9, refused=True), code(1, mailed=True)], None, {"coded", "delivered", "waiting"}),
        ([code(used=True)], ACCOUNT, {"coded", "delivered", "activated"}),
        ([code(9, used=True), code(1, refused=True)], ACCOUNT, {"coded", "delivered", "activated"}),
        ([code(refused=True)], ACCOUNT, {"coded", "activated"}),
        ([], ACCOUNT, {"activated"}),
        ([], AccountHeld(True, None), {"activated", "validated"}),
        ([], AccountHeld(True, NOW - timedelta(days=30) + HOUR), {"activated", "validated", "seen"}),
        ([], AccountHeld(False, NOW - timedelta(days=30)), {"activated"}),
    ],
)
def test_somebody_is_counted_where_what_is_known_says(
    codes: list[CodeSent], account: AccountHeld | None, steps: set[str]
) -> None:
    assert steps_of(codes, account, at=NOW) == {Step.ENTITLED, *map(Step, steps)}


BEGAN = NOW - 2 * HOUR


@pytest.mark.parametrize(
    ("began", "ended", "brought", "used", "due"),
    [
        (None, None, None, None, True),
        (BEGAN, None, None, None, True),
        (BEGAN, BEGAN, None, None, False),
        (BEGAN, BEGAN, BEGAN, None, True),
        (BEGAN, BEGAN, None, BEGAN, True),
        (BEGAN, BEGAN, BEGAN - HOUR, BEGAN - HOUR - timedelta(seconds=1), False),
        (BEGAN, BEGAN, None, BEGAN - HOUR, True),
        (NOW - timedelta(days=1), NOW - timedelta(days=1), None, None, True),
        (NOW - timedelta(minutes=4), NOW - timedelta(minutes=4), NOW, NOW, False),
        (NOW - timedelta(minutes=5), NOW - timedelta(minutes=5), NOW, None, True),
        (BEGAN, BEGAN + timedelta(minutes=6), NOW, NOW, False),
        (BEGAN, BEGAN + timedelta(minutes=5), NOW, NOW, True),
    ],
)
def test_everybody_is_counted_anew_when_something_changed_and_it_has_rested(
    began: datetime | None, ended: datetime | None, brought: datetime | None, used: datetime | None, due: bool
) -> None:
    assert is_due(began=began, ended=ended, brought=brought, used=used, at=NOW) is due
