"""Organizations come on record."""

from __future__ import annotations

from datetime import datetime

from foundation import audit, db
from foundation.audit import Actor
from support.events.contacts import OrganizationAdded
from support.models import Organization
from support.queries.organizations import organization_named
from support.rules.contacts import Hosting, OrganizationKind


def add_organization(
    name: str, *, kind: OrganizationKind, hosting: Hosting, school_id: int | None, by: Actor, at: datetime
) -> Organization | None:
    """The desk serves one more; None where one of that name is on record."""
    if organization_named(name) is not None:
        return None
    made = Organization(name=name, kind=kind.value, hosting=hosting.value, school_id=school_id, created_at=at)
    db.session().add(made)
    db.session().flush()

    audit.record(OrganizationAdded(made.id, kind.value, hosting.value), by=by, at=at)
    return made
