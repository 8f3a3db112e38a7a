"""What every deed on a case is made of: lines, moves, mails to those involved."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from foundation import clock, db, postman
from foundation.audit import Actor, AuditEntry, AuditSubject
from support.actions.casework import involve, move_case, tell_involved, tell_owner, write_entry
from support.models import Case, SupportContact
from support.queries.cases import Viewer, case_held, case_numbered
from support.queries.contacts import contact_of
from support.rules.kinds import EntryKind
from support.rules.statuses import Doing, MoveRefused, Side, Status
from tests.support.asking import case_again, case_of, contact_id, lines_of, mails
from tests.support.served import Account, Served


def actor(account: Account) -> Actor:
    return Actor("account", account_id=account.id, person_id=account.person.id)


def viewer(account: Account, *, is_advisor: bool = False) -> Viewer:
    today = clock.today()
    return Viewer(account.id, account.person.id, contact_of(account.id, today), is_advisor, today)


def test_the_first_reply_of_an_advisor_stops_the_clock_and_no_later_one(app: Flask, served: Served) -> None:
    case = case_of(served.denise, served.ours)
    first = clock.now()

    for minutes, kind, side in [
        (0, EntryKind.COMMENT, Side.CONTACT),
        (5, EntryKind.NOTE, Side.DESK),
        (10, EntryKind.REPLY, Side.DESK),
        (20, EntryKind.REPLY, Side.DESK),
    ]:
        with db.transaction():
            held = case_held(viewer(served.tomas, is_advisor=True), case.number)
            assert held is not None
            write_entry(
                held, kind, side=side, by=actor(served.tomas), at=first + timedelta(minutes=minutes), body="Yes"
            )

    found = case_again(case.number)
    assert found.answered_at == first + timedelta(minutes=10)
    assert found.said_at == first + timedelta(minutes=20)
    assert not found.waits_for_desk
    assert found.version == case.version + 4


def test_a_contacts_words_give_the_desk_the_next_one(app: Flask, served: Served) -> None:
    case = case_of(served.denise, served.ours, answered=clock.now())

    with db.transaction():
        held = case_held(viewer(served.denise), case.number)
        assert held is not None
        write_entry(
            held, EntryKind.COMMENT, side=Side.CONTACT, by=actor(served.denise), at=clock.now(), body="And now?"
        )

    assert case_again(case.number).waits_for_desk


def test_a_move_is_a_line_and_is_told(app: Flask, served: Served) -> None:
    case = case_of(served.denise, served.ours)

    with db.transaction():
        held = case_held(viewer(served.tomas, is_advisor=True), case.number)
        assert held is not None
        move_case(held, Status.ASSIGNED, Doing.TAKE, side=Side.DESK, by=actor(served.tomas), at=clock.now())

    assert case_again(case.number).status == "assigned"
    assert lines_of(case) == [("submitted", ""), ("status", "assigned")]
    told = select(AuditEntry).join(AuditSubject, AuditSubject.entry_id == AuditEntry.id)
    entries = db.session().scalars(told.where(AuditSubject.kind == "case", AuditSubject.subject_id == case.id))
    assert [each.event for each in entries] == ["case-entered", "case-moved"]


def test_a_refused_move_changes_nothing(app: Flask, served: Served) -> None:
    case = case_of(served.denise, served.ours)

    with pytest.raises(MoveRefused), db.transaction():
        held = case_held(viewer(served.tomas, is_advisor=True), case.number)
        assert held is not None
        move_case(held, Status.VERIFICATION, Doing.RESOLVE, side=Side.DESK, by=actor(served.tomas), at=clock.now())

    assert case_again(case.number).status == "new"
    assert lines_of(case) == [("submitted", "")]


def test_those_involved_are_told_once_and_whoever_did_it_is_not(app: Flask, served: Served) -> None:
    case = case_of(served.denise, served.ours, details="Marisol in grade 9 has none", owner=served.tomas.id)
    with db.transaction():
        held = db.session().get_one(Case, case.id)
        involve(held, contact_id(served.theo), at=clock.now())
        involve(held, contact_id(served.theo), at=clock.now())

    for _ in range(2):
        with db.transaction():
            held = db.session().get_one(Case, case.id)
            tell_involved(held, EntryKind.COMMENT, entry_id=7, but_not=served.theo.id, at=clock.now())
            tell_owner(held, EntryKind.COMMENT, entry_id=7, at=clock.now())

    posted = mails("support-case")
    assert [each.to_address for each in posted] == ["denise.penn@work.example", "tomas.penn@work.example"]
    assert posted[0].context["number"] == str(case.number)
    assert "Marisol" not in str(posted[0].context)
    assert "missing" not in str(posted[0].context)


def test_a_mail_says_that_replies_are_not_read(app: Flask, served: Served, tmp_path: object) -> None:
    case = case_of(served.carla, served.theirs)
    with db.transaction():
        held = db.session().get_one(Case, case.id)
        tell_involved(held, EntryKind.REPLY, entry_id=1, but_not=None, at=clock.now())

    assert postman.deliver(app).sent == 1
    (written,) = app.config["HEARTH"].instance.joinpath("mail").glob("*.eml")
    text = " ".join(written.read_text().split())
    assert "Nobody reads replies to this mail. Answer on the case." in text
    assert f"http://localhost/support/cases/{case.number}" in text


def test_a_mail_does_not_leave_to_somebody_who_is_no_contact_any_more(app: Flask, served: Served) -> None:
    case = case_of(served.carla, served.theirs)
    with db.transaction() as session:
        tell_involved(session.get_one(Case, case.id), EntryKind.REPLY, entry_id=1, but_not=None, at=clock.now())
        session.execute(update(SupportContact).values(ends=date(2026, 11, 18)))

    result = postman.deliver(app)

    assert (result.sent, result.parked) == (0, 1)


@pytest.mark.parametrize("number", [0, 999_999, -1, 10_000_000, 2**63, 1_000_000 - 5])
def test_a_number_that_no_case_can_have_finds_none(app: Flask, served: Served, number: int) -> None:
    assert case_numbered(viewer(served.tomas, is_advisor=True), number) is None


def test_a_contact_sees_the_cases_of_their_organization_and_no_other(app: Flask, served: Served) -> None:
    ours, theirs = case_of(served.denise, served.ours), case_of(served.carla, served.theirs)

    seen = {
        name: [case_numbered(viewer(getattr(served, name)), each.number) is not None for each in (ours, theirs)]
        for name in ("denise", "theo", "carla", "nadia")
    }

    assert seen == {"denise": [True, False], "theo": [True, False], "carla": [False, True], "nadia": [False, False]}
    assert case_numbered(viewer(served.tomas, is_advisor=True), theirs.number) is not None
