"""Messages from school to families: who may write to whom, who is reached, and who reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select, update

from demo import people, places
from demo.cast import Someone
from district.models import ClassEnrollment, Relationship, StaffAssignment
from foundation import clock, db, postman
from foundation.audit import AuditEntry
from foundation.jobs import Job
from foundation.outbox import Mail
from portal.jobs.messages import send_digests
from portal.models import Message, MessageRecipient
from portal.rules.messages.leaving import State
from tests.browser import Browser
from tests.portal.writers import Writers, drafted, enters, recipients, the_message, works
from tests.portal.writers import writers as writers
from tests.statements import statements


def posted() -> list[tuple[str, str]]:
    """Channel and address of all that waits in the outbox, of messages alone."""
    db.close()
    found = select(Mail.channel, Mail.to_address).where(Mail.template == "school-message").order_by(Mail.id)
    return [tuple(row) for row in db.session().execute(found)]  # type: ignore[misc]


def sent_to_the_school(app: Flask, writers: Writers, **typed: str) -> Browser:
    """A message of the office, sent."""
    browser = drafted(enters(app, writers.olga), **typed).press("Send it")
    works()
    return browser


def test_a_teacher_sees_whom_it_reaches_and_sends_it(app: Flask, writers: Writers) -> None:
    near = writers.near
    browser = drafted(enters(app, writers.theo))

    assert browser.heading == "It would reach 1 person. 1 would not be reached."
    assert "Leo Okonkwo Adaeze Okonkwo email, portal" in browser.text
    assert "Leo Okonkwo Chidi Okonkwo No email or phone" in browser.text
    assert "Rosa" not in browser.text
    assert recipients() == set()

    browser.press("Send it")
    assert "It is on its way." in browser.text
    works()
    assert recipients() == {(near.adaeze.id, near.leo.id, "mail,portal"), (near.chidi.id, near.leo.id, "")}
    assert the_message().state == State.SENT
    browser.open("messages.sent")
    assert "The canyon Families: Biology, Ridgeline High School Sent" in browser.text


def test_a_guardian_reads_it_and_the_teacher_sees_that_it_was_read(app: Flask, writers: Writers) -> None:
    drafted(enters(app, writers.theo)).press("Send it")
    works()
    home = enters(app, writers.near.adaeze, "parent").follow("Messages")
    assert "The canyon New" in home.text
    home.follow("The canyon")

    assert home.heading == "The canyon"
    assert "Theo Reed, Ridgeline High School" in home.text
    assert "We leave at eight. Bring a lunch." in home.text
    assert "New" not in home.open("portal.messages").text
    teacher = enters(app, writers.theo).open("messages.message", public_id=the_message().public_id)
    assert "Read in the portal 1" in teacher.text


def test_opening_a_message_changes_the_read_record_and_nothing_else(
    app: Flask, writers: Writers, database: Engine
) -> None:
    drafted(enters(app, writers.theo)).press("Send it")
    works()
    home = enters(app, writers.near.adaeze, "parent")
    for turn in range(2):
        with statements(database) as said:
            home.open("portal.one_message", public_id=the_message().public_id)
        changed = [each for each in said if not each.lstrip().upper().startswith(("SELECT", "BEGIN"))]
        assert len(changed) == (turn == 0), changed


@pytest.mark.parametrize("reader", ["rosa", "chidi", "leo"])
def test_nobody_else_reads_it(app: Flask, writers: Writers, reader: str) -> None:
    """T01: not the family of another child, and not the student for whom it was not meant."""
    drafted(enters(app, writers.theo)).press("Send it")
    works()
    someone: Someone = getattr(writers.near, reader)
    if reader == "chidi":
        return
    browser = enters(app, someone, "student" if reader == "leo" else "parent")
    browser.open("portal.one_message", public_id=the_message().public_id)

    assert browser.status == 404
    assert "canyon" not in browser.open("portal.messages").text


def test_students_get_what_is_meant_for_them(app: Flask, writers: Writers) -> None:
    drafted(enters(app, writers.theo), audience="students").press("Send it")
    works()

    assert recipients() == {(writers.near.leo.id, writers.near.leo.id, "portal")}
    student = enters(app, writers.near.leo, "student").open("portal.messages").follow("The canyon")
    assert "Bring a lunch." in student.text
    assert "canyon" not in enters(app, writers.near.adaeze, "parent").open("portal.messages").text


@pytest.mark.parametrize(
    "to", ["section:{art}", "school:{high}", "school:{middle}", "all", "student:{ines}", "student:{amaya}", "x"]
)
def test_a_teacher_reaches_the_families_of_her_own_classes_alone(app: Flask, writers: Writers, to: str) -> None:
    near = writers.near
    named = {
        "art": writers.art,
        "high": near.high.public_id,
        "middle": near.middle.public_id,
        "ines": near.ines.public_id,
        "amaya": near.amaya.public_id,
    }
    browser = drafted(enters(app, writers.theo), to=to.format(**named))

    assert browser.status == 422
    assert browser.errors == ["Choose one of these. You write to the families of your own classes or schools."]


def test_a_teacher_finds_the_families_of_her_students_and_no_other(app: Flask, writers: Writers) -> None:
    browser = enters(app, writers.theo).open("messages.families")
    assert "Leo Okonkwo" in browser.text
    assert "Ines" not in browser.text
    assert "No student" in browser.open("messages.families", q="Vega").text
    browser.open("messages.new_message", student=writers.near.ines.public_id)
    assert browser.status == 404

    browser.open("messages.families").follow("Leo Okonkwo")
    browser.fill(subject_en="Leo", body_en="He did well.").press("Keep it and look whom it reaches")
    assert "Families: Leo Okonkwo" in browser.text


def test_an_office_writes_to_its_school_and_the_district_to_all(app: Flask, writers: Writers) -> None:
    near = writers.near
    office = enters(app, writers.olga).open("messages.new_message")
    assert near.high.name in office.text
    assert near.middle.name not in office.text
    drafted(office, to=f"school:{near.middle.public_id}")
    assert office.status == 422

    district = drafted(enters(app, writers.dora), to="all")
    assert district.heading.startswith("It would reach 2 people.")
    assert "Rosa Vega-VEGAMARK" in district.text
    narrowed = drafted(enters(app, writers.dora), to="all", reads="es")
    assert narrowed.heading == "It would reach 1 person."
    narrowed = drafted(enters(app, writers.dora), to="all", grade="03")
    assert "Amaya" in narrowed.text
    assert "Leo" not in narrowed.text


def test_whoever_writes_to_nobody_reads_why_and_is_refused(app: Flask, writers: Writers) -> None:
    browser = enters(app, writers.nils).open("messages.sent")
    assert "There is no family you can write to today." in browser.text
    assert browser.open("messages.new_message").status == 403


def test_a_colleague_s_message_is_not_there(app: Flask, writers: Writers) -> None:
    drafted(enters(app, writers.theo))
    browser = enters(app, writers.wilma)
    for endpoint in ("messages.message", "messages.edit_message"):
        assert browser.open(endpoint, public_id=the_message().public_id).status == 404


def test_a_message_sent_twice_leaves_once(app: Flask, writers: Writers) -> None:
    browser = drafted(enters(app, writers.olga), kind="priority")
    twin = enters(app, writers.olga).open("messages.message", public_id=the_message().public_id)
    browser.press("Send it")
    twin.press("Send it")

    assert "This was done before." in twin.text
    works()
    assert posted() == [("mail", "adaeze@okonkwo.example")]
    assert db.session().scalar(select(func.count()).select_from(Message)) == 1


def test_work_done_twice_tells_once(app: Flask, writers: Writers) -> None:
    """A worker killed after the deed and before the mark does it again."""
    drafted(enters(app, writers.olga), kind="priority").press("Send it")
    works()
    before = recipients(), posted()
    with db.transaction() as session:
        session.execute(update(Job).values(done_at=None))
    works()

    assert (recipients(), posted()) == before


def test_what_is_scheduled_waits_and_can_be_taken_back(app: Flask, writers: Writers, at: object) -> None:
    browser = drafted(enters(app, writers.theo), day="2026-11-20", hour="10:00")
    assert "It leaves on November 20, 2026, 10:00 AM MST." in browser.text
    browser.press("Schedule it")
    assert works() == 0
    assert "canyon" not in enters(app, writers.near.adaeze, "parent").open("portal.messages").text
    browser.press("Take it back")
    assert browser.heading == "It was taken back. Nothing left."
    with at("2026-11-20 10:01"):  # type: ignore[operator]
        works()

    assert recipients() == set()


def test_a_message_written_at_night_leaves_in_the_morning(app: Flask, writers: Writers, at: object) -> None:
    with at("2026-11-18 22:15"):  # type: ignore[operator]
        browser = drafted(enters(app, writers.olga))
        assert "It leaves on November 19, 2026, 7:00 AM MST." in browser.text
        assert "From 9 PM to 7 AM families are left in peace" in browser.text
        browser.press("Schedule it")
        assert works() == 0
    with at("2026-11-19 07:00"):  # type: ignore[operator]
        works()
    assert the_message().state == State.SENT


def test_an_emergency_leaves_at_night(app: Flask, writers: Writers, at: object) -> None:
    with at("2026-11-18 22:15"):  # type: ignore[operator]
        drafted(enters(app, writers.olga), kind="emergency").press("Send it")
        works()
        assert the_message().state == State.SENT
        assert posted() == [("mail", "adaeze@okonkwo.example")]


def test_a_worker_that_comes_late_lets_a_message_wait_for_the_morning(app: Flask, writers: Writers, at: object) -> None:
    drafted(enters(app, writers.olga), day="2026-11-18", hour="20:50").press("Schedule it")
    with at("2026-11-18 21:10"):  # type: ignore[operator]
        works()
        assert the_message().state == State.SCHEDULED
    with at("2026-11-19 07:00"):  # type: ignore[operator]
        works()
        assert the_message().state == State.SENT


def test_a_teacher_whose_class_ended_sends_nothing_any_more(app: Flask, writers: Writers, at: object) -> None:
    browser = drafted(enters(app, writers.theo), day="2026-11-20", hour="10:00").press("Schedule it")
    with db.transaction() as session:
        session.execute(
            update(ClassEnrollment).where(ClassEnrollment.person_id == writers.theo.id).values(ends=clock.today())
        )
    with at("2026-11-20 10:00"):  # type: ignore[operator]
        works()
    assert recipients() == set()
    assert the_message().stopped_because == "right-ended"
    assert browser.open("messages.new_message").status == 403


def test_a_teacher_without_a_job_reaches_nobody(app: Flask, writers: Writers) -> None:
    with db.transaction() as session:
        session.execute(
            update(StaffAssignment).where(StaffAssignment.person_id == writers.theo.id).values(ends=clock.today())
        )

    assert enters(app, writers.theo).open("messages.new_message").status == 403


def test_who_is_kept_away_by_an_order_is_told_nothing_and_not_listed(app: Flask, writers: Writers) -> None:
    near = writers.near
    with db.transaction():
        people.a_restriction(near.adaeze, near.leo)
    browser = drafted(enters(app, writers.theo))
    assert "Adaeze" not in browser.text
    browser.press("Send it")
    works()

    assert near.adaeze.id not in {person for person, *_ in recipients()}


def test_an_order_against_contact_alone_is_enough(app: Flask, writers: Writers) -> None:
    near = writers.near
    with db.transaction():
        people.a_restriction(near.adaeze, near.leo, records=False, contact=True, pick_up=False)

    assert "Adaeze" not in drafted(enters(app, writers.theo)).text


def test_an_order_after_the_sending_shuts_the_message_and_stops_its_mail(app: Flask, writers: Writers) -> None:
    """T02: decided at sending, asked again when the mail leaves, and asked when it is read."""
    near = writers.near
    drafted(enters(app, writers.olga), kind="priority").press("Send it")
    works()
    home = enters(app, near.adaeze, "parent")
    with db.transaction():
        people.a_restriction(near.adaeze, near.leo)

    assert home.open("portal.one_message", public_id=the_message().public_id).status == 404
    assert "canyon" not in home.open("portal.messages").text
    with app.app_context():
        assert postman.deliver(app).sent == 0


@pytest.mark.parametrize("flag", [{"ends": "today"}, {"portal": False}, {"guardian": False}])
def test_a_guardian_who_is_none_any_more_gets_nothing(app: Flask, writers: Writers, flag: dict[str, object]) -> None:
    values = {name: clock.today() if value == "today" else value for name, value in flag.items()}
    with db.transaction() as session:
        session.execute(update(Relationship).where(Relationship.adult_id == writers.near.adaeze.id).values(values))
    drafted(enters(app, writers.theo)).press("Send it")
    works()

    assert writers.near.adaeze.id not in {person for person, *_ in recipients()}


def test_an_emergency_contact_is_nobody_s_recipient(app: Flask, writers: Writers) -> None:
    with db.transaction():
        people.a_guardian(
            "Uncle",
            "Contact",
            of=(writers.near.leo,),
            guardian=False,
            portal=None,
            email="u@x.example",
            emergency_priority=1,
        )

    assert "Contact" not in drafted(enters(app, writers.theo)).text


def test_who_wants_no_messages_is_listed_with_the_reason(app: Flask, writers: Writers) -> None:
    with db.transaction() as session:
        session.execute(
            update(Relationship).where(Relationship.adult_id == writers.near.adaeze.id).values(messenger=False)
        )
    browser = drafted(enters(app, writers.theo))

    assert "Adaeze Okonkwo The record says: no messages." in browser.text
    assert "Nobody of this student’s family is reached." in browser.text


def test_the_list_leaves_as_a_file_and_is_told(app: Flask, writers: Writers) -> None:
    with db.transaction():
        people.a_guardian("=Adele", "@Sum", of=(writers.near.leo,), email="adele@x.example")
    browser = drafted(enters(app, writers.theo)).press("Export as CSV")
    assert browser.errors == ["Say in a few words what the file is for: it stands in the audit."]

    browser.fill(reason="To call those whom nothing reaches").press("Export as CSV")
    assert browser.response is not None
    lines = browser.response.get_data(as_text=True).lstrip("\ufeff").splitlines()

    assert lines[0] == "Person,Student,Language,How it comes,Why not"
    assert "'=Adele @Sum,Leo Okonkwo,en,email," in lines
    assert any(line.startswith('Chidi Okonkwo,Leo Okonkwo,,,"No email or phone') for line in lines)
    told = db.session().scalars(select(AuditEntry).where(AuditEntry.event == "message-recipients-downloaded")).one()
    assert told.data["reason"] == "To call those whom nothing reaches"


def test_a_while_after_sign_in_the_list_leaves_only_for_the_password(app: Flask, writers: Writers) -> None:
    browser = drafted(enters(app, writers.theo))
    with clock.at(clock.now() + timedelta(minutes=14)):
        browser.fill(reason="To call them").press("Export as CSV")

        assert browser.path.startswith("/prove")


def test_both_languages_are_kept_and_each_reads_their_own(app: Flask, writers: Writers) -> None:
    words = {"subject_es": "El cañón", "body_es": "Salimos a las ocho."}
    drafted(enters(app, writers.dora), to="all", **words).press("Send it")
    drafted(enters(app, writers.dora), to="all", subject_en="Only English").press("Send it")
    works()
    browser = Browser(app)
    browser.language = "es"
    browser.signs_in("rosa.parent", "pine cones by the river").open("portal.messages").follow("El cañón")
    assert "Salimos a las ocho." in browser.text
    browser.open("portal.messages").follow("Only English")
    assert "English" in browser.text
    assert 'lang="en"' in browser.html


def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept(app: Flask, writers: Writers) -> None:
    browser = drafted(enters(app, writers.olga), subject_en="", body_en="")
    assert browser.errors == ["Write a subject and a message, in one language at least."]
    drafted(browser, body_es="Hola")
    assert browser.errors == ["In this language one of the two is missing. Write it, or empty the other."]
    drafted(browser, day="2026-11-01", hour="10:00")
    assert browser.errors == ["That moment has gone. Choose one to come, or leave both empty."]
    drafted(browser, day="soon")
    assert browser.errors == ["That is no day and time. Choose them again, or leave both empty."]
    drafted(browser, kind="teacher", subject_en="x" * 151)
    assert browser.errors == ["A subject has at most 150 characters."]
    db.close()
    assert db.session().scalar(select(func.count()).select_from(Message)) == 0


def test_a_draft_is_changed_and_a_stale_form_changes_nothing(app: Flask, writers: Writers) -> None:
    browser = drafted(enters(app, writers.olga)).follow("Change it")
    stale = enters(app, writers.olga).open("messages.edit_message", public_id=the_message().public_id)
    browser.fill(subject_en="The river").press("Keep it and look whom it reaches")
    assert "The river" in browser.text
    stale.fill(subject_en="The lake").press("Keep it and look whom it reaches")

    assert "Somebody changed this message" in stale.text
    assert the_message().texts["en"][0] == "The river"


def test_a_mail_about_one_child_says_only_that_it_is_there(app: Flask, writers: Writers, tmp_path: object) -> None:
    browser = enters(app, writers.olga).open("messages.new_message", student=writers.near.leo.public_id)
    browser.fill(subject_en="Leo fell", body_en="He is with the nurse.", kind="priority")
    browser.press("Keep it and look whom it reaches").press("Send it")
    drafted(browser, kind="priority").press("Send it")
    works()
    with app.app_context():
        postman.deliver(app)
    mails = [path.read_text() for path in sorted((tmp_path / "mail").glob("*.eml"))]  # type: ignore[operator]

    private, open_one = mails
    assert "Leo" not in private
    assert "nurse" not in private
    assert "stands in the portal" in private
    assert "Bring a lunch." in open_one
    assert [mail for mail in mails if "Subject: A message from the school" not in mail] == []


def test_the_pages_take_a_few_statements_however_many_there_are(app: Flask, writers: Writers, database: Engine) -> None:
    near = writers.near
    with db.transaction():
        for count in range(30):
            student = people.a_student(f"S{count}", "Many", school=near.high, grade="10")
            people.a_guardian(f"G{count}", "Many", of=(student,), email=f"g{count}@x.example")
            places.takes(student, writers.biology)
    office = drafted(enters(app, writers.olga))
    draft = the_message().public_id
    with statements(database) as preview:
        office.open("messages.message", public_id=draft)
    office.press("Send it")
    works()
    home = enters(app, near.adaeze, "parent")
    said = {}
    for browser, endpoint in (
        (office, "messages.sent"),
        (office, "messages.new_message"),
        (office, "messages.families"),
        (home, "portal.messages"),
    ):
        with statements(database) as found:
            browser.open(endpoint)
        said[endpoint] = len(found)
    with statements(database) as sent:
        office.open("messages.message", public_id=draft)

    assert len(preview) <= 8, preview
    assert len(sent) <= 8
    assert {name: count for name, count in said.items() if count > 8} == {}
    assert said["portal.messages"] <= 4
    assert db.session().scalar(select(func.count()).select_from(MessageRecipient)) == 32


def digests() -> list[tuple[str, str]]:
    db.close()
    found = select(Mail.to_address, Mail.once).where(Mail.template == "messages-digest").order_by(Mail.id)
    return [tuple(row) for row in db.session().execute(found)]  # type: ignore[misc]


def test_what_can_wait_is_gathered_once_a_day(app: Flask, writers: Writers, at: object, tmp_path: object) -> None:
    near = writers.near
    drafted(enters(app, writers.theo)).press("Send it")
    drafted(enters(app, writers.olga), subject_en="The fair", body_en="On Friday.").press("Send it")
    browser = enters(app, writers.olga).open("messages.new_message", student=near.leo.public_id)
    browser.fill(subject_en="Leo fell", body_en="He is with the nurse.").press("Keep it and look whom it reaches")
    browser.press("Send it")
    works()
    send_digests({})
    assert (posted(), digests()) == ([], [])
    with at("2026-11-18 17:00"):  # type: ignore[operator]
        send_digests({})
        send_digests({})
        assert [to for to, _ in digests()] == ["adaeze@okonkwo.example"]
        with app.app_context():
            assert postman.deliver(app).sent == 1

    mail = next((tmp_path / "mail").glob("*.eml")).read_text()  # type: ignore[operator]
    assert "There are 3 new messages for you." in mail
    assert "Bring a lunch." in mail
    assert "On Friday." in mail
    assert "nurse" not in mail
    assert "Leo" not in mail


def test_what_was_read_already_is_not_told_again(app: Flask, writers: Writers, at: object) -> None:
    drafted(enters(app, writers.theo)).press("Send it")
    works()
    enters(app, writers.near.adaeze, "parent").open("portal.messages").follow("The canyon")
    with at("2026-11-18 17:00"):  # type: ignore[operator]
        send_digests({})

    assert digests() == []


@pytest.mark.parametrize("when", ["before the digest", "before the mail leaves"])
def test_an_order_before_the_digest_keeps_it_from_the_guardian(
    app: Flask, writers: Writers, at: object, when: str
) -> None:
    drafted(enters(app, writers.theo)).press("Send it")
    works()
    with at("2026-11-18 17:00"):  # type: ignore[operator]
        if when == "before the mail leaves":
            send_digests({})
        with db.transaction():
            people.a_restriction(writers.near.adaeze, writers.near.leo)
        if when == "before the digest":
            send_digests({})
            assert digests() == []
        with app.app_context():
            assert postman.deliver(app).sent == 0


def test_a_digest_that_missed_its_hour_waits_for_the_morning(app: Flask, writers: Writers, at: object) -> None:
    drafted(enters(app, writers.theo)).press("Send it")
    works()
    with at("2026-11-18 23:00"):  # type: ignore[operator]
        send_digests({})
    assert digests() == []
    with at("2026-11-19 07:00"):  # type: ignore[operator]
        send_digests({})
    assert len(digests()) == 1
