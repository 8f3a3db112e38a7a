"""A household: its members and those tied to its children, where it is, and what a confidential address never tells."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from demo import people
from demo.cast import Someone
from demo.homes import a_household
from demo.world import PASSPHRASE, World
from district.actions.search_terms import refresh_terms
from district.models import HouseholdMember, Person
from foundation import clock, db
from tests.browser import Browser
from tests.household.access.desk import at_desk
from tests.household.editor.office import a_clerk, at_the_office
from tests.statements import statements


def open_home(browser: Browser, world: World, name: str) -> Browser:
    return browser.open("household.household", public_id=world.homes[name].public_id)


def test_a_household_shows_who_lives_there_and_who_is_tied_to_the_children(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.middle)
    open_home(browser, world, "ruth")

    assert browser.heading == "Brooks"
    assert "Household, since January 1, 2015" in browser.text
    assert "12 Harrier Lane, Juniper Valley, CO 80999 Primary Mail" in browser.text
    here, elsewhere = browser.text.index("Lives here"), browser.text.index("Lives elsewhere")
    assert here < browser.text.index("Ruth Brooks", here) < elsewhere < browser.text.index("Yolanda Brooks", here)
    assert "Call: 1" in browser.text


def test_the_two_homes_of_a_child_stay_two(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.aspen)

    assert open_home(browser, world, "robert").heading == "Boone"
    assert "Maya Fischer second home" in browser.text
    assert "4 Lark Terrace" in browser.text
    assert "12 Lark Lane" not in browser.text
    assert open_home(browser, world, "anke").heading == "Fischer"
    assert "4 Lark Terrace" not in browser.text


def test_phones_and_what_happened_are_on_the_page(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.high)
    open_home(browser, world, "marisol")

    assert "(303) 555-0124" in browser.text
    assert "Marisol Ibarra came January 1, 2015" in browser.text


def test_who_has_left_stays_in_the_history_and_no_longer_opens_the_household(app: Flask, world: World) -> None:
    with db.transaction() as session:
        row = session.scalars(select(HouseholdMember).where(HouseholdMember.person_id == world.lucia.id)).one()
        row.ends = clock.today()
    at_high, at_aspen, central = (
        open_home(at_the_office(Browser(app), *schools), world, "marisol")
        for schools in ([world.town.high], [world.town.aspen], [])
    )

    assert at_high.status == 404
    assert "Lucía I. left November 17, 2026" in at_aspen.text
    assert "Lucía I. before" in at_aspen.text
    assert "Lucía Ibarra Vega left" in central.text


def test_an_address_of_before_is_told_as_history_alone(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    open_home(browser, world, "patrick")

    assert "80 Grebe Road no longer counts October 14, 2025" in browser.text
    assert "80 Grebe Road, Juniper Valley" not in browser.text


CONFIDENTIAL = ("9 Osprey Hollow", "Hollow", "12 Osprey Lane")
"""Where Joanna and Eli live, and what the feed says of it."""


@pytest.mark.parametrize("is_central", [True, False])
def test_a_confidential_address_stands_on_no_page_and_finds_nobody(
    browser: Browser, world: World, is_central: bool
) -> None:
    at_the_office(browser, *([] if is_central else [world.town.middle]))
    pages = [open_home(browser, world, "joanna").html]
    for person in (world.joanna, world.eli):
        pages.append(browser.open("household.person", public_id=person.public_id).html)
        pages.append(browser.open("household.family", public_id=person.public_id).html)
    searches = ("9 osprey hollow", "12 osprey lane", "osprey")
    pages += [browser.open("household.search").fill(q=typed).press("Search").html for typed in searches]
    shown = [page.replace('value="9 osprey hollow"', "") for page in pages]

    assert [each for page in shown for each in CONFIDENTIAL if each in page] == []
    assert "Confidential" in pages[0]
    assert "Confidential" in pages[1]


def test_the_other_household_shows_nothing_of_the_confidential_one(browser: Browser, world: World) -> None:
    at_the_office(browser)
    open_home(browser, world, "victor")

    assert "31 Osprey Court" in browser.text
    assert [each for each in CONFIDENTIAL if each in browser.html] == []


def test_out_of_reach_and_not_there_are_the_same(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)

    assert open_home(browser, world, "marisol").status == 404
    there = browser.text
    assert browser.open("household.household", public_id="no-such-household").status == 404
    assert browser.text == there


def test_nobody_opens_their_own_household_nor_one_that_holds_their_child(browser: Browser, world: World) -> None:
    clerk = a_clerk()
    with db.transaction() as session:
        me = Someone(clerk.person_id, "", "", "", "")
        kit = people.a_student("Kit", "Moran", school=world.town.cedar)
        people.a_relationship(me, kit)
        ex, mate = people.a_guardian("Rob", "Hart", of=(kit,)), people.a_person("Eve", "Hart")
        own = a_household(me, street="1 Elm Way")
        of_child = a_household(ex, mate, kit, street="2 Elm Way", second_home_of=(kit,))
        of_ex_alone = a_household(ex, street="3 Elm Way", second_home_of=(ex,))
        session.flush()
    at_desk(browser, clerk)

    for home, status in ((own, 403), (of_child, 403), (of_ex_alone, 200)):
        browser.open("household.household", public_id=home.public_id)
        assert browser.status == status
        assert status == 200 or browser.heading == "This is your own family: ask a colleague"


@pytest.mark.parametrize("how_many", [1, 12])
def test_a_household_takes_eight_statements_however_many_live_there(
    browser: Browser, world: World, database: Engine, how_many: int
) -> None:
    with db.transaction():
        children = [people.a_student("Kid", f"Quill{n}", school=world.town.cedar, grade="04") for n in range(how_many)]
        adults = [people.a_guardian("Ada", f"Quill{n}", of=children) for n in range(3)]
        home = a_household(*children, *adults[:2], street="1 Elm Way", phone="+13035550100")
    at_the_office(browser, world.town.cedar)
    with statements(database) as first:
        browser.open("household.household", public_id=home.public_id)
    with statements(database) as again:
        browser.open("household.household", public_id=home.public_id)

    assert browser.text.count("Kid Quill") >= how_many
    assert (len(first), len(again)) == (8, 7), first


def test_a_very_large_household_is_shown_in_part_and_that_is_said(browser: Browser, world: World) -> None:
    with db.transaction():
        crowd = [people.a_student("Kid", f"Number{n}", school=world.town.cedar) for n in range(90)]
        home = a_household(*crowd, street="1 Elm Way")
    at_the_office(browser, world.town.cedar)
    browser.open("household.household", public_id=home.public_id)

    assert "There is more than this." in browser.text
    assert "Kid Number89" not in browser.text


def test_whatever_a_household_holds_is_shown_as_text(browser: Browser, world: World) -> None:
    payload = '"><svg/onload=alert(1)>'
    with db.transaction():
        child = people.a_student("Kit", payload, school=world.town.cedar)
        home = a_household(child, street=payload, phone=payload)
    at_the_office(browser, world.town.cedar)
    browser.open("household.household", public_id=home.public_id)

    assert browser.heading == payload
    assert "<svg/onload" not in browser.html


def test_a_household_is_spoken_in_spanish(browser: Browser, world: World) -> None:
    browser.language = "es"
    at_the_office(browser, world.town.aspen, language="es")

    assert "Vive aquí" in open_home(browser, world, "robert").text


def test_no_family_opens_a_household(app: Flask, world: World) -> None:
    for person, name in ((world.marisol, "marisol"), (world.victor, "joanna")):
        browser = Browser(app).signs_in(world.sign_in(person).username, PASSPHRASE)
        assert open_home(browser, world, name).status == 403


def test_a_household_to_come_is_no_household_of_today(browser: Browser, world: World) -> None:
    with db.transaction():
        child = people.a_student("Kit", "Moran", school=world.town.cedar)
        home = a_household(child, street="1 Elm Way", starts=clock.today() + timedelta(days=3))
        refresh_terms((child.id,), on=clock.today())
    at_the_office(browser, world.town.cedar)

    assert browser.open("household.household", public_id=home.public_id).status == 404
    assert db.session().scalar(select(Person.id).where(Person.id == child.id)) is not None
