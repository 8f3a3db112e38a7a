"""A contact point that was written wrongly, or that somebody has no more, is replaced by another.

Records no event: the end of one and the beginning of the other are told where they are made.
"""

from __future__ import annotations

from datetime import date, datetime

from district.actions.office_edits import CONTACTS, OFFICE, keep_edit
from district.actions.people import add_contact, end_contact
from district.models import ContactPoint
from foundation.audit import Actor


def replace_contact(
    point: ContactPoint, typed: str, *, starts: date, by: Actor, at: datetime, reason: str = ""
) -> ContactPoint:
    """End one and begin another of its sort on the same day.

    Over a feed's own value the office's stands until the feed's changes, which then waits for a person.
    """
    if point.source != OFFICE and point.type in CONTACTS:
        keep_edit(point.person_id, field=point.type, value=typed, by=by, at=at)
    end_contact(point, ends=starts, by=by, at=at, reason=reason)
    return add_contact(
        point.person_id, typed, kind=point.kind, type=point.type, starts=starts, by=by, at=at, reason=reason
    )
