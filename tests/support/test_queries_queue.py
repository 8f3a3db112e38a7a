"""The queue: its order is the rule’s, and it is narrowed as asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import Engine, select

from district.models import Person
from foundation import clock, db
from support.models import Case, Organization
from support.queries.queue import Wanted, Whose, facts_of, figures, lines
from support.rules.filters import Column, Condition, Operator
from support.rules.next_due import Turn, next_of
from support.rules.response import Priority
from support.rules.statuses import OPEN, Status
from tests.statements import statements
from tests.support.casebook import a_case
from tests.support.served import Served

FAR = datetime(9999, 1, 1, tzinfo=UTC)


def key(each: Case) -> tuple[int, datetime, int, datetime, int]:
    """The rule’s order."""
    due = next_of(facts_of(each, 0))
    return due.turn, due.place or FAR, list(Priority).index(Priority(each.priority)), each.submitted_at, each.id


def scatter(served: Served, number: int) -> None:
    """Cases of every kind, by chance that is always the same."""
    chance, now = Random(7), clock.now()
    for _ in range(number):
        submitted = now - timedelta(minutes=chance.randrange(20_000))
        status = chance.choice(OPEN)
        is_emergency = chance.random() < 0.1
        a_case(
            served,
            at=submitted,
            status=status.value,
            priority=chance.choice(list(Priority)).value,
            answered_at=chance.choice([None, submitted + timedelta(minutes=30)]),
            waits_for_desk=chance.choice([True, False]),
            said_at=submitted + timedelta(minutes=chance.randrange(5000)),
            due_on=chance.choice([None, date(2026, 11, 18) + timedelta(days=chance.randrange(9))]),
            scheduled_on=date(2026, 11, 20) if status is Status.SCHEDULED else None,
            resolved_on=date(2026, 11, chance.randrange(1, 18)) if status is Status.VERIFICATION else None,
            resolution=1 if status is Status.VERIFICATION else 0,
            is_emergency=is_emergency,
            **({"contact_id": None, "caller": "Pat"} if is_emergency else {}),
        )


def test_the_order_of_the_database_is_the_order_of_the_rule(database: Engine, served: Served) -> None:
    with db.transaction():
        scatter(served, 150)
    with db.transaction() as session:
        expected = [each.number for each in sorted(session.scalars(select(Case)), key=key)]
        shown = [each.number for page in (1, 2, 3) for each in lines(Wanted(), account_id=0, page=page)]

    assert shown == expected


def test_what_is_due_is_told_with_each_line(database: Engine, served: Served) -> None:
    with db.transaction():
        mine = a_case(served, priority="high", owner_id=served.tomas.id)
        emergency = a_case(served, is_emergency=True, contact_id=None, caller="Pat Stone")
        a_case(served, status="closed")
        first, second = lines(Wanted(), account_id=served.tomas.id)

    assert (first.number, first.contact, first.is_emergency) == (emergency.number, "Pat Stone", True)
    assert (second.number, second.contact, second.advisor) == (mine.number, "Denise Penn", "Tomas Penn")
    assert second.due.turn is Turn.DESK
    assert second.due.at == mine.answer_due_at


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), 3),
        (Wanted(Whose.MINE), 1),
        (Wanted(Whose.NOBODY), 2),
        (Wanted(conditions=[Condition(Column.SUBJECT, Operator.CONTAINS, "100 %")]), 1),
        (Wanted(conditions=[Condition(Column.SUBJECT, Operator.LACKS, "100 %")]), 2),
        (Wanted(conditions=[Condition(Column.SUBJECT, Operator.STARTS, "GRADES")]), 1),
        (Wanted(conditions=[Condition(Column.SUBJECT, Operator.ENDS, "a_b")]), 0),
        (Wanted(conditions=[Condition(Column.ORGANIZATION, Operator.EQUALS, "prairie lane schools")]), 1),
        (Wanted(conditions=[Condition(Column.CONTACT, Operator.EQUALS, "Carla Penn")]), 1),
        (Wanted(conditions=[Condition(Column.ADVISOR, Operator.STARTS, "tomas")]), 1),
        (Wanted(conditions=[Condition(Column.ADVISOR, Operator.NOT_EQUALS, "tomas penn")]), 2),
        (Wanted(conditions=[Condition(Column.MODULE, Operator.EQUALS, "grades")], codes={0: frozenset({"grades"})}), 1),
        (Wanted(conditions=[Condition(Column.STATUS, Operator.EQUALS, "x")], codes={0: frozenset()}), 0),
        (
            Wanted(
                conditions=[
                    Condition(Column.SUBJECT, Operator.CONTAINS, "grades"),
                    Condition(Column.ORGANIZATION, Operator.CONTAINS, "ridgeline"),
                ]
            ),
            0,
        ),
    ],
)
def test_the_queue_is_narrowed(database: Engine, served: Served, wanted: Wanted, found: int) -> None:
    with db.transaction():
        a_case(served, subject="Only 100 % is shown", owner_id=served.tomas.id)
        a_case(served, contact=served.carla, subject="Grades of aXb", module="grades")
        a_case(served)

        assert len(lines(wanted, account_id=served.tomas.id)) == found
        assert figures(wanted, account_id=served.tomas.id, at=clock.now()).found == found


@pytest.mark.parametrize(
    ("column", "operator", "value", "found"),
    [
        (Column.SUBJECT, Operator.CONTAINS, "élan", 1),
        (Column.SUBJECT, Operator.CONTAINS, "ÉLAN ÑU", 1),
        (Column.SUBJECT, Operator.CONTAINS, "elan", 0),
        (Column.SUBJECT, Operator.STARTS, "élan", 1),
        (Column.SUBJECT, Operator.ENDS, "ÑU", 1),
        (Column.SUBJECT, Operator.EQUALS, "élan ñu", 1),
        (Column.SUBJECT, Operator.NOT_EQUALS, "élan ñu", 1),
        (Column.SUBJECT, Operator.LACKS, "élan", 1),
        (Column.ORGANIZATION, Operator.STARTS, "école", 1),
        (Column.CONTACT, Operator.CONTAINS, "ÉMILE Åb", 1),
        (Column.ADVISOR, Operator.EQUALS, "émile åberg", 1),
    ],
)
def test_capitals_beyond_english_make_no_difference(
    database: Engine, served: Served, column: Column, operator: Operator, value: str, found: int
) -> None:
    """What somebody types is found whatever the database by itself knows of capitals."""
    with db.transaction() as session:
        theirs = a_case(served, contact=served.carla, subject="Élan Ñu", owner_id=served.carla.id)
        a_case(served)
        session.get_one(Organization, theirs.organization_id).name = "École Ω"
        carla = session.get_one(Person, served.carla.person.id)
        carla.preferred_first_name, carla.preferred_last_name = "Émile", "Åberg"
        session.flush()
        wanted = Wanted(conditions=[Condition(column, operator, value)])

        assert len(lines(wanted, account_id=0)) == found


def test_a_case_is_found_by_its_number(database: Engine, served: Served) -> None:
    with db.transaction():
        one = a_case(served)
        a_case(served)
        by_number = Wanted(conditions=[Condition(Column.NUMBER, Operator.EQUALS, str(one.number))])

        assert [each.number for each in lines(by_number, account_id=0)] == [one.number]


def test_the_figures_count_every_open_case(database: Engine, served: Served) -> None:
    with db.transaction():
        a_case(served, at=clock.now() - timedelta(days=9))
        a_case(served, owner_id=served.tomas.id)
        a_case(served, status="closed")

        told = figures(Wanted(Whose.MINE), account_id=served.tomas.id, at=clock.now())

    assert (told.found, told.all, told.mine, told.nobody, told.late) == (1, 2, 1, 1, 1)


def test_the_number_of_statements_does_not_grow(database: Engine, served: Served) -> None:
    with db.transaction():
        scatter(served, 60)
    with db.transaction() as session, statements(session.get_bind()) as said:  # type: ignore[arg-type]
        assert len(lines(replace(Wanted()), account_id=0)) == 50

    assert len(said) == 1
