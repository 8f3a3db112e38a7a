"""Keeps what people report of finished courses, and ends a promise when the completion has arrived.

A report grants nothing: access follows from the completion alone, when it comes.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from foundation import audit, db, throttle
from foundation.audit import Actor
from household.access.events import CourseReported
from household.access.models import Promise
from household.access.queries.facts import facts_of
from household.access.queries.policies import Rulebook
from household.access.queries.promises import arrived_for, open_promise
from household.access.rules.policy import policy_in_force
from household.access.rules.promises import Closing, Promised, promised
from household.access.rules.reports import ReportRefused, refused, reportable, with_report

REPORTS = "course-report"
MOST_A_DAY = 20
A_DAY = timedelta(days=1)

_TABLE = Promise.__table__
_ARRIVED = update(_TABLE).where(_TABLE.c.id == bindparam("promise"), _TABLE.c.ended_at.is_(None))  # type: ignore[arg-type]


def count_report(person_id: int, *, at: datetime) -> bool:
    """Count a report; False where so many in one day must do. Records no event: its outcome does."""
    return throttle.count(
        REPORTS,
        str(person_id),
        wait_after=lambda number: A_DAY if number >= MOST_A_DAY else timedelta(),
        forgotten_after=A_DAY,
        at=at,
    )


def report_course(
    person_id: int,
    course: str,
    finished_on: date,
    *,
    closing: Closing,
    book: Rulebook,
    today: date,
    by: Actor,
    at: datetime,
) -> Promised | ReportRefused:
    """Keep that somebody says to have finished a course on a day, and by when the completion is promised to be here.

    The same report again changes nothing; another day for the same course takes the place of the one before.
    """
    facts = facts_of(person_id, book)
    asked = reportable(book.standing(facts, on=today), policy_in_force(book.policies, today))
    as_if = book.standing(with_report(facts, course, finished_on), on=today)
    refusal = refused(facts, course, finished_on, on=today, asked=asked, as_if=as_if)
    if refusal is not None:
        return refusal
    promise = promised(finished_on, closing)
    before = open_promise(person_id, course, area=book.area)
    if before is not None and before.finished_on == finished_on:
        return promise

    if before is not None:
        db.session().execute(_ARRIVED.values(ended_at=at), {"promise": before.id})
    if _begin(person_id, course, promise, area=book.area, at=at):
        audit.record(CourseReported(person_id=person_id, course=course, finished_on=finished_on), by=by, at=at)
    return promise


def keep_promises(person_ids: Collection[int], *, area: str, at: datetime) -> None:
    """End these people’s promises whose completion has arrived. Records no event: the import that brought it does."""
    for each in arrived_for(person_ids, area=area):
        arrived = _ARRIVED.values(arrived_at=each.arrived_at, ended_at=at)
        db.session().execute(arrived, {"promise": each.id})


def _begin(person_id: int, course: str, promise: Promised, *, area: str, at: datetime) -> bool:
    """Write it down, unless one for this course was written at the same moment."""
    insert = sqlite.insert if db.is_sqlite() else postgresql.insert
    values = {
        "person_id": person_id,
        "area": area,
        "course": course,
        "finished_on": promise.finished_on,
        "reported_at": at,
        "last_day": promise.last_day,
        "due_at": promise.due_at,
    }
    written = insert(Promise).values(values).on_conflict_do_nothing().returning(Promise.id)
    return db.session().execute(written).one_or_none() is not None
