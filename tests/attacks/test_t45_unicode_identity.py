"""T45: names and addresses that look like another's. One key for look-alikes; mail to the stored bytes alone."""

from __future__ import annotations

import unicodedata

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.actions import Admission, UsernameTaken, ask_for_usernames, count_try, create_account
from accounts.models import Account
from accounts.rules import usernames
from demo import people
from foundation import clock, db
from foundation.audit import STRANGER
from tests.accounts.colleagues import noor as noor
from tests.accounts.residents import PASSWORD, Resident, mails
from tests.accounts.residents import ana as ana
from tests.accounts.residents import rosa as rosa
from tests.attacks.devices import token_of
from tests.attacks.mailed import DOORS, Street
from tests.attacks.mailed import street as street
from tests.browser import HOST, Browser

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


@pytest.mark.parametrize("typed", ["mıke@kim.example", "MİKE@KIM.EXAMPLE", "mike@\u212aim.example", "miſe@kim.example"])
def test_letters_that_fold_into_others_bring_nobody_else_s_mail(database: object, typed: str) -> None:
    """CVE-2019-19844: in capitals `ı` is `I`. A Kelvin sign may find its k, and then the stored address is mailed."""
    with db.transaction():
        mike = people.a_person("Mike", "Kim")
        people.an_account(mike, "parent", username="mike.kim", password_hash="", recovery_email="mike@kim.example")
    with db.transaction():
        ask_for_usernames(typed, by=STRANGER, at=clock.now())

    assert {each.to_address for each in mails()} <= {"mike@kim.example"}
    assert mails() == [] or "ı" not in typed


@pytest.mark.parametrize("door", ["/staff/invitation/<token>", "/contact/invitation/<token>", "settings"])
def test_no_door_where_a_name_is_chosen_gives_a_twin_s_or_an_impostor_s(
    app: Flask, street: Street, rosa: Resident, door: str
) -> None:
    """Of Ana’s name, who has it already, at every page that makes or changes one."""
    path = "/settings/username" if door == "settings" else DOORS[door].ask(street)
    browser = Browser(app)
    if door == "settings":
        browser.signs_in("rosa.vega", PASSWORD)
    fields = {"password": PASSWORD} if door == "settings" else DOORS[door].fields
    csrf = token_of(browser.open("/settings/account" if door == "settings" else "/forgot-password"))
    for name in (*TWINS, *IMPOSTORS):
        if "\0" not in name:
            sent = {**fields, "csrf_token": csrf, "username": name}
            assert browser.client.post(path, data=sent, base_url=HOST).status_code == 422, repr(name)

    db.close()
    assert sorted(db.session().scalars(select(Account.username))) == ["ana.lopez", "rosa.vega"]


@pytest.mark.parametrize("typed", ["ANA@LOPEZ.EXAMPLE", "ana@lopez.example", " Ana@Lopez.example "])
def test_mail_goes_to_the_stored_bytes_however_the_address_is_typed(ana: Resident, typed: str) -> None:
    with db.transaction():
        ask_for_usernames(typed, by=STRANGER, at=clock.now())

    assert [each.to_address for each in mails()] == ["Ana@Lopez.example"]
