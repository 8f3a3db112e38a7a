"""The page that asks who needs a new code, and says the same to everybody."""

from __future__ import annotations

import email.policy
import re
from email import message_from_bytes
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from demo import places
from foundation import db
from foundation.jobs import Job
from portal.models import ActivationCode
from tests.browser import Browser
from tests.portal.askers import Askers, asked, askers


@pytest.fixture
def told(database: Engine) -> Askers:
    with db.transaction():
        return askers(places.a_school("Ridgeline High School"))


def typed(told: Askers, **changed: str) -> dict[str, str]:
    said = vars(asked(told.mailed, told.luz)) | {"student_birth_date": "2010-03-14", **changed}
    return {name: str(value) for name, value in said.items()}


def deliver(app: Flask) -> None:
    db.close()
    ran = app.test_cli_runner().invoke(args=["mail", "send"])
    assert ran.exit_code == 0, ran.output


def test_asking_ends_with_a_code_that_makes_an_account(
    browser: Browser, told: Askers, app: Flask, tmp_path: Path
) -> None:
    browser.open("/portal/new-code").fill(**typed(told)).press("Send a new code")
    assert (browser.status, browser.heading) == (200, "Look at your email and your phone")
    deliver(app)

    (mail,) = (tmp_path / "mail").glob("*.eml")
    body = message_from_bytes(mail.read_bytes(), policy=email.policy.default).get_body(("plain",))  # type: ignore[attr-defined]
    path = re.search(r"http://localhost(/portal/activate\S+)", body.get_content())
    assert path is not None
    browser.open(path[1]).press()
    assert browser.heading == "Welcome, Ana María V."


def test_a_text_carries_the_link_and_a_call_says_the_code(app: Flask, told: Askers, tmp_path: Path) -> None:
    for person in (told.texted, told.called):
        fields = typed(told, first_name=person.first_name, last_name=person.last_name)
        Browser(app).open("/portal/new-code").fill(**fields).press("Send a new code")
    deliver(app)

    (text,) = (tmp_path / "text").glob("*.txt")
    (call,) = (tmp_path / "voice").glob("*.txt")
    assert "To: +13035550102\nLanguage: es\n" in text.read_text("utf-8")
    assert "http://localhost/portal/activate?code=" in text.read_text("utf-8")
    said = call.read_text("utf-8")
    assert said.count("Group 8:") == 2
    assert "To: +13035550103\n" in said


def test_the_page_says_the_same_to_somebody_unknown(browser: Browser, told: Askers) -> None:
    browser.open("/portal/new-code").fill(**typed(told, first_name="Nobody")).press("Send a new code")

    assert (browser.path, browser.heading) == ("/portal/new-code?asked=", "Look at your email and your phone")
    assert not [each for each in ("Nobody", "Luz", "Vega") if each in browser.html]


def test_names_and_birth_dates_stay_out_of_addresses(browser: Browser, told: Askers) -> None:
    browser.open("/portal/new-code").fill(**typed(told, first_name="")).press("Send a new code")

    assert (browser.status, browser.path) == (422, "/portal/new-code")


def test_every_missing_answer_is_named(browser: Browser, told: Askers) -> None:
    browser.open("/portal/new-code").press("Send a new code")

    assert browser.status == 422
    assert browser.errors == [
        "Type your first name.",
        "Type your last name.",
        "Type the student’s first name.",
        "Type the student’s last name.",
        "Give the student’s birth date.",
        "Give the student number or choose the school.",
    ]
    assert db.session().scalar(select(func.count(Job.id))) == 0


@pytest.mark.parametrize("day", ["31/12/2010", "2010-02-30", "soon", "2030-01-01", "1899-12-31", "3/14/10"])
def test_a_day_that_is_none_is_asked_again(browser: Browser, told: Askers, day: str) -> None:
    browser.open("/portal/new-code").fill(**typed(told, student_birth_date=day)).press("Send a new code")

    assert browser.status == 422
    assert browser.errors == ["Give a birth date that has been, as month, day and year."]


def test_a_day_typed_without_a_calendar_is_read_as_people_write_it(browser: Browser, told: Askers, app: Flask) -> None:
    fields = typed(told, student_birth_date="3/14/2010")
    browser.open("/portal/new-code").fill(**fields).press("Send a new code")
    deliver(app)

    assert db.session().scalar(select(func.count(ActivationCode.id))) == 1


def test_the_school_is_chosen_from_those_there_are(browser: Browser, told: Askers) -> None:
    browser.open("/portal/new-code")

    shown = [each.text for each in browser.page.iter("option")]
    assert shown == ["Choose the school", "Ridgeline High School"]


def test_the_way_here_is_shown_where_it_is_needed(browser: Browser, told: Askers) -> None:
    for place in ("/", "/sign-in", "/portal/activate"):
        browser.open(place)
        assert any(each.get("href") == "/portal/new-code" for each in browser.page.iter("a")), place


def test_the_page_speaks_spanish(browser: Browser, told: Askers) -> None:
    browser.language = "es"
    browser.open("/portal/new-code").fill(**typed(told)).press("Enviar un código nuevo")

    assert browser.heading == "Revise su correo y su teléfono"
