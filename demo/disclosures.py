"""Disclosures in the demo: Nora's transcript went to another state; an entry of Lucía's was wrong and is corrected."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from demo.staff import Staff
from demo.world import World
from district.actions.disclosures import Told, correct_disclosure, record_disclosure
from district.queries.disclosures import disclosures_of
from foundation.audit import Actor


def some_disclosures(world: World, staff: Staff, *, today: date, at: datetime) -> None:
    """Write into the open transaction what Pilar of Enrollment Services has entered."""
    by = Actor("account", account_id=staff.sign_in(staff.pilar).account_id, person_id=staff.pilar.id)
    for student in (world.nora, world.lucia):
        told = Told(
            "Adams High School, Ohio", "school", "The family wants to enroll there", "Transcript", today - timedelta(9)
        )
        record_disclosure(student.id, told, by=by, at=at - timedelta(days=9))
    study = Told("State Department of Education", "authority", "Yearly audit of attendance", "Attendance", today)
    (wrong,) = disclosures_of(world.lucia.id)
    because = "The transcript was of another student. What went out was for the audit of the state."
    correct_disclosure(world.lucia.id, wrong, study, because=because, by=by, at=at - timedelta(days=8))
