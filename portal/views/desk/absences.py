"""What families ask to have excused: the office's queue, one request, and the answers as a file for the source."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from flask import abort, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from district.queries.attendance import EventSeen, attendance_of
from foundation import clock, db
from foundation.sheets import Cell
from foundation.web import exports, once
from foundation.web.gates import requires
from foundation.web.pages import done, page
from portal.actions.excuses import Given, Told, answer_excuse, note_decisions_taken
from portal.forms.excuses import (
    ANSWER,
    BECAUSE,
    AnswerExcuseForm,
    DecisionsForm,
    answer_form,
)
from portal.forms.queues import SchoolQueueForm
from portal.message_kinds import message_kinds
from portal.queries.excuses import Asked, Decision, asked_named, decisions, queue
from portal.queries.messages import inbox, within
from portal.queries.reach import reach_of
from portal.rules.excuses import record_of
from portal.rules.messages.writing import Kind
from portal.rules.preferences import By
from portal.views.desk.door import bp, me
from portal.views.messages.door import reach
from portal.words import excuses as words

ABSENCES = "family.absences"
COLUMNS = (
    *("student_number", "student", "day", "class", "period", "source", "source_id", "recorded"),
    *("decision", "reason", "decided_on", "decided_by"),
)
"""Of the file: a program reads it, so they are the same in every language."""


@bp.get("/absences")
@requires(ABSENCES)
def absences() -> Response:
    today = clock.today()
    return _list(DecisionsForm(first=today - timedelta(days=6), last=today))


@bp.post("/absences/decisions.csv")
@requires(ABSENCES, proved=True)
def absence_decisions() -> Response:
    """The answers of some days, for whoever enters them in the source."""
    form = DecisionsForm()
    if not form.check():
        return _list(form, status=422)
    first, last = form.first.data, form.last.data
    found = decisions(reach(), since=_starts(first), until=_starts(last + timedelta(days=1)))
    file, rows = exports.written(COLUMNS, map(_row, found))
    with db.transaction():
        note_decisions_taken(first, last, rows=rows, reason=form.reason.data or "", by=me(), at=clock.now())
    return exports.sent(file, f"absences-answered-{first.isoformat()}-{last.isoformat()}")


@bp.get("/absences/<public_id>")
@requires(ABSENCES)
def absence(public_id: str) -> Response:
    asked = _mine(public_id)
    return _one(asked, _form(asked))


@bp.post("/absences/<public_id>")
@requires(ABSENCES)
def answer_absence(public_id: str) -> Response:
    asked = _mine(public_id)
    form = _form(asked)
    if form.seen == asked.version and not form.check():
        return _one(asked, form, status=422)
    with db.transaction():
        asked = _mine(public_id)
        before = once.entered(form)
        if before is not None:
            return before
        if form.seen == asked.version and _answered(asked, form):
            return once.done(form, _("The answer is kept, and the family is told."), "desk.absences")
    return done(_("A colleague was faster. Here is how it stands now."), "desk.absence", public_id=public_id)


def _answered(asked: Asked, form: AnswerExcuseForm) -> bool:
    events, waiting = _events(asked), {each.day for each in asked.days if each.answer is None}
    given = {
        day: Given(answer, because, record_of(each.mark for each in events[day]))
        for day, (answer, because) in form.given().items()
        if day in waiting
    }
    if not given:
        return False
    kind = message_kinds()[Kind.ATTENDANCE.value]
    channels = reach_of([asked.asker_id], kind, carried=tuple(By), on=clock.today()).get(asked.asker_id, ())
    told = Told(channels, inbox.language_of(asked.asker_id), clock.zone())
    return answer_excuse(asked, given, version=form.seen, told=told, by=me(), at=clock.now())


def _events(asked: Asked) -> dict[date, list[EventSeen]]:
    """What the school's record says now of the days that were asked about. One statement."""
    found: dict[date, list[EventSeen]] = defaultdict(list)
    days = [each.day for each in asked.days]
    for each in attendance_of(asked.student_id, starts=min(days), ends=max(days) + timedelta(days=1)):
        found[each.mark.day].append(each)
    return found


def _mine(public_id: str) -> Asked:
    return asked_named(public_id, reach()) or abort(404)


def _form(asked: Asked) -> AnswerExcuseForm:
    form = answer_form(each.day for each in asked.days if each.answer is None)
    if not form.is_submitted():
        form.version.data = str(asked.version)
    return form


def _one(asked: Asked, form: AnswerExcuseForm, *, status: int = 200) -> Response:
    events = _events(asked)
    boxes = {
        each.day: (form[ANSWER + each.day.isoformat()], form[BECAUSE + each.day.isoformat()])
        for each in asked.days
        if each.answer is None and ANSWER + each.day.isoformat() in form
    }
    return page("desk/absence.html", status=status, asked=asked, events=events, form=form, boxes=boxes, words=words)


def _list(form: DecisionsForm, *, status: int = 200) -> Response:
    mine = reach()
    narrowed = SchoolQueueForm(request.args).offering(within.schools_within(mine))
    is_open = narrowed.is_open
    number = request.args.get("page", "1")
    here = int(number) if number.isdecimal() and len(number) < 6 else 1
    found = queue(mine, is_open=is_open, school=narrowed.school.data, number=here)
    count = found.how_many
    heading = (
        (
            ngettext("%(num)s absence request waits", "%(num)s absence requests wait", count)
            if count
            else _("No absence request waits")
        )
        if is_open
        else _("Settled absence requests")
    )
    return page(
        "desk/absences.html",
        status=status,
        heading=heading,
        queue=found,
        is_open=is_open,
        narrowed=narrowed,
        form=form,
        words=words,
    )


def _row(each: Decision) -> list[Cell]:
    return [
        each.student_number,
        each.student,
        each.day,
        each.section,
        each.period,
        each.source,
        each.source_id,
        each.recorded,
        each.answer,
        each.reason,
        clock.day_of(each.answered_on),
        each.answered_by,
    ]


def _starts(day: date) -> datetime:
    """The first moment of a district day."""
    return datetime.combine(day, time(), clock.zone())
