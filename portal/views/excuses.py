"""A family asks the office to have absences excused. It asks: the school's record stays as it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from flask import abort
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from district.queries.attendance import EventSeen, attendance_of
from foundation import clock, db
from foundation.web import formats, once
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.actions.excuses import Asking, ask_to_excuse
from portal.forms.excuses import ExcuseForm
from portal.queries.excuses import DayAsked, asked_of, may_ask, schools_of_days
from portal.rules.excuses import Hindrance, Reason, first_day, hindrance, record_of
from portal.rules.sections import Section
from portal.views.child_pages import ChildPage, child_page, hidden_page
from portal.views.door import bp, me, settings
from portal.words import excuses as words

SHOWN_BEFORE = timedelta(days=28)
"""So long before the first day that may be asked about, days are listed with why they may not."""


@dataclass(frozen=True)
class Days:
    """The absences of the last weeks, by day: those that may be asked about, and why the others may not."""

    events: dict[date, list[EventSeen]]
    hindered: dict[date, Hindrance | None]

    @property
    def open(self) -> dict[date, str]:
        """In words, the latest first."""
        return {day: words.day(day, self.events[day]) for day, why in self.hindered.items() if why is None}

    @property
    def shut(self) -> dict[date, Hindrance]:
        """Without those of which nothing is to be said."""
        return {day: why for day, why in self.hindered.items() if why not in (None, Hindrance.SETTLED)}


@bp.get("/students/<public_id>/attendance/excuse")
@requires("family.home")
def excuse_request(public_id: str) -> Response:
    frame = _frame(public_id)
    return hidden_page(frame) if frame.hidden else _page(frame, ExcuseForm())


@bp.post("/students/<public_id>/attendance/excuse")
@requires("family.home")
def ask_excuse(public_id: str) -> Response:
    form = ExcuseForm().offering({})
    frame = _frame(public_id)
    if frame.hidden:
        return hidden_page(frame)
    if not form.check():
        return _page(frame, form, status=422)
    with db.transaction():
        frame = _frame(public_id)
        if frame.hidden:
            return hidden_page(frame)
        before = once.entered(form)
        if before is not None:
            return before
        wanted = _wanted(frame, form)
        if not form.errors:
            return _asked(frame, form, wanted)
    return _page(frame, form, status=422)


def days_of(frame: ChildPage) -> Days:
    """The absences that may be spoken of on the page of a student. Two statements."""
    today = clock.today()
    first = first_day(today, days=settings().excuse_days)
    starts, ends, student = first - SHOWN_BEFORE, today + timedelta(days=1), frame.child.person_id
    events: dict[date, list[EventSeen]] = defaultdict(list)
    for each in attendance_of(student, starts=starts, ends=ends):
        events[each.mark.day].append(each)
    asked = asked_of(student, starts=starts, ends=ends)
    return Days(events, {day: _hindered(day, found, asked, first) for day, found in events.items()})


def _hindered(day: date, events: list[EventSeen], asked: dict[date, DayAsked], first: date) -> Hindrance | None:
    stands = asked[day].stands(events) if day in asked else None
    return hindrance(day, record_of(each.mark for each in events), stands, first=first)


def _wanted(frame: ChildPage, form: ExcuseForm) -> list[date]:
    """The days ticked that may be asked about. Those that wait already are passed over; others are refused."""
    days, chosen = days_of(frame), sorted(form.chosen())
    refused = {day: days.hindered.get(day, Hindrance.SETTLED) for day in chosen}
    for day, why in refused.items():
        if why not in (None, Hindrance.WAITS):
            said = words.why_not(why, days=settings().excuse_days)
            form.add_error("days", f"{formats.short_day(day)}: {said}")
    return [day for day, why in refused.items() if why is None]


def _asked(frame: ChildPage, form: ExcuseForm, wanted: list[date]) -> Response:
    student = frame.child.person_id
    schools = schools_of_days(student, wanted, otherwise=frame.child.school_public_id)
    asking = Asking(student, me().person_id, schools, Reason(form.reason.data), form.said.data or "")
    count = ask_to_excuse(asking, by=me(), at=clock.now())
    said = (
        ngettext("The office has your request for %(num)s day.", "The office has your request for %(num)s days.", count)
        if count
        else _("The office has your request already.")
    )
    return once.done(form, said, "portal.attendance", public_id=frame.child.public_id)


def _frame(public_id: str) -> ChildPage:
    """The student's page, for whoever may ask. 404 for a student under 18: the guardians ask."""
    frame = child_page(public_id, Section.ATTENDANCE)
    return frame if may_ask(me(), on=clock.today()) else abort(404)


def _page(frame: ChildPage, form: ExcuseForm, *, status: int = 200) -> Response:
    days = days_of(frame)
    return page(
        "portal/excuse.html",
        status=status,
        frame=frame,
        form=form.offering(days.open),
        found=days,
        within=settings().excuse_days,
        words=words,
    )
