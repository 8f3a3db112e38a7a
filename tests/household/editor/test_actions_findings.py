"""Findings live: opened when seen, settled when no longer found, kept with their days, counted by day and school."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, func, select, update

from demo import people
from demo.cast import Someone
from demo.homes import a_household
from demo.world import World
from district.models import HouseholdMember, Relationship
from foundation import audit, clock, db, nightly
from foundation.audit import AuditEntry
from household.editor import jobs
from household.editor.actions import findings as actions
from household.editor.actions.findings import refresh
from household.editor.models import CleanupFinding, CleanupTally
from household.editor.queries.staged import FRESH, checking
from household.editor.rules.findings import Code

TODAY = date(2026, 11, 18)
ENTERING = 60


def check() -> jobs.Refreshed:
    with jobs.checked(by=audit.command("test")) as found:
        return found.done


def look_again(*someone: Someone, at: date = TODAY) -> actions.Refreshed:
    with db.transaction():
        return refresh([each.id for each in someone], (), entering_days=ENTERING, on=at, at=clock.now())


def findings_of(person: Someone, code: Code) -> list[CleanupFinding]:
    about = select(CleanupFinding).where(CleanupFinding.person_id == person.id, CleanupFinding.code == code.value)
    found = list(db.session().scalars(about.order_by(CleanupFinding.id)))
    db.close()
    return found


def number(school_id: int | None = None) -> int:
    """What the tally says is open now."""
    counted = select(func.coalesce(func.sum(CleanupTally.change), 0)).where(
        CleanupTally.school_id.is_not_distinct_from(school_id)
    )
    return int(db.session().scalar(counted) or 0)


def in_the_queue() -> int:
    return db.session().scalar(select(func.count()).where(CleanupFinding.closed_at.is_(None))) or 0


def test_a_finding_is_as_old_as_the_check_that_saw_it_first(world: World) -> None:
    check()
    with clock.at("2026-11-25 03:00"):
        check()

    assert [each.first_seen for each in findings_of(world.tobi, Code.STUDENT_WITHOUT_HOUSEHOLD)] == [TODAY]


def test_what_comes_back_is_new_and_keeps_the_old_one_s_days(world: World) -> None:
    check()
    with db.transaction():
        home = a_household(world.tobi, street="1 Plover Lane")
    with clock.at("2026-11-20 09:00"):
        assert look_again(world.tobi, at=date(2026, 11, 20)).settled == 1
        gone = update(HouseholdMember).where(HouseholdMember.household_id == home.id)
        with db.transaction() as session:
            session.execute(gone.values(ends=date(2026, 11, 20)))
    with clock.at("2026-11-25 03:00"):
        check()

    old, new = findings_of(world.tobi, Code.STUDENT_WITHOUT_HOUSEHOLD)
    assert (old.first_seen, old.closed_at is None) == (TODAY, False)
    assert (new.first_seen, new.closed_at) == (date(2026, 11, 25), None)


def test_looking_again_reaches_whoever_is_near(world: World) -> None:
    """A flag of Nora's is changed with her father's record: what her household lacks follows."""
    check()
    with db.transaction() as session:
        tied = Relationship.student_id == world.nora.id
        session.execute(update(Relationship).where(tied).values(mailing=True, emergency_priority=1))
    done = look_again(world.patrick)

    assert done.settled >= 2
    assert findings_of(world.nora, Code.CALL_ORDER_MISSING)[0].closed_at is not None
    assert findings_of(world.nora, Code.CALL_ORDER_TIED)[0].closed_at is None


def test_the_tally_goes_with_the_queue(world: World) -> None:
    check()
    assert number() == in_the_queue() > 0
    with db.transaction():
        a_household(world.tobi, world.grace, street="1 Plover Lane")
    look_again(world.tobi)
    assert number() == in_the_queue()
    with clock.at("2026-11-19 03:00"):
        check()
    assert number() == in_the_queue()
    assert number(world.town.aspen.id) > 0


def test_what_is_about_two_schools_counts_at_each_and_once_in_the_district(world: World) -> None:
    with db.transaction():
        one = people.a_student("Kit", "Moran", school=world.town.cedar)
        two = people.a_student("Kai", "Moran", school=world.town.high)
        a_household(one, two, street="8 Tern Way")
    check()
    of_kind = select(CleanupTally.school_id, CleanupTally.change).where(CleanupTally.code == Code.STUDENTS_ALONE.value)

    assert {each.school_id: each.change for each in db.session().execute(of_kind)} == {
        None: 1,
        world.town.cedar.id: 1,
        world.town.high.id: 1,
    }


def test_the_night_tells_what_it_did_and_the_audit_only_a_change(world: World) -> None:
    first = {name: did for name, did, problem in nightly.run() if problem is None}["household-cleanup"]
    second = jobs.night()

    assert first.endswith(", 0 settled")
    assert second.endswith("findings, 0 new, 0 settled")
    told = select(func.count()).where(AuditEntry.event == "cleanup-checked")
    assert db.session().scalar(told) == 1


def test_a_check_that_was_killed_is_finished_by_the_next(world: World) -> None:
    whole = in_a_check(world)
    with checking(TODAY, entering_days=ENTERING, at=clock.now()) as begun:
        begun.find(lambda step: None)
        assert begun.number(FRESH) == whole
        begun.stage.rest()
        with db.transaction(on=begun.stage.connection):
            actions.open_some(begun, 1, whole // 2, on=TODAY, at=clock.now())
    assert in_the_queue() == whole // 2

    assert check().opened == whole - whole // 2
    assert in_the_queue() == number() == whole


def in_a_check(world: World) -> int:
    with checking(TODAY, entering_days=ENTERING, at=clock.now()) as begun:
        begun.find(lambda step: None)
        return sum(begun.counts().values())


def test_what_was_mended_while_a_check_ran_stays_settled(world: World) -> None:
    check()
    found = findings_of(world.tobi, Code.STUDENT_WITHOUT_HOUSEHOLD)[0]
    with db.transaction() as session:
        session.execute(update(CleanupFinding).values(key="gone " + CleanupFinding.key))
    with checking(TODAY, entering_days=ENTERING, at=clock.now()) as begun:
        begun.find(lambda step: None)
        begun.stage.rest()
        with db.transaction() as session, clock.at("2026-11-18 09:01"):
            mended = {"key": found.key, "closed_at": clock.now()}
            session.execute(update(CleanupFinding).where(CleanupFinding.id == found.id).values(**mended))
        with db.transaction(on=begun.stage.connection):
            actions.open_some(begun, 1, 10_000, on=TODAY, at=clock.now())

    assert len(findings_of(world.tobi, Code.STUDENT_WITHOUT_HOUSEHOLD)) == 1


@pytest.mark.parametrize(("days_ago", "is_one_row"), [(200, True), (20, False)])
def test_days_long_ago_are_summed_up_and_the_sum_stays(
    database: Engine, world: World, days_ago: int, is_one_row: bool
) -> None:
    check()
    before, day = number(world.town.aspen.id), TODAY - timedelta(days=days_ago)
    with db.transaction() as session:
        rows = [
            CleanupTally(day=day, school_id=world.town.aspen.id, code=Code.STUDENTS_ALONE.value, change=n % 2 or -1)
            for n in range(actions.FEW)
        ]
        session.add_all(rows)
    check()

    assert number(world.town.aspen.id) == before
    kept = db.session().scalar(select(func.count()).where(CleanupTally.day <= day))
    assert (kept == actions.FEW) is not is_one_row


def test_two_who_look_at_the_same_moment_write_one(world: World) -> None:
    with db.transaction():
        first = refresh([world.tobi.id], (), entering_days=ENTERING, on=TODAY, at=clock.now())
        second = refresh([world.tobi.id], (), entering_days=ENTERING, on=TODAY, at=clock.now())

    assert first.opened > 0
    assert second == actions.Refreshed(0, 0)
    assert len(findings_of(world.tobi, Code.STUDENT_WITHOUT_HOUSEHOLD)) == 1
