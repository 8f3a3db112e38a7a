"""A letter that came back: marked at the desk, told to the family, and none is sent there until it is confirmed."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

from demo.cast import Someone
from demo.staff import Staff
from demo.world import PASSPHRASE, World
from district.models import Address, PersonAddress, ReturnedLetter
from district.queries import entitled_among, sight_policy
from foundation import clock, db
from foundation.audit import AuditEntry
from foundation.settings import Settings
from tests.browser import Browser
from tests.statements import statements

BACK, RIGHT = "A letter came back", "The address is right"


@pytest.fixture
def desk(browser: Browser, staff: Staff) -> Browser:
    """Hazel of the help desk, signed in."""
    return browser.signs_in("hazel.tran", PASSPHRASE)


def gets_letters(person: Someone, settings: Settings) -> bool:
    """Whether a letter would have somewhere to go."""
    db.close()
    policy = sight_policy(settings)
    return entitled_among([person.id], "parent", on=clock.today(), policy=policy)[0].address is not None


def told() -> list[str]:
    db.close()
    events = ("letter-returned", "returned-address-found-right", "mailing-address-confirmed")
    return list(
        db.session().scalars(select(AuditEntry.event).where(AuditEntry.event.in_(events)).order_by(AuditEntry.id))
    )


def moves(street: str) -> None:
    with db.transaction() as session:
        session.execute(update(Address).values(line_1=street))
        session.execute(update(PersonAddress).values(line_1=street))


def test_no_letter_goes_where_one_came_back_until_it_is_confirmed(
    desk: Browser, world: World, settings: Settings
) -> None:
    assert gets_letters(world.patrick, settings)
    desk.open("desk.person", public_id=world.patrick.public_id)
    desk.press(BACK)
    assert "One came back, marked on November 18, 2026, 9:00 AM MST." in desk.text
    assert not gets_letters(world.patrick, settings)
    desk.press(RIGHT)
    assert "Letters go there again." in desk.text
    assert gets_letters(world.patrick, settings)
    assert told() == ["letter-returned", "mailing-address-confirmed"]


def test_another_address_is_another_matter(desk: Browser, world: World, settings: Settings) -> None:
    desk.open("desk.person", public_id=world.patrick.public_id).press(BACK)
    moves("9 Heron Row")
    assert gets_letters(world.patrick, settings)
    assert BACK in desk.open("desk.person", public_id=world.patrick.public_id).buttons


def test_the_family_reads_it_beside_what_else_came_back(app: Flask, desk: Browser, world: World) -> None:
    desk.open("desk.person", public_id=world.patrick.public_id).press(BACK)
    page = Browser(app).signs_in(world.sign_in(world.patrick).username, PASSPHRASE).open("portal.contact_preferences")
    other = Browser(app).signs_in(world.sign_in(world.siobhan).username, PASSPHRASE).open("portal.contact_preferences")

    assert "A letter to you came back on November 18" in page.text
    assert "Call (303) 555-0110 to say whether it is right." in page.text
    assert "A letter to you came back" not in other.text


def test_marking_twice_is_once_and_no_address_is_kept_or_shown(desk: Browser, world: World) -> None:
    desk.open("desk.person", public_id=world.patrick.public_id)
    page, there = desk.html, desk.path
    desk.press(BACK)
    desk.open(there)
    assert BACK not in desk.buttons
    for each in (page, desk.html):
        assert "Grebe" not in each
    db.close()
    assert len(db.session().scalars(select(ReturnedLetter.address_digest)).one()) == 64
    db.close()


def test_to_a_confidential_address_there_is_nothing_to_mark(desk: Browser, world: World) -> None:
    """The page says the same of it as of no address at all (T33)."""
    desk.open("desk.person", public_id=world.joanna.public_id).press(BACK)
    assert "Nothing is changed: no letter goes to this person from here as the record stands." in desk.text
    assert told() == []


def at_home(app: Flask, world: World, who: Someone) -> Browser:
    return Browser(app).signs_in(world.sign_in(who).username, PASSPHRASE)


def test_the_family_s_word_reaches_the_office_which_lifts_the_mark(
    app: Flask, desk: Browser, world: World, settings: Settings
) -> None:
    there = desk.open("desk.person", public_id=world.patrick.public_id).press(BACK).path
    assert "The family read the address" not in desk.text
    family = at_home(app, world, world.patrick).open("portal.contact_data")
    assert "A letter to this address came back, marked on November 18, 2026, 9:00 AM MST" in family.text
    assert "Press “Still correct”, and the office is told." in family.text

    with clock.at("2026-11-18 09:05"):
        family.press(f"Still correct ({world.patrick.full_name})")
    assert "The office is told that the address is right." in family.text
    assert "Your family said on November 18, 2026, 9:05 AM MST that the address is right" in family.text
    assert "Press “Still correct”, and the office is told." not in family.text
    assert "Your family said on November 18, 2026, 9:05 AM MST" in family.open("portal.contact_preferences").text

    assert "The family read the address on November 18, 2026, 9:05 AM MST" in desk.open(there).text
    assert not gets_letters(world.patrick, settings)
    desk.press(RIGHT)
    assert gets_letters(world.patrick, settings)
    assert "came back" not in family.open("portal.contact_data").text
    assert told() == ["letter-returned", "returned-address-found-right", "mailing-address-confirmed"]


def test_of_a_new_address_the_family_said_nothing_yet(app: Flask, desk: Browser, world: World) -> None:
    desk.open("desk.person", public_id=world.patrick.public_id).press(BACK)
    moves("9 Heron Row")
    family = at_home(app, world, world.patrick).open("portal.contact_data")
    assert "A letter to this address came back" not in family.text

    family.press(f"Still correct ({world.patrick.full_name})")
    assert "The office is told that the address is right." not in family.text
    assert told() == ["letter-returned"]


def test_where_nothing_came_back_the_office_is_told_nothing(app: Flask, world: World) -> None:
    family = at_home(app, world, world.patrick).open("portal.contact_data")
    family.press(f"Still correct ({world.patrick.full_name})")

    assert "The office is told" not in family.text
    assert told() == []


def test_while_a_mark_is_open_each_page_asks_one_question_more(
    app: Flask, desk: Browser, world: World, database: Engine
) -> None:
    family = at_home(app, world, world.patrick)
    pages = [(family, "/portal/contact-preferences"), (family, "/portal/contact-data")]
    pages.append((desk, f"/portal/desk/people/{world.patrick.public_id}"))
    before = [how_many(database, *each) for each in pages]
    desk.press(BACK)

    assert [how_many(database, *each) for each in pages] == [each + 1 for each in before]


def how_many(database: Engine, browser: Browser, page: str) -> int:
    """Statements that a page takes which was opened before."""
    browser.open(page)
    with statements(database) as said:
        browser.open(page)
    return len(said)
