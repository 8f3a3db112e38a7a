"""The doors of household access: one's own page and its calendar file."""

from household.access.views import calendar, own_access
from household.access.views.door import bp

__all__ = ["bp", "calendar", "own_access"]
