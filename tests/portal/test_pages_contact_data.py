"""A family looks at its contact data, changes its own at once, confirms it by a code, and says what is still right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

from demo.cast import Someone
from demo.staff import Staff
from demo.world import PASSPHRASE, World
from district.models import CardConfirmed, ContactPoint, OfficeEdit, Person
from foundation import clock, db, postman
from foundation.audit import AuditEntry
from foundation.outbox import Mail
from portal.models import ContactCheck
from tests.attacks.devices import token_of
from tests.attacks.forms import send
from tests.browser import Browser
from tests.statements import statements

PAGE = "portal.contact_data"


def at_home(app: Flask, world: World, person: Someone) -> Browser:
    return Browser(app).signs_in(world.sign_in(person).username, PASSPHRASE)


def points(person: Someone) -> list[tuple[str, str, str, bool]]:
    """Type, value, source and whether it is confirmed, of what counts."""
    found = db.session().scalars(
        select(ContactPoint)
        .where(ContactPoint.person_id == person.id, ContactPoint.ends.is_(None))
        .order_by(ContactPoint.kind, ContactPoint.id)
    )
    kept = [(each.type, each.value, each.source, each.verified_at is not None) for each in found]
    db.close()
    return kept


def written() -> list[tuple[str, str, str]]:
    found = [tuple(row) for row in db.session().execute(select(Mail.template, Mail.channel, Mail.to_address))]
    db.close()
    return found  # type: ignore[return-value]


def code_in(app: Flask, folder: Path) -> str:
    with app.app_context():
        postman.deliver(app)
    newest = max(folder.rglob("*.*"), key=lambda each: each.name)
    found = re.search(r"\b\d{6}\b", newest.read_text("utf-8").split("\n\n", 1)[1])
    assert found is not None
    return found[0]


def test_a_guardian_sees_the_own_card_and_one_for_each_child(app: Flask, world: World) -> None:
    text = at_home(app, world, world.ruth).open(PAGE).text

    assert "How the school reaches you" in text
    assert world.ruth.email in text
    assert "Yolanda Brooks Relative" in text
    assert "A home address is changed in person." in text
    assert text.count("Still correct") == 2


def test_an_email_is_added_at_once_confirmed_by_its_code_and_the_one_before_is_told(
    app: Flask, world: World, tmp_path: Path
) -> None:
    browser = at_home(app, world, world.ruth).open(PAGE).follow("Add an address or number")
    browser.fill(sort="sms", value="(303) 555-0177").press("Save")

    assert browser.heading == "Confirm (303) 555-0177"
    assert ("sms", "+13035550177", "family", False) in points(world.ruth)
    assert set(written()) == {
        ("contact-changed", "mail", world.ruth.email),
        ("contact-code", "text", "+13035550177"),
    }
    assert "not confirmed yet" in browser.open(PAGE).text.lower()
    number = db.session().scalar(select(ContactPoint.id).where(ContactPoint.value == "+13035550177"))
    browser.open("portal.contact_code", number=number).fill(code=code_in(app, tmp_path / "text")).press("Confirm")
    assert "Confirmed. Messages go to (303) 555-0177 from now on." in browser.text
    assert ("sms", "+13035550177", "family", True) in points(world.ruth)


def test_a_changed_address_ends_the_one_before_and_holds_a_feed_off(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.ruth).open(PAGE).follow(f"Change or remove: {world.ruth.email}")
    browser.fill(value="ruth.new@harrier.example").press("Save")

    assert points(world.ruth) == [("email", "ruth.new@harrier.example", "family", False)]
    edit = db.session().scalars(select(OfficeEdit).where(OfficeEdit.person_id == world.ruth.id)).one()
    assert (edit.field, edit.value, edit.edited_by_id) == ("email", "ruth.new@harrier.example", world.ruth.id)
    assert ("contact-changed", "mail", world.ruth.email) in written()
    told = set(db.session().scalars(select(AuditEntry.event)))
    assert {"contact-point-begun", "contact-point-ended"} <= told


def test_a_removed_address_is_told_once_more(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.ruth).open(PAGE).follow(f"Change or remove: {world.ruth.email}")
    browser.press("Remove it")

    assert "Removed. Nothing is sent there any more." in browser.text
    assert "nothing can be sent to you. Add one." in browser.text
    assert points(world.ruth) == []
    assert written() == [("contact-changed", "mail", world.ruth.email)]


@pytest.mark.parametrize(
    ("sort", "value", "error"),
    [
        ("email", "ruth", "No mail can be sent to that. Look for a letter too few or too many."),
        ("sms", "303", "No phone has that number. Type it with its area code."),
        ("email", "other@harrier.example", "You have one of this sort. Change that one instead."),
        ("email", "RUTH@harrier.example", "That is on record already, so nothing was changed."),
        ("email", "", "Type the address or the number."),
    ],
)
def test_what_is_not_taken_says_why(app: Flask, world: World, sort: str, value: str, error: str) -> None:
    browser = at_home(app, world, world.ruth).open("portal.new_contact_point")
    browser.fill(sort=sort, value=value).press("Save")

    assert browser.status == 422
    assert browser.errors == [error]
    assert (len(points(world.ruth)), written()) == (1, [])


def test_five_wrong_codes_end_a_code_also_for_the_right_one(app: Flask, world: World, tmp_path: Path) -> None:
    browser = at_home(app, world, world.ruth).open("portal.new_contact_point")
    browser.fill(sort="sms", value="3035550177").press("Save")
    right = code_in(app, tmp_path / "text")
    wrong = f"{(int(right) + 1) % 10**6:06}"
    for _ in range(5):
        browser.fill(code=wrong).press("Confirm")
        assert browser.status == 422
    browser.fill(code=right).press("Confirm")

    assert browser.errors == ["That is not the code, or it is too old. Look again, or ask for a new one."]
    assert points(world.ruth)[-1][3] is False


def test_a_code_is_good_for_thirty_minutes(app: Flask, world: World, tmp_path: Path, at: object) -> None:
    browser = at_home(app, world, world.ruth).open("portal.new_contact_point")
    browser.fill(sort="sms", value="3035550177").press("Save")
    right = code_in(app, tmp_path / "text")
    with db.transaction():
        db.session().execute(update(ContactCheck).values(expires_at=clock.now()))
    browser.fill(code=right).press("Confirm")
    assert browser.status == 422


def test_the_fourth_code_waits(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.ruth).open("portal.new_contact_point")
    browser.fill(sort="sms", value="3035550177").press("Save")
    for _ in range(2):
        browser.press("Send a new code")
        assert "A new code is on its way." in browser.text
    browser.press("Send a new code")
    assert "You asked for several codes. Ask again in an hour." in browser.text


def test_a_change_of_the_office_meanwhile_is_told_and_nothing_is_lost(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.ruth).open(PAGE).follow(f"Change or remove: {world.ruth.email}")
    with db.transaction():
        db.session().execute(update(Person).where(Person.id == world.ruth.id).values(version=Person.version + 1))
    browser.fill(value="ruth.new@harrier.example").press("Save")

    assert browser.status == 409
    assert "The record was changed while this page was open, so nothing was saved." in browser.text
    assert (points(world.ruth)[0][1], written()) == (world.ruth.email, [])


def test_one_tap_says_that_a_card_is_still_right(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.ruth).open(PAGE)
    assert browser.text.count("Nobody of the family has confirmed this card yet.") == 2
    browser.press(f"Still correct ({world.isaiah.full_name})")

    assert "The card of Isaiah is confirmed as of today." in browser.text
    assert "A family last confirmed this card on November 18, 2026" in browser.text
    kept = db.session().scalars(select(CardConfirmed)).one()
    assert (kept.person_id, kept.by_id) == (world.isaiah.id, world.ruth.id)


def test_the_office_reads_on_the_person_s_page_that_a_card_was_confirmed(
    app: Flask, world: World, staff: Staff
) -> None:
    at_home(app, world, world.ruth).open(PAGE).press(f"Still correct ({world.isaiah.full_name})")
    office = Browser(app).signs_in("pilar.cisneros", PASSPHRASE)
    office.open("household.person", public_id=world.isaiah.public_id)

    assert "confirmado por la familia: 18 de noviembre de 2026" in office.text
    assert "La familia confirmó que los datos de contacto siguen siendo correctos." in office.text


def test_the_language_is_changed_at_once_and_kept_from_a_feed(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.ruth).open(PAGE).follow("Change the language")
    browser.fill(language="es").press("Save")

    assert "From now on we write to you in Español." in browser.text
    edit = db.session().scalars(select(OfficeEdit)).one()
    assert (edit.field, edit.value) == ("language", "es")


def test_a_child_s_phones_are_asked_for_and_stand_as_waiting(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.ruth).open(PAGE).follow("Ask to change the email and phones of Isaiah")
    browser.fill(email="isaiah@harrier.example").press("Send to the office")

    assert "The office has your request." in browser.text
    assert "Due November 25, 2026" in browser.open(PAGE).text
    assert points(world.isaiah) == []


def test_nobody_reaches_another_s_address_or_card(app: Flask, world: World) -> None:
    theirs = db.session().scalar(select(ContactPoint.id).where(ContactPoint.person_id == world.dana.id))
    browser = at_home(app, world, world.ruth)
    for place in ("", "/code"):
        assert browser.open(f"/portal/contact-data/points/{theirs}{place}").status == 404
    token = token_of(browser.open(PAGE))
    typed = {"csrf_token": token, "form_key": "one", "version": "1", "value": "x@y.example", "code": "123456"}
    for place in ("", "/end", "/code", "/code/new"):
        answer = send(browser, f"/portal/contact-data/points/{theirs}{place}", typed)
        assert answer.status_code == 404, place
    answer = send(browser, f"/portal/contact-data/{world.dana.public_id}/still-correct", typed)
    assert answer.status_code == 404
    assert points(world.dana)[0][1] == world.dana.email


def test_the_other_home_of_a_shared_child_is_not_told(app: Flask, world: World) -> None:
    """Anke and Robert share a child between two households."""
    text = at_home(app, world, world.anke).open(PAGE).text

    robert = db.session().get_one(Person, world.robert.id)
    assert robert.first_name not in text


def test_a_student_under_18_is_sent_to_what_they_may_read(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.minh).open(PAGE)

    assert browser.heading == "How messages come to you"
    assert browser.open("portal.new_contact_point").heading == "How messages come to you"


def test_the_page_takes_eight_statements_at_most(app: Flask, world: World, database: Engine) -> None:
    browser = at_home(app, world, world.marisol).open(PAGE)
    with statements(database) as said:
        browser.open(PAGE)
    assert len(said) <= 8, said
