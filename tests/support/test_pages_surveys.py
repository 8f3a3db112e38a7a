"""Answering and refusing a survey through its links, and one's own choice."""

from __future__ import annotations

import pytest
from flask import Flask

from demo.world import PASSPHRASE
from foundation import db
from support.queries.incidents import wants_incidents
from tests.browser import Browser
from tests.support.closing import RATES, closed_case, links, survey_of, surveyed
from tests.support.served import Served

SENT = {area.value: str(rate) for area, rate in RATES.items()}


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_contact_answers_without_signing_in(app: Flask, served: Served, language: str) -> None:
    case = closed_case(served.denise, served.ours)
    surveyed(case)
    ((answer, _),) = links()
    browser = Browser(app).open(f"{answer}?lang={language}")
    assert str(case.number) in browser.heading

    browser.press()
    assert browser.status == 422
    assert survey_of(case).answered_at is None
    browser.fill(**SENT).press()
    assert browser.status == 200
    assert survey_of(case).timeliness == 3
    assert browser.open(answer).status == 410


@pytest.mark.parametrize("rate", ["0", "6", "", "x", "5.0"])
def test_a_rate_that_is_none_is_refused(app: Flask, served: Served, rate: str) -> None:
    case = closed_case(served.denise, served.ours)
    surveyed(case)
    ((answer, _),) = links()
    browser = Browser(app).open(answer)
    form, _ = browser._button("Send my answers")
    sent = dict(browser._sent_by(form)) | SENT | {"quality": rate}
    browser._go("POST", answer, sent)
    assert browser.status == 422
    assert "Choose one of the five." in browser.text
    assert survey_of(case).answered_at is None


def test_a_contact_refuses_without_signing_in_and_asks_for_them_again(app: Flask, served: Served) -> None:
    surveyed(closed_case(served.denise, served.ours))
    ((_, opt_out),) = links()
    stranger = Browser(app).open(opt_out)
    assert stranger.heading == "Get no more surveys"
    stranger.press("Send me no more surveys")
    assert stranger.heading == "You get no more surveys."

    own = Browser(app).signs_in(served.denise.username, PASSPHRASE).open("support.own_surveys")
    assert own.heading == "No surveys come to you."
    assert "The last one was mailed on November 18, 2026." in own.text
    own.press("Send me surveys again")
    assert own.heading == "A survey may come to you when a case of yours is closed."
    own.press("Send me no more surveys")
    assert own.heading == "No surveys come to you."


def test_a_contact_refuses_mails_about_incidents_and_asks_for_them_again(app: Flask, served: Served) -> None:
    own = Browser(app).signs_in(served.denise.username, PASSPHRASE).open("support.own_surveys")
    assert "When an incident concerns your organization, a mail tells you, and one more when it is over." in own.text

    own.press("Send me no more mails about incidents")
    assert "You get no more mails about incidents." in own.text
    assert "No mails about incidents come to you." in own.text
    assert own.heading == "A survey may come to you when a case of yours is closed.", "surveys are another choice"
    with db.transaction():
        assert not wants_incidents(served.denise.person.id)

    own.press("Send me mails about incidents again")
    assert "You get mails about incidents again." in own.text
    with db.transaction():
        assert wants_incidents(served.denise.person.id)


def test_an_advisor_has_no_choice_to_make(app: Flask, served: Served) -> None:
    assert Browser(app).signs_in(served.tomas.username, PASSPHRASE).open("support.own_surveys").status == 403
