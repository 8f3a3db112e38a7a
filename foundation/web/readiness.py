"""Before a request meets the database: how long it may wait, and whether the schema is the one this program knows.

`/health` tells the same to whoever sends requests here (a balancer, a watcher): a stranger learns from it whether the
portal works, which any page would show, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import structlog
from flask import Blueprint, Flask, abort, current_app, jsonify, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from foundation import db, patience, schema
from foundation.web import errors
from foundation.web.gates import public

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

READY = "hearth-schema-ready"
TO_DO = "Run flask db upgrade."

bp = Blueprint("health", __name__, url_prefix="/health")
log = structlog.get_logger()


def watch(app: Flask) -> None:
    """Answer in time even when the database hangs, and say so plainly when `flask db upgrade` was forgotten."""
    app.extensions[READY] = False
    app.before_request(_check_schema)
    app.wsgi_app = _in_time(app.wsgi_app, within=app.config["HEARTH"].answer_seconds)  # type: ignore[assignment,method-assign]


def _in_time(serve: WSGIApplication, *, within: float) -> WSGIApplication:
    """`within` seconds. The deadline holds until the session is closed, too: a rollback can hang like any statement."""

    def serve_in_time(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        patience.end_in(within)
        try:
            return serve(environ, start_response)
        finally:
            patience.end_never()

    return serve_in_time


@bp.get("")
@public
def ready() -> Response:
    """Whether requests may be sent here: the database answers and has the schema. Asked anew each time."""
    try:
        behind = schema.is_behind(db.engine())
    except SQLAlchemyError as problem:
        log.error("database-gone", kind=type(problem).__name__)
        return _not_ready()
    if behind:
        log.error("schema-behind", todo=TO_DO)
        return _not_ready()
    return jsonify(status="ready")


@bp.get("/live")
@public
def live() -> Response:
    """Whether this process answers at all, whatever became of the database: only without this is it to be restarted."""
    return jsonify(status="live")


def _not_ready() -> Response:
    answer = jsonify(status="not ready")
    answer.status_code = 503
    answer.headers["Retry-After"] = errors.RETRY_AFTER
    return answer


def _check_schema() -> None:
    if request.blueprint == bp.name:
        errors.ask_for_nobody()
        return
    if current_app.extensions[READY]:
        return
    if schema.is_behind(db.engine()):
        log.error("schema-behind", todo=TO_DO)
        abort(503)
    current_app.extensions[READY] = True
