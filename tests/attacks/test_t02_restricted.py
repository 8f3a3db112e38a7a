"""T02: an order arrives, or a flag is taken, while that guardian is signed in: what comes next is shut.

The pages do not say why, and another guardian without an order keeps what she has.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from demo.cast import Someone
from demo.world import PASSPHRASE, World
from district import queries as district
from district.models import ChangeRequest
from district.queries import sight_policy
from foundation import audit, clock, db, outbox, postman
from foundation.outbox import Mail
from foundation.settings import Settings
from portal.actions.sending import send_code
from portal.queries import Addressee
from portal.rules.codes import Delivery, Kind
from portal.rules.ways import Way
from tests.browser import Browser
from tests.household.editor.restricting import PAPER, handling, record

WHY = (*PAPER.values(), "order", "court", "restrict", "Court", "Restrict")
"""No word of these stands on a page of the family."""


@pytest.fixture
def office(app: Flask, world: World) -> Browser:
    return handling(Browser(app), world.town.high)


@pytest.fixture
def marisol(app: Flask, world: World) -> Browser:
    """At home with her children before anything happens."""
    browser = Browser(app).signs_in(world.sign_in(world.marisol).username, PASSPHRASE)
    assert "Lucía" in browser.open("portal.home").text
    return browser


def shut_pages(app: Flask, browser: Browser, child: Someone) -> list[str]:
    """Every page of the family that takes a student, as it is answered now."""
    pages = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("portal.") and "GET" in (rule.methods or ()) and rule.arguments == {"public_id"}:
            browser.open(rule.endpoint, public_id=child.public_id)
            assert browser.status in (403, 404), rule.endpoint
            pages.append(browser.html)
    return pages


def test_the_next_request_is_shut_and_says_not_why(app: Flask, office: Browser, marisol: Browser, world: World) -> None:
    record(office, world.marisol, world.lucia)
    marisol.open("portal.home")

    assert "Lucía" not in marisol.text
    assert "Mateo" in marisol.text
    for page in (marisol.html, *shut_pages(app, marisol, world.lucia)):
        assert [each for each in WHY if each in page] == []


@pytest.mark.parametrize("what", ["a new contact", "something wrong"])
def test_a_form_that_is_open_already_is_shut_when_it_is_sent(
    app: Flask, office: Browser, marisol: Browser, world: World, what: str
) -> None:
    if what == "a new contact":
        marisol.open("portal.emergency_contacts", student=world.lucia.public_id)
        marisol.fill(contact_first_name="Omar", contact_last_name="Tate", relation="neighbor", phone="303-555-0155")
    else:
        marisol.open("portal.wrong_request").fill(about=world.lucia.public_id, text="Her name is wrong.")
    record(office, world.marisol, world.lucia)
    marisol.press("Enviar a la oficina")

    assert marisol.status in (404, 422)
    assert [each for each in WHY if each in marisol.html] == []
    db.close()
    assert db.session().scalars(select(ChangeRequest)).all() == []


def test_a_flag_taken_away_shuts_the_same_way(app: Flask, office: Browser, marisol: Browser, world: World) -> None:
    office.open("household.tie", public_id=world.lucia.public_id, adult=world.marisol.public_id)
    office.fill(portal="no").press("Save this relationship")

    assert "Lucía" not in marisol.open("portal.home").text
    assert "Mateo" in marisol.text


@pytest.mark.parametrize("taken", ["contact", "pick_up"])
def test_an_order_on_something_else_leaves_the_records(
    office: Browser, marisol: Browser, world: World, taken: str
) -> None:
    others = {"records": False, "contact": False, "pick_up": False}
    record(office, world.marisol, world.lucia, **(others | {taken: True}))

    assert "Lucía" in marisol.open("portal.home").text


def test_an_order_to_come_shuts_on_its_day(office: Browser, marisol: Browser, world: World) -> None:
    record(office, world.marisol, world.lucia, starts="2026-11-19")
    assert "Lucía" in marisol.open("portal.home").text

    with clock.at("2026-11-19 00:00"):
        browser = Browser(marisol.app).signs_in(world.sign_in(world.marisol).username, PASSPHRASE)
        assert "Lucía" not in browser.open("portal.home").text


def test_a_lifted_order_opens_the_next_page(app: Flask, office: Browser, marisol: Browser, world: World) -> None:
    record(office, world.marisol, world.lucia)
    office.fill(because="The court dismissed it").press("Propose to lift this order")
    assert "Lucía" not in marisol.open("portal.home").text
    path = office.path
    handling(Browser(app), world.town.high).open(path).press("Confirm: lift this order now")

    assert "Lucía" in marisol.open("portal.home").text


def posted() -> list[tuple[str, bool, str]]:
    db.close()
    return [(each.template, each.sent_at is not None, each.last_error) for each in db.session().scalars(select(Mail))]


def test_a_mail_about_the_child_that_waits_does_not_leave(app: Flask, office: Browser, world: World) -> None:
    with db.transaction():
        for student in (world.lucia, world.mateo):
            condition = {"check": "sees", "adult": world.marisol.id, "student": student.id}
            about = {"name": "Marisol", "request": "x", "request_kind": "child-contact", "status": "answered"}
            given = {"to": "m@example.org", "language": "en", "at": clock.now(), "accepted": [], "declined": []}
            outbox.post("request-answered", only_while=condition, **given, **about)
    record(office, world.marisol, world.lucia)
    db.close()
    round_ = postman.deliver(app)

    assert (round_.sent, round_.parked) == (1, 1)
    assert [sent for _, sent, _ in posted()] == [False, True]
    assert posted()[0][2] == "What it tells is no longer for the person it was written to."


def test_a_code_that_waits_in_the_outbox_does_not_leave(
    app: Flask, office: Browser, world: World, settings: Settings
) -> None:
    to = Addressee(world.denise.id, world.denise.public_id, "Denise", "Denise Carter", "en")
    with db.transaction():
        way = Way(Delivery.EMAIL, "denise@example.org")
        send_code(to, kind=Kind.PARENT, way=way, settings=settings, by=audit.command("test"), at=clock.now())
    waiting = [each for each in posted() if each[0] == "activation-code"]
    handler = handling(Browser(app))
    record(handler, world.denise, world.jalen)
    db.close()
    postman.deliver(app)

    now = [each for each in posted() if each[0] == "activation-code"]
    assert (len(waiting), [sent for _, sent, _ in now]) == (1, [False])


def test_no_letter_is_printed_for_whom_an_order_binds(
    office: Browser, world: World, settings: Settings, tmp_path: Path
) -> None:
    given = {"on": clock.today(), "policy": sight_policy(settings)}
    before = {each.person_id for each in district.entitled_guardians(**given)}
    record(office, world.marisol, world.lucia)
    record(office, world.marisol, world.mateo)
    db.close()
    after = {each.person_id for each in district.entitled_guardians(**given)}

    assert world.marisol.id in before
    assert world.marisol.id not in after


def test_a_parent_without_an_order_keeps_what_she_has(app: Flask, world: World) -> None:
    """Two homes and no order: neither is shut because of the other (34 CFR 99.4)."""
    record(handling(Browser(app), world.town.aspen), world.robert, world.maya)
    anke = Browser(app).signs_in(world.sign_in(world.anke).username, PASSPHRASE)

    assert "Maya" in anke.open("portal.home").text
    assert [each for each in (*PAPER.values(), "Robert", "Boone") if each in anke.html] == []


def test_nothing_of_an_order_goes_out_as_a_mail(app: Flask, office: Browser, world: World) -> None:
    record(office, world.marisol, world.lucia)

    assert posted() == []
