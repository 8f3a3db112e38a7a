"""How long a session lasts: what every page says of it, and the one deed that keeps it (WCAG 2.2.1, security 2.2).

Asking how long it lasts does not make it longer; only pages that people open, and their key or click, do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from flask import jsonify, request
from flask_login import current_user
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from accounts import actions
from accounts.rules import sessions
from accounts.views.door import bp, me
from foundation import clock, db
from foundation.web.gates import signed_in

NOTED_EVERY = timedelta(minutes=1)
ASKS_ONLY = "accounts.session_left"
SEEN = "seen-at"

log = structlog.get_logger()


@dataclass(frozen=True)
class SessionEnd:
    """What a page says of the end of its session."""

    at: datetime
    latest: datetime
    is_final: bool
    seconds: int
    """Until the end, from now."""
    warns: int
    """Seconds before the end from which on it is said aloud."""
    minutes: int
    """What each page gives anew."""


@bp.before_app_request
def stay() -> None:
    """Note that the session is in use, at most once a minute.

    While somebody else is writing the note is left out, so that no page waits for it; the next page notes it.
    """
    if request.endpoint == ASKS_ONLY or not current_user.is_authenticated:
        return
    if clock.now() - me().last_seen_at < NOTED_EVERY:
        return
    try:
        with db.transaction(waits=False):
            _note()
    except OperationalError as problem:
        log.warning("session-use-not-noted", kind=type(problem.orig).__name__)


@bp.get("/session")
@signed_in
def session_left() -> Response:
    """How long this session lasts, for a page that was open for long. Asking keeps nothing alive (T37)."""
    return _told()


@bp.post("/session")
@signed_in
def keep_session() -> Response:
    """Somebody at the page pressed a key: the session lasts anew."""
    with db.transaction():
        _note()
    return _told()


@bp.app_template_global()
def session_ends() -> SessionEnd | None:
    """The end of this page's session; None for a stranger."""
    if not current_user.is_authenticated:
        return None
    at, seen = clock.now(), me().known.get(SEEN)
    last_seen = seen if isinstance(seen, datetime) else me().last_seen_at
    end = sessions.end_of(me().created_at, last_seen, account_kind=me().account_kind)
    return SessionEnd(
        at=end.at,
        latest=end.latest,
        is_final=end.is_final,
        seconds=max(0, int((end.at - at).total_seconds())),
        warns=int(sessions.WARN_BEFORE.total_seconds()),
        minutes=int(sessions.limits_for(me().account_kind).idle.total_seconds() // 60),
    )


def _note() -> None:
    actions.note_use(me().session_id, at=clock.now())
    me().known[SEEN] = clock.now()


def _told() -> Response:
    end = session_ends()
    return jsonify(left=end.seconds if end else 0, final=end.is_final if end else True)
