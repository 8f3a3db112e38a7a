"""How a view answers: with a page, or by sending on to the next one."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response


def page(template: str, *, status: int = 200, **shown: object) -> Response:
    """A rendered page. A form that did not pass comes back with status 422."""
    return make_response(render_template(template, **shown), status)


def done(message: str, endpoint: str, **values: object) -> Response:
    """After a deed: say it and go on with a GET, so that reloading repeats nothing."""
    flash(message)
    return redirect(url_for(endpoint, **values), 303)  # type: ignore[arg-type]


def go(endpoint: str, **values: object) -> Response:
    """On to the next page without a word."""
    return redirect(url_for(endpoint, **values), 303)  # type: ignore[arg-type]


def unreferred(response: Response) -> Response:
    """A page whose address holds a secret tells it to nobody, our own pages included (C12)."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def safe_path(wanted: str | None) -> str | None:
    """`wanted` if it is a plain path on this host, else None (T38: tabs, backslashes and `//` are ways out)."""
    if not wanted or not wanted.startswith("/") or len(wanted) > 2000:
        return None
    if wanted.startswith(("//", "/\\")) or any(each in wanted for each in "\\\t\r\n") or not wanted.isprintable():
        return None
    parts = urlsplit(wanted)
    return None if parts.scheme or parts.netloc else wanted


def next_path(default: str) -> str:
    """Where the form or the address asks to go on to, if that is a path of ours; else `default`."""
    return safe_path(request.values.get("next")) or default
