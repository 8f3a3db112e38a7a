"""What every response carries, and what a cross-site POST meets (ASVS 3.4, 3.5; T16, T21, T40)."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request

CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
HSTS = "max-age=63072000; includeSubDomains"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def dress(app: Flask) -> None:
    """Hang the headers on every response and the cross-site check before every deed."""
    app.before_request(_refuse_cross_site)
    app.after_request(_dress)


def _refuse_cross_site() -> None:
    """The CSRF token is the lock; this is the fence before it: a browser says where a POST comes from.

    A page that hides its address (`no-referrer`, as those behind mailed links) makes the browser say `Origin: null`;
    so does a stranger's sandboxed frame, which Sec-Fetch-Site tells apart.
    """
    if request.method in SAFE_METHODS:
        return
    came_from = request.headers.get("Origin", "null")
    if came_from != "null" and _host_of(came_from) != request.host:
        abort(400)
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(400)


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def always(*, production: bool) -> dict[str, str]:
    """What pages and files alike carry; a secure connection is insisted on where there is one."""
    return {**ALWAYS, "Strict-Transport-Security": HSTS} if production else ALWAYS


def _dress(response: Response) -> Response:
    for name, value in always(production=current_app.config["HEARTH"].is_production).items():
        response.headers.setdefault(name, value)
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Cookie")
    return response
