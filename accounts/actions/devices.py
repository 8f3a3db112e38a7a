"""Devices: which browsers an account knows, and ending the sessions on them (ASVS 7.5.2, 6.3.5, T15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, case, select, update

from accounts import queries
from accounts.browsers import named
from accounts.events import DeviceEnded, SessionsEnded
from accounts.models import Account, KnownDevice, SessionRecord
from accounts.rules import throttling
from accounts.rules.devices import KNOWN_DEVICE
from foundation import audit, db, outbox, tokens
from foundation.audit import Actor


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
    is_this = case((KnownDevice.token_hash == kept, 0), else_=1)
    of_account = select(KnownDevice).where(KnownDevice.account_id == account.id)
    best = db.session().scalar(of_account.order_by(is_this).limit(1))
    this = best if best is not None and best.token_hash == kept else None
    was_known = this is not None and this.forgotten_at is None

    if this is None:
        this = KnownDevice(account_id=account.id, token_hash=kept, known_since=at)
        db.session().add(this)
    elif not was_known:
        this.known_since, this.forgotten_at = at, None
    this.session_id = session_id
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
