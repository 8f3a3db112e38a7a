"""Policies for tests: published at once, of whatever areas, without the page that publishes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from foundation import clock, db
from household.access.models import PolicyVersion

ATTENDANCE: dict[str, Any] = {
    "term_school_years": 3,
    "window_opens": "03-01",
    "course_fresh_school_years": 1,
    "quiz_course": "IC-ATTENDANCE-RECERT",
    "reminder_days": [30],
    "courses": [{"code": "IC-ATTENDANCE", "title_en": "Attendance"}],
    "tracks": [{"code": "any-school-role", "title_en": "any school role", "category": "school"}],
}
BEHAVIOR = ATTENDANCE | {"term_school_years": 1, "courses": [{"code": "IC-BEHAVIOR", "title_en": "Behavior"}]}


def publish(number: int = 2, starts: str = "2026-01-15", **areas: dict[str, Any]) -> None:
    """A version with these areas."""
    with db.transaction() as session:
        session.add(
            PolicyVersion(
                number=number,
                starts=date.fromisoformat(starts),
                rules={"areas": areas},
                reason="The board decided it",
                published_at=clock.now(),
            )
        )
