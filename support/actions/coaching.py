"""Building coaches of schools are named and ended."""

from __future__ import annotations

from sqlalchemy import CursorResult, update

from foundation import audit, db
from support.actions.appointing import Deed
from support.events.contacts import BuildingCoachEnded, BuildingCoachNamed
from support.models import BuildingCoach
from support.queries.coaches import is_coach


def name_coach(person_id: int, school_id: int, *, deed: Deed) -> bool:
    """Somebody helps their colleagues at a school from today on; False where they do already."""
    if is_coach(person_id, school_id):
        return False
    db.session().add(
        BuildingCoach(
            person_id=person_id,
            school_id=school_id,
            starts=deed.on,
            named_at=deed.at,
            named_by_id=deed.by.person_id,
        )
    )
    audit.record(BuildingCoachNamed(person_id, school_id), by=deed.by, at=deed.at)
    return True


def end_coach(coach: BuildingCoach, *, deed: Deed) -> bool:
    """From today on they are no coach there any more; False where that is so already."""
    ended: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(BuildingCoach).where(BuildingCoach.id == coach.id, BuildingCoach.ends.is_(None)).values(ends=deed.on)
    )
    if ended.rowcount == 1:
        audit.record(BuildingCoachEnded(coach.person_id, coach.school_id), by=deed.by, at=deed.at)
    return ended.rowcount == 1
