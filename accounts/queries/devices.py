"""Reads about one's own devices, and about what happened with one's own account."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from accounts.models import SessionRecord
from accounts.rules import sessions
from foundation import db
from foundation.audit import AuditEntry

A_PAGE = 25


@dataclass(frozen=True)
class Device:
    """One session that counts: what its browser calls itself, from which address, since when, and when it was used."""

    session_id: int
    browser: str
    address: str
    began_at: datetime
    last_seen_at: datetime
    is_this: bool


@dataclass(frozen=True)
class Happening:
    """One line of an account's history: an event of the audit with its details, and by whom."""

    at: datetime
    event: str
    data: dict[str, Any]
    is_own: bool
    """Whether nobody else's account, no command and no job did it."""
    address: str
    browser: str


@dataclass(frozen=True)
class History:
    """A stretch of it, newest first; `number` of `last` pages, both from 1."""

    lines: tuple[Happening, ...]
    number: int
    last: int


def devices_of(account_id: int, *, kind: str, this: int, at: datetime) -> list[Device]:
    """The sessions of an account that count at `at` (UTC): this one first, then the last used."""
    limits = sessions.limits_for(kind)
    found = select(
        SessionRecord.id,
        SessionRecord.browser,
        SessionRecord.address,
        SessionRecord.created_at,
        SessionRecord.last_seen_at,
    ).where(
        SessionRecord.account_id == account_id,
        SessionRecord.ended_at.is_(None),
        SessionRecord.created_at > at - limits.overall,
        SessionRecord.last_seen_at > at - limits.idle,
    )
    devices = [Device(*row, is_this=row.id == this) for row in db.session().execute(found)]
    return sorted(devices, key=lambda each: (each.is_this, each.last_seen_at, each.session_id), reverse=True)


def history_of(account_id: int, person_id: int, *, events: Collection[str], number: int) -> History:
    """Page `number` of what `events` tell of this one account of the person, newest first. Two statements."""
    about = (
        AuditEntry.person_id == person_id,
        AuditEntry.event.in_(events),
        AuditEntry.data["account_id"].as_integer() == account_id,
    )
    count = db.session().scalar(select(func.count(AuditEntry.id)).where(*about)) or 0
    last = max(1, -(-count // A_PAGE))
    number = min(max(1, number), last)
    entries = db.session().scalars(
        select(AuditEntry)
        .where(*about)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(A_PAGE)
        .offset((number - 1) * A_PAGE)
    )
    return History(tuple(_happening(each, account_id) for each in entries), number, last)


def _happening(entry: AuditEntry, account_id: int) -> Happening:
    is_own = entry.actor_kind == "stranger" or entry.actor_account_id == account_id
    return Happening(entry.at, entry.event, entry.data, is_own, entry.address, entry.browser)


def sessions_open(account_id: int, *, at: datetime) -> int:
    """How many sessions of an account may still count at `at` (UTC). One statement."""
    longest = max(sessions.FAMILY.overall, sessions.STAFF.overall)
    counted = select(func.count(SessionRecord.id)).where(
        SessionRecord.account_id == account_id,
        SessionRecord.ended_at.is_(None),
        SessionRecord.created_at > at - longest,
    )
    return db.session().scalar(counted) or 0
