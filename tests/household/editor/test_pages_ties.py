"""Relationships at the office: a household's matrix, one cell of it, its end, the order to call, and who may do it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from demo import people
from demo.cast import Someone
from demo.homes import a_household
from demo.world import PASSPHRASE, World
from district.actions.search_terms import refresh_terms
from district.models import Relationship
from foundation import clock, db
from foundation.audit import AuditEntry
from tests.browser import Browser
from tests.household.access.desk import at_desk
from tests.household.editor.office import a_clerk, at_the_office
from tests.statements import statements


def row(adult: Someone, student: Someone) -> Relationship:
    db.close()
    found = select(Relationship).where(Relationship.adult_id == adult.id, Relationship.student_id == student.id)
    return db.session().scalars(found.order_by(Relationship.id)).first()  # type: ignore[return-value]


def cell(browser: Browser, adult: Someone, student: Someone) -> Browser:
    return browser.open("household.tie", public_id=student.public_id, adult=adult.public_id)


def told(event: str) -> list[dict[str, object]]:
    db.close()
    return list(db.session().scalars(select(AuditEntry.data).where(AuditEntry.event == event)))


@pytest.fixture
def office(browser: Browser, world: World) -> Browser:
    return at_the_office(browser, world.town.aspen, world.town.high, world.town.middle)


def test_the_matrix_leads_to_each_cell_and_back(office: Browser, world: World) -> None:
    home = world.homes["robert"].public_id
    office.open("household.household", public_id=home).follow("Change relationships")
    office.follow("Robert Boone and Maya Fischer")
    office.fill(messenger="yes", lives_with="no").press("Save this relationship")

    assert office.path == f"/household/households/{home}/relationships"
    assert "Saved. It holds from this moment on." in office.text
    assert (row(world.robert, world.maya).messenger, row(world.robert, world.maya).lives_with) == (True, False)
    assert told("tie-changed")[0]["after"] == {"messenger": True, "lives_with": False}


def test_what_is_not_known_stays_not_known(office: Browser, world: World) -> None:
    cell(office, world.robert, world.maya).press("Save this relationship")

    assert row(world.robert, world.maya).messenger is None


def test_what_holds_for_one_child_says_nothing_of_a_brother(office: Browser, world: World) -> None:
    cell(office, world.marisol, world.lucia).fill(may_pick_up="no").press("Save this relationship")

    assert row(world.marisol, world.lucia).may_pick_up is False
    assert row(world.marisol, world.mateo).may_pick_up is not False


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"type": ""}, "Choose what this adult is to the child from the list."),
        ({"last_day": "2010-01-01"}, "The last day is before the first."),
        ({"starts": ""}, "Choose the first day, as YYYY-MM-DD."),
        ({"emergency_priority": "0"}, "A place in the order to call is a number from 1 to 20."),
        ({"emergency_priority": "two"}, "A place in the order to call is a number from 1 to 20."),
        ({"type": "neighbor", "lives_with": "yes"}, "A person of this type lives elsewhere"),
        ({"type": "neighbor", "lives_with": "no"}, "On record this person lives in the child’s household"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_to_do(
    office: Browser, world: World, typed: dict[str, str], error: str
) -> None:
    cell(office, world.marisol, world.lucia).fill(**typed).press("Save this relationship")

    assert office.status == 422
    assert any(error in each for each in office.errors)
    assert told("tie-changed") == []
    office.fill(type="mother", starts="2015-01-01", last_day="", emergency_priority="", lives_with="yes")
    assert office.press("Save this relationship").status == 200
    assert row(world.marisol, world.lucia).lives_with is True


def test_a_second_save_meets_the_first_and_keeps_what_was_typed(app: Flask, world: World) -> None:
    one, two = (at_the_office(Browser(app), world.town.high) for _ in range(2))
    for browser in (one, two):
        cell(browser, world.marisol, world.lucia)
    one.fill(mailing="yes").press("Save this relationship")
    two.fill(mailing="no", messenger="yes").press("Save this relationship")

    assert two.status == 409
    assert "Somebody else changed this while you were editing it." in two.text
    assert "Gets the mail Yes No" in two.text
    assert row(world.marisol, world.lucia).mailing is True
    two.press("Save this relationship")
    assert (row(world.marisol, world.lucia).mailing, row(world.marisol, world.lucia).messenger) == (False, True)


def test_a_form_sent_twice_has_one_effect(office: Browser, world: World) -> None:
    elder = somebody(world, "Opal", "Reed")
    cell(office, elder, world.maya).fill(type="grandparent", emergency_priority="9")
    sent = dict(office._sent_by(office._button("Save this relationship")[0]))
    address = office.path
    for _ in range(2):
        office._go("POST", address, sent)
        assert office.status == 200

    assert len(told("tie-begun")) == 1


def test_a_relationship_ends_with_a_reason_and_its_row_stays(office: Browser, world: World) -> None:
    cell(office, world.marisol, world.lucia).follow("End this relationship")
    office.press("End this relationship")
    assert office.status == 422
    office.fill(reason="Moved to another country").press("End this relationship")

    assert row(world.marisol, world.lucia).ends == clock.today() + timedelta(days=1)
    assert told("tie-ended")[0]["reason"] == "Moved to another country"


def test_a_child_is_not_the_parent_of_an_elder_brother(office: Browser, world: World) -> None:
    cell(office, world.mateo, world.lucia).fill(type="mother").press("Save this relationship")

    assert office.status == 422
    assert any("By the birth dates on record this adult is not old enough" in each for each in office.errors)


def somebody(world: World, first: str, last: str) -> Someone:
    """An adult in the reach of Aspen: tied to another child there."""
    with db.transaction():
        made = people.a_person(first, last, born=date(1955, 1, 2), phone="+13035550188")
        neighbor = people.a_student("Kit", "Moran", school=world.town.aspen)
        people.a_relationship(made, neighbor, type="neighbor", guardian=False, portal=False)
        db.session().flush()
        refresh_terms((made.id,), on=clock.today())
    return made


def test_a_grandparent_who_lives_elsewhere_is_found_and_tied_and_joins_no_household(
    office: Browser, world: World
) -> None:
    elder = somebody(world, "Opal", "Reed")
    home = world.homes["robert"].public_id
    office.open("household.ties", public_id=home).follow("Add somebody who lives elsewhere for Maya Fischer")
    office.fill(q="opal reed").press("Search").follow("Opal Reed")
    office.fill(type="grandparent", may_pick_up="yes", emergency_priority="5").press("Save this relationship")

    assert office.path == f"/household/households/{home}/relationships"
    elsewhere = office.text.index("Lives elsewhere")
    assert office.text.index("Opal Reed") > elsewhere
    made = row(elder, world.maya)
    assert (made.source, made.type, made.emergency_priority) == ("office", "grandparent", 5)
    office.open("household.person", public_id=elder.public_id)
    assert "Opal Reed is a grandparent of Maya Fischer." in office.text


def test_the_order_to_call_is_set_as_a_whole_for_one_child(office: Browser, world: World) -> None:
    with db.transaction():
        other = people.a_student("Kit", "Moran", school=world.town.aspen)
        people.a_relationship(world.anke, other, emergency_priority=4)
    office.open("household.calling_order", public_id=world.maya.public_id)
    robert, anke, lena = (f"place_{each.public_id}" for each in (world.robert, world.anke, world.lena))
    office.fill(**{robert: "1", anke: "1", lena: ""}).press("Save the order to call")
    assert office.status == 422
    assert "Another adult of this child has that place" in office.text
    office.fill(**{anke: "2"}).press("Save the order to call")

    now = [row(each, world.maya).emergency_priority for each in (world.robert, world.anke, world.lena)]
    assert now == [1, 2, None]
    assert row(world.anke, other).emergency_priority == 4


def test_an_order_to_call_that_somebody_else_set_is_met(app: Flask, world: World) -> None:
    one, two = (at_the_office(Browser(app), world.town.aspen) for _ in range(2))
    for browser in (one, two):
        browser.open("household.calling_order", public_id=world.maya.public_id)
    robert, anke, lena = (f"place_{each.public_id}" for each in (world.robert, world.anke, world.lena))
    one.fill(**{robert: "1", anke: "2", lena: "3"}).press("Save the order to call")
    two.fill(**{robert: "2", anke: "1", lena: "3"}).press("Save the order to call")

    assert two.status == 409
    assert "Robert Boone 1 2" in two.text
    assert row(world.robert, world.maya).emergency_priority == 1
    two.press("Save the order to call")
    assert row(world.robert, world.maya).emergency_priority == 2


PAGES = ("household.tie", "household.ending", "household.calling_order", "household.look_for_adult")


@pytest.mark.parametrize("endpoint", PAGES)
def test_out_of_reach_and_not_there_are_the_same(browser: Browser, world: World, endpoint: str) -> None:
    at_the_office(browser, world.town.cedar)
    two = {"adult": world.anke.public_id} if endpoint in PAGES[:2] else {}
    assert browser.open(endpoint, public_id=world.maya.public_id, **two).status == 404
    there = browser.text
    assert browser.open(endpoint, public_id="no-such-child", **two).status == 404
    assert browser.text == there


def test_nobody_edits_their_own_family(browser: Browser, world: World) -> None:
    clerk = a_clerk()
    with db.transaction() as session:
        me = Someone(clerk.person_id, "", "", "", "")
        kit = people.a_student("Kit", "Moran", school=world.town.cedar)
        people.a_relationship(me, kit)
        aunt = people.a_person("Eve", "Hart")
        people.a_relationship(aunt, kit, type="aunt", guardian=False, portal=False)
        own = a_household(me, street="1 Elm Way")
        session.flush()
    at_desk(browser, clerk)

    assert browser.open("household.ties", public_id=own.public_id).status == 403
    for endpoint in PAGES:
        two = {"adult": aunt.public_id} if endpoint in PAGES[:2] else {}
        assert browser.open(endpoint, public_id=kit.public_id, **two).status == 403
    cell(browser, world.anke, world.maya)
    sent = dict(browser._sent_by(browser._button("Save this relationship")[0]))
    browser._go("POST", f"/household/people/{kit.public_id}/relationships/{aunt.public_id}", sent)
    assert browser.status == 403
    assert told("tie-changed") == []


def test_extra_fields_change_nothing(office: Browser, world: World) -> None:
    cell(office, world.marisol, world.lucia)
    sent = dict(office._sent_by(office._button("Save this relationship")[0]))
    extra = {"source": "office", "said": "x", "adult_id": "1", "student_id": "1", "primary_contact": "yes", "ends": "x"}
    kept = row(world.marisol, world.lucia)
    before = (kept.source, kept.said, kept.adult_id, kept.student_id, kept.primary_contact, kept.ends)
    office._go("POST", office.path, sent | extra | {"role": "admin", "version_id": "9"})

    now = row(world.marisol, world.lucia)
    assert (now.source, now.said, now.adult_id, now.student_id, now.primary_contact, now.ends) == before


def test_the_row_of_other_people_is_no_row_here(office: Browser, world: World) -> None:
    cell(office, world.marisol, world.lucia)
    sent = dict(office._sent_by(office._button("Save this relationship")[0]))
    office._go("POST", office.path, sent | {"tie": str(row(world.anke, world.maya).id)})

    assert office.status == 404


def test_no_family_opens_them(app: Flask, world: World) -> None:
    browser = Browser(app).signs_in(world.sign_in(world.marisol).username, PASSPHRASE)
    assert browser.open("household.ties", public_id=world.homes["marisol"].public_id).status == 403
    assert cell(browser, world.marisol, world.lucia).status == 403


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_pages_take_few_statements_however_many_live_there(
    browser: Browser, world: World, database: Engine, how_many: int
) -> None:
    with db.transaction():
        children = [people.a_student("Kid", f"Quill{n}", school=world.town.cedar, grade="04") for n in range(how_many)]
        adults = [people.a_guardian("Ada", f"Quill{n}", of=children) for n in range(3)]
        home = a_household(*children, *adults[:2], street="1 Elm Way")
    at_the_office(browser, world.town.cedar)
    counts = []
    for endpoint, given in (
        ("household.ties", {"public_id": home.public_id}),
        ("household.tie", {"public_id": children[0].public_id, "adult": adults[0].public_id}),
        ("household.calling_order", {"public_id": children[0].public_id}),
    ):
        browser.open(endpoint, **given)
        with statements(database) as said:
            browser.open(endpoint, **given)
        counts.append(len(said))

    assert counts == [6, 7, 6]


def test_the_pages_speak_spanish(browser: Browser, world: World) -> None:
    browser.language = "es"
    at_the_office(browser, world.town.aspen, language="es")

    assert "Guardar esta relación" in cell(browser, world.anke, world.maya).text
    assert "Vive en otro lugar" in browser.open("household.ties", public_id=world.homes["robert"].public_id).text


def test_whom_an_order_keeps_from_contact_is_not_to_be_called_nor_picks_up(browser: Browser, world: World) -> None:
    with db.transaction():
        kit = people.a_student("Kit", "Quill", school=world.town.cedar)
        rex = people.a_guardian("Rex", "Quill", of=(kit,), emergency_priority=1, may_pick_up=True)
        people.a_guardian("Ada", "Quill", of=(kit,), emergency_priority=2)
        people.a_restriction(rex, kit, records=False)
    at_the_office(browser).open("household.family", public_id=kit.public_id)
    assert browser.text.count("Not to be called: an order forbids contact") == 1
    assert "no: pick-up" in browser.text
    assert "Call: 1" not in browser.text
    assert "Call: 2" in browser.text
    browser.open("household.calling_order", public_id=kit.public_id)
    assert browser.text.count("Not to be called: an order forbids contact. The place counts again") == 1


def test_an_order_that_is_over_or_to_come_takes_nobody_out_of_the_order_to_call(browser: Browser, world: World) -> None:
    today = clock.today()
    with db.transaction():
        kit = people.a_student("Kit", "Quill", school=world.town.cedar)
        rex = people.a_guardian("Rex", "Quill", of=(kit,), emergency_priority=1)
        people.a_restriction(rex, kit, ends=today)
        people.a_restriction(rex, kit, starts=today + timedelta(days=1))
    at_the_office(browser).open("household.family", public_id=kit.public_id)

    assert "Not to be called" not in browser.text
    assert "Call: 1" in browser.text
