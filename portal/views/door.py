"""The blueprint these doors hang on, and who stands before them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app
from flask_login import current_user

from accounts.queries import SignedIn
from district.queries import sight_policy
from district.rules.guardianship import SightPolicy
from foundation.settings import Settings

bp = Blueprint("portal", __name__, url_prefix="/portal")


def settings() -> Settings:
    """The settings of this installation."""
    found: Settings = current_app.config["HEARTH"]
    return found


def policy() -> SightPolicy:
    """What the district decided about who sees whom."""
    return sight_policy(settings())


def me() -> SignedIn:
    """The account signed in; for views behind a gate."""
    user: Any = current_user
    found: SignedIn = user._get_current_object()
    return found
