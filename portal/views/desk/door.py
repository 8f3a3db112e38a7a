"""The blueprint of the help desk, and the right that opens it."""

from __future__ import annotations

from flask import Blueprint

HELP = "accounts.help"

bp = Blueprint("desk", __name__, url_prefix="/portal/desk")
