"""Numbers in addresses: plain digits, and no more of them than the database has room for (T11)."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter


class PlainNumber(IntegerConverter):
    """Werkzeug's takes the digits of every script and any length; then one number has many addresses, or breaks."""

    regex = "[0-9]{1,18}"


def take_plain(app: Flask) -> None:
    """Let `<int:…>` in the addresses of `app` mean a plain number."""
    app.url_map.converters["int"] = PlainNumber
