"""The office answers what a family asks: each field accepted or declined, the record changed by the office's own deeds.

Two clerks at once: the second one's answers are not taken, and neither are answers to values that have changed since
they were shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from district.actions.contacts import replace_contact
from district.actions.emergency_contacts import (
    add_emergency_contact,
    change_emergency_contact,
    end_emergency_contact,
)
from district.actions.holding import hold
from district.actions.office_edits import LEGAL_NAMES, correct_fields, rename_person
from district.actions.people import add_contact, end_contact
from district.actions.requests import settle
from district.actions.search_terms import refresh_terms
from district.actions.ties import share_a_home
from district.events import RequestAnswered
from district.models import ChangeRequest, Person, RequestField
from district.queries.requests import FieldSeen, RequestSeen
from district.queries.truth import Truth, points_of, truth_of
from district.relationship_types import relationship_types
from district.rules.requests import (
    CHANGES_NOTHING,
    OPEN,
    Answer,
    AnswerProblem,
    Difference,
    Given,
    Kind,
    Status,
    difference,
    problems_with,
    shown_key,
    status_of,
)
from foundation import audit, clock, db, outbox, versions
from foundation.audit import Actor

Problems = dict[str, list[AnswerProblem]]


@dataclass(frozen=True)
class Shown:
    """What the page of answers showed: the version of the request, and the key of the values true then."""

    version: int
    key: str


@dataclass(frozen=True)
class Told:
    """How the family is told: by mail in their language, where there is an address."""

    name: str
    language: str
    address: str | None


@dataclass(frozen=True)
class Answered:
    """The answers are kept; how the whole stands now."""

    status: Status


class Meanwhile(Exception):
    """Somebody answered, withdrew or changed the record since the page was shown: nothing of this was kept."""


def answer_request(
    request: RequestSeen,
    given: Mapping[str, Given],
    *,
    shown: Shown,
    known_id: int | None = None,
    tell: Told,
    by: Actor,
    at: datetime,
) -> Answered | Problems:
    """Keep the answers and do what they say. `known_id`: who on record a new contact is. Raises Meanwhile.

    Whoever answers must reach the student and not belong to the family, looked at again by the door.
    """
    _hold(request)
    now = truth_of(request, on=clock.day_of(at))
    if not request.is_open or shown.version != request.version or shown.key != shown_key(now):
        raise Meanwhile
    stands = differences(request, now)
    problems = problems_with(request.kind, given, stands)
    if not problems and _lives_here(request, given, stands, known_id, on=clock.day_of(at)):
        problems = {"relation": [AnswerProblem.LIVES_HERE]}
    if problems:
        return problems
    if not versions.move_on(ChangeRequest, request.id, seen=request.version):
        raise Meanwhile

    _apply(request, given, stands, known_id=known_id, by=by, at=at)
    status = _keep(request, given, now, by=by, at=at)

    _record(request, given, now, stands, by=by, at=at)
    _write(request, given, status, tell=tell, at=at)
    return Answered(status)


def differences(request: RequestSeen, now: Truth) -> dict[str, Difference]:
    """How each field that still waits stands today."""
    return {
        each.field: difference(each.field, saw=each.saw, asks=each.asks, now=now[each.field])
        for each in request.waiting
    }


def _hold(request: RequestSeen) -> None:
    """Let nobody else change these people until this is done."""
    people = sorted({request.about_id, request.student_id, *filter(None, [request.contact_id])})
    db.session().execute(select(Person.id).where(Person.id.in_(people)).order_by(Person.id).with_for_update()).all()


def _apply(
    request: RequestSeen,
    given: Mapping[str, Given],
    stands: Mapping[str, Difference],
    *,
    known_id: int | None,
    by: Actor,
    at: datetime,
) -> None:
    wanted = {
        each.field: each.asks
        for each in request.waiting
        if each.field in given and _is_to_do(given[each.field], stands[each.field])
    }
    if not wanted:
        return
    if request.kind in (Kind.NAME, Kind.REACH):
        person = db.session().get_one(Person, request.about_id)
        (_call if request.kind is Kind.NAME else _reach)(person, wanted, by=by, at=at)
        db.session().flush()
        hold(people=(person.id,))
    elif request.kind is Kind.CONTACT_NEW:
        _add_contact(request, wanted, known_id=known_id, by=by, at=at)
    elif request.kind is Kind.CONTACT_CHANGE and request.contact_id:
        values = {"relation": wanted.get("relation"), "phone": wanted.get("phone")}
        change_emergency_contact(request.contact_id, request.student_id, **values, by=by, at=at)
    elif request.kind is Kind.CONTACT_END and request.contact_id:
        end_emergency_contact(request.contact_id, request.student_id, by=by, at=at)


def _lives_here(
    request: RequestSeen,
    given: Mapping[str, Given],
    stands: Mapping[str, Difference],
    known_id: int | None,
    *,
    on: date,
) -> bool:
    """Whether somebody who lives with the student would become one who lives elsewhere and is only called."""
    contact = known_id if request.kind is Kind.CONTACT_NEW else request.contact_id
    wanted = next((each.asks for each in request.waiting if each.field == "relation"), None)
    if (
        contact is None
        or wanted is None
        or "relation" not in given
        or not _is_to_do(given["relation"], stands["relation"])
    ):
        return False
    kind = relationship_types().get(wanted)
    return kind is not None and kind.elsewhere and share_a_home(contact, request.student_id, on=on)


def _call(person: Person, wanted: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """A legal name is another one from today on; what somebody is called is set right."""
    legal = {field: value for field, value in wanted.items() if field in LEGAL_NAMES}
    if legal:
        rename_person(person, legal, starts=clock.day_of(at), by=by, at=at)
    correct_fields(person, {field: value for field, value in wanted.items() if field not in legal}, by=by, at=at)


def _reach(person: Person, wanted: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """The latest contact point of each field is replaced; where the field is to be empty, all of them end."""
    today = clock.day_of(at)
    for field, value in wanted.items():
        points = points_of(person.id, field, on=today)
        if not value:
            for each in points:
                end_contact(each, ends=today, by=by, at=at)
        elif points:
            replace_contact(points[0], value, starts=today, by=by, at=at)
        else:
            kind = "email" if field == "email" else "phone"
            add_contact(person.id, value, kind=kind, type=field, starts=today, by=by, at=at)
    refresh_terms((person.id,), on=today)


def _is_to_do(given: Given, stands: Difference) -> bool:
    """Whether an answer leaves something to change on the record."""
    return given.answer is Answer.ACCEPTED and stands in (Difference.AS_SEEN, Difference.CONFLICT)


def _add_contact(
    request: RequestSeen, wanted: Mapping[str, str], *, known_id: int | None, by: Actor, at: datetime
) -> None:
    asked = {each.field: each.asks for each in request.fields}
    contact_id = add_emergency_contact(
        request.student_id,
        first_name=asked["contact_first_name"],
        last_name=asked["contact_last_name"],
        relation=asked["relation"],
        phone=wanted.get("phone", ""),
        person_id=known_id,
        by=by,
        at=at,
    )
    db.session().execute(
        update(ChangeRequest).where(ChangeRequest.id == request.id).values(contact_id=contact_id),
        execution_options={"synchronize_session": False},
    )


def _keep(request: RequestSeen, given: Mapping[str, Given], now: Truth, *, by: Actor, at: datetime) -> Status:
    """Write each answer beside its field, and how the whole stands."""
    for field, each in given.items():
        db.session().execute(
            update(RequestField)
            .where(RequestField.request_id == request.id, RequestField.field == field)
            .values(
                answer=each.answer.value,
                reason=each.reason,
                was=now[field],
                answered_at=at,
                answered_by_id=by.person_id,
            )
        )
    status = status_of([_answer_to(each, given) for each in request.fields])
    if status not in OPEN:
        settle(request.id, status, by=by, at=at)
        return status
    db.session().execute(
        update(ChangeRequest).where(ChangeRequest.id == request.id).values(status_now=status.value),
        execution_options={"synchronize_session": False},
    )
    return status


def _answer_to(field: FieldSeen, given: Mapping[str, Given]) -> Answer | None:
    return given[field.field].answer if field.field in given else field.answer


def _record(
    request: RequestSeen,
    given: Mapping[str, Given],
    now: Truth,
    stands: Mapping[str, Difference],
    *,
    by: Actor,
    at: datetime,
) -> None:
    asks = {each.field: each.asks for each in request.fields}
    is_silent = request.kind is Kind.ADDRESS
    for field, each in given.items():
        before = now[field] or ""
        changes = request.kind not in CHANGES_NOTHING and _is_to_do(each, stands[field])
        told = RequestAnswered(
            request.about_id,
            request.asker_id,
            request.public_id,
            field,
            each.answer.value,
            "" if is_silent else before,
            "" if is_silent else asks[field] if changes else before,
            each.reason,
        )
        audit.record(told, by=by, at=at)


def _while_seen(request: RequestSeen) -> dict[str, str | int] | None:
    """What is about a child leaves only while whoever asked sees the child (T02)."""
    if request.about_id == request.asker_id:
        return None
    return {"check": "sees", "adult": request.asker_id, "student": request.student_id}


def _write(request: RequestSeen, given: Mapping[str, Given], status: Status, *, tell: Told, at: datetime) -> None:
    """Tell the family which fields were accepted, which declined and why. No value travels by mail."""
    if tell.address is None:
        return
    outbox.post(
        "request-answered",
        to=tell.address,
        language=tell.language,
        at=at,
        once=f"request-answered:{request.public_id}:{request.version}",
        only_while=_while_seen(request),
        person_id=request.asker_id,
        name=tell.name,
        request=request.public_id,
        request_kind=request.kind.value,
        status=status.value,
        accepted=[field for field, each in given.items() if each.answer is Answer.ACCEPTED],
        declined=[[field, each.reason] for field, each in given.items() if each.answer is Answer.DECLINED],
    )
