"""What somebody means by a name typed on a terminal or into a form: a school, a colleague."""

from __future__ import annotations

from sqlalchemy import or_, select

from accounts.models import Account
from accounts.rules import usernames
from district.models import PersonIdentifier, School
from foundation import db

EMPLOYEE = "staff-id"


def schools_named(typed: str) -> list[int]:
    """The open schools of that name or number, capitals or not."""
    wanted = " ".join(typed.split()).lower()
    return list(
        db.session().scalars(
            select(School.id)
            .where(
                School.kind == "school",
                School.is_open.is_(True),
                or_(db.lowered(School.name) == wanted, db.lowered(School.identifier) == wanted),
            )
            .order_by(School.id)
        )
    )


def colleagues_named(typed: str) -> list[int]:
    """The people with a staff account of that user name, or with that employee number."""
    account = select(Account.person_id).where(
        Account.kind == "staff", Account.disabled_at.is_(None), Account.username_key == usernames.key_of(typed)
    )
    number = select(PersonIdentifier.person_id).where(
        PersonIdentifier.type == EMPLOYEE, PersonIdentifier.value == typed.strip()
    )
    return list(db.session().scalars(account.union(number)))
