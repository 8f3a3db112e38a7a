"""A student's attendance: the month as a calendar, everything of the year as a list, and the totals by term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import request
from werkzeug.wrappers import Response

from district.queries.attendance import EventSeen, Reading, attendance_of, reading_of, terms_of
from district.rules.attendance import Term, Totals, totals
from district.rules.calendar import SchoolYear, year_from, year_named, year_of
from district.rules.months import month_named, month_of, months_of
from foundation import clock
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.queries.excuses import DayAsked, asked_of, may_ask
from portal.rules.sections import Section
from portal.views.child_pages import ChildPage, shown
from portal.views.child_papers import paper_of
from portal.views.door import bp, me, settings
from portal.words import attendance as words
from portal.words import excuses
from portal.words.attendance_papers import parts_of


@bp.get("/students/<public_id>/attendance")
@requires("family.home")
def attendance(public_id: str) -> Response:
    return shown(public_id, Section.ATTENDANCE, _page)


@bp.get("/students/<public_id>/attendance/paper")
@requires("family.home")
def attendance_paper(public_id: str) -> Response:
    """The school year chosen, to keep."""
    return shown(public_id, Section.ATTENDANCE, _paper)


def _paper(frame: ChildPage) -> Response:
    found = _found(frame)
    parts = parts_of(found.year, found.events, found.by_term, found.of_year, read_at=found.reading.read_at)
    return paper_of(frame, parts, title=f"{frame.heading}, {found.year.name}")


@dataclass(frozen=True)
class _Found:
    year: SchoolYear
    reading: Reading
    events: list[EventSeen]
    by_term: list[Totals]
    of_year: Totals


def _found(frame: ChildPage) -> _Found:
    """What is on record of the school year in the address. Three statements."""
    starts, student = settings().school_year_starts, frame.child.person_id
    year = year_named(request.args.get("year", ""), starts=starts) or year_of(clock.today(), starts=starts)
    events = attendance_of(student, starts=year.starts, ends=year.ends)
    terms = terms_of(student, starts=year.starts, ends=year.ends)
    *by_term, of_year = totals([each.mark for each in events], [*terms, Term(year.name, year.starts, year.ends)])
    is_told = len(by_term) > 1 or (by_term and by_term[0].term.title != year.name)
    return _Found(year, reading_of(student), events, by_term if is_told else [], of_year)


def _page(frame: ChildPage) -> Response:
    today, found = clock.today(), _found(frame)
    year, marks = found.year, [each.mark for each in found.events]
    months = months_of(year.starts, year.ends)
    month = month_named(request.args.get("month", ""))
    if month not in months:
        month = month_of(today if today in year else marks[0].day if marks else year.starts)
    return page(
        "portal/attendance.html",
        frame=frame,
        events=found.events,
        shown=month,
        months=months,
        grid=words.grid(month, marks, today=today, closures=settings().closures),
        by_term=found.by_term,
        of_year=found.of_year,
        year=year,
        years=_years(found.reading.first_day, today, settings().school_year_starts),
        read_at=found.reading.read_at,
        asked=_asked(asked_of(frame.child.person_id, starts=year.starts, ends=year.ends), found.events),
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
