"""How one person is reached: the contact points on file, and only those that still count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from district.models import ContactPoint
from district.rules.phones import as_dialled
from foundation import db

TEXTS = "sms"
"""What feeds call a number that takes text messages."""
FAMILY = "family"
"""The source of what a family typed itself. A feed writes over it no more than over the office’s word."""
NOT_ONE_S_OWN = ("work",)
"""Kinds of numbers that colleagues answer: no code is spoken there."""


@dataclass(frozen=True)
class OnFile:
    """The best contact point of each kind, as it is stored; phones as E.164."""

    email: str | None = None
    text: str | None = None
    """A number that takes text messages."""
    voice: str | None = None
    """A number that rings; one that takes texts rings too."""


def contacts_on_file(person_id: int, *, on: date) -> OnFile:
    """The valid contact points of one person on that day; a verified one before others, then the latest."""
    found = (
        db.session()
        .execute(
            select(ContactPoint.kind, ContactPoint.type, ContactPoint.value)
            .where(
                ContactPoint.person_id == person_id,
                ContactPoint.is_valid.is_(True),
                ContactPoint.starts <= on,
                or_(ContactPoint.ends.is_(None), ContactPoint.ends > on),
            )
            .order_by(ContactPoint.verified_at.is_(None), ContactPoint.starts.desc(), ContactPoint.id.desc())
        )
        .all()
    )
    emails = [value for kind, _, value in found if kind == "email"]
    phones = [
        (called, as_dialled(value)) for kind, called, value in found if kind == "phone" and called not in NOT_ONE_S_OWN
    ]
    dialled = [(called, number) for called, number in phones if number]
    texts = [number for called, number in dialled if called == TEXTS]
    voices = [number for called, number in dialled if called != TEXTS]
    return OnFile(*(next(iter(each), None) for each in (emails, texts, [*voices, *texts])))
