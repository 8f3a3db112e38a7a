"""Invitations: made, sent again, taken back, and what became of each. Who gives no roles invites without any."""

from __future__ import annotations

from flask import abort, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import queries as accounts
from accounts.rules import giving
from accounts.rules.invitations import InvitationState
from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.pages import done, page
from portal.actions import inviting
from portal.actions.inviting import Inviter
from portal.forms import InviteForm
from portal.rules.inviting import InvitingRefusal
from portal.views.desk.door import HELP, bp, me, settings
from portal.words import inviting as words

ROWS = 50


@bp.get("/invitations")
@requires(HELP)
def invitations() -> Response:
    return _page(InviteForm().offering(may_give_roles=me().may(giving.RIGHT)))


@bp.post("/invitations")
@requires(HELP)
def invite() -> Response:
    form = InviteForm().offering(may_give_roles=me().may(giving.RIGHT))
    if not form.validate():
        return _page(form, status=422)
    with db.transaction():
        answer = inviting.invite_colleague(form.employee_id.data, form.roles.data or (), here=inviter())
    if isinstance(answer, InvitingRefusal):
        form.add_error("employee_id", words.refused(answer))
        return _page(form, status=422)
    return done(_("The invitation is on its way to the work email on file."), "desk.invitations")


@bp.post("/invitations/<int:number>/again")
@requires(HELP)
def invite_again(number: int) -> Response:
    """A new link with the same roles; the older one ends."""
    with db.transaction():
        answer = inviting.invite_again(number, here=inviter())
    return _told(answer, _("A new invitation is on its way. The older one does not work any more."))


@bp.post("/invitations/<int:number>/withdraw")
@requires(HELP)
def withdraw(number: int) -> Response:
    with db.transaction():
        answer = inviting.withdraw(number, here=inviter())
    return _told(answer, _("The invitation is taken back, and the person is told."))


def inviter() -> Inviter:
    """Who is asking, with what right, here and now."""
    at = clock.now()
    return Inviter(
        by=me(),
        on=clock.day_of(at),
        at=at,
        public_url=settings().public_url,
        may_give_roles=me().may(giving.RIGHT),
    )


def _told(answer: InvitingRefusal | bool | None, said: str) -> Response:
    if answer is None:
        abort(404)
    return done(words.refused(answer) if isinstance(answer, InvitingRefusal) else said, "desk.invitations")


def _page(form: InviteForm, *, status: int = 200) -> Response:
    named = request.args.get("state", "")
    state = InvitationState(named) if named in set(InvitationState) else None
    before = request.args.get("before", type=int)
    found = accounts.invitations(state, at=clock.now(), before=before, limit=ROWS + 1)
    return page(
        "desk/invitations.html",
        status=status,
        form=form,
        found=found[:ROWS],
        following=found[ROWS - 1].id if len(found) > ROWS else None,
        shown_states=[
            (each.value, url_for("desk.invitations", state=each.value), words.state(each)) for each in InvitationState
        ],
        state=state.value if state else "",
        words=words,
    )
