"""The plain records of the staff feed, as `kinds.py` has those of the roster."""

from __future__ import annotations

from district.feeds.kinds import DAYS, END_TODAY, IN_FORCE, PERSON, Kind

EMPLOYMENTS = Kind(
    name="employments",
    record="staff_employment",
    staged="in_employment",
    values={"person_id": "who.person_id", **DAYS},
    joins=PERSON,
    about_person=True,
    is_live=IN_FORCE,
    ending=END_TODAY,
    is_same="was.person_id = who.person_id",
)
"""A corrected day of hire is the same employment."""

JOBS = Kind(
    name="staff assignments",
    record="staff_assignment",
    staged="in_job",
    values={
        "person_id": "who.person_id",
        "school_id": "place.school_id",
        "employment_id": "job.id",
        **{name: f"s.{name}" for name in ("category", "job_role", "job_title", "team", "location")},
        **DAYS,
    },
    at_birth={"is_primary": "true"},
    joins=f"{PERSON} LEFT JOIN place ON place.code = s.location "
    "LEFT JOIN staff_employment job ON job.source = :source AND job.source_key = s.employment",
    about_person=True,
    is_live=IN_FORCE,
    ending=END_TODAY,
    is_same="was.person_id = who.person_id AND was.location = s.location AND was.job_role = s.job_role",
)
"""A corrected first day is the same job."""
