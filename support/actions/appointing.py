"""Authorized contacts are appointed, ended, and, once flagged for want of use, kept; each is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CursorResult, select, update

from accounts.models import Account
from foundation import audit, db
from foundation.audit import Actor
from support.actions.telling import tell
from support.events.contacts import AppointmentEnded, AppointmentMade, IdleContactRetained
from support.models import Organization, SupportContact
from support.rules.appointing import RECOMMENDED, AppointRefusal, why_not
from support.rules.contacts import ContactKind


@dataclass(frozen=True)
class Deed:
    """Who does it, on which day of the district, and when."""

    by: Actor
    on: date
    at: datetime


def appoint(
    organization: Organization, account: Account, kind: ContactKind, *, knows_of_fourth: bool = False, deed: Deed
) -> SupportContact | AppointRefusal:
    """Make an account a contact from today on. `organization` is held: of two at once the second sees the first."""
    standing = db.session().execute(
        select(SupportContact.kind, SupportContact.account_id).where(
            SupportContact.organization_id == organization.id, SupportContact.ends.is_(None)
        )
    )
    current = [(each.kind, each.account_id) for each in standing]
    kinds = [each for each, _ in current]
    refusal = why_not(
        kind,
        kinds=kinds,
        is_oneself=account.person_id == deed.by.person_id,
        is_appointed=account.id in {account_id for _, account_id in current},
        knows_of_fourth=knows_of_fourth,
    )
    if refusal is not None:
        return refusal
    contact = SupportContact(
        organization_id=organization.id,
        account_id=account.id,
        kind=kind.value,
        starts=deed.on,
        appointed_at=deed.at,
        appointed_by_id=deed.by.person_id,
    )
    db.session().add(contact)
    db.session().flush()

    told = AppointmentMade(
        account.person_id, organization.id, contact.id, kind.value, is_beyond_recommended=len(kinds) >= RECOMMENDED
    )
    audit.record(told, by=deed.by, at=deed.at)
    _post("appointment-made", contact, organization, account, deed, kind=kind.value)
    return contact


def end_appointment(contact: SupportContact, *, because: str, deed: Deed) -> bool:
    """From today on they are no contact any more; False where that is so already. The account stays."""
    ended: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(SupportContact)
        .where(SupportContact.id == contact.id, SupportContact.ends.is_(None))
        .values(ends=deed.on, ended_at=deed.at, ended_by_id=deed.by.person_id, ended_because=because)
    )
    if ended.rowcount != 1:
        return False

    account, organization = _both(contact)
    audit.record(AppointmentEnded(account.person_id, organization.id, contact.id, because), by=deed.by, at=deed.at)
    _post("appointment-ended", contact, organization, account, deed, reason=because)
    return True


def keep(contact: SupportContact, *, because: str, deed: Deed) -> bool:
    """A flagged contact stays, and idle days are counted from today; False where nobody has to decide any more."""
    kept: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(SupportContact)
        .where(SupportContact.id == contact.id, SupportContact.ends.is_(None), SupportContact.flagged_on.is_not(None))
        .values(flagged_on=None, told_days=0, kept_on=deed.on, kept_by_id=deed.by.person_id, kept_because=because)
    )
    if kept.rowcount != 1:
        return False

    account, organization = _both(contact)
    audit.record(IdleContactRetained(account.person_id, organization.id, contact.id, because), by=deed.by, at=deed.at)
    _post("appointment-kept", contact, organization, account, deed, reason=because)
    return True


def _both(contact: SupportContact) -> tuple[Account, Organization]:
    session = db.session()
    return session.get_one(Account, contact.account_id), session.get_one(Organization, contact.organization_id)


def _post(
    template: str, contact: SupportContact, organization: Organization, account: Account, deed: Deed, **context: str
) -> None:
    tell(
        template,
        account,
        once=f"{template}:{contact.id}:{deed.on}",
        on=deed.on,
        at=deed.at,
        organization=organization.name,
        **context,
    )
