"""Failures counted in the database, so that every process on every machine sees the same count (T14, T15).

A counter is a scope ("sign-in", "code") and a key (an account, a source address, a canonical code), stored hashed.
Failures count, successes do not: on activation night forty families stand behind one school address.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, bindparam, case, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class Throttle(db.Base):
    """Failures of one key in one scope since the last success or quiet time."""

    __tablename__ = "throttle"

    scope: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_failed_at: Mapped[datetime] = db.moment(index=True)
    blocked_until: Mapped[datetime | None] = db.moment(nullable=True)


_TABLE = db.table(Throttle)
_ONE = and_(_TABLE.c.scope == bindparam("which"), _TABLE.c.key == bindparam("whose"))
_WAITS = select(_TABLE.c.blocked_until).where(_ONE)
_BLOCK = update(_TABLE).where(_ONE).values(blocked_until=bindparam("until", type_=db.UTCDateTime))
_FORGET = delete(_TABLE).where(_ONE)
"""Written once, as every sign-in says them: writing them anew costs more than saying them."""


def waits_until(scope: str, key: str, *, at: datetime) -> datetime | None:
    """When the next try of `key` counts (UTC), or None when it counts now."""
    until: datetime | None = db.session().scalar(_WAITS, {"which": scope, "whose": kept(key)})
    return None if until is None or until <= at else until


def blocked_until(scope: ColumnElement[str], kept_key: ColumnElement[str]) -> ScalarSelect[datetime | None]:
    """Until when `kept_key` (see `kept`) waits or waited, for a statement that asks more than that."""
    return select(_TABLE.c.blocked_until).where(_TABLE.c.scope == scope, _TABLE.c.key == kept_key).scalar_subquery()


def waiting_among(scope: str, keys: Collection[str], *, at: datetime) -> dict[str, datetime]:
    """Those of `keys` whose next try does not count yet, with when it will (UTC). One statement."""
    named = {kept(each): each for each in keys}
    found = select(Throttle.key, Throttle.blocked_until).where(
        Throttle.scope == scope, Throttle.key.in_(named), Throttle.blocked_until > at
    )
    return {named[key]: until for key, until in db.session().execute(found) if until is not None}


def count(
    scope: str, key: str, *, wait_after: Callable[[int], timedelta], forgotten_after: timedelta, at: datetime
) -> bool:
    """Count one more failure of `key` in the open transaction; False, and nothing counted, while it must wait.

    Ask before the secret is compared and `forget` on success: then a hundred tries at once are a hundred failures,
    and one that dies half-way has still counted. Give it a transaction of its own, for the same reason.
    """
    given = {"which": scope, "whose": kept(key), "now": at, "long_ago": at - forgotten_after}
    failures = db.session().scalar(_one_more("sqlite" if db.is_sqlite() else "postgresql"), given)
    if failures is None:
        return False
    wait = wait_after(failures)
    if wait:
        db.session().execute(_BLOCK, {"which": scope, "whose": kept(key), "until": at + wait})
    return True


def forget(scope: str, key: str) -> None:
    """Wipe the count of `key` after a success."""
    db.session().execute(_FORGET, {"which": scope, "whose": kept(key)})


def kept(key: str) -> str:
    """How a key is kept: hashed."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _one_more(kind_of_database: str) -> Any:
    """One statement, so that two tries at once are two: insert, or add one unless the row says wait."""
    insert = sqlite.insert if kind_of_database == "sqlite" else postgresql.insert
    c = _TABLE.c
    now, long_ago = (bindparam(name, type_=db.UTCDateTime) for name in ("now", "long_ago"))
    return (
        insert(_TABLE)
        .values(scope=bindparam("which"), key=bindparam("whose"), failures=1, last_failed_at=now, blocked_until=None)
        .on_conflict_do_update(
            index_elements=[c.scope, c.key],
            set_={
                "failures": case((c.last_failed_at < long_ago, 1), else_=c.failures + 1),
                "last_failed_at": now,
                "blocked_until": None,
            },
            where=or_(c.blocked_until.is_(None), c.blocked_until <= now),
        )
        .returning(c.failures)
    )
