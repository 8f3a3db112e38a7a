"""Reads about accounts and sessions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from accounts.models import Account, SessionRecord
from accounts.rules import roles, sessions
from district.models import Person
from foundation import db
from foundation.audit import Actor


@dataclass(frozen=True)
class SignedIn(Actor):
    """The account behind this request, as flask-login's user: plain values, read in one statement."""

    account_kind: str = ""
    username: str = ""
    called: str = ""
    full_name: str = ""
    language: str | None = None
    roles: frozenset[str] = frozenset()
    session_id: int = 0
    token: str = field(default="", repr=False)
    created_at: datetime | None = None
    last_seen_at: datetime | None = None

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the browser's cookie carries: the session's random token."""
        return self.token

    def may(self, right: str) -> bool:
        return right in roles.rights_of(self.roles)


def hash_of(token: str) -> str:
    """How a random token of 128 bits or more is kept: SHA-256, hex (ASVS 6.5.2)."""
    return hashlib.sha256(token.encode()).hexdigest()


def signed_in_by(token: str, *, at: datetime) -> SignedIn | None:
    """Who holds this session token, if the session and the account still count at `at` (UTC). One statement."""
    row = (
        db.session()
        .execute(
            select(
                SessionRecord.id,
                SessionRecord.created_at,
                SessionRecord.last_seen_at,
                Account.id,
                Account.kind,
                Account.username,
                Account.language,
                Person.id,
                Person.first_name,
                Person.preferred_first_name,
                Person.last_name,
                Person.preferred_last_name,
            )
            .join(Account, Account.id == SessionRecord.account_id)
            .join(Person, Person.id == Account.person_id)
            .where(
                SessionRecord.token_hash == hash_of(token),
                SessionRecord.ended_at.is_(None),
                Account.disabled_at.is_(None),
            )
        )
        .one_or_none()
    )
    if row is None:
        return None
    session_id, created_at, last_seen_at, account_id, kind, username, language, person_id, *names = row
    if sessions.is_over(created_at, last_seen_at, account_kind=kind, at=at):
        return None
    first, preferred_first, last, preferred_last = names
    called = preferred_first or first
    return SignedIn(
        kind="account",
        account_id=account_id,
        person_id=person_id,
        account_kind=kind,
        username=username,
        called=called,
        full_name=f"{called} {preferred_last or last}",
        language=language,
        roles=roles.roles_of(kind),
        session_id=session_id,
        token=token,
        created_at=created_at,
        last_seen_at=last_seen_at,
    )
