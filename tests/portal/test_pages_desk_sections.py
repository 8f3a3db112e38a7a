"""Whoever leads a school hides its pages from families for some days and shows them again; nobody else does."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from demo.cast import Someone
from demo.staff import Staff
from demo.world import PASSPHRASE, World
from district.models import HiddenSection
from foundation import clock, db
from foundation.audit import AuditEntry
from tests.browser import Browser
from tests.statements import statements


def at_desk(app: Flask, staff: Staff, person: Someone) -> Browser:
    return Browser(app).signs_in(staff.sign_in(person).username, PASSPHRASE).open("desk.sections")


def hides(browser: Browser, **typed: str) -> Browser:
    given = {"section": "grades", "starts": "2026-11-18", "last_day": "2026-12-04", "reason": "Scores are entered."}
    return browser.fill(**given | typed).press("Hide the page from families")


def told() -> list[tuple[str, object]]:
    entries = db.session().scalars(select(AuditEntry).where(AuditEntry.event.like("section-%")).order_by(AuditEntry.id))
    return [(each.event, each.data["section"]) for each in entries]


def test_a_principal_hides_a_page_and_families_read_it(app: Flask, world: World, staff: Staff) -> None:
    browser = hides(at_desk(app, staff, staff.ingrid))
    family = Browser(app).signs_in(world.sign_in(world.marisol).username, PASSPHRASE)

    assert "Families are told so from the first day on." in browser.text
    assert "November 18, 2026 through December 4, 2026" in browser.text
    assert "Calificaciones: no se muestra hasta el 4 de diciembre de 2026 inclusive, según la escuela" in family.text
    assert told() == [("section-hidden", "grades")]


def test_the_days_are_kept_half_open(app: Flask, staff: Staff) -> None:
    hides(at_desk(app, staff, staff.ingrid))

    assert db.session().scalar(select(HiddenSection.ends)) == date(2026, 12, 5)


def test_shown_again_it_is_shown_and_told_once(app: Flask, world: World, staff: Staff) -> None:
    browser = hides(at_desk(app, staff, staff.ingrid))
    name = f"Show again: Grades, {world.town.aspen.name}"
    late = at_desk(app, staff, staff.ingrid)
    browser.press(name)
    late.press(name)
    family = Browser(app).signs_in(world.sign_in(world.marisol).username, PASSPHRASE)

    assert "The page is shown again." in browser.text
    assert late.status == 409
    assert "no se muestra" not in family.text
    assert told() == [("section-hidden", "grades"), ("section-shown", "grades")]


def test_what_is_hidden_already_is_not_hidden_twice(app: Flask, staff: Staff) -> None:
    browser = hides(hides(at_desk(app, staff, staff.ingrid)))

    assert browser.status == 422
    assert browser.errors == [
        "The school hides this page already, or will. Show it again first, then hide it for the days you want."
    ]


def test_a_hiding_whose_days_are_over_makes_room_for_the_next(app: Flask, staff: Staff) -> None:
    hides(at_desk(app, staff, staff.ingrid))
    with clock.at("2026-12-05 08:00"):
        browser = hides(at_desk(app, staff, staff.ingrid), starts="2026-12-05", last_day="")

        assert browser.status == 200
        assert "From December 5, 2026 until it is shown again" in browser.text


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"starts": "2026-11-17"}, "Families have seen the page on that day. Choose today or a later day."),
        ({"last_day": "2026-11-17"}, "The last day comes before the first. Choose a later one, or none."),
        ({"reason": " "}, "Say in a few words why; families read it."),
        ({"reason": "x" * 301}, "Say it shorter, in at most 300 characters."),
        ({"starts": ""}, "Choose the day, as YYYY-MM-DD."),
    ],
)
def test_a_mistake_is_said_and_nothing_is_hidden(app: Flask, staff: Staff, typed: dict[str, str], error: str) -> None:
    browser = hides(at_desk(app, staff, staff.ingrid), **typed)

    assert (browser.status, browser.errors) == (422, [error])
    assert told() == []


def test_a_principal_reaches_the_own_school_and_an_administrator_every_one(
    app: Flask, world: World, staff: Staff
) -> None:
    own, every = at_desk(app, staff, staff.ingrid), at_desk(app, staff, staff.anita)
    named = [
        [each.text for each in page.page.iter("option") if each.text == world.town.high.name] for page in (own, every)
    ]

    assert named == [[], [world.town.high.name]]


def test_what_an_administrator_hid_elsewhere_is_not_found_by_a_principal(
    app: Flask, world: World, staff: Staff
) -> None:
    hides(at_desk(app, staff, staff.anita), school=world.town.high.public_id)
    public_id = db.session().scalar(select(HiddenSection.public_id))
    principal = at_desk(app, staff, staff.ingrid)
    sent = principal.client.post(
        f"/portal/desk/sections/{public_id}/shown",
        data={
            "csrf_token": next(e.get("value") for e in principal.page.iter("input") if e.get("name") == "csrf_token")
        },
    )

    assert sent.status_code == 404
    assert "Grades" not in [each.text for each in principal.page.iter("td")]


def test_who_leads_no_school_is_refused(app: Flask, staff: Staff) -> None:
    assert at_desk(app, staff, staff.hazel).status == 403


def test_the_page_takes_few_statements_however_many_are_hidden(app: Flask, staff: Staff, database: Engine) -> None:
    browser = hides(at_desk(app, staff, staff.anita))
    for section in ("fees", "schedule", "attendance"):
        hides(browser, section=section)
    with statements(database) as said:
        browser.open("desk.sections")

    assert len(said) <= 5, said


def test_it_is_spoken_in_spanish(app: Flask, staff: Staff) -> None:
    browser = at_desk(app, staff, staff.ingrid).open("/portal/desk/sections?lang=es")

    assert browser.heading == "Páginas que ven las familias"
