"""Error pages: what happened in plain words and what to do next, in both languages, never an internal."""

from __future__ import annotations

import secrets

import structlog
from flask import Flask, g, render_template, request
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from foundation import db
from foundation.submissions import AnotherForm
from foundation.web import drafts

log = structlog.get_logger()
KNOWN = (400, 403, 404, 405, 413, 429, 500, 503)
RETRY_AFTER = "30"
GONE = (OperationalError, InterfaceError, PoolTimeout)


def explain(app: Flask) -> None:
    """Answer every failure with its page."""
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(AnotherForm, _another_form)
    app.register_error_handler(HTTPException, _refused)
    for kind in GONE:
        app.register_error_handler(kind, _database_gone)
    app.register_error_handler(Exception, _broken)


def _refused(error: HTTPException) -> Response:
    if error.code is not None and 300 <= error.code < 400:
        return error.get_response()
    if isinstance(error, SecurityError):
        return Response("This server does not answer to that name.\n", 400, mimetype="text/plain")
    if error.code == 503:
        ask_for_nobody()
    try:
        return _answer(error.code or 500, error)
    except GONE as gone:  # the page greets whoever is signed in, and could not learn who that is
        return _database_gone(gone)


def _stale_form(error: CSRFError) -> Response:
    """Nothing is done; what was typed into a page of ours waits there. A browser says whether it was one of ours."""
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return _answer(400, error, template="stale-form", back=drafts.keep() if is_ours else None)


def _another_form(error: AnotherForm) -> Response:
    """A form came again with something else in it: what it did before stands, and this does nothing."""
    return _answer(422, None, template="another-form", back=drafts.page_of_form())


def _database_gone(error: Exception) -> Response:
    log.error("database-gone", kind=type(error).__name__)
    ask_for_nobody()
    return _answer(503, None)


def _broken(error: Exception) -> Response:
    incident = secrets.token_hex(4)
    log.exception("request-broke", incident=incident)
    ask_for_nobody()
    return _answer(500, None, incident=incident)


def ask_for_nobody() -> None:
    """Who is asking stands in the database; a page about trouble must not go there to find out."""
    db.close()
    g._login_user = AnonymousUserMixin()


def _answer(
    code: int, error: HTTPException | None, *, template: str = "", incident: str = "", back: str | None = None
) -> Response:
    shown = code if code in KNOWN else (400 if code < 500 else 500)
    body = render_template(f"errors/{template or shown}.html", incident=incident, back=back)
    kept = [(name, value) for name, value in (error.get_headers() if error else ()) if name in ("Allow", "Retry-After")]
    response = Response(body, code, kept, mimetype="text/html")
    if code == 503:
        response.headers.setdefault("Retry-After", RETRY_AFTER)
    return response
