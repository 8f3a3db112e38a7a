"""Promises: one person's, those whose completion has arrived, and everybody's as DoTS's board shows them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from district.models import Completion, Person
from foundation import db
from household.access.models import Promise
from household.access.rules.promises import PromiseState, state_of

MOST_SHOWN = 100
"""Promises of one person that a page tells of: the newest."""


@dataclass(frozen=True)
class PromiseOnRecord:
    """One report of a finished course, and the promise it began."""

    id: int
    course: str
    finished_on: date
    reported_at: datetime
    last_day: date
    due_at: datetime
    arrived_at: datetime | None
    ended_at: datetime | None
    """Without `arrived_at`: another report took its place."""

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    def state(self, *, now: datetime, today: date) -> PromiseState:
        """How it stands at a moment, and on the district's day of it."""
        return state_of(last_day=self.last_day, due_at=self.due_at, arrived_at=self.arrived_at, now=now, today=today)


class Arrived(NamedTuple):
    """An open promise whose completion is on record, and since when."""

    id: int
    arrived_at: datetime


@dataclass(frozen=True)
class OnBoard:
    """One promise on DoTS's board: whose, and how it stands."""

    person_id: int
    public_id: str
    first_name: str
    last_name: str
    promise: PromiseOnRecord
    state: PromiseState


_COLUMNS = (
    Promise.id,
    Promise.course,
    Promise.finished_on,
    Promise.reported_at,
    Promise.last_day,
    Promise.due_at,
    Promise.arrived_at,
    Promise.ended_at,
)


def open_promise(person_id: int, course: str, *, area: str) -> PromiseOnRecord | None:
    """The promise that is open for a course of one person."""
    asked = select(*_COLUMNS).where(
        Promise.person_id == person_id, Promise.area == area, Promise.course == course, Promise.ended_at.is_(None)
    )
    row = db.session().execute(asked).one_or_none()
    return PromiseOnRecord(*row) if row is not None else None


def arrived_for(person_ids: Collection[int], *, area: str) -> list[Arrived]:
    """Of these people’s open promises those whose completion has arrived since, whatever day it bears; or had arrived
    before the report and bears that day or a later one. One statement."""
    here = and_(
        Completion.person_id == Promise.person_id,
        Completion.course == Promise.course,
        Completion.voided_at.is_(None),
        or_(Completion.recorded_at >= Promise.reported_at, Completion.completed_on >= Promise.finished_on),
    )
    asked = (
        select(Promise.id, Promise.reported_at, func.min(Completion.recorded_at))
        .join(Completion, here)
        .where(Promise.person_id.in_(person_ids), Promise.area == area, Promise.ended_at.is_(None))
        .group_by(Promise.id, Promise.reported_at)
    )
    return [Arrived(row_id, max(reported, came)) for row_id, reported, came in db.session().execute(asked)]


def promise_numbers(*, area: str, since: datetime, now: datetime, today: date) -> dict[PromiseState, int]:
    """How many promises stand how, of those reported since a moment and of all that are open."""
    state = _state(now, today)
    counted = select(state, func.count()).where(*_counts(area, since)).group_by(state)
    found = {PromiseState(code): number for code, number in db.session().execute(counted)}
    return {each: found.get(each, 0) for each in PromiseState}


def promises_on_board(
    states: Collection[PromiseState], *, area: str, since: datetime, now: datetime, today: date, limit: int
) -> list[OnBoard]:
    """Promises that stand so, of those reported since a moment and of all that are open, the latest due first."""
    state = _state(now, today)
    asked = (
        select(
            Person.id,
            Person.public_id,
            func.coalesce(func.nullif(Person.preferred_first_name, ""), Person.first_name),
            func.coalesce(func.nullif(Person.preferred_last_name, ""), Person.last_name),
            state,
            *_COLUMNS,
        )
        .join(Promise, Promise.person_id == Person.id)
        .where(*_counts(area, since), state.in_([each.value for each in states]))
        .order_by(Promise.due_at.desc(), Promise.id.desc())
        .limit(limit)
    )
    return [
        OnBoard(person_id, public_id, first, last, PromiseOnRecord(*rest), PromiseState(code))
        for person_id, public_id, first, last, code, *rest in db.session().execute(asked)
    ]


def _counts(area: str, since: datetime) -> tuple[ColumnElement[bool], ...]:
    """All but those whose place another report took."""
    is_real = or_(Promise.ended_at.is_(None), Promise.arrived_at.is_not(None))
    return (Promise.area == area, is_real, or_(Promise.ended_at.is_(None), Promise.reported_at >= since))


def _state(now: datetime, today: date) -> ColumnElement[str]:
    """`state_of`, as the database decides it."""
    return case(
        (and_(Promise.arrived_at.is_not(None), Promise.arrived_at <= Promise.due_at), PromiseState.KEPT.value),
        (or_(Promise.arrived_at.is_not(None), Promise.due_at < now), PromiseState.BROKEN.value),
        (Promise.last_day <= today, PromiseState.AT_RISK.value),
        else_=PromiseState.RUNNING.value,
    )
