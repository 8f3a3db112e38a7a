"""`/support/` for contacts and for everybody else, and whose appointments count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from accounts.models import Account
from demo import people
from demo.served import an_appointment
from demo.world import PASSPHRASE, World
from district.models import StaffAssignment
from foundation import clock, db
from support.models import SupportContact
from support.queries import contact_of, contacts_in_force, contacts_of_places
from tests.browser import Browser
from tests.support.served import Served

DAY = timedelta(days=1)


@pytest.mark.parametrize("name", ["denise", "carla"])
def test_a_contact_sees_for_whom_they_ask(browser: Browser, served: Served, name: str) -> None:
    page = browser.signs_in(getattr(served, name).username, PASSPHRASE).open("/support/")

    assert page.status == 200
    assert page.heading == "No case is open."
    assert "You ask for" in page.text


def test_an_account_of_a_contact_comes_in_there(browser: Browser, served: Served) -> None:
    assert browser.signs_in(served.carla.username, PASSPHRASE).path == "/support/"
    assert "Prairie Lane Schools" in browser.text


def test_a_colleague_is_told_who_the_contacts_are(browser: Browser, served: Served) -> None:
    page = browser.signs_in(served.nadia.username, PASSPHRASE).open("/support/")

    assert page.heading == "Your authorized contacts ask the support desk for you."
    assert "Denise Penn" in page.text
    assert "Theo Penn" in page.text
    assert "Carla Penn" not in page.text


def test_a_family_is_told_nobodys_name(browser: Browser, world: World, served: Served) -> None:
    page = browser.signs_in(world.sign_ins[0].username, PASSPHRASE).open("/support/")

    assert page.status == 200
    assert "Penn" not in page.text


def test_the_page_reads_in_spanish(browser: Browser, served: Served) -> None:
    browser.language = "es"

    page = browser.signs_in(served.nadia.username, PASSPHRASE).open("/support/")

    assert page.heading == "Sus contactos autorizados consultan al servicio de soporte por usted."


def test_who_is_appointed_holds_the_right_whatever_the_kind_of_account(app: Flask, served: Served) -> None:
    today = clock.today()

    held = {name: contact_of(getattr(served, name).id, today) for name in ("denise", "theo", "carla", "nadia")}

    assert [(name, [each.kind for each in found]) for name, found in held.items()] == [
        ("denise", ["support"]),
        ("theo", ["technical"]),
        ("carla", ["support"]),
        ("nadia", []),
    ]


@pytest.mark.parametrize(
    ("starts", "ends", "counts"),
    [(0, None, True), (1, None, False), (-5, 1, True), (-5, 0, False), (0, 0, False)],
)
def test_an_appointment_counts_from_its_first_day_to_its_last(
    app: Flask, served: Served, starts: int, ends: int | None, counts: bool
) -> None:
    today = clock.today()
    with db.transaction():
        an_appointment(
            served.nadia.id,
            served.theirs,
            starts=today + starts * DAY,
            ends=None if ends is None else today + ends * DAY,
        )

    assert bool(contact_of(served.nadia.id, today)) is counts


def test_a_colleague_who_has_left_is_no_contact_any_more(app: Flask, served: Served) -> None:
    today = clock.today()
    with db.transaction() as session:
        session.execute(
            update(StaffAssignment).where(StaffAssignment.person_id == served.denise.person.id).values(ends=today)
        )

    assert contact_of(served.denise.id, today) == ()
    assert contact_of(served.denise.id, today - DAY) != ()
    assert [each.full_name for each in contacts_in_force(served.ours, today)] == ["Theo Penn"]


def test_a_closed_account_is_no_contact_any_more(app: Flask, served: Served) -> None:
    with db.transaction() as session:
        session.execute(update(Account).where(Account.id == served.carla.id).values(disabled_at=clock.now()))

    assert contacts_in_force(served.theirs, clock.today()) == ()


def test_flagged_is_not_ended(app: Flask, served: Served) -> None:
    with db.transaction() as session:
        session.execute(update(SupportContact).values(flagged_on=date(2026, 11, 1)))

    (found,) = contact_of(served.denise.id, clock.today())
    assert found.is_flagged


def test_staff_of_a_school_have_its_contacts_and_the_districts(app: Flask, served: Served) -> None:
    found = contacts_of_places([served.high.id], clock.today())

    assert [each.full_name for each in found] == ["Denise Penn", "Theo Penn"]


def test_the_database_refuses_a_second_technical_contact(app: Flask, served: Served) -> None:
    with pytest.raises(IntegrityError), db.transaction():
        an_appointment(served.nadia.id, served.ours, kind="technical", starts=clock.today())
    with db.transaction():
        an_appointment(served.nadia.id, served.theirs, kind="technical", starts=clock.today())


def test_the_database_refuses_to_appoint_an_account_twice_for_one_organization(app: Flask, served: Served) -> None:
    with pytest.raises(IntegrityError), db.transaction():
        an_appointment(served.denise.id, served.ours, starts=clock.today())


def test_a_parents_account_is_no_contact_even_with_a_record(app: Flask, served: Served) -> None:
    with db.transaction():
        parent = people.an_account(served.nadia.person, "parent", username="nadia.home", password_hash="")
        an_appointment(parent, served.ours, starts=clock.today())

    assert contact_of(parent, clock.today()) == ()
