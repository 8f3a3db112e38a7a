"""The doors of household access: one's own page and its calendar file, requests for approval and those
who answer them, and DoTS's review with its exports."""

from household.access.views import (
    approvals,
    asking,
    auditing,
    calendar,
    decisions,
    delegating,
    exports,
    job_changes,
    mails,
    own_access,
    reviews,
)
from household.access.views.door import bp

__all__ = [
    "approvals",
    "asking",
    "auditing",
    "bp",
    "calendar",
    "decisions",
    "delegating",
    "exports",
    "job_changes",
    "mails",
    "own_access",
    "reviews",
]
