"""A family tells the school of health conditions, and asks the nurse to correct what is on record of immunizations.

Guardians do so, and a student from 18 on; a student under 18 reads the immunizations alone.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web import once
from foundation.web.forms import OnceForm
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.actions.health import Overtaken, ask_correction, change_condition, end_condition, tell_condition
from portal.forms.health import ConditionForm, CorrectionForm, EndForm
from portal.queries.excuses import may_ask
from portal.queries.health import Condition, conditions_of
from portal.rules.health import HealthFault
from portal.rules.sections import Section
from portal.views.child_pages import ChildPage, child_page, hidden_page
from portal.views.door import bp, me
from portal.words import health as words

PAGE = "/students/<public_id>/immunizations"
LATE = 409

Deed = Callable[[ChildPage], HealthFault | None]


@bp.get(f"{PAGE}/conditions")
@requires("family.home")
def new_condition(public_id: str) -> Response:
    frame = _frame(public_id)
    return hidden_page(frame) if frame.hidden else _condition_page(frame, ConditionForm(), None)


@bp.post(f"{PAGE}/conditions")
@requires("family.home")
def add_condition(public_id: str) -> Response:
    form, frame = ConditionForm(), _frame(public_id)
    if frame.hidden:
        return hidden_page(frame)
    if form.validate():
        done = _once(public_id, form, lambda now: _told(now, form), said=_("It is kept."), beside="title")
        if done is not None:
            return done
    return _condition_page(frame, form, None, status=422)


@bp.get(f"{PAGE}/conditions/<condition>")
@requires("family.home")
def health_condition(public_id: str, condition: str) -> Response:
    frame = _frame(public_id)
    if frame.hidden:
        return hidden_page(frame)
    found = _condition(frame, condition)
    form = ConditionForm(data={"title": found.now.title, "care": found.now.care, "version": str(found.now.number)})
    return _condition_page(frame, form, found)


@bp.post(f"{PAGE}/conditions/<condition>")
@requires("family.home")
def rewrite_condition(public_id: str, condition: str) -> Response:
    form, frame = ConditionForm(), _frame(public_id)
    if frame.hidden:
        return hidden_page(frame)
    if not form.validate():
        return _condition_page(frame, form, _condition(frame, condition), status=422)
    try:
        done = _once(
            public_id,
            form,
            lambda now: _rewritten(now, _condition(now, condition), form),
            said=_("It is kept."),
            beside="title",
        )
    except Overtaken:
        return _overtaken(public_id, condition, form)
    return done or _condition_page(frame, form, _condition(frame, condition), status=422)


@bp.post(f"{PAGE}/conditions/<condition>/end")
@requires("family.home")
def end_health_condition(public_id: str, condition: str) -> Response:
    form, frame = EndForm(), _frame(public_id)
    if frame.hidden:
        return hidden_page(frame)
    try:
        with db.transaction():
            frame = _frame(public_id)
            found = _condition(frame, condition)
            before = once.entered(form)
            if before is not None:
                return before
            at, writer = clock.now(), me().person_id
            end_condition(frame.child.person_id, found, seen=form.seen, writer_id=writer, by=me(), at=at)
            return once.done(form, _("It is kept as ended."), "portal.immunizations", public_id=public_id)
    except Overtaken:
        return _overtaken(public_id, condition, ConditionForm(formdata=None))


@bp.get(f"{PAGE}/correction")
@requires("family.home")
def immunization_correction(public_id: str) -> Response:
    frame = _frame(public_id)
    return hidden_page(frame) if frame.hidden else _correction_page(frame, CorrectionForm())


@bp.post(f"{PAGE}/correction")
@requires("family.home")
def ask_immunization_correction(public_id: str) -> Response:
    form, frame = CorrectionForm(), _frame(public_id)
    if frame.hidden:
        return hidden_page(frame)
    if form.validate():
        done = _once(public_id, form, lambda now: _asked(now, form), said=_("The nurse has it."), beside="said")
        if done is not None:
            return done
    return _correction_page(frame, form, status=422)


def _once(public_id: str, form: OnceForm, deed: Deed, *, said: str, beside: str) -> Response | None:
    """Do the deed once, and go back to the page it is on. None where it is not done: why stands `beside` a field."""
    with db.transaction():
        frame = _frame(public_id)
        before = once.entered(form)
        if before is not None:
            return before
        fault = deed(frame)
        if fault is None:
            return once.done(form, said, "portal.immunizations", public_id=public_id)
    form.add_error(beside, words.fault(fault))
    return None


def _told(frame: ChildPage, form: ConditionForm) -> HealthFault | None:
    title, care = _typed(form)
    return tell_condition(frame.child.person_id, title, care, writer_id=me().person_id, by=me(), at=clock.now())


def _asked(frame: ChildPage, form: CorrectionForm) -> HealthFault | None:
    return ask_correction(frame.child.person_id, me().person_id, form.said.data or "", by=me(), at=clock.now())


def _rewritten(frame: ChildPage, found: Condition, form: ConditionForm) -> HealthFault | None:
    title, care = _typed(form)
    return change_condition(
        frame.child.person_id,
        found,
        title,
        care,
        seen=form.seen,
        writer_id=me().person_id,
        by=me(),
        at=clock.now(),
    )


def _typed(form: ConditionForm) -> tuple[str, str]:
    return form.title.data or "", (form.care.data or "").replace("\r\n", "\n")


def _frame(public_id: str) -> ChildPage:
    """The student's page, for whoever may write. 404 for a student under 18."""
    frame = child_page(public_id, Section.IMMUNIZATIONS)
    return frame if may_ask(me(), on=clock.today()) else abort(404)


def _condition(frame: ChildPage, public_id: str) -> Condition:
    found = next((each for each in conditions_of(frame.child.person_id) if each.public_id == public_id), None)
    return found or abort(404)


def _overtaken(public_id: str, condition: str, form: ConditionForm) -> Response:
    """How it stands now, with what was typed still in the form."""
    frame = _frame(public_id)
    found = _condition(frame, condition)
    form.version.data = str(found.now.number)
    if form.title.data is None:
        form.title.data, form.care.data = found.now.title, found.now.care
    return _condition_page(frame, form, found, status=LATE)


def _condition_page(frame: ChildPage, form: ConditionForm, found: Condition | None, *, status: int = 200) -> Response:
    return page(
        "portal/health_condition.html",
        status=status,
        frame=frame,
        form=form,
        found=found,
        ending=EndForm(formdata=None, version=str(found.now.number)) if found else None,
        is_late=status == LATE,
        reader_id=me().person_id,
        words=words,
    )


def _correction_page(frame: ChildPage, form: CorrectionForm, *, status: int = 200) -> Response:
    return page("portal/immunization_correction.html", status=status, frame=frame, form=form)
