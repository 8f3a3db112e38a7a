"""A feed's restriction is read, or lifted by two people; the question it left in the queue is settled by either."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from district.actions import restrictions
from district.models import Person, QueuedRow, Restriction, RestrictionLift
from district.rules.restrictions import LiftRefusal, OrderFault, Paper
from foundation import clock, db
from foundation.audit import Actor
from tests.district.edfi_files import EdfiDistrict, tie
from tests.district.feeding import Feeding

PAPER = Paper("protection-order", "2026-PO-118", "District Court")
ONE, TWO = Actor("account", 1, 901), Actor("account", 2, 902)


@pytest.fixture
def order(database: Engine, tmp_path: Path) -> Restriction:
    district, bring = EdfiDistrict(), Feeding(tmp_path)
    district.files["Contact.xml"][0] = tie("1001", "501", "Mother", ContactRestrictions="No contact, see file")
    bring(district)
    db.close()
    return db.session().scalars(select(Restriction)).one()


def settled() -> list[str]:
    db.close()
    return [each.settled_as for each in db.session().scalars(select(QueuedRow))]


def held(order: Restriction) -> Restriction:
    return db.session().get_one(Restriction, order.id)


def test_reading_the_paper_settles_the_question_and_takes_nothing_back(order: Restriction) -> None:
    with db.transaction():
        lacks = restrictions.verify_restriction(held(order), Paper("", "", ""), because="x", by=ONE, at=clock.now())
    assert OrderFault.NO_INSTRUMENT in lacks
    assert settled() == [""]
    for faults in ([], [OrderFault.READ_MEANWHILE]):
        with db.transaction():
            found = restrictions.verify_restriction(held(order), PAPER, because="x", by=ONE, at=clock.now())
        assert found == faults

    assert settled() == ["read"]
    db.close()
    now = held(order)
    assert (now.records, now.contact, now.pick_up, now.ends, now.verified_by_id) == (True, True, True, None, 901)


def test_two_people_lift_a_feed_s_restriction(order: Restriction, database: Engine) -> None:
    with db.transaction() as session:
        for person in (901, 902):
            a_colleague(person)
        session.flush()
        assert restrictions.propose_lift(held(order), reason="A mistake", by=ONE, at=clock.now()) is None
        again = restrictions.propose_lift(held(order), reason="Again", by=TWO, at=clock.now())
        assert again is LiftRefusal.ASKED_ALREADY
    with db.transaction() as session:
        lift = session.scalars(select(RestrictionLift)).one()
        own = restrictions.confirm_lift(lift, held(order), by=ONE, at=clock.now())
        assert own is LiftRefusal.SAME_PERSON
        assert restrictions.confirm_lift(lift, held(order), by=TWO, at=clock.now()) is None
        session.expire_all()
        assert restrictions.confirm_lift(lift, held(order), by=TWO, at=clock.now()) is LiftRefusal.SETTLED
        assert restrictions.propose_lift(held(order), reason="x", by=ONE, at=clock.now()) is LiftRefusal.OVER
        assert not restrictions.withdraw_lift(lift, held(order), by=TWO, at=clock.now())

    assert settled() == ["read"]
    assert held(order).ends == clock.today()


def a_colleague(person_id: int) -> None:

    db.session().add(Person(id=person_id, first_name="Ada", last_name="Stone", created_at=clock.now()))
