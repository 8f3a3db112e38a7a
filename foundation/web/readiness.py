"""Before a request meets the database: how long it may wait, and whether the schema is the one this program knows."""

from __future__ import annotations

import structlog
from flask import Flask, abort, current_app

from foundation import db, patience, schema

ANSWER_WITHIN_S = 4.0
READY = "hearth-schema-ready"

log = structlog.get_logger()


def watch(app: Flask) -> None:
    """Answer in time even when the database hangs, and say so plainly when `flask db upgrade` was forgotten."""
    app.extensions[READY] = False
    app.before_request(_begin)
    app.teardown_appcontext(lambda _: patience.end_never())


def _begin() -> None:
    patience.end_in(ANSWER_WITHIN_S)
    if current_app.extensions[READY]:
        return
    if schema.is_behind(db.engine()):
        log.error("schema-behind", todo="Run flask db upgrade.")
        abort(503)
    current_app.extensions[READY] = True
