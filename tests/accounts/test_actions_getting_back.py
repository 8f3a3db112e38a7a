"""Getting back in: who is mailed what, and what a reset does (S4, T06, T43)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select, update

from accounts import actions, hashing, queries
from accounts.models import Account, MailedLink, SessionRecord
from demo import people
from foundation import clock, db
from foundation.audit import STRANGER
from foundation.throttle import Throttle
from tests.accounts.residents import NEW_PASSWORD, PUBLIC_URL, Resident, account_of, link_in, mails, token_in, told
from tests.racing import at_once


def asks(username: str, *, after: timedelta = timedelta(0)) -> None:
    with db.transaction():
        actions.ask_for_reset(username, public_url=PUBLIC_URL, by=STRANGER, at=clock.now() + after)


def resets(token: str, *, after: timedelta = timedelta(0)) -> Account | None:
    with db.transaction():
        return actions.reset_password(
            token, password_hash=hashing.hash_of(NEW_PASSWORD), by=STRANGER, at=clock.now() + after
        )


def asks_for_usernames(email: str) -> None:
    with db.transaction():
        actions.ask_for_usernames(email, by=STRANGER, at=clock.now())


def test_a_reset_link_goes_to_the_stored_bytes_for_an_hour(ana: Resident) -> None:
    asks("ANA.LOPEZ")

    (mail,) = mails()
    assert (mail.template, mail.to_address) == ("reset-password", "Ana@Lopez.example")
    assert link_in(mail).startswith("http://localhost/reset-password/")
    assert mail.expires_at == clock.now() + timedelta(minutes=60)
    assert token_in(mail) not in str(mail.context)
    assert told("password-reset-asked") == [{"person_id": ana.person_id, "account_id": ana.account_id}]


def test_asking_changes_nothing_of_the_account(ana: Resident) -> None:
    before = account_of(ana).password_hash
    asks("ana.lopez")

    assert account_of(ana).password_hash == before


@pytest.mark.parametrize("username", ["nobody", "", "chidi", "Ana@Lopez.example"])
def test_without_an_owner_or_a_confirmed_address_nothing_is_mailed(
    ana: Resident, chidi: Resident, username: str
) -> None:
    with db.transaction():
        account = queries.account_by_id(chidi.account_id)
        account.pending_email = "chidi@okonkwo.example"
    asks(username)

    assert mails() == []
    assert db.session().scalar(select(func.count(MailedLink.id))) == 0


def test_a_disabled_account_is_mailed_nothing(ana: Resident) -> None:
    with db.transaction() as session:
        session.execute(update(Account).values(disabled_at=clock.now()))
    asks("ana.lopez")
    asks_for_usernames(ana.email)

    assert mails() == []


def test_a_reset_sets_the_password_ends_every_session_and_signs_nobody_in(ana: Resident) -> None:
    with db.transaction():
        before = actions.sign_in(
            "ana.lopez",
            verified_hash=queries.account_by_id(ana.account_id).password_hash,
            newer_hash=None,
            by=STRANGER,
            at=clock.now(),
        )
    asks("ana.lopez")
    resets(token_in(mails()[0]))

    assert hashing.verify(NEW_PASSWORD, account_of(ana).password_hash)[0]
    assert before is not None
    assert queries.signed_in_by(before.entered.token, at=clock.now()) is None
    assert db.session().scalar(select(func.count(SessionRecord.id)).where(SessionRecord.ended_at.is_(None))) == 0
    assert [(each.template, each.to_address) for each in mails()[1:]] == [("password-changed", "Ana@Lopez.example")]
    assert len(told("password-replaced")) == 1


def test_a_reset_lets_the_owner_in_while_somebody_else_makes_the_account_wait(ana: Resident) -> None:
    for _ in range(5):
        with db.transaction():
            actions.count_try("ana.lopez", source="192.0.2.1", at=clock.now())
    asks("ana.lopez")
    resets(token_in(mails()[0]))

    assert db.session().scalar(select(Throttle.failures).where(Throttle.scope == "sign-in")) is None


def test_a_reset_link_works_once(ana: Resident) -> None:
    asks("ana.lopez")
    token = token_in(mails()[0])

    assert resets(token) is not None
    assert resets(token) is None


def test_of_twenty_who_press_at_once_one_resets(ana: Resident) -> None:
    asks("ana.lopez")
    token = token_in(mails()[0])

    answers = at_once([partial(resets, token)] * 20)

    assert sum(each is not None for each in answers) == 1
    assert len(mails("password-changed")) == 1


def test_a_newer_link_ends_the_older(ana: Resident) -> None:
    asks("ana.lopez")
    asks("ana.lopez")
    older, newer = (token_in(each) for each in mails("reset-password"))

    assert resets(older) is None
    assert resets(newer) is not None


@pytest.mark.parametrize(("minutes", "counts"), [(59.99, True), (60, False), (60 * 24, False)])
def test_a_reset_link_counts_for_an_hour(ana: Resident, minutes: float, counts: bool) -> None:
    asks("ana.lopez")

    assert (resets(token_in(mails()[0]), after=timedelta(minutes=minutes)) is not None) is counts


def test_a_password_changed_another_way_ends_the_link(ana: Resident) -> None:
    asks("ana.lopez")
    with db.transaction():
        account = queries.account_by_id(ana.account_id)
        actions.change_password(account, password_hash="other", by=STRANGER, at=clock.now())

    assert resets(token_in(mails("reset-password")[0])) is None
    assert account_of(ana).password_hash == "other"


def test_a_link_to_confirm_an_address_resets_no_password(ana: Resident) -> None:
    with db.transaction():
        account = queries.account_by_id(ana.account_id)
        actions.propose_recovery_email(
            account, email="new@lopez.example", public_url=PUBLIC_URL, by=STRANGER, at=clock.now()
        )

    assert resets(token_in(mails("confirm-recovery-email")[0])) is None


def test_three_mails_an_hour_and_the_last_one_stays_good(ana: Resident) -> None:
    for _ in range(10):
        asks("ana.lopez")

    assert len(mails("reset-password")) == 3
    assert resets(token_in(mails("reset-password")[2])) is not None


def test_an_hour_later_another_mail_goes_out(ana: Resident) -> None:
    for _ in range(4):
        asks("ana.lopez")
    asks("ana.lopez", after=timedelta(minutes=61))

    assert len(mails("reset-password")) == 4


def test_all_usernames_of_an_address_go_out_in_one_mail(ana: Resident) -> None:
    with db.transaction():
        partner = people.a_person("Luis", "Lopez")
        people.an_account(partner, "parent", username="luis", password_hash="", recovery_email=ana.email)
        people.an_account(partner, "staff", username="luis.work", password_hash="", recovery_email=ana.email)
    asks_for_usernames(" ana@lopez.EXAMPLE ")

    (mail,) = mails()
    assert (mail.template, mail.to_address) == ("usernames", "Ana@Lopez.example")
    assert mail.context["usernames"] == ["ana.lopez", "luis", "luis.work"]
    assert len(told("usernames-asked")) == 3


def test_an_address_typed_in_another_case_is_mailed_as_each_stored_it(ana: Resident) -> None:
    with db.transaction():
        partner = people.a_person("Luis", "Lopez")
        people.an_account(partner, "parent", username="luis", password_hash="", recovery_email="ana@lopez.example")
    asks_for_usernames("ANA@LOPEZ.EXAMPLE")

    assert [(each.to_address, each.context["usernames"]) for each in mails()] == [
        ("Ana@Lopez.example", ["ana.lopez"]),
        ("ana@lopez.example", ["luis"]),
    ]


@pytest.mark.parametrize("email", ["nobody@lopez.example", "chidi@okonkwo.example", ""])
def test_an_address_nobody_confirmed_is_mailed_nothing(ana: Resident, chidi: Resident, email: str) -> None:
    with db.transaction():
        queries.account_by_id(chidi.account_id).pending_email = "chidi@okonkwo.example"
    asks_for_usernames(email)

    assert mails() == []


def test_usernames_too_are_mailed_three_times_an_hour(ana: Resident) -> None:
    for _ in range(10):
        asks_for_usernames(ana.email)

    assert len(mails("usernames")) == 3
