"""The doors of household access: one's own page and its calendar file, and DoTS's review with its exports."""

from household.access.views import auditing, calendar, decisions, exports, job_changes, mails, own_access, reviews
from household.access.views.door import bp

__all__ = ["auditing", "bp", "calendar", "decisions", "exports", "job_changes", "mails", "own_access", "reviews"]
