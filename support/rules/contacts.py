"""Authorized contacts (S0): how many an organization should have, and what a technical one may ask for besides."""

from __future__ import annotations

from enum import StrEnum


class OrganizationKind(StrEnum):
    """Whom the desk serves."""

    DISTRICT = "district"
    SCHOOL = "school"
    DEPARTMENT = "department"


class Hosting(StrEnum):
    """Where an organization’s software stands."""

    CLOUD = "cloud"
    CLOUD_CHOICE = "cloud-choice"
    """In the cloud, and the organization says when it is updated."""
    ON_SITE = "on-site"


class ContactKind(StrEnum):
    """The two kinds of authorized contact. A technical one may do whatever a support contact may."""

    SUPPORT = "support"
    TECHNICAL = "technical"


class Request(StrEnum):
    """What only a technical contact asks for."""

    SANDBOX = "sandbox"
    """That a copy of the site for trying things out is made anew."""
    UPDATE = "update"
    """That the site gets a newer version."""


_ALLOWED = {
    Hosting.CLOUD: frozenset({Request.SANDBOX}),
    Hosting.CLOUD_CHOICE: frozenset({Request.SANDBOX, Request.UPDATE}),
    Hosting.ON_SITE: frozenset[Request](),
}
"""In the cloud everybody is updated together; what stands on site its own people update and copy themselves."""


def may_request(kind: str, hosting: str) -> frozenset[Request]:
    """What a contact of `kind` may ask for besides everything that every contact may."""
    return _ALLOWED[Hosting(hosting)] if ContactKind(kind) is ContactKind.TECHNICAL else frozenset()
