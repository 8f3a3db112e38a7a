"""The help desk invites colleagues and contacts, always by mail: nobody at the desk sees a link.

Records no event of its own: inviting, withdrawing and adding tell themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from accounts import actions as accounts
from accounts import queries as known
from accounts.actions import AlreadyHasAccount, Invitation, NewContact, NoJob
from accounts.models import OutsideContact, StaffInvitation
from accounts.rules import roles
from accounts.rules.giving import GivingRefusal, why_not
from district.models import Person
from district.queries import people_with_staff_id
from district.queries.own_family import is_of_own_family
from foundation import db
from foundation.audit import Actor
from portal.rules.inviting import InvitingRefusal

Answer = Literal[True] | InvitingRefusal


@dataclass(frozen=True)
class Inviter:
    """Who invites, on which day, with what right."""

    by: Actor
    on: date
    at: datetime
    public_url: str
    may_give_roles: bool


def invite_colleague(employee_id: str, named: Iterable[str], *, here: Inviter) -> Answer:
    """Mail a link to the work email of whoever human resources call by that id. The older ones end with it."""
    found = people_with_staff_id(employee_id)
    if len(found) != 1:
        return InvitingRefusal.SEVERAL if found else InvitingRefusal.NOBODY
    return _invite_staff(found[0], tuple(named), here)


def invite_again(invitation_id: int, *, here: Inviter) -> Answer | None:
    """A new link with the roles of this one, which ends. None where there is no such invitation."""
    older = db.session().get(StaffInvitation, invitation_id)
    if older is None:
        return None
    if older.used_at is not None:
        return InvitingRefusal.HAS_ACCOUNT
    if older.kind == "contact":
        return invite_contact(older.person_id, here=here)
    return _invite_staff(older.person_id, tuple(roles.given_in(older.roles)), here)


def withdraw(invitation_id: int, *, here: Inviter) -> Answer | None:
    """Take an open link back, and tell whoever got it. None where there is no such invitation."""
    found = db.session().get(StaffInvitation, invitation_id)
    if found is None:
        return None
    refusal = _why_not(found.person_id, roles.given_in(found.roles), here)
    if refusal is not None:
        return refusal
    withdrawn = accounts.withdraw_invitation(invitation_id, by=here.by, at=here.at)
    if withdrawn is None:
        return InvitingRefusal.NOT_OPEN
    to = accounts.address_invited(withdrawn.person_id, withdrawn.kind, on=here.on)
    if to is not None:
        person = db.session().get_one(Person, withdrawn.person_id)
        accounts.tell_of_withdrawal(withdrawn, person, to=to, at=here.at)
    return True


def add_contact(new: NewContact, *, here: Inviter) -> Answer:
    """Somebody of another organization comes on record, with an invitation by mail."""
    contact = accounts.add_contact(new, by=here.by, at=here.at)
    return InvitingRefusal.KNOWN_CONTACT if contact is None else invite_contact(contact.person_id, here=here)


def invite_contact(person_id: int, *, here: Inviter) -> Answer:
    """Mail a contact a link. The older ones end with it."""
    made = accounts.invite_contact(person_id, public_url=here.public_url, by=here.by, at=here.at)
    contact = known.contact_of(person_id)
    if made is None or contact is None:
        return InvitingRefusal.NO_CONTACT
    if isinstance(made, AlreadyHasAccount):
        return InvitingRefusal.HAS_ACCOUNT
    person = db.session().get_one(Person, person_id)
    accounts.mail_contact_invitation(made, contact, person, at=here.at)
    return True


def end_contact(public_id: str, *, because: str, here: Inviter) -> bool | None:
    """Somebody is no contact any more. False where that was so already; None where there is no such contact."""
    contact = contact_called(public_id, hold=True)
    if contact is None:
        return None
    return accounts.end_contact(contact, because=because, by=here.by, at=here.at)


def contact_called(public_id: str, *, hold: bool = False) -> OutsideContact | None:
    """The contact whose person has that public id, ended or not. Records no event: it looks."""
    found = (
        db.session()
        .query(OutsideContact)
        .join(Person, Person.id == OutsideContact.person_id)
        .filter(Person.public_id == public_id)
    )
    return (found.with_for_update(of=OutsideContact) if hold else found).one_or_none()


def _invite_staff(person_id: int, named: tuple[str, ...], here: Inviter) -> Answer:
    refusal = _why_not(person_id, named, here)
    if refusal is not None:
        return refusal
    if accounts.address_invited(person_id, "staff", on=here.on) is None:
        return InvitingRefusal.NO_EMAIL
    made = accounts.invite(person_id, roles=named, public_url=here.public_url, on=here.on, by=here.by, at=here.at)
    if not isinstance(made, Invitation):
        return InvitingRefusal.NO_JOB if isinstance(made, NoJob) else InvitingRefusal.HAS_ACCOUNT
    accounts.mail_invitation(made, db.session().get_one(Person, person_id), on=here.on, at=here.at)
    return True


def _why_not(person_id: int, named: Iterable[str], here: Inviter) -> InvitingRefusal | None:
    reader = here.by.person_id or 0
    refusal = why_not(
        named,
        may_give_roles=here.may_give_roles,
        is_oneself=person_id == reader,
        is_own_family=is_of_own_family(person_id, reader_id=reader, on=here.on),
    )
    return _REFUSED[refusal] if refusal is not None else None


_REFUSED = {
    GivingRefusal.NO_SUCH_ROLE: InvitingRefusal.NO_RIGHT,
    GivingRefusal.NO_RIGHT: InvitingRefusal.NO_RIGHT,
    GivingRefusal.ONESELF: InvitingRefusal.OWN_FAMILY,
    GivingRefusal.OWN_FAMILY: InvitingRefusal.OWN_FAMILY,
}
