"""Whoever saves what somebody else has changed meanwhile is told (T27)."""

from __future__ import annotations

from sqlalchemy import select

from demo.world import World
from district.models import Household
from foundation import db, versions
from tests.racing import at_once


def the_household() -> tuple[int, int]:
    db.close()
    row = db.session().execute(select(Household.id, Household.version).order_by(Household.id).limit(1)).one()
    return row.id, row.version


def test_a_change_takes_the_version_on(world: World) -> None:
    which, seen = the_household()
    with db.transaction():
        assert versions.move_on(Household, which, seen=seen)

    assert the_household() == (which, seen + 1)


def test_a_version_that_is_gone_changes_nothing(world: World) -> None:
    which, seen = the_household()
    with db.transaction():
        versions.touch(Household, which)
    with db.transaction():
        assert not versions.move_on(Household, which, seen=seen)

    assert the_household() == (which, seen + 1)


def test_of_ten_who_saw_one_version_one_saves(world: World) -> None:
    which, seen = the_household()

    def save() -> bool:
        with db.transaction():
            return versions.move_on(Household, which, seen=seen)

    assert sorted(at_once([save] * 10)) == [False] * 9 + [True]
    assert the_household() == (which, seen + 1)
