"""Contacts of other organizations, as the help desk lists them. Addresses leave here masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, select

from accounts.models import Account, OutsideContact
from district.models import Person
from foundation import db
from portal.rules.masking import masked_email


@dataclass(frozen=True)
class ContactSeen:
    """One contact: for whom they speak, whether an account was made, and whether it is over."""

    id: int
    public_id: str
    full_name: str
    organization: str
    email: str
    added_at: datetime
    has_account: bool
    ended_at: datetime | None
    ended_because: str


def contacts_seen(*, before: int | None, limit: int) -> list[ContactSeen]:
    """The newest first. One statement."""
    asked = _contacts().order_by(OutsideContact.id.desc()).limit(limit)
    if before is not None:
        asked = asked.where(OutsideContact.id < before)
    return [_seen(row) for row in db.session().execute(asked)]


def contact_seen(public_id: str) -> ContactSeen | None:
    """The contact whose person has that public id. One statement."""
    row = db.session().execute(_contacts().where(Person.public_id == public_id)).one_or_none()
    return None if row is None else _seen(row)


def _contacts() -> Select[*tuple[Any, ...]]:
    has_account = and_(Account.person_id == OutsideContact.person_id, Account.kind == "contact")
    return (
        select(OutsideContact, Person, Account.id)
        .join(Person, Person.id == OutsideContact.person_id)
        .outerjoin(Account, has_account)
    )


def _seen(row: Row[*tuple[Any, ...]]) -> ContactSeen:
    contact, person, account_id = row
    return ContactSeen(
        id=contact.id,
        public_id=person.public_id,
        full_name=person.full_name,
        organization=contact.organization,
        email=masked_email(contact.email),
        added_at=contact.added_at,
        has_account=account_id is not None,
        ended_at=contact.ended_at,
        ended_because=contact.ended_because,
    )
