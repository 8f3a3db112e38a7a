"""The doors of the family's room: getting an account, confirming an address, the home, who has seen a record."""

from portal.views import (
    access_log,
    activation,
    asking_changes,
    changes,
    fees,
    grades,
    home,
    immunizations,
    inbox,
    new_code,
    not_me,
    office,
    recovery_email,
    report_cards,
    request_form,
    transcript,
    visibility,
)
from portal.views.door import bp

__all__ = [
    "access_log",
    "activation",
    "asking_changes",
    "bp",
    "changes",
    "fees",
    "grades",
    "home",
    "immunizations",
    "inbox",
    "new_code",
    "not_me",
    "office",
    "recovery_email",
    "report_cards",
    "request_form",
    "transcript",
    "visibility",
]
