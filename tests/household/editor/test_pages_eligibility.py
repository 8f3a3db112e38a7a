"""Students of 18 at the office: who is near the day, a ground noted and withdrawn, and who may do it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from demo.world import PASSPHRASE, World
from district.models import EligibleStudentBasis
from foundation import db
from tests.browser import Browser
from tests.household.editor.office import at_the_office
from tests.statements import statements


@pytest.fixture
def office(browser: Browser, world: World) -> Browser:
    return at_the_office(browser)


def bases() -> list[EligibleStudentBasis]:
    db.close()
    return list(db.session().scalars(select(EligibleStudentBasis).order_by(EligibleStudentBasis.id)))


def test_who_turns_18_soon_stands_in_the_list_of_those_who_reach_them(app: Flask, world: World) -> None:
    office = at_the_office(Browser(app))
    office.open("household.turning_18")
    assert "Diego Salas" in office.text
    assert "November 19, 2026" in office.text

    assert "Diego" not in at_the_office(Browser(app), world.town.cedar).open("household.turning_18").text


def test_evidence_is_noted_and_the_guardian_sees_again_with_the_next_page(
    app: Flask, office: Browser, world: World
) -> None:
    samir = Browser(app).signs_in(world.sign_in(world.samir).username, PASSPHRASE)
    assert "Amira" not in samir.open("portal.home").text
    count = len(bases())
    office.open("household.eligibility", public_id=world.amira.public_id).follow("Note a ground")
    office.press("Note this")
    assert office.status == 422
    assert any("Note what you have seen" in each for each in office.errors)
    office.fill(kind="dependent", note="Federal tax return 2025, first page").press("Note this")

    assert len(bases()) == count + 1
    assert "Federal tax return 2025, first page" in office.text
    assert "Amira" in samir.open("portal.home").text

    office.follow("Withdraw")
    office.fill(reason="Moved out").press("Withdraw it now")
    assert "Withdrawn. It counts no longer." in office.text
    assert "Amira" not in samir.open("portal.home").text


def test_a_ground_that_the_policy_does_not_ask_for_opens_nothing(app: Flask, office: Browser, world: World) -> None:
    samir = Browser(app).signs_in(world.sign_in(world.samir).username, PASSPHRASE)
    office.open("household.add_basis", public_id=world.amira.public_id)
    office.fill(kind="consent", note="Signed form, folder 9").press("Note this")

    assert "opens nothing here" in office.text
    assert "Amira" not in samir.open("portal.home").text


def test_two_who_note_at_once_are_told_of_each_other(app: Flask, world: World) -> None:
    one, two = (at_the_office(Browser(app)) for _ in range(2))
    for each in (one, two):
        each.open("household.add_basis", public_id=world.amira.public_id)
        each.fill(kind="dependent", note="Tax return")
    one.press("Note this")
    two.press("Note this")

    assert two.status == 409
    two.press("Note this")
    assert any("This ground is on record for this guardian already" in each for each in two.errors)


@pytest.mark.parametrize("endpoint", ["household.eligibility", "household.add_basis"])
def test_out_of_reach_and_not_there_are_the_same(browser: Browser, world: World, endpoint: str) -> None:
    at_the_office(browser, world.town.cedar)
    assert browser.open(endpoint, public_id=world.amira.public_id).status == 404
    there = browser.text
    assert browser.open(endpoint, public_id="no-such-person").status == 404
    assert browser.text == there


def test_the_pages_take_few_statements(office: Browser, world: World, database: Engine) -> None:
    counts = []
    for endpoint, given in (
        ("household.turning_18", {}),
        ("household.eligibility", {"public_id": world.amira.public_id}),
    ):
        office.open(endpoint, **given)
        with statements(database) as said:
            office.open(endpoint, **given)
        counts.append(len(said))

    assert max(counts) <= 8, counts


def test_the_pages_speak_spanish(browser: Browser, world: World) -> None:
    browser.language = "es"
    at_the_office(browser, language="es")

    assert "Cumplen 18 años" in browser.open("household.turning_18").heading
    assert browser.open("household.eligibility", public_id=world.amira.public_id).status == 200
