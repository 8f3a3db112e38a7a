"""An account comes to be: one of a kind for a person, one of a name for all."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError

from accounts import queries
from accounts.actions import AlreadyHasAccount, UsernameTaken, create_account
from accounts.models import Account
from demo import people
from foundation import clock, db
from foundation.audit import STRANGER
from tests.accounts.residents import Resident, told
from tests.racing import at_once


def creates(person_id: int, username: str, *, kind: str = "parent") -> Account | UsernameTaken | AlreadyHasAccount:
    with db.transaction():
        return create_account(
            person_id,
            kind=kind,
            username=username,
            password_hash="hash",
            language="es",
            by=STRANGER,
            at=clock.now(),
        )


@pytest.fixture
def newcomer(database: Engine) -> int:
    with db.transaction():
        return people.a_person("Nina", "Park").id


def test_a_new_account_is_told_and_signed_out(newcomer: int) -> None:
    account = creates(newcomer, " Nina.Park ")

    assert isinstance(account, Account)
    assert (account.username, account.username_key, account.language) == ("Nina.Park", "nina.park", "es")
    assert account.recovery_email is None
    assert told("account-created") == [{"person_id": newcomer, "account_id": account.id, "kind": "parent"}]


@pytest.mark.parametrize("twin", ["ana.lopez", "ANA.LOPEZ", "Ａna.lopez", "username_key"])
def test_a_look_alike_of_a_taken_name_is_taken(ana: Resident, newcomer: int, twin: str) -> None:
    with db.transaction():
        people.an_account(people.a_person("Key", "Holder"), "parent", username="username_key", password_hash="")

    assert creates(newcomer, twin) == UsernameTaken()
    assert told("account-created") == []


def test_a_refused_account_leaves_the_rest_of_its_transaction_alone(ana: Resident, newcomer: int) -> None:
    with db.transaction():
        refused = create_account(
            newcomer, kind="parent", username="ana.lopez", password_hash="", language=None, by=STRANGER, at=clock.now()
        )
        other = create_account(
            newcomer, kind="parent", username="nina", password_hash="", language=None, by=STRANGER, at=clock.now()
        )

    assert refused == UsernameTaken()
    assert isinstance(other, Account)


def test_a_person_has_one_account_of_a_kind_and_may_have_another_kind(ana: Resident) -> None:
    assert creates(ana.person_id, "ana.again") == AlreadyHasAccount()
    assert isinstance(creates(ana.person_id, "ana.staff", kind="staff"), Account)


def test_nobody_s_account_is_a_mistake_and_no_answer(database: Engine) -> None:
    with pytest.raises(IntegrityError):
        creates(404, "nobody")


def test_of_ten_who_want_one_name_at_once_one_has_it(database: Engine) -> None:
    with db.transaction():
        wanting = [people.a_person("Sam", f"Lee {number}").id for number in range(10)]

    answers = at_once([partial(creates, person_id, "sam.lee") for person_id in wanting])

    assert sum(isinstance(each, Account) for each in answers) == 1
    assert sum(isinstance(each, UsernameTaken) for each in answers) == 9
    assert db.session().scalar(select(func.count(Account.id))) == 1


def test_names_offered_near_a_taken_one_are_free(ana: Resident, newcomer: int) -> None:
    creates(newcomer, "ana.lopez2")

    assert queries.free_usernames("ANA.LOPEZ") == ["ANA.LOPEZ3", "ANA.LOPEZ4", "ANA.LOPEZ5"]


def test_what_everybody_knows_of_a_person_is_known(ana: Resident) -> None:
    known = queries.known_facts(ana.person_id, district_name="Juniper Valley Public Schools")

    assert {"Ana", "Lopez", "Ana Lopez", "Lopez High School", "Juniper Valley Public Schools"} <= set(known)
    assert "" not in known
