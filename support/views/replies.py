"""`/support/replies`: the desk’s canned replies, which every advisor may change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.queries import SignedIn
from foundation import db
from foundation.web import once
from foundation.web.forms import EditForm
from foundation.web.gates import requires
from foundation.web.pages import page
from support.actions.replies import take_out_reply, write_reply
from support.forms.replies import ReplyForm
from support.queries.replies import Canned, canned_replies, canned_reply
from support.rules.canned import Gap
from support.views.desk_deeds import Stale, Unfit, do
from support.views.door import CASES, bp
from support.words import advisors as words


@bp.get("/replies")
@requires(CASES)
def replies() -> Response:
    return page("support/replies.html", replies=canned_replies())


@bp.get("/replies/new")
@requires(CASES)
def new_reply() -> Response:
    return _page(ReplyForm(formdata=None), None)


@bp.post("/replies/new")
@requires(CASES)
def write_new_reply() -> Response:
    return _write(db.new_public_id(), None)


@bp.get("/replies/<code>")
@requires(CASES)
def one_reply(code: str) -> Response:
    reply = _reply(code)
    return _page(ReplyForm(formdata=None, data=_told(reply)), reply)


@bp.post("/replies/<code>")
@requires(CASES)
def change_reply(code: str) -> Response:
    return _write(code, _reply(code))


@bp.post("/replies/<code>/take-out")
@requires(CASES)
def take_out(code: str) -> Response:
    form = EditForm()

    def deed(by: SignedIn, at: datetime) -> Response:
        if not take_out_reply(_reply(code), seen=form.seen, by=by, at=at):
            raise Stale
        return once.done(form, _("The reply is taken out. Nobody is offered it any more."), "support.replies")

    def show(status: int) -> Response:
        reply = _reply(code)
        return _page(ReplyForm(formdata=None, data=_told(reply)), reply, status=status)

    return do(form, deed, show)


def _write(code: str, reply: Canned | None) -> Response:
    form = ReplyForm()

    def deed(by: SignedIn, at: datetime) -> Response:
        told = {"title": form.title.data, "body": form.body.data, "language": form.language.data}
        outcome = write_reply(code, **told, seen=form.seen if reply else 0, by=by, at=at)
        if outcome is False:
            raise Stale
        if outcome is not True:
            raise Unfit(" ".join(words.flaw(each) for each in outcome), field="body")
        return once.done(form, _("The reply is kept. Every advisor is offered it."), "support.replies")

    return do(form, deed, lambda status: _page(form, _reply(code) if reply else None, status=status))


def _reply(code: str) -> Canned:
    return canned_reply(code) or abort(404)


def _told(reply: Canned) -> dict[str, Any]:
    return {"title": reply.title, "language": reply.language, "body": reply.body, "version": reply.version}


def _page(form: ReplyForm, reply: Canned | None, *, status: int = 200) -> Response:
    """What was typed; where a colleague was faster, beside it what stands there now."""
    if status == 409 and reply:
        form.version.raw_data, form.version.data = None, str(reply.version)
    return page(
        "support/reply.html",
        status=status,
        form=form,
        reply=reply,
        is_stale=status == 409,
        gaps=[(f"{{{each.value}}}", words.gap(each)) for each in Gap],
        address=request.path.removesuffix("/take-out"),
    )
