"""Contacts of other organizations: added, and ended with everything that let them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from accounts import events, queries
from accounts.actions.closing import close_account
from accounts.models import OutsideContact, StaffInvitation
from accounts.rules import addresses
from district.models import Person
from foundation import audit, db
from foundation.audit import Actor


@dataclass(frozen=True)
class NewContact:
    """Who it is, and for whom they speak."""

    first_name: str
    last_name: str
    organization: str
    email: str


def add_contact(new: NewContact, *, by: Actor, at: datetime) -> OutsideContact | None:
    """A person on record who may be invited; None where somebody with that address is a contact today."""
    key = addresses.key_of(new.email)
    same = select(OutsideContact.id).where(OutsideContact.email_key == key, OutsideContact.ended_at.is_(None))
    if db.session().scalar(same.limit(1)) is not None:
        return None
    person = Person(first_name=new.first_name, last_name=new.last_name, created_at=at)
    db.session().add(person)
    db.session().flush()
    contact = OutsideContact(
        person_id=person.id,
        organization=new.organization,
        email=new.email,
        email_key=key,
        added_at=at,
        added_by_id=by.person_id,
    )
    db.session().add(contact)
    db.session().flush()

    audit.record(events.ContactAdded(person.id), by=by, at=at)
    return contact


def end_contact(contact: OutsideContact, *, because: str, by: Actor, at: datetime) -> bool:
    """Close the account, take the open invitation back, and let no other be made; False where it is ended already."""
    if contact.ended_at is not None:
        return False
    contact.ended_at, contact.ended_because = at, because
    db.session().execute(
        update(StaffInvitation)
        .where(
            StaffInvitation.person_id == contact.person_id,
            StaffInvitation.kind == "contact",
            StaffInvitation.used_at.is_(None),
            StaffInvitation.superseded_at.is_(None),
        )
        .values(superseded_at=at, withdrawn_at=at)
    )
    account = queries.account_of_kind(contact.person_id, "contact", hold=True)
    if account is not None:
        close_account(account, by=by, at=at)

    audit.record(events.ContactEnded(contact.person_id, because), by=by, at=at)
    return True
