"""The blueprint these doors hang on, and who stands before them."""

from __future__ import annotations

from typing import Any, NoReturn

from flask import Blueprint, current_app, request
from flask_login import current_user
from werkzeug.exceptions import TooManyRequests

from accounts.queries import SignedIn
from accounts.rules import throttling
from district.queries import sight_policy
from district.rules.guardianship import SightPolicy
from foundation import clock, throttle
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


def turn_away(scope: str) -> NoReturn:
    """Send this source away until its next try in `scope` counts. Raises TooManyRequests."""
    at = clock.now()
    until = throttle.waits_until(scope, throttling.source_of(request.remote_addr or ""), at=at) or at
    raise TooManyRequests(retry_after=max(1, round((until - at).total_seconds())))
