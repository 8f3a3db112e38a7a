"""The blueprint these doors hang on, who stands before them, and the district's settings of the quiz."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app
from flask_login import current_user

from accounts.queries import SignedIn
from foundation.settings import Settings
from household.quiz.rules.attempts import Limits

bp = Blueprint("quiz", __name__, url_prefix="/household")


def me() -> SignedIn:
    """The account signed in; for views behind a gate."""
    user: Any = current_user
    found: SignedIn = user._get_current_object()
    return found


def limits() -> Limits:
    settings: Settings = current_app.config["HEARTH"]
    return Limits(
        questions=settings.quiz_questions,
        pass_percent=settings.quiz_pass_percent,
        attempts_a_day=settings.quiz_attempts_a_day,
    )
