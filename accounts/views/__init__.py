"""The doors of signing in, getting back in, and one's own settings."""

from accounts.views import getting_back, own_settings, signing_in
from accounts.views.door import bp
from accounts.views.own_settings import keep_language

__all__ = ["bp", "getting_back", "keep_language", "own_settings", "signing_in"]
