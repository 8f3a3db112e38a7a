"""My devices and my sign-in history: who is in, from where, and what happened with the account (ASVS 7.5.2)."""

from __future__ import annotations

from flask import abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import actions, queries, words
from accounts.forms import EndForm
from accounts.views.door import bp, me, send_to_sign_in
from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.pages import done, page

OWN = "settings.own"


@bp.get("/settings/devices")
@requires(OWN)
def devices() -> Response:
    found = queries.devices_of(me().account_id, kind=me().account_kind, this=me().session_id, at=clock.now())
    return page("accounts/devices.html", devices=found, form=EndForm(), words=words)


@bp.post("/settings/devices/<int:number>/end")
@requires(OWN)
def end_device(number: int) -> Response:
    """Sign one device out. One that is not the account's own is not there."""
    with db.transaction():
        account = queries.account_in_use(me().session_id) or send_to_sign_in()
        ended = actions.end_device(account, session_id=number, by=me(), at=clock.now())
    if not ended:
        abort(404)
    return done(_("That device is signed out."), "accounts.devices")


@bp.post("/settings/devices/others/end")
@requires(OWN)
def end_other_devices() -> Response:
    with db.transaction():
        account = queries.account_in_use(me().session_id) or send_to_sign_in()
        actions.end_other_devices(account, but=me().session_id, by=me(), at=clock.now())
    return done(_("Every other device is signed out."), "accounts.devices")


@bp.get("/settings/history")
@requires(OWN)
def history() -> Response:
    """Refusals are told with their reason: whoever is in may know what a stranger must not."""
    number = request.args.get("page", 1, type=int)
    found = queries.history_of(me().account_id, me().person_id, events=words.HAPPENINGS, number=number)
    return page("accounts/history.html", history=found, words=words)
