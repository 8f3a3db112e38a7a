"""Access by hand and given back: two people, once, and a fact like any other."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, func, select

from foundation import clock, db
from foundation.audit import Actor, AuditEntry
from foundation.outbox import Mail
from household.access import actions, gate, queries
from household.access.models import Evaluation, Grant, Proposal, Revocation
from household.access.rules.proposals import Kind, Refusal, Wish
from tests.household.access.staff import Clerk, book, day, hire

LAST = day("2027-01-31")
GRANT = Wish(Kind.GRANT, LAST)


@pytest.fixture
def clerk(database: Engine) -> Clerk:
    found = hire("Tamika", employee_id="E-1", email="tamika@example.org")
    found.works()
    return found


@pytest.fixture
def piet(database: Engine) -> Actor:
    return admin("Piet")


@pytest.fixture
def odile(database: Engine) -> Actor:
    return admin("Odile")


def admin(name: str) -> Actor:
    return Actor("account", account_id=hire(name).person_id + 1000, person_id=hire(name).person_id)


def propose(clerk: Clerk, by: Actor, wish: Wish = GRANT) -> Refusal | None:
    with db.transaction():
        return actions.propose(
            clerk.person_id, wish, reason="Summer fair", book=book(), today=clock.today(), by=by, at=clock.now()
        )


def confirm(by: Actor) -> Refusal | None:
    with db.transaction() as session:
        newest = session.scalars(select(Proposal).order_by(Proposal.id.desc()).limit(1)).one()
        return actions.confirm(newest, book=book(), today=clock.today(), by=by, at=clock.now())


def withdraw(by: Actor) -> bool:
    with db.transaction() as session:
        newest = session.scalars(select(Proposal).order_by(Proposal.id.desc()).limit(1)).one()
        return actions.withdraw(newest, today=clock.today(), by=by, at=clock.now())


def state(clerk: Clerk) -> str:
    return gate.answer_for(clerk.person_id, on=clock.today()).state.value


def events(name: str) -> list[dict[str, object]]:
    return list(db.session().scalars(select(AuditEntry.data).where(AuditEntry.event == name)))


def test_a_proposal_alone_gives_nothing(clerk: Clerk, piet: Actor) -> None:
    assert propose(clerk, piet) is None
    assert state(clerk) == "none"
    assert [each["reason"] for each in events("access-proposed")] == ["Summer fair"]


def test_confirmed_by_another_it_gives_access_at_once(clerk: Clerk, piet: Actor, odile: Actor) -> None:
    propose(clerk, piet)

    assert confirm(odile) is None
    assert state(clerk) == "active"
    assert clerk.ledger() == [("granted", clock.today())]
    assert clerk.stored() == clerk.decided()
    grant = db.session().scalars(select(Grant)).one()
    assert (grant.proposed_by_id, grant.confirmed_by_id, grant.ends) == (
        piet.person_id,
        odile.person_id,
        day("2027-02-01"),
    )
    assert [each["last_day"] for each in events("access-given-by-hand")] == ["2027-01-31"]
    assert db.session().scalars(select(Mail.template)).all() == ["access-granted"]


def test_whoever_proposed_does_not_confirm_not_even_by_another_account(clerk: Clerk, piet: Actor) -> None:
    propose(clerk, piet)

    assert confirm(piet) is Refusal.SAME_PERSON
    assert confirm(Actor("account", account_id=99, person_id=piet.person_id)) is Refusal.SAME_PERSON
    assert state(clerk) == "none"


def test_nobody_decides_about_themselves(clerk: Clerk, piet: Actor) -> None:
    own = Actor("account", account_id=7, person_id=clerk.person_id)

    assert propose(clerk, own) is Refusal.ONESELF
    propose(clerk, piet)
    assert confirm(own) is Refusal.ONESELF
    assert confirm(Actor("command", label="flask")) is Refusal.ONESELF


def test_confirmed_twice_it_is_done_once(clerk: Clerk, piet: Actor, odile: Actor) -> None:
    propose(clerk, piet)
    confirm(odile)

    assert confirm(admin("Third")) is Refusal.SETTLED
    assert db.session().scalar(select(func.count()).select_from(Grant)) == 1


def test_the_same_is_proposed_once(clerk: Clerk, piet: Actor, odile: Actor) -> None:
    propose(clerk, piet)

    assert propose(clerk, odile) is Refusal.ASKED_ALREADY


def test_a_withdrawn_proposal_is_not_confirmed(clerk: Clerk, piet: Actor, odile: Actor) -> None:
    propose(clerk, piet)

    assert withdraw(piet) is True
    assert withdraw(piet) is False
    assert confirm(odile) is Refusal.SETTLED
    assert state(clerk) == "none"


def test_a_proposal_expires_and_can_be_made_anew(clerk: Clerk, piet: Actor, odile: Actor) -> None:
    propose(clerk, piet)
    with clock.at("2026-12-03 09:00"):
        assert confirm(odile) is Refusal.EXPIRED
        assert withdraw(odile) is False
        assert propose(clerk, piet) is None
    assert db.session().scalars(select(Proposal.state).order_by(Proposal.id)).all() == ["expired", "open"]


def test_what_changed_meanwhile_is_looked_at_again(clerk: Clerk, piet: Actor, odile: Actor) -> None:
    propose(clerk, piet)
    clerk.is_revoked()

    assert confirm(odile) is Refusal.REVOKED
    assert state(clerk) == "revoked"


def test_a_grant_ends_with_its_last_day_though_no_night_ran(clerk: Clerk, piet: Actor, odile: Actor) -> None:
    propose(clerk, piet)
    confirm(odile)
    with clock.at("2027-01-31 23:30"):
        assert state(clerk) == "active"
    with clock.at("2027-02-01 00:30"):
        assert state(clerk) == "none"
        clerk.finishes("IC-ENROLLMENT", "2027-02-01")
    assert clerk.ledger() == [("granted", day("2026-11-18")), ("ended", day("2027-02-01"))]


def test_given_back_for_good_the_facts_decide_alone(clerk: Clerk, piet: Actor, odile: Actor) -> None:
    clerk.finishes_both("2025-10-02", "2025-10-14")
    clerk.is_revoked()
    assert propose(clerk, piet, Wish(Kind.REINSTATEMENT, None)) is None

    assert confirm(odile) is None
    assert state(clerk) == "active"
    assert clerk.ledger()[-1] == ("reinstated", clock.today())
    assert clerk.stored() == clerk.decided()


def test_given_back_through_a_day_it_is_taken_away_again_after_it(clerk: Clerk, piet: Actor, odile: Actor) -> None:
    clerk.finishes_both("2025-10-02", "2025-10-14")
    clerk.is_revoked("Keys were shared")
    propose(clerk, piet, Wish(Kind.REINSTATEMENT, LAST))
    confirm(odile)

    assert gate.answer_for(clerk.person_id, on=clock.today()).through == LAST
    with clock.at("2027-02-03 08:00"):
        assert state(clerk) == "revoked"
        propose(clerk, piet, Wish(Kind.REINSTATEMENT, None))
        assert confirm(odile) is None
        assert state(clerk) == "active"
        asked = [day(each) for each in ("2026-11-20", "2027-01-31", "2027-02-01", "2027-02-03")]
        stood = [gate.answer_for(clerk.person_id, on=each).state.value for each in asked]
        assert stood == ["active", "active", "revoked", "active"]
    assert clerk.stored() == clerk.decided()
    assert db.session().scalars(select(Revocation.resumes)).all() == [None, None]


def test_what_was_given_back_for_a_while_can_be_given_for_longer(clerk: Clerk, piet: Actor, odile: Actor) -> None:
    clerk.finishes_both("2025-10-02", "2025-10-14")
    clerk.is_revoked()
    propose(clerk, piet, Wish(Kind.REINSTATEMENT, LAST))
    confirm(odile)

    assert propose(clerk, piet, Wish(Kind.REINSTATEMENT, LAST)) is Refusal.HAS_ACCESS
    assert propose(clerk, piet, Wish(Kind.REINSTATEMENT, None)) is None
    assert confirm(odile) is None
    assert gate.answer_for(clerk.person_id, on=clock.today()).through == day("2027-06-30")


def test_whoever_is_revoked_is_told_why_and_what_to_do(clerk: Clerk) -> None:
    clerk.is_revoked("The password was shared")

    mail = db.session().scalars(select(Mail)).one()
    assert (mail.template, mail.context["reason"]) == ("access-ended", "The password was shared")
    assert clerk.is_revoked() is False


def test_nobody_else_is_weighed_anew_for_a_grant(clerk: Clerk, piet: Actor, odile: Actor) -> None:
    """The text the database writes of the facts is the one that was weighed."""
    propose(clerk, piet)
    confirm(odile)

    assert queries.due(book(), on=clock.today()).people == []
    assert db.session().scalar(select(func.count()).select_from(Evaluation)) == 1
