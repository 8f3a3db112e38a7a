"""Plain keyword builders of what the support desk serves: organizations, and who may ask. See `demo/people.py`."""

from __future__ import annotations

from datetime import date

from demo.cast import LONG_AGO_AT, Place, Someone, keep, write
from support.models import BuildingCoach, Organization, SupportContact


def an_organization(name: str, *, kind: str = "school", school: Place | None = None, hosting: str = "cloud") -> int:
    """A district, school or department; without a place of ours it is of another district. Gives its id."""
    school_id = school.id if school else None
    return write(Organization(name=name, kind=kind, school_id=school_id, hosting=hosting, created_at=LONG_AGO_AT)).id


def an_appointment(
    account_id: int,
    organization: int,
    *,
    kind: str = "support",
    starts: date,
    ends: date | None = None,
    used: date | None = None,
    flagged: date | None = None,
    by: Someone | None = None,
) -> int:
    """An account as authorized contact, last `used` on a day. `ends` is exclusive. Gives its id."""
    return write(
        SupportContact(
            account_id=account_id,
            organization_id=organization,
            kind=kind,
            starts=starts,
            ends=ends,
            appointed_at=LONG_AGO_AT,
            appointed_by_id=by.id if by else None,
            last_active_on=used,
            flagged_on=flagged,
        )
    ).id


def a_coach(person: Someone, school: Place, *, starts: date) -> None:
    """Somebody who helps their colleagues at a school."""
    keep(BuildingCoach(person_id=person.id, school_id=school.id, starts=starts, named_at=LONG_AGO_AT))
