"""Relationships as the office says them: one row, told of both people, and refused where the types do not fit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from demo import people
from demo.cast import Someone
from demo.world import World
from district.actions import ties
from district.actions.holding import hold
from district.actions.ties import NotTied
from district.models import Relationship, TieEdit
from district.rules.homes import Span
from district.rules.relationships import TieFault, Wanted
from foundation import audit, clock, db
from foundation.audit import AuditEntry, AuditSubject

BY = audit.command("test")
DAY = timedelta(days=1)


def tied(adult: Someone, student: Someone, type: str = "grandparent", **given: object) -> Relationship | NotTied:
    given = {"starts": clock.today(), "by": BY, "at": clock.now(), **given}
    return ties.tie(adult.id, student.id, type=type, **given)  # type: ignore[arg-type]


def rows_of(adult: Someone, student: Someone) -> list[Relationship]:
    found = select(Relationship).where(Relationship.adult_id == adult.id, Relationship.student_id == student.id)
    return list(db.session().scalars(found))


def test_one_row_stands_in_both_histories(world: World) -> None:
    with db.transaction():
        elder = people.a_person("Opal", "Reed", born=date(1955, 1, 2))
        made = tied(elder, world.lucia, flags={"may_pick_up": True, "portal": False}, emergency_priority=3)

    row = rows_of(elder, world.lucia)[0]
    assert isinstance(made, Relationship)
    assert (row.source, row.type, row.may_pick_up, row.portal, row.guardian) == (
        "office",
        "grandparent",
        True,
        False,
        None,
    )
    entry = db.session().scalars(select(AuditEntry).where(AuditEntry.event == "tie-begun")).one()
    assert entry.data["after"]["emergency_priority"] == 3
    about = db.session().scalars(select(AuditSubject.subject_id).where(AuditSubject.entry_id == entry.id))
    assert set(about) == {elder.id, world.lucia.id}


def test_a_pair_that_a_feed_names_keeps_its_row_and_what_is_not_said_again(world: World) -> None:
    with db.transaction():
        tied(world.marisol, world.lucia, "mother", flags={"messenger": True})

    row = rows_of(world.marisol, world.lucia)[0]
    assert (row.type, row.messenger, row.guardian, row.portal) == ("mother", True, True, True)
    assert row.source != "office"
    assert set(db.session().scalars(select(TieEdit.field))) == {"type", "messenger"}


@pytest.mark.parametrize(
    ("type", "fault"),
    [("mother", TieFault.NOT_OLDER), ("boss", TieFault.UNKNOWN_TYPE), ("sibling", None)],
)
def test_types_fit_both_ends_by_the_birth_dates_on_record(world: World, type: str, fault: TieFault | None) -> None:
    with db.transaction():
        made = tied(world.lucia, world.mateo, type)

    assert made == NotTied(fault) if fault else isinstance(made, Relationship)


def test_nobody_is_an_elder_of_who_is_one_of_theirs(world: World) -> None:
    with db.transaction():
        old, young = people.a_person("Opal", "Reed", born=None), people.a_person("Ada", "Reed", born=None)
        assert isinstance(tied(old, young, "mother"), Relationship)
        assert tied(young, old, "mother") == NotTied(TieFault.OTHER_WAY_ROUND)
        assert tied(old, old, "mother") == NotTied(TieFault.ONESELF)


def test_no_two_adults_of_a_child_share_a_place_to_be_called(world: World) -> None:
    with db.transaction():
        one, two = (people.a_person(name, "Reed", born=date(1955, 1, 2)) for name in ("Opal", "Ada"))
        assert isinstance(tied(one, world.lucia, emergency_priority=4), Relationship)
        assert tied(two, world.lucia, emergency_priority=4) == NotTied(TieFault.PLACE_TAKEN)
        assert isinstance(tied(two, world.mateo, emergency_priority=4), Relationship)


def test_an_end_is_told_with_its_reason_and_the_office_may_begin_again(world: World) -> None:
    today = clock.today()
    with db.transaction():
        elder = people.a_person("Opal", "Reed", born=date(1955, 1, 2))
        row = tied(elder, world.lucia, starts=today - 30 * DAY)
        assert isinstance(row, Relationship)
        assert ties.end_tie(row, ends=today - 31 * DAY, by=BY, at=clock.now(), reason="x") is (
            TieFault.ENDS_BEFORE_IT_BEGINS
        )
        assert ties.end_tie(row, ends=today, by=BY, at=clock.now(), reason="Moved abroad") is None
        assert ties.end_tie(row, ends=today, by=BY, at=clock.now(), reason="Again") is TieFault.ENDED
        assert isinstance(tied(elder, world.lucia, starts=today + DAY), Relationship)

    rows = rows_of(elder, world.lucia)
    assert [(each.starts, each.ends) for each in rows] == [(today + DAY, None)]
    told = db.session().scalars(select(AuditEntry.data).where(AuditEntry.event == "tie-ended")).one()
    assert (told["reason"], told["after"]["ends"]) == ("Moved abroad", today.isoformat())


def test_the_order_to_call_of_one_child_leaves_every_other_child_s_alone(world: World) -> None:
    with db.transaction():
        shared = people.a_person("Rob", "Hart", born=date(1980, 1, 1))
        mother = people.a_person("Ann", "Hart", born=date(1981, 1, 1))
        here, there = (people.a_student(name, "Hart", school=world.town.cedar) for name in ("Kit", "Lou"))
        for child in (here, there):
            for place, adult in enumerate((mother, shared), start=1):
                people.a_relationship(adult, child, emergency_priority=place)
    with db.transaction():
        places = {shared.id: 1, mother.id: 2}
        assert ties.set_calling_order(here.id, places, on=clock.today(), by=BY, at=clock.now()) is None
        same = {shared.id: 1, mother.id: 1}
        refused = ties.set_calling_order(here.id, same, on=clock.today(), by=BY, at=clock.now())

    assert refused is TieFault.PLACE_TAKEN
    assert [each.emergency_priority for each in (rows_of(shared, here)[0], rows_of(mother, here)[0])] == [1, 2]
    assert [each.emergency_priority for each in (rows_of(shared, there)[0], rows_of(mother, there)[0])] == [2, 1]


def test_a_type_a_feed_worded_may_stay_when_something_else_is_changed(world: World) -> None:
    with db.transaction():
        adult = people.a_person("Rob", "Hart")
        people.a_relationship(adult, world.lucia, type="advocate", guardian=None, portal=None)
        row = rows_of(adult, world.lucia)[0]
        stays = Wanted("advocate", Span(row.starts), {"mailing": True})
        assert ties.change_tie(row, stays, by=BY, at=clock.now()) is None
        other = Wanted("boss", Span(row.starts))
        assert ties.change_tie(row, other, by=BY, at=clock.now()) is TieFault.UNKNOWN_TYPE


def test_a_relationship_is_held_by_its_version(world: World) -> None:
    row = rows_of(world.marisol, world.lucia)[0]
    with db.transaction():
        assert hold(people=(row.adult_id, row.student_id), ties={row.id: 1})
        assert not hold(ties={row.id: 1})
