"""A feed says another name, birth date or phone than is on record: a clerk says which one counts, once."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from demo import people
from demo.cast import Someone
from demo.world import World
from district.actions.office_edits import CONTACTS, correct_person
from district.models import ContactPoint, FormerName, OfficeEdit, Person, PersonTerms, QueuedRow
from foundation import audit, clock, db
from foundation.audit import AuditEntry
from household.editor import jobs
from household.editor.models import CleanupFinding
from household.editor.rules.findings import Code
from tests.browser import Browser
from tests.household.access.desk import at_desk
from tests.household.editor.differing import FEED, found, queued, said_otherwise
from tests.household.editor.office import a_clerk, at_the_office
from tests.statements import statements

CODE = Code.FEED_DIFFERS_OF_PERSON


def differs(who: Someone, field: str, *, office: str, before: str = "", now: str) -> None:
    """In the open transaction: the office has set a field, and the feed has said another value of it since."""
    person, by = db.session().get_one(Person, who.id), audit.command("test")
    correct_person(person, field=field, value=office, by=by, at=clock.now())
    said_otherwise(who, f"k{who.id} {field}", field, office=office, before=before, now=now)


def question(browser: Browser, who: Someone) -> Browser:
    return browser.open("household.person_question", public_id=who.public_id)


def on_record(who: Someone) -> Person:
    db.close()
    return db.session().get_one(Person, who.id)


def contacts(who: Someone) -> list[tuple[str, str, str]]:
    db.close()
    asked = select(ContactPoint).where(ContactPoint.person_id == who.id, ContactPoint.ends.is_(None))
    return sorted((each.source, each.type, each.value) for each in db.session().scalars(asked))


@pytest.fixture
def kit(app: Flask, world: World) -> Someone:
    with db.transaction():
        kit = people.a_student("Kit", "Quill", school=world.town.cedar, grade="04", born=date(2016, 3, 1))
        differs(kit, "last_name", office="Quill-Marsh", before="Quill", now="Quille")
    return kit


def test_the_queue_leads_to_both_values(browser: Browser, kit: Someone) -> None:
    with jobs.checked(by=audit.command("test")):
        pass
    assert found(kit, CODE) == [CODE.value]
    at_the_office(browser)
    code = Code.FEED_DIFFERS_OF_PERSON.value
    name = db.session().scalars(select(CleanupFinding.public_id).where(CleanupFinding.code == code)).one()
    browser.open("household.finding", public_id=name).follow("Say which value of the record counts")

    assert browser.heading == "Kit Quill-Marsh: which value counts?"
    assert "What is on record Quill-Marsh A colleague set it on November 18, 2026" in browser.text
    assert f"{FEED} Quille Told on November 18, 2026" in browser.text
    assert "It said until then: Quill." in browser.text


def test_the_office_s_value_is_kept_and_the_question_leaves_the_queue(browser: Browser, kit: Someone) -> None:
    with jobs.checked(by=audit.command("test")):
        pass
    at_the_office(browser)
    question(browser, kit).fill(answer="keep", reason="Seen the passport").press("Let this count")

    assert browser.status == 200
    assert on_record(kit).last_name == "Quill-Marsh"
    assert queued() == [("kept", "Seen the passport")]
    assert len(list(db.session().scalars(select(OfficeEdit)))) == 1
    assert found(kit, CODE) == []
    told = db.session().scalars(select(AuditEntry).where(AuditEntry.event == "person-question-settled")).one()
    assert (told.data["field"], told.data["answer"], told.data["reason"]) == ("last_name", "kept", "Seen the passport")


def test_the_feed_s_name_is_taken_and_the_one_before_is_still_found(browser: Browser, kit: Someone) -> None:
    at_the_office(browser)
    question(browser, kit).fill(answer="take").press("Let this count")

    assert on_record(kit).last_name == "Quille"
    assert queued() == [("taken", "")]
    assert list(db.session().scalars(select(OfficeEdit))) == []
    assert "Quill-Marsh" in set(db.session().scalars(select(FormerName.last_name)))
    terms = db.session().get_one(PersonTerms, kit.id).terms.split()
    assert {"quille", "marsh"} <= set(terms)
    browser.open("household.person_history", public_id=kit.public_id)
    assert "Last name: it was settled which value counts, for a feed had another." in browser.text


@pytest.mark.parametrize(
    ("field", "office", "now", "value"),
    [
        ("birth_date", "2016-03-02", "2016-03-03", date(2016, 3, 3)),
        ("birth_date", "2016-03-02", "", None),
        ("language", "es", "vi", "vi"),
        ("language", "es", "", None),
        ("preferred_first_name", "Kip", "", ""),
    ],
)
def test_each_field_may_be_taken(
    browser: Browser, kit: Someone, field: str, office: str, now: str, value: object
) -> None:
    with db.transaction() as session:
        session.delete(session.scalars(select(QueuedRow)).one())
        differs(kit, field, office=office, now=now)
    at_the_office(browser)
    question(browser, kit).fill(answer="take").press("Let this count")

    assert browser.status == 200
    assert getattr(on_record(kit), field) == value
    assert queued() == [("taken", "")]


@pytest.mark.parametrize("by_family", [True, False])
@pytest.mark.parametrize(("field", "now", "kept"), [("email", "new@example.org", "new@example.org"), ("sms", "", "")])
def test_a_contact_of_the_feed_takes_the_place_of_what_was_set(
    browser: Browser, kit: Someone, field: str, now: str, kept: str, by_family: bool
) -> None:
    office = "old@example.org" if field == "email" else "303-555-0142"
    with db.transaction() as session:
        session.delete(session.scalars(select(QueuedRow)).one())
        differs(kit, field, office=office, now=now)
        point = session.scalars(select(ContactPoint).where(ContactPoint.person_id == kit.id)).one()
        point.source = "family" if by_family else point.source
        other = {"person_id": kit.id, "kind": CONTACTS[field], "value": "other", "starts": clock.today()}
        session.add(ContactPoint(type=field, source="Another feed", **other))
    at_the_office(browser)
    question(browser, kit).fill(answer="take").press("Let this count")

    others = [("Another feed", field, "other")]
    assert contacts(kit) == sorted([*others, *([(FEED, field, kept)] if kept else [])])
    assert queued() == [("taken", "")]
    assert field not in set(db.session().scalars(select(OfficeEdit.field)))


def test_what_the_office_has_come_to_say_too_is_no_question(browser: Browser, kit: Someone) -> None:
    with db.transaction() as session:
        correct_person(
            session.get_one(Person, kit.id), field="last_name", value="Quille", by=audit.command("t"), at=clock.now()
        )
    at_the_office(browser)
    question(browser, kit)

    assert browser.heading == "Kit Quille"
    assert "No question about this record is open: this is what is on record." in browser.text


def test_two_clerks_settle_it_once(app: Flask, kit: Someone) -> None:
    first, second = at_the_office(Browser(app)), at_the_office(Browser(app))
    question(first, kit).fill(answer="keep")
    question(second, kit).fill(answer="take")
    first.press("Let this count")
    second.press("Let this count")

    assert "No question about this record is open: this is what is on record." in second.text
    assert queued() == [("kept", "")]
    assert on_record(kit).last_name == "Quill-Marsh"


def test_a_record_changed_meanwhile_is_shown_again(app: Flask, kit: Someone) -> None:
    first, second = at_the_office(Browser(app)), at_the_office(Browser(app))
    question(second, kit).fill(answer="take", reason="Asked the mother")
    first.open("household.correct_person", public_id=kit.public_id).fill(last_name="Marsh")
    first.press("Save the correction")
    second.press("Let this count")

    assert second.status == 409
    assert "Keep what is on record: Marsh." in second.text
    assert 'value="Asked the mother"' in second.html
    assert on_record(kit).last_name == "Marsh"
    second.press("Let this count")
    assert on_record(kit).last_name == "Quille"


def test_one_question_after_the_other(browser: Browser, kit: Someone) -> None:
    with db.transaction():
        differs(kit, "language", office="es", now="vi")
    at_the_office(browser)
    question(browser, kit)
    assert "One more question like this follows." in browser.text
    browser.fill(answer="keep").press("Let this count")
    assert "Keep what is on record: Spanish." in browser.text
    browser.fill(answer="take").press("Let this count")

    assert (on_record(kit).last_name, on_record(kit).language) == ("Quill-Marsh", "vi")
    assert sorted(queued()) == [("kept", ""), ("taken", "")]


def test_it_is_out_of_reach_elsewhere_and_for_one_s_own_family(app: Flask, world: World, kit: Someone) -> None:
    away = at_the_office(Browser(app), world.town.aspen)
    assert question(away, kit).status == 404
    clerk = a_clerk(world.town.cedar)
    with db.transaction():
        people.a_relationship(Someone(clerk.person_id, "", "", "", ""), kit)
    assert question(at_desk(Browser(app), clerk), kit).status == 403


def test_the_page_takes_few_statements(browser: Browser, kit: Someone, database: Engine) -> None:
    at_the_office(browser)
    question(browser, kit)
    with statements(database) as asked:
        question(browser, kit)

    assert len(asked) <= 8


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_speaks_both_languages(browser: Browser, kit: Someone, language: str) -> None:
    at_the_office(browser, language=language)
    said = {"en": "Which value counts?", "es": "¿Qué valor cuenta?"}

    assert said[language] in question(browser, kit).text
