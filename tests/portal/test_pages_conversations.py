"""A family writes to its children’s teachers and offices, and to nobody else; and is answered."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select, update

from demo import people
from district.models import ClassEnrollment
from foundation import clock, db, postman
from foundation.outbox import Mail
from portal.models import Conversation, ConversationLine
from tests.browser import Browser
from tests.portal.writers import Writers, drafted, enters, the_message, works
from tests.portal.writers import writers as writers
from tests.statements import statements


def offered(browser: Browser) -> list[str]:
    return ["".join(each.itertext()) for each in browser.page.iter("option")]


def wrote(app: Flask, writers: Writers, to: str = "Theo Reed, Biology (about Leo)", **typed: str) -> Browser:
    """Adaeze writes to Theo, unless told otherwise."""
    browser = enters(app, writers.near.adaeze, "parent").open("portal.write_to_school")
    values = {"".join(each.itertext()): each.get("value", "") for each in browser.page.iter("option")}
    words = {"subject": "The canyon", "body": "May Leo bring his camera?", **typed}
    return browser.fill(to=values[to], **words).press("Send it")


def the_talk() -> Conversation:
    db.close()
    return db.session().scalars(select(Conversation)).one()


def mails(template: str) -> list[str]:
    db.close()
    return list(db.session().scalars(select(Mail.to_address).where(Mail.template == template)))


def test_a_family_is_offered_its_teachers_and_offices_and_no_family(app: Flask, writers: Writers) -> None:
    browser = enters(app, writers.near.adaeze, "parent").open("portal.write_to_school")

    assert offered(browser) == [
        "Office of Ridgeline High School (about Leo)",
        "Theo Reed, Biology (about Leo)",
        "Office of Cottonwood Elementary School (about Amaya)",
    ]


def test_a_family_writes_and_the_teacher_answers(app: Flask, writers: Writers) -> None:
    family = wrote(app, writers)
    assert "Your message is there." in family.text
    teacher = enters(app, writers.theo).open("messages.conversations_with_families")
    assert "The canyon New Adaeze Okonkwo Leo Okonkwo" in teacher.text
    teacher.follow("The canyon")
    assert "May Leo bring his camera?" in teacher.text
    teacher.fill(body="Yes, he may.").press("Write back")
    assert "Your answer is there." in teacher.text
    assert mails("school-answered") == ["adaeze@okonkwo.example"]

    assert "The school answered you: The canyon" in family.open("portal.home").text
    family.follow("Read the answer")
    assert "Yes, he may." in family.text
    assert "The school answered you" not in family.open("portal.home").text
    assert "New" not in teacher.open("messages.conversations_with_families").text


def test_answering_a_message_goes_to_whoever_wrote_it(app: Flask, writers: Writers) -> None:
    drafted(enters(app, writers.theo)).press("Send it")
    works()
    family = enters(app, writers.near.adaeze, "parent").open("portal.home")
    assert "A new message from the school" in family.text
    family.follow("Read them").follow("The canyon").follow("Write back")
    family.fill(body="We will come.").press("Send it")

    assert family.heading == "Re: The canyon"
    assert the_talk().staff_id == writers.theo.id
    assert the_talk().message_id == the_message().id


def test_the_office_reads_what_is_written_to_it_and_teachers_do_not(app: Flask, writers: Writers) -> None:
    wrote(app, writers, to="Office of Ridgeline High School (about Leo)")

    assert "The canyon" in enters(app, writers.olga).open("messages.conversations_with_families").text
    for other in (writers.theo, writers.wilma, writers.dora):
        browser = enters(app, other)
        assert "The canyon" not in browser.open("messages.conversations_with_families").text
        assert browser.open("messages.conversation", public_id=the_talk().public_id).status == 404


@pytest.mark.parametrize("reader", ["wilma", "olga", "dora"])
def test_what_is_written_to_a_teacher_no_colleague_reads(app: Flask, writers: Writers, reader: str) -> None:
    wrote(app, writers)
    browser = enters(app, getattr(writers, reader))

    assert browser.open("messages.conversation", public_id=the_talk().public_id).status == 404


def test_another_family_does_not_read_it(app: Flask, writers: Writers) -> None:
    wrote(app, writers)
    for someone, kind in ((writers.near.rosa, "parent"), (writers.near.leo, "student")):
        browser = enters(app, someone, kind).open("portal.conversation", public_id=the_talk().public_id)
        assert browser.status == 404


@pytest.mark.parametrize("to", ["teacher:{ines}:{leo}", "office:{middle}:{leo}", "teacher:{wilma}:{leo}", ""])
def test_nobody_else_can_be_written_to(app: Flask, writers: Writers, to: str) -> None:
    near = writers.near
    named = to.format(
        ines=near.rosa.public_id, leo=near.leo.id, middle=near.middle.public_id, wilma=writers.wilma.public_id
    )
    browser = enters(app, near.adaeze, "parent").open("portal.write_to_school")
    browser.fill(to=named, subject="Hello", body="You").press("Send it")

    assert browser.status == 422
    assert browser.errors == ["Choose a teacher or an office of your child."]
    assert db.session().scalar(select(func.count()).select_from(Conversation)) == 0


def test_a_teacher_who_teaches_the_child_no_more_reads_no_more(app: Flask, writers: Writers) -> None:
    wrote(app, writers)
    with db.transaction() as session:
        session.execute(
            update(ClassEnrollment).where(ClassEnrollment.person_id == writers.near.leo.id).values(ends=clock.today())
        )
    browser = enters(app, writers.theo)

    assert browser.open("messages.conversation", public_id=the_talk().public_id).status == 404


def test_an_order_shuts_the_conversation_and_stops_the_answer_s_mail(app: Flask, writers: Writers) -> None:
    family = wrote(app, writers)
    teacher = enters(app, writers.theo).open("messages.conversation", public_id=the_talk().public_id)
    teacher.fill(body="Yes.").press("Write back")
    with db.transaction():
        people.a_restriction(writers.near.adaeze, writers.near.leo)

    assert family.open("portal.conversation", public_id=the_talk().public_id).status == 404
    assert "canyon" not in family.open("portal.messages").text
    with app.app_context():
        assert postman.deliver(app).sent == 0


def test_an_answer_at_night_is_told_in_the_morning(app: Flask, writers: Writers, at: object) -> None:
    wrote(app, writers)
    with at("2026-11-18 22:00"):  # type: ignore[operator]
        teacher = enters(app, writers.theo).open("messages.conversation", public_id=the_talk().public_id)
        teacher.fill(body="Yes.").press("Write back")
        with app.app_context():
            assert postman.deliver(app).sent == 0
    with at("2026-11-19 07:00"), app.app_context():  # type: ignore[operator]
        assert postman.deliver(app).sent == 1


def test_a_form_sent_twice_says_it_once(app: Flask, writers: Writers) -> None:
    family = wrote(app, writers)
    twin = family.open("portal.conversation", public_id=the_talk().public_id)
    key = next(each.get("value") for each in twin.page.iter("input") if each.get("name") == "form_key")
    twin.fill(body="And his boots?").press("Send it")
    twin.fill(body="And his boots?", form_key=str(key)).press("Send it")
    twin.fill(body="").press("Send it")

    assert twin.errors == ["Write your message."]
    assert db.session().scalar(select(func.count()).select_from(ConversationLine)) == 2


def test_the_pages_take_a_few_statements_however_much_was_said(app: Flask, writers: Writers, database: Engine) -> None:
    family = wrote(app, writers)
    for count in range(12):
        family.fill(body=f"And {count}?").press("Send it")
    teacher = enters(app, writers.theo)
    talk = the_talk().public_id
    teacher.open("messages.conversation", public_id=talk)
    said = {}
    for browser, endpoint, named in (
        (family, "portal.conversation", {"public_id": talk}),
        (family, "portal.messages", {}),
        (family, "portal.write_to_school", {}),
        (family, "portal.home", {}),
        (teacher, "messages.conversations_with_families", {}),
        (teacher, "messages.conversation", {"public_id": talk}),
    ):
        with statements(database) as found:
            browser.open(endpoint, **named)
        said[endpoint] = len(found)

    assert {name: count for name, count in said.items() if count > 8} == {}
    assert said["portal.home"] <= 4
