"""Why the answer is what it is, what to do next, what the job needs, and how the last day is counted."""

from __future__ import annotations

import dataclasses

import pytest

from household.access.rules.answers import Answer, Line, LineCode, Reason, ReasonCode, RequirementKind, Step, StepCode
from household.access.rules.facts import Facts
from household.access.rules.policy import AfterLapse, OnChange, Policy
from household.access.rules.standing import standing_on
from tests.household.access.telling import JULY, POLICY, courses, day, done, facts, job, other_policy

SINCE = "2020-08-01"
CLERK = job(SINCE)
TEACHER = job(SINCE, role="Teacher")
FIRST = courses("2025-10-02", "2025-10-14")
BECAME_TEACHER = facts([job(SINCE, "2026-02-02"), job("2026-02-02", role="Teacher")], FIRST)


def answer(told: Facts, on: str, *policies: Policy) -> Answer:
    return standing_on(told, policies or (POLICY,), day(on), year_starts=JULY)


def codes(found: Answer) -> list[str]:
    return [each.code.value for each in found.reasons]


def steps(found: Answer) -> list[tuple[str, str]]:
    return [(each.code.value, each.course or each.location) for each in found.next_steps]


def test_access_names_the_day_the_last_requirement_was_met_and_waits_for_the_window() -> None:
    found = answer(facts([CLERK], FIRST), "2026-01-01")

    assert found.reasons == (Reason(ReasonCode.REQUIREMENTS_MET, day=day("2025-10-14"), track="office-professional"),)
    assert found.next_steps == (Step(StepCode.WAIT_FOR_WINDOW, day=day("2027-04-01")),)
    assert (found.since, found.through, found.window_opens) == (day("2025-10-14"), day("2027-06-30"), day("2027-04-01"))
    assert found.through_if_met is None


def test_an_open_window_asks_for_the_quiz_by_the_last_day() -> None:
    found = answer(facts([CLERK], FIRST), "2027-04-01")

    assert found.reasons[1] == Reason(ReasonCode.WINDOW_OPEN, day=day("2027-04-01"), last_day=day("2027-06-30"))
    assert found.next_steps == (Step(StepCode.TAKE_QUIZ, course="IC-HOUSEHOLD-RECERT", last_day=day("2027-06-30")),)
    assert found.requirements[-1].kind is RequirementKind.RECERTIFICATION
    assert found.requirements[-1].missing is not None


def test_a_renewal_is_named_and_ticked_until_the_next_window() -> None:
    found = answer(facts([CLERK], FIRST + done("Q", "2027-04-05")), "2027-07-01")

    assert codes(found) == ["requirements-met", "renewed"]
    assert (found.requirements[-1].kind, found.requirements[-1].day) == ("recertification", day("2027-04-05"))
    assert steps(found) == [("wait-for-window", "")]


def test_a_job_that_ends_first_is_named_and_leaves_nothing_to_do() -> None:
    found = answer(facts([job(SINCE, "2026-03-01")], FIRST), "2026-01-01")

    assert found.reasons[-1] == Reason(ReasonCode.JOB_ENDS_FIRST, day=day("2026-02-28"))
    assert found.next_steps == ()
    assert found.counted[-2:] == (
        Line(LineCode.JOB_ENDS, through=day("2026-02-28")),
        Line(LineCode.LAST_DAY, through=day("2026-02-28")),
    )


def test_what_was_not_taken_is_to_be_taken() -> None:
    found = answer(facts([CLERK]), "2026-11-18")

    assert codes(found) == ["not-taken", "not-taken"]
    assert steps(found) == [("take-course", "IC-ENROLLMENT"), ("take-course", "IC-HOUSEHOLD")]
    assert found.through_if_met == day("2028-06-30")


def test_how_the_last_day_would_be_counted_is_told_before_there_is_access() -> None:
    found = answer(facts([CLERK], done("E", "2026-10-28")), "2026-11-17")

    assert found.counted == (
        Line(LineCode.LAST_REQUIREMENT, day=day("2026-11-17")),
        Line(LineCode.FIRST_YEAR, school_year="2026-27", through=day("2027-06-30"), count=1),
        Line(LineCode.NEXT_YEAR, school_year="2027-28", through=day("2028-06-30"), count=2),
        Line(LineCode.LAST_DAY, through=day("2028-06-30")),
    )


def test_the_years_of_a_renewal_are_counted_after_the_first_ones() -> None:
    found = answer(facts([CLERK], FIRST + done("Q", "2027-04-05")), "2027-04-05")

    assert [(each.code.value, each.school_year) for each in found.counted] == [
        ("last-requirement", ""),
        ("first-year", "2025-26"),
        ("next-year", "2026-27"),
        ("renewed-year", "2027-28"),
        ("renewed-year", "2028-29"),
        ("last-day", ""),
    ]


def test_a_course_too_old_is_to_be_retaken() -> None:
    found = answer(facts([CLERK], courses("2023-10-02", "2026-10-02")), "2026-11-18")

    assert found.reasons[0] == Reason(
        ReasonCode.TOO_OLD, course="IC-ENROLLMENT", day=day("2023-10-02"), not_before=day("2025-07-01")
    )
    assert found.reasons[1] == Reason(
        ReasonCode.BEFORE_PREREQUISITE, course="IC-HOUSEHOLD", day=day("2026-10-02"), after="IC-ENROLLMENT"
    )
    assert steps(found) == [("retake-course", "IC-ENROLLMENT"), ("retake-course", "IC-HOUSEHOLD")]


def test_a_course_taken_before_its_prerequisite_alone_is_to_be_retaken() -> None:
    found = answer(facts([CLERK], courses("2026-10-02", "2026-10-01")), "2026-11-18")

    assert codes(found) == ["before-prerequisite"]
    assert [each.day for each in found.requirements] == [day(SINCE), day("2026-10-02"), None]


def test_courses_whose_term_is_over_ask_for_the_last_one_again() -> None:
    """Of a policy of one school year, a course of last year is fresh, and the term it gave is over."""
    policy = other_policy(term_school_years=1)
    found = answer(facts([job("2026-08-01")], courses("2026-05-01", "2026-05-04")), "2026-08-01", policy)

    assert found.reasons == (Reason(ReasonCode.TOO_OLD, course="IC-HOUSEHOLD", day=day("2026-05-04")),)
    assert steps(found) == [("retake-course", "IC-HOUSEHOLD")]


def test_after_a_lapse_each_course_says_that_it_is_of_before() -> None:
    found = answer(facts([CLERK], FIRST + done("E", "2027-07-05")), "2027-07-06")

    assert found.reasons == (
        Reason(ReasonCode.NOT_RENEWED, last_day=day("2027-06-30")),
        Reason(ReasonCode.BEFORE_LAPSE, course="IC-HOUSEHOLD", day=day("2025-10-14"), not_before=day("2027-07-01")),
    )
    assert steps(found) == [("retake-course", "IC-HOUSEHOLD")]
    assert found.requirements[1].day == day("2027-07-05")


def test_after_a_lapse_the_quiz_is_offered_first_where_it_will_do() -> None:
    found = answer(facts([CLERK], FIRST), "2027-07-06", other_policy(after_lapse=AfterLapse.QUIZ))

    assert [each.code.value for each in found.next_steps] == ["take-quiz", "retake-course", "retake-course"]
    assert found.next_steps[0].last_day is None


def test_a_change_of_job_says_which_requirement_the_new_one_adds() -> None:
    """Example 11."""
    found = answer(BECAME_TEACHER, "2026-02-02")

    assert found.reasons == (
        Reason(
            ReasonCode.JOB_CHANGED,
            day=day("2026-02-02"),
            track="other-school-role",
            job_role="Teacher",
            location="A",
        ),
        Reason(ReasonCode.APPROVAL_MISSING, location="A"),
    )
    assert steps(found) == [("ask-approval", "A")]
    assert [each.missing is None for each in found.requirements] == [True, True, True, False]
    assert (found.through, found.through_if_met) == (day("2026-02-01"), day("2027-06-30"))


def test_what_would_follow_ends_with_the_job_where_that_is_known_to_end() -> None:
    jobs = [job(SINCE, "2026-02-02"), job("2026-02-02", "2026-06-01", role="Teacher")]
    new = answer(facts([job(SINCE, "2026-12-01")]), "2026-02-02")

    assert answer(facts(jobs, FIRST), "2026-02-02").through_if_met == day("2026-05-31")
    assert new.through_if_met == day("2026-11-30")


def test_a_change_that_policy_lets_end_access_says_so() -> None:
    found = answer(BECAME_TEACHER, "2026-02-02", other_policy(on_job_change=OnChange.END))

    assert codes(found)[:2] == ["change-ends-access", "before-end"]
    assert found.through_if_met == day("2027-06-30")


def test_a_change_to_a_job_without_a_track_leads_to_the_district() -> None:
    told = facts([job(SINCE, "2026-02-02"), job("2026-02-02", category="central", team="Executive")], FIRST)
    found = answer(told, "2026-02-02")

    assert codes(found) == ["job-changed", "no-track"]
    assert (found.next_steps, found.through_if_met) == ((Step(StepCode.ASK_DOTS),), None)


def test_the_end_of_a_second_job_is_named_where_the_other_does_not_fit() -> None:
    told = facts([job("2021-08-01", "2026-02-02"), job(SINCE, role="Teacher", location="B")], FIRST)
    found = answer(told, "2026-02-02")

    assert found.reasons[0] == Reason(ReasonCode.JOB_ENDED, last_day=day("2026-02-01"))
    assert steps(found) == [("ask-approval", "B")]


def test_a_departure_is_told_from_a_gap() -> None:
    gone = answer(facts([job(SINCE, "2026-03-11", employed_until="2026-03-11")], FIRST), "2026-03-11")
    gap = answer(facts([job(SINCE, "2026-03-11"), job("2026-05-01")], FIRST), "2026-03-11")

    assert gone.reasons == (Reason(ReasonCode.EMPLOYMENT_ENDED, last_day=day("2026-03-10")),)
    assert gap.reasons == (Reason(ReasonCode.JOB_ENDED, last_day=day("2026-03-10")),)
    assert (gone.next_steps, gap.next_steps) == ((Step(StepCode.ASK_DOTS),), (Step(StepCode.ASK_DOTS),))


@pytest.mark.parametrize("hired", ["2026-03-11", "2026-03-01"])
def test_an_employment_that_another_follows_at_once_is_no_departure(hired: str) -> None:
    gone = job(SINCE, "2026-03-11", employed_until="2026-03-11")
    found = answer(facts([gone, job("2026-05-01", employed_from=hired)], FIRST), "2026-04-01")

    assert found.reasons == (Reason(ReasonCode.JOB_ENDED, last_day=day("2026-03-10")),)


def test_an_employment_that_another_followed_is_not_named_when_that_one_is_over() -> None:
    gone = job(SINCE, "2026-03-11", employed_until="2026-03-11")
    found = answer(facts([gone, job("2026-03-11", "2026-05-01")], FIRST), "2026-05-01")

    assert found.reasons == (Reason(ReasonCode.JOB_ENDED, last_day=day("2026-04-30")),)


def test_a_return_says_that_everything_is_asked_again() -> None:
    """Example 15."""
    told = facts([job(SINCE, "2026-03-11", employed_until="2026-03-11"), job("2026-08-03")], FIRST)
    found = answer(told, "2026-08-03")

    assert found.reasons[0] == Reason(ReasonCode.RETURNED, day=day("2026-08-03"))
    assert codes(found)[1:] == ["before-return", "before-return"]
    assert found.through_if_met == day("2028-06-30")


def test_a_policy_that_no_longer_lists_the_job_is_named() -> None:
    without = other_policy(number=2, starts=day("2027-01-15"), tracks=POLICY.tracks[1:])
    told = facts([CLERK], FIRST + done("Q", "2027-04-01"))
    found = answer(told, "2027-07-01", POLICY, without)

    assert found.reasons[0] == Reason(ReasonCode.POLICY_CHANGED, day=day("2027-07-01"))


def test_someone_without_a_job_is_told_so() -> None:
    found = answer(facts(completions=FIRST), "2026-01-01")

    assert found.reasons == (Reason(ReasonCode.NO_JOB),)
    assert found.next_steps == (Step(StepCode.ASK_DOTS),)
    assert found.counted == ()


def test_nobody_is_answered_too() -> None:
    assert answer(facts(), "2026-01-01").reasons == (Reason(ReasonCode.NO_JOB),)


@pytest.mark.parametrize(
    ("approvals", "missing"),
    [
        ([], Reason(ReasonCode.APPROVAL_MISSING, location="A")),
        (
            [("B", "2025-11-01")],
            Reason(ReasonCode.APPROVAL_OTHER_SCHOOL, location="A", day=day("2025-11-01"), other_location="B"),
        ),
    ],
)
def test_an_approval_that_is_missing_says_whether_another_school_gave_one(
    approvals: list[tuple[str, str]], missing: Reason
) -> None:
    found = answer(facts([TEACHER], FIRST, approvals), "2026-01-01")

    assert (found.state, found.reasons) == ("awaiting-approval", (missing,))


def test_an_approval_of_before_the_lapse_is_asked_again() -> None:
    found = answer(facts([TEACHER], FIRST, [("A", "2025-11-01")]), "2027-07-01")

    assert found.reasons[-1] == Reason(
        ReasonCode.APPROVAL_AGAIN, location="A", day=day("2025-11-01"), not_before=day("2027-07-01")
    )
    assert steps(found)[-1] == ("ask-approval", "A")


def test_an_approval_known_only_later_is_missing_until_then() -> None:
    told = facts([TEACHER], FIRST, [("A", "2026-03-01")])

    assert codes(answer(told, "2026-02-28")) == ["approval-missing"]
    assert answer(told, "2026-03-01").requirements[-1].day == day("2026-03-01")


def test_of_two_jobs_the_one_that_lacks_least_is_spoken_of() -> None:
    two = facts([TEACHER, job(SINCE, location="B")], done("E", "2026-10-01"))
    found = answer(two, "2026-11-18")

    assert (found.requirements[0].location, steps(found)) == ("B", [("take-course", "IC-HOUSEHOLD")])


def test_a_revocation_is_the_only_reason_and_dots_the_only_way() -> None:
    found = answer(facts([CLERK], FIRST, revocations=[("2026-01-10", None)]), "2026-01-11")

    assert found.reasons == (Reason(ReasonCode.REVOKED, day=day("2026-01-10")),)
    assert found.next_steps == (Step(StepCode.ASK_DOTS),)
    assert (found.since, found.through, found.through_if_met) == (day("2025-10-14"), day("2026-01-09"), None)


def test_a_kept_job_lacks_nothing_though_it_was_never_approved() -> None:
    policy = other_policy(on_location_change=OnChange.KEEP)
    jobs = [job(SINCE, "2026-02-02", role="Teacher"), job("2026-02-02", role="Teacher", location="B")]
    found = answer(facts(jobs, FIRST, [("A", "2025-10-01")]), "2026-02-02", policy)

    assert found.state == "active"
    assert [each.kind.value for each in found.requirements] == ["job", "course", "course"]


def test_a_term_the_quiz_made_shows_the_quiz_as_its_evidence() -> None:
    policy = other_policy(after_lapse=AfterLapse.QUIZ)
    found = answer(facts([CLERK], FIRST + done("Q", "2027-08-05")), "2027-08-05", policy)

    assert [(each.kind.value, each.day) for each in found.requirements] == [
        ("job", day(SINCE)),
        ("recertification", day("2027-08-05")),
    ]


def test_nothing_is_said_that_a_later_fact_would_change() -> None:
    told = facts([CLERK], FIRST + done("Q", "2027-05-01"))

    assert answer(told, "2027-04-30") == answer(facts([CLERK], FIRST), "2027-04-30")


def test_a_course_a_policy_added_to_the_track_is_no_gap_in_a_running_term() -> None:
    fewer = other_policy(tracks=tuple(dataclasses.replace(each, courses=each.courses[:1]) for each in POLICY.tracks))
    more = other_policy(number=2, starts=day("2026-09-01"))
    found = answer(facts([CLERK], done("E", "2025-10-01")), "2026-09-01", fewer, more)

    assert [each.course for each in found.requirements] == ["", "IC-ENROLLMENT"]
    assert found.policy_version == 1
