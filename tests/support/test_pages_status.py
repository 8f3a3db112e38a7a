"""The public page, the banner, and the desk’s pages of its notices."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from demo.world import PASSPHRASE, World
from foundation import clock, db
from support.actions.status import say_more
from support.models import StatusNotice
from support.queries import status as queries
from tests.attacks.devices import token_of
from tests.browser import HOST, Browser
from tests.statements import statements
from tests.support.asking import case_of
from tests.support.notices import BY, incident, maintenance
from tests.support.served import Served

TYPED = {
    "kind": "incident",
    "system": "family-portal",
    "title_en": "Grades are late",
    "text_en": "The nightly file has not come.",
    "title_es": "Las calificaciones llegan tarde",
    "text_es": "El archivo de la noche no ha llegado.",
}
UNTYPED = dict.fromkeys(("starts_on", "starts_time", "until_on", "until_time"), "")
MORE = {"text_en": "The file has come.", "text_es": "El archivo llegó."}


def english(world: World) -> str:
    """The username of somebody who reads English."""
    return next(each.username for each in world.sign_ins if each.kind == "parent" and each.person.language == "en")


def test_a_stranger_reads_that_nothing_stands(browser: Browser) -> None:
    browser.open("/status")
    assert browser.heading == "There is no incident, and no maintenance is planned."


def test_the_page_tells_what_stands_and_keeps_what_is_over(browser: Browser, database: Engine) -> None:
    maintenance()
    posted = incident()
    browser.open("/status")
    assert browser.heading == "There is an incident. What we know stands below."
    assert browser.text.index("The family portal is slow") < browser.text.index("Messages rest on Saturday night")

    _close(posted.public_id)
    browser.open("/status")
    assert browser.heading == "There is no incident. Maintenance is planned or under way."
    assert browser.text.index("Closed") < browser.text.index("The family portal is slow")

    browser.language = "es"
    browser.open("/status?lang=es")
    assert "El portal de familias está lento" in browser.text


@pytest.mark.parametrize("number", ["0", "2", "99999999999", "-1", "x", "²"])
def test_there_is_no_page_beyond_the_last(browser: Browser, number: str) -> None:
    assert browser.open(f"/status?page={number}").status == 404


def test_a_family_and_staff_see_it_over_their_pages(app: Flask, world: World) -> None:
    family = Browser(app).signs_in(english(world), PASSPHRASE)
    assert "Service status" in family.text
    assert "The family portal is slow" not in family.open("portal.home").text

    posted = incident()
    assert "Incident: The family portal is slow. Not solved yet" in family.open("portal.home").text
    family.follow("What we know: The family portal is slow")
    assert family.path.startswith("/status")

    _close(posted.public_id)
    assert "The family portal is slow" not in family.open("portal.home").text


def test_the_banner_costs_no_statement_but_where_it_changed(app: Flask, world: World, database: Engine) -> None:
    family = Browser(app).signs_in(english(world), PASSPHRASE)
    posted = incident()
    family.open("portal.home")
    with statements(database) as said:
        assert "The family portal is slow" in family.open("portal.home").text
    assert len(said) == 4, said

    _close(posted.public_id)
    family.open("portal.home")
    with statements(database) as said:
        family.open("portal.home")
    assert len(said) == 4, said


def test_maintenance_changes_its_words_as_time_passes(app: Flask, world: World) -> None:
    family = Browser(app).signs_in(english(world), PASSPHRASE)
    maintenance(begins=timedelta(minutes=5))
    assert "Maintenance: Messages rest on Saturday night. Planned" in family.open("portal.home").text
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert "Maintenance: Messages rest on Saturday night. Under way" in family.open("portal.home").text


def test_an_advisor_posts_updates_and_closes(app: Flask, served: Served) -> None:
    desk = Browser(app).signs_in(served.tomas.username, PASSPHRASE)
    desk.open("status.desk").follow("Post a notice").fill(**TYPED).press("Post it for everybody")
    assert desk.heading == "Grades are late"
    assert "Incident: Grades are late" in desk.text

    desk.fill(**MORE).press("Post the update")
    assert desk.text.index("The file has come.") < desk.text.index("The nightly file has not come.")
    desk.fill(**MORE, closes=True).press("Post the update")
    assert "The notice is closed. It is kept on the status page." in desk.text
    assert "Incident: Grades are late" not in desk.text
    assert queries.closed_notices()[0][0].said[0].texts["es"] == "El archivo llegó."


def test_a_notice_needs_both_languages_and_maintenance_its_time(app: Flask, served: Served) -> None:
    desk = Browser(app).signs_in(served.tomas.username, PASSPHRASE)
    desk.open("status.new_notice").fill(**{**TYPED, "text_es": ""}).press("Post it for everybody")
    assert desk.status == 422
    assert "Both languages are needed" in desk.text

    desk.open("status.new_notice").fill(**{**TYPED, "kind": "maintenance"}).press("Post it for everybody")
    assert desk.status == 422
    assert "Give the day and the time" in desk.text

    desk.fill(starts_on="2026-11-32", starts_time="25:00").press("Post it for everybody")
    assert "That is no day and time. Choose them again." in desk.text
    window = {"starts_on": "2026-11-21", "starts_time": "21:00", "until_on": "2026-11-21", "until_time": "20:00"}
    desk.fill(**window).press("Post it for everybody")
    assert "The end is not after the beginning." in desk.text
    desk.fill(until_time="23:00").press("Post it for everybody")
    assert desk.status == 200
    (shown,) = queries.open_notices()
    assert shown.times.starts_at is not None
    assert shown.times.starts_at.isoformat() == "2026-11-22T04:00:00+00:00"


def test_a_form_sent_twice_posts_one_notice(app: Flask, served: Served) -> None:
    desk = Browser(app).signs_in(served.tomas.username, PASSPHRASE)
    first = desk.open("status.new_notice").fill(**TYPED).press("Post it for everybody").path
    key = db.session().scalars(select(StatusNotice.key)).one().split(":")[1]
    sent = {**TYPED, **UNTYPED, "form_key": key, "csrf_token": token_of(desk.open("status.new_notice"))}
    again = desk.client.post("/support/status/new", data=sent, base_url=HOST)

    assert (again.status_code, again.headers["Location"]) == (303, first)
    assert len(queries.open_notices()) == 1


def test_the_desk_sees_how_many_cases_are_the_same(app: Flask, served: Served) -> None:
    posted = incident()
    for _ in range(2):
        case_of(served.denise, served.ours, incident_id=posted.id)
    desk = Browser(app).signs_in(served.tomas.username, PASSPHRASE).open("status.desk")
    assert "2 cases are the same" in desk.text
    assert "2 cases are the same" in desk.open("status.notice", public_id=posted.public_id).text
    assert "cases are the same" not in Browser(app).open("/status").text


def test_who_comes_after_it_was_closed_is_told_and_keeps_what_was_typed(app: Flask, served: Served) -> None:
    posted = incident()
    desk = Browser(app).signs_in(served.tomas.username, PASSPHRASE).open("status.notice", public_id=posted.public_id)
    _close(posted.public_id)
    desk.fill(**MORE).press("Post the update")
    assert desk.status == 409
    assert "Somebody has closed this notice meanwhile" in desk.text


def test_nobody_else_posts(app: Flask, world: World) -> None:
    family = Browser(app).signs_in(english(world), PASSPHRASE)
    for path in ("/support/status", "/support/status/new", "/support/status/x"):
        assert family.open(path).status == 403
    assert Browser(app).open("/support/status").path.startswith("/sign-in")


def test_a_notice_that_is_none_is_not_found(app: Flask, served: Served) -> None:
    desk = Browser(app).signs_in(served.tomas.username, PASSPHRASE)
    assert desk.open("status.notice", public_id="0123456789abcdef").status == 404


@pytest.mark.parametrize("how_many", [1, 9])
def test_the_pages_take_few_statements_however_many_there_are(
    app: Flask, served: Served, database: Engine, how_many: int
) -> None:
    desk = Browser(app).signs_in(served.tomas.username, PASSPHRASE)
    for number in range(how_many):
        incident(key=f"open-{number}")
        _close(incident(key=f"closed-{number}").public_id)
    desk.open("status.desk")
    with statements(database) as said:
        desk.open("status.desk")
    assert len(said) == 8, said
    with statements(database) as said:
        Browser(app).open("/status")
    assert len(said) == 5, said


def _close(public_id: str) -> None:
    with db.transaction():
        found = queries.notice_called(public_id, hold=True)
        assert found is not None
        assert say_more(found, {"en": "Over.", "es": "Terminó."}, closes=True, key=public_id, by=BY, at=clock.now())
    db.close()
