"""Entering a household: search before create at each address and person, a draft that stays, one save for all of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from demo import people
from demo.cast import Someone
from demo.homes import a_household
from demo.world import World
from district.actions.search_terms import refresh_terms
from district.models import (
    Address,
    ContactPoint,
    Household,
    HouseholdAddress,
    HouseholdMember,
    Person,
    PersonTerms,
    Relationship,
)
from foundation import clock, db, sealing
from foundation.audit import AuditEntry
from household.editor.models import HouseholdDraft
from household.editor.rules.plan import Plan, from_json
from tests.browser import Browser
from tests.household.access.desk import PASSWORD, an_account, at_desk
from tests.household.editor.office import a_clerk, at_the_office
from tests.statements import statements

WREN = {
    "line_1": "7 Wren Way",
    "city": "Juniper Valley",
    "state": "CO",
    "postal_code": "80999",
    "starts": "2026-11-01",
    "phone": "303-555-0171",
}


def begin(browser: Browser, **typed: str) -> Browser:
    return browser.open("household.new_household").fill(**(WREN | typed)).press("Go on")


def describe(browser: Browser, role: str, first: str, last: str, **typed: str) -> Browser:
    browser.fill(role=role, first_name=first, last_name=last, **typed)
    return browser.press("Look for this person")


def counted(*models: type[db.Base]) -> dict[str, int]:
    db.close()
    return {
        each.__name__: db.session().scalar(select(func.count()).select_from(each)) or 0
        for each in models or (Person, Household, HouseholdMember, HouseholdAddress, Relationship, ContactPoint)
    }


def draft() -> HouseholdDraft:
    db.close()
    return db.session().scalars(select(HouseholdDraft)).one()


def test_a_family_of_new_people_is_entered_whole(browser: Browser, world: World) -> None:
    at_the_office(browser)
    before = counted()
    begin(browser)
    describe(
        browser, "adult", "Odile", "Quill", birth_date="1988-05-02", phone="303-555-0172", email="odile@quill.example"
    )
    describe(browser, "child", "Kit", "Quill", birth_date="2015-04-01")
    describe(browser, "contact", "Ottoline", "Quill", phone="303-555-0173")
    assert counted() == before
    browser.follow("Everybody is here: go on")
    browser.fill(
        type_1_2="mother", yes_1_2=("guardian", "mailing"), place_1_2="1", type_3_2="grandparent", place_3_2="2"
    )
    browser.fill(rest_3_2="no").press("Go on to the check")

    assert browser.heading == "This is what will be saved"
    assert "Odile Quill is the mother of Kit Quill. Kit Quill is a child of Odile Quill." in browser.text
    browser.press("Save the household")
    assert browser.status == 200
    assert browser.heading == "Quill"
    assert "7 Wren Way, Juniper Valley, CO 80999 Primary Mail" in browser.text
    assert "(303) 555-0171" in browser.text
    here, elsewhere = browser.text.index("Lives here"), browser.text.index("Lives elsewhere")
    assert here < browser.text.index("Odile Quill", here) < elsewhere < browser.text.index("Ottoline Quill", here)
    members = db.session().scalars(select(HouseholdMember.person_id).join(Person).where(Person.last_name == "Quill"))
    assert len(list(members)) == 2


def test_everything_is_told_and_everybody_found_at_once(browser: Browser, world: World) -> None:
    at_the_office(browser)
    begin(browser)
    describe(browser, "adult", "Odile", "Quill", phone="303-555-0172")
    describe(browser, "child", "Kit", "Quill")
    browser.follow("Everybody is here: go on").fill(type_1_2="mother").press("Go on to the check")
    browser.press("Save the household")

    db.close()
    told = [each.event for each in db.session().scalars(select(AuditEntry).order_by(AuditEntry.id))]
    wanted = {"household-begun", "address-begun", "household-phone-begun", "person-added", "member-joined", "tie-begun"}
    assert wanted <= set(told)
    assert "Kit Quill" in browser.open("household.search").fill(q="7 wren way quill").press("Search").text
    terms = db.session().scalars(select(PersonTerms.terms).join(Person).where(Person.first_name == "Odile")).one()
    assert "3035550172" in terms
    assert draft().sealed == b""


def test_a_draft_waits_for_its_owner_alone_and_opens_on_another_day(app: Flask, world: World) -> None:
    username = an_account(a_clerk())
    mine = Browser(app).signs_in(username, PASSWORD)
    describe(begin(mine), "adult", "Odile", "Quill")
    name = draft().public_id

    with clock.at(clock.now() + timedelta(days=3)):
        again = Browser(app).signs_in(username, PASSWORD)
        theirs = at_the_office(Browser(app))
        assert "Quill" in again.open("household.new_household").text
        assert "Odile Quill" in again.open("household.draft_people", draft=name).text
        assert "Quill" not in theirs.open("household.new_household").text
        for step in ("address", "people", "relationships", "check"):
            assert theirs.open(f"household.draft_{step}", draft=name).status == 404
            there = theirs.text
            assert theirs.open(f"household.draft_{step}", draft="0123456789abcdef").text == there


def test_what_is_typed_is_sealed(browser: Browser, world: World) -> None:
    at_the_office(browser)
    describe(begin(browser), "adult", "Odile", "Quill", phone="303-555-0172")

    kept = draft().sealed
    assert b"Quill" not in kept
    assert b"Odile" in sealing.unseal(kept)


def test_a_draft_is_thrown_away_or_forgotten(app: Flask, browser: Browser, world: World) -> None:
    at_the_office(browser)
    begin(browser)
    browser.open("household.new_household").press("Throw it away (7 Wren Way)")
    assert counted(HouseholdDraft) == {"HouseholdDraft": 0}
    begin(browser)
    with clock.at(clock.now() + timedelta(days=29)):
        assert "0 households" in app.test_cli_runner().invoke(args=["nightly"]).output
    with clock.at(clock.now() + timedelta(days=31)):
        app.test_cli_runner().invoke(args=["nightly"])
    assert counted(HouseholdDraft) == {"HouseholdDraft": 0}


def with_terms(*found: Someone) -> None:
    refresh_terms([each.id for each in found], on=clock.today())


def test_somebody_on_record_is_met_and_picked(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    with db.transaction():
        child = people.a_student(
            "Zoë", "Núñez-Arce", school=world.town.cedar, born=clock.today() - timedelta(days=3000)
        )
        with_terms(child)
    before = counted(Person)
    begin(browser)
    describe(browser, "child", "zoe", "arce", birth_date=str(clock.today() - timedelta(days=3000)))

    assert browser.heading == "1 person on record is like zoe arce"
    assert "Zoë Núñez-Arce Likely the same 70 of 100" in browser.text
    assert "The birth date agrees, one of two last names agrees." in browser.text
    browser.press("This is the person (Zoë Núñez-Arce)")
    assert "on record" in browser.text
    browser.follow("Check and save").press("Save the household")
    assert browser.heading == "Núñez-Arce"
    assert counted(Person) == before


def test_of_those_born_on_one_day_who_shares_a_name_or_what_it_stands_for_is_like(
    browser: Browser, world: World
) -> None:
    at_the_office(browser)
    with db.transaction():
        born = {"school": world.town.cedar, "born": date(2015, 4, 1)}
        named = [people.a_student(*each, **born) for each in (("Robert", "Quill"), ("Eva", "Marsh"), ("Kit", "Vega"))]
        with_terms(*named)
    begin(browser)
    describe(browser, "child", "Bob", "Marsh", birth_date="2015-04-01")

    assert browser.heading == "2 people on record are like Bob Marsh"
    assert "Robert Quill Possibly the same" in browser.text
    assert "Eva Marsh Possibly the same" in browser.text
    assert "Kit Vega" not in browser.text


def test_a_new_person_although_others_are_alike_needs_a_reason_that_is_told(browser: Browser, world: World) -> None:
    at_the_office(browser)
    with db.transaction():
        with_terms(people.a_guardian("Odile", "Quill", of=()))
    begin(browser)
    describe(browser, "adult", "Odile", "Quill", phone="303-555-0172")
    assert browser.heading == "1 person on record is like Odile Quill"
    browser.press("Add Odile Quill as a new person, although 1 is alike")
    assert browser.path.endswith("/people")


def test_likely_the_same_asks_for_a_reason_and_the_audit_keeps_it(browser: Browser, world: World) -> None:
    at_the_office(browser)
    with db.transaction():
        with_terms(people.a_guardian("Odile", "Quill", of=(), phone="+13035550172"))
    begin(browser)
    describe(browser, "adult", "Odile", "Quill", phone="303-555-0172")
    button = "Add Odile Quill as a new person, although 1 is alike"
    assert browser.press(button).status == 422
    assert browser.errors == ["Say in a few words why it is none of them. It stays in the audit."]
    browser.fill(although="Aunt and niece have one name").press(button)
    browser.follow("Check and save").press("Save the household")

    assert browser.heading == "Quill"
    db.close()
    told = db.session().scalars(select(AuditEntry).where(AuditEntry.event == "person-added")).one()
    assert told.data["reason"] == "Aunt and niece have one name"


def test_out_of_reach_only_a_name_and_a_school_are_told(browser: Browser, world: World) -> None:
    born = clock.today() - timedelta(days=3000)
    with db.transaction():
        child = people.a_student("Zoë", "Núñez", school=world.town.aspen, born=born)
        mother = people.a_guardian("Inés", "Núñez", of=(child,), phone="+13035550177", email="ines@nunez.example")
        a_household(child, mother, street="3 Plover Place", phone="+13035550178")
        with_terms(child, mother)
    at_the_office(browser, world.town.cedar)
    begin(browser, line_1="3 Plover Place")
    assert "A household of another school lives here today." in browser.text
    browser.fill(although="Two families").press("Keep what I typed")
    describe(browser, "child", "Zoe", "Nunez", birth_date=str(born), phone="303-555-0178")

    assert browser.heading == "1 person on record is like Zoe Nunez"
    assert "Zoë N. Almost surely the same 80 of 100 Name and birth date agree." in browser.text
    assert f"ask a colleague at {world.town.aspen.name}" in browser.text
    main = browser.html[browser.html.index("<main") :]
    assert [each for each in ("Núñez", "0177", "ines@", child.public_id, "This is the person") if each in main] == []
    browser.follow("Back to the people")
    describe(browser, "adult", "Somebody", "Else", phone="303-555-0177", email="ines@nunez.example")
    assert browser.path.endswith("/people")


def test_nobody_out_of_reach_or_not_shown_is_ever_picked(browser: Browser, world: World) -> None:
    with db.transaction():
        far = people.a_student("Zoë", "Núñez", school=world.town.aspen, born=clock.today() - timedelta(days=3000))
        near = people.a_student("Zoe", "Nunes", school=world.town.cedar)
        with_terms(far, near)
    at_the_office(browser, world.town.cedar)
    begin(browser)
    describe(browser, "child", "Zoe", "Nunez", birth_date=str(clock.today() - timedelta(days=3000)))
    page = browser.path
    for who in (far.public_id, near.public_id, world.marisol.public_id, "0123456789abcdef"):
        form = hidden_of(browser)
        answer = browser.client.post(page, data=form | {"who": who}, headers={"Origin": "http://localhost"})
        assert answer.status_code == 404
        browser.open(page)
    assert [each.person_id for each in plan().people] == [None]


def hidden_of(browser: Browser) -> dict[str, str]:
    """What the first form of the content carries unseen."""
    main = next(browser.page.iter("main"))
    names = ("csrf_token", "form_key", "version")
    return {each: next(box.get("value", "") for box in main.iter("input") if box.get("name") == each) for each in names}


def plan() -> Plan:
    return from_json(sealing.unseal(draft().sealed).decode())


def test_nobody_enters_their_own_family(browser: Browser, world: World) -> None:
    clerk = a_clerk()
    with db.transaction():
        me = Someone(clerk.person_id, "", "", "", "")
        kit = people.a_student("Kit", "Moran", school=world.town.cedar)
        people.a_relationship(me, kit)
        a_household(me, kit, street="1 Elm Way")
        with_terms(kit)
    at_desk(browser, clerk)
    begin(browser, line_1="1 Elm Way")
    assert "Your own family lives here: let a colleague enter the household." in browser.text
    browser.fill(although="Two families").press("Keep what I typed")
    describe(browser, "child", "Kit", "Moran")
    assert "Your own family: ask a colleague" in browser.text
    page = browser.path
    sent = hidden_of(browser) | {"who": kit.public_id}
    assert browser.client.post(page, data=sent, headers={"Origin": "http://localhost"}).status_code == 403


def test_a_first_home_elsewhere_makes_this_a_second_one_and_the_sum_is_shown(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.aspen)
    begin(browser)
    describe(browser, "child", "Maya", "Fischer")
    browser.press("This is the person (Maya Fischer)")

    assert "One first home at a time" in browser.text
    assert "12 Lark Lane, Juniper Valley, CO 80999" in browser.text
    browser.follow("Check and save")
    assert browser.heading == "1 thing to mend before the household can be saved"
    browser.follow("Mend it").press("Make this a second home (Maya Fischer)")
    browser.follow("Check and save").press("Save the household")
    assert "Maya Fischer second home" in browser.text


def test_school_staff_enter_no_household_they_could_not_open_again(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    describe(begin(browser), "adult", "Odile", "Quill")

    browser.follow("Check and save")
    assert "No student of your schools lives in this household" in browser.text
    assert "Save the household" not in browser.buttons


def test_a_contact_who_is_tied_to_no_child_is_mended_first(browser: Browser, world: World) -> None:
    at_the_office(browser)
    describe(begin(browser), "contact", "Ottoline", "Quill")

    browser.follow("Check and save")
    assert "Ottoline Quill lives elsewhere and is tied to no child here." in browser.text
    assert "Nobody lives in this household yet." in browser.text


def test_an_address_on_record_is_met_in_any_spelling(browser: Browser, world: World) -> None:
    at_the_office(browser)
    begin(browser, line_1="12 sandpiper ln.")

    assert browser.heading == "1 address on record is like this one"
    assert "Ibarra lives here today." in browser.text
    assert browser.press("Keep what I typed").status == 422
    browser.fill(although="A second family rents the basement")
    browser.press("Use this address (12 Sandpiper Lane, Juniper Valley, CO 80999)")
    assert plan().place.line_1 == "12 Sandpiper Lane"
    before = counted(Address)
    describe(browser, "adult", "Odile", "Quill")
    browser.follow("Check and save").press("Save the household")
    assert counted(Address) == before


def test_a_confidential_address_is_met_by_nobody(browser: Browser, world: World) -> None:
    at_the_office(browser)
    begin(browser, line_1="9 Osprey Hollow")

    assert browser.path.endswith("/people")
    assert "Joanna" not in browser.text


def test_whoever_came_on_record_meanwhile_is_shown_before_anything_is_saved(browser: Browser, world: World) -> None:
    at_the_office(browser)
    describe(begin(browser), "adult", "Odile", "Quill")
    browser.follow("Check and save")
    with db.transaction():
        with_terms(people.a_guardian("Odile", "Quill", of=()))
    before = counted()

    assert browser.press("Save the household").status == 409
    assert "somebody like Odile Quill came on record: look at them first" in browser.text
    assert counted() == before
    browser.press("This is the person (Odile Quill)")
    browser.follow("Check and save").press("Save the household")
    assert browser.heading == "Quill"
    assert counted(Person)["Person"] == before["Person"]


def test_a_household_that_came_to_the_address_meanwhile_is_shown_first(browser: Browser, world: World) -> None:
    at_the_office(browser)
    describe(begin(browser), "adult", "Odile", "Quill")
    browser.follow("Check and save")
    with db.transaction():
        a_household(people.a_person("Ada", "Marsh"), street="7 Wren Way")

    assert browser.press("Save the household").status == 409
    browser.follow("Mend it")
    assert "Marsh lives here today." in browser.text


def test_the_same_form_sent_twice_saves_once(browser: Browser, world: World) -> None:
    at_the_office(browser)
    begin(browser)
    sent = hidden_of(browser) | {"role": "adult", "first_name": "Odile", "last_name": "Quill"}
    answers = [browser.client.post(browser.path, data=sent, headers={"Origin": "http://localhost"}) for _ in range(2)]
    assert {each.status_code for each in answers} == {303}
    assert len({each.headers["Location"] for each in answers}) == 1
    assert len(plan().people) == 1
    browser.open("household.draft_check", draft=draft().public_id)
    before, sent = counted(), hidden_of(browser)
    answers = [browser.client.post(browser.path, data=sent, headers={"Origin": "http://localhost"}) for _ in range(3)]

    assert {each.status_code for each in answers} == {303}
    assert len({each.headers["Location"] for each in answers}) == 1
    assert counted()["Household"] == before["Household"] + 1
    other = browser.client.post(
        browser.path, data=sent | {"version": "7", "more": "x"}, headers={"Origin": "http://localhost"}
    )
    assert other.status_code == 303


def test_two_windows_of_one_draft_do_not_lose_each_others_people(browser: Browser, world: World) -> None:
    at_the_office(browser)
    begin(browser)
    first = hidden_of(browser)
    browser.open(browser.path)
    describe(browser, "adult", "Odile", "Quill")
    late = first | {"role": "adult", "first_name": "Otto", "last_name": "Quill"}
    answer = browser.client.post(browser.path, data=late, headers={"Origin": "http://localhost"})

    assert answer.status_code == 409
    assert "changed in another window meanwhile" in answer.get_data(as_text=True)
    assert 'value="Otto"' in answer.get_data(as_text=True)
    assert [each.first_name for each in plan().people] == ["Odile"]


EXTRA = {"owner_id": "1", "person_id": "1", "household_id": "1", "is_settled": "1", "everywhere": "1", "role_id": "x"}
EXTRA |= {"guardian": "1", "public_id": "0123456789abcdef", "finished_at": "2026-01-01", "alike": "1", "key": "9"}


def test_fields_nobody_asked_for_change_nothing(browser: Browser, world: World) -> None:
    """T10."""
    at_the_office(browser)
    with db.transaction():
        with_terms(people.a_guardian("Odile", "Quill", of=(), phone="+13035550172"))
    begin(browser)
    typed = {"role": "adult", "first_name": "Odile", "last_name": "Quill", "phone": "303-555-0172"}
    sent = hidden_of(browser) | typed | EXTRA
    browser.client.post(browser.path, data=sent, headers={"Origin": "http://localhost"})

    (person,) = plan().people
    assert (person.key, person.person_id, person.is_settled, person.alike) == ("1", None, False, ())


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"line_1": ""}, "Type the street and number."),
        ({"postal_code": "8099"}, "A ZIP code has five digits, or nine, as 80999 or 80999-1234."),
        ({"postal_code": "８０９９９"}, "A ZIP code has five digits, or nine, as 80999 or 80999-1234."),
        ({"starts": ""}, "Choose the first day, as YYYY-MM-DD."),
        (
            {"starts": "2026-11-19"},
            "Choose today or an earlier day. A household that begins later is entered on that day.",
        ),
        ({"starts": "1026-11-19"}, "That is too long ago. Choose a day from 1900 on."),
        ({"phone": "12"}, "That number cannot be dialled. Type it with its area code, as 303-555-0142."),
    ],
)
def test_an_address_that_is_none_is_said_so(browser: Browser, world: World, typed: dict[str, str], error: str) -> None:
    at_the_office(browser)
    begin(browser, **typed)

    assert browser.status == 422
    assert browser.errors == [error]
    assert counted(HouseholdDraft) == {"HouseholdDraft": 0}


def test_relationships_that_do_not_fit_are_said_so(browser: Browser, world: World) -> None:
    at_the_office(browser)
    begin(browser)
    describe(browser, "adult", "Odile", "Quill", birth_date="2012-05-02")
    describe(browser, "adult", "Otto", "Quill")
    describe(browser, "child", "Kit", "Quill", birth_date="2015-04-01")
    browser.follow("Everybody is here: go on")
    browser.fill(type_1_3="mother", place_1_3="1", type_2_3="father", place_2_3="1").press("Go on to the check")

    assert browser.status == 422
    assert [each.split(".")[0] for each in browser.errors] == [
        "By the birth dates on record this adult is not old enough to be that to the child"
    ]
    browser.fill(type_1_3="sister", place_1_3="1", place_2_3="1").press("Go on to the check")
    assert ["has that place in the order to call" in each for each in browser.errors] == [True]
    browser.fill(place_2_3="first").press("Go on to the check")
    assert browser.errors == ["A place in the order to call is a number from 1 to 20."]


def test_without_the_right_nothing_opens(browser: Browser, world: World) -> None:
    at_desk(browser, a_clerk(has_courses=False))

    assert browser.open("household.new_household").status == 403


def test_the_pages_take_eight_statements_however_many_people(browser: Browser, world: World, database: Engine) -> None:
    at_the_office(browser, world.town.cedar)
    with db.transaction():
        children = [people.a_student("Kid", f"Quill{n}x", school=world.town.cedar, grade="04") for n in range(6)]
        for n in range(3):
            people.a_guardian("Ada", f"Quill{n}y", of=children)
        with_terms(*children)
    begin(browser)
    for n in range(6):
        describe(browser, "child", "Kid", f"Quill{n}x")
        browser.press(f"This is the person (Kid Quill{n}x)")
    describe(browser, "child", "Kid", "Quill0x")
    name = draft().public_id
    said = {}
    for step, values in (
        ("address", {}),
        ("people", {}),
        ("person", {"key": "7"}),
        ("relationships", {}),
        ("check", {}),
    ):
        with statements(database) as taken:
            browser.open(f"household.draft_{step}", draft=name, **values)
        assert browser.status == 200
        said[step] = len(taken)
    with statements(database) as taken:
        browser.open("household.new_household")

    assert {step: number for step, number in said.items() if number > 8} == {}
    assert len(taken) <= 8


def test_the_wizard_is_spoken_in_spanish(browser: Browser, world: World) -> None:
    browser.language = "es"
    at_the_office(browser, language="es")

    assert browser.open("household.new_household").heading == "Registrar un hogar nuevo"
