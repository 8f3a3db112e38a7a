"""Whoever is only called in an emergency lives elsewhere: no page makes them a member, and each offers the fix."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import func, select

from demo import people
from demo.cast import Someone
from demo.homes import Home, a_household
from demo.world import World
from district.actions.search_terms import refresh_terms
from district.models import Household, HouseholdMember, Relationship
from district.rules.requests import Kind
from foundation import clock, db
from tests.browser import Browser
from tests.household.editor.asking import asks
from tests.household.editor.office import at_the_office
from tests.household.editor.test_pages_moves import begins, checks
from tests.household.editor.test_pages_proposals import supposed
from tests.household.editor.test_pages_requests import KEEP
from tests.household.editor.test_pages_wizard import begin, describe

WHY = (
    "Edda Holt is only called in an emergency about Kit Quill, and by that lives elsewhere. If they do live together, "
    "change the relationship first."
)
FIX = "Change what Edda Holt is to Kit Quill"


@dataclass(frozen=True)
class Neighbors:
    """A child with his mother, and the neighbor who is called about him."""

    kit: Someone
    ada: Someone
    edda: Someone
    home: Home
    next_door: Home


@pytest.fixture
def street(app: Flask, world: World) -> Neighbors:
    with db.transaction():
        kit = people.a_student("Kit", "Quill", school=world.town.cedar, grade="04")
        ada = people.a_guardian("Ada", "Quill", of=(kit,), emergency_priority=1)
        edda = people.a_guardian(
            "Edda", "Holt", of=(kit,), type="neighbor", guardian=False, portal=False, emergency_priority=2
        )
        home = a_household(ada, kit, street="80 Heron Row")
        next_door = a_household(edda, street="82 Heron Row")
        refresh_terms([each.id for each in (kit, ada, edda)], on=clock.today())
    return Neighbors(kit, ada, edda, home, next_door)


def members(home: Home) -> int:
    db.close()
    counted = select(func.count()).where(HouseholdMember.household_id == home.id, HouseholdMember.ends.is_(None))
    return db.session().scalar(counted) or 0


def households() -> int:
    db.close()
    return db.session().scalar(select(func.count()).select_from(Household)) or 0


def test_joining_is_refused_and_leads_to_the_relationship(browser: Browser, street: Neighbors) -> None:
    at_the_office(browser)
    here = {"public_id": street.home.public_id, "person": street.edda.public_id}
    browser.open("household.add_member", **here).fill(home="second").press("Add to the household")

    assert browser.status == 422
    assert browser.errors == [WHY]
    assert members(street.home) == 2
    browser.follow(FIX).fill(type="aunt").press("Save this relationship")
    browser.open("household.add_member", **here).fill(home="second").press("Add to the household")
    assert "Edda Holt is a member of the household." in browser.text


def test_so_is_the_child_who_would_join_them(browser: Browser, street: Neighbors) -> None:
    at_the_office(browser)
    here = {"public_id": street.next_door.public_id, "person": street.kit.public_id}
    browser.open("household.add_member", **here).fill(home="second").press("Add to the household")

    assert (browser.status, browser.errors) == (422, [WHY])
    assert members(street.next_door) == 1


def test_a_grandmother_on_record_as_living_elsewhere_is_asked_about_first(browser: Browser, street: Neighbors) -> None:
    with db.transaction():
        gran = people.a_guardian(
            "Nell",
            "Quill",
            of=(street.kit,),
            type="grandparent",
            guardian=False,
            lives_with=False,
            emergency_priority=3,
        )
    at_the_office(browser)
    here = {"public_id": street.home.public_id, "person": gran.public_id}
    browser.open("household.add_member", **here).fill(home="first").press("Add to the household")
    assert browser.errors[0].startswith("Nell Quill is only called in an emergency about Kit Quill")

    browser.follow("Change what Nell Quill is to Kit Quill").fill(lives_with="yes").press("Save this relationship")
    browser.open("household.add_member", **here).fill(home="first").press("Add to the household")
    assert "Nell Quill is a member of the household." in browser.text


def test_a_move_says_so_before_anything_is_checked(browser: Browser, street: Neighbors) -> None:
    at_the_office(browser)
    checks(begins(browser, street.home, street.kit), line_1="82 Heron Row")
    browser.fill(home=street.next_door.public_id).press("Continue")

    assert (browser.status, browser.errors) == (422, [WHY])
    assert FIX in browser.text
    assert members(street.next_door) == 1


def test_so_does_the_wizard(browser: Browser, street: Neighbors) -> None:
    at_the_office(browser)
    begin(browser)
    for role, first, last in (("adult", "Edda", "Holt"), ("child", "Kit", "Quill")):
        describe(browser, role, first, last).press(f"This is the person ({first} {last})")
    for name in ("Edda Holt", "Kit Quill"):
        browser.press(f"Make this a second home ({name})")
    browser.follow("Check and save")

    assert "Edda Holt is only called in an emergency about a child here, and by that lives elsewhere." in browser.text
    assert "Save the household" not in browser.buttons
    browser.follow("Mend it")
    assert browser.path == f"/household/people/{street.kit.public_id}/relationships/{street.edda.public_id}"


def test_a_proposal_with_them_is_not_confirmed(browser: Browser, world: World, street: Neighbors) -> None:
    with db.transaction():
        zoe = people.a_student("Zoë", "Quill", school=world.town.cedar)
        people.a_relationship(street.edda, zoe, type="neighbor", guardian=False, portal=False)
        name = supposed(students=(zoe,), adults=(street.edda,))
    before = households()
    at_the_office(browser)
    browser.open("household.proposal_page", public_id=name).press("Confirm: make this household")

    assert browser.status == 422
    assert households() == before
    assert "Nothing is made. Edda Holt is only called in an emergency about Zoë Quill" in browser.text
    browser.follow("Change what Edda Holt is to Zoë Quill").fill(type="aunt").press("Save this relationship")
    browser.open("household.proposal_page", public_id=name).press("Confirm: make this household")
    assert browser.heading == "Holt"


def test_who_lives_with_a_child_becomes_no_neighbor_by_a_family_s_request(browser: Browser, street: Neighbors) -> None:
    asked = {"contact_first_name": "Ada", "contact_last_name": "Quill", "relation": "neighbor", "phone": "303-555-0155"}
    public_id = asks(street.ada, Kind.CONTACT_NEW, asked, student=street.kit)
    at_the_office(browser).open("household.family_request", public_id=public_id)
    browser.fill(known=street.ada.public_id, **{f"answer_{each}": "accepted" for each in asked})
    browser.press(KEEP)

    assert browser.status == 422
    assert browser.errors[0].startswith("This person lives with the student")
    db.close()
    assert set(db.session().scalars(select(Relationship.type).where(Relationship.adult_id == street.ada.id))) == {
        "parent"
    }
