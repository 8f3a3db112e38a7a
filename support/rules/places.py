"""Whether an account is in use from two places at once: sharing a sign-in is prohibited (S0)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

AT_ONCE = timedelta(minutes=10)
"""How near two uses are at once: longer than reading a page takes, shorter than a way to another place."""


@dataclass(frozen=True)
class Use:
    """One session: from which network address, by what browser, and when it was last used."""

    address: str
    browser: str
    last_seen_at: datetime


def elsewhere(here: str, others: Iterable[Use], *, at: datetime) -> list[Use]:
    """The uses of the same account that are not from `here` and are at once with this moment, latest first."""
    found = [each for each in others if each.address != here and abs(at - each.last_seen_at) <= AT_ONCE]
    return sorted(found, key=lambda each: each.last_seen_at, reverse=True)
