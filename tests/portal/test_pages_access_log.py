"""Who has seen a child’s record: shown to those who see the child and to nobody else, by office."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine

from demo import people
from demo.cast import Someone
from demo.world import PASSPHRASE, World
from district.actions.reads import note_read
from foundation import clock, db
from tests.browser import Browser
from tests.markers import markers_on
from tests.statements import statements


@pytest.fixture
def looked(world: World) -> World:
    """The office professional of Cedar Hill looked at Nora, somebody without a job at Maya."""
    with db.transaction():
        tamara = world.town.staff["Tamara Bell"]
        note_read(tamara.id, [world.nora.id], page="person", at=clock.now() - timedelta(hours=3))
        note_read(world.town.staff["Vivian Cho"].id, [world.minh.id], page="person", at=clock.now())
    return world


def at_home(browser: Browser, world: World, person: Someone) -> Browser:
    return browser.signs_in(world.sign_in(person).username, PASSPHRASE)


def test_a_guardian_reads_when_and_from_which_office(browser: Browser, looked: World) -> None:
    at_home(browser, looked, looked.siobhan).follow("Who has seen this record: Nora")

    assert browser.heading == "Who has seen the record of Nora O’Brien"
    assert f"November 18, 2026, 6:00 AM MST Office Professional, {looked.town.cedar.name}" in browser.text
    assert "Bell" not in browser.text


def test_names_are_shown_where_the_district_says_so(app: Flask, browser: Browser, looked: World) -> None:
    app.config["HEARTH"] = replace(app.config["HEARTH"], readers_shown="name")
    at_home(browser, looked, looked.siobhan).follow("Who has seen this record: Nora")

    assert "Tamara Bell" in browser.text


def test_a_student_reads_the_own_list(browser: Browser, looked: World) -> None:
    at_home(browser, looked, looked.minh).follow("Who has seen this record: Minh")

    assert f"Principal, {looked.town.high.name}" in browser.text


def test_a_record_nobody_opened_says_so(browser: Browser, world: World) -> None:
    at_home(browser, world, world.hoa).follow("Who has seen this record: Minh")

    assert "Nobody of the staff has opened this record" in browser.text


def test_another_family_s_child_is_not_found_and_nor_is_one_no_longer_seen(app: Flask, looked: World) -> None:
    """T01: what is not yours and what does not exist are the same page."""
    told = set()
    for reader in (looked.siobhan, looked.minh, looked.victor, looked.samir):
        browser = at_home(Browser(app), looked, reader)
        for public_id in (looked.eli.public_id, looked.amira.public_id, looked.klara.public_id, "no-such-student"):
            browser.open("portal.access_log", public_id=public_id)
            assert browser.status == 404
            told.add(browser.text.replace(reader.first_name, ""))

    assert len(told) == 1


def test_no_list_holds_another_family_s_marker(app: Flask, looked: World) -> None:
    with db.transaction():
        reader = people.a_person("Bea", "Otter", marker="Otter")
        for each in looked.everyone:
            note_read(reader.id, [each.id], page="person", at=clock.now())
    for each in looked.sign_ins:
        browser = Browser(app).signs_in(each.username, PASSPHRASE)
        for link in [link for link in browser.page.iter("a") if "/access-log" in link.get("href", "")]:
            page = Browser(app).signs_in(each.username, PASSPHRASE).open(link.get("href", "")).html
            assert markers_on(page, looked.markers_foreign_to(each.person)) == []
            assert "Bea" not in page


def test_the_list_is_spoken_in_spanish(browser: Browser, looked: World) -> None:
    browser.language = "es"
    at_home(browser, looked, looked.marisol).follow("Quién ha visto este registro: Mateo")

    assert browser.heading == "Quién ha visto el registro de Mateo Ibarra Vega"


def test_the_list_takes_four_statements_however_long_it_is(browser: Browser, world: World, database: Engine) -> None:
    with db.transaction():
        for quarter in range(300):
            at = clock.now() - timedelta(minutes=15 * quarter)
            note_read(world.dana.id, [world.nora.id], page="person", at=at)
    at_home(browser, world, world.siobhan)
    with statements(database) as said:
        browser.open("portal.access_log", public_id=world.nora.public_id)

    assert browser.text.count("Teacher,") == 200
    assert "Older ones are kept." in browser.text
    assert len(said) == 4, said
