"""T34 at the support desk: an office professional with household access meets what tells of students on a case.

She is one of the contacts, so every case of the organization is hers to see. A flagged part is hers where she reaches
the record of everybody it tells of, and nowhere else; each part that is kept back says why (decision 0030).
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from demo.cases import a_line, named_on
from demo.cast import Someone
from demo.served import an_appointment
from demo.staff import Staff
from demo.world import PASSPHRASE, World
from district.models import RecordRead
from foundation import clock, db, files
from foundation.audit import AuditEntry
from foundation.file_kinds import Kind, Upload
from household.access import actions
from support.models import Case, CaseAttachment, SupportContact
from support.rules.kinds import EntryKind
from support.rules.statuses import Side
from tests.browser import Browser
from tests.household.access.staff import BY, book
from tests.papers import fetch
from tests.support.asking import case_of
from tests.support.conftest import served as served
from tests.support.served import Served

WHY = "This part tells of students. It is shown only to those with the right to that record."
WHY_NO_FILE = "A file that tells of students, shown only to those with the right to that record."
LOG = b"08:02 slow"
SHELL = "Grades of last week are missing"


@pytest.fixture
def noelle(app: Flask, staff: Staff, served: Served) -> Browser:
    """An office professional of the high school, who asks the desk for the organization as well."""
    with db.transaction():
        appointed = {"starts": date(2026, 1, 12), "used": date(2026, 11, 16)}
        an_appointment(staff.sign_in(staff.noelle).account_id, served.ours, **appointed)  # type: ignore[arg-type]
    return Browser(app).signs_in(staff.sign_in(staff.noelle).username, PASSPHRASE)


def told_of(case: Case, served: Served, *students: Someone | None) -> tuple[list[int], list[str]]:
    """Name them on a case that Denise submitted, and write for each a flagged line with a flagged file about nobody
    else. Gives the ids of those named, and the addresses of the files."""
    named, addresses = [], []
    for place, student in enumerate(students):
        with db.transaction() as session:
            denise, at = served.denise.person, clock.now()
            written = student.number if student else "no-such-id"
            named.append(named_on(case, written, person=student, by=denise, at=at))
            said: dict[str, Any] = {"side": Side.CONTACT, "by": denise, "at": at, "body": f"LINE-{place}"}
            line = a_line(case, EntryKind.COMMENT, **said, has_student_data=True, about=named[-1])
            upload = Upload(f"file-{place}.txt", Kind.TEXT, hashlib.sha256(LOG).hexdigest(), LOG)
            (made,) = files.keep([upload], at=at)
            held = {"case_id": case.id, "entry_id": line, "file_id": made.id, "about_id": named[-1]}
            session.add(CaseAttachment(**held, has_student_data=True))
            addresses.append(f"/support/cases/{case.number}/files/{made.public_id}")
    return named, addresses


def flagged(served: Served) -> Case:
    return case_of(served.denise, served.ours, details="DETAILS", has_student_data=True)


def read_by(person: Someone) -> set[int]:
    """Whose records were noted as read by that person on the page of a case."""
    db.close()
    asked = select(RecordRead.person_id).where(RecordRead.reader_id == person.id, RecordRead.page == "support-case")
    return set(db.session().scalars(asked))


def opened() -> int:
    db.close()
    return len(db.session().scalars(select(AuditEntry.id).where(AuditEntry.event == "case-file-opened")).all())


def test_who_reaches_the_record_sees_all_that_tells_of_it_and_is_noted(
    noelle: Browser, served: Served, world: World, staff: Staff
) -> None:
    case = flagged(served)
    _named, (address,) = told_of(case, served, world.lucia)

    page = noelle.open(f"/support/cases/{case.number}")

    assert page.status == 200
    assert [each for each in ("DETAILS", "LINE-0", "file-0.txt") if each not in page.text] == []
    assert WHY not in page.text
    assert f"{world.lucia.number}: Lucía Ibarra Vega" in page.text
    assert read_by(staff.noelle) == {world.lucia.id}
    assert (fetch(noelle, address).data, opened()) == (LOG, 1)


def test_who_does_not_reach_it_sees_the_shell_and_reads_why(
    noelle: Browser, served: Served, world: World, staff: Staff
) -> None:
    """Her right ends at her school: a student of the middle school is nobody to her."""
    case = flagged(served)
    _named, (address,) = told_of(case, served, world.jalen)

    page = noelle.open(f"/support/cases/{case.number}")

    assert (page.status, page.heading) == (200, SHELL)
    assert [each for each in ("DETAILS", "LINE-0", "file-0.txt", "Jalen") if each in page.html] == []
    assert page.text.count(WHY) == 2
    assert WHY_NO_FILE in page.text
    assert world.jalen.number in page.text
    assert read_by(staff.noelle) == set()
    assert (fetch(noelle, address).status_code, opened()) == (404, 0)


def test_of_two_students_she_sees_the_part_of_the_one_she_reaches(
    noelle: Browser, served: Served, world: World, staff: Staff
) -> None:
    case = flagged(served)
    told_of(case, served, world.lucia, world.jalen)

    page = noelle.open(f"/support/cases/{case.number}")

    assert [each for each in ("DETAILS", "LINE-0", "file-0.txt", "LINE-1", "file-1.txt") if each in page.html] == [
        "LINE-0",
        "file-0.txt",
    ]
    assert page.text.count(WHY) == 2, "what was submitted tells of both, and so is not hers"
    assert "Lucía" in page.text
    assert "Jalen" not in page.text
    assert read_by(staff.noelle) == {world.lucia.id}


def test_an_id_that_nobody_has_keeps_the_part_with_its_author(noelle: Browser, served: Served, world: World) -> None:
    case = flagged(served)
    told_of(case, served, world.lucia, None)

    page = noelle.open(f"/support/cases/{case.number}")

    assert ("DETAILS" in page.html, "LINE-0" in page.html, "LINE-1" in page.html) == (False, True, False)
    assert WHY in page.text


def test_what_she_writes_of_a_student_she_does_not_reach_stays_hers_to_read(
    app: Flask, noelle: Browser, served: Served, world: World
) -> None:
    case = flagged(served)
    ((about,), _addresses) = told_of(case, served, world.jalen)
    page = noelle.open(f"/support/cases/{case.number}")

    page = page.fill(body="MINE", has_student_data=True, about=str(about)).press("Write it on the case")

    assert page.status == 200
    assert "MINE" in page.text
    assert "LINE-0" not in page.html
    others = Browser(app).signs_in(served.theo.username, PASSPHRASE).open(f"/support/cases/{case.number}")
    assert "MINE" not in others.html


def test_a_right_that_ends_shuts_the_part_at_the_next_request(
    noelle: Browser, served: Served, world: World, staff: Staff
) -> None:
    case = flagged(served)
    told_of(case, served, world.lucia)
    assert "DETAILS" in noelle.open(f"/support/cases/{case.number}").html

    with db.transaction():
        why = "Asked by the district"
        assert actions.revoke(staff.noelle.id, reason=why, book=book(), today=clock.today(), by=BY, at=clock.now())

    page = noelle.open(f"/support/cases/{case.number}")
    assert (page.status, page.heading) == (200, SHELL), "she is a contact still"
    assert [each for each in ("DETAILS", "LINE-0", "file-0.txt", "Lucía") if each in page.html] == []
    assert page.text.count(WHY) == 2


def test_the_right_to_the_record_opens_no_case_without_the_appointment(
    noelle: Browser, served: Served, world: World, staff: Staff
) -> None:
    case = flagged(served)
    _named, (address,) = told_of(case, served, world.lucia)
    noelle.open(f"/support/cases/{case.number}")
    with db.transaction() as session:
        account = staff.sign_in(staff.noelle).account_id
        session.query(SupportContact).filter_by(account_id=account).update({"ends": clock.today()})

    assert noelle.open(f"/support/cases/{case.number}").status == 404
    assert fetch(noelle, address).status_code == 404
