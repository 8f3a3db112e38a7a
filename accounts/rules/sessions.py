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


@dataclass(frozen=True)
class End:
    """When a session is over unless it is used before, and when in any case (UTC, exclusive)."""

    at: datetime
    latest: datetime

    @property
    def is_final(self) -> bool:
        """Whether no use puts it off any more."""
        return self.at >= self.latest


WARN_BEFORE = timedelta(minutes=2)
"""The page says so this long before the end: more than the 60 s of security 2.2 and the 20 s of WCAG 2.2.1."""


def end_of(created_at: datetime, last_seen_at: datetime, *, account_kind: str) -> End:
    """The end of a session last used at `last_seen_at`."""
    latest = created_at + limits_for(account_kind).overall
    return End(ends_at(created_at, last_seen_at, account_kind=account_kind), latest)


def ends_at(created_at: datetime, last_seen_at: datetime, *, account_kind: str) -> datetime:
    """The moment this session is over unless it is used before (UTC, exclusive)."""
    limits = limits_for(account_kind)
    return min(created_at + limits.overall, last_seen_at + limits.idle)


def is_over(created_at: datetime, last_seen_at: datetime, *, account_kind: str, at: datetime) -> bool:
    """Whether a session last used at `last_seen_at` no longer counts at `at`."""
    return at >= ends_at(created_at, last_seen_at, account_kind=account_kind)


PROOF_COUNTS_FOR = timedelta(minutes=10)
"""How long after a password was given the deeds that ask for it again are open (security 2.2)."""


def is_proved(created_at: datetime, proved_at: datetime | None, *, at: datetime) -> bool:
    """Whether the password was given, at sign-in or since, a little while before `at` (UTC, end exclusive)."""
    return at < (proved_at or created_at) + PROOF_COUNTS_FOR
