"""The blueprint these doors hang on, and where they lead."""

from __future__ import annotations

from typing import Any, NoReturn

from flask import Blueprint, Flask, Response, abort, current_app, g, request, session, url_for
from flask_login import current_user, login_user
from werkzeug.exceptions import TooManyRequests

from accounts.actions import NewSession
from accounts.queries import SignedIn
from accounts.rules import throttling
from accounts.rules.devices import KNOWN_FOR
from foundation import clock, throttle
from foundation.audit import STRANGER, Actor
from foundation.settings import Settings
from foundation.web.pages import go

HOMES = "hearth-homes"
DRAFTS = "drafts"
"""Where the browser's signed cookie holds the tokens of what it typed too late."""
BEFORE = "before"
"""The token of its forms and that of the session this browser had before; neither opens or does anything any more."""
DEVICE, DEVICE_SECURE = "hearth-device", "__Host-hearth-device"

bp = Blueprint("accounts", __name__)


def live_at(app: Flask, kind: str, endpoint: str, *, right: str = "") -> None:
    """Let accounts of `kind` come in to `endpoint`: a page of a room a floor above, handed down at start.

    With `right` only those that hold it; of several the first that fits, so what needs no right comes last.
    """
    app.extensions.setdefault(HOMES, {}).setdefault(kind, []).append((right, endpoint))


def home() -> str:
    """Where the account signed in comes in to; its settings where no room has said."""
    offered = current_app.extensions.get(HOMES, {}).get(me().account_kind, [])
    return url_for(next((there for right, there in offered if not right or me().may(right)), "accounts.settings"))


def settings() -> Settings:
    """The settings of this installation."""
    found: Settings = current_app.config["HEARTH"]
    return found


def source() -> str:
    """The address this request came from."""
    return request.remote_addr or ""


def turn_away(scope: str) -> NoReturn:
    """Send this source away until its next try in `scope` counts, and tell its program when that is (T14)."""
    at = clock.now()
    until = throttle.waits_until(scope, throttling.source_of(source()), at=at) or at
    raise TooManyRequests(retry_after=max(1, round((until - at).total_seconds())))


def actor() -> Actor:
    """Who does this: the account signed in, or a stranger."""
    return me() if current_user.is_authenticated else STRANGER


def me() -> SignedIn:
    """The account signed in; for views behind a gate."""
    user: Any = current_user
    found: SignedIn = user._get_current_object()
    return found


def carry(started: NewSession) -> None:
    """Give this browser the new session and nothing it had before: no fixed id, no old token (T37).

    What it typed too late stays: it is shown to the account that typed it, and to no other. So does by what forms of
    the session before are known, which may stand open in another window.
    """
    typed, before = session.get(DRAFTS), [session.get("csrf_token"), session.get("_user_id")]
    session.clear()
    if typed:
        session[DRAFTS] = typed
    if all(before):
        session[BEFORE] = before
    login_user(started.entered)
    g.device_to_keep = started.device


def device() -> str:
    """The token by which accounts know this browser again; empty where it has none."""
    return request.cookies.get(_device_cookie(), "")


@bp.after_app_request
def keep_device(response: Response) -> Response:
    """Leave the token with the browser that has just signed in. It opens nothing: it spares its owner others' waits."""
    kept = g.get("device_to_keep")
    if kept:
        response.set_cookie(
            _device_cookie(),
            kept,
            max_age=KNOWN_FOR,
            secure=settings().is_production,
            httponly=True,
            samesite="Lax",
            path="/",
        )
    return response


def send_to_sign_in() -> NoReturn:
    """The session ended, or the password was replaced, between the page's arrival and the deed: nothing is done."""
    abort(go("accounts.sign_in"))


def _device_cookie() -> str:
    return DEVICE_SECURE if settings().is_production else DEVICE
