"""The statements over a district and the pure rules give the same answer, whatever the district holds."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import Engine, select

from district.relationship_types import relationship_types
from foundation import audit, clock, db
from household.editor import jobs
from household.editor.actions.findings import refresh
from household.editor.models import CleanupFinding
from household.editor.queries.amiss import amiss
from household.editor.rules.checking import Record, broken_rules
from household.editor.rules.findings import Code, Finding
from tests.household.editor.anyhow import ENTERING_DAYS, Anyhow

SEEDS = range(4)
FAMILIES = 150
REFUSED = {Code.MEMBERSHIP_DATES, Code.ADDRESS_DATES}
"""What the database lets nobody write; the rules know it, for what is not written yet."""


def a_district(seed: int, families: int = FAMILIES) -> Record:
    with db.transaction():
        return Anyhow(seed, families).told


def in_queue() -> set[Finding]:
    found = {
        Finding(Code(each.code), each.person_id, each.household_id, each.other_id)
        for each in db.session().scalars(select(CleanupFinding).where(CleanupFinding.closed_at.is_(None)))
    }
    db.close()
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_a_check_of_the_district_finds_what_the_rules_find(database: Engine, seed: int) -> None:
    record = a_district(seed)
    wanted = set(broken_rules(record, on=clock.today(), types=relationship_types()))

    with jobs.checked(by=audit.command("test")) as found:
        assert sum(found.counts.values()) == len(wanted)

    assert {each.code for each in wanted} == set(Code) - REFUSED, "Too few families for every rule to be broken."
    assert in_queue() ^ wanted == set()


@pytest.mark.parametrize("seed", SEEDS)
def test_asked_of_a_few_the_rules_find_what_concerns_them(database: Engine, seed: int) -> None:
    record, chance = a_district(seed), Random(seed)
    wanted = broken_rules(record, on=clock.today(), types=relationship_types())
    for _ in range(10):
        people = {each.id for each in chance.sample(record.people, 6)}
        homes = {each.id for each in chance.sample(record.homes, 4)}

        assert amiss(people, homes, on=clock.today(), entering_days=ENTERING_DAYS) == {
            each
            for each in wanted
            if each.person_id in people
            or (each.person_id is None and each.household_id in homes)
            or (each.code is Code.POSSIBLE_DUPLICATE and each.other_id in people)
        }


@pytest.mark.parametrize("seed", SEEDS)
def test_looking_again_at_some_leaves_a_queue_in_step_as_it_is(database: Engine, seed: int) -> None:
    record, chance = a_district(seed), Random(seed)
    with jobs.checked(by=audit.command("test")):
        pass
    before = in_queue()
    for _ in range(5):
        people = {each.id for each in chance.sample(record.people, 3)}
        homes = {each.id for each in chance.sample(record.homes, 2)}
        with db.transaction():
            done = refresh(people, homes, entering_days=ENTERING_DAYS, on=clock.today(), at=clock.now())
        assert (done.opened, done.settled) == (0, 0)

    assert in_queue() == before


@pytest.mark.parametrize("seed", SEEDS)
def test_looking_at_everybody_on_another_day_is_the_check_of_that_day(database: Engine, seed: int) -> None:
    record = a_district(seed, 30)
    with jobs.checked(by=audit.command("test")):
        pass
    later = clock.today() + timedelta(days=1)
    with db.transaction():
        everybody, homes = [each.id for each in record.people], [each.id for each in record.homes]
        refresh(everybody, homes, entering_days=ENTERING_DAYS, on=later, at=clock.now())

    with db.transaction(), clock.at(later.isoformat() + " 09:00"):
        assert amiss(everybody, homes, on=later, entering_days=ENTERING_DAYS) == in_queue_of_transaction()


def in_queue_of_transaction() -> frozenset[Finding]:
    return frozenset(
        Finding(Code(each.code), each.person_id, each.household_id, each.other_id)
        for each in db.session().scalars(select(CleanupFinding).where(CleanupFinding.closed_at.is_(None)))
    )
