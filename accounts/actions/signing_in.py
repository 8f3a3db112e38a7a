"""Coming in and going out: sessions, and their end (spec "Signing in"; ASVS 6.3, 7.4).

Order at the door: `count_try` in a transaction of its own, then verify the password outside any, then `sign_in` or
`refuse_sign_in` in another. Only a success gives a try back, so a hundred tries at once are a hundred tries.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import CursorResult, bindparam, func, insert, update

from accounts import events, queries
from accounts.actions.devices import Browser, forget_devices, keep_device, tell_of_sign_in
from accounts.actions.tries import count_of
from accounts.models import Account, SessionRecord
from accounts.queries import Entering, SignedIn
from accounts.rules import usernames
from foundation import audit, db, throttle, tokens
from foundation.audit import Actor

TOKEN_BYTES = 32
LONGEST_BROWSER = 300

_ACCOUNTS, _SESSIONS = db.table(Account), db.table(SessionRecord)
_BEGUN = insert(_SESSIONS).returning(_SESSIONS.c.id)
_ENTERED = (
    update(_ACCOUNTS)
    .where(_ACCOUNTS.c.id == bindparam("account"))
    .values(
        last_signed_in_at=bindparam("now", type_=db.UTCDateTime),
        tries_in_a_row=0,
        password_hash=func.coalesce(bindparam("newer"), _ACCOUNTS.c.password_hash),
    )
)
"""Written once, as every sign-in says them: writing them anew costs more than saying them."""


@dataclass(frozen=True)
class NewSession:
    """A session begun, and who is in by it: the tokens go into the browser's cookies and are kept nowhere else.

    `device` lasts longer than the session's token, and opens nothing: by it the account knows the browser again.
    """

    entered: SignedIn
    device: str
    asks_recovery_email: bool = False
    """The first sign-in of an account that never gave an address (S4)."""


def sign_in(
    username: str, *, verified_hash: str, newer_hash: str | None, by: Actor, at: datetime, device: str = ""
) -> NewSession | None:
    """Begin a session for the account whose password was just verified against `verified_hash`.

    None when the account is disabled or its password has changed meanwhile. A `newer_hash` (today's cost) is kept.
    `device` is what the browser's cookie says of itself; of a new one the owner is told.
    """
    browser = Browser.of(device)
    found = queries.account_entering(usernames.key_of(username), device_hash=browser.device_hash, at=at)
    if found is None or found.disabled_at is not None or found.password_hash != verified_hash:
        return None

    started = _start(found, browser, newer_hash=newer_hash, by=by, at=at)
    throttle.forget(*count_of(username, device_hash=browser.device_hash if found.knows_device else None))
    tell_of_sign_in(found, failures=max(0, found.tries_in_a_row - 1), at=at)
    return started


def start_session(account: Account, *, by: Actor, at: datetime, device: str = "") -> NewSession:
    """A session for `account`, whose owner has just proved who they are at a browser that was signed in."""
    browser = Browser.of(device)
    found = queries.account_entering(account.username_key, device_hash=browser.device_hash, at=at)
    if found is None:
        raise RuntimeError("An account is gone in the middle of a deed of its owner.")
    return _start(found, browser, newer_hash=None, by=by, at=at)


def _start(found: Entering, browser: Browser, *, newer_hash: str | None, by: Actor, at: datetime) -> NewSession:
    """A session for an account that is held."""
    token, who, came = secrets.token_urlsafe(TOKEN_BYTES), found.who, audit.origin.get()

    begun = {
        "token_hash": tokens.hash_of(token),
        "account_id": who.account_id,
        "created_at": at,
        "last_seen_at": at,
        "ended_because": "",
        "address": came.address,
        "browser": came.browser[:LONGEST_BROWSER],
    }
    session_id: int = db.session().execute(_BEGUN, begun).scalar_one()
    keep_device(who.account_id, device_hash=browser.device_hash, session_id=session_id, at=at)
    db.session().execute(_ENTERED, {"account": who.account_id, "now": at, "newer": newer_hash})

    audit.record(events.SessionStarted(who.person_id, who.account_id, session_id), by=by, at=at)
    gave_address = found.recovery_email or found.pending_email
    return NewSession(
        replace(who, session_id=session_id, token=token),
        browser.token,
        asks_recovery_email=found.last_signed_in_at is None and not gave_address,
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
    """End every session of `account` and forget its browsers; how many sessions there were."""
    ended: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(SessionRecord)
        .where(SessionRecord.account_id == account.id, SessionRecord.ended_at.is_(None))
        .values(ended_at=at, ended_because=because)
    )
    forget_devices(account, but_of=None, at=at)

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
