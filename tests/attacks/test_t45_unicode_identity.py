"""T45: names and addresses that look like another's. One key for look-alikes; mail to the stored bytes alone."""

from __future__ import annotations

import unicodedata

import pytest
from sqlalchemy import func, select

from accounts.actions import Admission, UsernameTaken, ask_for_usernames, count_try, create_account
from accounts.models import Account
from accounts.rules import usernames
from demo import people
from foundation import clock, db
from foundation.audit import STRANGER
from tests.accounts.residents import PASSWORD, Resident, mails
from tests.accounts.residents import ana as ana
from tests.browser import Browser

TWINS = [
    "ANA.LOPEZ",
    "Ａna.lopez",
    "ａｎａ．ｌｏｐｅｚ",
    "ana.lopez ",
    "\tana.lopez",
    unicodedata.normalize("NFD", "ana.lopez"),
    "ana.ｌopez",
]
IMPOSTORS = [
    "ana\u200b.lopez",
    "ana.lopez\u202e",
    "ana.lopez\u3164",  # a Hangul letter that shows nothing
    "ana.lopez\ufe0f",  # chooses how the z looks, and it looks the same
    "ana\u034f.lopez",
    "аna.lopez",  # Cyrillic а
    "ana.lоpez",  # Cyrillic о
    "ana.lopez.",
    "ana .lopez",
    "ana.lopez\u0000x",
]
LOOK_ALIKE_ADDRESSES = [
    "ana@lоpez.example",  # Cyrillic о
    "ana@lopez.example.evil.example",
    "ana@ｌopez.example",
    "аna@lopez.example",
    "ana+x@lopez.example",
    "ana@lopez．example",
]


@pytest.mark.parametrize("twin", TWINS)
def test_a_twin_of_a_taken_name_is_taken_and_signs_in_as_the_same_person(
    browser: Browser, ana: Resident, twin: str
) -> None:
    with db.transaction():
        other = people.a_person("Eve", "Mallory").id
        answer = create_account(
            other, kind="parent", username=twin, password_hash="", language=None, by=STRANGER, at=clock.now()
        )

    assert answer == UsernameTaken()
    assert browser.signs_in(twin, PASSWORD).path == "/portal/"


@pytest.mark.parametrize("impostor", IMPOSTORS)
def test_an_impostor_of_a_name_is_refused_by_the_rule(impostor: str) -> None:
    assert "username-characters" in [each.code for each in usernames.problems_with(impostor)]


@pytest.mark.parametrize(("one", "other"), [("\u212aaren", "karen"), ("ﬁnn", "finn"), ("jose\u0301", "josé")])
def test_two_spellings_make_one_account(ana: Resident, one: str, other: str) -> None:
    with db.transaction():
        answers = [
            create_account(
                people.a_person("Twin", name).id,
                kind="parent",
                username=name,
                password_hash="",
                language=None,
                by=STRANGER,
                at=clock.now(),
            )
            for name in (one, other)
        ]

    assert isinstance(answers[0], Account)
    assert answers[1] == UsernameTaken()
    assert db.session().scalar(select(func.count(Account.id))) == 2


def test_guesses_in_other_spellings_do_not_go_round_the_wait(ana: Resident) -> None:
    admitted = []
    for twin in TWINS:
        with db.transaction():
            admitted.append(count_try(twin, source="192.0.2.1", at=clock.now()).admission)

    assert admitted.count(Admission.ADMITTED) == 5


@pytest.mark.parametrize("address", LOOK_ALIKE_ADDRESSES)
def test_a_look_alike_address_is_mailed_nothing(ana: Resident, address: str) -> None:
    with db.transaction():
        ask_for_usernames(address, by=STRANGER, at=clock.now())

    assert mails() == []


@pytest.mark.parametrize("typed", ["ANA@LOPEZ.EXAMPLE", "ana@lopez.example", " Ana@Lopez.example "])
def test_mail_goes_to_the_stored_bytes_however_the_address_is_typed(ana: Resident, typed: str) -> None:
    with db.transaction():
        ask_for_usernames(typed, by=STRANGER, at=clock.now())

    assert [each.to_address for each in mails()] == ["Ana@Lopez.example"]
