"""How programs are answered: JSON, and a refusal that says why and what to do next (RFC 9457)."""

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


def _json(status: int, told: Any, mimetype: str) -> Response:
    response: Response = make_response(json.dumps(told), status)
    response.mimetype = mimetype
    return response
