"""Where findings are: at each school whose staff reach them, at once after a deed or a feed, never by the row alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from demo import people
from demo.cast import Place
from demo.homes import a_household
from demo.world import World
from district.feeds import followers
from district.models import Enrollment, HouseholdMember
from foundation import audit, clock, db
from household.editor import jobs
from household.editor.actions import places
from household.editor.actions.findings import refresh
from household.editor.models import CleanupFinding, CleanupPlace
from household.editor.queries import Reader, queue
from tests.browser import Browser
from tests.household.editor.office import a_clerk, at_the_office

ENTERING = 60


def check() -> None:
    with jobs.checked(by=audit.command("test")):
        pass


def reader_at(school: Place) -> Reader:
    at = clock.now()
    clerk = a_clerk(school)
    return Reader(clerk.person_id, False, frozenset({school.id}), clock.day_of(at), at, ENTERING)


def kept_at(school: Place) -> set[int]:
    db.close()
    return set(db.session().scalars(select(CleanupPlace.finding_id).where(CleanupPlace.school_id == school.id)))


def reached_at(school: Place) -> set[int]:
    """By the function of reach, finding by finding."""
    reader = reader_at(school)
    rows = db.session().execute(select(CleanupFinding.id, CleanupFinding.public_id).where(open_now)).all()
    return {each.id for each in rows if queue.finding(each.public_id, reader) is not None}


open_now = CleanupFinding.closed_at.is_(None)


def assert_in_step(world: World) -> None:
    for school in (world.town.cedar, world.town.aspen, world.town.middle, world.town.high):
        assert kept_at(school) == reached_at(school)


def leaves(world: World, old: Place, new: Place, *, tells: bool, on: date | None = None) -> None:
    """Tobi changes the school, as a feed would store it."""
    at, today = clock.now(), clock.today()
    with db.transaction() as session:
        session.execute(update(Enrollment).where(Enrollment.person_id == world.tobi.id).values(ends=on or today))
        people.an_enrollment(world.tobi, new, starts=today)
        session.flush()
        if tells:
            followers.tell_enrolled([world.tobi.id], at=at, today=today, by=audit.command("test"))


def test_a_check_puts_each_finding_where_staff_reach_it(world: World) -> None:
    with db.transaction():
        one = people.a_student("Kit", "Moran", school=world.town.cedar)
        two = people.a_student("Kai", "Moran", school=world.town.high)
        a_household(one, two, street="8 Tern Way")
        people.a_student("Soon", "Moran", school=world.town.aspen, starts=clock.today() + timedelta(days=30))
    check()

    assert kept_at(world.town.cedar) & kept_at(world.town.high)
    assert_in_step(world)


def test_a_second_check_mends_what_is_astray(world: World) -> None:
    check()
    before = kept_at(world.town.aspen)
    with db.transaction() as session:
        session.execute(delete(CleanupPlace).where(CleanupPlace.school_id == world.town.aspen.id))
        moved = update(CleanupPlace).where(CleanupPlace.school_id == world.town.high.id)
        session.execute(moved.values(school_id=world.town.aspen.id))
    check()

    assert kept_at(world.town.aspen) == before
    assert_in_step(world)


def test_who_joins_a_household_brings_it_to_their_school_at_once(world: World) -> None:
    with db.transaction():
        home = a_household(people.a_student("Kit", "Moran", school=world.town.cedar), street="8 Tern Way")
        kai = people.a_student("Kai", "Moran", school=world.town.high)
    check()
    with db.transaction() as session:
        session.add(HouseholdMember(household_id=home.id, person_id=kai.id, starts=clock.today()))
        session.flush()
        refresh([kai.id], [home.id], entering_days=ENTERING, on=clock.today(), at=clock.now())

    assert_in_step(world)


def test_what_is_settled_has_no_place(world: World) -> None:
    check()
    with db.transaction():
        a_household(world.tobi, world.grace, street="1 Plover Lane")
        refresh([world.tobi.id], (), entering_days=ENTERING, on=clock.today(), at=clock.now())

    closed = select(func.count()).select_from(CleanupPlace).join(CleanupFinding).where(~open_now)
    assert db.session().scalar(closed) == 0
    assert_in_step(world)


def test_a_feed_takes_what_is_found_to_the_new_school_at_once(app: Flask, world: World) -> None:
    check()
    leaves(world, world.town.aspen, world.town.high, tells=True)

    assert_in_step(world)
    assert "Tobi Adeyemi" in at_the_office(Browser(app), world.town.high).open("household.cleanup").text


def test_a_feed_without_findings_asks_one_statement(world: World) -> None:
    with db.transaction():
        places.follow_students(range(1, 5_000), entering_days=ENTERING, today=clock.today())

    assert db.session().scalar(select(func.count()).select_from(CleanupPlace)) == 0


@pytest.mark.parametrize("ends", ["today", "by itself"])
def test_a_place_that_is_stale_shows_and_opens_nothing(app: Flask, world: World, ends: str) -> None:
    """Nobody told the queue, or the last day passed before the night came: the record decides all the same."""
    check()
    tomorrow = clock.today() + timedelta(days=1)
    leaves(world, world.town.aspen, world.town.high, tells=False, on=clock.today() if ends == "today" else tomorrow)
    found = (
        db.session()
        .scalars(select(CleanupFinding.public_id).where(CleanupFinding.person_id == world.tobi.id, open_now))
        .all()
    )
    db.close()
    with clock.at("2026-11-18 08:00" if ends == "today" else "2026-11-19 00:01"):
        browser = at_the_office(Browser(app), world.town.aspen).open("household.cleanup")
        assert browser.status == 200
        assert world.tobi.last_name not in browser.html
        assert world.tobi.public_id not in browser.html
        assert found
        for each in found:
            assert browser.open("household.finding", public_id=each).status == 404
    assert kept_at(world.town.aspen) - reached_at(world.town.aspen) or ends == "by itself"


def test_a_page_with_stale_rows_still_leads_to_the_next(app: Flask, world: World) -> None:
    with db.transaction():
        crowd = [people.a_student("Ann", f"Crowder{n:03}", school=world.town.cedar) for n in range(70)]
    check()
    with db.transaction() as session:
        gone = [each.id for each in crowd[:10]]
        session.execute(update(Enrollment).where(Enrollment.person_id.in_(gone)).values(ends=clock.today()))
    browser = at_the_office(Browser(app), world.town.cedar).open("household.cleanup", kind="student-without-household")
    first = browser.text
    browser.follow("The next 50")
    seen = {f"Crowder{n:03}" for n in range(70) if f"Crowder{n:03}" in first + browser.text}

    assert seen == {f"Crowder{n:03}" for n in range(10, 70)}
