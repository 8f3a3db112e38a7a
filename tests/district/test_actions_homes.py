"""Households are begun, joined, left and moved; nothing is deleted, and everything is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from demo.world import World
from district.actions import homes, people
from district.actions.holding import hold
from district.actions.homes import Lines, Use
from district.models import Address, Household, HouseholdAddress, HouseholdMember, Person
from district.rules.homes import HomeFault, Refused
from foundation import audit, clock, db
from foundation.audit import AuditEntry, AuditSubject

BY = audit.command("test")
DAY = timedelta(days=1)
LARKSPUR = Lines("2214 Larkspur Court", "Unit B", "Juniper Valley", "CO", "80999")


def someone(first: str = "Ida") -> Person:
    return people.add_person(people.Names(first, "Nakai"), birth_date=date(2014, 3, 9), by=BY, at=clock.now())


def a_household() -> Household:
    return homes.begin_household(starts=clock.today(), by=BY, at=clock.now())


def joined(household: Household, person: Person, *, starts: date | None = None, second: bool = False) -> object:
    return homes.join(household, person.id, starts=starts or clock.today(), is_secondary=second, by=BY, at=clock.now())


def test_a_person_has_one_first_home_and_others_beside_it(world: World) -> None:
    with db.transaction():
        ida, one, other = someone(), a_household(), a_household()

        assert isinstance(joined(one, ida), HouseholdMember)
        assert joined(other, ida) == Refused(HomeFault.HAS_FIRST_HOME, one.id)
        assert isinstance(joined(other, ida, second=True), HouseholdMember)
        assert joined(one, ida, second=True) == Refused(HomeFault.IS_MEMBER, one.id)


def test_the_database_keeps_the_rule_where_a_deed_forgets_it(world: World) -> None:
    with pytest.raises(IntegrityError), db.transaction() as session:
        ida, one, other = someone(), a_household(), a_household()
        for each in (one, other):
            session.add(HouseholdMember(household_id=each.id, person_id=ida.id, starts=clock.today()))
            session.flush()


def test_a_move_ends_one_stay_and_begins_the_next_on_the_same_day(world: World) -> None:
    today = clock.today()
    with db.transaction():
        ida, one, other = someone(), a_household(), a_household()
        stay = joined(one, ida)
        assert isinstance(stay, HouseholdMember)
        assert homes.leave(stay, ends=today + 30 * DAY, by=BY, at=clock.now()) is None
        assert isinstance(joined(other, ida, starts=today + 30 * DAY), HouseholdMember)
        ida_id, one_id, other_id = ida.id, one.id, other.id

    on_day_29 = homes.stay_on(one_id, ida_id, on=today + 29 * DAY)
    assert on_day_29 is not None
    assert homes.stay_on(one_id, ida_id, on=today + 30 * DAY) is None
    assert homes.stay_on(other_id, ida_id, on=today + 30 * DAY) is not None


def test_nobody_leaves_before_they_came_and_a_mistake_is_taken_back_on_its_day(world: World) -> None:
    today = clock.today()
    with db.transaction():
        ida, one = someone(), a_household()
        stay = joined(one, ida)
        assert isinstance(stay, HouseholdMember)

        refused = homes.leave(stay, ends=today - DAY, by=BY, at=clock.now())
        assert refused == Refused(HomeFault.NOT_THERE_YET, one.id)
        assert homes.leave(stay, ends=today, by=BY, at=clock.now()) is None
        assert isinstance(joined(one, ida), HouseholdMember)


def test_an_address_written_alike_is_one_record_and_one_is_the_primary(world: World) -> None:
    with db.transaction():
        one, at = a_household(), clock.now()
        first = homes.address_for(LARKSPUR)
        again = homes.address_for(Lines("2214 LARKSPUR COURT.", "unit b", "Juniper Valley", "CO", "80999-1234"))
        other = homes.address_for(Lines("9 Osprey Hollow", "", "Juniper Valley", "CO", "80999"))
        assert first.id == again.id != other.id

        place = homes.live_at(one, first, starts=clock.today(), by=BY, at=at)
        assert isinstance(place, HouseholdAddress)
        refused = homes.live_at(one, other, starts=clock.today(), by=BY, at=at)
        assert refused == Refused(HomeFault.HAS_PRIMARY_ADDRESS)
        mail = homes.live_at(one, other, starts=clock.today(), use=Use(is_primary=False), by=BY, at=at)
        assert isinstance(mail, HouseholdAddress)


def test_a_household_is_closed_when_nobody_lives_there(world: World) -> None:
    today = clock.today()
    with db.transaction():
        ida, one, at = someone(), a_household(), clock.now()
        stay = joined(one, ida)
        assert isinstance(stay, HouseholdMember)
        refused = homes.end_household(one, ends=today, by=BY, at=at, reason="Entered twice.")
        assert refused == Refused(HomeFault.IS_MEMBER, one.id)
        homes.leave(stay, ends=today, by=BY, at=at)
        assert homes.end_household(one, ends=today, by=BY, at=at, reason="Entered twice.") is None
        assert joined(one, ida) == Refused(HomeFault.HOUSEHOLD_ENDED, one.id)


def test_a_deed_stands_in_the_history_of_the_household_and_of_its_people_without_the_lines_of_an_address(
    world: World,
) -> None:
    with db.transaction():
        ida, one, at = someone(), a_household(), clock.now()
        joined(one, ida)
        homes.live_at(one, homes.address_for(LARKSPUR), starts=clock.today(), by=BY, at=at)
        ida_id, one_id = ida.id, one.id

    def history(kind: str, which: int) -> list[str]:
        return list(
            db.session().scalars(
                select(AuditEntry.event)
                .join(AuditSubject, AuditSubject.entry_id == AuditEntry.id)
                .where(AuditSubject.kind == kind, AuditSubject.subject_id == which)
                .order_by(AuditEntry.id)
            )
        )

    assert history("household", one_id) == ["household-begun", "member-joined", "address-begun"]
    assert history("person", ida_id) == ["person-added", "member-joined"]
    entries = db.session().scalars(select(AuditEntry)).all()
    assert not [each for each in entries if "Larkspur" in str(each.data)]
    assert db.session().scalar(select(Address.id).where(Address.line_1 == LARKSPUR.line_1)) is not None


def test_records_are_held_only_in_the_version_that_was_seen(world: World) -> None:
    with db.transaction():
        one, ida = a_household(), someone()
        which = (one.id, ida.id)
    with db.transaction():
        assert hold(households={which[0]: 1}, people={which[1]: None})
    with db.transaction():
        assert not hold(households={which[0]: 1})
    with db.transaction():
        assert hold(households={which[0]: 2}, people={which[1]: 2})
