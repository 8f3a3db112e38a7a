"""The doors of household access: one's own page and its calendar file, requests for approval and those who answer them,
DoTS's review with its exports, the rules, and what training systems left open."""

from household.access.views import (
    approvals,
    asking,
    auditing,
    bulk,
    calendar,
    decisions,
    delegating,
    drafts,
    exports,
    job_changes,
    mails,
    own_access,
    promised,
    rehearsals,
    reviews,
    rules,
    training,
)
from household.access.views.door import bp

__all__ = [
    "approvals",
    "asking",
    "auditing",
    "bp",
    "bulk",
    "calendar",
    "decisions",
    "delegating",
    "drafts",
    "exports",
    "job_changes",
    "mails",
    "own_access",
    "promised",
    "rehearsals",
    "reviews",
    "rules",
    "training",
]
