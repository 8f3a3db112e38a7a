"""Devices: which browsers an account knows, and ending the sessions on them (ASVS 7.5.2, 6.3.5, T15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import CursorResult, bindparam, case, update
from sqlalchemy.dialects import postgresql, sqlite

from accounts.browsers import named
from accounts.events import DeviceEnded, SessionsEnded
from accounts.models import Account, KnownDevice, SessionRecord
from accounts.queries import Entering
from accounts.rules import throttling
from accounts.rules.devices import KNOWN_DEVICE
from foundation import audit, db, outbox, tokens
from foundation.audit import Actor

_KNOWN = db.table(KnownDevice)


@dataclass(frozen=True)
class Browser:
    """The token that a browser keeps from now on, and the hash by which accounts know it."""

    token: str
    device_hash: str

    @classmethod
    def of(cls, device: str) -> Browser:
        """By what its cookie says of itself; one whose cookie says nothing of ours is given a new token."""
        kept = tokens.read(device, purpose=KNOWN_DEVICE)
        return cls(device, kept) if kept else cls(*tokens.make(KNOWN_DEVICE))


def keep_device(account_id: int, *, device_hash: str, session_id: int, at: datetime) -> None:
    """Know a browser as the account's from now on, by its latest session. Records no event: the session does."""
    given = {"account": account_id, "kept": device_hash, "session": session_id, "now": at}
    db.session().execute(_comes("sqlite" if db.is_sqlite() else "postgresql"), given)


@cache
def _comes(kind_of_database: str) -> Any:
    """One statement for a new browser, a known one and a forgotten one. Written once, as every sign-in says it."""
    insert = sqlite.insert if kind_of_database == "sqlite" else postgresql.insert
    new = insert(_KNOWN).values(
        account_id=bindparam("account"),
        token_hash=bindparam("kept"),
        session_id=bindparam("session"),
        known_since=bindparam("now", type_=db.UTCDateTime),
    )
    return new.on_conflict_do_update(
        index_elements=[_KNOWN.c.account_id, _KNOWN.c.token_hash],
        set_={
            "session_id": new.excluded.session_id,
            "known_since": case(
                (_KNOWN.c.forgotten_at.is_(None), _KNOWN.c.known_since), else_=new.excluded.known_since
            ),
            "forgotten_at": None,
        },
    )


def tell_of_sign_in(account: Entering, *, failures: int, at: datetime) -> None:
    """Mail the owner when somebody came in from a new browser, or after many wrong passwords. Records no event."""
    many = failures if failures >= throttling.MANY_BEFORE_SUCCESS else 0
    if not account.recovery_email or not (account.meets_new_device or many):
        return
    came = audit.origin.get()
    browser = named(came.browser)
    outbox.post(
        "new-sign-in",
        to=account.recovery_email,
        language=account.language,
        at=at,
        username=account.who.username,
        signed_in_at=at.isoformat(),
        program=browser.program,
        system=browser.system,
        address=came.address,
        is_new=account.meets_new_device,
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
