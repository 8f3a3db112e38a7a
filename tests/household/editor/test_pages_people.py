"""A person’s record and a family by its relationships: who may open them, what stands there, and what never does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

from demo import people, places
from demo.cast import Someone
from demo.world import PASSPHRASE, World
from district.actions.office_edits import correct_person
from district.models import ContactPoint, Person
from foundation import audit, clock, db
from tests.browser import Browser
from tests.household.access.desk import at_desk
from tests.household.editor.office import a_clerk, at_the_office
from tests.markers import without_tokens
from tests.statements import statements


def open_person(browser: Browser, person: Someone) -> Browser:
    return browser.open("household.person", public_id=person.public_id)


def test_a_student_s_record_says_who_belongs_to_whom(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.aspen)
    open_person(browser, world.maya)

    assert browser.heading == "Maya Fischer"
    assert "Anke Fischer is a parent of Maya Fischer. Maya Fischer is a child of Anke Fischer." in browser.text
    assert "Lena Boone is a relative of Maya Fischer." in browser.text
    assert "Call: 1" in browser.text
    assert "yes: guardian yes: mail yes: portal yes: pick-up not known: messages?" in browser.text
    assert f"{world.town.aspen.name}, Grade 1" in browser.text
    assert f"Number {world.maya.number}" in browser.text


def test_an_adult_s_record_says_how_to_reach_them_and_who_says_so(browser: Browser, world: World) -> None:
    with db.transaction() as session:
        point = select(ContactPoint.id).where(ContactPoint.person_id == world.marisol.id, ContactPoint.kind == "email")
        session.execute(
            update(ContactPoint).where(ContactPoint.id.in_(point)).values(verified_at=clock.now() - timedelta(days=2))
        )
    at_the_office(browser, world.town.high)
    open_person(browser, world.marisol)

    assert "Mobile (303) 555-0123 not confirmed, from Infinite Campus" in browser.text
    assert (
        "Email marisol@sandpiper.example confirmed November 16, 2026, 9:00 AM MST, from Infinite Campus" in browser.text
    )
    assert "Language Spanish" in browser.text
    assert "Accounts parent" in browser.text
    assert "12 Sandpiper Lane since January 1, 2015" in browser.text


def test_former_names_and_ended_contacts_stay_on_the_record(browser: Browser, world: World) -> None:
    with db.transaction() as session:
        marisol = session.get_one(Person, world.marisol.id)
        for field, value in (("last_name", "Vega"), ("sms", "303-555-0155")):
            correct_person(marisol, field=field, value=value, by=audit.command("test"), at=clock.now())
    at_the_office(browser, world.town.high)
    open_person(browser, world.marisol)

    assert browser.heading == "Marisol Vega"
    assert "Formerly Marisol Sandpiper Ibarra, through November 17, 2026" in browser.text
    assert (
        "Mobile (303) 555-0123 before not confirmed, from Infinite Campus, January 1, 2015 through November 17"
        in browser.text
    )
    assert "Mobile (303) 555-0155 not confirmed, from the office" in browser.text


def test_a_restriction_stands_beside_the_relationship(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.middle)
    open_person(browser, world.eli)

    assert "Restricted no records, no contact, no pick-up. since October 29, 2026." in browser.text
    assert "2025-DR-0417" not in browser.html


def test_out_of_reach_and_not_there_are_the_same_page(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    pages = []
    for public_id in (world.minh.public_id, world.filip.public_id, "no-such-person"):
        for endpoint in ("household.person", "household.family"):
            browser.open(endpoint, public_id=public_id)
            assert browser.status == 404
            pages.append(without_tokens(browser.html.replace(browser.path, "")))

    assert len(set(pages)) == 1


@pytest.mark.parametrize("endpoint", ["household.person", "household.family"])
def test_nobody_opens_a_record_of_their_own_family(browser: Browser, world: World, endpoint: str) -> None:
    clerk = a_clerk()
    with db.transaction():
        me = Someone(clerk.person_id, "", "", "", "")
        people.a_relationship(me, world.nora)
        mine = db.session().get_one(Person, clerk.person_id).public_id
    at_desk(browser, clerk)

    for person in (world.nora.public_id, world.siobhan.public_id, mine):
        browser.open(endpoint, public_id=person)
        assert browser.status == 403
        assert browser.heading == "This is your own family: ask a colleague"
        assert "O’Brien" not in browser.text
    assert open_person(browser, world.minh).status == 200


def test_a_colleague_s_own_record_shows_the_job(browser: Browser, world: World) -> None:
    at_the_office(browser)
    open_person(browser, world.dana)

    assert "Teacher" in browser.text
    assert world.town.high.name in browser.text


def test_an_account_of_another_kind_opens_no_record(app: Flask, world: World) -> None:
    for each in (world.siobhan, world.minh):
        browser = Browser(app).signs_in(world.sign_in(each).username, PASSPHRASE)
        assert open_person(browser, world.nora).status == 403


def test_the_family_is_drawn_from_relationships(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.aspen)
    open_person(browser, world.robert).follow("See the family")

    assert browser.heading == "Family of Robert Boone"
    assert "Maya Fischer Grade 1" in browser.text
    for shown in ("Anke Fischer", "Robert Boone", "Lena Boone", "Call: 1", "Call: 2, tied"):
        assert shown in browser.text


def test_siblings_share_a_family_and_those_at_other_schools_are_masked(browser: Browser, world: World) -> None:
    with db.transaction():
        town = world.town
        tom, una = (
            people.a_student(name, "Quill", school=at, grade="07")
            for name, at in (("Tom", town.middle), ("Una", town.high))
        )
        ada = people.a_guardian("Ada", "Quill", of=(tom, una))
        people.a_guardian("Zed", "Otherside", of=(una,))
    at_the_office(browser, world.town.middle)
    browser.open("household.family", public_id=tom.public_id)

    assert "Ada Quill" in browser.text
    assert f"Una Q., {world.town.high.name}" in browser.text
    assert una.public_id not in browser.html
    assert "Otherside" not in browser.text

    browser.open("household.family", public_id=ada.public_id)
    assert "Tom Quill" in browser.text
    assert "Una Quill" not in browser.text


def test_someone_with_five_hundred_students_is_shown_in_part_and_that_is_said(
    browser: Browser, world: World, database: Engine
) -> None:
    with db.transaction():
        worker = people.a_person("Case", "Worker")
        for number in range(500):
            child = people.a_student("Kid", f"Number{number}", school=world.town.cedar)
            people.a_relationship(worker, child, guardian=None, portal=None)
    at_the_office(browser, world.town.cedar)

    assert open_person(browser, worker).text.count("is a child of Case Worker") == 60
    assert "There are more relationships than these." in browser.text
    browser.follow("See the family")
    assert browser.text.count("Kid Number") == 12
    assert "There are more children than these." in browser.text


@pytest.mark.parametrize("endpoint", ["household.person", "household.family"])
@pytest.mark.parametrize("how_many", [1, 12])
def test_a_record_takes_eight_statements_however_much_is_on_it(
    browser: Browser, world: World, database: Engine, endpoint: str, how_many: int
) -> None:
    with db.transaction():
        children = [people.a_student("Kid", f"Quill{n}", school=world.town.cedar, grade="04") for n in range(how_many)]
        ada = people.a_guardian("Ada", "Quill", of=children)
        for child in children:
            people.a_restriction(ada, child)
            people.a_restriction(ada, child, records=False)
            places.an_enrollment(child, world.town.aspen, ends=date(2020, 1, 1))
    at_the_office(browser, world.town.cedar)
    with statements(database) as first:
        browser.open(endpoint, public_id=ada.public_id)
    with statements(database) as again:
        browser.open(endpoint, public_id=ada.public_id)

    assert browser.text.count("Kid Quill") >= how_many
    assert len(first) == 8, first
    assert len(again) == 7, again


PAYLOADS = (
    '"><svg/onload=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "javascript:alert(1)",
    "</script><!--",
    "\u202eevil",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_whatever_a_record_holds_is_shown_as_text(browser: Browser, world: World, payload: str) -> None:
    with db.transaction() as session:
        child = people.a_student("Kit", payload, school=world.town.cedar, number=payload, street=payload, grade=payload)
        adult = people.a_guardian(
            "Ada", payload, of=(child,), type=payload, email=payload, phone=payload, street=payload
        )
        session.get_one(Person, adult.id).language = payload
        people.a_restriction(adult, child)
    at_the_office(browser, world.town.cedar)

    for person, endpoint in ((child, "household.person"), (adult, "household.person"), (adult, "household.family")):
        browser.open(endpoint, public_id=person.public_id)
        assert browser.status == 200
        assert " ".join(payload.split()) in browser.text
        assert "<svg/onload" not in browser.html


def test_records_are_spoken_in_spanish(browser: Browser, world: World) -> None:
    browser.language = "es"
    at_the_office(browser, world.town.cedar, language="es")

    for endpoint in ("household.person", "household.family"):
        browser.open(endpoint, public_id=world.nora.public_id)
        assert browser.status == 200
        assert "Relaciones" in browser.text


def test_a_read_that_cannot_be_written_down_is_not_shown(browser: Browser, world: World, database: Engine) -> None:
    at_the_office(browser, world.town.cedar)
    with db.transaction() as session:
        session.connection().exec_driver_sql("ALTER TABLE record_read RENAME COLUMN office TO desk")
    open_person(browser, world.nora)

    assert browser.status >= 500
    assert "O’Brien" not in browser.text
