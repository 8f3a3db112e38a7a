"""Contacts of other organizations: added with an invitation, invited again, and ended."""

from __future__ import annotations

from flask import abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import db
from foundation.web.gates import requires
from foundation.web.pages import done, page
from portal.actions import inviting
from portal.forms import ContactForm, ReasonForm
from portal.queries.contacts import ContactSeen, contact_seen, contacts_seen
from portal.rules.inviting import InvitingRefusal
from portal.views.desk.door import HELP, bp
from portal.views.desk.invitations import inviter
from portal.words import inviting as words

ROWS = 50


@bp.get("/contacts")
@requires(HELP)
def contacts() -> Response:
    return _page(ContactForm())


@bp.post("/contacts")
@requires(HELP)
def add_contact() -> Response:
    form = ContactForm()
    if not form.validate():
        return _page(form, status=422)
    with db.transaction():
        answer = inviting.add_contact(form.contact(), here=inviter())
    if isinstance(answer, InvitingRefusal):
        form.add_error("email", words.refused(answer))
        return _page(form, status=422)
    return done(_("The contact is added, and the invitation is on its way."), "desk.contacts")


@bp.get("/contacts/<public_id>/end")
@requires(HELP)
def end_contact(public_id: str) -> Response:
    return _end_page(ReasonForm(), _seen(public_id))


@bp.post("/contacts/<public_id>/end")
@requires(HELP)
def do_end_contact(public_id: str) -> Response:
    seen, form = _seen(public_id), ReasonForm()
    if not form.validate():
        return _end_page(form, seen, status=422)
    with db.transaction():
        ended = inviting.end_contact(public_id, because=form.because.data, here=inviter())
    if ended is None:
        abort(404)
    said = _("The contact is ended; the account is closed.") if ended else _("That is so already. Nothing was changed.")
    return done(said, "desk.contacts")


def _seen(public_id: str) -> ContactSeen:
    return contact_seen(public_id) or abort(404)


def _page(form: ContactForm, *, status: int = 200) -> Response:
    found = contacts_seen(before=request.args.get("before", type=int), limit=ROWS + 1)
    return page(
        "desk/contacts.html",
        status=status,
        form=form,
        found=found[:ROWS],
        following=found[ROWS - 1].id if len(found) > ROWS else None,
    )


def _end_page(form: ReasonForm, seen: ContactSeen, *, status: int = 200) -> Response:
    heading = _("End a contact: %(name)s", name=seen.full_name)
    return page("desk/end_contact.html", status=status, form=form, contact=seen, heading=heading)
