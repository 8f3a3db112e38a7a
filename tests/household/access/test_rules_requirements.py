"""Which completions and approvals count: fresh, in order, and of after the lapse or the return."""

from __future__ import annotations

import dataclasses

import pytest

from household.access.rules.policy import AfterLapse
from tests.household.access.telling import POLICY, courses, day, done, facts, job, on, other_policy, state, through

CLERK = job("2020-08-01")
TEACHER = job("2020-08-01", role="Teacher")


def test_courses_on_the_same_day_are_in_order() -> None:
    assert state(facts([CLERK], courses("2025-10-14", "2025-10-14")), "2025-10-14") == "active"


def test_a_course_taken_before_its_prerequisite_must_be_repeated() -> None:
    wrong = done("H", "2025-10-02") + done("E", "2025-10-14")

    assert state(facts([CLERK], wrong), "2026-02-01") == "in-progress"
    assert state(facts([CLERK], wrong + done("H", "2025-10-14")), "2025-10-14") == "active"


def test_a_prerequisite_taken_again_does_not_undo_what_stood_in_order() -> None:
    told = facts([job("2025-11-01")], courses("2025-09-01", "2025-09-02") + done("E", "2025-10-01"))

    assert state(told, "2025-11-01") == "active"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2024-07-01", "2025-10-14", "active"),
        ("2024-06-30", "2025-10-14", "in-progress"),
        ("2024-07-01", "2026-06-30", "active"),
        ("2024-07-01", "2026-07-01", "in-progress"),
    ],
)
def test_a_course_counts_from_the_school_year_before_that_of_the_last(first: str, last: str, expected: str) -> None:
    assert state(facts([CLERK], courses(first, last)), last) == expected


@pytest.mark.parametrize(
    ("years", "first", "expected"),
    [
        (0, "2025-07-01", "active"),
        (0, "2025-06-30", "in-progress"),
        (2, "2023-07-01", "active"),
        (2, "2023-06-30", "in-progress"),
    ],
)
def test_how_long_a_course_stays_fresh_is_policy(years: int, first: str, expected: str) -> None:
    policy = other_policy(course_fresh_school_years=years)

    assert state(facts([CLERK], courses(first, "2025-10-14")), "2025-10-14", policy) == expected


def test_a_term_that_ran_out_before_the_job_began_gives_nothing() -> None:
    told = facts([job("2026-08-01")], courses("2024-09-01", "2024-10-01"))

    assert [state(told, each) for each in ("2026-07-31", "2026-08-01")] == ["none", "in-progress"]


@pytest.mark.parametrize(("begun", "expected"), [("2026-06-30", "recertify"), ("2026-07-01", "in-progress")])
def test_a_term_is_still_good_on_its_last_day_for_a_job_that_begins_on_it(begun: str, expected: str) -> None:
    assert state(facts([job(begun)], courses("2024-09-01", "2024-10-01")), begun) == expected


def test_a_term_is_counted_as_if_the_job_had_always_been_held() -> None:
    before = facts([job("2026-03-01")], courses("2025-10-02", "2025-10-14"))
    twice = facts([job("2026-03-01")], courses("2024-10-02", "2024-10-14") + courses("2025-10-02", "2025-10-14"))
    found = on(before, "2026-03-01")

    assert found is not None
    assert (found.since, through(found)) == (day("2026-03-01"), "2027-06-30")
    assert state(before, "2026-02-28") == "none"
    assert through(on(twice, "2026-03-01")) == "2026-06-30"


def test_courses_finished_again_in_the_window_of_a_term_without_a_job_renew_it() -> None:
    told = facts([job("2026-06-01")], courses("2024-10-02", "2024-10-14") + courses("2026-05-02", "2026-05-14"))

    assert through(on(told, "2026-06-01")) == "2028-06-30"


@pytest.mark.parametrize(
    ("approved", "expected"),
    [("2025-10-13", "active"), ("2025-10-14", "active"), ("2025-10-15", "awaiting-approval")],
)
def test_another_school_role_waits_for_its_approval(approved: str, expected: str) -> None:
    told = facts([TEACHER], courses("2025-10-02", "2025-10-14"), [("A", approved)])

    assert state(told, "2025-10-14") == expected


def test_an_approval_that_comes_last_begins_the_term() -> None:
    told = facts([TEACHER], courses("2026-06-02", "2026-06-14"), [("A", "2026-07-01")])

    assert [state(told, each) for each in ("2026-06-13", "2026-06-14", "2026-06-30", "2026-07-01")] == [
        "in-progress",
        "awaiting-approval",
        "awaiting-approval",
        "active",
    ]
    assert through(on(told, "2026-07-01")) == "2028-06-30"


def test_courses_go_stale_while_an_approval_is_awaited() -> None:
    told = facts([TEACHER], courses("2024-10-02", "2025-08-14"), [("A", "2026-09-01")])

    assert [state(told, each) for each in ("2026-06-30", "2026-07-01", "2026-09-01")] == [
        "awaiting-approval",
        "in-progress",
        "in-progress",
    ]


def test_an_approval_for_another_school_is_none() -> None:
    told = facts([TEACHER], courses("2025-10-02", "2025-10-14"), [("B", "2025-10-14")])

    assert state(told, "2025-10-15") == "awaiting-approval"


def test_an_approval_never_lengthens_a_running_term() -> None:
    jobs = [CLERK, job("2020-08-01", role="Teacher", location="B")]
    told = facts(jobs, courses("2025-10-02", "2025-10-14"), [("B", "2026-09-01")])

    assert [through(on(told, each)) for each in ("2026-08-31", "2026-09-01")] == ["2027-06-30"] * 2


@pytest.mark.parametrize(("approved", "expected"), [("2027-06-30", "lapsed"), ("2027-07-01", "active")])
def test_an_approval_is_asked_again_after_a_lapse(approved: str, expected: str) -> None:
    told = facts(
        [TEACHER],
        courses("2025-10-02", "2025-10-14") + courses("2027-08-01", "2027-08-10"),
        [("A", "2025-10-14"), ("A", approved)],
    )

    assert state(told, "2027-08-10") == expected


def test_an_approval_is_not_asked_again_at_a_renewal() -> None:
    told = facts([TEACHER], courses("2025-10-02", "2025-10-14") + done("Q", "2027-04-01"), [("A", "2025-10-14")])

    assert through(on(told, "2027-04-01")) == "2029-06-30"


def test_a_required_course_that_no_longer_counts_is_progress_all_the_same() -> None:
    told = facts([CLERK], done("E", "2021-10-02"))

    assert [state(told, each) for each in ("2021-10-01", "2021-10-02", "2026-10-02")] == [
        "none",
        "in-progress",
        "in-progress",
    ]


def test_the_quiz_alone_is_no_progress() -> None:
    assert state(facts([CLERK], done("Q", "2025-10-02")), "2025-10-02") == "none"


def test_after_a_lapse_the_quiz_alone_will_do_where_policy_says_so() -> None:
    lenient = other_policy(after_lapse=AfterLapse.QUIZ)
    told = facts([CLERK], courses("2025-10-02", "2025-10-14") + done("Q", "2027-08-05"))

    assert [state(told, each, lenient) for each in ("2027-08-04", "2027-08-05")] == ["lapsed", "active"]
    assert through(on(told, "2027-08-05", lenient)) == "2029-06-30"
    assert state(told, "2027-08-05") == "lapsed"


def test_after_a_lapse_the_courses_will_do_where_the_quiz_would() -> None:
    told = facts([CLERK], courses("2025-10-02", "2025-10-14") + courses("2027-08-01", "2027-08-05"))

    assert state(told, "2027-08-05", other_policy(after_lapse=AfterLapse.QUIZ)) == "active"


def test_the_quiz_makes_no_first_term_whatever_policy_says() -> None:
    lenient = other_policy(after_lapse=AfterLapse.QUIZ)

    assert state(facts([CLERK], done("Q", "2025-10-14")), "2025-10-14", lenient) == "none"


def test_after_a_lapse_the_quiz_does_not_stand_for_the_approval() -> None:
    lenient = other_policy(after_lapse=AfterLapse.QUIZ)
    told = facts([TEACHER], courses("2025-10-02", "2025-10-14") + done("Q", "2027-08-05"), [("A", "2025-10-14")])

    assert state(told, "2027-08-05", lenient) == "lapsed"


def test_courses_done_on_the_first_day_without_access_keep_it_unbroken() -> None:
    told = facts([CLERK], courses("2025-10-02", "2025-10-14") + courses("2027-07-01", "2027-07-01"))
    found = on(told, "2027-07-01")

    assert found is not None
    assert (found.state, found.since, through(found)) == ("active", day("2025-10-14"), "2029-06-30")


@pytest.mark.parametrize(("last", "expected"), [("2026-02-01", "ended"), ("2026-02-02", "active")])
def test_after_a_term_ran_out_without_a_job_facts_count_from_its_end(last: str, expected: str) -> None:
    """The job ended on February 1, the term with the school year; courses of between count for a new term."""
    told = facts(
        [job("2020-08-01", "2026-02-02"), job("2027-08-01")],
        courses("2024-10-02", "2024-10-14") + courses(last, "2026-10-14"),
    )

    assert [state(told, each) for each in ("2027-07-31", "2027-08-01")] == ["ended", expected]


def test_a_policy_that_asks_for_less_makes_enough_what_was_not() -> None:
    """The term begins on the first day of that policy, not on the day of the course."""
    tracks = tuple(dataclasses.replace(each, courses=each.courses[1:]) for each in POLICY.tracks)
    less = other_policy(number=2, starts=day("2026-09-01"), tracks=tracks)
    told = facts([CLERK], done("H", "2026-03-01"))
    found = on(told, "2026-09-01", POLICY, less)

    assert state(told, "2026-08-31", POLICY, less) == "in-progress"
    assert found is not None
    assert (found.state, found.policy_version, through(found)) == ("active", 2, "2028-06-30")


def test_a_course_that_only_a_later_policy_asks_for_counts_under_it() -> None:
    tracks = tuple(dataclasses.replace(each, courses=("IC-BASICS",)) for each in POLICY.tracks)
    other = other_policy(number=2, starts=day("2026-09-01"), tracks=tracks)
    told = facts([CLERK], done("IC-BASICS", "2026-08-15", "2026-09-15"))

    assert [state(told, each, POLICY, other) for each in ("2026-08-31", "2026-09-01")] == ["none", "active"]


def test_a_policy_that_asks_for_more_takes_nothing_that_was_granted() -> None:
    first = other_policy(tracks=tuple(dataclasses.replace(each, courses=each.courses[:1]) for each in POLICY.tracks))
    more = other_policy(number=2, starts=day("2026-09-01"))
    told = facts([CLERK], done("E", "2025-10-01"))

    assert [through(on(told, each, first, more)) for each in ("2025-10-01", "2026-09-01")] == ["2027-06-30"] * 2


def test_the_version_of_the_renewal_governs_the_years_it_adds_and_no_others() -> None:
    """From July 2027 on, the new version has no track for office professionals."""
    without = other_policy(number=2, starts=day("2027-01-15"), tracks=POLICY.tracks[1:], term_school_years=3)
    told = facts([CLERK], courses("2025-10-02", "2025-10-14") + done("Q", "2027-04-01"))

    found = on(told, "2027-04-01", POLICY, without)
    assert found is not None
    assert (found.state, found.policy_version, through(found)) == ("active", 1, "2027-06-30")
    assert found.term_ends == day("2030-07-01")
    assert [state(told, each, POLICY, without) for each in ("2027-06-30", "2027-07-01")] == ["active", "ended"]
