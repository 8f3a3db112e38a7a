"""What becomes of each entitled person in a campaign, and for how long letters are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.rules.campaigns import KEPT_FOR, Fate, fate, is_kept

NOBODY_YET = {
    "has_account": False,
    "household_has_account": False,
    "is_own_family": False,
    "code_works": False,
    "is_reached": True,
}


@pytest.mark.parametrize(
    ("facts", "becomes"),
    [
        ({}, Fate.GETS_CODE),
        ({"is_reached": False}, Fate.UNREACHED),
        ({"code_works": True}, Fate.CODE_WORKS),
        ({"code_works": True, "is_reached": False}, Fate.CODE_WORKS),
        ({"is_own_family": True}, Fate.OWN_FAMILY),
        ({"is_own_family": True, "code_works": True}, Fate.OWN_FAMILY),
        ({"household_has_account": True, "is_own_family": True}, Fate.HOUSEHOLD_HAS_ACCOUNT),
        ({"has_account": True, "household_has_account": True}, Fate.HAS_ACCOUNT),
        ({"has_account": True, "is_own_family": True, "code_works": True, "is_reached": False}, Fate.HAS_ACCOUNT),
    ],
)
def test_the_first_ground_decides(facts: dict[str, bool], becomes: Fate) -> None:
    assert fate(**{**NOBODY_YET, **facts}) is becomes


@pytest.mark.parametrize(
    ("later", "kept"),
    [(timedelta(0), True), (KEPT_FOR - timedelta(seconds=1), True), (KEPT_FOR, False), (timedelta(days=9), False)],
)
def test_letters_are_kept_for_a_day_and_not_a_second_longer(later: timedelta, kept: bool) -> None:
    made = datetime(2026, 11, 18, 16, tzinfo=UTC)

    assert is_kept(made, at=made + later) is kept
