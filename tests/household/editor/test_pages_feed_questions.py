"""A feed says another value of a relationship than the office has set: a clerk says which one counts, once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from demo import people
from demo.cast import Someone
from demo.homes import a_household
from demo.world import World
from district.models import PersonSource, QueuedRow, Relationship, TieEdit
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

CODE = Code.FEED_DIFFERS


def the_tie(adult: Someone, student: Someone) -> Relationship:
    db.close()
    found = select(Relationship).where(Relationship.adult_id == adult.id, Relationship.student_id == student.id)
    return db.session().scalars(found).one()


def differs(adult: Someone, student: Someone, field: str, *, before: str, now: str) -> None:
    """In the open transaction: the office has set a field, and the feed has said another value of it since."""
    session = db.session()
    for each in (adult, student):
        if not session.scalars(select(PersonSource.id).where(PersonSource.person_id == each.id)).first():
            session.add(PersonSource(person_id=each.id, source=FEED, source_key=f"k{each.id}"))
    tie = session.scalars(
        select(Relationship).where(Relationship.adult_id == adult.id, Relationship.student_id == student.id)
    ).one()
    session.add(TieEdit(relationship_id=tie.id, field=field, edited_by_id=adult.id, edited_at=clock.now()))
    said_otherwise(student, f"k{adult.id} → k{student.id} {field}", field, before=before, now=now)


def question(browser: Browser, adult: Someone, student: Someone) -> Browser:
    return browser.open("household.feed_question", public_id=student.public_id, adult=adult.public_id)


@pytest.fixture
def kit(app: Flask, world: World) -> Someone:
    with db.transaction():
        return people.a_student("Kit", "Quill", school=world.town.cedar, grade="04", born=date(2016, 3, 1))


@pytest.fixture
def ada(kit: Someone) -> Someone:
    with db.transaction():
        ada = people.a_person("Ada", "Quill")
        people.a_relationship(ada, kit, type="grandparent", lives_with=True, source=FEED, emergency_priority=1)
        differs(ada, kit, "type", before="parent", now="guardian")
    return ada


def test_the_queue_leads_to_both_values(browser: Browser, kit: Someone, ada: Someone) -> None:
    with jobs.checked(by=audit.command("test")):
        pass
    assert found(kit, CODE) == [CODE.value]
    at_the_office(browser)
    name = db.session().scalars(select(CleanupFinding.public_id).where(CleanupFinding.code == CODE.value)).one()
    browser.open("household.finding", public_id=name).follow("Say which value counts")

    assert browser.heading == "Ada Quill and Kit Quill: which value counts?"
    assert "What is on record Grandparent Ada Quill set it on November 18, 2026" in browser.text
    assert f"{FEED} Guardian Told on November 18, 2026" in browser.text
    assert "It said until then: Parent." in browser.text


def test_the_office_s_value_is_kept_and_the_question_leaves_the_queue(
    browser: Browser, kit: Someone, ada: Someone
) -> None:
    with jobs.checked(by=audit.command("test")):
        pass
    at_the_office(browser)
    question(browser, ada, kit).fill(answer="keep", reason="Seen the papers").press("Let this count")

    assert browser.status == 200
    assert "Settled." in browser.text
    assert the_tie(ada, kit).type == "grandparent"
    assert queued() == [("kept", "Seen the papers")]
    assert len(list(db.session().scalars(select(TieEdit)))) == 1
    assert found(kit, CODE) == []
    told = db.session().scalars(select(AuditEntry).where(AuditEntry.event == "tie-question-settled")).one()
    assert (told.data["field"], told.data["answer"], told.data["reason"]) == ("type", "kept", "Seen the papers")


def test_the_feed_s_value_is_taken_and_counts_later_too(browser: Browser, kit: Someone, ada: Someone) -> None:
    at_the_office(browser)
    question(browser, ada, kit).fill(answer="take").press("Let this count")

    assert the_tie(ada, kit).type == "guardian"
    assert queued() == [("taken", "")]
    assert list(db.session().scalars(select(TieEdit))) == []
    events = list(db.session().scalars(select(AuditEntry.event).where(AuditEntry.event.startswith("tie-"))))
    assert events == ["tie-changed", "tie-question-settled"]


@pytest.mark.parametrize(
    ("field", "now", "value"),
    [
        ("lives_with", "no", False),
        ("lives_with", "", None),
        ("guardian", "no", False),
        ("emergency", "yes", True),
        ("primary_contact", "no", False),
        ("emergency_priority", "3", 3),
        ("emergency_priority", "", None),
        ("ends", "2027-06-01", date(2027, 6, 1)),
        ("ends", "", None),
        ("ends", "no longer listed", date(2026, 11, 18)),
    ],
)
def test_each_field_may_be_taken(
    browser: Browser, kit: Someone, ada: Someone, field: str, now: str, value: object
) -> None:
    with db.transaction() as session:
        session.delete(session.scalars(select(QueuedRow)).one())
        session.delete(session.scalars(select(TieEdit)).one())
        session.flush()
        differs(ada, kit, field, before="", now=now)
    at_the_office(browser)
    question(browser, ada, kit).fill(answer="take").press("Let this count")

    assert browser.status == 200
    assert getattr(the_tie(ada, kit), field) == value
    assert queued() == [("taken", "")]


def test_what_the_rules_refuse_is_said_and_stays_open(browser: Browser, kit: Someone, ada: Someone) -> None:
    with db.transaction() as session:
        a_household(ada, kit, street="80 Heron Row")
        row = session.scalars(select(QueuedRow)).one()
        row.data = {**row.data, "feed_now": "neighbor"}
    at_the_office(browser)
    question(browser, ada, kit).fill(answer="take").press("Let this count")

    assert browser.status == 422
    assert len(browser.errors) == 1
    assert queued() == [("", "")]
    assert the_tie(ada, kit).type == "grandparent"


def test_two_clerks_settle_it_once(app: Flask, kit: Someone, ada: Someone) -> None:
    first, second = at_the_office(Browser(app)), at_the_office(Browser(app))
    question(first, ada, kit).fill(answer="keep")
    question(second, ada, kit).fill(answer="take")
    first.press("Let this count")
    second.press("Let this count")

    assert "No question about these two is open: this is what is on record." in second.text
    assert queued() == [("kept", "")]
    assert the_tie(ada, kit).type == "grandparent"


def test_a_relationship_changed_meanwhile_is_shown_again(app: Flask, kit: Someone, ada: Someone) -> None:
    first, second = at_the_office(Browser(app)), at_the_office(Browser(app))
    question(second, ada, kit).fill(answer="take", reason="Asked the mother")
    first.open("household.tie", public_id=kit.public_id, adult=ada.public_id).fill(type="aunt")
    first.press("Save this relationship")
    second.press("Let this count")

    assert second.status == 409
    assert "Keep what is on record: Aunt." in second.text
    assert 'value="Asked the mother"' in second.html
    assert the_tie(ada, kit).type == "aunt"
    second.press("Let this count")
    assert the_tie(ada, kit).type == "guardian"


def test_one_question_after_the_other(browser: Browser, kit: Someone, ada: Someone) -> None:
    with db.transaction():
        differs(ada, kit, "lives_with", before="", now="no")
    at_the_office(browser)
    question(browser, ada, kit)
    assert "One more question like this follows." in browser.text
    browser.fill(answer="keep").press("Let this count")
    assert "Lives with the student" in browser.text
    browser.fill(answer="take").press("Let this count")

    assert (the_tie(ada, kit).type, the_tie(ada, kit).lives_with) == ("grandparent", False)
    assert sorted(queued()) == [("kept", ""), ("taken", "")]


def test_it_is_out_of_reach_elsewhere_and_for_one_s_own_family(
    app: Flask, world: World, kit: Someone, ada: Someone
) -> None:
    away = at_the_office(Browser(app), world.town.aspen)
    assert question(away, ada, kit).status == 404
    clerk = a_clerk(world.town.cedar)
    with db.transaction():
        people.a_relationship(Someone(clerk.person_id, "", "", "", ""), kit)
    assert question(at_desk(Browser(app), clerk), ada, kit).status == 403


def test_the_page_takes_few_statements(browser: Browser, kit: Someone, ada: Someone, database: Engine) -> None:
    at_the_office(browser)
    question(browser, ada, kit)
    with statements(database) as asked:
        question(browser, ada, kit)

    assert len(asked) <= 8


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_speaks_both_languages(browser: Browser, kit: Someone, ada: Someone, language: str) -> None:
    at_the_office(browser, language=language)
    said: dict[str, Any] = {"en": "Which value counts?", "es": "¿Qué valor cuenta?"}

    assert said[language] in question(browser, ada, kit).text
