"""A family changes its own addresses and numbers: at once, with a code to the new one and a notice to the one before.

A feed does not write over it: its own next word for the same field waits for the office, as over the office’s word.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, delete, select, update

from accounts.actions.tries import spend_try
from accounts.rules import throttling
from district.actions.office_edits import CONTACTS, keep_edit
from district.actions.people import add_contact, end_contact
from district.actions.search_terms import refresh_terms
from district.models import ContactPoint
from district.queries.contacts import FAMILY
from foundation import audit, clock, db, outbox, sealing
from foundation.audit import Actor
from foundation.outbox import Channel
from portal.events import ContactPointConfirmed
from portal.models import ContactCheck
from portal.rules.contact_data import CODE_LASTS, DIGITS, TRIES, is_code, way_of_code
from portal.rules.preferences import By

SCOPE = "contact-code"


@dataclass(frozen=True)
class Owner:
    """Whose contact data it is, in which language they are written to, and how the district can reach anybody."""

    person_id: int
    called: str
    language: str
    carried: tuple[By, ...]


def add_own(owner: Owner, typed: str, *, kind: str, type: str, by: Actor, at: datetime) -> ContactPoint:
    """A new address or number of one’s own. The others are told; the new one gets a code."""
    before = own_points(owner.person_id)
    point = _begin(owner, typed, kind=kind, type=type, by=by, at=at)

    _tell(owner, before, "added", kind, at=at)
    send_code(owner, point, at=at)
    return point


def change_own(owner: Owner, point: ContactPoint, typed: str, *, by: Actor, at: datetime) -> ContactPoint:
    """Another address or number in the place of one: those on record are told, the new one gets a code."""
    before = own_points(owner.person_id)
    end_contact(point, ends=clock.day_of(at), by=by, at=at)
    new = _begin(owner, typed, kind=point.kind, type=point.type or point.kind, by=by, at=at)

    _tell(owner, before, "changed", point.kind, at=at)
    send_code(owner, new, at=at)
    return new


def remove_own(owner: Owner, point: ContactPoint, *, by: Actor, at: datetime) -> None:
    """An address or number that is of use no more. All are told, that one included."""
    before = own_points(owner.person_id)
    _keep_from_feeds(owner.person_id, point.type or point.kind, "", by=by, at=at)
    end_contact(point, ends=clock.day_of(at), by=by, at=at)
    refresh_terms((owner.person_id,), on=clock.day_of(at))

    _tell(owner, before, "removed", point.kind, at=at)


def send_code(owner: Owner, point: ContactPoint, *, at: datetime) -> bool:
    """A new code to an address or number; the one before ends. False, and nothing sent, where nobody carries it there
    or several were asked for lately. Records no event: typing it does."""
    way = way_of_code(point.kind, point.type, carried=owner.carried)
    if way is None or not spend_try(SCOPE, str(owner.person_id), patience=throttling.MAILS, at=at):
        return False
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    db.session().execute(delete(ContactCheck).where(ContactCheck.point_id == point.id))
    check = ContactCheck(
        point_id=point.id,
        sealed_code=sealing.seal(json.dumps(code).encode()),
        sent_at=at,
        expires_at=at + CODE_LASTS,
        tries_left=TRIES,
    )
    db.session().add(check)
    db.session().flush()
    outbox.post(
        "contact-code",
        to=point.value,
        channel=Channel(way.value),
        language=owner.language,
        at=at,
        secret={"code": code},
        expires_at=check.expires_at,
        person_id=owner.person_id,
        name=owner.called,
    )
    return True


def confirm_own(point: ContactPoint, typed: str, *, by: Actor, at: datetime) -> bool:
    """Whether somebody typed the code that was sent there. Each try is counted before it is looked at."""
    counted: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(ContactCheck)
        .where(ContactCheck.point_id == point.id, ContactCheck.tries_left > 0, ContactCheck.expires_at > at)
        .values(tries_left=ContactCheck.tries_left - 1),
        execution_options={"synchronize_session": False},
    )
    if counted.rowcount != 1:
        return False
    sealed = db.session().scalar(select(ContactCheck.sealed_code).where(ContactCheck.point_id == point.id))
    if sealed is None or not is_code(typed, json.loads(sealing.unseal(sealed))):
        return False
    point.verified_at = at
    db.session().execute(delete(ContactCheck).where(ContactCheck.point_id == point.id))

    audit.record(ContactPointConfirmed(point.person_id, after={"value": point.value}), by=by, at=at)
    return True


def own_points(person_id: int) -> list[ContactPoint]:
    """The addresses and numbers of a person that count and have not been ended."""
    found = select(ContactPoint).where(ContactPoint.person_id == person_id, ContactPoint.ends.is_(None))
    return list(db.session().scalars(found.order_by(ContactPoint.kind, ContactPoint.id)))


def _begin(owner: Owner, typed: str, *, kind: str, type: str, by: Actor, at: datetime) -> ContactPoint:
    _keep_from_feeds(owner.person_id, type, typed, by=by, at=at)
    today = clock.day_of(at)
    given = {"starts": today, "source": FAMILY, "by": by, "at": at}
    point = add_contact(owner.person_id, typed, kind=kind, type=type, **given)  # type: ignore[arg-type]
    refresh_terms((owner.person_id,), on=today)
    return point


def _keep_from_feeds(person_id: int, field: str, value: str, *, by: Actor, at: datetime) -> None:
    if field in CONTACTS:
        keep_edit(person_id, field=field, value=value, by=by, at=at)


def _tell(owner: Owner, before: Iterable[ContactPoint], what: str, kind: str, *, at: datetime) -> None:
    """Whoever reads the addresses that were on record is told that something changed, and not what it is now (T43)."""
    for point in before:
        way = way_of_code(point.kind, point.type, carried=owner.carried)
        if way in (None, By.VOICE) or not point.is_valid:
            continue
        outbox.post(
            "contact-changed",
            to=point.value,
            channel=Channel(way.value),
            language=owner.language,
            at=at,
            person_id=owner.person_id,
            name=owner.called,
            deed=what,
            sort=kind,
        )
