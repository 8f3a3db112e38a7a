"""Whose appointments count on a day: until they are ended, and only while the account behind them counts.

An account of staff counts while its owner has a job here, one of kind `contact` until it is closed. Whether anybody is
flagged for want of use changes nothing here: a person decides that.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select

from accounts.models import Account
from district.models import Person
from district.queries import holds_a_job
from foundation import db
from support.models import Organization, SupportContact

DISTRICT = "district"
KINDS = ("contact", "staff")
"""Kinds of account that may be authorized contacts."""


@dataclass(frozen=True)
class Appointment:
    """One organization that an account may ask for."""

    contact_id: int
    public_id: str
    organization_id: int
    organization_public_id: str
    organization: str
    hosting: str
    kind: str
    """`support` or `technical`."""
    is_flagged: bool
    last_active_on: date | None

    @property
    def is_technical(self) -> bool:
        return self.kind == "technical"


@dataclass(frozen=True)
class Named:
    """An authorized contact as colleagues know them."""

    contact_id: int
    public_id: str
    organization_id: int
    organization: str
    account_id: int
    person_id: int
    full_name: str
    kind: str


def in_force(on: date) -> ColumnElement[bool]:
    """The condition that a `SupportContact` joined to its `Account` counts on that day."""
    works = or_(Account.kind != "staff", holds_a_job(db.table(Account).c.person_id, literal(on)))
    return and_(
        SupportContact.starts <= on,
        or_(SupportContact.ends.is_(None), SupportContact.ends > on),
        Account.kind.in_(KINDS),
        Account.disabled_at.is_(None),
        works,
    )


def contact_of(account_id: int, on: date) -> tuple[Appointment, ...]:
    """The appointments in force of one account on a day, by the organization’s name. One statement."""
    asked = (
        select(SupportContact, Organization)
        .join(Organization, Organization.id == SupportContact.organization_id)
        .join(Account, Account.id == SupportContact.account_id)
        .where(SupportContact.account_id == account_id, in_force(on))
        .order_by(Organization.name, Organization.id)
    )
    return tuple(
        Appointment(
            contact_id=contact.id,
            public_id=contact.public_id,
            organization_id=organization.id,
            organization_public_id=organization.public_id,
            organization=organization.name,
            hosting=organization.hosting,
            kind=contact.kind,
            is_flagged=contact.flagged_on is not None,
            last_active_on=contact.last_active_on,
        )
        for contact, organization in db.session().execute(asked)
    )


def contacts_in_force(organization_id: int, on: date) -> tuple[Named, ...]:
    """The authorized contacts of one organization on a day, the technical one last. One statement."""
    return _named(_all_in_force(on).where(SupportContact.organization_id == organization_id))


def contacts_of_places(school_ids: Collection[int], on: date) -> tuple[Named, ...]:
    """Whom staff of these schools turn to on a day: the contacts there and those of the district. One statement."""
    near = or_(Organization.school_id.in_(sorted(school_ids)), Organization.kind == DISTRICT)
    return _named(_all_in_force(on).where(Organization.school_id.is_not(None), near))


def _all_in_force(on: date) -> Select[SupportContact, Organization, Person]:
    return (
        select(SupportContact, Organization, Person)
        .join(Organization, Organization.id == SupportContact.organization_id)
        .join(Account, Account.id == SupportContact.account_id)
        .join(Person, Person.id == Account.person_id)
        .where(in_force(on))
        .order_by(Organization.name, Organization.id, SupportContact.kind, SupportContact.starts, SupportContact.id)
    )


def _named(asked: Select[SupportContact, Organization, Person]) -> tuple[Named, ...]:
    return tuple(
        Named(
            contact_id=contact.id,
            public_id=contact.public_id,
            organization_id=organization.id,
            organization=organization.name,
            account_id=contact.account_id,
            person_id=person.id,
            full_name=person.full_name,
            kind=contact.kind,
        )
        for contact, organization, person in db.session().execute(asked)
    )
