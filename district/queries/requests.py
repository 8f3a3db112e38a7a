"""Reads of what families ask: whose requests there are, with their fields and answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, Select, bindparam, func, select
from sqlalchemy.orm import aliased

from district.models import ChangeRequest, Person, RequestField
from district.rules.requests import FIELDS, Answer, Kind, Status
from foundation import db

MOST_SHOWN = 100


@dataclass(frozen=True)
class FieldSeen:
    """One field of a request, with its answer."""

    field: str
    saw: str
    asks: str
    answer: Answer | None
    reason: str
    answered_at: datetime | None
    answered_by_id: int | None


@dataclass(frozen=True)
class RequestSeen:
    """One request with its fields, in the order of the page."""

    id: int
    public_id: str
    kind: Kind
    asker_id: int
    about_id: int
    student_id: int
    contact_id: int | None
    about: str
    """The name of whom it is about."""
    contact: str
    """The name of the emergency contact it is about, where they are on record."""
    filed_at: datetime
    due_on: date
    status: Status
    settled_at: datetime | None
    version: int
    fields: tuple[FieldSeen, ...]

    @property
    def is_open(self) -> bool:
        return self.settled_at is None

    @property
    def waiting(self) -> tuple[FieldSeen, ...]:
        """The fields nobody has answered."""
        return tuple(each for each in self.fields if each.answer is None)


def requests_of(asker_id: int) -> list[RequestSeen]:
    """What one person has asked, the latest first. One statement."""
    return seen_in(db.session().execute(_OF_ASKER, {"asker_id": asker_id}))


def request_of(asker_id: int, public_id: str) -> RequestSeen | None:
    """The request with that public id, where that person asked it. One statement."""
    rows = db.session().execute(_ONE_OF_ASKER, {"asker_id": asker_id, "public_id": public_id})
    return next(iter(seen_in(rows)), None)


def how_many_wait(asker_id: int) -> int:
    """How many requests of one person are open."""
    counted = select(func.count()).where(ChangeRequest.asker_id == asker_id, ChangeRequest.settled_at.is_(None))
    return db.session().scalar(counted) or 0


def seen_in(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[RequestSeen]:
    """The requests in rows of `with_fields`, in their order."""
    requests: dict[int, Row[*tuple[Any, ...]]] = {}
    fields: dict[int, list[FieldSeen]] = {}
    for row in rows:
        requests.setdefault(row.id, row)
        fields.setdefault(row.id, []).append(_field(row))
    return [_request(row, fields[request_id]) for request_id, row in requests.items()]


def _field(row: Row[*tuple[Any, ...]]) -> FieldSeen:
    answer = Answer(row.answer) if row.answer else None
    return FieldSeen(row.field, row.saw, row.asks, answer, row.reason, row.answered_at, row.answered_by_id)


def _request(row: Row[*tuple[Any, ...]], fields: list[FieldSeen]) -> RequestSeen:
    kind = Kind(row.kind)
    return RequestSeen(
        id=row.id,
        public_id=row.public_id,
        kind=kind,
        asker_id=row.asker_id,
        about_id=row.about_id,
        student_id=row.student_id,
        contact_id=row.contact_id,
        about=row.about,
        contact=row.contact or "",
        filed_at=row.filed_at,
        due_on=row.due_on,
        status=Status(row.status_now),
        settled_at=row.settled_at,
        version=row.version,
        fields=tuple(sorted(fields, key=lambda each: FIELDS[kind].index(each.field))),
    )


def name_of(person: Any) -> ColumnElement[str]:
    """The name in use."""
    called = func.coalesce(func.nullif(person.preferred_first_name, ""), person.first_name)
    last = func.coalesce(func.nullif(person.preferred_last_name, ""), person.last_name)
    name: ColumnElement[str] = called + " " + last
    return name


def with_fields() -> Select[*tuple[Any, ...]]:
    """Every request with its fields and the names of whom it is about."""
    about, contact = aliased(Person), aliased(Person)
    return (
        select(
            *ChangeRequest.__table__.columns,
            name_of(about).label("about"),
            name_of(contact).label("contact"),
            RequestField.field,
            RequestField.saw,
            RequestField.asks,
            RequestField.answer,
            RequestField.reason,
            RequestField.answered_at,
            RequestField.answered_by_id,
        )
        .join(RequestField, RequestField.request_id == ChangeRequest.id)
        .join(about, about.id == ChangeRequest.about_id)
        .outerjoin(contact, contact.id == ChangeRequest.contact_id)
    )


_OF_ASKER = (
    with_fields()
    .where(
        ChangeRequest.id.in_(
            select(ChangeRequest.id)
            .where(ChangeRequest.asker_id == bindparam("asker_id", type_=BigInteger))
            .order_by(ChangeRequest.filed_at.desc(), ChangeRequest.id.desc())
            .limit(MOST_SHOWN)
        )
    )
    .order_by(ChangeRequest.filed_at.desc(), ChangeRequest.id.desc())
)
_ONE_OF_ASKER = with_fields().where(
    ChangeRequest.asker_id == bindparam("asker_id", type_=BigInteger), ChangeRequest.public_id == bindparam("public_id")
)
