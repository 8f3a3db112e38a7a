"""How programs are answered, with JSON and refusals that say what to do next (RFC 9457); and files to keep."""

from __future__ import annotations

from typing import Any

from flask import json, make_response
from werkzeug.wrappers import Response


def answer(told: Any) -> Response:
    """What a program asked for. Private: no one on the way keeps it."""
    return _json(200, told, "application/json")


def problem(status: int, title: str, what_to_do: str) -> Response:
    """Why not, in a few words, and what to do next."""
    told = {"type": "about:blank", "title": title, "status": status, "detail": what_to_do}
    response = _json(status, told, "application/problem+json")
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="hearth"'
    return response


def pdf_answer(pdf: bytes, *, name: str) -> Response:
    """A PDF to keep, called `name`; a file's name is kept by machines that are not ours and never names a person."""
    response: Response = make_response(pdf)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def _json(status: int, told: Any, mimetype: str) -> Response:
    response: Response = make_response(json.dumps(told), status)
    response.mimetype = mimetype
    return response
