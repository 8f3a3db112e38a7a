"""A student's schedule for a calendar program (RFC 5545). The address is the key: it is read without signing in.

Each reading asks anew whether the account counts and sees the student today; an order, an ended relationship or a
hidden schedule ends it at once. The file has what the page has, and nothing more.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import abort
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from accounts.actions import spend_try
from district import queries as district
from district.queries import Child
from district.queries.timetable import lessons_of
from district.rules import grades
from district.rules.schedules import Lesson
from foundation import clock, db, tokens
from foundation.web.gates import public
from foundation.web.pages import unreferred
from portal.queries.calendars import Reader, WorkDue, reader_behind, work_due_of
from portal.queries.sections import hidden_at
from portal.rules.calendars import AFTER, BEFORE, PURPOSE, READS, days_of, is_timed
from portal.rules.codes import Kind
from portal.rules.sections import Section
from portal.views.door import bp, policy, settings
from portal.words import schedule as words

if TYPE_CHECKING:
    from icalendar import Event

READING = "calendar-reading"
GONE = 410


@bp.get("/calendar/<token>.ics")
@public
def calendar_feed(token: str) -> Response:
    kept = tokens.read(token, purpose=PURPOSE)
    reader = reader_behind(kept) if kept else None
    if reader is None:
        abort(404)
    child = _seen_by(reader)
    if reader.is_over or child is None:
        return unreferred(Response(status=GONE, mimetype="text/plain"))
    if hidden_at(child.school_public_id, Section.SCHEDULE, on=clock.today()):
        abort(404)
    db.close()
    with db.transaction():
        is_admitted = spend_try(READING, reader.link_public_id, patience=READS, at=clock.now())
    if not is_admitted:
        raise TooManyRequests(retry_after=60)
    with force_locale(reader.language or "en"):
        return unreferred(Response(_file(reader, child), mimetype="text/calendar"))


def _seen_by(reader: Reader) -> Child | None:
    on, ours = clock.today(), policy()
    if reader.account_kind != Kind.STUDENT:
        return district.student_visible_to(reader.person_id, reader.student, on=on, policy=ours)
    own = district.own_record(reader.person_id, on=on, policy=ours)
    return own if own is not None and own.public_id == reader.student else None


def _file(reader: Reader, child: Child) -> bytes:
    from icalendar import Calendar  # takes longer to load than to use, and few starts of Hearth write a calendar

    today, at = clock.today(), clock.now()
    file = Calendar()
    file.add("prodid", "-//Hearth//Schedule//EN")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", _("Schedule of %(name)s", name=child.called))
    for lesson in lessons_of(child.person_id, starts=today - BEFORE, ends=today + AFTER):
        if is_timed(lesson):
            event = _event(lesson, reader, child, today, at)
            if event is not None:
                file.add_component(event)
    if reader.shows_work and not hidden_at(child.school_public_id, Section.GRADES, on=today):
        for work in work_due_of(child.person_id, starts=today - BEFORE, ends=today + AFTER):
            file.add_component(_due(work, reader, at))
    file.add_missing_timezones()
    return bytes(file.to_ical())


def _event(lesson: Lesson, reader: Reader, child: Child, today: date, at: datetime) -> Event | None:
    """A class on every school day, weekdays without school taken out; None where no day is left."""
    from icalendar import Event

    days = list(days_of(lesson, starts=today - BEFORE, ends=today + AFTER, closures=settings().closures))
    of_school = [day for day, is_school in days if is_school]
    if not of_school:
        return None
    (hours,) = lesson.hours
    begins, finishes = time.fromisoformat(hours.begins), time.fromisoformat(hours.finishes)
    zone, first, last = clock.zone(), of_school[0], of_school[-1]
    name = hashlib.sha256(f"{reader.link_public_id} {lesson.section_id}".encode()).hexdigest()[:32]
    event = Event()
    event.add("uid", f"{name}@{urlsplit(settings().public_url).hostname}")
    event.add("dtstamp", at)
    event.add("dtstart", datetime.combine(first, begins, zone))
    event.add("dtend", datetime.combine(first, finishes, zone))
    until = datetime.combine(last, begins, zone).astimezone(UTC)
    event.add("rrule", {"freq": "weekly", "byday": ["MO", "TU", "WE", "TH", "FR"], "until": until})
    away = [datetime.combine(day, begins, zone) for day, is_school in days if not is_school and first < day < last]
    if away:
        event.add("exdate", away)
    event.add("summary", lesson.title)
    if lesson.location:
        event.add("location", words.where(lesson))
    event.add("description", _about(lesson, child))
    return event


def _due(work: WorkDue, reader: Reader, at: datetime) -> Event:
    """An assignment on the day it is due. Its name stays the same when the day or the title changes."""
    from icalendar import Event

    name = hashlib.sha256(f"{reader.link_public_id} work {work.id}".encode()).hexdigest()[:32]
    event = Event()
    event.add("uid", f"{name}@{urlsplit(settings().public_url).hostname}")
    event.add("dtstamp", at)
    event.add("dtstart", work.due_on)
    event.add("summary", _("Due: %(work)s", work=work.title))
    event.add("description", work.course)
    event.add("transp", "TRANSPARENT")
    return event


def _about(lesson: Lesson, child: Child) -> str:
    notes = [
        ", ".join(lesson.teachers),
        _("The records do not say on which weekdays a class meets, so each class stands on every day of school."),
    ]
    if grades.is_k_to_5(child.grade):
        notes.append(
            _("For grades K-5 this is not an accurate reflection of a student’s day: subjects are listed for grading.")
        )
    return "\n".join(str(each) for each in notes if each)
