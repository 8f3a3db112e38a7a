"""Requests of the cast’s families, filed as the portal files them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from demo.cast import Someone
from district.actions.requests import Asking, Filed, file_request, snapshot
from district.models import ChangeRequest
from district.queries.requests import RequestSeen, request_of
from district.rules.requests import Kind
from foundation import clock, db
from foundation.audit import Actor


def asks(
    asker: Someone,
    kind: Kind,
    values: Mapping[str, str],
    *,
    about: Someone | None = None,
    student: Someone,
    contact: Someone | None = None,
    at: datetime | None = None,
) -> str:
    """File a request in a transaction of its own; gives its public id."""
    when = at or clock.now()
    asking = Asking(
        kind, asker.id, (about or student).id, student.id, values, contact_id=contact.id if contact else None
    )
    with db.transaction():
        saw = snapshot(asking, on=clock.day_of(when))
        assert saw is not None
        filed = file_request(asking, saw=saw, days=5, by=Actor("account", person_id=asker.id), at=when)
    assert isinstance(filed, Filed), filed
    return filed.public_id


def asks_name(asker: Someone, student: Someone, at: datetime | None = None, **values: str) -> str:
    """A request about the asker’s own name."""
    return asks(asker, Kind.NAME, values, about=asker, student=student, at=at)


def read(public_id: str) -> RequestSeen:
    """The request as it stands."""
    asker = db.session().scalars(select(ChangeRequest.asker_id).where(ChangeRequest.public_id == public_id)).one()
    found = request_of(asker, public_id)
    assert found is not None
    db.close()
    return found
