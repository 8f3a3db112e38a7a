"""The help desk's rules: what it may see, what stands in somebody's way, and what it may do about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from portal.rules.diagnosis import Finding, HeldAccount, NewestCode, Sent, with_account, without_account
from portal.rules.masking import masked_email, masked_number, without_addresses
from portal.rules.repairs import AccountState, Repair, offered_for_account, offered_without_account

NOW = datetime(2026, 11, 18, 16, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=1)


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("ana@lopez.example", "a•••@l•••.example"),
        ("x@y.co", "x•••@y•••.co"),
        ("a.b@mail.school.example", "a•••@m•••.example"),
        ("", "•••"),
        ("ana", "•••"),
        ("ana@localhost", "•••"),
        ("@lopez.example", "•••"),
        ("ana@.example", "•••"),
    ],
)
def test_an_address_is_known_again_and_not_told(email: str, shown: str) -> None:
    assert masked_email(email) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+13035550143", "•••0143"),
        ("(303) 555-0143", "•••0143"),
        ("5550143", "•••0143"),
        ("550143", "•••"),
        ("", "•••"),
    ],
)
def test_a_number_is_known_again_and_not_told(number: str, shown: str) -> None:
    assert masked_number(number) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("550 5.1.1 No such user here", "550 5.1.1 No such user here"),
        ("550 <ana@lopez.example>: unknown", "550 <a•••@l•••.example>: unknown"),
        ("to=ana@lopez.example, x@y.co gone", "t•••@l•••.example, x•••@y•••.co gone"),
    ],
)
def test_what_a_mail_server_said_tells_no_address(said: str, shown: str) -> None:
    assert without_addresses(said) == shown


WELL = HeldAccount(
    is_disabled=False,
    password_ended=False,
    waits_until=None,
    has_validated_email=True,
    has_pending_email=False,
    last_signed_in_at=NOW,
    last_refused_at=None,
)


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({}, Finding.WELL),
        ({"is_disowned": True, "is_disabled": True}, Finding.DISOWNED),
        ({"is_disabled": True, "password_ended": True, "waits_until": NOW}, Finding.CLOSED),
        ({"password_ended": True, "waits_until": NOW}, Finding.PASSWORD_ENDED),
        ({"waits_until": NOW, "last_refused_at": NOW}, Finding.WAITS),
        ({"last_refused_at": NOW + timedelta(seconds=1)}, Finding.WRONG_PASSWORD),
        ({"last_refused_at": EARLIER}, Finding.WELL),
        ({"last_signed_in_at": None, "last_refused_at": EARLIER}, Finding.WRONG_PASSWORD),
        ({"last_signed_in_at": None}, Finding.NEVER_SIGNED_IN),
        ({"has_validated_email": False}, Finding.EMAIL_MISSING),
        ({"has_validated_email": False, "has_pending_email": True}, Finding.EMAIL_WAITS),
    ],
)
def test_what_stands_first_in_the_way_of_an_account_is_named(changes: dict[str, object], finding: Finding) -> None:
    assert with_account(replace(WELL, **changes)) is finding  # type: ignore[arg-type]


OUT = NewestCode(is_alive=True, sent=Sent.GONE, last_refused_at=None, issued_at=NOW)


@pytest.mark.parametrize(
    ("code", "finding"),
    [
        (None, Finding.NO_CODE),
        (OUT, Finding.CODE_IS_OUT),
        (replace(OUT, sent=Sent.UNSEEN), Finding.CODE_IS_OUT),
        (replace(OUT, sent=Sent.WAITS), Finding.CODE_NOT_SENT_YET),
        (replace(OUT, sent=Sent.REFUSED), Finding.CODE_BOUNCED),
        (replace(OUT, sent=Sent.REFUSED, is_alive=False), Finding.CODE_BOUNCED),
        (replace(OUT, is_alive=False), Finding.CODE_RAN_OUT),
        (replace(OUT, last_refused_at=NOW), Finding.CODE_REFUSED),
        (replace(OUT, last_refused_at=EARLIER), Finding.CODE_IS_OUT),
    ],
)
def test_what_stands_first_in_the_way_to_an_account_is_named(code: NewestCode | None, finding: Finding) -> None:
    assert without_account(code, is_entitled=True) is finding
    assert without_account(code, is_entitled=False) is Finding.NOT_ENTITLED


FAMILY = AccountState("parent", has_validated_email=True)


@pytest.mark.parametrize(
    ("account", "repairs"),
    [
        (AccountState("parent"), "disable give-up"),
        (AccountState("student", is_disowned=True), ""),
        (FAMILY, "reset disable"),
        (replace(FAMILY, waits=True, sessions=2), "end-wait reset end-sessions disable"),
        (replace(FAMILY, is_disabled=True, waits=True, sessions=2), "enable"),
        (AccountState("staff", holds_given_role=True, sessions=1), "end-sessions"),
        (AccountState("staff", holds_given_role=True, is_disabled=True), ""),
        (AccountState("contact", is_disabled=True, is_over=True), ""),
        (AccountState("contact", is_disabled=True), "enable"),
    ],
)
def test_only_what_is_needed_is_offered(account: AccountState, repairs: str) -> None:
    assert offered_for_account(account, may_give_roles=False) == tuple(map(Repair, repairs.split()))


def test_who_gives_roles_may_close_an_account_that_holds_one() -> None:
    held = AccountState("staff", holds_given_role=True)

    assert Repair.DISABLE in offered_for_account(held, may_give_roles=True)
    assert offered_for_account(replace(held, is_disabled=True), may_give_roles=True) == (Repair.ENABLE,)


@pytest.mark.parametrize(
    ("kind", "is_entitled", "has_way", "is_offered"),
    [
        ("parent", True, True, True),
        ("student", True, True, True),
        ("parent", False, True, False),
        ("parent", True, False, False),
        ("staff", True, True, False),
    ],
)
def test_a_code_is_offered_to_the_entitled_whom_something_reaches(
    kind: str, is_entitled: bool, has_way: bool, is_offered: bool
) -> None:
    offered = offered_without_account(kind, is_entitled=is_entitled, has_way=has_way)

    assert (Repair.NEW_CODE in offered) is is_offered
