"""Before a request meets the database: how long it may wait, and whether the schema is the one this program knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import structlog
from flask import Flask, abort, current_app

from foundation import db, patience, schema

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ANSWER_WITHIN_S = 4.0
READY = "hearth-schema-ready"

log = structlog.get_logger()


def watch(app: Flask) -> None:
    """Answer in time even when the database hangs, and say so plainly when `flask db upgrade` was forgotten."""
    app.extensions[READY] = False
    app.before_request(_check_schema)
    app.wsgi_app = _in_time(app.wsgi_app)  # type: ignore[assignment,method-assign]


def _in_time(serve: WSGIApplication) -> WSGIApplication:
    """The deadline holds until the session is closed, too: a rollback can hang like any statement."""

    def serve_in_time(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        patience.end_in(ANSWER_WITHIN_S)
        try:
            return serve(environ, start_response)
        finally:
            patience.end_never()

    return serve_in_time


def _check_schema() -> None:
    if current_app.extensions[READY]:
        return
    if schema.is_behind(db.engine()):
        log.error("schema-behind", todo="Run flask db upgrade.")
        abort(503)
    current_app.extensions[READY] = True
