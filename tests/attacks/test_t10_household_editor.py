"""T10: what no form of the editor asks for is ignored, whoever sends it along."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from demo.world import World
from district.models import ContactPoint, Household, HouseholdAddress, Person
from foundation import db
from tests.attacks.test_t27_household_editor import hidden, sends
from tests.browser import Browser
from tests.household.editor.office import at_the_office

EXTRA = {
    "id": "1",
    "person_id": "1",
    "household_id": "1",
    "address_id": "1",
    "public_id": "mine",
    "is_confidential": "y",
    "is_secondary": "1",
    "is_valid": "1",
    "verified_at": "2026-01-01T00:00:00",
    "verified": "1",
    "source": "sis",
    "created_at": "2020-01-01",
    "ends": "2020-01-01",
    "guardian": "1",
    "role": "district-admin",
    "custody": "sole",
}


def test_a_contact_takes_only_what_its_form_asks(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    browser.open("household.add_contact", public_id=world.siobhan.public_id)
    typed = {"sort": "work", "value": "ask at the mill", "starts": "2026-11-18"}

    assert sends(browser, browser.path, EXTRA | hidden(browser) | typed).status_code == 303
    db.close()
    kept = db.session().scalars(select(ContactPoint).where(ContactPoint.value == "ask at the mill")).one()
    assert (kept.person_id, kept.is_valid, kept.verified_at) == (world.siobhan.id, False, None)
    assert (kept.source, kept.ends) == ("office", None)


def test_an_address_is_never_made_confidential_by_a_field(browser: Browser, world: World) -> None:
    home = world.homes["patrick"]
    at_the_office(browser, world.town.cedar)
    browser.open("household.add_address", public_id=home.public_id)
    typed = {"line_1": "7 Larch Way", "city": "Juniper Valley", "state": "CO", "postal_code": "80999"}
    sent = EXTRA | hidden(browser) | typed | {"starts": "2026-11-18"}

    assert sends(browser, browser.path, sent).status_code == 303
    db.close()
    kept = db.session().scalars(select(HouseholdAddress).order_by(HouseholdAddress.id.desc()).limit(1)).one()
    assert (kept.household_id, kept.is_confidential, kept.is_primary, kept.ends) == (home.id, False, False, None)


@pytest.mark.parametrize("version", ["99", "-1", "1e3", "", "٢", "9" * 40])
def test_a_version_nobody_showed_saves_nothing(browser: Browser, world: World, version: str) -> None:
    at_the_office(browser, world.town.cedar)
    browser.open("household.correct_person", public_id=world.nora.public_id)
    typed = {"first_name": "X", "last_name": "Y", "version": version}

    assert sends(browser, browser.path, EXTRA | hidden(browser) | typed).status_code == 409
    db.close()
    assert db.session().get_one(Person, world.nora.id).first_name == "Nora"


@pytest.mark.parametrize("was", ["", "null", "[1]", '{"language": 1}', "{", '{"first_name": "Nora", "x": "y"}'])
def test_what_a_page_said_of_itself_is_taken_for_nothing_else(browser: Browser, world: World, was: str) -> None:
    at_the_office(browser, world.town.cedar)
    browser.open("household.correct_person", public_id=world.nora.public_id)
    typed = {"first_name": "X", "last_name": "Y", "version": "99", "was": was}

    assert sends(browser, browser.path, hidden(browser) | typed).status_code == 409


def test_a_record_named_in_a_field_is_not_the_one_that_is_changed(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    browser.open("household.add_household_phone", public_id=world.homes["patrick"].public_id)
    foreign = world.homes["marisol"]
    typed = {"sort": "home", "value": "303 555 0142", "starts": "2026-11-18", "household_id": str(foreign.id)}

    assert sends(browser, browser.path, hidden(browser) | typed).status_code == 303
    db.close()
    assert db.session().get_one(Household, foreign.id).version == 1
