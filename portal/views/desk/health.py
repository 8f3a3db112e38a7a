"""Health, for the nurse and the office of a school: what families told of a student, and what the nurse is to correct.

Who looks at a student's conditions is noted, and the family reads it. The lists say of whom something is told, and
never what.
"""

from __future__ import annotations

from flask import abort, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from district.actions.reads import note_read
from foundation import clock, db
from foundation.web import once
from foundation.web.gates import requires
from foundation.web.pages import done, page
from portal.actions.health import ToldBack, answer_correction
from portal.forms.health import AnswerForm
from portal.forms.queues import QueueForm
from portal.message_kinds import message_kinds
from portal.queries.health import (
    MOST_SHOWN,
    Correction,
    conditions_of,
    correction_named,
    queue,
    reach_of_nurse,
    student_within,
    students_with_conditions,
)
from portal.queries.messages import inbox
from portal.queries.reach import reach_of
from portal.rules.health import Answer, fault_of_answer
from portal.rules.messages.writing import Kind, Reach
from portal.rules.preferences import By
from portal.views.desk.door import bp, me
from portal.views.messages.door import reach as reach_of_office
from portal.words import health as words

HEALTH, CORRECTIONS = "family.health", "family.immunizations"
NURSE = "nurse"


@bp.get("/health")
@requires(HEALTH)
def health() -> Response:
    found = students_with_conditions(_reach(), on=clock.today())
    has_more = len(found) > MOST_SHOWN
    return page("desk/health.html", found=found[:MOST_SHOWN], has_more=has_more)


@bp.get("/health/<public_id>")
@requires(HEALTH)
def health_of(public_id: str) -> Response:
    """What is told of one student. What cannot be noted is not shown."""
    student = student_within(public_id, _reach(), on=clock.today()) or abort(404)
    with db.transaction():
        note_read(me().person_id, [student.id], page="health", at=clock.now())
    return page("desk/health_of.html", student=student, conditions=conditions_of(student.id))


@bp.get("/immunizations")
@requires(CORRECTIONS)
def corrections() -> Response:
    narrowed = QueueForm(request.args)
    is_open = narrowed.is_open
    found = queue(_of_nurse(), is_open=is_open, on=clock.today())
    count = len(found)
    heading = (
        (ngettext("%(num)s correction waits", "%(num)s corrections wait", count) if count else _("No correction waits"))
        if is_open
        else _("Settled corrections")
    )
    return page("desk/corrections.html", heading=heading, found=found, is_open=is_open, narrowed=narrowed, words=words)


@bp.get("/immunizations/<public_id>")
@requires(CORRECTIONS)
def correction(public_id: str) -> Response:
    asked = _mine(public_id)
    with db.transaction():
        note_read(me().person_id, [asked.student_id], page="health", at=clock.now())
    return _one(asked, AnswerForm())


@bp.post("/immunizations/<public_id>")
@requires(CORRECTIONS)
def answer_immunizations(public_id: str) -> Response:
    form, asked = AnswerForm(), _mine(public_id)
    form.validate()
    fault = fault_of_answer(form.answer.data or "", form.because.data or "")
    if fault is not None:
        form.add_error("because" if form.answer.data == Answer.DECLINED else "answer", words.fault(fault))
    if form.errors:
        return _one(asked, form, status=422)
    with db.transaction():
        asked = _mine(public_id)
        before = once.entered(form)
        if before is not None:
            return before
        if _answered(asked, form):
            return once.done(form, _("The answer is kept, and the family is told."), "desk.corrections")
    return done(_("A colleague was faster. Here is how it stands now."), "desk.correction", public_id=public_id)


def _answered(asked: Correction, form: AnswerForm) -> bool:
    kind = message_kinds()[Kind.GENERAL.value]
    channels = reach_of([asked.asker_id], kind, carried=tuple(By), on=clock.today()).get(asked.asker_id, ())
    told = ToldBack(channels, inbox.language_of(asked.asker_id), clock.zone())
    return answer_correction(
        asked, Answer(form.answer.data), form.because.data or "", told=told, by=me(), at=clock.now()
    )


def _mine(public_id: str) -> Correction:
    return correction_named(public_id, _of_nurse(), on=clock.today()) or abort(404)


def _of_nurse() -> Reach:
    return reach_of_nurse(me().person_id, on=clock.today())


def _reach() -> Reach:
    """As a nurse the schools one works at, else those in whose office one works; the district’s role reaches none."""
    return _of_nurse() if NURSE in me().roles else Reach(schools=reach_of_office().schools)


def _one(asked: Correction, form: AnswerForm, *, status: int = 200) -> Response:
    return page("desk/correction.html", status=status, asked=asked, form=form, words=words)
