"""A staff of any size in the open database, each with how they stand: written by the database itself, in a minute.

What is stored is what the access review stores for a district in which half never had access, some do and some did.
Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, String, func, insert, literal, null, select, update
from sqlalchemy import cast as sql_cast

from bench.ground import look_over
from district.models import Person, School, StaffAssignment
from district.rules.calendar import SchoolYear, year_from, year_of
from foundation import bulk, clock, db
from household.access.actions.weighing import TALLIED, tally_rows
from household.access.models import Evaluation, Standing, Tally
from household.access.rules.answers import EndsBy, Segment, State

AREA, TRACK, SOURCE = "household", "office-professional", "bench"
SCHOOLS = 60
LONG_AGO = date(2001, 8, 1)


class Cohort(NamedTuple):
    """Of every twenty people those from `first` to `last`: access since a day, through a term or the end of a job."""

    first: int
    last: int
    since: date
    term_ends: date
    job_ends: date | None = None


def hire(people: int, *, on: date) -> None:
    """Fill an empty database with so many people, all of them staff of 60 schools."""
    with db.transaction() as session:
        session.execute(_insert(School, _schools()))
        session.execute(_insert(Person, _people(people)))
        session.execute(_insert(StaffAssignment, _jobs()))
        held: list[tuple[Segment, int]] = []
        for cohort in _cohorts(year_of(on)):
            among = (Person.id % 20).between(cohort.first, cohort.last)
            for each in _stretches(cohort):
                written: Any = session.execute(_insert(Standing, _standing(each), among=among))
                held.append((each, written.rowcount))
        bulk.load(Tally, TALLIED, tally_rows(held, AREA))
        session.execute(_insert(Evaluation, _evaluations(on)))
    tell(on)


def tell(on: date) -> None:
    """What the night of that day leaves: each row that holds the day marked, and when the next one begins."""
    row, coming = Standing.__table__.c, Standing.__table__.alias()
    holds = (row.starts <= on) & (row.ends.is_(None) | (row.ends > on))
    begins = select(func.min(coming.c.starts)).where(
        coming.c.person_id == Evaluation.person_id, coming.c.area == AREA, coming.c.starts > on
    )
    with db.transaction() as session:
        moved = update(Standing).where(Standing.holds != holds).values(holds=holds)
        session.execute(moved, execution_options={"synchronize_session": False})
        told = update(Evaluation).values(told_through=on, next_on=begins.scalar_subquery())
        session.execute(told, execution_options={"synchronize_session": False})
    look_over()


def _cohorts(year: SchoolYear) -> Iterator[Cohort]:
    """Five of twenty with access to the end of this school year, two to the next one's, one whose job ends earlier,
    two whose access lapsed; one still on the way, and nine who never began."""
    last, coming = year_from(year.starts.year - 1), year_from(year.starts.year + 1)
    yield Cohort(0, 4, date(last.starts.year, 10, 14), year.ends)
    yield Cohort(5, 6, date(year.starts.year, 10, 14), coming.ends)
    yield Cohort(7, 7, date(last.starts.year, 10, 14), year.ends, job_ends=date(year.ends.year, 1, 20))
    yield Cohort(8, 9, date(last.starts.year - 1, 10, 14), year.starts)
    yield Cohort(10, 10, LONG_AGO, LONG_AGO)
    yield Cohort(11, 19, LONG_AGO, LONG_AGO)


def _stretches(cohort: Cohort) -> Iterator[Segment]:
    """The days of a cohort, one stretch after another."""
    if cohort.since == cohort.term_ends:
        state = State.IN_PROGRESS if cohort.first == cohort.last else State.NONE
        yield Segment(LONG_AGO, None, state, TRACK, None, None, None, 1, None)
        return
    ends = cohort.job_ends or cohort.term_ends
    opens = date(cohort.term_ends.year, 4, 1)
    has = Segment(
        starts=cohort.since,
        ends=min(opens, ends),
        state=State.ACTIVE,
        track=TRACK,
        since=cohort.since,
        access_ends=ends,
        ends_by=EndsBy.JOB if cohort.job_ends else EndsBy.TERM,
        policy_version=1,
        term_ends=cohort.term_ends,
    )
    yield Segment(LONG_AGO, cohort.since, State.IN_PROGRESS, TRACK, None, None, None, 1, None)
    yield has
    if opens < ends:
        yield has._replace(starts=opens, ends=ends, state=State.RECERTIFY)
    yield has._replace(starts=ends, ends=None, state=State.ENDED if cohort.job_ends else State.LAPSED)


def _schools() -> dict[str, Any]:
    numbers = select(literal(1).label("n")).cte(recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < SCHOOLS))
    key = sql_cast(numbers.c.n, String)
    return {
        "public_id": literal("school-") + key,
        "name": literal("School ") + key,
        "kind": literal("school"),
        "identifier": key,
        "is_open": literal(True),
        "source": literal(SOURCE),
        "source_key": key,
        "digest": literal(""),
    }


def _people(people: int) -> dict[str, Any]:
    numbers = select(literal(1).label("n")).cte(recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < people))
    return {
        "public_id": literal("person-") + sql_cast(numbers.c.n, String),
        "first_name": literal("Given") + sql_cast(numbers.c.n % 997, String),
        "middle_name": literal(""),
        "last_name": literal("Family") + sql_cast(numbers.c.n % 9973, String),
        "preferred_first_name": literal(""),
        "preferred_last_name": literal(""),
        "created_at": literal(clock.now(), Person.__table__.c.created_at.type),
    }


def _jobs() -> dict[str, Any]:
    key = sql_cast(Person.id, String)
    return {
        "person_id": Person.id,
        "school_id": Person.id % SCHOOLS + 1,
        "category": literal("school"),
        "job_role": literal("Office Professional"),
        "job_title": literal(""),
        "team": literal(""),
        "location": sql_cast(Person.id % SCHOOLS + 1, String),
        "is_primary": literal(True),
        "starts": literal(LONG_AGO, Date),
        "source": literal(SOURCE),
        "source_key": key,
        "digest": literal(""),
    }


def _standing(segment: Segment) -> dict[str, Any]:
    told: dict[str, Any] = {"person_id": Person.id, "area": literal(AREA), "holds": literal(False)}
    days = ("starts", "ends", "since", "access_ends", "term_ends")
    told |= {name: _day(getattr(segment, name)) for name in days}
    told |= {"state": literal(segment.state.value), "track": literal(segment.track)}
    ends_by = segment.ends_by.value if segment.ends_by else ""
    return told | {"ends_by": literal(ends_by), "policy_version": literal(segment.policy_version)}


def _evaluations(on: date) -> dict[str, Any]:
    return {
        "person_id": Person.id,
        "area": literal(AREA),
        "facts": literal(""),
        "mark": literal(""),
        "told_through": literal(on, Date),
        "evaluated_at": literal(clock.now(), Person.__table__.c.created_at.type),
    }


def _day(day: date | None) -> Any:
    return sql_cast(null(), Date) if day is None else literal(day, Date)


def _insert(model: type[db.Base], values: dict[str, Any], *, among: Any = None) -> Any:
    """All that `values` selects, in one statement."""
    chosen = select(*values.values())
    return insert(model).from_select(list(values), chosen if among is None else chosen.where(among))
