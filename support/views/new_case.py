"""`/support/cases/new`: a contact submits a case. What may be the same already is shown first."""

from __future__ import annotations

from flask import abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web import once
from foundation.web.gates import requires
from foundation.web.look import page_language
from foundation.web.pages import page
from foundation.web.uploads import kinds_said, takes_files
from support.actions.submitting import CaseIsFull, NewCase, submit
from support.articles import articles_like
from support.forms.cases import LONGEST_SUBJECT, TAKEN, NewCaseForm
from support.models import Case
from support.queries.case_lists import cases_alike
from support.queries.cases import case_numbered
from support.queries.status import Notice, notice_called, open_incidents
from support.rules.kinds import CaseType, Module
from support.rules.response import Priority
from support.rules.submitting import ids_in
from support.views.door import ASK, appointments, bp, me
from support.views.viewing import asker, viewer
from support.words import cases as words
from support.words import status as notices

DIGITS = 7


@bp.get("/cases/new")
@requires(ASK)
def new_case() -> Response:
    form, incidents = _form()
    for name, asked in (("subject", "q"), ("incident", "incident")):
        if request.args.get(asked) and not form[name].data:
            form[name].data = request.args[asked][:LONGEST_SUBJECT]
    return _page(form, incidents)


@bp.post("/cases/new")
@takes_files
@requires(ASK)
def submit_case() -> Response:
    form, incidents = _form()
    as_contact = form.check(appointments(), today=clock.today())
    if as_contact is None:
        return _page(form, incidents, status=422)
    try:
        with db.transaction():
            return once.entered(form) or _submitted(form, as_contact.organization_id)
    except CaseIsFull:
        form.add_error("files", _("These files are too many or too large for one case. Attach fewer."))
    return _page(form, incidents, status=422)


def _form() -> tuple[NewCaseForm, list[Notice]]:
    incidents = open_incidents(at=clock.now())
    return NewCaseForm().offering(appointments(), incidents, page_language()), incidents


def _submitted(form: NewCaseForm, organization_id: int) -> Response:
    """Do it, for a contact who is one still."""
    as_contact = asker().appointment_for(organization_id) or abort(404)
    follows = _followed(organization_id)
    incident = notice_called(form.incident.data) if form.incident.data else None
    new = NewCase(
        subject=form.subject.data or "",
        details=form.details.data or "",
        did=form.did.data or "",
        expected=form.expected.data or "",
        steps=form.steps.data or "",
        type=CaseType(form["type"].data),
        module=Module(form.module.data),
        priority=Priority(form.priority.data),
        due_on=form.due_on.data,
        people=ids_in(form.people.data or ""),
        has_student_data=bool(form.has_student_data.data),
        incident_id=incident.id if incident else None,
        follows_id=follows.id if follows else None,
    )
    made = submit(new, form.files.data, as_contact=as_contact, by=me(), at=clock.now())
    return once.done(form, _("Case %(number)s is submitted.", number=made.number), "support.case", number=made.number)


def _followed(organization_id: int) -> Case | None:
    """The closed case that the address names as the one gone on with, where it is of the same organization."""
    typed = request.args.get("follows", "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) == DIGITS):
        return None
    found = case_numbered(viewer(), int(typed))
    return found if found and found.organization_id == organization_id and found.closed_at else None


def _page(form: NewCaseForm, incidents: list[Notice], *, status: int = 200) -> Response:
    mine = appointments()
    subject = form.subject.data or ""
    alike = cases_alike([each.organization_id for each in mine], subject, module=form.module.data or "")
    return page(
        "support/new_case.html",
        status=status,
        form=form,
        incidents=incidents,
        alike=alike,
        read_first=articles_like(subject, form.module.data or "") if subject else [],
        several=len(mine) > 1,
        follows=request.args.get("follows"),
        taken=kinds_said(TAKEN),
        words=words,
        notices=notices,
    )
