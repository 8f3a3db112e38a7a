"""A family asks to have absences excused, the office answers, and the school's record stays as its source says."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update
from werkzeug.test import TestResponse

from accounts.models import Account
from demo import people, places
from demo.cast import Someone
from demo.world import PASSPHRASE
from district.models import AttendanceEvent, Person
from foundation import clock, db
from foundation.audit import AuditEntry
from foundation.outbox import Mail
from portal.models import ExcuseDay, ExcuseRequest
from tests.attacks.devices import post, token_of
from tests.browser import HOST, Browser
from tests.portal.absences import absent
from tests.portal.writers import Writers, enters
from tests.portal.writers import writers as writers
from tests.statements import statements

LATE, EARLY, TOO_EARLY = "2026-11-16", "2026-11-10", "2026-11-03"
WHY = "To enter them in the source"


@pytest.fixture
def away(writers: Writers) -> Writers:
    """Leo was absent on three days, one of them too long ago; Amaya on one, of which no school is named."""
    near = writers.near
    absent(near.leo, LATE, school=near.high)
    absent(near.leo, EARLY, school=near.high, excused=None)
    absent(near.leo, TOO_EARLY, school=near.high)
    absent(near.leo, "2026-11-12", school=near.high, excused=True)
    absent(near.amaya, LATE)
    return writers


def asking(app: Flask, away: Writers, student: Someone | None = None) -> Browser:
    page = enters(app, away.near.adaeze, "parent")
    return page.open("portal.excuse_request", public_id=(student or away.near.leo).public_id)


def asked(app: Flask, away: Writers, *days: str, said: str = "He had a fever.") -> Browser:
    return asking(app, away).fill(days=days or (LATE,), reason="illness", said=said).press("Send to the office")


def answering(app: Flask, away: Writers, who: Someone | None = None) -> Browser:
    return enters(app, who or away.olga).open("desk.absences").follow("Leo Okonkwo")


def answered(app: Flask, away: Writers, answer: str = "accepted", because: str = "", day: str = LATE) -> Browser:
    typed = {f"answer_{day}": answer, f"because_{day}": because}
    return answering(app, away).fill(**typed).press("Keep the answers and tell the family")


def kept() -> list[tuple[date, str | None, str | None]]:
    db.close()
    rows = db.session().execute(select(ExcuseDay.day, ExcuseDay.answer, ExcuseDay.record_then).order_by(ExcuseDay.day))
    return [(row.day, row.answer, row.record_then) for row in rows]


def recorded() -> list[tuple[object, ...]]:
    db.close()
    events = db.session().execute(
        select(AttendanceEvent.source_key, AttendanceEvent.excused, AttendanceEvent.category, AttendanceEvent.digest)
    )
    return sorted(tuple(row) for row in events)


def test_a_guardian_is_offered_open_days_and_told_why_the_others_are_not(app: Flask, away: Writers) -> None:
    page = asking(app, away)

    assert "Monday, November 16: the whole day, unexcused" in page.text
    assert "Tuesday, November 10: the whole day, not known whether excused" in page.text
    assert "November 3, 2026 It is more than 14 days ago, so the office alone excuses it." in page.text
    assert "November 12" not in page.text


def test_the_office_answers_and_the_record_stays_as_it_was(app: Flask, away: Writers) -> None:
    before = recorded()
    family = asked(app, away, LATE, EARLY)
    assert "The office has your request for 2 days." in family.text
    assert "Asked to be excused; the office has not answered yet" in family.text

    office = answered(app, away)
    assert "The answer is kept, and the family is told." in office.text
    assert recorded() == before
    assert kept() == [(date(2026, 11, 10), None, None), (date(2026, 11, 16), "accepted", "unexcused")]
    shown = family.open("portal.attendance", public_id=away.near.leo.public_id).text
    assert "Accepted by the office; the school’s record does not show it yet" in shown

    answered(app, away, "declined", "Bring the note.", day=EARLY)
    assert "Bring the note." in family.open("portal.attendance", public_id=away.near.leo.public_id).text
    assert "The office answered about an absence" in family.open("portal.home").text
    events = {each.event for each in db.session().scalars(select(AuditEntry))}
    assert {"absence-excuse-asked", "absence-excuse-answered"} <= events


def test_a_mail_tells_that_there_is_an_answer_and_nothing_of_a_child(app: Flask, away: Writers) -> None:
    asked(app, away)
    answered(app, away)
    (mail,) = db.session().scalars(select(Mail).where(Mail.template == "excuse-answered")).all()

    assert mail.to_address == "adaeze@okonkwo.example"
    assert "Leo" not in str(mail.context)
    assert "fever" not in str(mail.context)


def test_what_waits_needs_nobody_and_what_the_record_says_later_wins(app: Flask, away: Writers) -> None:
    need = "Absent on Tuesday, November 10, and not excused"
    family = enters(app, away.near.adaeze, "parent")
    assert need in family.open("portal.home").text
    asked(app, away, EARLY)
    assert need not in family.open("portal.home").text
    answered(app, away, day=EARLY)
    assert need not in family.open("portal.home").text
    with db.transaction() as session:
        session.execute(update(AttendanceEvent).values(excused=False).where(AttendanceEvent.day == date(2026, 11, 10)))

    assert need in family.open("portal.home").text
    text = family.open("portal.attendance", public_id=away.near.leo.public_id).text
    assert "Accepted by the office, but the school’s record has said otherwise since" in text
    assert "The school’s record counts. Call the office." in text


def test_asking_again_is_harmless_and_after_a_no_it_is_possible(app: Flask, away: Writers) -> None:
    first, second = asking(app, away), asking(app, away)
    for page in (first, second):
        page.fill(days=(LATE,), reason="illness").press("Send to the office")
    assert "The office has your request already." in second.text
    assert len(kept()) == 1
    answered(app, away, "declined", "Bring the note.")
    again = asked(app, away)

    assert "The office has your request for 1 day." in again.text
    assert len(kept()) == 2


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (TOO_EARLY, "November 3, 2026: It is more than 14 days ago, so the office alone excuses it."),
        ("2026-11-12", "November 12, 2026: The school’s record says that it is excused, or no absence."),
        ("2026-11-17", "November 17, 2026: The school’s record says that it is excused, or no absence."),
        ("2026-99-99", "Choose the days."),
    ],
)
def test_a_day_that_may_not_be_asked_about_is_refused_with_why(app: Flask, away: Writers, day: str, said: str) -> None:
    page = asking(app, away)
    values = {each.get("name", ""): each.get("value", "") for each in page.page.iter("input")}
    hidden = {name: values[name] for name in ("csrf_token", "form_key")}
    answer = page.client.post(page.path, data={**hidden, "days": day, "reason": "illness"})

    assert answer.status_code == 422
    assert said in " ".join(answer.text.split())
    assert kept() == []


def test_without_days_or_a_reason_nothing_is_asked(app: Flask, away: Writers) -> None:
    page = asking(app, away).press("Send to the office")
    assert page.status == 422
    assert page.errors == ["Choose the days.", "Choose why your child was away, or “Something else”."]
    page.fill(days=(LATE,), reason="other").press("Send to the office")
    assert page.errors == ["Say in a few words why."]
    page.fill(said="x" * 501).press("Send to the office")
    assert page.errors == ["That is too long. Say it in fewer words."]
    assert kept() == []


def test_a_student_asks_from_eighteen_on(app: Flask, away: Writers) -> None:
    leo, address = away.near.leo, f"/portal/students/{away.near.leo.public_id}/attendance/excuse"
    own = enters(app, leo, "student")
    assert "Ask to excuse" not in own.open("portal.attendance", public_id=leo.public_id).text
    assert own.open(address).status == 404
    with db.transaction() as session:
        session.execute(update(Person).where(Person.id == leo.id).values(birth_date=date(2008, 11, 18)))

    own.open("portal.attendance", public_id=leo.public_id).follow("Ask to excuse an absence")
    own.fill(days=(LATE,), reason="appointment").press("Send to the office")
    assert kept() == [(date(2026, 11, 16), None, None)]


def test_another_guardian_reads_the_state_and_never_the_words(app: Flask, away: Writers) -> None:
    asked(app, away, said="A CANARYWORD of our home")
    with db.transaction():
        people.an_account(away.near.chidi, "parent", username="chidi.parent", password_hash=_hash(away))
    other = enters(app, away.near.chidi, "parent").open("portal.attendance", public_id=away.near.leo.public_id)

    assert "Asked to be excused; the office has not answered yet" in other.text
    assert "CANARYWORD" not in other.html
    assert "CANARYWORD" in answering(app, away).text


def test_only_the_offices_of_that_school_and_the_district_read_it(app: Flask, away: Writers) -> None:
    asked(app, away)
    request = db.session().scalars(select(ExcuseRequest.public_id)).one()
    with db.transaction():
        pia = people.a_person("Pia", "Reed")
        places.a_job(pia, away.near.middle, job_role="Office Professional")
        people.an_account(pia, "staff", username="pia.reed", password_hash=_hash(away))

    assert "Leo" in enters(app, away.dora).open("desk.absence", public_id=request).text
    assert enters(app, pia).open("desk.absence", public_id=request).status == 404
    assert "Leo" not in enters(app, pia).open("desk.absences").text
    for other in (away.theo, away.nils):
        assert enters(app, other).open("desk.absence", public_id=request).status == 403


def test_a_day_of_no_named_school_goes_to_the_office_of_the_student_s_school(app: Flask, away: Writers) -> None:
    page = asking(app, away, away.near.amaya)
    page.fill(days=(LATE,), reason="illness").press("Send to the office")

    assert db.session().scalars(select(ExcuseRequest.school_id)).one() == away.near.elementary.id


@pytest.mark.parametrize("reader", ["rosa", "leo"])
def test_another_family_finds_neither_page(app: Flask, away: Writers, reader: str) -> None:
    someone = getattr(away.near, reader)
    browser = enters(app, someone, "student" if reader == "leo" else "parent")

    for ending in ("", ".css", ";x.js", "%0a.png"):
        assert browser.open(f"/portal/students/{away.near.amaya.public_id}/attendance/excuse{ending}").status == 404


def test_an_order_shuts_the_page_and_stops_the_mail(app: Flask, away: Writers) -> None:
    family = asked(app, away)
    page = asking(app, away)
    answered(app, away)
    with db.transaction():
        people.a_restriction(away.near.adaeze, away.near.leo)

    assert page.fill(days=(EARLY,), reason="illness").press("Send to the office").status == 404
    assert "answered about an absence" not in family.open("portal.home").text
    assert [row[0] for row in kept()] == [date(2026, 11, 16)]


def test_declining_needs_a_reason_and_something_must_be_answered(app: Flask, away: Writers) -> None:
    asked(app, away)

    assert answered(app, away, "declined").errors == ["Say why it is declined: the family reads it."]
    assert answered(app, away, "").errors == ["Accept or decline one day at least."]
    assert answered(app, away, "perhaps").errors == ["Accept or decline one day at least."]
    assert kept() == [(date(2026, 11, 16), None, None)]


def test_two_colleagues_answer_and_the_first_counts(app: Flask, away: Writers) -> None:
    asked(app, away)
    slow = answering(app, away, away.dora)
    answered(app, away)
    slow.fill(**{f"answer_{LATE}": "declined", f"because_{LATE}": "No."}).press("Keep the answers and tell the family")

    assert "A colleague was faster." in slow.text
    assert kept() == [(date(2026, 11, 16), "accepted", "unexcused")]
    mails = db.session().scalars(select(Mail).where(Mail.template == "excuse-answered")).all()
    assert len(mails) == 1


def takes(office: Browser) -> TestResponse:
    """The answers of the last days as a file."""
    answer = office.open("desk.absences").fill(reason=WHY).press("Download the answers").response
    assert answer is not None
    return answer


def test_the_answers_leave_as_a_file_for_the_source(app: Flask, away: Writers) -> None:
    asked(app, away, said="=CANARYWORD()")
    answered(app, away)
    answer = takes(enters(app, away.olga))
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))

    assert [
        (each["student"], each["day"], each["source"], each["recorded"], each["decision"], each["reason"])
        for each in rows
    ] == [("Leo Okonkwo", LATE, "test", "unexcused", "accepted", "illness")]
    assert rows[0]["source_id"].endswith(f"@{LATE}")
    assert b"CANARYWORD" not in answer.data
    assert answer.headers["Cache-Control"] == "no-store"
    told = db.session().scalars(select(AuditEntry).where(AuditEntry.event == "excuse-decisions-downloaded")).one()
    assert (told.data["rows"], told.data["reason"]) == (1, WHY)


def test_the_file_holds_no_other_school_and_no_formula(app: Flask, away: Writers) -> None:
    with db.transaction() as session:
        session.execute(update(Person).where(Person.id == away.near.leo.id).values(first_name="=1+1"))
    asked(app, away)
    enters(app, away.olga).open("desk.absences").follow("=1+1 Okonkwo").fill(**{f"answer_{LATE}": "accepted"}).press(
        "Keep the answers and tell the family"
    )
    with db.transaction():
        pia = people.a_person("Pia", "Reed")
        places.a_job(pia, away.near.middle, job_role="Office Professional")
        people.an_account(pia, "staff", username="pia.reed", password_hash=_hash(away))
    theirs, ours = takes(enters(app, pia)), takes(enters(app, away.dora))

    assert len(theirs.data.decode().splitlines()) == 1
    assert b",'=1+1 Okonkwo," in ours.data


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-11-18", "2026-11-17", "The last day comes before the first. Choose a later one."),
        ("2024-11-18", "2026-11-17", "That is more than a year. Take it in parts."),
        ("", "2026-11-17", "Choose the day, as YYYY-MM-DD."),
    ],
)
def test_a_file_of_strange_days_is_refused(app: Flask, away: Writers, first: str, last: str, said: str) -> None:
    page = enters(app, away.olga).open("desk.absences").fill(first=first, last=last, reason=WHY)
    page.press("Download the answers")

    assert (page.status, page.errors) == (422, [said])


def test_what_the_answers_are_taken_for_is_asked_and_later_the_password_too(app: Flask, away: Writers) -> None:
    office = enters(app, away.olga)
    page = office.open("desk.absences").press("Download the answers")
    assert page.errors == ["Say in a few words what the file is for: it stands in the audit."]

    with clock.at(clock.now() + timedelta(minutes=14)):
        token = token_of(office.open("desk.absences"))
        typed = {"first": EARLY, "last": EARLY, "reason": WHY, "csrf_token": token}
        came_from = {"Referer": f"{HOST}{office.path}"}
        sent = post(office, "/portal/desk/absences/decisions.csv", headers=came_from, **typed)
        assert sent.location.startswith("/prove")
        office.open(sent.location).fill(password=PASSPHRASE).press()
        assert (office.path, EARLY in office.html, WHY in office.html) == ("/portal/desk/absences", True, True)
        assert takes(office).mimetype == "text/csv"


def test_the_pages_take_few_statements_however_many_there_are(app: Flask, away: Writers, database: Engine) -> None:
    family = asked(app, away, LATE, EARLY)
    office = enters(app, away.olga)
    request = db.session().scalars(select(ExcuseRequest.public_id)).one()
    said = {}
    for browser, endpoint, named in (
        (family, "portal.excuse_request", {"public_id": away.near.leo.public_id}),
        (family, "portal.attendance", {"public_id": away.near.leo.public_id}),
        (office, "desk.absences", {}),
        (office, "desk.absence", {"public_id": request}),
    ):
        browser.open(endpoint, **named)
        with statements(database) as found:
            browser.open(endpoint, **named)
        said[endpoint] = len(found)

    assert {name: count for name, count in said.items() if count > 8} == {}


def _hash(away: Writers) -> str:
    return db.session().scalars(select(Account.password_hash).where(Account.person_id == away.olga.id)).one()
