"""Requests for approval, as those who answer them, those who ask and DoTS see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased

from district.models import Person, StaffAssignment
from foundation import db
from household.access.models import (
    ApprovalAnswer,
    ApprovalDelegation,
    ApprovalLink,
    ApprovalRequest,
    Standing,
)
from household.access.queries.approvers import Circle, circle_for, codes_of_work, jobs_on, led_by
from household.access.queries.people import place_names
from household.access.rules.answers import State
from household.access.rules.approvals import ANSWERS, Answerer, ApprovalRules, Capacity, Outcome

NEWEST = 50
MOST_OPEN = 200
"""More than so many wait before nobody: the oldest are shown first, and the rest move up."""


@dataclass(frozen=True)
class Asked:
    """One request with what a page says of whoever asks."""

    request: ApprovalRequest
    public_person_id: str
    name: str
    job_role: str
    """Of the job at that place today; empty where none stands."""
    place: str
    state: State
    """How the person stands today."""


@dataclass(frozen=True)
class AnswerGiven:
    """One answer, by whom and on whose behalf."""

    answer: Outcome
    reason: str
    capacity: Capacity
    by: str
    on_behalf_of: str
    answered_at: datetime


@dataclass(frozen=True)
class Lent:
    """A delegation as its principal sees it. `ends` is the first day after."""

    public_id: str
    delegate: str
    place: str
    starts: date
    ends: date


def answerable_by(person_id: int, *, ours: ApprovalRules, on: date) -> list[tuple[ApprovalRequest, Answerer]]:
    """The open requests this person may answer today, the oldest first. A few statements, however many wait."""
    codes = codes_of_work(person_id, on=on)
    mine = or_(ApprovalRequest.location.in_(codes), ApprovalRequest.named_id == person_id)
    asked = (
        select(ApprovalRequest)
        .where(mine, ApprovalRequest.closed_at.is_(None), _still_works(on))
        .order_by(ApprovalRequest.asked_at, ApprovalRequest.id)
        .limit(MOST_OPEN)
    )
    return _answerable(db.session().scalars(asked).all(), person_id, ours, on)


def answered_for(person_id: int, *, ours: ApprovalRules, on: date) -> list[ApprovalRequest]:
    """The newest answered requests at the places this person leads, and those they answered themselves."""
    led = led_by(person_id, ours=ours, on=on)
    own = select(ApprovalAnswer.request_id).where(ApprovalAnswer.answered_by_id == person_id)
    asked = (
        select(ApprovalRequest)
        .where(
            or_(ApprovalRequest.location.in_(led), ApprovalRequest.id.in_(own)),
            ApprovalRequest.closed_at.is_not(None),
            ApprovalRequest.outcome.in_([each.value for each in sorted(ANSWERS)]),
            ApprovalRequest.person_id != person_id,
        )
        .order_by(ApprovalRequest.closed_at.desc(), ApprovalRequest.id.desc())
        .limit(NEWEST)
    )
    return list(db.session().scalars(asked))


def request_called(public_id: str, *, hold: bool = False) -> ApprovalRequest | None:
    """The request with this public id; `hold` keeps others from changing it until the transaction ends."""
    asked = select(ApprovalRequest).where(ApprovalRequest.public_id == public_id)
    return db.session().scalar(_held(asked, hold))


def requests_called(public_ids: Collection[str], *, hold: bool = False) -> list[ApprovalRequest]:
    """The requests with these public ids, in the order of their asking."""
    asked = select(ApprovalRequest).where(ApprovalRequest.public_id.in_(public_ids)).order_by(ApprovalRequest.id)
    return list(db.session().scalars(_held(asked, hold)))


def request_linked(token_hash: str) -> tuple[ApprovalRequest, ApprovalLink] | None:
    """The request a mailed link is for, and the link."""
    asked = (
        select(ApprovalRequest, ApprovalLink)
        .join(ApprovalLink, ApprovalLink.request_id == ApprovalRequest.id)
        .where(ApprovalLink.token_hash == token_hash)
    )
    row = db.session().execute(asked).one_or_none()
    return None if row is None else (row[0], row[1])


def open_requests_of(person_id: int, *, area: str, hold: bool = False) -> list[ApprovalRequest]:
    """What a person has asked that is not answered yet."""
    asked = (
        select(ApprovalRequest)
        .where(
            ApprovalRequest.person_id == person_id, ApprovalRequest.area == area, ApprovalRequest.closed_at.is_(None)
        )
        .order_by(ApprovalRequest.id)
    )
    return list(db.session().scalars(_held(asked, hold)))


def requests_of(person_id: int, *, area: str) -> list[ApprovalRequest]:
    """The newest of what a person ever asked, newest first."""
    asked = (
        select(ApprovalRequest)
        .where(ApprovalRequest.person_id == person_id, ApprovalRequest.area == area)
        .order_by(ApprovalRequest.asked_at.desc(), ApprovalRequest.id.desc())
        .limit(NEWEST)
    )
    return list(db.session().scalars(asked))


def stuck_requests(*, area: str) -> list[ApprovalRequest]:
    """The open requests DoTS was told of, the oldest first."""
    asked = (
        select(ApprovalRequest)
        .where(
            ApprovalRequest.area == area, ApprovalRequest.closed_at.is_(None), ApprovalRequest.dots_told_at.is_not(None)
        )
        .order_by(ApprovalRequest.dots_told_at, ApprovalRequest.id)
        .limit(MOST_OPEN)
    )
    return list(db.session().scalars(asked))


def places_waiting() -> list[str]:
    """The places for which anything waits, each once."""
    asked = select(ApprovalRequest.location).where(ApprovalRequest.closed_at.is_(None)).distinct()
    return sorted(db.session().scalars(asked))


def open_at(location: str, *, area: str) -> list[ApprovalRequest]:
    """What waits for one place, held until the transaction ends."""
    asked = (
        select(ApprovalRequest)
        .where(ApprovalRequest.location == location, ApprovalRequest.area == area, ApprovalRequest.closed_at.is_(None))
        .order_by(ApprovalRequest.id)
        .with_for_update()
    )
    return list(db.session().scalars(asked))


def written_to(request_ids: Collection[int]) -> set[tuple[int, int]]:
    """Who was written to about which of these requests, as (request, person)."""
    asked = select(ApprovalLink.request_id, ApprovalLink.person_id).where(ApprovalLink.request_id.in_(request_ids))
    return {(request_id, person_id) for request_id, person_id in db.session().execute(asked)}


def details(requests: Sequence[ApprovalRequest], *, on: date) -> list[Asked]:
    """What pages say of these requests, in their order. Four statements."""
    if not requests:
        return []
    people = {each.person_id for each in requests}
    places = place_names({each.location for each in requests})
    named = {each.id: each for each in db.session().scalars(select(Person).where(Person.id.in_(people)))}
    jobs = _jobs_of(people, on)
    states = _states_of(people, on)
    return [
        Asked(
            request=each,
            public_person_id=named[each.person_id].public_id,
            name=named[each.person_id].full_name,
            job_role=jobs.get((each.person_id, each.location), ""),
            place=places.get(each.location, each.location),
            state=states.get((each.person_id, each.area), State.NONE),
        )
        for each in requests
    ]


def answers_to(request_ids: Collection[int]) -> dict[int, list[AnswerGiven]]:
    """The answers to these requests, the newest first."""
    by, principal = aliased(Person), aliased(Person)
    asked = (
        select(ApprovalAnswer, by, principal)
        .join(by, by.id == ApprovalAnswer.answered_by_id)
        .outerjoin(principal, principal.id == ApprovalAnswer.on_behalf_of_id)
        .where(ApprovalAnswer.request_id.in_(request_ids))
        .order_by(ApprovalAnswer.id.desc())
    )
    found: dict[int, list[AnswerGiven]] = {each: [] for each in request_ids}
    for given, who, behalf in db.session().execute(asked):
        found[given.request_id].append(
            AnswerGiven(
                Outcome(given.answer),
                given.reason,
                Capacity(given.capacity),
                who.full_name,
                behalf.full_name if behalf else "",
                given.answered_at,
            )
        )
    return found


def last_answer(request_id: int) -> ApprovalAnswer | None:
    """The answer that counts."""
    asked = select(ApprovalAnswer).where(ApprovalAnswer.request_id == request_id).order_by(ApprovalAnswer.id.desc())
    return db.session().scalar(asked.limit(1))


def newer_request(asked: ApprovalRequest) -> bool:
    """Whether the person asked again for the same place."""
    later = select(ApprovalRequest.id).where(
        ApprovalRequest.person_id == asked.person_id,
        ApprovalRequest.area == asked.area,
        ApprovalRequest.location == asked.location,
        ApprovalRequest.id > asked.id,
    )
    return db.session().scalar(later.limit(1)) is not None


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """What these people are called in full."""
    asked = select(Person).where(Person.id.in_(set(person_ids)))
    return {each.id: each.full_name for each in db.session().scalars(asked)}


def delegations_by(principal_id: int, *, on: date) -> list[Lent]:
    """The delegations of a principal that hold today or later, by their first day."""
    asked = (
        select(ApprovalDelegation, Person)
        .join(Person, Person.id == ApprovalDelegation.delegate_id)
        .where(
            ApprovalDelegation.principal_id == principal_id,
            ApprovalDelegation.ended_at.is_(None),
            ApprovalDelegation.ends > on,
        )
        .order_by(ApprovalDelegation.starts, ApprovalDelegation.id)
    )
    rows = [(lent, person.full_name) for lent, person in db.session().execute(asked)]
    places = place_names({each.location for each, _ in rows})
    return [
        Lent(each.public_id, name, places.get(each.location, each.location), each.starts, each.ends)
        for each, name in rows
    ]


def may_see(person_id: int, asked: ApprovalRequest, circle: Circle) -> bool:
    """Whether the request's page is there for somebody: who may answer it now, and who has answered it."""
    if circle.answerer(person_id, asked) is not None:
        return True
    own = select(ApprovalAnswer.id).where(
        ApprovalAnswer.request_id == asked.id, ApprovalAnswer.answered_by_id == person_id
    )
    return asked.person_id != person_id and db.session().scalar(own.limit(1)) is not None


def _answerable(
    requests: Sequence[ApprovalRequest], person_id: int, ours: ApprovalRules, on: date
) -> list[tuple[ApprovalRequest, Answerer]]:
    circle = circle_for(requests, ours=ours, on=on)
    found = ((each, circle.answerer(person_id, each)) for each in requests)
    return [(each, answerer) for each, answerer in found if answerer is not None]


def _still_works(on: date) -> Any:
    """The condition that whoever asks still has a job at the place."""
    return (
        jobs_on(on)
        .where(
            StaffAssignment.person_id == ApprovalRequest.person_id,
            StaffAssignment.location == ApprovalRequest.location,
        )
        .correlate(ApprovalRequest)
        .exists()
    )


def _jobs_of(people: Collection[int], on: date) -> dict[tuple[int, str], str]:
    asked = (
        jobs_on(on)
        .with_only_columns(StaffAssignment.person_id, StaffAssignment.location, StaffAssignment.job_role)
        .where(StaffAssignment.person_id.in_(people))
        .order_by(StaffAssignment.id)
    )
    return {(person_id, location): role for person_id, location, role in db.session().execute(asked)}


def _states_of(people: Collection[int], on: date) -> dict[tuple[int, str], State]:
    holds = and_(Standing.starts <= on, or_(Standing.ends.is_(None), Standing.ends > on))
    asked = select(Standing.person_id, Standing.area, Standing.state).where(Standing.person_id.in_(people), holds)
    return {(person_id, area): State(state) for person_id, area, state in db.session().execute(asked)}


def _held(asked: Select[ApprovalRequest], hold: bool) -> Select[ApprovalRequest]:
    return asked.with_for_update() if hold else asked
