"""Proposed households: seen within reach, confirmed whole, declined with a reason, or looked over in the wizard."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from demo import people
from demo.cast import Place, Someone
from demo.homes import a_household
from demo.world import World
from district.models import Household, HouseholdMember, HouseholdProposal, HouseholdProposalMember
from foundation import clock, db
from foundation.audit import AuditEntry
from household.editor.models import HouseholdDraft
from tests.browser import Browser
from tests.household.access.desk import at_desk
from tests.household.editor.office import a_clerk, at_the_office
from tests.statements import statements


def supposed(*, students: tuple[Someone, ...], adults: tuple[Someone, ...], street: str = "7 Wren Way") -> str:
    """An open proposal, in the open transaction; its public id."""
    made = HouseholdProposal(
        digest=f"{street}{len(students)}",
        line_1=street,
        line_2="",
        city="Juniper Valley",
        state="CO",
        postal_code="80999",
        proposed_at=clock.now(),
    )
    db.session().add(made)
    db.session().flush()
    for one, is_student in [(each, True) for each in students] + [(each, False) for each in adults]:
        db.session().add(HouseholdProposalMember(proposal_id=made.id, person_id=one.id, is_student=is_student))
    return made.public_id


def quills(*schools: Place) -> str:
    with db.transaction():
        children = tuple(people.a_student(f"Kid{n}", "Quill", school=each) for n, each in enumerate(schools))
        return supposed(students=children, adults=(people.a_guardian("Odile", "Quill", of=children),))


def state() -> str:
    db.close()
    return db.session().scalars(select(HouseholdProposal.state_now)).one()


def test_a_proposal_is_seen_by_the_school_of_its_students_alone(app: Flask, world: World) -> None:
    name = quills(world.town.cedar)
    at_cedar, at_aspen = at_the_office(Browser(app), world.town.cedar), None
    assert "Quill" in at_cedar.open("household.proposals_page").text
    at_cedar.follow("Quill")
    assert "7 Wren Way, Juniper Valley, CO 80999" in at_cedar.text
    assert "is tied to the students. Parent: Kid0 Quill." in at_cedar.text
    at_aspen = at_the_office(Browser(app), world.town.aspen)
    assert "Quill" not in at_aspen.open("household.proposals_page").text
    assert at_aspen.open("household.proposal_page", public_id=name).status == 404
    there = at_aspen.text
    assert at_aspen.open("household.proposal_page", public_id="0123456789abcdef").text == there


def test_confirming_makes_the_household_and_everybody_is_found_by_it(browser: Browser, world: World) -> None:
    name = quills(world.town.cedar)
    at_the_office(browser, world.town.cedar)
    browser.open("household.proposal_page", public_id=name).press("Confirm: make this household")

    assert browser.heading == "Quill"
    assert state() == "confirmed"
    assert "Odile Quill" in browser.open("household.search").fill(q="7 wren way quill").press("Search").text
    assert browser.open("household.proposal_page", public_id=name).status == 404


def test_what_holds_somebody_out_of_reach_is_not_confirmed_as_it_is(browser: Browser, world: World) -> None:
    name = quills(world.town.cedar)
    with db.transaction() as session:
        far = people.a_student("Zoë", "Núñez", school=world.town.aspen)
        proposal = session.scalars(select(HouseholdProposal)).one()
        session.add(HouseholdProposalMember(proposal_id=proposal.id, person_id=far.id, is_student=True))
    at_the_office(browser, world.town.cedar)
    browser.open("household.proposal_page", public_id=name)

    assert "Zoë N." in browser.text
    assert "Núñez" not in browser.text
    assert "Confirm: make this household" not in browser.buttons
    browser.press("Look it over and change it first")
    assert "Zoë" not in browser.text
    assert "Odile Quill" in browser.text


def test_declining_needs_a_reason_and_keeps_it(browser: Browser, world: World) -> None:
    name = quills(world.town.cedar)
    at_the_office(browser, world.town.cedar)
    browser.open("household.proposal_page", public_id=name)
    assert browser.press("Decline").status == 422
    assert browser.fill(because="They moved apart").press("Decline").heading == "Households that seem to be there"

    assert state() == "declined"
    told = db.session().scalars(select(AuditEntry).where(AuditEntry.event == "household-declined")).one()
    assert told.data["reason"] == "They moved apart"
    assert "No household of your schools waits to be confirmed." in browser.text


def test_looked_over_in_the_wizard_and_saved_it_is_settled(browser: Browser, world: World) -> None:
    name = quills(world.town.cedar)
    at_the_office(browser, world.town.cedar)
    browser.open("household.proposal_page", public_id=name).press("Look it over and change it first")
    assert browser.heading == "Who belongs to the household?"
    browser.follow("Check and save").press("Save the household")

    assert browser.heading == "Quill"
    assert state() == "confirmed"
    assert db.session().scalars(select(HouseholdProposal.household_id)).one() is not None


def test_a_student_who_has_a_home_by_now_keeps_it(browser: Browser, world: World) -> None:
    name = quills(world.town.cedar)
    at_the_office(browser, world.town.cedar)
    browser.open("household.proposal_page", public_id=name)
    with db.transaction() as session:
        kid = session.scalars(select(HouseholdProposalMember.person_id).where(HouseholdProposalMember.is_student)).one()
        a_household(Someone(kid, "", "", "", ""), street="1 Elm Way")
    before = list(db.session().scalars(select(Household.id)))

    assert browser.press("Confirm: make this household").status == 409
    assert "one of the students has a first home by now" in browser.text
    assert list(db.session().scalars(select(Household.id))) == before
    assert state() == "open"


def test_the_same_confirmation_twice_makes_one_household(browser: Browser, world: World) -> None:
    name = quills(world.town.cedar)
    at_the_office(browser, world.town.cedar)
    browser.open("household.proposal_page", public_id=name)
    main = next(browser.page.iter("main"))
    sent = {each.get("name"): each.get("value", "") for each in next(main.iter("form")).iter("input")}
    there = browser.path + "/confirm"
    answers = [browser.client.post(there, data=sent, headers={"Origin": "http://localhost"}) for _ in range(2)]

    assert [each.status_code for each in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert (
        len(
            list(
                db.session().scalars(
                    select(HouseholdMember.id).join(
                        HouseholdProposalMember, HouseholdProposalMember.person_id == HouseholdMember.person_id
                    )
                )
            )
        )
        == 2
    )


def test_nobody_settles_a_proposal_of_their_own_family(browser: Browser, world: World) -> None:
    clerk = a_clerk()
    with db.transaction():
        me = Someone(clerk.person_id, "", "", "", "")
        kit = people.a_student("Kit", "Moran", school=world.town.cedar)
        people.a_relationship(me, kit)
        name = supposed(students=(kit,), adults=(me,))
    at_desk(browser, clerk)

    assert "Moran" not in browser.open("household.proposals_page").text
    assert browser.open("household.proposal_page", public_id=name).status == 403


def test_a_confidential_address_is_not_told_by_a_proposal(browser: Browser, world: World) -> None:
    with db.transaction():
        name = supposed(students=(world.eli,), adults=(world.joanna,), street="12 Osprey Lane")
    at_the_office(browser)

    assert "Osprey" not in browser.open("household.proposals_page").text
    assert "Osprey" not in browser.open("household.proposal_page", public_id=name).text


@pytest.mark.parametrize("how_many", [1, 40])
def test_the_list_and_a_proposal_take_eight_statements(
    browser: Browser, world: World, database: Engine, how_many: int
) -> None:
    with db.transaction():
        for n in range(how_many):
            child = people.a_student("Kid", f"Quill{n}", school=world.town.cedar)
            name = supposed(
                students=(child,), adults=(people.a_guardian("Ada", "Quill", of=(child,)),), street=f"{n} Way"
            )
    at_the_office(browser, world.town.cedar)
    with statements(database) as listed:
        browser.open("household.proposals_page")
    with statements(database) as one:
        browser.open("household.proposal_page", public_id=name)

    assert (len(listed) <= 8, len(one) <= 8) == (True, True), one
    assert db.session().scalar(select(HouseholdDraft.id)) is None
