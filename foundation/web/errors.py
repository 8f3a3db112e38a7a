"""Error pages: what happened in plain words and what to do next, in both languages, never an internal."""

from __future__ import annotations

import secrets

import structlog
from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from foundation import db

log = structlog.get_logger()
KNOWN = (400, 403, 404, 405, 413, 429, 500, 503)
RETRY_AFTER = "30"


def explain(app: Flask) -> None:
    """Answer every failure with its page."""
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(OperationalError, _database_gone)
    app.register_error_handler(PoolTimeout, _database_gone)
    app.register_error_handler(Exception, _broken)


def _refused(error: HTTPException) -> Response:
    if error.code is not None and 300 <= error.code < 400:
        return error.get_response()
    return _answer(error.code or 500, error)


def _stale_form(error: CSRFError) -> Response:
    return _answer(400, error, template="errors/stale-form.html")


def _database_gone(error: Exception) -> Response:
    log.error("database-gone", kind=type(error).__name__)
    db.close()
    response = _answer(503, None)
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def _broken(error: Exception) -> Response:
    incident = secrets.token_hex(4)
    log.exception("request-broke", incident=incident)
    db.close()
    return _answer(500, None, incident=incident)


def _answer(code: int, error: HTTPException | None, *, template: str = "", incident: str = "") -> Response:
    shown = code if code in KNOWN else (400 if code < 500 else 500)
    body = render_template(template or f"errors/{shown}.html", incident=incident)
    headers = [
        (name, value) for name, value in (error.get_headers() if error else ()) if name in ("Allow", "Retry-After")
    ]
    return Response(body, code, headers, mimetype="text/html")
