"""The doors of signing in, getting back in, and one's own settings."""

from accounts.views import (
    contact,
    devices,
    drafts,
    finder,
    getting_back,
    invitation,
    other_account,
    own_settings,
    proving,
    recovery_email,
    signing_in,
    staying,
)
from accounts.views.door import bp, live_at
from accounts.views.drafts import keep_typed
from accounts.views.own_settings import keep_language
from accounts.views.programs import program_with

__all__ = [
    "bp",
    "contact",
    "devices",
    "drafts",
    "finder",
    "getting_back",
    "invitation",
    "keep_language",
    "keep_typed",
    "live_at",
    "other_account",
    "own_settings",
    "program_with",
    "proving",
    "recovery_email",
    "signing_in",
    "staying",
]
