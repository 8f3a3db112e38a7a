"""What a family wants to be told of one child: the limits it sets, and what has reached them."""

from __future__ import annotations

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.queries import Child
from district.rules.grades import is_k_to_5
from foundation import clock, db
from foundation.web import once
from foundation.web.gates import requires
from foundation.web.pages import page
from portal import queries
from portal import words as of_children
from portal.actions.limits import save_limits
from portal.forms.limits import LimitsForm
from portal.queries.limits import hidden_of, limit_of, reached_of
from portal.views.door import bp, me, policy
from portal.words import limits as words


@bp.get("/students/<public_id>/limits")
@requires("family.home")
def limits(public_id: str) -> Response:
    return _page(_seen(public_id), LimitsForm(formdata=None))


@bp.post("/students/<public_id>/limits")
@requires("family.home")
def set_limits(public_id: str) -> Response:
    child, form = _seen(public_id), LimitsForm()
    wanted = form.read() if form.validate() else None
    if wanted is None:
        return _page(child, form, status=422)
    with db.transaction():
        child = _seen(public_id)
        before = once.entered(form)
        if before is not None:
            return before
        if save_limits(me().person_id, child.person_id, wanted, seen=form.seen, by=me(), at=clock.now()):
            said = _("This is what you are told from now on. The record is looked at within a quarter of an hour.")
            return once.done(form, said, "portal.limits", public_id=public_id)
    return _page(child, LimitsForm(formdata=None), status=409)


def _seen(public_id: str) -> Child:
    return queries.student_seen_by(me(), public_id, on=clock.today(), policy=policy()) or abort(404)


def _page(child: Child, form: LimitsForm, *, status: int = 200) -> Response:
    kept, hidden = limit_of(me().person_id, child.person_id), hidden_of(child, on=clock.today())
    if status != 422:
        form.showing(*((kept.mark_below, kept.absences, kept.version) if kept else (None, None, 0)))
    return page(
        "portal/limits.html",
        status=status,
        child=child,
        about=of_children.standing(child),
        form=form,
        has_percent=not is_k_to_5(child.grade),
        reached=reached_of(me().person_id, child.person_id, hidden=hidden),
        hidden=[words.title(each) for each in hidden],
        is_late=status == 409,
        words=words,
    )
