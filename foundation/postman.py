"""Renders and sends what waits in the outbox; the only user of Flask-Mail."""

from __future__ import annotations

from flask import Flask


def employ(app: Flask) -> None:
    """Give the app its postman."""
