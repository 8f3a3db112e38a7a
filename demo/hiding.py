"""What a school of the demo hides: Aspen Creek its report cards, until teachers have written their comments."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from demo.staff import Staff
from foundation.audit import Actor
from foundation.settings import Settings
from portal.actions.hiding import Asked, hide
from portal.queries.hiding import schools_reached
from portal.rules.sections import Section

FOR = timedelta(days=9)
BECAUSE = "Teachers are still writing their comments."


def some_pages_are_hidden(staff: Staff, *, settings: Settings, today: date, at: datetime) -> None:
    """Write into the open transaction what the principal has hidden today."""
    leading = {each.casefold() for each in settings.approver_job_roles}
    by = Actor("account", account_id=staff.sign_in(staff.ingrid).account_id, person_id=staff.ingrid.id)
    for school in schools_reached(staff.ingrid.id, everywhere=False, leading=leading, on=today):
        hide(Asked(Section.REPORT_CARDS, today, today + FOR, BECAUSE), school, on=today, by=by, at=at)
