"""Somebody asks the office, because no way on file reaches them. Written down as it was said, whoever they are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from accounts.actions import spend_try
from accounts.rules import throttling
from foundation import audit, db
from foundation.audit import Actor
from portal import queries
from portal.events import OfficeAsked
from portal.models import OfficeRequest
from portal.rules import office
from portal.rules.asking import Asked
from portal.rules.office import Ground

OFFICE_SOURCE = "office-request-source"


def ask_the_office(asked: Asked, *, message: str, language: str, source: str, by: Actor, at: datetime) -> bool:
    """Write the request down, unless the same one is open; False, and nothing written, while that source must wait.

    The asker is told the same either way, and the record is not looked into: the office does that.
    """
    if not spend_try(OFFICE_SOURCE, throttling.source_of(source), patience=office.ASKED, at=at):
        return False
    names = {name: value for name, value in vars(asked).items() if name != "school"}
    write_request(
        Ground.NO_WAY,
        asked_key=office.asked_key(asked, Ground.NO_WAY),
        by=by,
        at=at,
        **names,
        school_id=queries.school_named(asked.school),
        message=message,
        language=language,
    )
    return True


def write_request(ground: Ground, *, asked_key: str, by: Actor, at: datetime, **told: object) -> None:
    """Open a request unless one with that key is open. Of two at once one is written."""
    insert = sqlite.insert if db.is_sqlite() else postgresql.insert
    values = {"public_id": db.new_public_id(), "reason": ground.value, "asked_key": asked_key, "written_at": at, **told}
    written = db.session().scalar(
        insert(OfficeRequest).values(**values).on_conflict_do_nothing().returning(OfficeRequest.id)
    )
    if written is not None:
        person_id = told.get("person_id")
        told_of = person_id if isinstance(person_id, int) else None
        audit.record(OfficeAsked(told_of, written, ground.value), by=by, at=at)
