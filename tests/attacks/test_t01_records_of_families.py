"""T01, T02: what stands in one family's fees, attendance, messages, attached files and limits is read by no other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select

from demo.cast import SOURCE, Someone, write
from demo.fees import a_fee
from demo.world import PASSPHRASE, World
from district.models import AttendanceEvent
from foundation import clock, db, files
from foundation.file_kinds import Upload, judged
from foundation.files import StoredFile
from portal.models import FamilyLimit, LimitReached, Message, MessageFile, MessageRecipient
from portal.rules.messages.leaving import State
from tests.browser import Browser
from tests.papers import PDF, fetch

CANARIES = ("Motmotfee", "Jacanacomment", "Hoatzinwords", "Tinamouflyer", "Trogonlimit")
OF_A_CHILD = ("grades", "attendance", "fees", "limits", "report-cards", "transcript", "schedule", "access-log")
OTHERS = ("marisol", "samir", "karin", "joanna", "victor", "anke")


@pytest.fixture
def sung(world: World) -> World:
    """Each canary stands in one record of Minh, for Hoa."""
    with db.transaction() as session:
        a_fee(world.minh, CANARIES[0], 4500, school=world.town.high, due=world.today + timedelta(days=3))
        told = {"excused": None, "period": "", "reason": "", "comment": CANARIES[1], "said": ""}
        key = {"source": SOURCE, "source_key": db.new_public_id(), "is_current": True}
        write(AttendanceEvent(person_id=world.minh.id, day=date(2026, 11, 17), category="absent", **told, **key))
        message = write(
            Message(
                account_id=world.sign_in(world.hoa).account_id,
                author_id=world.dana.id,
                kind="teacher",
                audience="families",
                student_id=world.minh.id,
                texts={"en": [CANARIES[2], CANARIES[2]]},
                state=State.SENT.value,
                written_at=clock.now(),
                goes_at=clock.now(),
            )
        )
        mine = {"person_id": world.hoa.id, "student_id": world.minh.id}
        session.execute(insert(MessageRecipient), [{"message_id": message.id, "language": "en", **mine}])
        flyer = judged(f"{CANARIES[3]}.pdf", PDF)
        assert isinstance(flyer, Upload)
        [kept] = files.keep([flyer], at=clock.now())
        session.execute(insert(MessageFile), [{"file_id": kept.id, "message_id": message.id}])
        write(FamilyLimit(mark_below=70, saved_at=clock.now(), **mine))
        reached = {"what": "mark", "subject": 1, "span": "1", "value": 400, "limit_was": 70, "basis": "told"}
        write(LimitReached(title=CANARIES[4], span_title="Fall", reached_at=clock.now(), **reached, **mine))
    return world


def enters(app: Flask, world: World, someone: Someone) -> Browser:
    return Browser(app).signs_in(world.sign_in(someone).username, PASSPHRASE)


def own_pages(world: World, child: Someone) -> list[str]:
    return ["/portal/", "/portal/messages", *(f"/portal/students/{child.public_id}/{each}" for each in OF_A_CHILD)]


def the_message() -> str:
    found = db.session().scalars(select(Message.public_id)).one()
    db.close()
    return found


def the_file() -> str:
    found = db.session().scalars(select(StoredFile.public_id)).one()
    db.close()
    return found


def test_the_family_itself_hears_each_of_them(app: Flask, sung: World) -> None:
    browser = enters(app, sung, sung.hoa)
    heard = "".join(browser.open(each).text for each in own_pages(sung, sung.minh))
    heard += browser.open(f"/portal/messages/{the_message()}").text

    assert [each for each in CANARIES if each not in heard] == []
    assert fetch(browser, f"/portal/messages/{the_message()}/files/{the_file()}").data == PDF


@pytest.mark.parametrize("other", OTHERS)
def test_no_other_family_hears_any_of_them(app: Flask, sung: World, other: str) -> None:
    browser = enters(app, sung, getattr(sung, other))
    told = {}
    places = [
        *own_pages(sung, sung.minh),
        f"/portal/messages/{the_message()}",
        f"/portal/messages/{the_message()}/files/{the_file()}",
        f"/portal/staff/messages/{the_message()}/files/{the_file()}",
    ]
    for place in places:
        answer = fetch(browser, place)
        if any(each.encode() in answer.data for each in CANARIES) or answer.data == PDF:
            told[place] = answer.status_code

    assert told == {}
    assert fetch(browser, places[2]).status_code == 404


def test_the_child_hears_nothing_of_what_the_parent_set_or_was_written(app: Flask, sung: World) -> None:
    browser = enters(app, sung, sung.minh)

    assert CANARIES[4] not in browser.open(f"/portal/students/{sung.minh.public_id}/limits").text
    assert browser.open(f"/portal/messages/{the_message()}").status == 404
