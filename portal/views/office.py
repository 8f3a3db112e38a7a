"""“None of these reach me”: a request that a person at the office answers, and the form for those who come in."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken
from flask import request, session
from werkzeug.wrappers import Response

from foundation import clock, db, sealing
from foundation.audit import STRANGER
from foundation.web.gates import public
from foundation.web.language import chosen
from foundation.web.pages import go, page
from portal import actions, queries
from portal.actions.requests import OFFICE_SOURCE
from portal.forms import AskOfficeForm, MessageForm
from portal.rules.asking import Asked, as_text, from_text
from portal.views.door import bp, turn_away

ASKED = "asked"
KEPT_FOR = timedelta(minutes=30)
LONGEST_KEPT = 2500
"""Bytes of a cookie of four thousand; whoever types more types it again."""


def remember(asked: Asked) -> None:
    """Keep what was typed in this browser, sealed, for the office's page: nobody types it twice (WCAG 3.3.7).

    It is never shown again: at a library's computer the next reader is somebody else.
    """
    told = json.dumps({"asked": as_text(asked), "at": clock.now().isoformat()})
    sealed = sealing.seal(told.encode()).decode()
    if len(sealed) <= LONGEST_KEPT:
        session[ASKED] = sealed


@bp.get("/new-code/office")
@public
def office() -> Response:
    if "received" in request.args:
        return page("portal/office_asked.html", at=clock.now())
    return _office_page(MessageForm(formdata=None) if _remembered() else AskOfficeForm(formdata=None))


@bp.post("/new-code/office")
@public
def ask_the_office() -> Response:
    known = _remembered()
    form = AskOfficeForm() if known is None else MessageForm()
    if not form.validate():
        return _office_page(form, status=422)

    asked = form.asked() if isinstance(form, AskOfficeForm) else known
    if asked is None:
        return go("portal.office")
    with db.transaction():
        may_ask = actions.ask_the_office(
            asked,
            message=form.message.data or "",
            language=chosen(),
            source=request.remote_addr or "",
            by=STRANGER,
            at=clock.now(),
        )
    if not may_ask:
        turn_away(OFFICE_SOURCE)
    session.pop(ASKED, None)
    return go("portal.office", received="")


def _remembered() -> Asked | None:
    """What this browser typed a moment ago, where it asks from the page that answered it."""
    kept = session.get(ASKED)
    if not isinstance(kept, str):
        return None
    try:
        told = json.loads(sealing.unseal(kept.encode()))
    except InvalidToken:
        return None
    is_fresh = clock.now() - datetime.fromisoformat(told["at"]) <= KEPT_FOR
    return from_text(told["asked"]) if is_fresh else None


def _office_page(form: MessageForm | AskOfficeForm, *, status: int = 200) -> Response:
    if isinstance(form, AskOfficeForm):
        form.offering(queries.open_schools())
    return page("portal/office.html", status=status, form=form, is_known=isinstance(form, MessageForm))
