"""What a family asks to have changed: the forms, the list, one request, and what another home’s family never sees."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

from accounts.models import Account
from demo.cast import Someone
from demo.people import a_person, a_relationship
from demo.world import PASSPHRASE, World
from district.models import ChangeRequest, Person, Relationship, RequestField
from foundation import db
from foundation.settings import Settings
from tests.attacks.devices import token_of
from tests.attacks.forms import send
from tests.browser import Browser
from tests.statements import statements


def at_home(app: Flask, world: World, person: Someone) -> Browser:
    return Browser(app).signs_in(world.sign_in(person).username, PASSPHRASE)


def kept() -> list[tuple[str, str, str, str]]:
    """Kind, field, seen, asked: of every field there is."""
    rows = db.session().execute(
        select(ChangeRequest.kind, RequestField.field, RequestField.saw, RequestField.asks)
        .join(RequestField, RequestField.request_id == ChangeRequest.id)
        .order_by(RequestField.id)
    )
    found = [tuple(row) for row in rows]
    db.close()
    return found  # type: ignore[return-value]


def test_a_guardian_asks_for_another_name_and_sees_where_it_stands(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.siobhan).open("portal.requests")
    browser.follow("My own name").fill(last_name="Byrne", preferred_first_name="Shiv").press("Send to the office")

    assert browser.heading == "Own name: Siobhan O’Brien"
    assert "The office has your request." in browser.text
    assert "Waiting" in browser.text
    assert "Due November 25, 2026: 5 business days after November 18, 2026." in browser.text
    assert "Byrne before: O’Brien" in browser.text
    assert kept() == [
        ("own-name", "last_name", "O’Brien", "Byrne"),
        ("own-name", "preferred_first_name", "", "Shiv"),
    ]


def test_a_due_day_says_which_days_did_not_count(app: Flask, world: World, at: object) -> None:
    with at("2026-11-24 09:00"):  # type: ignore[operator]
        browser = at_home(app, world, world.siobhan).open("portal.name_request")
        browser.fill(last_name="Byrne").press("Send to the office")

        assert "Due December 2, 2026: 5 business days after November 24, 2026." in browser.text
        assert "Not counted, beside weekends: Thursday, November 26 (Thanksgiving)." in browser.text


def test_nothing_asked_and_what_cannot_be_are_said_at_their_place(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.siobhan).open("portal.name_request").press("Send to the office")
    assert browser.status == 422
    assert browser.errors == ["This is how it stands on record already. Change what is wrong, then send it."]

    browser.fill(first_name="", last_name="x" * 201).press("Send to the office")
    assert browser.status == 422
    assert browser.errors == [
        "This cannot be empty. Type it in.",
        "That is too long. Say it in fewer words.",
    ]
    assert kept() == []


def test_an_emergency_contact_is_asked_for_changed_and_ended(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.ruth).open("portal.emergency_contacts", student=world.isaiah.public_id)
    assert "Yolanda Brooks Relative" in browser.text
    browser.fill(contact_first_name="Omar", contact_last_name="Tate", relation="neighbor", phone="12")
    browser.press("Send to the office")
    assert browser.errors == ["That is no phone number we can call. Type it with its area code: 303-555-0123."]
    browser.fill(phone="303-555-0155").press("Send to the office")
    assert browser.heading == "New emergency contact: Isaiah Brooks"
    assert "Neighbor" in browser.text

    browser.open("portal.emergency_contacts", student=world.isaiah.public_id).follow("Change or end Yolanda Brooks")
    browser.fill(phone="303-555-0166").press("Send to the office")
    assert browser.heading == "Change of an emergency contact: Isaiah Brooks (Yolanda Brooks)"

    browser.open("portal.emergency_contacts", student=world.isaiah.public_id).follow("Change or end Yolanda Brooks")
    browser.press("Ask to end this contact")
    assert browser.heading == "End of an emergency contact: Isaiah Brooks (Yolanda Brooks)"
    assert [each[:2] for each in kept()] == [
        ("emergency-new", "contact_first_name"),
        ("emergency-new", "contact_last_name"),
        ("emergency-new", "relation"),
        ("emergency-new", "phone"),
        ("emergency-change", "phone"),
        ("emergency-end", "contact"),
    ]


def test_something_wrong_is_said_in_one_s_own_words(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.siobhan).open("portal.wrong_request").press("Send to the office")
    assert browser.errors == ["This cannot be empty. Type it in."]
    browser.fill(about=world.nora.public_id, text="Her birth date is\nwrong by a day.").press("Send to the office")

    assert browser.heading == "Something is wrong: Nora O’Brien"
    assert "Her birth date is wrong by a day." in browser.text


def test_a_record_that_changed_while_the_form_stood_open_is_shown_before_anything_is_sent(
    app: Flask, world: World
) -> None:
    browser = at_home(app, world, world.siobhan).open("portal.name_request")
    with db.transaction() as session:
        session.execute(update(Person).where(Person.id == world.siobhan.id).values(middle_name="Maeve"))
    browser.fill(last_name="Byrne").press("Send to the office")

    assert browser.status == 409
    assert "Middle name Maeve" in browser.text
    assert kept() == []
    browser.fill(middle_name="Maeve").press("Send to the office")
    assert [each[1:] for each in kept()] == [("last_name", "O’Brien", "Byrne")]


def test_a_request_is_taken_back_and_twice_is_once(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.siobhan).open("portal.name_request")
    browser.fill(last_name="Byrne").press("Send to the office").press("Take it back")

    assert "Your request is taken back." in browser.text
    assert "Withdrawn" in browser.text
    assert "Take it back" not in browser.html
    browser.open("portal.requests")
    assert "Withdrawn" in browser.text


def test_a_restricted_parent_and_one_who_sees_nobody_may_ask_nothing(app: Flask, world: World) -> None:
    for person in (world.victor, world.samir):
        browser = at_home(app, world, person).open("portal.requests")
        assert browser.status == 200
        assert "You can ask for changes here while you see a student on the home page." in browser.text
        assert "My own name" not in browser.text
        for endpoint in ("portal.name_request", "portal.wrong_request"):
            assert browser.open(endpoint).path == "/portal/requests"
        assert browser.open("portal.emergency_contacts", student=world.eli.public_id).status == 404
        for path in ("name", "wrong", f"contacts/{world.eli.public_id}"):
            token = token_of(browser.open("portal.requests"))
            assert send(browser, f"/portal/requests/{path}", {"csrf_token": token, "text": "x"}).status_code == 404
    assert kept() == []


def test_what_was_asked_about_a_child_is_gone_with_the_right_to_see_them(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.ruth).open("portal.emergency_contacts", student=world.isaiah.public_id)
    browser.follow("Change or end Yolanda Brooks").fill(phone="303-555-0166").press("Send to the office")
    there = browser.path
    assert "Yolanda" in browser.open("portal.requests").text
    with db.transaction() as session:
        session.execute(update(Relationship).where(Relationship.adult_id == world.ruth.id).values(portal=False))

    assert browser.open(there).status == 404
    assert "Yolanda" not in browser.open("portal.requests").text


def test_a_home_address_is_asked_for_only_where_the_district_lets_it(
    app: Flask, world: World, settings: Settings
) -> None:
    browser = at_home(app, world, world.patrick)
    assert "A home address is changed in person." in browser.open("portal.requests").text
    assert browser.open("portal.address_request").path == "/portal/requests"
    token = token_of(browser)
    assert send(browser, "/portal/requests/address", {"csrf_token": token, "address": "x"}).status_code == 404

    app.config["HEARTH"] = app.jinja_env.globals["district"] = replace(settings, address_change="request")
    browser.open("portal.requests").follow("Ask for a new home address")
    assert "12 Grebe Lane" in browser.html
    browser.fill(address="18 Grebe Hill\r\n\r\n Juniper Valley,  CO 80999").press("Send to the office")
    assert browser.heading == "Home address: Patrick O’Brien"
    assert kept() == [
        (
            "home-address",
            "address",
            "12 Grebe Lane\nJuniper Valley, CO 80999",
            "18 Grebe Hill\nJuniper Valley, CO 80999",
        )
    ]


def test_a_confidential_address_is_neither_shown_in_a_form_nor_taken(
    app: Flask, world: World, settings: Settings
) -> None:
    app.config["HEARTH"] = app.jinja_env.globals["district"] = replace(settings, address_change="request")
    browser = at_home(app, world, world.joanna).open("portal.address_request")
    assert "Osprey Hollow" not in browser.html
    browser.fill(address="7 Osprey Way").press("Send to the office")

    assert browser.errors == ["Your address is kept confidential, so it is not written here. Come to the office."]
    assert kept() == []


def test_a_student_asks_from_eighteen_on(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.minh).open("portal.requests")
    assert "Until you are 18" in browser.text
    assert browser.open("portal.name_request").path == "/portal/requests"

    browser = at_home(app, world, world.amira).open("portal.name_request")
    browser.fill(preferred_first_name="Mira").press("Send to the office")
    assert browser.heading == "Own name: Amira Haddad"


def test_the_contacts_of_the_child_s_other_home_are_not_shown(app: Flask, world: World) -> None:
    """Lena lives with Robert; Anke, the other parent, is told nothing of her (T33)."""
    with db.transaction():
        a_relationship(a_person("Opal", "Quist"), world.maya, guardian=False, portal=None, emergency_priority=3)
    browser = at_home(app, world, world.anke).open("portal.emergency_contacts", student=world.maya.public_id)

    assert "Opal Quist" in browser.text
    for hidden in ("Lena", "Robert", "Lark Terrace", world.lena.public_id):
        assert hidden not in browser.html
    path = f"/portal/requests/contacts/{world.maya.public_id}/{world.lena.public_id}"
    assert browser.open(path).status == 404


def test_a_family_s_pages_take_few_statements(app: Flask, world: World, database: Engine) -> None:
    browser = at_home(app, world, world.marisol)
    for number in range(8):
        browser.open("portal.wrong_request").fill(text=f"Wrong {number}").press()
    with statements(database) as said:
        browser.open("portal.requests")

    assert browser.html.count("Wrong ") == 8
    assert len(said) == 3, said


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_opens_in_both_languages(app: Flask, world: World, language: str) -> None:
    with db.transaction() as session:
        session.execute(update(Account).where(Account.person_id == world.ruth.id).values(language=language))
    browser = at_home(app, world, world.ruth)
    browser.language = language
    for endpoint, values in (
        ("portal.requests", {}),
        ("portal.name_request", {}),
        ("portal.wrong_request", {}),
        ("portal.emergency_contacts", {"student": world.isaiah.public_id}),
        ("portal.emergency_contact", {"student": world.isaiah.public_id, "contact": world.yolanda.public_id}),
    ):
        assert browser.open(endpoint, **values).status == 200
