"""A policy as the document that `policy_reading.py` reads: what is stored, kept as a file, and laid side by side."""

from __future__ import annotations

from typing import Any

from household.access.rules.policy import Course, Policy, Track

Table = dict[str, Any]


def document_of(policy: Policy) -> Table:
    """The rules of one area: the table that stands under `areas.<name>`. Reading it again gives the same policy."""
    return {
        "assumptions": list(policy.assumptions),
        "term_school_years": policy.term_school_years,
        "window_opens": policy.window_opens,
        "course_fresh_school_years": policy.course_fresh_school_years,
        "quiz_course": policy.quiz_course,
        "on_job_change": policy.on_job_change.value,
        "on_location_change": policy.on_location_change.value,
        "after_lapse": policy.after_lapse.value,
        "after_return": policy.after_return.value,
        "reminder_days": list(policy.reminder_days),
        "central_teams": list(policy.central_teams),
        "courses": [_course(each) for each in policy.courses],
        "tracks": [_track(each, policy) for each in policy.tracks],
    }


def _course(course: Course) -> Table:
    return {"code": course.code, "title_en": course.title_en, "title_es": course.title_es, "link": course.link}


def _track(track: Track, policy: Policy) -> Table:
    """Without courses where it asks for all of them, so that one that is added later is asked for too."""
    every = tuple(each.code for each in policy.courses)
    return {
        "code": track.code,
        "title_en": track.title_en,
        "title_es": track.title_es,
        "category": track.category,
        "job_roles": list(track.job_roles),
        "courses": [] if track.courses == every else list(track.courses),
        "approval": track.approval,
    }
