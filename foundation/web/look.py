"""How pages look: the layouts' shared words, the components, and the style guide that shows them."""

from __future__ import annotations

from flask import Blueprint, Flask

bp = Blueprint("look", __name__)


def paint(app: Flask) -> None:
    """Give every template the district's name and the help desk."""
    settings = app.config["HEARTH"]
    app.jinja_env.globals.update(district=settings)
