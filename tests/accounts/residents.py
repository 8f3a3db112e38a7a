"""The people of this room's tests, with their accounts, and what tests look up about them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Engine, select

from accounts import hashing
from accounts.models import Account
from demo import people, places
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


@pytest.fixture
def ana(database: Engine) -> Resident:
    """A guardian who reads English and has confirmed her recovery email."""
    return _moves_in("Ana", "Lopez", "ana.lopez", email="Ana@Lopez.example")


@pytest.fixture
def rosa(database: Engine) -> Resident:
    """A guardian who reads Spanish and has confirmed her recovery email."""
    return _moves_in("Rosa", "Vega", "rosa.vega", email="rosa@vega.example", language="es")


@pytest.fixture
def chidi(database: Engine) -> Resident:
    """A guardian who never gave a recovery email."""
    return _moves_in("Chidi", "Okonkwo", "chidi")


def account_of(resident: Resident) -> Account:
    db.close()
    return db.session().get_one(Account, resident.account_id)


def mails(template: str = "") -> list[Mail]:
    """What waits in the outbox, oldest first. Read anew, so not inside a transaction."""
    assert not db.is_writing()
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


def _moves_in(first: str, last: str, username: str, *, email: str = "", language: str | None = None) -> Resident:
    with db.transaction():
        school = places.a_school(f"{last} High School")
        child = people.a_student("Leo", last, school=school, grade="10")
        adult = people.a_guardian(first, last, of=[child], language=language)
        account_id = people.an_account(
            adult, "parent", username=username, password_hash=hashing.hash_of(PASSWORD), recovery_email=email
        )
    return Resident(adult.id, account_id, username, email)
