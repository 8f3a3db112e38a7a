"""On which days DoTS looks after somebody: who has been on the way for long, and who may lose access soon."""

from __future__ import annotations

from datetime import date

import pytest

from household.access.rules.answers import Segment, State
from household.access.rules.watching import AT_RISK, STUCK, watched_in


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("state", "starts", "ends", "access_ends", "watched"),
    [
        (State.IN_PROGRESS, "2026-09-08", None, None, (STUCK, "2026-10-08", None)),
        (State.IN_PROGRESS, "2026-09-08", "2026-10-09", None, (STUCK, "2026-10-08", "2026-10-09")),
        (State.IN_PROGRESS, "2026-09-08", "2026-10-08", None, None),
        (State.AWAITING_APPROVAL, "2026-11-05", None, None, (STUCK, "2026-11-19", None)),
        (State.AWAITING_APPROVAL, "2026-11-05", "2026-11-19", None, None),
        (State.ACTIVE, "2025-10-14", "2027-04-01", "2027-07-01", None),
        (State.ACTIVE, "2025-10-14", "2027-05-31", "2027-07-01", None),
        (State.ACTIVE, "2025-10-14", "2027-06-02", "2027-07-01", (AT_RISK, "2027-05-31", "2027-06-02")),
        (State.ACTIVE, "2025-10-14", "2026-12-01", "2026-12-01", (AT_RISK, "2026-10-31", "2026-12-01")),
        (State.ACTIVE, "2026-11-18", "2026-12-01", "2026-12-01", (AT_RISK, "2026-11-18", "2026-12-01")),
        (State.RECERTIFY, "2027-04-01", "2027-07-01", "2027-07-01", (AT_RISK, "2027-04-01", "2027-07-01")),
        (State.LAPSED, "2027-07-01", None, "2027-07-01", None),
        (State.NONE, "2020-08-01", None, None, None),
    ],
)
def test_the_days_on_which_somebody_is_looked_after(
    state: State, starts: str, ends: str | None, access_ends: str | None, watched: tuple[str, str, str | None] | None
) -> None:
    segment = Segment(date.fromisoformat(starts), day(ends), state, "", None, day(access_ends), None, None, None)

    assert watched_in(segment) == (watched and (watched[0], day(watched[1]), day(watched[2])))
