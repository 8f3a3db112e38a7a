"""Looks after contacts who do not use the desk: each notice once, each flag once, however often it is run."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, or_, select, update

from accounts.models import Account
from foundation import audit, db
from foundation.audit import Actor
from support.actions.telling import tell as _post
from support.events.contacts import IdleContactFlagged, IdleContactReminded
from support.models import Organization, SupportContact
from support.queries.contacts import in_force
from support.queries.organizations import choosers_of
from support.rules.inactivity import LONGEST_BEFORE, Due, Use, due

DAY = timedelta(days=1)


def idle_contacts(on: date) -> list[int]:
    """The ids of contacts in force who have not used the desk for so long that something may be due. One statement."""
    long_ago = on - LONGEST_BEFORE * DAY
    asked = (
        select(SupportContact.id)
        .join(Account, Account.id == SupportContact.account_id)
        .where(
            in_force(on),
            SupportContact.flagged_on.is_(None),
            SupportContact.starts <= long_ago,
            or_(SupportContact.last_active_on.is_(None), SupportContact.last_active_on <= long_ago),
            or_(SupportContact.kept_on.is_(None), SupportContact.kept_on <= long_ago),
        )
        .order_by(SupportContact.id)
    )
    return list(db.session().scalars(asked))


def look_after(contact_id: int, *, on: date, by: Actor, at: datetime) -> Due | None:
    """Do what is due about one contact and tell them, and of a flag whoever decides; None where nothing was due."""
    contact = db.session().get_one(SupportContact, contact_id, with_for_update=True)
    if contact.ends is not None:
        return None
    use = use_of(contact)
    found = due(use, on)
    if found is None or not _written(contact, found):
        return None
    account = db.session().get_one(Account, contact.account_id)
    organization = db.session().get_one(Organization, contact.organization_id)

    if found.flagged_on is None:
        told = IdleContactReminded(account.person_id, organization.id, contact.id, found.days)
        audit.record(told, by=by, at=at)
    else:
        flagged = IdleContactFlagged(account.person_id, organization.id, contact.id, found.flagged_on)
        audit.record(flagged, by=by, at=at)
        _ask_choosers(contact, organization, found, on=on, at=at)
    _tell_contact(account, organization, contact, use, found, on=on, at=at)
    return found


def use_of(contact: SupportContact) -> Use:
    """What the record says of a contact’s use of the desk. Records no event: it looks."""
    return Use(contact.starts, contact.last_active_on, contact.kept_on, contact.told_days, contact.flagged_on)


def _written(contact: SupportContact, found: Due) -> bool:
    """Take the notice or the flag down; False where another run did."""
    values = {"told_days": found.days} if found.flagged_on is None else {"flagged_on": found.flagged_on}
    done: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(SupportContact)
        .where(
            SupportContact.id == contact.id,
            SupportContact.told_days == contact.told_days,
            SupportContact.flagged_on.is_(None),
        )
        .values(**values)
    )
    return done.rowcount == 1


def _tell_contact(
    account: Account,
    organization: Organization,
    contact: SupportContact,
    use: Use,
    found: Due,
    *,
    on: date,
    at: datetime,
) -> None:
    said: dict[str, Any] = {
        "once": f"contact-idle:{contact.id}:{use.day_zero}:{found.days}",
        "organization": organization.name,
        "last_used": use.day_zero.isoformat(),
        "was_used": contact.last_active_on == use.day_zero,
        "idle": use.idle_days(on),
        "flag_day": use.flag_day.isoformat(),
    }
    if found.flagged_on is None:
        _post("contact-idle", account, on=on, at=at, **said)
    else:
        _post("contact-flagged", account, on=on, at=at, **said)


def _ask_choosers(contact: SupportContact, organization: Organization, found: Due, *, on: date, at: datetime) -> None:
    """Whoever appoints contacts there learns that one waits for a decision."""
    for each in choosers_of(organization, on=on):
        _post(
            "contact-to-decide",
            each.account,
            once=f"contact-to-decide:{contact.id}:{found.flagged_on}:{each.account.id}",
            on=on,
            at=at,
            organization=organization.name,
            organization_id=organization.public_id,
        )
