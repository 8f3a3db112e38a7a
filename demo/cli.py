"""Commands of this room."""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Hang this room's commands on `flask`."""
