"""The people of this room's tests, as plain values, and what the tests look up about them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from accounts.models import Account
from foundation import db, sealing
from foundation.audit import AuditEntry
from foundation.outbox import Mail

PASSWORD = "quiet river 9"
NEW_PASSWORD = "a lamp in the hall 4"
PUBLIC_URL = "http://localhost"


@dataclass(frozen=True)
class Resident:
    """Somebody with an account."""

    person_id: int
    account_id: int
    username: str
    email: str = ""


def account_of(resident: Resident) -> Account:
    db.close()
    return db.session().get_one(Account, resident.account_id)


def mails(template: str = "") -> list[Mail]:
    """What waits in the outbox, oldest first."""
    db.close()
    found = select(Mail).order_by(Mail.id)
    return list(db.session().scalars(found.where(Mail.template == template) if template else found))


def link_in(mail: Mail) -> str:
    """The address a mail carries as its secret."""
    assert mail.secret is not None
    return str(json.loads(sealing.unseal(mail.secret))["url"])


def token_in(mail: Mail) -> str:
    return link_in(mail).rsplit("/", 1)[1]


def told(event: str) -> list[dict[str, Any]]:
    """What the audit has of one kind of event, oldest first."""
    db.close()
    return list(db.session().scalars(select(AuditEntry.data).where(AuditEntry.event == event).order_by(AuditEntry.id)))
