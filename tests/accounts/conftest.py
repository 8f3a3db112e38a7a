"""What the tests of this room share: two guardians and a student with accounts, and one guardian without an address."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from accounts import hashing
from demo import people, places
from foundation import db
from tests.accounts.residents import PASSWORD, Resident


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


def _moves_in(first: str, last: str, username: str, *, email: str = "", language: str | None = None) -> Resident:
    with db.transaction():
        school = places.a_school(f"{last} High School")
        child = people.a_student("Leo", last, school=school, grade="10")
        adult = people.a_guardian(first, last, of=[child], language=language)
        account_id = people.an_account(
            adult, "parent", username=username, password_hash=hashing.hash_of(PASSWORD), recovery_email=email
        )
    return Resident(adult.id, account_id, username, email)
