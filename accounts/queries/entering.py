"""Reads at the sign-in page: whom it sees before the password is verified, and everything it takes to let them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, bindparam, exists, literal, select

from accounts.models import Account, KnownDevice, SessionRecord
from accounts.queries.signed_in import WHO, SignedIn, named
from accounts.rules import usernames
from accounts.rules.devices import KNOWN_FOR
from district.models import Person
from foundation import clock, db, throttle

_account, _person, _session, _known = (db.table(each) for each in (Account, Person, SessionRecord, KnownDevice))
_NAMED = bindparam("named", type_=String)
_THIS_DEVICE = (_known.c.account_id == _account.c.id, _known.c.token_hash == bindparam("device"))
_STILL_KNOWN = (
    select(_known.c.token_hash)
    .join(_session, _session.c.id == _known.c.session_id)
    .where(
        *_THIS_DEVICE,
        _known.c.forgotten_at.is_(None),
        _session.c.created_at > bindparam("since", type_=db.UTCDateTime),
    )
    .scalar_subquery()
)
_door = select(literal(1).label("stands")).subquery("door")
_AT_DOOR = select(
    throttle.blocked_until(bindparam("scope"), bindparam("source")),
    _account.c.id,
    _account.c.password_hash,
    _STILL_KNOWN,
).select_from(_door.outerjoin(_account, _account.c.username_key == _NAMED))
_FACTS = (
    "password_hash",
    "disabled_at",
    "last_signed_in_at",
    "tries_in_a_row",
    "recovery_email",
    "pending_email",
)
_ENTERING = (
    select(
        *WHO,
        *(_account.c[each] for each in _FACTS),
        _person.c.language,
        exists().where(*_THIS_DEVICE, _known.c.forgotten_at.is_(None)),
        exists().where(_known.c.account_id == _account.c.id),
    )
    .join(_person, _person.c.id == _account.c.person_id)
    .where(_account.c.username_key == _NAMED)
    .with_for_update(of=_account)
)
"""Written once, as every sign-in says them: writing them anew costs more than saying them."""


@dataclass(frozen=True)
class Seen:
    """Whom the sign-in page sees: the account named, if there is one, and the browser, if that account knows it.

    `source_until` is when the next try from that address counts, where it was made to wait at all. `password_hash` is
    what a typed password is verified against; None where nobody has that name.
    """

    source_until: datetime | None
    account_id: int | None
    password_hash: str | None
    device_hash: str | None


@dataclass(frozen=True)
class Entering:
    """An account at the door, held until the transaction ends, and what it knows of the browser that came."""

    who: SignedIn
    """Its owner, who will be in by a session that has not begun yet."""
    password_hash: str
    disabled_at: datetime | None
    last_signed_in_at: datetime | None
    tries_in_a_row: int
    recovery_email: str | None
    pending_email: str | None
    language_on_file: str | None
    knows_device: bool
    knows_any_device: bool

    @property
    def meets_new_device(self) -> bool:
        """The first browser of an account is not new: there is nothing to compare it with."""
        return self.knows_any_device and not self.knows_device

    @property
    def language(self) -> str:
        """The language to write to the owner in: chosen for the account, else on file for the person, else English."""
        return self.who.language or self.language_on_file or "en"


def seen_at_door(username: str, *, device_hash: str, waits_in: tuple[str, str], at: datetime) -> Seen:
    """Whose account is named, whether it knows the browser whose token has that hash, and until when the source waits
    (`waits_in` is its scope and key). One statement, known or not."""
    scope, source = waits_in
    asked = {"named": usernames.key_of(username), "device": device_hash, "since": at - KNOWN_FOR}
    return Seen(*db.session().execute(_AT_DOOR, asked | {"scope": scope, "source": throttle.kept(source)}).one())


def account_entering(username_key: str, *, device_hash: str, at: datetime) -> Entering | None:
    """The account with that key, for a sign-in from the browser whose token has that hash. One statement."""
    asked = {"named": username_key, "device": device_hash, "today": clock.day_of(at)}
    row = db.session().execute(_ENTERING, asked).one_or_none()
    if row is None:
        return None
    who, facts = row[: len(WHO)], row[len(WHO) :]
    return Entering(named(who, created_at=at, last_seen_at=at), *facts)
