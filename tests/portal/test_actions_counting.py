"""Everybody is counted: by what became of their codes, at each of their schools, whole or not at all."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from accounts.models import Account
from demo import people
from foundation import audit, clock, db, outbox
from foundation.outbox import Mail
from foundation.settings import Settings
from portal import jobs, queries
from portal.actions import counting, issue_code
from portal.models import FunnelPerson, FunnelRun, FunnelSum
from portal.queries.funnel import Narrowed
from portal.rules import codes
from portal.rules.codes import Delivery, Kind
from portal.rules.funnel import Step
from tests.portal.neighbourhood import Neighbourhood

BY = audit.command("test")


def counted(asked: Narrowed = Narrowed()) -> dict[str, int]:  # noqa: B008 - frozen
    """The figures after a new counting, without those that are nought."""
    db.close()
    jobs.count()
    run = queries.last_run()
    assert run is not None
    return {step.value: number for step, number in queries.figures(run.id, asked).all.items() if number}


def a_mailed_code(settings: Settings, person_id: int, **became: object) -> None:
    at = clock.now()
    with db.transaction() as session:
        issued = issue_code(person_id, kind=Kind.PARENT, delivery=Delivery.EMAIL, settings=settings, by=BY, at=at)
        once = codes.occasion(codes.hash_of(issued.code))
        outbox.post("activation-code", to="a@b.example", language="en", at=at, once=once)
        if became:
            session.execute(update(Mail).where(Mail.once == once).values(**became))


def test_everybody_entitled_is_counted_and_nobody_else(near: Neighbourhood) -> None:
    assert counted() == {"entitled": 5, "waiting": 5}
    assert counted(Narrowed(kind="student")) == {"entitled": 2, "waiting": 2}


def test_a_guardian_stands_at_the_school_of_each_child_and_once_in_the_district(near: Neighbourhood) -> None:
    assert counted(Narrowed(school_id=near.high.id, kind="parent")) == {"entitled": 2, "waiting": 2}
    assert counted(Narrowed(school_id=near.elementary.id)) == {"entitled": 2, "waiting": 2}
    assert counted(Narrowed(school_id=near.middle.id)) == {"entitled": 2, "waiting": 2}


def test_languages_are_counted_without_their_country(near: Neighbourhood) -> None:
    assert counted(Narrowed(language="es"))["entitled"] == 2
    assert counted(Narrowed(language=""))["entitled"] == 1


@pytest.mark.parametrize(
    ("became", "step"),
    [({}, None), ({"sent_at": clock.now}, "delivered"), ({"parked_at": clock.now}, "bounced")],
    ids=["waits", "sent", "parked"],
)
def test_what_became_of_the_mail_is_counted(
    near: Neighbourhood, settings: Settings, became: dict[str, object], step: str | None
) -> None:
    a_mailed_code(settings, near.rosa.id, **{name: at() for name, at in became.items()})  # type: ignore[operator]

    found = counted()

    assert found["coded"] == 1
    assert {each for each in ("delivered", "bounced") if found.get(each)} == ({step} if step else set())


def test_an_account_is_counted_with_its_address_and_its_last_sign_in(near: Neighbourhood) -> None:
    with db.transaction() as session:
        account = people.an_account(
            near.rosa, "parent", username="rosa", password_hash="", recovery_email="r@v.example"
        )
        session.execute(update(Account).where(Account.id == account).values(last_signed_in_at=clock.now()))

    found = counted(Narrowed(kind="parent"))

    assert found == {"entitled": 3, "activated": 1, "validated": 1, "seen": 1, "waiting": 2}


def test_an_account_that_somebody_else_made_is_nobody_s_way_in(near: Neighbourhood) -> None:
    with db.transaction() as session:
        account = people.an_account(near.rosa, "parent", username="rosa", password_hash="")
        session.execute(update(Account).where(Account.id == account).values(disowned_at=clock.now()))

    found = counted(Narrowed(kind="parent"))

    assert (found.get("activated"), found["waiting"]) == (None, 3)


def test_a_counting_that_was_cut_off_is_never_looked_at(near: Neighbourhood) -> None:
    assert counted()["entitled"] == 5
    before = queries.last_run()
    db.close()
    with db.transaction():
        run_id = counting.begin_run(at=clock.now())

    assert before is not None
    assert run_id > before.id
    assert getattr(queries.last_run(), "id", None) == before.id


def test_older_countings_are_cleared_away_and_one_cut_off_long_ago_too(
    near: Neighbourhood, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "PORTION", 2)
    counted()
    with db.transaction():
        counting.begin_run(at=clock.now() - timedelta(hours=7))
        still_at_work = counting.begin_run(at=clock.now())

    counted()

    runs = set(db.session().scalars(select(FunnelRun.id)))
    last = queries.last_run()
    assert last is not None
    assert runs == {still_at_work, last.id}
    assert set(db.session().scalars(select(FunnelPerson.run_id))) == {last.id}


def test_the_sums_are_what_the_lists_hold(near: Neighbourhood, settings: Settings) -> None:
    a_mailed_code(settings, near.rosa.id, sent_at=clock.now())
    counted()
    sums = Counter[tuple[int, str]]()
    for school, kind, number in db.session().execute(
        select(FunnelSum.school_id, FunnelSum.kind, func.sum(FunnelSum.delivered)).group_by(
            FunnelSum.school_id, FunnelSum.kind
        )
    ):
        sums[school, kind] = int(number)
    run = queries.last_run()

    assert run is not None
    for (school, kind), number in sums.items():
        listed = queries.people_at(run.id, Step.DELIVERED, Narrowed(school_id=school or None, kind=kind), limit=10)
        assert len(listed) == number


def test_the_night_of_work_counts_only_when_something_changed(near: Neighbourhood) -> None:
    db.close()
    jobs.look({})
    first = queries.last_run()
    db.close()
    jobs.look({})

    assert first is not None
    assert getattr(queries.last_run(), "id", None) == first.id
    with clock.at(clock.now() + timedelta(days=1)):
        db.close()
        jobs.look({})
        assert getattr(queries.last_run(), "id", 0) > first.id
