"""Devices: which browsers an account knows, and ending the sessions on them (ASVS 7.5.2, 6.3.5, T15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import CursorResult, Table, and_, bindparam, case, insert, select, update

from accounts import queries
from accounts.browsers import named
from accounts.events import DeviceEnded, SessionsEnded
from accounts.models import Account, KnownDevice, SessionRecord
from accounts.rules import throttling
from accounts.rules.devices import KNOWN_DEVICE
from foundation import audit, db, outbox, tokens
from foundation.audit import Actor

_KNOWN = cast(Table, KnownDevice.__table__)
_IS_THIS = and_(_KNOWN.c.account_id == bindparam("account"), _KNOWN.c.token_hash == bindparam("kept"))
_NOW = bindparam("now", type_=db.UTCDateTime)
_THIS_OR_ANY = (
    select(_KNOWN.c.token_hash, _KNOWN.c.forgotten_at)
    .where(_KNOWN.c.account_id == bindparam("account"))
    .order_by(case((_KNOWN.c.token_hash == bindparam("kept"), 0), else_=1))
    .limit(1)
)
_COMES_AGAIN = update(_KNOWN).where(_IS_THIS).values(session_id=bindparam("session"))
_IS_KNOWN_AGAIN = _COMES_AGAIN.values(known_since=_NOW, forgotten_at=None)
_IS_NEW = insert(_KNOWN).values(
    account_id=bindparam("account"), token_hash=bindparam("kept"), session_id=bindparam("session"), known_since=_NOW
)
"""Written once, as every sign-in says them: writing them anew costs more than saying them."""


@dataclass(frozen=True)
class Greeted:
    """The token the browser is to keep, its hash if the account knew it, and whether the account knew only others."""

    token: str
    known_hash: str | None
    is_new: bool


def greet_device(account: Account, *, session_id: int, token: str, at: datetime) -> Greeted:
    """Know the browser that holds `token` (or none) as the account's from now on. Records no event: the session does.

    The first browser of an account is not new: there is nothing to compare it with.
    """
    kept = tokens.read(token, purpose=KNOWN_DEVICE)
    if kept is None:
        token, kept = tokens.make(KNOWN_DEVICE)
    given = {"account": account.id, "kept": kept}
    best = db.session().execute(_THIS_OR_ANY, given).one_or_none()
    is_kept = best is not None and best.token_hash == kept
    was_known = best is not None and is_kept and best.forgotten_at is None

    if was_known:
        db.session().execute(_COMES_AGAIN, given | {"session": session_id})
    elif is_kept:
        db.session().execute(_IS_KNOWN_AGAIN, given | {"session": session_id, "now": at})
    else:
        db.session().execute(_IS_NEW, given | {"session": session_id, "now": at})
    return Greeted(token, kept if was_known else None, is_new=best is not None and not was_known)


def tell_of_sign_in(account: Account, *, is_new: bool, failures: int, at: datetime) -> None:
    """Mail the owner when somebody came in from a new browser, or after many wrong passwords. Records no event."""
    many = failures if failures >= throttling.MANY_BEFORE_SUCCESS else 0
    if not account.recovery_email or not (is_new or many):
        return
    came = audit.origin.get()
    browser = named(came.browser)
    outbox.post(
        "new-sign-in",
        to=account.recovery_email,
        language=queries.language_of(account),
        at=at,
        username=account.username,
        signed_in_at=at.isoformat(),
        program=browser.program,
        system=browser.system,
        address=came.address,
        is_new=is_new,
        failures=many,
    )


def forget_devices(account: Account, *, but_of: int | None, at: datetime) -> None:
    """Know no browser of the account any more but that of one session. Records no event: what it serves does."""
    db.session().execute(
        update(KnownDevice)
        .where(
            KnownDevice.account_id == account.id,
            KnownDevice.forgotten_at.is_(None),
            KnownDevice.session_id != (but_of or 0),
        )
        .values(forgotten_at=at)
    )


def end_device(account: Account, *, session_id: int, by: Actor, at: datetime) -> bool:
    """End one session of the account and forget its browser; False where it is not the account's, or over already."""
    ended: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(SessionRecord)
        .where(SessionRecord.id == session_id, SessionRecord.account_id == account.id, SessionRecord.ended_at.is_(None))
        .values(ended_at=at, ended_because="ended-by-owner")
    )
    if ended.rowcount != 1:
        return False
    db.session().execute(
        update(KnownDevice)
        .where(KnownDevice.account_id == account.id, KnownDevice.session_id == session_id)
        .values(forgotten_at=at)
    )

    audit.record(DeviceEnded(account.person_id, account.id, session_id), by=by, at=at)
    return True


def end_other_devices(account: Account, *, but: int, by: Actor, at: datetime) -> int:
    """End every session of the account but one, and forget their browsers; how many there were."""
    ended: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(SessionRecord)
        .where(SessionRecord.account_id == account.id, SessionRecord.id != but, SessionRecord.ended_at.is_(None))
        .values(ended_at=at, ended_because="ended-by-owner")
    )
    forget_devices(account, but_of=but, at=at)

    told = SessionsEnded(account.person_id, account.id, how_many=ended.rowcount, because="ended-by-owner")
    audit.record(told, by=by, at=at)
    return int(ended.rowcount)
