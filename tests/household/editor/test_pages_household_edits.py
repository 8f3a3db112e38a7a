"""The office changes a household: who lives there and how, where it is, how it is reached."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from demo import people
from demo.cast import Someone
from demo.homes import a_household
from demo.world import World
from district.models import Address, Household, HouseholdAddress, HouseholdMember, HouseholdPhone
from foundation import clock, db
from foundation.audit import AuditEntry
from household.editor.models import CleanupFinding
from tests.browser import Browser
from tests.household.access.desk import at_desk
from tests.household.editor.office import a_clerk, at_the_office
from tests.statements import statements

TODAY = date(2026, 11, 18)
PAGES = (
    "household.choose_member",
    "household.add_address",
    "household.add_household_phone",
    "household.close_household",
    "household.household_history",
)


def stays(person: Someone) -> list[tuple[int, bool, date, date | None]]:
    db.close()
    found = select(HouseholdMember).where(HouseholdMember.person_id == person.id)
    rows = db.session().scalars(found.order_by(HouseholdMember.starts, HouseholdMember.id))
    return [(each.household_id, each.is_secondary, each.starts, each.ends) for each in rows]


def places(household_id: int) -> list[HouseholdAddress]:
    db.close()
    found = select(HouseholdAddress).where(HouseholdAddress.household_id == household_id)
    return list(db.session().scalars(found.order_by(HouseholdAddress.id)))


def line(place: HouseholdAddress) -> str:
    return db.session().get_one(Address, place.address_id).line_1


def test_somebody_is_found_first_and_then_joins(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.aspen)
    browser.open("household.household", public_id=world.homes["anke"].public_id).follow("Add a member")
    browser.fill(who="lena boone").press("Search").follow("Add Lena Boone")
    assert browser.heading == "Lena Boone joins the household Fischer"
    browser.fill(home="second", notes="Mondays").press("Add to the household")

    assert "Lena Boone is a member of the household." in browser.text
    assert "Lena Boone second home" in browser.text
    assert "Mondays" in browser.text
    assert stays(world.lena)[-1] == (world.homes["anke"].id, True, TODAY, None)


def test_a_second_first_home_is_refused_with_the_way_on(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.aspen)
    here = {"public_id": world.homes["anke"].public_id, "person": world.lena.public_id}
    browser.open("household.add_member", **here).fill(home="first").press("Add to the household")

    assert browser.status == 422
    assert "Let this be a second home, or end the stay there first: a move does both." in browser.errors[0]
    assert len(stays(world.lena)) == 1


def test_a_person_is_brought_to_a_household_from_their_own_page(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.aspen)
    browser.open("household.person", public_id=world.lena.public_id).follow("Add to a household")
    browser.fill(who="anke").press("Search").follow("The household of Anke Fischer")

    assert browser.heading == "Lena Boone joins the household Fischer"


def test_a_stay_ends_with_its_last_day_and_a_reason(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    here = {"public_id": world.homes["patrick"].public_id, "person": world.patrick.public_id}
    browser.open("household.end_stay", **here).fill(last_day="2026-11-30").press("End the stay")
    assert (browser.status, browser.errors) == (422, ["Say in a few words why."])
    browser.fill(reason="Moved out").press("End the stay")

    assert stays(world.patrick)[0][3] == date(2026, 12, 1)
    assert "Patrick O’Brien leaves the household; the last day there: November 30, 2026." in browser.text
    assert "Why: Moved out" in browser.text


def test_the_first_home_changes_place_with_the_second_on_one_day(browser: Browser, world: World) -> None:
    anke, robert = world.homes["anke"], world.homes["robert"]
    at_the_office(browser, world.town.aspen)
    browser.open("household.household", public_id=robert.public_id)
    browser.follow("Make it the first home: Maya Fischer").fill(starts="2026-11-20").press("Change it")

    assert browser.status == 200
    current = {home: is_secondary for home, is_secondary, _, ends in stays(world.maya) if ends is None}
    assert current == {anke.id: True, robert.id: False}
    assert {ends for *_, ends in stays(world.maya)} == {None, date(2026, 11, 20)}


def test_a_note_of_a_member_is_kept_and_told(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.aspen)
    here = {"public_id": world.homes["robert"].public_id, "person": world.maya.public_id}
    browser.open("household.note_stay", **here).fill(notes="Every other week").press("Save the note")

    assert "Every other week" in browser.text
    assert "Note: nothing before, Every other week now." in browser.text


def test_an_address_is_added_and_a_second_primary_one_refused(browser: Browser, world: World) -> None:
    home = world.homes["patrick"]
    at_the_office(browser, world.town.cedar)
    typed = {"line_1": "7 Larch Way", "city": "Juniper Valley", "state": "co", "postal_code": "80999"}
    browser.open("household.add_address", public_id=home.public_id).fill(**typed, is_primary=True)
    browser.press("Add the address")
    assert browser.status == 422
    assert "there is one at a time" in browser.errors[0]
    browser.fill(is_primary=False, is_physical=False).press("Add the address")

    added = places(home.id)[-1]
    assert (line(added), added.is_primary, added.is_mailing, added.is_physical) == ("7 Larch Way", False, True, False)
    assert db.session().get_one(Address, added.address_id).state == "CO"
    assert "7 Larch Way, Juniper Valley, CO 80999" in browser.text
    browser.open("household.search").fill(q="7 larch way").press("Search")
    assert "Nora O’Brien" in browser.text


@pytest.mark.parametrize(("field", "typed"), [("state", "Colorado"), ("postal_code", "8099"), ("line_1", "")])
def test_an_address_that_is_none_is_refused_in_place(browser: Browser, world: World, field: str, typed: str) -> None:
    at_the_office(browser, world.town.cedar)
    good = {"line_1": "7 Larch Way", "city": "Juniper Valley", "state": "CO", "postal_code": "80999"}
    browser.open("household.add_address", public_id=world.homes["patrick"].public_id).fill(**good | {field: typed})
    browser.press("Add the address")

    assert (browser.status, len(browser.errors)) == (422, 1)


def shared(world: World) -> tuple[Household, Household]:
    """Two households at one record, the second of another school of the same clerk or not."""
    with db.transaction() as session:
        kit = people.a_student("Kit", "Moran", school=world.town.cedar)
        una = people.a_student("Una", "Quill", school=world.town.high)
        first, second = a_household(kit, street="1 Elm Way"), a_household(una, street="1 Elm Way")
        session.flush()
        one, other = (session.get_one(Household, each.id) for each in (first, second))
        of_other = session.scalars(select(HouseholdAddress).where(HouseholdAddress.household_id == other.id)).one()
        of_one = session.scalars(select(HouseholdAddress).where(HouseholdAddress.household_id == one.id)).one()
        of_other.address_id = of_one.address_id
        session.flush()
        session.expunge_all()
    return one, other


@pytest.mark.parametrize("scope", ["here", "everywhere"])
def test_a_correction_makes_a_new_record_for_one_household_or_for_all(
    browser: Browser, world: World, scope: str
) -> None:
    one, other = shared(world)
    at_the_office(browser, world.town.cedar, world.town.high)
    browser.open("household.correct_address", public_id=one.public_id, number=places(one.id)[0].id)
    assert "Quill" in browser.text
    assert "all 2 households at it" in browser.text
    browser.fill(line_1="1 Elm Avenue", scope=scope).press("Save the correction")

    assert browser.status == 200
    assert line(places(one.id)[0]) == "1 Elm Avenue"
    assert line(places(other.id)[0]) == ("1 Elm Avenue" if scope == "everywhere" else "1 Elm Way")
    assert "1 Elm Way was written, 1 Elm Avenue is right." in browser.text
    db.close()
    versions = [db.session().get_one(Household, each.id).version for each in (one, other)]
    assert versions == ([2, 2] if scope == "everywhere" else [2, 1])


def test_a_household_out_of_reach_at_the_same_address_is_counted_and_left_alone(browser: Browser, world: World) -> None:
    one, other = shared(world)
    at_the_office(browser, world.town.cedar)
    browser.open("household.correct_address", public_id=one.public_id, number=places(one.id)[0].id)
    assert "One more is not in your reach and stays as it is." in browser.text
    assert "Quill" not in browser.text
    browser.fill(line_1="1 Elm Avenue").press("Save the correction")

    assert line(places(other.id)[0]) == "1 Elm Way"


def test_an_address_and_a_phone_end_with_their_last_day(browser: Browser, world: World) -> None:
    home = world.homes["marisol"]
    at_the_office(browser, world.town.high)
    browser.open("household.household", public_id=home.public_id).follow("End: 12 Sandpiper Lane")
    browser.fill(last_day="2026-11-30").press("End the address")
    assert places(home.id)[0].ends == date(2026, 12, 1)
    browser.open("household.household", public_id=home.public_id).follow("End: (303) 555-0124")
    browser.fill(last_day="2026-11-17").press("End the phone")
    db.close()
    ended = db.session().scalars(select(HouseholdPhone).where(HouseholdPhone.household_id == home.id)).one()
    assert ended.ends == TODAY
    browser.open("household.add_household_phone", public_id=home.public_id)
    browser.fill(sort="home", value="720 555 0188").press("Add the phone")
    assert "(720) 555-0188" in browser.text


def test_a_household_closes_once_nobody_lives_there(browser: Browser, world: World) -> None:
    with db.transaction() as session:
        empty = Household(starts=date(2020, 1, 1), created_at=clock.now())
        session.add(empty)
        session.flush()
        public_id, number = empty.public_id, empty.id
    at_the_office(browser)
    full = world.homes["patrick"]
    browser.open("household.close_household", public_id=full.public_id).fill(reason="Empty").press(
        "Close the household"
    )
    assert browser.status == 422
    assert "End each stay first, or enter a move." in browser.errors[0]
    browser.open("household.household", public_id=public_id).follow("Close the household")
    browser.fill(reason="Entered twice").press("Close the household")

    assert "The household is closed; its history stays." in browser.text
    db.close()
    assert db.session().get_one(Household, number).ends == TODAY + timedelta(days=1)


@pytest.mark.parametrize("endpoint", PAGES)
def test_out_of_reach_and_own_household_are_refused(app: Flask, world: World, endpoint: str) -> None:
    away = at_the_office(Browser(app), world.town.middle)
    assert away.open(endpoint, public_id=world.homes["patrick"].public_id).status == 404
    clerk = a_clerk(world.town.cedar)
    with db.transaction():
        mine = people.a_student("Kit", "Moran", school=world.town.cedar)
        people.a_relationship(Someone(clerk.person_id, "", "", "", ""), mine)
        home = a_household(mine, street="1 Elm Way")
    own = at_desk(Browser(app), clerk)
    assert own.open(endpoint, public_id=home.public_id).status == 403
    assert own.heading == "This is your own family: ask a colleague"


def test_nobody_out_of_reach_or_of_ones_own_family_is_added(app: Flask, world: World) -> None:
    clerk = a_clerk(world.town.cedar)
    with db.transaction():
        mine = people.a_student("Kit", "Moran", school=world.town.cedar)
        people.a_relationship(Someone(clerk.person_id, "", "", "", ""), mine)
    browser, home = at_desk(Browser(app), clerk), world.homes["patrick"].public_id

    assert browser.open("household.add_member", public_id=home, person=mine.public_id).status == 403
    assert browser.open("household.add_member", public_id=home, person=world.minh.public_id).status == 404


def test_the_address_of_another_household_is_not_there(browser: Browser, world: World) -> None:
    at_the_office(browser)
    foreign = places(world.homes["anke"].id)[0].id
    home = world.homes["patrick"].public_id
    for endpoint in ("household.end_address", "household.correct_address"):
        assert browser.open(endpoint, public_id=home, number=foreign).status == 404
        assert browser.open(endpoint, public_id=home, number=10**30).status == 404


def test_two_who_end_one_stay_are_told_of_each_other(app: Flask, world: World) -> None:
    first, second = (at_the_office(Browser(app), world.town.cedar) for _ in range(2))
    here = {"public_id": world.homes["patrick"].public_id, "person": world.patrick.public_id}
    for clerk in (first, second):
        clerk.open("household.end_stay", **here)
    first.fill(last_day="2026-11-30", reason="Moved out").press("End the stay")
    second.fill(last_day="2026-12-31", reason="Moved away").press("End the stay")

    assert second.status == 409
    assert "the last day there: November 30, 2026" in second.text
    assert "Last day: 2026-12-31; Reason: Moved away" in second.text
    assert stays(world.patrick)[0][3] == date(2026, 12, 1)


@pytest.mark.parametrize("endpoint", PAGES)
def test_a_page_takes_eight_statements_at_most(browser: Browser, world: World, database: Engine, endpoint: str) -> None:
    at_the_office(browser, world.town.cedar)
    with statements(database) as said:
        browser.open(endpoint, public_id=world.homes["patrick"].public_id)

    assert browser.status == 200
    assert len(said) <= 8, said


def test_every_deed_stands_in_the_history_of_the_household(browser: Browser, world: World) -> None:
    home = world.homes["patrick"]
    at_the_office(browser, world.town.cedar)
    for number in range(31):
        browser.open("household.add_household_phone", public_id=home.public_id)
        browser.fill(sort="work", value=f"720 555 01{number:02d}").press("Add the phone")
    browser.open("household.household_history", public_id=home.public_id)

    assert "(720) 555-0130" in browser.text
    assert "(720) 555-0100" not in browser.text
    assert "Tamika Mcpherson, Office Professional" in browser.text
    browser.follow("Next page")
    assert "(720) 555-0100" in browser.text
    db.close()
    assert db.session().scalars(select(AuditEntry).where(AuditEntry.event == "household-phone-begun")).all()


def test_what_the_last_check_found_stands_on_both_pages(browser: Browser, world: World) -> None:
    with db.transaction() as session:
        for person_id, household_id in ((world.nora.id, None), (None, world.homes["patrick"].id)):
            session.add(
                CleanupFinding(
                    key=f"call-order-missing {person_id or 0} {household_id or 0} 0",
                    code="call-order-missing",
                    severity=1,
                    person_id=person_id,
                    household_id=household_id,
                    first_seen=TODAY,
                    opened_at=clock.now(),
                )
            )
    at_the_office(browser, world.town.cedar)
    browser.open("household.household", public_id=world.homes["patrick"].public_id)
    assert "To clean up" in browser.text
    browser.open("household.person", public_id=world.nora.public_id)
    assert "To clean up" in browser.text
    assert browser.open("household.person", public_id=world.siobhan.public_id).text.count("To clean up") == 0
