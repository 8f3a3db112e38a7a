"""A letter came back; the family found the address right; the office confirmed it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlalchemy.dialects import postgresql, sqlite

from district.events import LetterReturned, MailingAddressConfirmed, ReturnedAddressFoundRight
from district.models import ReturnedLetter
from district.queries.mailing import letters_to
from foundation import audit, clock, db
from foundation.audit import Actor


def mark_letter_returned(person_id: int, *, by: Actor, at: datetime) -> bool:
    """Send no letter to the present address any more; False where none goes there already."""
    letters = letters_to(person_id, on=clock.day_of(at))
    if not letters.digest:
        return False
    insert = (sqlite.insert if db.is_sqlite() else postgresql.insert)(ReturnedLetter)
    written = insert.values(person_id=person_id, address_digest=letters.digest, returned_at=at)
    if db.session().scalar(written.on_conflict_do_nothing().returning(ReturnedLetter.id)) is None:
        return False

    audit.record(LetterReturned(person_id), by=by, at=at)
    return True


def note_address_found_right(person_id: int, digest: str, *, by: Actor, at: datetime) -> bool:
    """Keep for the office that the family finds the address of `digest` right; False where no letter came back from it
    that the office has not answered already."""
    found = (
        update(ReturnedLetter).where(*_open(person_id, digest)).values(found_right_at=at).returning(ReturnedLetter.id)
    )
    if db.session().scalars(found).first() is None:
        return False

    audit.record(ReturnedAddressFoundRight(person_id), by=by, at=at)
    return True


def confirm_mailing_address(person_id: int, *, by: Actor, at: datetime) -> bool:
    """Send letters to the present address again; False where nothing was in the way."""
    letters = letters_to(person_id, on=clock.day_of(at))
    confirmed = (
        update(ReturnedLetter)
        .where(*_open(person_id, letters.digest))
        .values(confirmed_at=at)
        .returning(ReturnedLetter.id)
    )
    if db.session().scalars(confirmed).first() is None:
        return False

    audit.record(MailingAddressConfirmed(person_id), by=by, at=at)
    return True


def _open(person_id: int, digest: str) -> tuple[ColumnElement[bool], ...]:
    return (
        ReturnedLetter.person_id == person_id,
        ReturnedLetter.address_digest == digest,
        ReturnedLetter.confirmed_at.is_(None),
    )
