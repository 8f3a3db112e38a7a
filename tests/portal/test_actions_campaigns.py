"""A campaign in pieces: whole parts or nothing, once, whatever fails in the middle and however many work at it."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from foundation import audit, clock, db, jobs
from foundation.audit import AuditEntry
from portal import actions
from portal.actions import desk_campaigns
from portal.actions.campaigns import CodesMeanwhile
from portal.actions.desk_campaigns import Wish
from portal.jobs import campaigns as work
from portal.models import ActivationCode
from portal.rules.campaigns import Whom
from portal.rules.codes import Delivery, Kind
from tests.portal.campaigners import Helper, its_parts, the_campaign, works
from tests.portal.campaigners import otto as otto
from tests.portal.campaigners import vera as vera
from tests.portal.neighbourhood import Neighbourhood
from tests.portal.test_codes_issue import refuse_codes

BY = audit.command("test")
WORKERS = 4


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people a part, so that a neighbourhood has several."""
    monkeypatch.setattr(desk_campaigns, "LETTERS_IN_ONE_PART", 2)


def begun(helper: Helper, *, reissue: bool = False) -> int:
    """A campaign that was counted and told to run; its id."""
    wish = Wish(Kind.PARENT, None, Whom.PEOPLE, Delivery.LETTER, reissue=reissue)
    db.close()
    with db.transaction():
        desk_campaigns.rehearse(wish, key="a" * 32, account_id=helper.account_id, by=BY, at=clock.now())
    works()
    campaign = the_campaign()
    with db.transaction():
        assert desk_campaigns.run(campaign, by=BY, at=clock.now())
    return campaign.id


def given() -> list[ActivationCode]:
    db.close()
    return list(db.session().scalars(select(ActivationCode).order_by(ActivationCode.id)))


@pytest.mark.usefixtures("small_parts")
def test_each_part_has_its_codes_and_its_letters(app: Flask, near: Neighbourhood, vera: Helper) -> None:
    begun(vera)
    works(most=2)  # made out, and the first part
    campaign = the_campaign()
    assert (campaign.state, campaign.given, campaign.total) == ("running", 2, 3)
    assert [each.letters for each in its_parts()] == [2, None]
    assert len(given()) == 2

    works()
    assert [each.letters for each in its_parts()] == [2, 1]
    assert all(each.sealed for each in its_parts())
    campaign = the_campaign()
    assert (campaign.state, campaign.given, campaign.passed_over) == ("done", 3, 0)


@pytest.mark.usefixtures("small_parts")
def test_a_part_whose_codes_are_refused_leaves_nothing_and_is_made_later(
    app: Flask, near: Neighbourhood, vera: Helper
) -> None:
    begun(vera)
    works(most=2)
    refuse_codes()
    works()
    assert len(given()) == 2
    assert [each.sealed is None for each in its_parts()] == [False, True]
    assert the_campaign().given == 2

    with db.transaction() as session:
        on = "" if db.is_sqlite() else " ON activation_code"
        session.connection().exec_driver_sql(f"DROP TRIGGER refuse{on}")
    with clock.at(clock.now() + timedelta(minutes=2)):
        works()
    assert len(given()) == 3
    assert the_campaign().state == "done"


def test_workers_at_one_part_make_it_once(app: Flask, near: Neighbourhood, vera: Helper) -> None:
    """As after a lease that ran out: two hold the same job."""
    campaign = begun(vera)
    works(most=1)
    gate, raised = threading.Barrier(WORKERS), list[Exception]()

    def make() -> None:
        with app.app_context():
            gate.wait()
            try:
                work.make_part({"campaign": campaign, "number": 1})
            except CodesMeanwhile as late:  # the job is tried again, and finds the part made
                raised.append(late)
            finally:
                db.close()

    threads = [threading.Thread(target=make) for _ in range(WORKERS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=60)

    assert len(raised) < WORKERS
    assert len(given()) == 3
    assert the_campaign().given == 3
    db.close()
    ended = select(AuditEntry).where(AuditEntry.event == "campaign-ended")
    assert len(db.session().scalars(ended).all()) == 1


def test_done_twice_a_job_does_nothing_the_second_time(app: Flask, near: Neighbourhood, vera: Helper) -> None:
    campaign = begun(vera)
    works()
    before = [(each.id, each.code_hash) for each in given()]
    for deed, payload in (
        (work.count_campaign, {"campaign": campaign}),
        (work.begin_campaign, {"campaign": campaign}),
        (work.make_part, {"campaign": campaign, "number": 1}),
        (work.make_part, {"campaign": campaign, "number": 99}),
        (work.make_part, {"campaign": campaign + 1, "number": 1}),
    ):
        db.close()
        deed(payload)

    assert [(each.id, each.code_hash) for each in given()] == before
    assert the_campaign().state == "done"


def test_whoever_got_a_code_meanwhile_keeps_it(app: Flask, near: Neighbourhood, vera: Helper) -> None:
    begun(vera)
    works(most=1)
    with db.transaction():
        issued = actions.issue_code(
            near.rosa.id,
            kind=Kind.PARENT,
            delivery=Delivery.OFFICE,
            settings=app.config["HEARTH"],
            by=BY,
            at=clock.now(),
        )
    works()

    mine = [each for each in given() if each.person_id == near.rosa.id]
    assert [(each.delivery, each.superseded_at) for each in mine] == [("office", None)]
    assert issued.code
    assert (the_campaign().given, the_campaign().passed_over) == (2, 1)


def test_two_campaigns_of_two_colleagues_give_each_person_one_code(
    app: Flask, near: Neighbourhood, vera: Helper, otto: Helper
) -> None:
    begun(vera)
    wish = Wish(Kind.PARENT, None, Whom.PEOPLE, Delivery.LETTER, reissue=False)
    with db.transaction():
        desk_campaigns.rehearse(wish, key="b" * 32, account_id=otto.account_id, by=BY, at=clock.now())
    works()
    second = the_campaign()
    with db.transaction():
        desk_campaigns.run(second, by=BY, at=clock.now())
    works()

    assert sorted(each.person_id for each in given()) == sorted([near.adaeze.id, near.chidi.id, near.rosa.id])


def test_the_codes_are_told_as_given_by_whoever_asked(app: Flask, near: Neighbourhood, vera: Helper) -> None:
    begun(vera)
    works()

    db.close()
    told = db.session().scalars(select(AuditEntry).where(AuditEntry.event == "code-issued")).all()
    assert {(each.actor_kind, each.actor_account_id, each.actor_person_id) for each in told} == {
        ("account", vera.account_id, vera.person_id)
    }


def test_a_campaign_leaves_nothing_of_a_code_in_the_queue_of_jobs(
    app: Flask, near: Neighbourhood, vera: Helper
) -> None:
    begun(vera)
    works()

    db.close()
    payloads = [each.payload for each in db.session().scalars(select(jobs.Job))]
    assert all(set(each) <= {"campaign", "number"} for each in payloads)
