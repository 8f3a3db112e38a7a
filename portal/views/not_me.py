"""The way out of an account that somebody else made: opening the link closes nothing, its button does (D4, D7)."""

from __future__ import annotations

import secrets

from werkzeug.wrappers import Response

from accounts import hashing
from accounts.queries import account_behind
from accounts.rules.links import NOT_ME
from foundation import clock, db
from foundation.audit import STRANGER
from foundation.web.forms import Form
from foundation.web.gates import public
from foundation.web.pages import page, unreferred
from portal import actions
from portal.views.door import bp


@bp.get("/not-me/<token>")
@public
def not_me(token: str) -> Response:
    if account_behind(token, purpose=NOT_ME, at=clock.now()) is None:
        return _dead_link()
    return unreferred(page("portal/not_me.html", form=Form(), token=token))


@bp.post("/not-me/<token>")
@public
def disown(token: str) -> Response:
    if account_behind(token, purpose=NOT_ME, at=clock.now()) is None:
        return _dead_link()
    nobodys_hash = hashing.hash_of(secrets.token_urlsafe(32))
    with db.transaction():
        disowned = actions.disown(token, nobodys_hash=nobodys_hash, by=STRANGER, at=clock.now())
    return unreferred(page("portal/not_me_done.html")) if disowned else _dead_link()


def _dead_link() -> Response:
    return unreferred(page("portal/not_me_dead.html", status=410))
