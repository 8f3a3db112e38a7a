"""A policy is read whole or refused with everything that is wrong; versions follow one another by day."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from household.access.rules.policy import AfterLapse, AfterReturn, OnChange, Policy, policy_in_force
from household.access.rules.policy_reading import Fault, read_policy
from tests.household.access.telling import POLICY, STARTER, day, other_policy

FIRST = day("2020-07-01")


def document(**changes: Any) -> dict[str, Any]:
    """The starter with other values in its household area; None leaves a setting out."""
    read = copy.deepcopy(STARTER)
    read["areas"]["household"].update(changes)
    for name in [name for name, value in changes.items() if value is None]:
        del read["areas"]["household"][name]
    return read


def faults(read: dict[str, Any]) -> list[tuple[str, str]]:
    found = read_policy(read, number=1, starts=FIRST)
    assert isinstance(found, list)
    return [(each.code, each.where) for each in found]


def test_the_starter_is_the_contracts_default() -> None:
    assert [each.code for each in POLICY.courses] == ["IC-ENROLLMENT", "IC-HOUSEHOLD"]
    assert [(each.code, each.approval) for each in POLICY.tracks] == [
        ("office-professional", False),
        ("other-school-role", True),
        ("central-office", False),
    ]
    assert POLICY.central_teams == (
        "Enrollment Services",
        "Early Education",
        "Home School",
        "Multilingual Education",
        "Summer School",
    )
    assert (POLICY.term_school_years, POLICY.window_opens, POLICY.course_fresh_school_years) == (2, "04-01", 1)
    assert (POLICY.on_job_change, POLICY.on_location_change) == (OnChange.REASSESS, OnChange.REASSESS)
    assert (POLICY.after_lapse, POLICY.after_return) == (AfterLapse.FULL_COURSES, AfterReturn.FULL_COURSES)
    assert POLICY.reminder_days == (60, 30, 14, 7, 1, 0)
    assert POLICY.quiz_course == "IC-HOUSEHOLD-RECERT"


def test_what_the_contract_leaves_blank_is_marked_as_assumed() -> None:
    assert POLICY.assumptions == ("courses", "approvals", "central_teams")


def test_titles_are_told_in_both_languages() -> None:
    course = POLICY.course("IC-HOUSEHOLD")
    track = POLICY.track("central-office")

    assert course is not None
    assert track is not None
    assert (course.title("en"), course.title("es")) == ("Infinite Campus Household", "Infinite Campus: hogares")
    assert (track.title("en"), track.title("es")) == ("central office", "oficina central")
    assert (POLICY.course("CPR"), POLICY.track("volunteer")) == (None, None)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"term_school_years": None}, ("missing", "term_school_years")),
        ({"term_school_years": "2"}, ("not-a-number", "term_school_years")),
        ({"term_school_years": True}, ("not-a-number", "term_school_years")),
        ({"term_school_years": 0}, ("out-of-range", "term_school_years")),
        ({"term_school_years": 11}, ("out-of-range", "term_school_years")),
        ({"course_fresh_school_years": -1}, ("out-of-range", "course_fresh_school_years")),
        ({"window_opens": "04-31"}, ("not-a-day", "window_opens")),
        ({"window_opens": "02-29"}, ("not-a-day", "window_opens")),
        ({"window_opens": "4-1"}, ("not-a-day", "window_opens")),
        ({"window_opens": "٠٤-٠١"}, ("not-a-day", "window_opens")),
        ({"window_opens": None}, ("missing", "window_opens")),
        ({"quiz_course": " "}, ("missing", "quiz_course")),
        ({"quiz_course": 7}, ("not-text", "quiz_course")),
        ({"on_job_change": "ignore"}, ("not-one-of", "on_job_change")),
        ({"on_location_change": 1}, ("not-one-of", "on_location_change")),
        ({"after_lapse": "nothing"}, ("not-one-of", "after_lapse")),
        ({"after_return": ["full-courses"]}, ("not-one-of", "after_return")),
        ({"reminder_days": 60}, ("not-a-list", "reminder_days")),
        ({"reminder_days": ["60"]}, ("not-a-number", "reminder_days")),
        ({"reminder_days": [-1]}, ("out-of-range", "reminder_days")),
        ({"central_teams": "Home School"}, ("not-a-list", "central_teams")),
        ({"central_teams": ["Home School", ""]}, ("not-text", "central_teams")),
        ({"courses": []}, ("empty", "courses")),
        ({"courses": "all"}, ("not-a-list", "courses")),
        ({"courses": [{"code": "A", "title_en": "A"}, {"code": "A", "title_en": "B"}]}, ("twice", "courses")),
        ({"courses": [{"title_en": "A"}]}, ("missing", "courses[0].code")),
        ({"tracks": [{"code": "t", "title_en": "t", "category": "bus"}]}, ("not-one-of", "tracks[0].category")),
        (
            {"tracks": [{"code": "t", "title_en": "t", "category": "school", "courses": ["CPR"]}]},
            ("unknown-course", "tracks[0].courses"),
        ),
        (
            {"tracks": [{"code": "t", "title_en": "t", "category": "school", "approval": "yes"}]},
            ("not-yes-or-no", "tracks[0].approval"),
        ),
        ({"term_years": 2}, ("unknown", "term_years")),
    ],
)
def test_a_value_that_does_not_fit_is_named(changes: dict[str, Any], fault: tuple[str, str]) -> None:
    assert faults(document(**changes)) == [fault]


def test_everything_that_is_wrong_is_named_at_once() -> None:
    assert faults(document(term_school_years=0, window_opens="13-01")) == [
        ("out-of-range", "term_school_years"),
        ("not-a-day", "window_opens"),
    ]


@pytest.mark.parametrize("read", [{}, {"areas": []}, {"areas": {"attendance": {}}}])
def test_a_document_without_the_area_is_refused(read: dict[str, Any]) -> None:
    assert read_policy(read, number=1, starts=FIRST) == [Fault("missing", "areas.household")]


def test_another_area_is_read_from_the_same_document() -> None:
    both = copy.deepcopy(STARTER)
    both["areas"]["attendance"] = {**both["areas"]["household"], "term_school_years": 3}
    found = read_policy(both, number=4, starts=day("2027-01-01"), area="attendance")

    assert isinstance(found, Policy)
    assert (found.term_school_years, found.number, found.starts) == (3, 4, day("2027-01-01"))


def test_a_track_may_ask_for_some_of_the_courses_in_the_areas_order() -> None:
    tracks = [
        {"code": "a", "title_en": "a", "category": "school", "courses": ["IC-HOUSEHOLD", "IC-ENROLLMENT"]},
        {"code": "b", "title_en": "b", "category": "central", "courses": ["IC-HOUSEHOLD"]},
    ]
    found = read_policy(document(tracks=tracks), number=1, starts=FIRST)

    assert isinstance(found, Policy)
    assert [each.courses for each in found.tracks] == [("IC-ENROLLMENT", "IC-HOUSEHOLD"), ("IC-HOUSEHOLD",)]


def test_reminder_days_are_put_in_order_once_each() -> None:
    found = read_policy(document(reminder_days=[1, 60, 1, 0]), number=1, starts=FIRST)

    assert isinstance(found, Policy)
    assert found.reminder_days == (60, 1, 0)


@pytest.mark.parametrize(
    ("on", "number"),
    [("1999-01-01", 1), ("2026-01-14", 1), ("2026-01-15", 2), ("2026-08-31", 2), ("2026-09-01", 4), ("2030-01-01", 4)],
)
def test_the_version_in_force_is_the_latest_that_has_begun(on: str, number: int) -> None:
    """Version 1 since ever; of two that begin on a day the higher number."""
    versions = [
        other_policy(number=3, starts=day("2026-09-01")),
        other_policy(number=4, starts=day("2026-09-01")),
        other_policy(number=2, starts=day("2026-01-15")),
        POLICY,
    ]

    assert policy_in_force(versions, day(on)).number == number
