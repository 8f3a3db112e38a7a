"""The limits of families: compared with the record after each feed and each night, and told at their hour.

Four times an hour, portion by portion, each a transaction of its own: killed anywhere, the next does the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from flask import current_app

from district.queries import sight_policy
from district.rules.calendar import year_of
from foundation import clock, db, jobs, nightly
from foundation.settings import Settings
from portal.actions import limits
from portal.message_kinds import message_kinds
from portal.models import FamilyLimit
from portal.queries import limits as queries
from portal.queries.messages import inbox
from portal.queries.reach import reaches
from portal.rules.limits import What
from portal.rules.messages.leaving import is_quiet, moment_of
from portal.rules.preferences import By, channels_for


@jobs.handler("limits-compared", once=jobs.each_quarter)
def compare_due(payload: dict[str, Any]) -> None:
    """Compare what a feed or a new day may have moved."""
    compare_all()


@nightly.step("family-limits")
def night() -> str:
    """The same, now: for whoever runs the night by hand."""
    return f"{compare_all():,} limits reached"


@jobs.handler("limits-told", once=jobs.each_quarter)
def tell_due(payload: dict[str, Any]) -> None:
    """Tell what is to be told by now; at night it waits for the morning."""
    at = clock.now()
    if is_quiet(at, zone=clock.zone()):
        return
    while people := queries.people_to_tell(at=at):
        db.close()
        with db.transaction():
            _tell(people, at)


def compare_all() -> int:
    """Compare every limit that is due; how many were reached since."""
    at, new = clock.now(), 0
    since = moment_of(clock.day_of(at), time(0), zone=clock.zone())
    while True:
        with db.transaction():
            due = queries.limits_due(since=since, at=at)
            new += _compare(due, at)
        if not due:
            return new


def _compare(due: Sequence[FamilyLimit], at: datetime) -> int:
    settings: Settings = current_app.config["HEARTH"]
    on, policy = clock.day_of(at), sight_policy(settings)
    year = year_of(on, starts=settings.school_year_starts)
    absent = queries.days_absent({each.student_id for each in due}, year=year)
    new = 0
    for limit in due:
        child = queries.seen_for(limit, on=on, policy=policy)
        if child is None:
            limits.looked_at(limit, at=at)
            continue
        hidden = queries.hidden_of(child, on=on)
        known = [each for each in What if each not in hidden]
        standing = queries.marks_stand(child, on=on) if limit.mark_below and What.MARK in known else []
        if What.ABSENCES in known:
            standing.append(queries.absences_stand(absent.get(child.person_id, (0, None)), year))
        new += limits.compare(limit, standing, known=known, digest=settings.digest_time, zone=clock.zone(), at=at)
    return new


def _tell(people: Sequence[int], at: datetime) -> None:
    settings: Settings = current_app.config["HEARTH"]
    on = clock.day_of(at)
    reached = reaches(people, carried=tuple(By), on=on)
    for person_id in people:
        due = queries.to_tell(person_id, at=at)
        seen = inbox.seen_by(person_id, {each.student_id for each in due}, on=on, policy=sight_policy(settings))
        found = reached[person_id]
        ways = {code: channels_for(kind, found.points, found.choices) for code, kind in message_kinds().items()}
        told = [each for each in due if each.student_id in seen]
        limits.tell(person_id, told, ways, language=inbox.language_of(person_id), at=at)
        limits.note_told(due)
