"""Contacts are appointed, ended and kept by whoever chooses them: first shown, then done."""

from __future__ import annotations

from flask import abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.pages import done, page
from support.actions.appointing import Deed, appoint, end_appointment, keep
from support.forms.contacts import AppointForm, FindForm, ReasonForm
from support.models import Organization, SupportContact
from support.queries.appointments import Candidate, candidate, shown
from support.queries.organizations import contact_within, organization_of, organization_within
from support.rules.appointing import AppointRefusal
from support.rules.contacts import ContactKind
from support.views.contacts import organization_page
from support.views.door import CONTACTS, bp, me
from support.views.reach import chooses
from support.words import appointments as words


@bp.get("/organizations/<public_id>/appoint")
@requires(CONTACTS)
def appointing(public_id: str) -> Response:
    """Whom the number means, before anything is done."""
    organization = _organization(public_id)
    finding = FindForm(request.args)
    if not finding.validate():
        return organization_page(organization, finding=finding, status=422)
    found = candidate(finding.who.data, on=clock.today())
    if isinstance(found, AppointRefusal):
        finding.add_error("who", words.refused(found))
        return organization_page(organization, finding=finding, status=422)
    return _appoint_page(AppointForm(data={"who": finding.who.data, "kind": finding.kind.data}), organization, found)


@bp.post("/organizations/<public_id>/appoint")
@requires(CONTACTS)
def do_appoint(public_id: str) -> Response:
    form = AppointForm()
    if not form.validate():
        return organization_page(_organization(public_id), finding=form, status=422)
    with db.transaction():
        organization = _organization(public_id, hold=True)
        found = candidate(form.who.data, on=clock.today())
        answer: SupportContact | AppointRefusal = (
            found
            if isinstance(found, AppointRefusal)
            else appoint(
                organization,
                found.account,
                ContactKind(form.kind.data),
                knows_of_fourth=form.one_more.data,
                deed=_deed(),
            )
        )
    if isinstance(answer, AppointRefusal):
        return _refused(answer, form, organization, found)
    return done(
        _("Appointed. They are told by mail, and may ask from now on."), "support.organization", public_id=public_id
    )


@bp.get("/contacts/<public_id>/end")
@requires(CONTACTS)
def ending(public_id: str) -> Response:
    return _decide_page("end", ReasonForm(), _contact(public_id))


@bp.post("/contacts/<public_id>/end")
@requires(CONTACTS)
def do_end(public_id: str) -> Response:
    form = ReasonForm()
    if not form.validate():
        return _decide_page("end", form, _contact(public_id), status=422)
    with db.transaction():
        contact = _contact(public_id, hold=True)
        ended = end_appointment(contact, because=form.because.data, deed=_deed())
    return _decided(contact, _("The appointment is ended, and they are told why.") if ended else "")


@bp.get("/contacts/<public_id>/keep")
@requires(CONTACTS)
def keeping(public_id: str) -> Response:
    return _decide_page("keep", ReasonForm(), _flagged(public_id))


@bp.post("/contacts/<public_id>/keep")
@requires(CONTACTS)
def do_keep(public_id: str) -> Response:
    form = ReasonForm()
    if not form.validate():
        return _decide_page("keep", form, _flagged(public_id), status=422)
    with db.transaction():
        contact = _contact(public_id, hold=True)
        kept = keep(contact, because=form.because.data, deed=_deed())
    return _decided(contact, _("They stay a contact. 180 days are counted anew from today.") if kept else "")


def _deed() -> Deed:
    return Deed(me(), clock.today(), clock.now())


def _organization(public_id: str, *, hold: bool = False) -> Organization:
    return organization_within(public_id, chooses(), hold=hold) or abort(404)


def _contact(public_id: str, *, hold: bool = False) -> SupportContact:
    return contact_within(public_id, chooses(), hold=hold) or abort(404)


def _flagged(public_id: str) -> SupportContact:
    contact = _contact(public_id)
    return contact if contact.flagged_on is not None else abort(404)


def _refused(
    refusal: AppointRefusal, form: AppointForm, organization: Organization, found: Candidate | AppointRefusal
) -> Response:
    if isinstance(found, AppointRefusal):
        form.add_error("who", words.refused(found))
        return organization_page(organization, finding=form, status=422)
    field = "one_more" if refusal is AppointRefusal.FOURTH else "kind"
    form.add_error(field, words.refused(refusal))
    return _appoint_page(form, organization, found, status=422)


def _appoint_page(form: AppointForm, organization: Organization, found: Candidate, *, status: int = 200) -> Response:
    return page(
        "support/appoint.html",
        status=status,
        form=form,
        organization=organization,
        person=found,
        heading=_("Appoint %(name)s", name=found.person.full_name),
        refuses_fourth="one_more" in form.errors,
    )


def _decide_page(deed: str, form: ReasonForm, contact: SupportContact, *, status: int = 200) -> Response:
    organization = organization_of(contact)
    who = shown(contact, organization, on=clock.today())
    heading = _("End the appointment of %(name)s", name=who.full_name)
    if deed == "keep":
        heading = _("Keep %(name)s as a contact", name=who.full_name)
    return page(
        "support/decide.html",
        status=status,
        form=form,
        deed=deed,
        who=who,
        organization=organization,
        heading=heading,
        today=clock.today(),
        words=words,
    )


def _decided(contact: SupportContact, said: str) -> Response:
    organization = organization_of(contact)
    return done(
        said or _("That is so already. Nothing was changed."), "support.organization", public_id=organization.public_id
    )
