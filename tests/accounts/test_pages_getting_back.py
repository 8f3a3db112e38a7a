"""Forgot the password, forgot the user name: the pages, the queued answer, the mailed link."""

from __future__ import annotations

from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from accounts import hashing
from foundation import db, jobs
from foundation.audit import AuditEntry
from foundation.worker import do_next_job
from tests.accounts.residents import NEW_PASSWORD, PASSWORD, Resident, account_of, link_in, mails
from tests.browser import Browser


def answered() -> None:
    """The worker answers what was asked."""
    while do_next_job(jobs.mail_writers):
        pass


def asks_for_a_link(browser: Browser, username: str = "ana.lopez") -> str:
    browser.open("/forgot-password").fill(username=username).press("Send the link")
    answered()
    return link_in(mails("reset-password")[-1]).removeprefix("http://localhost")


@pytest.mark.parametrize("path", ["/forgot-password", "/forgot-username"])
def test_the_page_names_the_help_desk_and_sends_students_to_the_counseling_office(browser: Browser, path: str) -> None:
    browser.open(path)

    for words in ("portalhelp@juniper-valley.example", "(303) 555-0110", "counseling office"):
        assert words in browser.text


def test_a_forgotten_password_is_replaced_through_the_mailed_link(browser: Browser, ana: Resident) -> None:
    path = asks_for_a_link(browser)
    assert browser.heading == "Look at your email"

    browser.open(path)
    assert "ana.lopez" in browser.text
    browser.fill(password=NEW_PASSWORD, confirm_password=NEW_PASSWORD).press("Set the new password")

    assert browser.path == "/sign-in"
    assert "Your password is changed. Sign in with the new one." in browser.text
    assert browser.open("/portal/").path.startswith("/sign-in")
    assert browser.signs_in("ana.lopez", PASSWORD).status == 422
    assert browser.signs_in("ana.lopez", NEW_PASSWORD).path == "/portal/"


def test_the_page_of_the_link_tells_its_address_to_nobody(browser: Browser, ana: Resident) -> None:
    browser.open(asks_for_a_link(browser))

    assert browser.response is not None
    assert browser.response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("", "", "Type a new password."),
        ("short1!", "short1!", "Make the password longer: at least 8 characters."),
        ("Password1!", "Password1!", "Many people use this password, so it is guessed first. Choose another."),
        (
            "ana.lopez",
            "ana.lopez",
            "Choose a password that others cannot know: not your username, your name, a school or the district.",
        ),
        (NEW_PASSWORD, NEW_PASSWORD + " ", "The two passwords differ. Type the new one twice."),
    ],
)
def test_a_refused_password_says_why_and_uses_nothing_up(
    browser: Browser, ana: Resident, password: str, again: str, said: str
) -> None:
    path = asks_for_a_link(browser)
    browser.open(path).fill(password=password, confirm_password=again).press("Set the new password")

    assert (browser.status, said in browser.errors) == (422, True)
    assert browser.open(path).status == 200
    assert hashing.verify(PASSWORD, account_of(ana).password_hash)[0]


def test_a_used_link_says_what_to_do_next(browser: Browser, ana: Resident) -> None:
    path = asks_for_a_link(browser)
    browser.open(path).fill(password=NEW_PASSWORD, confirm_password=NEW_PASSWORD).press("Set the new password")

    browser.open(path)
    assert (browser.status, browser.heading) == (410, "This link does not work any more")
    browser.follow("Ask for a new link")
    assert browser.path == "/forgot-password"


def test_a_forgotten_username_is_mailed(browser: Browser, ana: Resident) -> None:
    browser.open("/forgot-username").fill(email="ana@LOPEZ.example").press("Send my username")
    answered()

    assert browser.heading == "Look at your email"
    assert [(each.to_address, each.context["usernames"]) for each in mails()] == [("Ana@Lopez.example", ["ana.lopez"])]


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("", "Type your email address."),
        ("ana", "Write an email address such as name@example.org."),
        ("ana@lopez.example,evil@evil.example", "Write an email address such as name@example.org."),
        ("ana@lopez.example\r\nBcc: evil@evil.example", "Write an email address such as name@example.org."),
        ("mıke@example.org", "Write an email address such as name@example.org."),
    ],
)
def test_what_is_no_address_is_asked_for_again(browser: Browser, email: str, said: str) -> None:
    browser.open("/forgot-username").fill(email=email).press("Send my username")

    assert (browser.status, browser.errors) == (422, [said])


def test_what_was_typed_waits_sealed(browser: Browser, ana: Resident) -> None:
    browser.open("/forgot-password").fill(username="my secret password").press("Send the link")

    db.close()
    payload = db.session().scalars(select(jobs.Job.payload)).one()
    assert "secret" not in str(payload)
    answered()
    assert mails() == []


def test_the_audit_has_where_the_question_came_from(browser: Browser, ana: Resident) -> None:
    asks_for_a_link(browser)

    db.close()
    asked = select(AuditEntry.address, AuditEntry.actor_kind).where(AuditEntry.event == "password-reset-asked")
    assert tuple(db.session().execute(asked).one()) == ("127.0.0.1", "stranger")


def test_an_address_that_asks_too_often_waits(app: Flask, browser: Browser) -> None:
    for number in range(101):
        browser.open("/forgot-password").fill(username=f"guess{number}").press("Send the link")
    browser.open("/forgot-username").fill(email="ana@lopez.example").press("Send my username")

    assert browser.status == 429


def test_one_command_answers_and_delivers_in_the_recipient_s_language(
    app: Flask, browser: Browser, rosa: Resident
) -> None:
    browser.open("/forgot-password").fill(username="rosa.vega").press("Send the link")
    result = app.test_cli_runner().invoke(args=["mail", "send"])

    assert "1 sent" in result.output
    (path,) = Path(app.config["HEARTH"].mail.removeprefix("file:")).glob("*.eml")
    message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    text, html = message.get_body(preferencelist=("plain",)), message.get_body(preferencelist=("html",))
    assert text is not None
    assert html is not None
    assert message["To"] == "rosa@vega.example"
    assert "http://localhost/reset-password/" in text.get_content()
    assert '<html lang="es">' in html.get_content()
