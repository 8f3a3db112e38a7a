"""T42: the same verdict on a password at every door where one is chosen, on the server, without scripts."""

from __future__ import annotations

import dataclasses
import time
import unicodedata
from collections.abc import Callable

import pytest
from flask import Flask

from accounts import actions, hashing
from demo import people, places
from foundation import clock, db
from foundation.audit import STRANGER, command
from portal.actions import issue_code
from portal.rules.codes import Delivery, Kind
from tests.accounts.colleagues import accepts, invited, works_here
from tests.accounts.residents import PASSWORD, PUBLIC_URL, Resident, account_of, link_in, mails
from tests.accounts.residents import ana as ana
from tests.attacks.devices import post, token_of
from tests.browser import Browser

REFUSED = [
    "abcdefgh",
    "ABCDefgh",
    "12345678",
    "密码密码密码密码",
    "abc123!",
    "river\x07stone9",
    "ana.lopez",
    "Ana.Lopez1!",
    "Password1!",
    "LopezHighSchool2026!",
    "Juniper Valley 2026!",
    "a1" * 128 + "!",
]
ACCEPTED = [
    "abcdef1!",
    "$$$$!!!!",
    "пароль12",
    "pa ssword",
    "1２３４abcd",
    "😀🎉abcdef",
    "a1b!" * 16,
    "a1b!" * 32,
    "a1b!" * 64,
    "correct horse battery staple",
]


def resets(app: Flask, ana: Resident, password: str) -> Browser:
    with db.transaction():
        actions.ask_for_reset("ana.lopez", public_url=PUBLIC_URL, by=STRANGER, at=clock.now())
    browser = Browser(app).open(link_in(mails("reset-password")[-1]).removeprefix(PUBLIC_URL))
    return browser.fill(password=password, confirm_password=password).press()


def changes(app: Flask, ana: Resident, password: str) -> Browser:
    browser = Browser(app).signs_in("ana.lopez", PASSWORD).open("/settings/password")
    return browser.fill(current_password=PASSWORD, password=password, confirm_password=password).press()


def activates(app: Flask, ana: Resident, password: str) -> Browser:
    """A partner of hers makes an account of the same name with another ending."""
    with db.transaction():
        school = places.a_school("Lopez High School")
        partner = people.a_guardian("Ana", "Lopez", of=[people.a_student("Mia", "Lopez", school=school, grade="09")])
        code = issue_code(
            partner.id,
            kind=Kind.PARENT,
            delivery=Delivery.LETTER,
            settings=app.config["HEARTH"],
            by=command("test"),
            at=clock.now(),
        ).code
    browser = Browser(app).open("/portal/activate").fill(code=code).press()
    return browser.fill(username="ana.lopez.2", password=password, confirm_password=password).press()


def is_invited(app: Flask, ana: Resident, password: str) -> Browser:
    """A member of staff of her name makes a staff account."""
    browser = Browser(app)
    colleague = works_here("Ana", "Lopez", "E1")
    return accepts(browser, invited(colleague), username="ana.lopez.3", password=password)


def is_invited_from_outside(app: Flask, ana: Resident, password: str) -> Browser:
    """Somebody of her name in another organization makes a contact’s account."""
    with db.transaction():
        by, at = command("test"), clock.now()
        new = actions.NewContact("Ana", "Lopez", "Transit", "ana@transit.example")
        contact = actions.add_contact(new, by=by, at=at)
        assert contact is not None
        made = actions.invite_contact(contact.person_id, public_url=PUBLIC_URL, by=by, at=at)
    assert isinstance(made, actions.Invitation)
    return accepts(Browser(app), made.url.removeprefix(PUBLIC_URL), username="ana.lopez.4", password=password)


def a_student_activates(app: Flask, ana: Resident, password: str) -> Browser:
    """A student of her name sets the password of the account that was prepared."""
    with db.transaction():
        student = people.a_student("Ana", "Lopez", school=places.a_school("Lopez High School"), grade="10")
        settings, on = app.config["HEARTH"], clock.today()
        assert actions.prepare_students([student.id], settings=settings, on=on, by=command("test"), at=clock.now()) == 1
        code = issue_code(
            student.id,
            kind=Kind.STUDENT,
            delivery=Delivery.LETTER,
            settings=app.config["HEARTH"],
            by=command("test"),
            at=clock.now(),
        ).code
    browser = Browser(app).open("/portal/activate").fill(code=code).press()
    return browser.fill(password=password, confirm_password=password).press()


DOORS = [resets, changes, activates, is_invited, is_invited_from_outside, a_student_activates]
Door = Callable[[Flask, Resident, str], Browser]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("password", REFUSED)
def test_a_bad_password_is_refused_with_its_reason_at_every_door(
    app: Flask, ana: Resident, door: Door, password: str
) -> None:
    browser = door(app, ana, password)

    assert browser.status == 422
    assert browser.errors != []
    assert hashing.verify(PASSWORD, account_of(ana).password_hash)[0]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("password", ACCEPTED)
def test_a_good_password_is_accepted_at_every_door(app: Flask, ana: Resident, door: Door, password: str) -> None:
    assert door(app, ana, password).status == 200


@pytest.mark.parametrize("door", [resets, changes])
def test_an_accent_signs_in_as_one_code_point_and_as_two(app: Flask, ana: Resident, door: Door) -> None:
    composed = unicodedata.normalize("NFC", "río clavé 9")
    door(app, ana, composed)

    for typed in (composed, unicodedata.normalize("NFD", composed)):
        assert Browser(app).signs_in("ana.lopez", typed).path == "/portal/"


@pytest.mark.parametrize("length", [72, 73, 128, 256])
def test_twins_that_differ_in_the_last_character_do_not_open_each_other(app: Flask, ana: Resident, length: int) -> None:
    password = ("a1" * 128)[: length - 1] + "!"
    resets(app, ana, password)

    assert Browser(app).signs_in("ana.lopez", password[:-1] + "?").status == 422
    assert Browser(app).signs_in("ana.lopez", password[:-1]).status == 422
    assert Browser(app).signs_in("ana.lopez", password).path == "/portal/"


def test_a_monster_is_refused_in_no_time_and_never_hashed(app: Flask, ana: Resident) -> None:
    hashing.configure(cheap=False)
    for size, statuses in ((900_000, (422,)), (1024 * 1024 + 1, (413,))):
        browser = Browser(app)
        csrf = token_of(browser.open("/sign-in"))
        before = time.process_time()
        answer = post(browser, "/sign-in", csrf_token=csrf, username="ana.lopez", password="x" * size)
        spent = time.process_time() - before

        assert answer.status_code in statuses
        assert spent < 0.5
    hashing.configure(cheap=True)


@pytest.mark.parametrize("path", ["/sign-in", "/settings/password", "/settings/account"])
def test_password_fields_let_password_managers_and_the_clipboard_work(app: Flask, ana: Resident, path: str) -> None:
    browser = Browser(app)
    if path.startswith("/settings"):
        browser.signs_in("ana.lopez", PASSWORD)
    browser.open(path)

    fields = [each for each in browser.page.iter("input") if each.get("type") == "password"]
    assert fields != []
    for each in fields:
        assert each.get("autocomplete") in ("current-password", "new-password")
        assert [name for name in each.attrib if name.startswith("on") or name == "maxlength"] == []


def test_nist_mode_asks_for_fifteen_and_nothing_of_kinds(app: Flask, ana: Resident) -> None:
    app.config["HEARTH"] = dataclasses.replace(app.config["HEARTH"], password_mode="nist")

    assert changes(app, ana, "fourteen-chars").status == 422
    assert changes(app, ana, "correcthorsebatterystaple").status == 200
