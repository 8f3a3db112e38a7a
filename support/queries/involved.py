"""To whom mails about a case go: the contacts involved in it who are still contacts, and the advisor who owns it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from accounts.models import Account, OutsideContact
from district.models import ContactPoint, Person
from foundation import db
from support.models import CaseInvolved, SupportContact
from support.queries.contacts import in_force

OTHERWISE = "en"


@dataclass(frozen=True)
class Reached:
    """How to write to one account. `address` is None where there is no working one."""

    account_id: int
    person_id: int
    contact_id: int | None
    """None for an advisor."""
    called: str
    language: str
    address: str | None


def contacts_involved(case_id: int, *, on: date) -> list[Reached]:
    """The contacts involved in a case whose appointment is in force on a day. One statement."""
    involved = select(CaseInvolved.contact_id).where(CaseInvolved.case_id == case_id)
    return _reached(and_(SupportContact.id.in_(involved), in_force(on)), on=on)


def account_reached(account_id: int, *, on: date) -> Reached | None:
    """How to write to one account of staff that is open. One statement."""
    return next(
        iter(_reached(and_(Account.id == account_id, Account.disabled_at.is_(None)), on=on, as_contact=False)), None
    )


def contact_in_force(contact_id: int, *, on: date) -> bool:
    """Whether somebody is a contact still: asked before a mail leaves."""
    asked = (
        select(SupportContact.id)
        .join(Account, Account.id == SupportContact.account_id)
        .where(SupportContact.id == contact_id, in_force(on))
    )
    return db.session().scalar(asked) is not None


def _reached(wanted: ColumnElement[bool], *, on: date, as_contact: bool = True) -> list[Reached]:
    email = and_(
        ContactPoint.person_id == Account.person_id,
        Account.kind == "staff",
        ContactPoint.kind == "email",
        ContactPoint.is_valid,
        ContactPoint.starts <= on,
        or_(ContactPoint.ends.is_(None), ContactPoint.ends > on),
    )
    asked = (
        select(
            Account.id,
            Account.person_id,
            SupportContact.id,
            Person.preferred_first_name,
            Person.first_name,
            Account.language,
            Person.language,
            ContactPoint.value,
            Account.recovery_email,
            OutsideContact.email,
        )
        .select_from(Account)
        .join(Person, Person.id == Account.person_id)
        .outerjoin(SupportContact, SupportContact.account_id == Account.id if as_contact else false())
        .outerjoin(OutsideContact, and_(OutsideContact.person_id == Account.person_id, Account.kind == "contact"))
        .outerjoin(ContactPoint, email)
        .where(wanted)
        .order_by(Account.id, ContactPoint.id)
    )
    return list(_once_each(db.session().execute(asked)))


def _once_each(rows: Iterable[Any]) -> Iterable[Reached]:
    """The address of the work before the one that was confirmed, before the one that was typed with an invitation."""
    seen = set[int]()
    for account_id, person_id, contact_id, preferred, first, chosen, on_file, work, confirmed, invited in rows:
        if account_id in seen:
            continue
        seen.add(account_id)
        yield Reached(
            account_id=account_id,
            person_id=person_id,
            contact_id=contact_id,
            called=preferred or first,
            language=chosen or on_file or OTHERWISE,
            address=work or confirmed or invited,
        )


def contacts_reached(contact_ids: Select[int], *, on: date) -> list[Reached]:
    """Those of these contacts whose appointment is in force on a day, however many. One statement."""
    return _reached(and_(SupportContact.id.in_(contact_ids), in_force(on)), on=on)
