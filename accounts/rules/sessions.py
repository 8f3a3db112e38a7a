"""When a sign-in is over: after a while without use, and after a while in all (security 2.2, S4 sessions)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Limits:
    """How long a session lives without use (`idle`) and in all (`overall`)."""

    idle: timedelta
    overall: timedelta


FAMILY = Limits(idle=timedelta(minutes=20), overall=timedelta(hours=12))
STAFF = Limits(idle=timedelta(minutes=15), overall=timedelta(hours=10))


def limits_for(account_kind: str) -> Limits:
    """Families have longer than anyone who reaches other people's records."""
    return FAMILY if account_kind in ("parent", "student") else STAFF


def ends_at(created_at: datetime, last_seen_at: datetime, *, account_kind: str) -> datetime:
    """The moment this session is over unless it is used before (UTC, exclusive)."""
    limits = limits_for(account_kind)
    return min(created_at + limits.overall, last_seen_at + limits.idle)


def is_over(created_at: datetime, last_seen_at: datetime, *, account_kind: str, at: datetime) -> bool:
    """Whether a session last used at `last_seen_at` no longer counts at `at`."""
    return at >= ends_at(created_at, last_seen_at, account_kind=account_kind)
