"""The help desk’s pages under `/portal/desk`: who gets in, who does not, and why."""

from portal.views.desk import (
    campaigns,
    contacts,
    counter,
    funnel,
    invitations,
    issued,
    lists,
    people,
    repairs,
    requests,
    roles,
    sections,
)
from portal.views.desk.door import bp

__all__ = [
    "bp",
    "campaigns",
    "contacts",
    "counter",
    "funnel",
    "invitations",
    "issued",
    "lists",
    "people",
    "repairs",
    "requests",
    "roles",
    "sections",
]
