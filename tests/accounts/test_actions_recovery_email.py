"""The recovery address: given, confirmed by its owner, told to the old one (S4, T43)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from accounts import actions, queries
from accounts.models import Account, MailedLink
from foundation import clock, db
from foundation.audit import STRANGER
from tests.accounts.residents import PUBLIC_URL, Resident, account_of, link_in, mails, token_in, told


def proposes(resident: Resident, email: str) -> MailedLink | None:
    with db.transaction():
        account = queries.account_by_id(resident.account_id)
        return actions.propose_recovery_email(account, email=email, public_url=PUBLIC_URL, by=STRANGER, at=clock.now())


def confirms(token: str, *, after: timedelta = timedelta(0)) -> Account | None:
    with db.transaction():
        return actions.confirm_recovery_email(token, public_url=PUBLIC_URL, by=STRANGER, at=clock.now() + after)


def test_a_given_address_counts_only_once_it_is_confirmed(chidi: Resident) -> None:
    proposes(chidi, "Chidi@Okonkwo.example")

    account = account_of(chidi)
    assert (account.pending_email, account.recovery_email) == ("Chidi@Okonkwo.example", None)
    assert queries.accounts_reached_at("chidi@okonkwo.example") == []

    confirms(token_in(mails("confirm-recovery-email")[0]))

    account = account_of(chidi)
    assert (account.pending_email, account.recovery_email) == (None, "Chidi@Okonkwo.example")
    assert account.recovery_email_validated_at == clock.now()
    assert [each.id for each in queries.accounts_reached_at("chidi@okonkwo.example")] == [chidi.account_id]


def test_the_link_goes_to_the_given_bytes_and_to_this_house_for_a_day(chidi: Resident) -> None:
    link = proposes(chidi, "Chidi@Okonkwo.example")

    (mail,) = mails()
    assert (mail.template, mail.to_address) == ("confirm-recovery-email", "Chidi@Okonkwo.example")
    assert link_in(mail).startswith("http://localhost/portal/recovery-email/")
    assert mail.expires_at == clock.now() + timedelta(hours=24)
    assert link is not None
    assert token_in(mail) not in (link.token_hash, str(mail.context))
    assert told("recovery-email-proposed") == [{"person_id": chidi.person_id, "account_id": chidi.account_id}]


def test_a_second_mail_tells_that_the_settings_are_updated(chidi: Resident) -> None:
    proposes(chidi, "chidi@okonkwo.example")
    confirms(token_in(mails()[0]))

    assert [(each.template, each.to_address) for each in mails()[1:]] == [
        ("recovery-email-confirmed", "chidi@okonkwo.example")
    ]


def test_the_old_address_stays_in_force_until_then_and_is_told_both_times(rosa: Resident) -> None:
    proposes(rosa, "new@vega.example")

    assert account_of(rosa).recovery_email == "rosa@vega.example"
    confirms(token_in(mails("confirm-recovery-email")[0]))

    assert [(each.template, each.to_address, each.language) for each in mails()] == [
        ("confirm-recovery-email", "new@vega.example", "es"),
        ("recovery-email-proposed", "rosa@vega.example", "es"),
        ("recovery-email-confirmed", "new@vega.example", "es"),
        ("recovery-email-replaced", "rosa@vega.example", "es"),
    ]


def test_giving_the_same_address_again_tells_nobody_of_a_change(rosa: Resident) -> None:
    proposes(rosa, "rosa@vega.example")
    confirms(token_in(mails()[0]))

    assert [each.template for each in mails()] == ["confirm-recovery-email", "recovery-email-confirmed"]


def test_a_link_confirms_once(chidi: Resident) -> None:
    proposes(chidi, "chidi@okonkwo.example")
    token = token_in(mails()[0])

    assert confirms(token) is not None
    assert confirms(token) is None
    assert len(mails("recovery-email-confirmed")) == 1
    assert len(told("recovery-email-confirmed")) == 1


def test_of_two_given_addresses_only_the_later_one_can_be_confirmed(chidi: Resident) -> None:
    proposes(chidi, "first@okonkwo.example")
    proposes(chidi, "second@okonkwo.example")
    first, second = (token_in(each) for each in mails("confirm-recovery-email"))

    assert confirms(first) is None
    assert confirms(second) is not None
    assert account_of(chidi).recovery_email == "second@okonkwo.example"


@pytest.mark.parametrize(("hours", "counts"), [(23.99, True), (24, False), (24 * 365, False)])
def test_a_link_counts_for_a_day(chidi: Resident, hours: float, counts: bool) -> None:
    proposes(chidi, "chidi@okonkwo.example")

    assert (confirms(token_in(mails()[0]), after=timedelta(hours=hours)) is not None) is counts


def test_two_guardians_may_share_one_address(ana: Resident, chidi: Resident) -> None:
    proposes(chidi, "ana@lopez.example")
    confirms(token_in(mails()[0]))

    assert [each.username for each in queries.accounts_reached_at("ANA@lopez.EXAMPLE")] == ["ana.lopez", "chidi"]


def test_a_confirmed_change_ends_a_reset_that_was_mailed_before(ana: Resident) -> None:
    with db.transaction():
        actions.ask_for_reset("ana.lopez", public_url=PUBLIC_URL, by=STRANGER, at=clock.now())
    proposes(ana, "new@lopez.example")
    confirms(token_in(mails("confirm-recovery-email")[0]))

    token = token_in(mails("reset-password")[0])
    with db.transaction():
        replaced = actions.reset_password(token, password_hash="new", by=STRANGER, at=clock.now())
    assert replaced is None


def test_after_three_mails_an_hour_must_pass(chidi: Resident) -> None:
    assert [proposes(chidi, f"a{number}@okonkwo.example") is not None for number in range(5)] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert account_of(chidi).pending_email == "a2@okonkwo.example"
    assert confirms(token_in(mails()[2])) is not None


def test_a_disabled_account_confirms_nothing(chidi: Resident) -> None:
    proposes(chidi, "chidi@okonkwo.example")
    with db.transaction() as session:
        session.execute(update(Account).values(disabled_at=clock.now()))

    assert confirms(token_in(mails()[0])) is None
    assert db.session().scalar(select(MailedLink.used_at)) is None
