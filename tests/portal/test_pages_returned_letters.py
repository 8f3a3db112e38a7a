"""A letter that came back: marked at the desk, told to the family, and none is sent there until it is confirmed."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, update

from demo.cast import Someone
from demo.staff import Staff
from demo.world import PASSPHRASE, World
from district.models import Address, PersonAddress, ReturnedLetter
from district.queries import entitled_among, sight_policy
from foundation import clock, db
from foundation.audit import AuditEntry
from foundation.settings import Settings
from tests.browser import Browser

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
    events = ("letter-returned", "mailing-address-confirmed")
    return list(db.session().scalars(select(AuditEntry.event).where(AuditEntry.event.in_(events))))


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
