"""The office changes a person’s record: what may be typed, who is told, and what stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

from demo import people
from demo.cast import LONG_AGO, Someone
from demo.world import PASSPHRASE, World
from district.models import ContactPoint, FormerName, OfficeEdit, Person, StaffAssignment
from foundation import clock, db
from foundation.audit import AuditEntry
from tests.browser import Browser
from tests.household.access.desk import PASSWORD, an_account, at_desk
from tests.household.editor.office import a_clerk, at_the_office
from tests.statements import statements

PAGES = ("household.correct_person", "household.rename_person", "household.add_contact", "household.choose_household")


def fresh(person: Someone) -> Person:
    db.close()
    return db.session().get_one(Person, person.id)


def told(event: str) -> list[dict[str, object]]:
    db.close()
    return [
        entry.data
        for entry in db.session().scalars(select(AuditEntry).where(AuditEntry.event == event).order_by(AuditEntry.id))
    ]


def points(person: Someone, kind: str) -> list[ContactPoint]:
    db.close()
    found = select(ContactPoint).where(ContactPoint.person_id == person.id, ContactPoint.kind == kind)
    return list(db.session().scalars(found.order_by(ContactPoint.id)))


def test_a_correction_stands_over_the_feed_and_keeps_no_former_name(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    browser.open("household.correct_person", public_id=world.nora.public_id)
    browser.fill(last_name="O’Brian", birth_date="2016-02-29", language="es", reason="A slip").press(
        "Save the correction"
    )

    assert browser.status == 200
    assert "Corrected. It stands until a feed’s own value changes" in browser.text
    nora = fresh(world.nora)
    assert (nora.last_name, nora.birth_date, nora.language, nora.version) == ("O’Brian", date(2016, 2, 29), "es", 2)
    assert db.session().scalars(select(FormerName).where(FormerName.person_id == nora.id)).all() == []
    edited = select(OfficeEdit.field).where(OfficeEdit.person_id == nora.id)
    assert set(db.session().scalars(edited)) == {"last_name", "birth_date", "language"}
    said = told("person-corrected")[0]
    assert said["before"]["last_name"] == "O’Brien"  # type: ignore[index]
    assert said["after"]["last_name"] == "O’Brian"  # type: ignore[index]
    assert "Last name: O’Brien before, O’Brian now." in browser.text
    assert "Why: A slip" in browser.text


def test_a_new_name_counts_from_its_day_and_the_former_one_is_still_found(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    browser.open("household.rename_person", public_id=world.siobhan.public_id)
    browser.fill(last_name="Farrelly", starts="2026-11-02").press("Save the new name")

    former = db.session().scalars(select(FormerName).where(FormerName.person_id == world.siobhan.id)).one()
    assert (former.last_name, former.ends) == ("O’Brien", date(2026, 11, 2))
    assert "The person has another name from November 2, 2026 on." in browser.text
    browser.open("household.search").fill(q="siobhan obrien").press("Search")
    assert "Siobhan Farrelly" in browser.text
    assert "by a former name" in browser.text


@pytest.mark.parametrize("typed", ['Nora "Nonie"', "Nora (Nonie)", "Nora “Nonie”", "Nora\u202e", "[x]", "x" * 101, ""])
def test_a_name_has_no_signs_of_remarks(browser: Browser, world: World, typed: str) -> None:
    at_the_office(browser, world.town.cedar)
    browser.open("household.correct_person", public_id=world.nora.public_id).fill(first_name=typed)
    browser.press("Save the correction")

    assert browser.status == 422
    assert len(browser.errors) == 1
    assert fresh(world.nora).first_name == "Nora"


@pytest.mark.parametrize("typed", ["Ñandú", "Nguyễn", "O’Brien-D'Arcy", "李", "Ko‘olau", "van der Berg"])
def test_names_are_data(browser: Browser, world: World, typed: str) -> None:
    at_the_office(browser, world.town.cedar)
    browser.open("household.correct_person", public_id=world.nora.public_id).fill(first_name=typed)
    browser.press("Save the correction")

    assert browser.status == 200
    assert fresh(world.nora).first_name == typed


def test_a_name_that_a_feed_wrote_so_stands_in_nobodys_way(browser: Browser, world: World) -> None:
    with db.transaction() as session:
        session.get_one(Person, world.nora.id).first_name = "Nora (Nonie)"
    at_the_office(browser, world.town.cedar)
    browser.open("household.correct_person", public_id=world.nora.public_id).fill(language="es")
    browser.press("Save the correction")

    assert browser.status == 200
    assert fresh(world.nora).language == "es"


@pytest.mark.parametrize(("field", "value"), [("birth_date", "2027-01-01"), ("birth_date", "soon")])
def test_a_day_that_cannot_be_is_refused_in_place(browser: Browser, world: World, field: str, value: str) -> None:
    at_the_office(browser, world.town.cedar)
    browser.open("household.correct_person", public_id=world.nora.public_id).fill(**{field: value})
    browser.press("Save the correction")

    assert browser.status == 422


def test_a_new_name_is_not_entered_before_its_day(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    browser.open("household.rename_person", public_id=world.nora.public_id)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    browser.fill(last_name="New", starts=tomorrow).press("Save the new name")

    assert browser.status == 422
    assert "Enter the name on the day it counts." in browser.text


def test_a_phone_is_parsed_and_one_that_is_none_is_kept_and_marked(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    add(browser, world.siobhan, sort="work", value="303.555.0142")
    assert "Saved: (303) 555-0142." in browser.text
    add(browser, world.siobhan, sort="home", value="ask at the mill")
    assert "Saved as typed: ask at the mill. It cannot be dialed, and is marked so." in browser.text
    assert "ask at the mill does not work" in browser.text

    kept = {each.type: (each.value, each.is_valid) for each in points(world.siobhan, "phone")}
    assert kept["work"] == ("+13035550142", True)
    assert kept["home"] == ("ask at the mill", False)


def test_an_email_has_to_be_one(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    add(browser, world.siobhan, sort="email", value="siobhan at home")

    assert browser.status == 422
    assert browser.errors == ["That is no email address. It looks like name@example.org."]


def test_a_feeds_contact_is_replaced_and_the_page_says_how_long_that_stands(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    with db.transaction() as session:
        session.execute(update(ContactPoint).where(ContactPoint.kind == "email").values(type="email"))
    old = points(world.siobhan, "email")[0]
    browser.open("household.replace_contact", public_id=world.siobhan.public_id, number=old.id)
    assert "What you change stands until the feed’s own value changes." in browser.text
    browser.fill(value="new@grebe.example").press("Save the new one")

    before, after = points(world.siobhan, "email")
    assert (before.ends, after.value, after.source) == (clock.today(), "new@grebe.example", "office")
    edit = db.session().scalars(select(OfficeEdit).where(OfficeEdit.person_id == world.siobhan.id)).one()
    assert (edit.field, edit.value) == (old.type, "new@grebe.example")


def test_a_contact_ends_with_its_last_day(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    point = points(world.siobhan, "email")[0]
    browser.open("household.end_contact", public_id=world.siobhan.public_id, number=point.id)
    browser.fill(last_day="2026-11-18", reason="Bounces").press("End it")

    assert points(world.siobhan, "email")[0].ends == date(2026, 11, 19)
    assert "the last day: November 18, 2026." in browser.text


def test_anothers_contact_is_not_there(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    foreign = points(world.marisol, "email")[0]
    for endpoint in ("household.end_contact", "household.replace_contact"):
        assert browser.open(endpoint, public_id=world.siobhan.public_id, number=foreign.id).status == 404
        assert browser.open(endpoint, public_id=world.siobhan.public_id, number=10**30).status == 404


@pytest.mark.parametrize("endpoint", PAGES)
def test_out_of_reach_own_family_and_no_access_are_refused(app: Flask, world: World, endpoint: str) -> None:
    assert at_the_office(Browser(app), world.town.cedar).open(endpoint, public_id=world.minh.public_id).status == 404
    clerk = a_clerk(world.town.cedar)
    with db.transaction():
        mine = people.a_student("Kit", "Moran", school=world.town.cedar)
        people.a_relationship(Someone(clerk.person_id, "", "", "", ""), mine)
    own = at_desk(Browser(app), clerk)
    assert own.open(endpoint, public_id=mine.public_id).status == 403
    assert own.heading == "This is your own family: ask a colleague"
    without = at_desk_without(app, world)
    assert without.open(endpoint, public_id=world.nora.public_id).status == 403
    family = Browser(app).signs_in(world.sign_in(world.siobhan).username, PASSPHRASE)
    assert family.open(endpoint, public_id=world.nora.public_id).status == 403


def test_the_right_is_looked_at_again_where_the_writing_happens(browser: Browser, world: World) -> None:
    clerk = a_clerk(world.town.cedar)
    at_desk(browser, clerk)
    browser.open("household.correct_person", public_id=world.nora.public_id).fill(language="es")
    with db.transaction() as session:
        session.execute(
            update(StaffAssignment).where(StaffAssignment.person_id == clerk.person_id).values(ends=LONG_AGO)
        )
    browser.press("Save the correction")

    assert browser.status == 403
    assert fresh(world.nora).version == 1


def test_a_stale_correction_shows_both_and_keeps_what_was_typed(app: Flask, world: World) -> None:
    first, second = (at_the_office(Browser(app), world.town.cedar) for _ in range(2))
    for clerk in (first, second):
        clerk.open("household.correct_person", public_id=world.nora.public_id)
    first.fill(language="vi").press("Save the correction")
    second.fill(language="es").press("Save the correction")

    assert second.status == 409
    assert "changed this on" in second.text
    assert "Language Vietnamese Spanish" in second.text
    assert fresh(world.nora).language == "vi"
    second.press("Save the correction")
    assert second.status == 200
    assert fresh(world.nora).language == "es"


def test_what_only_the_other_one_changed_is_not_undone_by_saving_again(app: Flask, world: World) -> None:
    first, second = (at_the_office(Browser(app), world.town.cedar) for _ in range(2))
    for clerk in (first, second):
        clerk.open("household.correct_person", public_id=world.nora.public_id)
    first.fill(language="vi").press("Save the correction")
    second.fill(birth_date="2016-03-01").press("Save the correction")
    assert second.status == 409
    second.press("Save the correction")

    nora = fresh(world.nora)
    assert (nora.language, nora.birth_date) == ("vi", date(2016, 3, 1))


def test_a_form_sent_twice_has_one_effect(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    browser.open("household.add_contact", public_id=world.siobhan.public_id)
    form = {
        each.get("name"): each.get("value") or "" for each in browser.page.iter("input") if each.get("type") == "hidden"
    } | {"sort": "work", "value": "303 555 0142", "starts": "2026-11-18"}
    path = browser.path
    for _ in range(2):
        browser._go("POST", path, dict(form))
        assert browser.status == 200

    assert len(told("contact-point-begun")) == 1
    browser._go("POST", path, dict(form) | {"value": "303 555 0143"})
    assert browser.status == 422


@pytest.mark.parametrize("endpoint", PAGES)
def test_a_page_takes_eight_statements_at_most(browser: Browser, world: World, database: Engine, endpoint: str) -> None:
    at_the_office(browser, world.town.cedar)
    with statements(database) as said:
        browser.open(endpoint, public_id=world.nora.public_id)

    assert browser.status == 200
    assert len(said) <= 8, said


def test_the_pages_are_spoken_in_spanish(browser: Browser, world: World) -> None:
    browser.language = "es"
    at_the_office(browser, world.town.cedar, language="es")
    for endpoint in PAGES:
        assert browser.open(endpoint, public_id=world.nora.public_id).status == 200


def add(browser: Browser, person: Someone, **typed: str) -> None:
    browser.open("household.add_contact", public_id=person.public_id).fill(**typed).press("Add it")


def at_desk_without(app: Flask, world: World) -> Browser:
    clerk = a_clerk(world.town.cedar, has_courses=False, name="Nina")
    return Browser(app).signs_in(an_account(clerk, username="nina.without"), PASSWORD)
