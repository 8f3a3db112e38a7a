"""A student's schedule: a day, a week, or a term."""

from __future__ import annotations

from datetime import date, timedelta

from flask import request
from werkzeug.wrappers import Response

from district.queries.attendance import terms_of
from district.queries.timetable import lessons_of
from district.rules import grades
from district.rules.attendance import Term
from district.rules.calendar import year_of
from district.rules.schedules import on_day, week_of
from foundation import clock
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.rules.sections import Section
from portal.views.child_pages import ChildPage, child_page, hidden_page
from portal.views.door import bp, settings
from portal.words import schedule as words

DAY, WEEK, TERM = "day", "week", "term"
ONE = timedelta(days=1)


@bp.get("/students/<public_id>/schedule")
@requires("family.home")
def schedule(public_id: str) -> Response:
    frame = child_page(public_id, Section.SCHEDULE)
    return hidden_page(frame) if frame.hidden else _page(frame)


def _page(frame: ChildPage) -> Response:
    view = request.args.get("view", DAY)
    view = view if view in words.VIEWS else DAY
    on = _day_asked()
    student, ours = frame.child.person_id, settings()
    term = _term_of(student, on) if view == TERM else None
    days = [on] if view == DAY else week_of(on)
    starts, ends = (term.starts, term.ends) if term else (days[0], days[-1] + ONE)
    lessons = lessons_of(student, starts=starts, ends=ends)
    return page(
        "portal/schedule.html",
        frame=frame,
        view=view,
        on=on,
        before=on - (ONE if view == DAY else ONE * 7),
        after=on + (ONE if view == DAY else ONE * 7),
        shown_days=days,
        term=term,
        lessons=on_day(lessons, on) if view == DAY else lessons,
        closures=ours.closures,
        is_k_to_5=grades.is_k_to_5(frame.child.grade),
        words=words,
    )


def _day_asked() -> date:
    """The day in the address, within a lifetime of school; else today."""
    today = clock.today()
    try:
        asked = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return today
    return asked if abs(asked.year - today.year) <= 20 else today


def _term_of(student: int, on: date) -> Term:
    """The term of that day; between terms, and where no source has any, the school year."""
    year = year_of(on, starts=settings().school_year_starts)
    found = terms_of(student, starts=on, ends=on + ONE)
    return found[0] if found else Term(year.name, year.starts, year.ends)
