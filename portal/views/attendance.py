"""A student's attendance: the month as a calendar, everything of the year as a list, and the totals by term."""

from __future__ import annotations

from datetime import date

from flask import request
from werkzeug.wrappers import Response

from district.queries.attendance import EventSeen, attendance_of, reading_of, terms_of
from district.rules.attendance import Term, totals
from district.rules.calendar import SchoolYear, year_from, year_named, year_of
from district.rules.months import month_named, month_of, months_of
from foundation import clock
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.queries.excuses import DayAsked, asked_of, may_ask
from portal.rules.sections import Section
from portal.views.child_pages import ChildPage, child_page, hidden_page
from portal.views.door import bp, me, settings
from portal.words import attendance as words
from portal.words import excuses


@bp.get("/students/<public_id>/attendance")
@requires("family.home")
def attendance(public_id: str) -> Response:
    frame = child_page(public_id, Section.ATTENDANCE)
    return hidden_page(frame) if frame.hidden else _page(frame)


def _page(frame: ChildPage) -> Response:
    today, starts = clock.today(), settings().school_year_starts
    year = year_named(request.args.get("year", ""), starts=starts) or year_of(today, starts=starts)
    student = frame.child.person_id
    reading = reading_of(student)
    events = attendance_of(student, starts=year.starts, ends=year.ends)
    asked = asked_of(student, starts=year.starts, ends=year.ends)
    terms = terms_of(student, starts=year.starts, ends=year.ends)
    whole = Term(year.name, year.starts, year.ends)
    marks = [each.mark for each in events]
    *by_term, of_year = totals(marks, [*terms, whole])
    months = months_of(year.starts, year.ends)
    month = month_named(request.args.get("month", ""))
    if month not in months:
        month = month_of(today if today in year else marks[0].day if marks else year.starts)
    return page(
        "portal/attendance.html",
        frame=frame,
        events=events,
        shown=month,
        months=months,
        grid=words.grid(month, marks, today=today, closures=settings().closures),
        by_term=by_term if len(by_term) > 1 or (by_term and by_term[0].term.title != year.name) else [],
        of_year=of_year,
        year=year,
        years=_years(reading.first_day, today, starts),
        read_at=reading.read_at,
        asked=_asked(asked, events),
        may_ask=may_ask(me(), on=today),
        words=words,
        excuses=excuses,
    )


def _asked(asked: dict[date, DayAsked], events: list[EventSeen]) -> list[tuple[DayAsked, list[EventSeen]]]:
    """Each day that was asked about with what the record says of it now, the latest first."""
    return [(asked[day], [each for each in events if each.mark.day == day]) for day in sorted(asked, reverse=True)]


def _years(first_day: date | None, today: date, starts: str) -> list[SchoolYear]:
    """The school years from the first of which anything is told to this one, the latest first."""
    this = year_of(today, starts=starts).starts.year
    first = year_of(first_day, starts=starts).starts.year if first_day else this
    return [year_from(each, starts=starts) for each in range(this, min(first, this) - 1, -1)]
