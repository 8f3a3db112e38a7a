"""The blueprint of the help desk, the right that opens it, and who stands before it."""

from __future__ import annotations

from flask import Blueprint

from portal.views.door import me, policy, settings

HELP = "accounts.help"

bp = Blueprint("desk", __name__, url_prefix="/portal/desk")

__all__ = ["HELP", "bp", "me", "policy", "settings"]
