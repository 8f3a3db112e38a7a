"""What is said of organizations and their authorized contacts."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _

from support.queries import Appointment, Named
from support.rules.contacts import ContactKind, Hosting, OrganizationKind, Request

CONTACT_KINDS = {
    ContactKind.SUPPORT: _("support contact"),
    ContactKind.TECHNICAL: _("technical contact"),
}
ORGANIZATION_KINDS = {
    OrganizationKind.DISTRICT: _("district"),
    OrganizationKind.SCHOOL: _("school"),
    OrganizationKind.DEPARTMENT: _("department"),
}
HOSTINGS = {
    Hosting.CLOUD: _("in the cloud, updated for everyone at once"),
    Hosting.CLOUD_CHOICE: _("in the cloud, updated when the organization says so"),
    Hosting.ON_SITE: _("on servers of its own"),
}
TOPICS = (
    _("how servers are set up, and what their error logs say"),
    _("updates"),
    _("the firewall"),
    _("the local network"),
    _("how your people connect"),
    _("the application server"),
    _("connections to the database"),
)
"""What S0 has a technical contact speak about."""
REQUESTS = {
    Request.SANDBOX: _("ask that the sandbox is copied anew from the site"),
    Request.UPDATE: _("ask that the site is updated to a newer version"),
}


def contact_kind(code: str) -> str:
    """What kind of contact somebody is."""
    return str(CONTACT_KINDS[ContactKind(code)])


def organization_kind(code: str) -> str:
    """What kind of organization it is."""
    return str(ORGANIZATION_KINDS[OrganizationKind(code)])


def hosting(code: str) -> str:
    """Where an organization’s software stands."""
    return str(HOSTINGS[Hosting(code)])


def request(code: str) -> str:
    """What a technical contact may do besides."""
    return str(REQUESTS[Request(code)])


def topics() -> list[str]:
    """What a technical contact speaks about with the desk."""
    return [str(each) for each in TOPICS]


def asks_for(appointments: Iterable[Appointment]) -> list[tuple[str, str]]:
    """The organizations somebody may ask for, each with the kind of contact they are."""
    return [(each.organization, contact_kind(each.kind)) for each in appointments]


def rows_of_contacts(contacts: Iterable[Named]) -> list[tuple[str, str, str]]:
    """Rows of a table: who, for which organization, as what."""
    return [(each.full_name, each.organization, contact_kind(each.kind)) for each in contacts]
