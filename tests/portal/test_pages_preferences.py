"""How messages come to a family: the grid, what it refuses, and what is shown of what was sent."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import Engine, func, select, update

from demo.cast import Someone
from demo.world import PASSPHRASE, World
from district.models import ContactPoint
from foundation import clock, db, outbox, postman
from foundation.audit import AuditEntry
from foundation.outbox import Mail
from portal.models import ContactChoice
from tests.browser import Browser
from tests.statements import statements

PAGE = "portal.contact_preferences"


def at_home(app: Flask, world: World, person: Someone) -> Browser:
    return Browser(app).signs_in(world.sign_in(person).username, PASSPHRASE)


def email_of(person: Someone) -> int:
    found = db.session().scalar(
        select(ContactPoint.id).where(ContactPoint.person_id == person.id, ContactPoint.kind == "email")
    )
    db.close()
    assert found is not None
    return found


def ticked(browser: Browser) -> set[str | None]:
    boxes = [each for each in browser.page.iter("input") if each.get("name") == "wanted"]
    assert boxes
    return {each.get("value") for each in boxes if each.get("checked") is not None}


def sent_to(app: Flask, person: Someone, *, name: str = "Ruth") -> None:
    with app.app_context():
        with db.transaction():
            outbox.post(
                "account-exists", to=person.email, language="en", at=clock.now(), person_id=person.id, name=name
            )
        postman.deliver(app)


def test_nothing_chosen_shows_how_the_district_sends(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.ruth).open(PAGE)

    assert browser.heading == "How messages come to you"
    assert "You have chosen nothing yet: what is ticked is how the district sends." in browser.text
    email = email_of(world.ruth)
    assert ticked(browser) == {
        f"{kind}.mail.{email}"
        for kind in ("emergency", "priority", "attendance", "grades", "behavior", "general", "teacher", "food-service")
    }


def test_choices_are_kept_told_and_shown_as_what_would_come(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.ruth).open(PAGE)
    email = email_of(world.ruth)
    browser.fill(wanted=(f"emergency.mail.{email}", f"teacher.mail.{email}")).press("Save")

    assert "This is how messages come to you now." in browser.text
    assert ticked(browser) == {f"emergency.mail.{email}", f"teacher.mail.{email}"}
    assert "General only here in the portal" in browser.text
    assert f"Teacher Email to {world.ruth.email}" in browser.text
    told = db.session().scalars(select(AuditEntry).where(AuditEntry.event == "contact-preferences-saved")).one()
    assert told.data["after"][f"general mail {world.ruth.email}"] is False
    assert f"teacher mail {world.ruth.email}" not in told.data["after"]


def test_an_emergency_keeps_one_way(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.ruth).open(PAGE)
    browser.fill(wanted=()).press("Save")

    assert browser.status == 422
    assert browser.errors == ["Emergency needs one way at least that reaches you. Tick one in that row, then save."]
    assert db.session().scalar(select(func.count()).select_from(ContactChoice)) == 0


def test_the_second_of_two_open_pages_is_told_and_changes_nothing(app: Flask, world: World) -> None:
    email = email_of(world.ruth)
    one = at_home(app, world, world.ruth).open(PAGE)
    other = at_home(app, world, world.ruth).open(PAGE)
    one.fill(wanted=(f"emergency.mail.{email}",)).press("Save")
    other.fill(wanted=(f"emergency.mail.{email}", f"general.mail.{email}")).press("Save")

    assert other.status == 409
    assert "Your choices were saved from another page" in other.text
    assert ticked(other) == {f"emergency.mail.{email}"}
    other.fill(wanted=(f"emergency.mail.{email}", f"general.mail.{email}")).press("Save")
    assert other.status == 200
    assert ticked(other) == {f"emergency.mail.{email}", f"general.mail.{email}"}


def test_boxes_of_somebody_else_s_address_are_no_boxes(app: Flask, world: World) -> None:
    theirs, own = email_of(world.dana), email_of(world.ruth)
    browser = at_home(app, world, world.ruth).open(PAGE)
    box = next(each for each in browser.page.iter("input") if each.get("value") == f"general.mail.{own}")
    box.set("value", f"general.mail.{theirs}")
    browser.fill(wanted=(f"emergency.mail.{own}", f"general.mail.{theirs}"), shown=f"{own} {theirs}").press("Save")

    kept = set(db.session().execute(select(ContactChoice.person_id, ContactChoice.to_address)))
    assert kept == {(world.ruth.id, world.ruth.email)}


def test_who_shares_an_address_sees_nothing_of_what_was_written_to_the_other(app: Flask, world: World) -> None:
    sent_to(app, world.patrick)

    his, hers = (at_home(app, world, each).open(PAGE) for each in (world.patrick, world.siobhan))
    assert "You have an account already" in his.text
    assert "You have an account already" not in hers.text
    assert "Nothing was sent here yet." in hers.text


def test_what_came_back_is_marked_with_its_day(app: Flask, world: World) -> None:
    sent_to(app, world.ruth)
    assert "it did not come back" in at_home(app, world, world.ruth).open(PAGE).text
    with db.transaction():
        db.session().execute(update(Mail).where(Mail.person_id == world.ruth.id).values(returned_at=clock.now()))

    text = at_home(app, world, world.ruth).open(PAGE).text
    assert "It came back on Wednesday, November 18" in text
    assert "nothing more is sent there but an emergency" in text


def test_a_student_under_18_is_told_who_chooses(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.minh).open(PAGE)

    assert "Until you are 18, your parents or guardians choose" in browser.text
    assert "Save" not in browser.text


def test_the_page_takes_eight_statements_at_most(app: Flask, world: World, database: Engine) -> None:
    browser = at_home(app, world, world.ruth).open(PAGE)
    with statements(database) as said:
        browser.open(PAGE)
    assert len(said) <= 8, said
