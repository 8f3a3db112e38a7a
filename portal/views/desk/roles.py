"""The given roles of one colleague: shown, given and ended, each with a reason."""

from __future__ import annotations

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import queries as accounts
from accounts.rules.giving import RIGHT, GivingRefusal
from accounts.rules.roles import GIVEN
from foundation import db
from foundation.web.gates import requires
from foundation.web.pages import done, page
from portal.actions import giving
from portal.forms import GiveRoleForm, ReasonForm
from portal.queries.stories import AtDesk
from portal.views.desk.door import bp
from portal.views.desk.invitations import inviter
from portal.views.desk.people import own_family, somebody
from portal.words import inviting as words

STAFF = "staff"


@bp.get("/people/<public_id>/roles")
@requires(RIGHT)
def roles(public_id: str) -> Response:
    person = somebody(public_id)
    return own_family() if person.is_own else _page(GiveRoleForm().offering(), person)


@bp.post("/people/<public_id>/roles")
@requires(RIGHT)
def give_role(public_id: str) -> Response:
    person, form = somebody(public_id), GiveRoleForm().offering()
    if not person.is_own and not form.validate():
        return _page(form, person, status=422)
    with db.transaction():
        answer = giving.give_role(public_id, form.role.data, because=form.because.data or "", here=inviter())
    return _told(answer, public_id, _("The role is given. It counts from the next page on."))


@bp.get("/people/<public_id>/roles/<role>/end")
@requires(RIGHT)
def end_role(public_id: str, role: str) -> Response:
    person = somebody(public_id)
    return own_family() if person.is_own else _end_page(ReasonForm(), person, role)


@bp.post("/people/<public_id>/roles/<role>/end")
@requires(RIGHT)
def do_end_role(public_id: str, role: str) -> Response:
    person, form = somebody(public_id), ReasonForm()
    if not person.is_own and not form.validate():
        return _end_page(form, person, role, status=422)
    with db.transaction():
        answer = giving.end_role(public_id, role, because=form.because.data or "", here=inviter())
    return _told(answer, public_id, _("The role is ended. Its pages are shut from the next page on."))


def _told(answer: bool | GivingRefusal | None, public_id: str, said: str) -> Response:
    if answer is None:
        abort(404)
    if answer in (GivingRefusal.ONESELF, GivingRefusal.OWN_FAMILY):
        return own_family()
    if isinstance(answer, GivingRefusal):
        return done(words.not_given(answer), "desk.roles", public_id=public_id)
    return done(said if answer else _("That is so already. Nothing was changed."), "desk.roles", public_id=public_id)


def _page(form: GiveRoleForm, person: AtDesk, *, status: int = 200) -> Response:
    held = next((each.account for each in person.held if each.account.kind == STAFF), None)
    if held is None:
        abort(404)
    return page(
        "desk/roles.html",
        status=status,
        form=form,
        person=person,
        heading=_("Roles of %(name)s", name=person.full_name),
        given=accounts.given_roles(held.id),
        words=words,
    )


def _end_page(form: ReasonForm, person: AtDesk, role: str, *, status: int = 200) -> Response:
    if role not in GIVEN or not any(each.account.kind == STAFF for each in person.held):
        abort(404)
    return page(
        "desk/end_role.html",
        status=status,
        form=form,
        person=person,
        role=role,
        heading=_("End a role: %(name)s", name=person.full_name),
        words=words,
    )
