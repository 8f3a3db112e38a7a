"""One person as the office sees them, in reach or not: the line about them says which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, select

from accounts.models import Account
from district.models import Person
from foundation import db
from household.editor.queries.briefs import PersonSeen, line_about, seen
from household.editor.queries.person_facts import hides_address
from household.editor.queries.reach import Reader

KINDS = ("parent", "student", "staff")
"""Of accounts."""


@dataclass(frozen=True)
class Subject:
    """The person a page is about."""

    line: PersonSeen
    version: int
    legal_name: str
    birth_date: date | None
    accounts: tuple[str, ...]
    """The kinds of accounts the person can sign in with."""
    hides_address: bool
    """Whether a household of theirs has a confidential address: then no address of theirs is shown."""


def subject(public_id: str, reader: Reader) -> Subject | None:
    """The person with that public id. One statement."""
    row = db.session().execute(_SUBJECT, reader.given | {"public_id": public_id}).one_or_none()
    if row is None:
        return None
    kinds = tuple(kind for kind in KINDS if getattr(row, f"has_{kind}"))
    return Subject(seen(row), row.version, row.legal_name, row.birth_date, kinds, row.hides_address)


def _subject() -> Select[*tuple[Any, ...]]:
    has = (
        exists()
        .where(Account.person_id == Person.id, Account.kind == kind, Account.disabled_at.is_(None))
        .label(f"has_{kind}")
        for kind in KINDS
    )
    whole = func.replace(Person.first_name + " " + Person.middle_name + " " + Person.last_name, "  ", " ")
    return select(
        *line_about(Person),
        Person.version,
        whole.label("legal_name"),
        Person.birth_date,
        hides_address(Person.id).label("hides_address"),
        *has,
    ).where(Person.public_id == bindparam("public_id"))


_SUBJECT = _subject()
