"""Who is mailed about an incident, and whether a mail about one may still leave."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from accounts.models import Account
from foundation import db
from support.models import IncidentRefusal, Organization, StatusNotice, SupportContact
from support.queries.contacts import in_force
from support.queries.involved import Reached, contacts_reached
from support.rules.status import System, concerned_by

_IS_REFUSED = select(IncidentRefusal.person_id).where(IncidentRefusal.person_id == Account.person_id).exists()


def contacts_concerned(system: System, *, on: date) -> list[Reached]:
    """The contacts in force of every organization that an incident of that system concerns, but for who wants no such
    mails: each account once, whatever it asks for. One statement."""
    hostings = [each.value for each in concerned_by(system)]
    meant = (
        select(SupportContact.id)
        .join(Organization, Organization.id == SupportContact.organization_id)
        .join(Account, Account.id == SupportContact.account_id)
        .where(Organization.hosting.in_(hostings), ~_IS_REFUSED)
    )
    return contacts_reached(meant, on=on)


def is_still_told(contact_id: int, notice_id: int, *, is_over: bool, on: date) -> bool:
    """Whether a mail about an incident may leave: its reader is a contact still and wants such mails, and what it tells
    is so. One statement."""
    asked = (
        select(SupportContact.id)
        .join(Account, Account.id == SupportContact.account_id)
        .join(StatusNotice, StatusNotice.id == notice_id)
        .where(SupportContact.id == contact_id, in_force(on), ~_IS_REFUSED)
    )
    if not is_over:
        asked = asked.where(StatusNotice.closed_at.is_(None))
    return db.session().scalar(asked) is not None


def wants_incidents(person_id: int) -> bool:
    """Whether somebody gets mails about incidents, where they are a contact. One statement."""
    return db.session().get(IncidentRefusal, person_id) is None
