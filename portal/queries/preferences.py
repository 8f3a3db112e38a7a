"""What somebody chose of how messages come to them, and what came to them lately."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from district.models import Person
from district.queries.mailing import letter_came_back
from foundation import db
from foundation.outbox import Mail
from portal.models import ContactPreference
from portal.rules.preferences import By

LATELY = 10
"""Of what came to somebody, so much is shown."""


@dataclass(frozen=True)
class Came:
    """One thing that was sent to a person, or waits to be."""

    template: str
    by: By
    to: str
    written_at: datetime
    sent_at: datetime | None
    returned_at: datetime | None
    has_stopped: bool
    """Whether it was kept back for another reason than its address."""


def preference_of(person_id: int) -> ContactPreference | None:
    """That they have chosen, and which version stands. One statement."""
    return db.session().scalar(select(ContactPreference).where(ContactPreference.person_id == person_id))


def preference_and_letters(person_id: int) -> tuple[ContactPreference | None, bool]:
    """The same, and whether a letter to them came back from an address that nobody has confirmed. One statement."""
    found = (
        select(ContactPreference, letter_came_back(Person.id))
        .select_from(Person)
        .outerjoin(ContactPreference, ContactPreference.person_id == Person.id)
        .where(Person.id == person_id)
    )
    kept, came_back = db.session().execute(found).one()
    return kept, bool(came_back)


def came_lately(person_id: int, ends: Collection[str]) -> list[Came]:
    """The last of what was written to a person at one of these addresses and numbers, the latest first. One statement.

    What went to an address they have no longer, or only share with whoever it was written to, is not among it.
    """
    mail = Mail
    rows = db.session().execute(
        select(
            mail.template,
            mail.channel,
            mail.to_address,
            mail.written_at,
            mail.sent_at,
            mail.returned_at,
            mail.parked_at,
        )
        .where(mail.person_id == person_id, mail.to_address.in_(sorted(ends)))
        .order_by(mail.id.desc())
        .limit(LATELY)
    )
    return [
        Came(
            row.template,
            By(row.channel),
            row.to_address,
            row.written_at,
            row.sent_at,
            row.returned_at,
            row.parked_at is not None and row.returned_at is None,
        )
        for row in rows
    ]
