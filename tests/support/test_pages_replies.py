"""`/support/replies`: canned replies that advisors share."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from demo.world import PASSPHRASE
from foundation import db
from foundation.audit import AuditEntry
from support.canned_replies import starters
from support.models import CannedReply
from support.queries.replies import canned_replies, canned_reply
from support.rules.canned import flaws
from tests.browser import Browser
from tests.support.served import Served

STARTER = "looking-into-it-en"


@pytest.fixture
def advisor(browser: Browser, served: Served) -> Browser:
    return browser.signs_in(served.tomas.username, PASSPHRASE)


def test_every_reply_of_the_starter_file_is_without_flaw_and_speaks_both_languages() -> None:
    assert [each.code for each in starters().values() if flaws(each.body)] == []
    assert {each.code.rsplit("-", 1)[0] for each in starters().values() if each.language == "en"} == {
        each.code.rsplit("-", 1)[0] for each in starters().values() if each.language == "es"
    }


def test_an_advisor_sees_the_replies_the_desk_begins_with(advisor: Browser) -> None:
    page = advisor.open("/support/replies")

    assert page.heading == f"{len(starters())} canned replies"
    assert "We need one example" in page.text
    assert "Necesitamos un ejemplo" in page.text


def test_a_contact_finds_no_such_page(browser: Browser, served: Served) -> None:
    assert browser.signs_in(served.denise.username, PASSPHRASE).open("/support/replies").status == 403


def test_a_reply_is_written_and_told(advisor: Browser) -> None:
    advisor.open("/support/replies/new").fill(title="Try again", body="Hello {contact}, try {case} again.")

    page = advisor.press("Keep it")

    assert (page.status, page.path) == (200, "/support/replies")
    assert "Try again" in page.text
    with db.transaction():
        assert "canned-reply-changed" in db.session().scalars(select(AuditEntry.event)).all()


def test_a_gap_that_does_not_exist_is_refused_with_its_place(advisor: Browser) -> None:
    page = advisor.open("/support/replies/new").fill(title="T", body="Hello,\nask {contakt}").press("Keep it")

    assert page.status == 422
    (error,) = page.errors
    assert error.startswith("Line 2, character 5: there is no gap {contakt}. The gaps are: {contact}, {case}, ")
    with db.transaction():
        assert db.session().scalar(select(func.count()).select_from(CannedReply)) == 0


def test_a_starter_reply_is_changed_in_the_database_and_not_in_the_file(advisor: Browser) -> None:
    advisor.open(f"/support/replies/{STARTER}").fill(title="On it").press("Keep it")

    with db.transaction():
        found = canned_reply(STARTER)
        assert found is not None
        assert (found.title, found.version) == ("On it", 1)
        assert len(canned_replies()) == len(starters())


def test_of_two_who_change_one_reply_the_second_is_shown_what_stands_there(
    app: Flask, advisor: Browser, served: Served
) -> None:
    other = Browser(app).signs_in(served.tomas.username, PASSPHRASE).open(f"/support/replies/{STARTER}")
    advisor.open(f"/support/replies/{STARTER}").fill(body="Mine came first.").press("Keep it")

    page = other.fill(body="Mine came second.").press("Keep it")

    assert page.status == 409
    assert "Mine came first." in page.text
    assert page.press("Keep it").path == "/support/replies"
    with db.transaction():
        assert canned_reply(STARTER).body == "Mine came second."  # type: ignore[union-attr]


def test_a_reply_that_is_taken_out_is_offered_to_nobody(advisor: Browser) -> None:
    advisor.open(f"/support/replies/{STARTER}").press("Take this reply out")

    assert advisor.path == "/support/replies"
    assert advisor.open(f"/support/replies/{STARTER}").status == 404
    assert "We are looking into it" not in advisor.open("/support/replies").text


def test_a_reply_that_does_not_exist_is_not_found(advisor: Browser) -> None:
    assert advisor.open("/support/replies/nothing").status == 404
