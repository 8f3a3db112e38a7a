"""Confidential addresses: who sees them, what is written of it, and how they are set and lifted (F12, T33)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

from accounts.models import AccountRole
from demo.cast import Place
from demo.homes import Home
from demo.world import World
from district.models import Address, HouseholdAddress, RecordRead
from foundation import clock, db
from foundation.audit import AuditEntry
from tests.browser import Browser
from tests.household.access.desk import PASSWORD, an_account
from tests.household.editor.office import a_clerk, at_the_office
from tests.statements import statements

LINES = ("9 Osprey Hollow", "12 Osprey Lane")
ROLE = "confidential-addresses"


def cleared(browser: Browser, *schools: Place, has_courses: bool = True) -> Browser:
    """A clerk who holds the right beside household access, if it is there."""
    clerk = a_clerk(*schools, has_courses=has_courses)
    return browser.signs_in(an_account(clerk, ROLE, username=f"cleared.{clerk.person_id}"), PASSWORD)


def place_of(home: int) -> HouseholdAddress:
    db.close()
    return db.session().scalars(select(HouseholdAddress).where(HouseholdAddress.household_id == home)).one()


def deeds_at(home: Home, number: int) -> tuple[str, str]:
    """The pages of the right alone."""
    addresses = f"/household/households/{home.public_id}/addresses"
    return f"{addresses}/{number}/confidentiality", f"{addresses}/new-confidential"


def looks() -> set[str]:
    db.close()
    return set(db.session().scalars(select(RecordRead.page)))


def test_whoever_holds_the_right_sees_it_and_the_look_is_one_of_its_own(browser: Browser, world: World) -> None:
    cleared(browser, world.town.middle)
    browser.open("household.household", public_id=world.homes["joanna"].public_id)

    assert "9 Osprey Hollow, Juniper Valley, CO 80999 Confidential" in browser.text
    assert "You see it by your right, and that you looked is written down." in browser.text
    assert looks() == {"confidential-address"}
    browser.open("household.household", public_id=world.homes["joanna"].public_id)
    assert "(a confidential address)" in browser.text
    browser.open("household.person", public_id=world.joanna.public_id)
    assert "You see it by your right" in browser.text


def test_a_look_that_was_noted_before_becomes_one_at_the_address(browser: Browser, world: World) -> None:
    cleared(browser, world.town.middle)
    browser.open("household.family", public_id=world.joanna.public_id)
    assert looks() == {"family"}
    browser.open("household.person", public_id=world.joanna.public_id)

    assert "confidential-address" in looks()


def test_the_right_alone_opens_nothing_and_reach_holds_with_it(app: Flask, world: World) -> None:
    home = world.homes["joanna"]
    place = place_of(home.id).id
    alone = cleared(Browser(app), world.town.middle, has_courses=False)
    assert alone.open("household.household", public_id=home.public_id).status == 403
    away = cleared(Browser(app), world.town.cedar)
    for each in (alone, away):
        for endpoint, more in (
            ("household.change_confidentiality", {"number": place}),
            ("household.add_confidential_address", {}),
        ):
            assert each.open(endpoint, public_id=home.public_id, **more).status == 404
    assert away.open("household.household", public_id=home.public_id).status == 404


def test_without_the_right_no_page_of_it_is_there(browser: Browser, world: World) -> None:
    home = world.homes["joanna"]
    number = place_of(home.id).id
    at_the_office(browser, world.town.middle)
    browser.open("household.household", public_id=home.public_id)
    assert "Make confidential" not in browser.text
    for endpoint in ("household.correct_address", "household.end_address"):
        assert browser.open(endpoint, public_id=home.public_id, number=number).status == 404
    for endpoint, more in (
        ("household.change_confidentiality", {"number": number}),
        ("household.add_confidential_address", {}),
    ):
        assert browser.open(endpoint, public_id=home.public_id, **more).status == 403


def test_setting_it_asks_for_the_password_and_a_reason_and_takes_it_from_search(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = world.homes["patrick"]
    number = place_of_primary(home.id)
    browser = cleared(Browser(app), world.town.cedar)
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    browser.open("household.change_confidentiality", public_id=home.public_id, number=number)
    assert browser.heading == "Your password, once more"
    browser.fill(password=PASSWORD).press("Go on")
    browser.press("Make it confidential")
    assert (browser.status, browser.errors) == (422, ["Say in a few words why."])
    browser.fill(reason="Safe at home").press("Make it confidential")
    assert browser.status == 200

    other = at_the_office(Browser(app), world.town.cedar)
    other.open("household.household", public_id=home.public_id)
    assert "12 Grebe Lane" not in other.html
    assert "The address is kept from everybody." in other.text
    for endpoint in ("household.household_history",):
        assert "12 Grebe Lane" not in other.open(endpoint, public_id=home.public_id).html
    assert "Who sees a confidential address was changed." in other.text
    other.open("household.search").fill(q="12 grebe ln").press("Search")
    assert "Nora" not in other.text
    assert browser.open("household.household_history", public_id=home.public_id).text.count("12 Grebe Lane")


def test_lifting_it_is_told_with_its_reason(browser: Browser, world: World) -> None:
    home = world.homes["joanna"]
    cleared(browser, world.town.middle)
    browser.open("household.household", public_id=home.public_id)
    browser.follow("Lift the confidentiality: 9 Osprey Hollow").fill(reason="The order ended")
    browser.press("Lift the confidentiality")

    assert not place_of(home.id).is_confidential
    entry = db.session().scalars(select(AuditEntry).where(AuditEntry.event == "confidentiality-set")).one()
    assert entry.data["reason"] == "The order ended"
    assert "Osprey" not in str(entry.data)


def test_an_address_may_be_confidential_from_its_first_day(app: Flask, world: World) -> None:
    home = world.homes["patrick"]
    browser = cleared(Browser(app), world.town.cedar)
    browser.open("household.add_confidential_address", public_id=home.public_id)
    browser.fill(line_1="7 Larch Way", city="Juniper Valley", state="CO", postal_code="80999", reason="Shelter")
    browser.press("Add the address")
    assert "7 Larch Way" in browser.text

    other = at_the_office(Browser(app), world.town.cedar)
    for endpoint in ("household.household", "household.household_history"):
        assert "Larch" not in other.open(endpoint, public_id=home.public_id).html
    other.open("household.search").fill(q="larch way").press("Search")
    assert "Nora" not in other.text


def test_a_confidential_address_that_was_corrected_shows_neither_writing(app: Flask, world: World) -> None:
    home = world.homes["joanna"]
    browser = cleared(Browser(app), world.town.middle)
    browser.open("household.correct_address", public_id=home.public_id, number=place_of(home.id).id)
    browser.fill(line_1="9 Osprey Hollow Road").press("Save the correction")
    assert "9 Osprey Hollow was written, 9 Osprey Hollow Road is right." in browser.text

    other = at_the_office(Browser(app), world.town.middle)
    for endpoint in ("household.household", "household.household_history"):
        assert "Hollow" not in other.open(endpoint, public_id=home.public_id).html


def test_a_household_that_keeps_an_address_is_not_named_beside_it(app: Flask, world: World) -> None:
    """Victor’s own address is corrected to the very record where Joanna hides: nothing tells of her."""
    hidden = place_of(world.homes["joanna"].id)
    with db.transaction() as session:
        session.execute(
            update(HouseholdAddress)
            .where(HouseholdAddress.household_id == world.homes["victor"].id)
            .values(address_id=hidden.address_id)
        )
    victor = world.homes["victor"]
    at_middle = at_the_office(Browser(app))
    at_middle.open("household.correct_address", public_id=victor.public_id, number=place_of(victor.id).id)

    assert at_middle.status == 200
    assert "Other households at this address" not in at_middle.text
    assert "Reyes" not in at_middle.text


def test_the_right_that_ended_meanwhile_is_gone_where_the_writing_happens(browser: Browser, world: World) -> None:
    home = world.homes["patrick"]
    cleared(browser, world.town.cedar)
    browser.open("household.add_confidential_address", public_id=home.public_id)
    with db.transaction() as session:
        session.execute(update(AccountRole).values(ended_at=clock.now()))
    browser.fill(line_1="7 Larch Way", city="Juniper Valley", state="CO", postal_code="80999", reason="Shelter")
    browser.press("Add the address")

    assert browser.status == 403
    db.close()
    assert db.session().scalars(select(Address).where(Address.line_1 == "7 Larch Way")).all() == []


def test_a_page_that_shows_one_takes_eight_statements(browser: Browser, world: World, database: Engine) -> None:
    cleared(browser, world.town.middle)
    for _ in range(2):
        with statements(database) as said:
            browser.open("household.household", public_id=world.homes["joanna"].public_id)
        assert len(said) <= 8, said


def place_of_primary(home: int) -> int:
    db.close()
    found = select(HouseholdAddress.id).where(HouseholdAddress.household_id == home, HouseholdAddress.is_primary)
    return db.session().scalars(found).one()
