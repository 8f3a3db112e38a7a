"""What makes the portal an app on a phone: its manifest, and a worker that keeps files and one page for being offline.

The worker keeps nothing of anybody: static files, whose addresses name their content, and a page that says there is no
connection. Every other request goes to the network and nowhere else (`Cache-Control: no-store` stays true).
"""

from __future__ import annotations

from flask import Blueprint, abort, current_app, jsonify, make_response, render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation.web.gates import public
from foundation.web.language import LANGUAGES
from foundation.web.look import page_language
from foundation.web.pages import page

bp = Blueprint("install", __name__)


@bp.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """In the language of the page that links it (`?lang=`)."""
    name = current_app.config["HEARTH"].district_name
    static = current_app.jinja_env.globals["static"]
    answer = jsonify(
        id="/portal/",
        name=_("Family portal, %(district)s", district=name),
        short_name=_("Family portal"),
        lang=page_language(),
        dir="ltr",
        start_url="/portal/",
        scope="/",
        display="standalone",
        icons=[{"src": static("img/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],  # type: ignore[operator]
    )
    answer.mimetype = "application/manifest+json"
    return answer


@bp.get("/service-worker.js")
@public
def worker() -> Response:
    """At the root, so that it stands before every page."""
    answer = make_response(render_template("service-worker.js", languages=list(LANGUAGES)))
    answer.mimetype = "text/javascript"
    return answer


@bp.get("/offline/<language>")
@public
def offline(language: str) -> Response:
    """What is shown without a connection: the same to everybody, in one language."""
    if language not in LANGUAGES:
        abort(404)
    with force_locale(language):
        return page("offline.html")
