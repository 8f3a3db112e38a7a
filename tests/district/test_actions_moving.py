"""A move is written with its days, can be taken back before the day, and takes effect by the days alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from demo import people
from demo.homes import Home as DemoHome
from demo.homes import a_household
from demo.town import Town
from demo.world import World
from district import jobs
from district.actions import moving
from district.actions.homes import Lines
from district.actions.moving import ChangedSince, Given, Proof
from district.actions.search_terms import refresh_terms
from district.models import (
    Household,
    HouseholdAddress,
    HouseholdMember,
    Move,
    PersonTerms,
    ProofOfResidence,
)
from district.queries.moves import homes_as_they_are, lacking_proof
from district.rules.moves import Asked, Home, Kind, Plan, Where, planned
from foundation import audit, clock, db
from foundation.audit import AuditEntry

BY = audit.command("test")
ONE = timedelta(days=1)
ELM = Lines("5 Elm Way", "", "Juniper Valley", "CO", "80999")
At = Callable[[str], AbstractContextManager[datetime]]


def moved(
    household_id: int,
    where: Mapping[int, Where],
    *,
    day: date,
    kind: Kind = Kind.MOVE,
    into: int | None = None,
    ends: date | None = None,
    proof: Proof | None = None,
    due: date | None = None,
) -> Move:
    """Planned and written, in a transaction of its own."""
    today = clock.today()
    with db.transaction():
        homes = homes_as_they_are([household_id, *([into] if into else [])], on=today)
        host = homes[into] if into else None
        asked = Asked(kind, day, where, ends=ends, into=host)
        plan = planned(homes[household_id], asked, today=today)
        assert isinstance(plan, Plan), plan
        given = Given(ELM, into=host, phone="303-555-0177", proof=proof, proof_due_on=due)
        return moving.move(homes[household_id], plan, given, by=BY, at=clock.now())


def everybody(world: World, name: str) -> dict[int, Where]:
    return dict.fromkeys((each.id for each in world.homes[name].members), Where.THERE)


def a_family(town: Town) -> tuple[DemoHome, list[int]]:
    """A parent and two students who are found by the address of their household alone."""
    with db.transaction():
        kids = [people.a_student(name, "Quill", school=town.cedar) for name in ("Kit", "Kay")]
        home = a_household(people.a_guardian("Ada", "Quill", of=kids), *kids, street="80 Heron Row")
        members = [each.id for each in home.members]
        refresh_terms(members, on=clock.today())
    return home, members


def home_of(household_id: int) -> Home:
    return homes_as_they_are([household_id], on=clock.today())[household_id]


def terms_of(person_id: int) -> str:
    db.close()
    return db.session().scalars(select(PersonTerms.terms).where(PersonTerms.person_id == person_id)).one()


def streets(household_id: int, on: date) -> list[int]:
    place = HouseholdAddress
    found = select(place.address_id).where(
        place.household_id == household_id, place.starts <= on, (place.ends.is_(None)) | (place.ends > on)
    )
    return list(db.session().scalars(found))


def test_a_household_that_moves_ends_one_address_and_begins_the_next(world: World) -> None:
    home, day = world.homes["marisol"], clock.today() + 12 * ONE

    made = moved(home.id, everybody(world, "marisol"), day=day)

    before, after = home_of(home.id).places
    assert (before.span.ends, after.span.starts) == (day, day)
    assert streets(home.id, day - ONE) == [before.address_id]
    assert streets(home.id, day) == [after.address_id]
    assert (made.other_id, made.place_id) == (None, after.place_id)
    assert {each.span.ends for each in home_of(home.id).members} == {None}


def test_one_sibling_moves_and_the_others_stay(world: World) -> None:
    home = world.homes["marisol"]

    made = moved(home.id, {world.mateo.id: Where.THERE}, day=clock.today())

    assert made.other_id is not None
    there = db.session().get_one(Household, made.other_id)
    assert there.starts == clock.today()
    assert [each.person_id for each in home_of(there.id).members] == [world.mateo.id]
    assert world.mateo.id not in [each.person_id for each in home_of(home.id).members]
    assert [each.span.ends for each in home_of(home.id).places] == [None]


def test_what_was_wrong_never_counted_and_is_kept(world: World) -> None:
    home, (who, *others) = a_family(world.town)

    moved(home.id, dict.fromkeys([who, *others], Where.THERE), day=clock.today(), kind=Kind.CORRECTION)

    rows = db.session().scalars(select(HouseholdAddress).where(HouseholdAddress.household_id == home.id)).all()
    assert sorted(each.ends is None for each in rows) == [False, True]
    wrong = next(each for each in rows if each.ends is not None)
    assert wrong.starts == wrong.ends
    assert streets(home.id, wrong.starts) == [each.address_id for each in rows if each.ends is None]
    assert "heron" not in terms_of(who)
    assert "elm" in terms_of(who)


def test_a_temporary_home_is_the_second_one_and_ends_by_itself(world: World) -> None:
    home, day = world.homes["marisol"], clock.today()

    made = moved(home.id, {world.mateo.id: Where.THERE}, day=day, kind=Kind.TEMPORARY, ends=day + 30 * ONE)

    assert made.other_id is not None
    there = db.session().get_one(Household, made.other_id)
    assert there.ends == day + 30 * ONE
    (stay,) = home_of(there.id).members
    assert (stay.is_secondary, stay.span.ends) == (True, day + 30 * ONE)
    assert world.mateo.id in [each.person_id for each in home_of(home.id).members]


def test_who_comes_to_a_household_that_is_there_lives_at_its_address(world: World) -> None:
    home, host = world.homes["marisol"], world.homes["ruth"]

    made = moved(home.id, everybody(world, "marisol"), day=clock.today(), into=host.id)

    assert made.other_id == host.id
    assert made.place_id == home_of(host.id).places[0].place_id
    assert len(home_of(host.id).members) == len(host.members) + 3
    assert db.session().get_one(Household, home.id).ends == clock.today()
    assert home_of(home.id).places == ()


def test_a_move_to_come_changes_what_people_are_found_by_on_its_day(world: World, at: At) -> None:
    (home, members), day = a_family(world.town), clock.today() + 12 * ONE
    moved(home.id, dict.fromkeys(members, Where.THERE), day=day)
    assert "heron" in terms_of(members[0])

    with at(f"{day - ONE} 02:00"):
        jobs.refresh_what_ended()
        assert "heron" in terms_of(members[0])
    with at(f"{day} 02:00"):
        assert jobs.refresh_what_ended() == "3 people looked at again"
        assert "heron" not in terms_of(members[0])
        assert "elm" in terms_of(members[0])


def test_a_night_that_was_missed_is_made_good_and_one_twice_changes_nothing(world: World, at: At) -> None:
    (home, members), day = a_family(world.town), clock.today() + 12 * ONE
    moved(home.id, dict.fromkeys(members, Where.THERE), day=day)

    with at(f"{day + 9 * ONE} 02:00"):
        for _ in range(2):
            jobs.refresh_what_ended()
            assert "heron" not in terms_of(members[0])


@pytest.mark.parametrize("who", ["everybody", "mateo"])
def test_a_move_is_taken_back_before_its_day_and_leaves_what_was(world: World, who: str) -> None:
    home, day = world.homes["marisol"], clock.today() + 12 * ONE
    before = home_of(home.id)
    where = everybody(world, "marisol") if who == "everybody" else {world.mateo.id: Where.THERE}
    made = moved(home.id, where, day=day)
    assert home_of(home.id) != before

    with db.transaction():
        moving.take_back(db.session().get_one(Move, made.id), by=BY, at=clock.now())

    assert home_of(home.id) == before
    assert "elm" not in terms_of(world.mateo.id)
    if made.other_id is not None:
        assert home_of(made.other_id).members == ()
    again = moved(home.id, where, day=day)
    assert again.id != made.id


def test_a_shared_child_is_taken_back_to_one_home(world: World) -> None:
    home, day = world.homes["marisol"], clock.today() + 12 * ONE
    before = home_of(home.id)
    made = moved(home.id, {world.marisol.id: Where.THERE, world.mateo.id: Where.THERE_FIRST}, day=day)
    with db.transaction():
        moving.take_back(db.session().get_one(Move, made.id), by=BY, at=clock.now())

    assert home_of(home.id) == before


def test_what_changed_since_is_not_taken_back(world: World, at: At) -> None:
    home, day = world.homes["marisol"], clock.today() + 12 * ONE
    made = moved(home.id, {world.mateo.id: Where.THERE}, day=day)
    with at(f"{day} 08:00"), pytest.raises(ChangedSince), db.transaction():
        moving.take_back(db.session().get_one(Move, made.id), by=BY, at=clock.now())

    with db.transaction() as session:
        stay = session.scalars(select(HouseholdMember).where(HouseholdMember.household_id == made.other_id)).one()
        stay.ends = day + 5 * ONE
    with pytest.raises(ChangedSince), db.transaction():
        moving.take_back(db.session().get_one(Move, made.id), by=BY, at=clock.now())
    assert db.session().get_one(Move, made.id).taken_back_at is None


def test_a_proof_that_was_not_brought_is_asked_for_until_somebody_has_seen_it(world: World) -> None:
    home, today = world.homes["marisol"], clock.today()
    made = moved(home.id, everybody(world, "marisol"), day=today, due=today + 30 * ONE)

    (lacking,) = lacking_proof(on=today)
    assert (lacking.household_id, lacking.since, lacking.due_on) == (home.id, today, today + 30 * ONE)
    assert list(lacking_proof(on=today, household_ids=[world.homes["ruth"].id])) == []
    with db.transaction() as session:
        place = session.get_one(HouseholdAddress, made.place_id)
        moving.see_proof(place, Proof("A lease", today), by=BY, at=clock.now())
    assert list(lacking_proof(on=today)) == []


def test_a_move_stands_in_the_audit_without_the_lines_of_its_address(world: World) -> None:
    home = world.homes["marisol"]
    moved(home.id, everybody(world, "marisol"), day=clock.today(), proof=Proof("A lease", clock.today()))

    entries = db.session().scalars(select(AuditEntry)).all()
    assert {"household-moved", "residence-proved", "address-begun", "address-ended"} <= {one.event for one in entries}
    assert [one for one in entries if "Elm" in str(one.data)] == []
    assert db.session().scalar(select(func.count()).select_from(ProofOfResidence)) == 1
