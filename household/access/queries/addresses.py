"""Where mails about access go: the work address, else the one a staff account has confirmed; and in which language."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select

from accounts.models import Account
from district.models import ContactPoint, Person
from foundation import db

OTHERWISE = "en"


@dataclass(frozen=True)
class Reached:
    """How to write to one person. `address` is None where there is no working one."""

    called: str
    language: str
    address: str | None


def reached(person_ids: Collection[int], *, on: date) -> dict[int, Reached]:
    """How to write to each of these people. One statement."""
    email = and_(
        ContactPoint.person_id == Person.id,
        ContactPoint.kind == "email",
        ContactPoint.is_valid,
        ContactPoint.starts <= on,
        or_(ContactPoint.ends.is_(None), ContactPoint.ends > on),
    )
    account = and_(Account.person_id == Person.id, Account.kind == "staff", Account.disabled_at.is_(None))
    asked = (
        select(
            Person.id,
            Person.first_name,
            Person.preferred_first_name,
            Person.language,
            Account.language,
            ContactPoint.value,
            Account.recovery_email,
        )
        .outerjoin(Account, account)
        .outerjoin(ContactPoint, email)
        .where(Person.id.in_(person_ids))
        .order_by(Person.id, ContactPoint.id)
    )
    found: dict[int, Reached] = {}
    for person_id, first, preferred, on_file, chosen, work, confirmed in db.session().execute(asked):
        found.setdefault(person_id, Reached(preferred or first, chosen or on_file or OTHERWISE, work or confirmed))
    return found
