"""The queue of what families ask, and one request answered: who sees it, what stands there, what a mistake says."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

from demo.cast import Someone
from demo.people import a_guardian, a_person, a_relationship, a_student
from demo.world import PASSPHRASE, World
from district.actions.search_terms import refresh_terms
from district.models import HouseholdAddress, Person, RecordRead, Relationship
from district.rules.requests import Kind, Status
from foundation import clock, db
from foundation.outbox import Mail
from tests.browser import Browser
from tests.household.access.desk import at_desk
from tests.household.editor.asking import asks, asks_name, read
from tests.household.editor.office import a_clerk, at_the_office
from tests.markers import without_tokens
from tests.statements import statements

KEEP = "Keep the answers and tell the family"


def open_request(browser: Browser, public_id: str) -> Browser:
    return browser.open("household.family_request", public_id=public_id)


def test_the_queue_lists_what_waits_in_reach_by_due_day(browser: Browser, world: World) -> None:
    now = clock.now()
    asks_name(world.siobhan, world.nora, last_name="Byrne", at=now - timedelta(days=20))
    asks(world.mei, Kind.WRONG, {"text": "The first day is wrong."}, student=world.kai)
    asks_name(world.ruth, world.isaiah, last_name="Brooke")
    at_the_office(browser, world.town.cedar)
    browser.open("household.family_requests")

    assert browser.heading == "2 requests of families wait"
    assert "1 is past its due day." in browser.text
    assert browser.text.index("Own name: Siobhan O’Brien") < browser.text.index("Something is wrong: Kai Zhou")
    assert "Ruth" not in browser.text
    assert f"{world.town.cedar.name} 2 1 20 days" in browser.text

    assert "Kai Zhou" not in browser.open("household.family_requests", state="late").text
    assert "There is none here." in browser.open("household.family_requests", state="settled").text


def test_central_staff_see_every_school_and_may_choose_one(browser: Browser, world: World) -> None:
    asks_name(world.siobhan, world.nora, last_name="Byrne")
    asks_name(world.ruth, world.isaiah, last_name="Brooke")
    at_the_office(browser)
    browser.open("household.family_requests")
    assert {"Ruth Brooks", "Siobhan O’Brien"} <= set(re.findall(r"Ruth Brooks|Siobhan O’Brien", browser.text))

    browser.open("household.family_requests", school=world.town.middle.name)
    assert "Ruth Brooks" in browser.text
    assert "Siobhan O’Brien" not in browser.text


def test_three_values_stand_beside_each_other_with_how_they_differ(browser: Browser, world: World) -> None:
    public_id = asks_name(world.siobhan, world.nora, first_name="Siobhán", last_name="Byrne")
    with db.transaction() as session:
        session.execute(update(Person).where(Person.id == world.siobhan.id).values(last_name="Kerr"))
    at_the_office(browser, world.town.cedar)
    open_request(browser, public_id)

    assert "First name The family saw Siobhan They ask Siobhán True now Siobhan" in browser.text
    assert "The record is as the family saw it." in browser.text
    assert "Last name The family saw O’Brien They ask Byrne True now Kerr" in browser.text
    assert "Somebody has changed the record since, to something else. Accepting replaces that." in browser.text
    assert "Due November 25, 2026: 5 business days after November 18, 2026." in browser.text


def test_answering_changes_the_record_writes_the_mail_and_is_shown(browser: Browser, world: World) -> None:
    public_id = asks_name(world.siobhan, world.nora, first_name="Siobhán", last_name="Byrne")
    at_the_office(browser, world.town.cedar)
    open_request(browser, public_id)
    browser.fill(answer_first_name="accepted", answer_last_name="declined").press(KEEP)
    assert browser.status == 422
    assert browser.errors == ["Say why you decline. The family reads it, so tell them what to do next."]

    browser.fill(reason_last_name="Bring the court’s order.").press(KEEP)
    assert "Your answers are kept, and the family is told." in browser.text
    assert "Partly accepted" in browser.text
    assert "Bring the court’s order." in browser.text
    mail = db.session().scalars(select(Mail)).one()
    assert mail.to_address == world.siobhan.email
    db.close()


def test_nothing_chosen_is_no_answer(browser: Browser, world: World) -> None:
    public_id = asks_name(world.siobhan, world.nora, last_name="Byrne")
    at_the_office(browser, world.town.cedar)
    open_request(browser, public_id).press(KEEP)

    assert browser.status == 422
    assert browser.errors == ["Accept or decline at least one field."]


def test_the_second_of_two_clerks_is_shown_both_and_nothing_of_theirs_is_kept(app: Flask, world: World) -> None:
    public_id = asks_name(world.siobhan, world.nora, first_name="Siobhán", last_name="Byrne")
    one, other = (at_the_office(Browser(app), world.town.cedar) for _ in range(2))
    open_request(one, public_id)
    open_request(other, public_id)
    one.fill(answer_last_name="declined", reason_last_name="Bring the court’s order.").press(KEEP)
    other.fill(answer_last_name="accepted", answer_first_name="accepted").press(KEEP)

    assert other.status == 409
    assert "Last name O’Brien declined: Bring the court’s order. accepted" in other.text
    assert "First name Siobhan not answered accepted" in other.text
    assert read(public_id).status is Status.PARTLY_ANSWERED
    other.press(KEEP)
    assert read(public_id).status is Status.PARTLY_ACCEPTED


def test_the_same_form_sent_twice_answers_once(browser: Browser, world: World) -> None:
    public_id = asks_name(world.siobhan, world.nora, last_name="Byrne")
    at_the_office(browser, world.town.cedar)
    open_request(browser, public_id).fill(answer_last_name="accepted")
    form = {
        each.get("name"): each.get("value", "")
        for each in browser.page.iter("input")
        if each.get("name") in ("csrf_token", "form_key", "version", "shown")
    }
    sent = {**form, "answer_last_name": "accepted", "reason_last_name": ""}
    first, again = (browser.client.post(browser.path, data=sent, base_url="http://localhost") for _ in range(2))

    assert (first.status_code, again.status_code) == (303, 303)
    assert first.location == again.location
    assert len(db.session().scalars(select(Mail)).all()) == 1
    db.close()


def test_a_new_contact_is_compared_with_those_on_record(browser: Browser, world: World) -> None:
    with db.transaction():
        other = a_student("Una", "Quill", school=world.town.middle, grade="07")
        known = a_guardian("Omar", "Tate", of=(other,))
        refresh_terms([known.id], on=clock.today())
    asked = {"contact_first_name": "Omar", "contact_last_name": "Tate", "relation": "friend", "phone": "303-555-0155"}
    public_id = asks(world.ruth, Kind.CONTACT_NEW, asked, student=world.isaiah)
    at_the_office(browser, world.town.middle)
    open_request(browser, public_id).fill(known=known.public_id, answer_phone="accepted").press(KEEP)
    assert browser.errors == ["Answer every field of a new contact at once: nobody keeps half a person."]
    browser.fill(**{f"answer_{each}": "accepted" for each in asked}).press(KEEP)

    tie = db.session().scalars(select(Relationship.adult_id).where(Relationship.type == "friend")).one()
    assert tie == known.id
    db.close()


def test_a_phone_that_counts_elsewhere_is_said_to(browser: Browser, world: World) -> None:
    with db.transaction():
        a_relationship(world.yolanda, a_student("Una", "Quill", school=world.town.high))
    public_id = asks(
        world.ruth, Kind.CONTACT_CHANGE, {"phone": "303-555-0166"}, student=world.isaiah, contact=world.yolanda
    )
    at_the_office(browser, world.town.middle)

    assert (
        "Yolanda Brooks has an account, or is on record for other students too."
        in open_request(browser, public_id).text
    )


def test_an_accepted_address_leads_to_the_page_where_the_household_moves(browser: Browser, world: World) -> None:
    asked = {"address": "5 New Road\nJuniper Valley, CO 80999"}
    public_id = asks(world.siobhan, Kind.ADDRESS, asked, about=world.siobhan, student=world.nora)
    at_the_office(browser, world.town.cedar)
    open_request(browser, public_id)
    assert "True now 12 Grebe Lane Juniper Valley, CO 80999" in browser.text
    assert "A lease or deed with its signature page" in browser.text
    browser.fill(answer_address="accepted").press(KEEP)

    assert browser.path == f"/household/households/{world.homes['patrick'].public_id}/move"
    assert "Nobody has moved yet: move the household here, once its proof is seen." in browser.text


def test_a_confidential_address_stands_on_no_page(browser: Browser, world: World) -> None:
    """It became confidential after it was asked: neither the old nor the new one is shown (T33)."""
    asked = {"address": "5 New Road\nJuniper Valley, CO 80999"}
    public_id = asks(world.siobhan, Kind.ADDRESS, asked, about=world.siobhan, student=world.nora)
    with db.transaction() as session:
        session.execute(
            update(HouseholdAddress)
            .where(HouseholdAddress.household_id == world.homes["patrick"].id)
            .values(is_confidential=True)
        )
    at_the_office(browser, world.town.cedar)
    open_request(browser, public_id)

    assert browser.status == 200
    assert "Confidential" in browser.text
    for hidden in ("New Road", "Grebe Lane"):
        assert hidden not in browser.html


def test_out_of_reach_and_not_there_are_the_same_page(browser: Browser, world: World) -> None:
    public_id = asks_name(world.ruth, world.isaiah, last_name="Brooke")
    at_the_office(browser, world.town.cedar)
    pages = []
    for each in (public_id, "no-such-request"):
        assert open_request(browser, each).status == 404
        pages.append(without_tokens(browser.html.replace(browser.path, "")))

    assert len(set(pages)) == 1


def test_nobody_answers_for_their_own_family(browser: Browser, world: World) -> None:
    public_id = asks_name(world.siobhan, world.nora, last_name="Byrne")
    clerk = a_clerk()
    with db.transaction():
        a_relationship(Someone(clerk.person_id, "", "", "", ""), world.nora)
    at_desk(browser, clerk)

    assert open_request(browser, public_id).status == 403
    assert browser.heading == "This is your own family: ask a colleague"
    assert "Byrne" not in browser.text
    assert "No request of a family waits" in browser.open("household.family_requests").text


def test_families_have_no_way_in(app: Flask, world: World) -> None:
    public_id = asks_name(world.siobhan, world.nora, last_name="Byrne")
    browser = Browser(app).signs_in(world.sign_in(world.siobhan).username, PASSPHRASE)

    assert browser.open("household.family_requests").status == 403
    assert open_request(browser, public_id).status == 403


def test_opening_a_request_is_a_read_of_the_record(browser: Browser, world: World) -> None:
    public_id = asks_name(world.siobhan, world.nora, last_name="Byrne")
    at_the_office(browser, world.town.cedar)
    open_request(browser, public_id)

    seen = set(db.session().scalars(select(RecordRead.person_id).where(RecordRead.page == "request")))
    assert seen == {world.siobhan.id, world.nora.id}
    db.close()


@pytest.mark.parametrize("how_many", [1, 60])
def test_the_queue_takes_few_statements_however_long(
    browser: Browser, world: World, database: Engine, how_many: int
) -> None:
    with db.transaction():
        people = [
            a_guardian("Ada", f"Quill{n}", of=(a_student("Kid", f"Quill{n}", school=world.town.cedar),))
            for n in range(how_many)
        ]
        students = {
            each.id: db.session().scalars(select(Relationship.student_id).where(Relationship.adult_id == each.id)).one()
            for each in people
        }
    for each in people:
        asks_name(each, Someone(students[each.id], "", "", "", ""), last_name="Byrne")
    at_the_office(browser, world.town.cedar)
    with statements(database) as said:
        browser.open("household.family_requests")

    assert f"{how_many}" in browser.heading or how_many == 1
    assert len(said) <= 6, said


@pytest.mark.parametrize("kind", [Kind.NAME, Kind.CONTACT_NEW, Kind.CONTACT_CHANGE, Kind.ADDRESS])
def test_a_request_takes_eight_statements_at_most(browser: Browser, world: World, database: Engine, kind: Kind) -> None:
    values = {
        Kind.NAME: {"last_name": "Brooke"},
        Kind.CONTACT_NEW: {
            "contact_first_name": "Yolanda",
            "contact_last_name": "Brooks",
            "relation": "friend",
            "phone": "303-555-0155",
        },
        Kind.CONTACT_CHANGE: {"phone": "303-555-0155"},
        Kind.ADDRESS: {"address": "5 New Road"},
    }[kind]
    about = world.isaiah if kind in (Kind.CONTACT_NEW, Kind.CONTACT_CHANGE) else world.ruth
    contact = world.yolanda if kind is Kind.CONTACT_CHANGE else None
    public_id = asks(world.ruth, kind, values, about=about, student=world.isaiah, contact=contact)
    at_the_office(browser, world.town.middle)
    with statements(database) as first:
        open_request(browser, public_id)
    with statements(database) as again:
        open_request(browser, public_id)

    assert browser.status == 200
    assert len(again) <= 8, again
    assert len(first) == len(again) + 1, "The read is written down once."


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_pages_speak_both_languages(browser: Browser, world: World, language: str) -> None:
    with db.transaction():
        a_person("Omar", "Tate")
    asked = {"contact_first_name": "Omar", "contact_last_name": "Tate", "relation": "friend", "phone": "303-555-0155"}
    public_id = asks(world.ruth, Kind.CONTACT_NEW, asked, student=world.isaiah)
    browser.language = language
    at_the_office(browser, world.town.middle, language=language)

    assert browser.open("household.family_requests").status == 200
    assert open_request(browser, public_id).status == 200
