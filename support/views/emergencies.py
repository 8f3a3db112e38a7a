"""`/support/emergency`: an advisor opens a case with a caller who is no contact, because it cannot wait."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.queries import SignedIn
from foundation import clock
from foundation.web import once
from foundation.web.gates import requires
from foundation.web.pages import page
from support.actions.calling import Emergency, open_emergency
from support.forms.desk import EmergencyForm, offered
from support.models import Case
from support.queries import contacts_in_force
from support.queries.desk import organizations
from support.rules.emergencies import EmergencyRefusal
from support.rules.kinds import CaseType, Module
from support.rules.response import Priority
from support.views.desk_deeds import Unfit, do
from support.views.door import CASES, bp
from support.words import advisors as words

FIELDS = {EmergencyRefusal.NO_REASON: "because"}


@bp.get("/emergency")
@requires(CASES)
def emergency() -> Response:
    return _page(_form(EmergencyForm(formdata=None)))


@bp.post("/emergency")
@requires(CASES)
def report_emergency() -> Response:
    form = _form(EmergencyForm())

    def deed(by: SignedIn, at: datetime) -> Response:
        told = Emergency(
            organization_id=int(form.organization.data),
            caller=form.caller.data or "",
            because=form.because.data or "",
            subject=form.subject.data,
            details=form.details.data,
            module=Module(form.module.data),
            type=CaseType(form.type.data),
            priority=Priority(form.priority.data),
        )
        contacts = contacts_in_force(told.organization_id, clock.day_of(at))
        made = open_emergency(told, contacts, by=by, at=at)
        if not isinstance(made, Case):
            raise Unfit(words.emergency_refused(made), field=FIELDS.get(made, "caller"))
        said = _("The case is open and marked as an emergency. Hand it to a contact before it is closed.")
        return once.done(form, said, "support.desk_case", number=made.number)

    return do(form, deed, lambda status: _page(form, status=status))


def _form(form: EmergencyForm) -> EmergencyForm:
    form.organization.choices = offered((str(each), name) for each, name in organizations())
    return form


def _page(form: EmergencyForm, *, status: int = 200) -> Response:
    return page("support/emergency.html", status=status, form=form)
