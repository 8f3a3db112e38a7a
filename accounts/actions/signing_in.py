"""Coming in and going out: tries, sessions, and their end (spec "Signing in"; ASVS 6.3, 7.4).

Order at the door: `count_try` in a transaction of its own, then verify the password outside any, then `sign_in` or
`refuse_sign_in` in another. Only a success gives a try back, so a hundred tries at once are a hundred tries.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CursorResult, update

from accounts import events, queries
from accounts.models import Account, SessionRecord
from accounts.rules import throttling, usernames
from accounts.rules.throttling import Patience, wait_before_next
from foundation import audit, db, throttle, tokens
from foundation.audit import Actor

SIGN_IN = "sign-in"
CURRENT_PASSWORD = "current-password"  # noqa: S105 - the name of a count
SOURCE = "sign-in-source"
QUESTIONS = "question-source"
TOKEN_BYTES = 32
LONGEST_BROWSER = 300


class Admission(StrEnum):
    """Whether a try counts: it does, the account waits, or everybody at that address waits."""

    ADMITTED = "admitted"
    WAITS = "waits"
    SOURCE_WAITS = "source-waits"


@dataclass(frozen=True)
class NewSession:
    """A session begun: the token goes into the browser's cookie and is kept nowhere else."""

    token: str
    account_id: int
    language: str | None


def count_try(username: str, *, source: str, at: datetime) -> Admission:
    """Count a try at `username`, known or not, as failed until it succeeds. Records no event: its outcome does."""
    if throttle.waits_until(SOURCE, throttling.source_of(source), at=at) is not None:
        return Admission.SOURCE_WAITS
    counted = spend_try(SIGN_IN, usernames.key_of(username), patience=throttling.ACCOUNT, at=at)
    return Admission.ADMITTED if counted else Admission.WAITS


def count_password_try(account_id: int, *, at: datetime) -> bool:
    """Count a try at the current password in settings; False while it must wait. Records no event: its outcome does."""
    return spend_try(CURRENT_PASSWORD, str(account_id), patience=throttling.ACCOUNT, at=at)


def count_question(*, source: str, at: datetime) -> bool:
    """Count a question of somebody who wants to get back in; False while that address must wait. Records no event."""
    return spend_try(QUESTIONS, throttling.source_of(source), patience=throttling.SOURCE, at=at)


def spend_try(scope: str, key: str, *, patience: Patience, at: datetime) -> bool:
    """Use up one try of `key`; False, and nothing used, while it must wait."""
    return throttle.count(
        scope,
        key,
        wait_after=lambda failures: wait_before_next(failures, patience=patience),
        forgotten_after=patience.forgotten_after,
        at=at,
    )


def sign_in(username: str, *, verified_hash: str, newer_hash: str | None, by: Actor, at: datetime) -> NewSession | None:
    """Begin a session for the account whose password was just verified against `verified_hash`.

    None when the account is disabled or its password has changed meanwhile. A `newer_hash` (today's cost) is kept.
    """
    account = queries.account_named(username, hold=True)
    if account is None or account.disabled_at is not None or account.password_hash != verified_hash:
        return None

    if newer_hash is not None:
        account.password_hash = newer_hash
    throttle.forget(SIGN_IN, account.username_key)
    return start_session(account, by=by, at=at)


def start_session(account: Account, *, by: Actor, at: datetime) -> NewSession:
    """A session for `account`, whose owner has just proved who they are."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    came = audit.origin.get()

    record = SessionRecord(
        token_hash=tokens.hash_of(token),
        account_id=account.id,
        created_at=at,
        last_seen_at=at,
        address=came.address,
        browser=came.browser[:LONGEST_BROWSER],
    )
    account.last_signed_in_at = at
    db.session().add(record)
    db.session().flush()

    audit.record(
        events.SessionStarted(person_id=account.person_id, account_id=account.id, session_id=record.id), by=by, at=at
    )
    return NewSession(token=token, account_id=account.id, language=account.language)


def refuse_sign_in(username: str, *, admission: Admission, source: str, by: Actor, at: datetime) -> None:
    """Count the failure against its source and write down the true reason."""
    account = queries.account_named(username)
    reason = "waiting" if admission is Admission.WAITS else _reason(account)

    spend_try(SOURCE, throttling.source_of(source), patience=throttling.SOURCE, at=at)

    audit.record(
        events.SignInRefused(
            person_id=account.person_id if account else None,
            account_id=account.id if account else None,
            reason=reason,
        ),
        by=by,
        at=at,
    )


def sign_out(session_id: int, *, by: Actor, at: datetime) -> None:
    """End one session; the cookie that carried it is dead from now on."""
    ended: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(SessionRecord)
        .where(SessionRecord.id == session_id, SessionRecord.ended_at.is_(None))
        .values(ended_at=at, ended_because="signed-out")
    )

    if ended.rowcount and by.person_id is not None and by.account_id is not None:
        told = events.SessionsEnded(by.person_id, by.account_id, how_many=1, because="signed-out")
        audit.record(told, by=by, at=at)


def end_sessions(account: Account, *, because: str, by: Actor, at: datetime) -> int:
    """End every session of `account`; how many there were."""
    ended: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(SessionRecord)
        .where(SessionRecord.account_id == account.id, SessionRecord.ended_at.is_(None))
        .values(ended_at=at, ended_because=because)
    )

    told = events.SessionsEnded(account.person_id, account.id, how_many=ended.rowcount, because=because)
    audit.record(told, by=by, at=at)
    return int(ended.rowcount)


def note_use(session_id: int, *, at: datetime) -> None:
    """Remember that a session is in use. Records no event: being here is not a deed."""
    db.session().execute(
        update(SessionRecord)
        .where(SessionRecord.id == session_id, SessionRecord.ended_at.is_(None), SessionRecord.last_seen_at < at)
        .values(last_seen_at=at)
    )


def _reason(account: Account | None) -> str:
    if account is None:
        return "no-account"
    return "disabled" if account.disabled_at is not None else "password"
