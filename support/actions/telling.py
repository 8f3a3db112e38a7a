"""Where mails about appointments go: the confirmed address of the account, else the work email or a contact’s address.

Records no event: what is told of is recorded where it is done.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from accounts import actions as accounts
from accounts import queries
from accounts.models import Account
from district.models import Person
from foundation import db, outbox


def address_of(account: Account, *, on: date) -> str | None:
    """Where to write to the owner of an account; None where nothing is on file."""
    return account.recovery_email or accounts.address_invited(account.person_id, account.kind, on=on)


def tell(template: str, account: Account, *, once: str, on: date, at: datetime, **context: Any) -> bool:
    """Mail the owner of an account, in their language; False where no address is on file."""
    to = address_of(account, on=on)
    if to is None:
        return False
    person = db.session().get_one(Person, account.person_id)
    outbox.post(
        template,
        to=to,
        language=queries.language_of(account),
        at=at,
        once=once,
        person_id=person.id,
        name=person.called,
        **context,
    )
    return True
