"""Files that go with messages: attached by who writes, read by whom it is for, and in no mail (T01, T18, T19)."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from district.models import Relationship
from foundation import db, postman
from foundation.audit import AuditEntry
from foundation.files import StoredFile
from foundation.settings import Settings
from portal.jobs.messages import send_digests
from portal.models import MessageRecipient
from tests.browser import Browser
from tests.papers import PDF, fetch, png
from tests.portal.writers import Writers, drafted, enters, the_message, works
from tests.portal.writers import writers as writers

FLYER = ("flyer.pdf", PDF)


def with_flyer(app: Flask, writers: Writers, *files: tuple[str, bytes]) -> Browser:
    """Theo's draft, with these files."""
    return drafted(enters(app, writers.theo)).attach("files", *(files or (FLYER,))).press("Attach")


def file_path(browser: Browser) -> str:
    return next(each.get("href", "") for each in browser.page.iter("a") if "/files/" in each.get("href", ""))


def stored() -> int:
    db.close()
    return db.session().scalar(select(func.count()).select_from(StoredFile)) or 0


def sent_with_flyer(app: Flask, writers: Writers) -> str:
    """Sent to Leo's family; gives the path of the file in the portal."""
    with_flyer(app, writers).press("Send it")
    works()
    home = enters(app, writers.near.adaeze, "parent").open("portal.one_message", public_id=the_message().public_id)
    return file_path(home)


def test_what_was_attached_is_read_by_the_family_beside_the_message(app: Flask, writers: Writers) -> None:
    draft = with_flyer(app, writers)
    assert "The files go with it." in draft.text
    assert "flyer.pdf 1 KB" in draft.text
    draft.press("Send it")
    works()
    home = enters(app, writers.near.adaeze, "parent").open("portal.one_message", public_id=the_message().public_id)

    assert "Files that go with it flyer.pdf 1 KB" in home.text
    answer = fetch(home, file_path(home))
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    teacher = enters(app, writers.theo).open("messages.message", public_id=the_message().public_id)
    assert fetch(teacher, file_path(teacher)).data == PDF


@pytest.mark.parametrize("reader", ["rosa", "leo", "wilma", "olga", "nobody"])
def test_nobody_else_gets_a_file(app: Flask, writers: Writers, reader: str) -> None:
    path = sent_with_flyer(app, writers)
    near = writers.near
    browser = {
        "rosa": lambda: enters(app, near.rosa, "parent"),
        "leo": lambda: enters(app, near.leo, "student"),
        "wilma": lambda: enters(app, writers.wilma),
        "olga": lambda: enters(app, writers.olga),
        "nobody": lambda: Browser(app),
    }[reader]()

    for there in (path, path.replace("/portal/", "/portal/staff/")):
        answer = fetch(browser, there)
        assert answer.status_code in (303, 403, 404)
        assert b"%PDF" not in answer.data


def test_a_file_goes_with_its_own_message_alone_and_no_bent_address_shows_it(app: Flask, writers: Writers) -> None:
    path = sent_with_flyer(app, writers)
    drafted(enters(app, writers.theo), subject_en="Another").press("Send it")
    works()
    home = enters(app, writers.near.adaeze, "parent")

    named = path.rpartition("/")[2]
    for bent in (
        f"/portal/messages/{the_message().public_id}/files/{named}",
        f"{path}.css",
        f"{path}/x.js",
        f"{path}%0a",
    ):
        assert home.open(bent).status == 404


def test_who_sees_the_student_no_longer_gets_no_file(app: Flask, writers: Writers) -> None:
    path = sent_with_flyer(app, writers)
    home = enters(app, writers.near.adaeze, "parent")
    with db.transaction() as session:
        session.execute(
            update(Relationship).where(Relationship.adult_id == writers.near.adaeze.id).values(portal=False)
        )

    assert home.open(path).status == 404


def test_a_mail_says_that_a_file_is_there_and_holds_none(app: Flask, writers: Writers, settings: Settings) -> None:
    drafted(enters(app, writers.olga), kind="priority").attach("files", FLYER, ("map.png", png())).press(
        "Attach"
    ).press("Send it")
    works()
    postman.deliver(app)
    mails = [each.read_text(encoding="utf-8") for each in settings.instance.glob("mail/*.eml")]
    told = [each for each in mails if "2 files go with it" in each]

    assert told
    for each in told:
        assert "attachment" not in each
        assert "flyer.pdf" not in each
        assert re.search(r"/portal/messages/[0-9a-f]{16}\b", each)


def test_the_digest_names_the_files_of_what_went_to_many(
    app: Flask, writers: Writers, settings: Settings, at: object
) -> None:
    with_flyer(app, writers).press("Send it")
    works()
    with at("2026-11-18 18:00"):  # type: ignore[operator]
        send_digests({})
        postman.deliver(app)
    mails = "".join(each.read_text(encoding="utf-8") for each in settings.instance.glob("mail/*.eml"))

    assert "[flyer.pdf]" in mails
    assert db.session().scalar(select(func.count()).where(MessageRecipient.digest_at.is_not(None))) == 0


def test_a_file_is_taken_away_and_nothing_of_it_is_kept(app: Flask, writers: Writers) -> None:
    draft = with_flyer(app, writers, FLYER, ("map.png", png()))
    assert stored() == 2
    draft.press("Take it away (flyer.pdf)")
    assert "flyer.pdf" not in draft.text
    assert stored() == 1
    draft.press("Throw it away")
    assert stored() == 0
    told = select(AuditEntry.event).where(AuditEntry.event.like("message-file%")).order_by(AuditEntry.id)
    assert db.session().scalars(told).all() == [
        "message-file-attached",
        "message-file-attached",
        "message-file-removed",
    ]
    db.close()


def test_what_is_wrong_is_said_at_its_place(app: Flask, writers: Writers) -> None:
    draft = with_flyer(app, writers, ("page.html", b"<script>"))
    assert draft.status == 422
    assert draft.errors[0].startswith("“page.html” is none of the files taken here.")
    draft.attach("files", *[(f"{each}.pdf", PDF) for each in range(4)]).press("Attach")
    draft.attach("files", FLYER, ("map.png", png())).press("Attach")
    assert "A message has at most 5 files." in draft.text
    assert stored() == 4


def test_the_files_of_what_has_left_stay_as_they_are(app: Flask, writers: Writers) -> None:
    late, there = with_flyer(app, writers), ""
    other = enters(app, writers.theo).open("messages.message", public_id=the_message().public_id)
    other.press("Send it")
    there = other.path
    late.press("Take it away (flyer.pdf)")
    assert "It has left, or was taken back, so its files stay as they are." in late.text
    late.open(there)
    assert "flyer.pdf" in late.text
    assert stored() == 1
