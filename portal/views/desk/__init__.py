"""The help desk’s pages under `/portal/desk`: who gets in, who does not, and why."""

from portal.views.desk import (
    absences,
    campaigns,
    contacts,
    counter,
    funnel,
    health,
    invitations,
    issued,
    letters,
    lists,
    people,
    repairs,
    report_cards,
    requests,
    roles,
    sections,
)
from portal.views.desk.door import bp

__all__ = [
    "absences",
    "bp",
    "campaigns",
    "contacts",
    "counter",
    "funnel",
    "health",
    "invitations",
    "issued",
    "letters",
    "lists",
    "people",
    "repairs",
    "report_cards",
    "requests",
    "roles",
    "sections",
]
