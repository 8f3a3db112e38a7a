"""T32: the eighteenth birthday, in the district's time zone: pages, waiting mails, and who is told before."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from demo import people
from demo.cast import Someone
from demo.world import PASSPHRASE, World
from district import jobs
from district.actions import eligibility
from district.models import ComingOfAge, EligibleStudentBasis, Person
from foundation import audit, clock, db, postman
from foundation.audit import AuditEntry
from foundation.outbox import Mail
from tests.browser import Browser


def at_home(app: Flask, world: World, person: Someone) -> Browser:
    return Browser(app).signs_in(world.sign_in(person).username, PASSPHRASE).open("portal.home")


@pytest.mark.parametrize(
    ("moment", "is_seen"),
    [("2026-11-18 23:59", True), ("2026-11-19 00:00", False)],
)
def test_the_day_is_the_district_s(app: Flask, world: World, moment: str, is_seen: bool) -> None:
    """Diego turns 18 on November 19 in Colorado, where it is seven hours earlier than in Greenwich."""
    with clock.at(moment):
        assert ("Diego" in at_home(app, world, world.rosa).text) is is_seen


def test_a_session_that_is_open_at_midnight_is_shut_with_the_next_request(app: Flask, world: World) -> None:
    with clock.at("2026-11-18 23:58"):
        rosa = at_home(app, world, world.rosa)
        assert "Diego" in rosa.text
    with clock.at("2026-11-19 00:01"):
        assert "Diego" not in rosa.open("portal.home").text


@pytest.mark.parametrize(("moment", "is_seen"), [("2026-02-28 23:59", True), ("2026-03-01 00:00", False)])
def test_born_on_leap_day(app: Flask, world: World, moment: str, is_seen: bool) -> None:
    with db.transaction():
        kit = people.a_student("Kit", "Moran", born=date(2008, 2, 29), school=world.town.high, grade="12")
        people.a_relationship(world.hoa, kit)
    with clock.at(moment):
        assert ("Kit" in at_home(app, world, world.hoa).text) is is_seen


def test_consent_that_is_taken_back_shuts_at_once_and_the_log_keeps_the_ground(app: Flask, world: World) -> None:
    assert "Jonah" in at_home(app, world, world.karin).text
    karin = at_home(app, world, world.karin)
    with db.transaction() as session:
        basis = session.scalars(select(EligibleStudentBasis)).one()
        by = audit.command("test")
        assert eligibility.withdraw_basis(basis, by=by, at=clock.now(), reason="Taken back")

    assert "Jonah" not in karin.open("portal.home").text
    db.close()
    told = db.session().scalars(select(AuditEntry.data).where(AuditEntry.event == "eligible-basis-ended")).one()
    assert told["reason"] == "Taken back"


def mails() -> list[Mail]:
    db.close()
    return list(db.session().scalars(select(Mail).where(Mail.template == "coming-of-age").order_by(Mail.id)))


def test_the_student_and_the_guardian_are_told_before_once_however_often_the_night_runs(
    app: Flask, world: World
) -> None:
    for _ in range(2):
        db.close()
        jobs.tell_near_18()

    told = {(each.context["name"], each.context["is_student"], each.context["day"]) for each in mails()}
    assert ("Rosa", False, "2026-11-19") in told
    assert len(mails()) == len(told) == len(db.session().scalars(select(ComingOfAge)).all())
    assert [each for each in mails() if each.to_address == ""] == []


def test_each_is_told_in_their_own_language(app: Flask, world: World) -> None:
    with db.transaction() as session:
        session.get_one(Person, world.rosa.id).language = "es"
    jobs.tell_near_18()

    assert next(each for each in mails() if each.context["name"] == "Rosa").language == "es"


def test_what_waits_past_midnight_does_not_leave(app: Flask, world: World) -> None:
    jobs.tell_near_18()
    with clock.at("2026-11-19 00:05"):
        db.close()
        postman.deliver(app)
    rosa = next(each for each in mails() if each.context["name"] == "Rosa")

    assert rosa.sent_at is None
    assert rosa.parked_at is not None


def test_nobody_is_told_whom_an_order_binds(app: Flask, world: World) -> None:
    with db.transaction():
        people.a_restriction(world.rosa, world.diego)
    jobs.tell_near_18()

    assert [each for each in mails() if each.context["name"] == "Rosa"] == []
