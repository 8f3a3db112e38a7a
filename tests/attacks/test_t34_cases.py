"""T17 to T20 and T34 at the support desk: markup, mail headers, attachments, and who may do what on whose case."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from demo.cases import a_line, named_on
from demo.people import a_person
from foundation import clock, db, postman
from foundation.audit import AuditEntry
from foundation.file_kinds import Kind
from foundation.files import StoredContent, StoredFile
from support.models import CaseAttachment, SupportContact
from support.rules.kinds import ClosedBecause, EntryKind
from support.rules.statuses import Side, Status
from tests.browser import Browser
from tests.papers import PDF, fetch
from tests.support.asking import case_of, comes_in, hidden, lines_of, send
from tests.support.conftest import served as served
from tests.support.served import Served

PAYLOADS = (
    '"><svg/onload=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "#{7*7}${7*7}<%= 7*7 %>",
    "</script><script>alert(1)</script>",
    "<!-- \u202e \u2028",
)
HEADERS = (
    "x\r\nBcc: e@x.example",
    "=?utf-8?q?Hi=0AReply-To=3A_evil=40x=0A=0AClick?=",
    "=?utf-8?b?SGkNClJlcGx5LVRvOiBldmls?=",
    "x\u2028Bcc: e@x.example",
)
NEW = {"details": "It broke.", "steps": "1. Open it.", "priority": "high"}


def submitted(browser: Browser, **typed: object) -> int:
    page = browser.open("/support/cases/new")
    answer = send(page, "/support/cases/new", form_key=hidden(page, "form_key"), **{**NEW, **typed})
    assert answer.status_code == 303, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def attached(browser: Browser, number: int, name: str, content: bytes) -> Browser:
    page = browser.open(f"/support/cases/{number}")
    return page.fill(body="See the file.").attach("files", (name, content)).press("Write it on the case")


def stored() -> tuple[CaseAttachment, StoredFile]:
    db.close()
    row = (
        db.session()
        .execute(select(CaseAttachment, StoredFile).join(StoredFile, StoredFile.id == CaseAttachment.file_id))
        .one()
    )
    return row[0], row[1]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_is_shown_as_text_on_every_page(app: Flask, served: Served, payload: str) -> None:
    """T17. The test browser finds whatever would be markup or inline script."""
    denise = comes_in(Browser(app), served.denise)
    number = submitted(denise, subject=payload, details=payload, did=payload, expected=payload, steps=payload)
    denise.open(f"/support/cases/{number}").fill(body=payload).press("Write it on the case")

    for page in (
        denise.open(f"/support/cases/{number}"),
        denise.open("/support/"),
        denise.open("/support/?q=zz"),
        denise.open("/support/cases/new?q=broke"),
        comes_in(Browser(app), served.tomas).open(f"/support/cases/{number}"),
    ):
        assert page.status == 200
        assert "49" not in page.heading
        assert "<svg/onload" not in page.html
        assert "<script>alert" not in page.html


def test_what_looks_like_a_template_is_none(app: Flask, served: Served) -> None:
    denise = comes_in(Browser(app), served.denise)
    number = submitted(denise, subject="{{7*7}} {% raw %}", body="{{7*7}}")

    shown = fetch(denise, f"/support/cases/{number}")

    assert shown.status_code == 200
    assert "{{7*7}} {% raw %}" in shown.text


@pytest.mark.parametrize("payload", HEADERS)
def test_no_text_of_a_case_reaches_a_mail(app: Flask, served: Served, payload: str) -> None:
    """T18. Mails carry the number alone."""
    theo = comes_in(Browser(app), served.theo)
    case = case_of(served.denise, served.ours, subject=payload)
    theo.open(f"/support/cases/{case.number}").fill(body=payload).press("Write it on the case")

    with app.app_context():
        assert postman.deliver(app).sent == 1
    (written,) = app.config["HEARTH"].instance.joinpath("mail").glob("*.eml")
    sent = email.message_from_bytes(written.read_bytes(), policy=email.policy.default)
    assert sorted(sent.keys()) == sorted(
        ["Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted"]
    )
    assert sent["Subject"] == f"Something new on support case {case.number}"
    assert "Bcc" not in written.read_text()


def test_an_attachment_is_handed_out_to_be_kept_and_to_nobody_else(app: Flask, served: Served) -> None:
    """T19."""
    case = case_of(served.denise, served.ours)
    denise = comes_in(Browser(app), served.denise)
    attached(denise, case.number, "../../成绩单 %0d%0a%00.pdf", PDF)
    _attachment, file = stored()
    address = f"/support/cases/{case.number}/files/{file.public_id}"

    found = fetch(denise, address)
    assert (found.status_code, found.data, found.mimetype) == (200, PDF, "application/pdf")
    assert found.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%E6%88%90" in found.headers["Content-Disposition"]
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in found.headers["Content-Security-Policy"]
    others = case_of(served.carla, served.theirs)
    for name in ("carla", "nadia"):
        assert fetch(comes_in(Browser(app), getattr(served, name)), address).status_code == 404
    assert fetch(comes_in(Browser(app), served.tomas), address).status_code == 200
    for wrong in (
        f"/support/cases/{others.number}/files/{file.public_id}",
        f"/support/cases/{case.number}/files/0000000000000000",
        f"/support/cases/{case.number}/files/..%2f..%2fetc%2fpasswd",
        f"/support/cases/{case.number}/files/%00",
    ):
        assert fetch(denise, wrong).status_code == 404


def test_a_file_is_gone_for_whoever_lost_the_appointment_and_after_it_was_taken_away(
    app: Flask, served: Served
) -> None:
    case = case_of(served.denise, served.ours)
    denise, theo = comes_in(Browser(app), served.denise), comes_in(Browser(app), served.theo)
    attached(denise, case.number, "log.txt", b"08:02 slow\n")
    _attachment, file = stored()
    address = f"/support/cases/{case.number}/files/{file.public_id}"
    assert fetch(theo, address).status_code == 200
    page = theo.open(f"/support/cases/{case.number}")
    assert send(page, f"{address}/removal", form_key="k").status_code == 404, "only whoever added it takes it away"

    denise.open(f"/support/cases/{case.number}").press(f"Take the file away ({file.name})")
    assert fetch(denise, address).status_code == 404
    assert db.session().scalar(select(func.count()).select_from(StoredContent)) == 0
    with db.transaction() as session:
        session.execute(update(SupportContact).values(ends=clock.today()))
    assert fetch(theo, f"/support/cases/{case.number}").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("page.html", b"<html><script>alert(1)</script></html>", "is none of the files taken here"),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "is none of the files"),
        ("photo.jpg", b"<!doctype html><p>no picture", "is none of the files taken here"),
        ("sheet.xlsm", b"PK\x03\x04" + b"\x00" * 60, "is none of the files taken here"),
        ("run.pdf", b"%PDF-1.4 /OpenAction << /S /JavaScript /JS (app.alert(1)) >> %%EOF", "holds a program"),
        ("nothing.txt", b"", "is empty"),
    ],
)
def test_what_a_case_does_not_take_is_refused_with_why(
    app: Flask, served: Served, name: str, content: bytes, said: str
) -> None:
    """T20."""
    case = case_of(served.denise, served.ours)

    page = attached(comes_in(Browser(app), served.denise), case.number, name, content)

    assert page.status == 422
    assert said in page.text
    assert lines_of(case) == [("submitted", "")]
    assert db.session().scalar(select(func.count()).select_from(StoredFile)) == 0


def test_a_case_holds_so_many_files_and_no_more(app: Flask, served: Served) -> None:
    case = case_of(served.denise, served.ours)
    with db.transaction() as session:
        line = a_line(case, EntryKind.ATTACHED, side=Side.CONTACT, by=served.denise.person, at=clock.now())
        for number in range(40):
            made = StoredFile(name=f"{number}.txt", kind=Kind.TEXT.value, size=1, sha256="", stored_at=clock.now())
            session.add(made)
            session.flush()
            session.add(CaseAttachment(case_id=case.id, entry_id=line, file_id=made.id))

    page = attached(comes_in(Browser(app), served.denise), case.number, "one.txt", b"more")

    assert page.status == 422
    assert "too many or too large for one case" in page.text
    assert db.session().scalar(select(func.count()).select_from(StoredFile)) == 40


@pytest.mark.parametrize("name", ["denise", "theo", "tomas"])
def test_what_tells_of_students_is_shown_by_the_right_to_the_record(app: Flask, served: Served, name: str) -> None:
    """T34 (C8): nobody here holds household access, so the author alone sees it."""
    with db.transaction():
        student = a_person("Marisol", "Canary", number="88120")
    case = case_of(served.denise, served.ours, details="CANARY-text", has_student_data=True)
    with db.transaction() as session:
        about = named_on(case, "88120", person=student, by=served.denise.person, at=clock.now())
        said = {"side": Side.CONTACT, "by": served.denise.person, "at": clock.now(), "body": "CANARY-line"}
        line = a_line(case, EntryKind.COMMENT, **said, has_student_data=True, about=about)  # type: ignore[arg-type]
        made = StoredFile(name="canary.txt", kind="txt", size=1, sha256="", stored_at=clock.now())
        session.add(made)
        session.flush()
        session.add(CaseAttachment(case_id=case.id, entry_id=line, file_id=made.id, has_student_data=True))
        public_id = made.public_id

    page = comes_in(Browser(app), getattr(served, name)).open(f"/support/cases/{case.number}")

    assert page.status == 200
    assert ("CANARY-text" in page.html, "CANARY-line" in page.html, "canary.txt" in page.html) == (
        (name == "denise",) * 3
    )
    assert "Marisol" not in page.html
    if name != "denise":
        assert "shown only to those with the right to that record" in page.text
        assert fetch(page, f"/support/cases/{case.number}/files/{public_id}").status_code == 404


def test_deeds_on_another_organizations_case_are_not_there(app: Flask, served: Served) -> None:
    """T34: by id, every deed."""
    case = case_of(served.carla, served.theirs)
    denise = comes_in(Browser(app), served.denise).open("/support/cases/new")

    answers = {
        deed: send(denise, f"/support/cases/{case.number}/{deed}", **typed).status_code
        for deed, typed in {
            "comments": {"body": "Hello", "form_key": "a", "about": ""},
            "closure": {"solved": "yes", "version": "1", "form_key": "b"},
            "reopening": {"body": "Again", "version": "1", "form_key": "c"},
            "permissions/1": {"answer": "yes", "form_key": "d"},
            "files/0000000000000000/removal": {"form_key": "e"},
        }.items()
    }

    assert set(answers.values()) == {404}, answers
    assert lines_of(case) == [("submitted", "")]


def test_a_contact_does_none_of_the_desks_moves(app: Flask, served: Served) -> None:
    """T34: no form of a contact leads to a status but through the table."""
    done = {"closed": clock.now() - timedelta(days=1), "because": ClosedBecause.UNSOLVED}
    case = case_of(served.denise, served.ours, status=Status.CLOSED, **done)
    page = comes_in(Browser(app), served.denise).open(f"/support/cases/{case.number}")

    again = send(page, f"/support/cases/{case.number}/closure", solved="yes", version="1", form_key="z")

    assert again.status_code == 409
    assert "The case is “closed” already." in again.text


def test_a_fetched_file_that_tells_of_students_is_told_in_the_audit(app: Flask, served: Served) -> None:
    with db.transaction():
        a_person("Marisol", "Penn", number="88120")
    denise = comes_in(Browser(app), served.denise)
    number = submitted(denise, subject="A file", has_student_data="y", people="88120")
    page = denise.open(f"/support/cases/{number}")
    page.fill(body="See it", has_student_data=True).attach("files", ("log.txt", b"one")).press("Write it on the case")
    attachment, file = stored()
    assert attachment.has_student_data

    assert fetch(denise, f"/support/cases/{number}/files/{file.public_id}").status_code == 200

    db.close()
    assert db.session().scalars(select(AuditEntry.event).where(AuditEntry.event == "case-file-opened")).all() == [
        "case-file-opened"
    ]


def test_a_stranger_to_all_this_is_sent_to_sign_in(app: Flask, served: Served) -> None:
    case = case_of(served.denise, served.ours)
    client = app.test_client()

    for address in (f"/support/cases/{case.number}", "/support/cases/new", "/support/"):
        assert client.get(address).location.startswith("/sign-in")
