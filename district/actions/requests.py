"""What a family asks to have changed: they file it and may take it back; the office answers field by field.

An accepted field changes the record by the deed the office itself would do. A home address changes nothing here: a
household moves on its own page, with its proof.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from district.actions.request_papers import attach_papers
from district.events import ChangeRequested, RequestWithdrawn
from district.models import ChangeRequest, RequestField
from district.queries.emergency import contacts_shown_to, has_confidential_home
from district.queries.requests import RequestSeen, how_many_wait
from district.queries.truth import truth
from district.rules.business_days import Closure, days_after
from district.rules.requests import (
    FIELDS,
    MOST_WAITING,
    Answer,
    FilingRefusal,
    Kind,
    Status,
    asked_key,
    is_same,
    refusal_of,
    status_of,
)
from foundation import audit, clock, db, versions
from foundation.audit import Actor
from foundation.file_kinds import Upload

WHOLE = ""
"""The name under which a refusal of the request as a whole stands."""
AS_TYPED = (Kind.CONTACT_NEW, Kind.WRONG)
"""Kinds of which every field is asked: there was nothing to see before."""
OF_A_CONTACT = (Kind.CONTACT_CHANGE, Kind.CONTACT_END)

Refusals = dict[str, FilingRefusal]


@dataclass(frozen=True)
class Asking:
    """What somebody asks of whose record. `values` by field; what is no field of the kind counts for nothing."""

    kind: Kind
    asker_id: int
    about_id: int
    student_id: int
    values: Mapping[str, str]
    contact_id: int | None = None
    papers: tuple[Upload, ...] = ()
    """Files that go with it, of a home address alone."""


@dataclass(frozen=True)
class Filed:
    """The request there is now; `is_new` unless just that was waiting already."""

    public_id: str
    is_new: bool


def snapshot(asking: Asking, *, on: date) -> dict[str, str] | None:
    """What the family sees of the fields: never a line of another home (T33). None where it is not theirs to see."""
    if asking.kind in AS_TYPED:
        return dict.fromkeys(FIELDS[asking.kind], "")
    shown = contacts_shown_to(asking.asker_id, asking.student_id, on=on) if asking.kind in OF_A_CONTACT else []
    if asking.kind in OF_A_CONTACT and asking.contact_id not in [each.person_id for each in shown]:
        return None
    found = truth(
        asking.kind,
        asker_id=asking.asker_id,
        about_id=asking.about_id,
        student_id=asking.student_id,
        contact_id=asking.contact_id,
        on=on,
    )
    return {field: value or "" for field, value in found.items()}


def file_request(
    asking: Asking,
    *,
    saw: Mapping[str, str],
    days: int,
    closures: Sequence[Closure] = (),
    by: Actor,
    at: datetime,
) -> Filed | Refusals:
    """Write down what a family asks beside what they saw. The same question, while it waits, is one request.

    Whoever files must have been let see the record on this day, by the door, in this transaction.
    """
    today = clock.day_of(at)
    asked = _asked(asking, saw)
    refusals = _refused(asking, asked, on=today)
    if refusals:
        return refusals

    key = asked_key(asking.kind, asking.asker_id, (asking.about_id, asking.student_id, asking.contact_id), asked)
    written = _write(asking, key, due_on=days_after(today, days, closures), at=at)
    if written is None:
        waiting = select(ChangeRequest.id, ChangeRequest.public_id).where(
            ChangeRequest.asked_key == key, ChangeRequest.settled_at.is_(None)
        )
        request_id, public_id = db.session().execute(waiting).one()
        return _with_papers(asking, request_id, by=by, at=at) or Filed(public_id, is_new=False)
    request_id, public_id = written
    db.session().execute(
        insert(RequestField),
        [
            {"request_id": request_id, "field": field, "saw": saw.get(field, ""), "asks": value, "reason": ""}
            for field, value in asked.items()
        ],
    )

    told = ChangeRequested(asking.about_id, asking.asker_id, public_id, asking.kind.value, ",".join(asked))
    audit.record(told, by=by, at=at)
    return _with_papers(asking, request_id, by=by, at=at) or Filed(public_id, is_new=True)


def withdraw_request(request: RequestSeen, *, by: Actor, at: datetime) -> bool:
    """Take back what nobody has answered yet; False where somebody has been faster."""
    waiting = ",".join(each.field for each in request.waiting)
    if not request.is_open or not versions.move_on(ChangeRequest, request.id, seen=request.version):
        return False
    db.session().execute(
        update(RequestField)
        .where(RequestField.request_id == request.id, RequestField.answer.is_(None))
        .values(answer=Answer.WITHDRAWN.value, answered_at=at, answered_by_id=by.person_id)
    )
    status = status_of([each.answer or Answer.WITHDRAWN for each in request.fields])
    settle(request.id, status, by=by, at=at)

    audit.record(RequestWithdrawn(request.about_id, request.asker_id, request.public_id, waiting), by=by, at=at)
    return True


def settle(request_id: int, status: Status, *, by: Actor, at: datetime) -> None:
    """Keep how the whole stands, and that nothing of it waits any more."""
    db.session().execute(
        update(ChangeRequest)
        .where(ChangeRequest.id == request_id)
        .values(status_now=status.value, settled_at=at, settled_by_id=by.person_id),
        execution_options={"synchronize_session": False},
    )


def _with_papers(asking: Asking, request_id: int, *, by: Actor, at: datetime) -> Refusals | None:
    """Keep what goes with the request; why not, where it is not taken."""
    if not asking.papers or asking.kind is not Kind.ADDRESS:
        return None
    refusal = attach_papers(request_id, asking.papers, by=by, at=at)
    return {"papers": refusal} if refusal else None


def _asked(asking: Asking, saw: Mapping[str, str]) -> dict[str, str]:
    """The fields that are asked: of the kind, and other than what was seen."""
    fields = [each for each in FIELDS[asking.kind] if each in asking.values]
    return {
        field: asking.values[field]
        for field in fields
        if asking.kind in AS_TYPED or not is_same(field, saw.get(field, ""), asking.values[field])
    }


def _refused(asking: Asking, asked: Mapping[str, str], *, on: date) -> Refusals:
    if asking.kind is Kind.ADDRESS and has_confidential_home(asking.asker_id, on=on):
        return {WHOLE: FilingRefusal.IN_PERSON_ONLY}
    if not asked:
        return {WHOLE: FilingRefusal.NOTHING_ASKED}
    refusals = refusal_of(asking.kind, asked)
    if not refusals and how_many_wait(asking.asker_id) >= MOST_WAITING:
        return {WHOLE: FilingRefusal.TOO_MANY}
    return refusals


def _write(asking: Asking, key: str, *, due_on: date, at: datetime) -> tuple[int, str] | None:
    """The new request's id and public id; None where just that waits already."""
    kinds = sqlite.insert if db.is_sqlite() else postgresql.insert
    row = (
        db.session()
        .execute(
            kinds(ChangeRequest)
            .values(
                public_id=db.new_public_id(),
                kind=asking.kind.value,
                asker_id=asking.asker_id,
                about_id=asking.about_id,
                student_id=asking.student_id,
                contact_id=asking.contact_id,
                asked_key=key,
                filed_at=at,
                due_on=due_on,
                status_now=Status.WAITING.value,
                version=1,
            )
            .on_conflict_do_nothing()
            .returning(ChangeRequest.id, ChangeRequest.public_id)
        )
        .one_or_none()
    )
    return None if row is None else (row.id, row.public_id)
