"""What a deed mends leaves the clean-up queue at once, and what it breaks enters it, in the transaction of the deed."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update

from demo import people
from demo.cast import LONG_AGO, LONG_AGO_AT, Someone, keep
from demo.homes import Home, a_household
from demo.world import World
from district.actions.search_terms import refresh_terms
from district.models import HouseholdMember, Relationship, Restriction
from district.rules.requests import Kind
from foundation import audit, clock, db
from household.editor import jobs
from household.editor.models import CleanupFinding
from household.editor.rules.findings import Code
from tests.browser import Browser
from tests.household.editor.asking import asks
from tests.household.editor.office import at_the_office
from tests.household.editor.restricting import PAPER, handling
from tests.household.editor.test_pages_moves import PROOF, begins, checks
from tests.household.editor.test_pages_proposals import supposed
from tests.household.editor.test_pages_requests import KEEP
from tests.household.editor.test_pages_wizard import begin, describe


def amiss(someone: Someone | None = None, home: Home | int | None = None) -> set[str]:
    """What the queue says of a student, or of a household."""
    db.close()
    found = select(CleanupFinding.code).where(CleanupFinding.closed_at.is_(None))
    if someone is not None:
        found = found.where(CleanupFinding.person_id == someone.id)
    if home is not None:
        found = found.where(CleanupFinding.household_id == (home if isinstance(home, int) else home.id))
    return set(db.session().scalars(found))


def checked() -> None:
    with jobs.checked(by=audit.command("test")):
        pass


@pytest.fixture
def kit(app: Flask, world: World) -> Someone:
    with db.transaction():
        return people.a_student("Kit", "Quill", school=world.town.cedar, grade="04", born=date(2016, 3, 1))


@pytest.fixture
def ada(kit: Someone) -> Someone:
    with db.transaction():
        ada = people.a_guardian("Ada", "Quill", of=(kit,), mailing=True, emergency_priority=1)
        refresh_terms((kit.id, ada.id), on=clock.today())
    return ada


@pytest.fixture
def home(kit: Someone, ada: Someone) -> Home:
    with db.transaction():
        return a_household(ada, kit, street="80 Heron Row")


ALONE = {Code.STUDENTS_ALONE.value, Code.NOBODY_GETS_MAIL.value}


def test_a_move_that_leaves_a_child_alone_is_found_and_one_that_brings_her_home_settles_it(
    browser: Browser, home: Home, kit: Someone, ada: Someone
) -> None:
    at_the_office(browser)
    checks(begins(browser, home, ada, day="2026-11-18"), **PROOF).press("Save")
    assert amiss(home=home) == ALONE

    joins = {"public_id": home.public_id, "person": ada.public_id}
    browser.open("household.add_member", **joins).fill(home="second").press("Add to the household")
    assert amiss(home=home) == set()


def test_a_future_move_taken_back_leaves_the_queue_as_it_was(
    browser: Browser, home: Home, kit: Someone, ada: Someone
) -> None:
    checked()
    at_the_office(browser)
    before = amiss()
    checks(begins(browser, home, ada, kit, day="2026-12-01"), **PROOF).press("Save")
    browser.open("household.household", public_id=home.public_id)
    browser.press("Take this move back")

    assert amiss() == before


def test_the_wizard_settles_that_a_student_has_no_household(browser: Browser, kit: Someone, ada: Someone) -> None:
    checked()
    assert Code.STUDENT_WITHOUT_HOUSEHOLD.value in amiss(kit)
    at_the_office(browser)
    begin(browser)
    describe(browser, "child", "Kit", "Quill").press("This is the person (Kit Quill)")
    browser.follow("Check and save").press("Save the household")

    assert Code.STUDENT_WITHOUT_HOUSEHOLD.value not in amiss(kit)
    home = db.session().scalars(select(HouseholdMember.household_id).where(HouseholdMember.person_id == kit.id)).one()
    assert amiss(home=home) == ALONE


def test_a_confirmed_proposal_settles_it_too(browser: Browser, kit: Someone, ada: Someone) -> None:
    checked()
    with db.transaction():
        name = supposed(students=(kit,), adults=(ada,))
    at_the_office(browser)
    browser.open("household.proposal_page", public_id=name).press("Confirm: make this household")

    assert amiss(kit).isdisjoint({Code.STUDENT_WITHOUT_HOUSEHOLD.value, Code.STUDENT_WITHOUT_ADDRESS.value})


def test_a_relationship_that_ends_leaves_a_child_without_a_guardian_and_a_new_one_settles_it(
    browser: Browser, home: Home, kit: Someone, ada: Someone
) -> None:
    at_the_office(browser)
    cell = {"public_id": kit.public_id, "adult": ada.public_id}
    browser.open("household.ending", **cell).fill(last_day="2026-11-17", reason="Entered twice")
    browser.press("End this relationship")
    assert Code.STUDENT_WITHOUT_GUARDIAN.value in amiss(kit)
    assert amiss(home=home) == {Code.HOUSEHOLD_WITHOUT_GUARDIAN.value, Code.NOBODY_GETS_MAIL.value}

    browser.open("household.tie", **cell).fill(
        type="mother", guardian="yes", mailing="yes", starts="2026-11-18", emergency_priority="1"
    )
    browser.press("Save this relationship")
    assert Code.STUDENT_WITHOUT_GUARDIAN.value not in amiss(kit)
    assert amiss(home=home) == set()


def test_the_order_to_call_is_looked_at_in_both_directions(
    browser: Browser, home: Home, kit: Someone, ada: Someone
) -> None:
    at_the_office(browser)
    place = f"place_{ada.public_id}"
    browser.open("household.calling_order", public_id=kit.public_id).fill(**{place: ""}).press("Save the order to call")
    assert Code.CALL_ORDER_MISSING.value in amiss(kit)

    browser.open("household.calling_order", public_id=kit.public_id).fill(**{place: "1"}).press(
        "Save the order to call"
    )
    assert Code.CALL_ORDER_MISSING.value not in amiss(kit)


def test_a_restriction_that_is_read_leaves_the_queue(browser: Browser, home: Home, kit: Someone, ada: Someone) -> None:
    with db.transaction():
        keep(
            Restriction(
                adult_id=ada.id,
                student_id=kit.id,
                instrument="",
                number="",
                court="",
                records=True,
                contact=True,
                pick_up=True,
                starts=LONG_AGO,
                recorded_at=LONG_AGO_AT,
                source="feed",
                said="On file",
            )
        )
    checked()
    assert Code.RESTRICTION_UNVERIFIED.value in amiss(kit)
    name = db.session().scalars(select(Restriction.public_id).where(Restriction.student_id == kit.id)).one()
    handling(browser).open("household.reading", public_id=name)
    browser.fill(**PAPER).press("I have read the paper")  # type: ignore[arg-type]

    assert Code.RESTRICTION_UNVERIFIED.value not in amiss(kit)


def test_an_answered_request_for_a_contact_settles_that_nobody_is_called(
    browser: Browser, home: Home, kit: Someone, ada: Someone
) -> None:
    with db.transaction() as session:
        session.execute(update(Relationship).where(Relationship.student_id == kit.id).values(emergency_priority=None))
    checked()
    assert Code.CALL_ORDER_MISSING.value in amiss(kit)
    asked = {"contact_first_name": "Omar", "contact_last_name": "Tate", "relation": "friend", "phone": "303-555-0155"}
    public_id = asks(ada, Kind.CONTACT_NEW, asked, student=kit)
    at_the_office(browser).open("household.family_request", public_id=public_id)
    browser.fill(**{f"answer_{each}": "accepted" for each in asked}).press(KEEP)

    assert Code.CALL_ORDER_MISSING.value not in amiss(kit)
