"""What holds whatever the facts: their order, their number, and what is known later change nothing before."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from household.access.rules.answers import ReasonCode, RequirementKind, State
from household.access.rules.facts import Approval, Completion, Facts, Grant, Job, Revocation
from household.access.rules.history import history, holding
from household.access.rules.policy import AfterLapse, AfterReturn, OnChange, Policy
from household.access.rules.quiz import quiz_window
from household.access.rules.standing import standing_on
from tests.household.access.telling import JULY, OFFICE, POLICY, day, other_policy

FIRST = day("2025-01-01")
LATE = date.max
COURSES = ("IC-ENROLLMENT", "IC-HOUSEHOLD", "IC-HOUSEHOLD-RECERT")
TURNS = [
    date(year, month, number) for year in range(2025, 2030) for month, number in ((3, 31), (4, 1), (6, 30), (7, 1))
]

days = st.one_of(st.sampled_from(TURNS), st.integers(0, 1800).map(lambda number: FIRST + timedelta(number)))
lengths = st.integers(1, 900).map(timedelta)


@st.composite
def jobs(draw: st.DrawFn) -> Job:
    starts = draw(days)
    ends = draw(st.none() | lengths.map(lambda length: starts + length))
    leaves = draw(st.none() | st.sampled_from([0, 0, 30]).map(timedelta))
    category, role, team = draw(
        st.sampled_from(
            [
                ("school", OFFICE, ""),
                ("school", OFFICE, ""),
                ("school", "Teacher", ""),
                ("central", "Analyst", "Home School"),
                ("central", "Analyst", "Executive"),
                ("", OFFICE, ""),
            ]
        )
    )
    return Job(
        starts,
        ends,
        category,
        role,
        team,
        draw(st.sampled_from("AB")),
        employed_from=draw(st.none() | st.sampled_from([0, 10]).map(lambda before: starts - timedelta(before))),
        employed_until=None if ends is None or leaves is None else ends + leaves,
    )


@st.composite
def revocations(draw: st.DrawFn) -> Revocation:
    starts = draw(days)
    ends = draw(st.none() | lengths.map(lambda length: starts + length))
    return Revocation(
        starts, ends, None if ends is None else draw(st.none() | lengths.map(lambda length: ends + length))
    )


@st.composite
def grants(draw: st.DrawFn) -> Grant:
    starts = draw(days)
    return Grant(starts, starts + draw(lengths))


def few(of: st.SearchStrategy[object], most: int) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=most).map(tuple)


some = st.builds(
    Facts,
    jobs=few(jobs(), 3),
    completions=few(st.builds(Completion, st.sampled_from((*COURSES, *COURSES[:2])), days), 8),
    approvals=few(st.builds(Approval, st.sampled_from("AB"), days), 2),
    revocations=few(revocations(), 1),
    grants=few(grants(), 2),
)


@st.composite
def trained(draw: st.DrawFn) -> Facts:
    """Someone who has both courses in order, besides whatever else."""
    more = draw(some)
    first = draw(days)
    last = first + timedelta(draw(st.integers(0, 40)))
    both = (Completion("IC-ENROLLMENT", first), Completion("IC-HOUSEHOLD", last))
    return dataclasses.replace(more, completions=(*more.completions, *both))


people = st.one_of(some, trained(), trained())

versions = st.builds(
    other_policy,
    term_school_years=st.sampled_from([1, 2, 2, 3]),
    course_fresh_school_years=st.sampled_from([0, 1, 1, 2]),
    window_opens=st.sampled_from(["04-01", "04-01", "07-01", "09-15"]),
    on_job_change=st.sampled_from([*OnChange, OnChange.REASSESS]),
    on_location_change=st.sampled_from([*OnChange, OnChange.REASSESS]),
    after_lapse=st.sampled_from(list(AfterLapse)),
    after_return=st.sampled_from(list(AfterReturn)),
)


@st.composite
def policies(draw: st.DrawFn) -> tuple[Policy, ...]:
    first = draw(versions)
    if draw(st.booleans()):
        return (first,)
    tracks = draw(st.sampled_from([POLICY.tracks, POLICY.tracks[1:], tuple(_with_one_course())]))
    return (first, dataclasses.replace(draw(versions), number=2, starts=draw(days), tracks=tracks))


def _with_one_course() -> list[object]:
    return [dataclasses.replace(each, courses=each.courses[1:]) for each in POLICY.tracks]


year_starts = st.sampled_from([JULY, JULY, "08-15", "01-01"])
EXAMPLES = 150
thorough = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@thorough
@given(people, policies(), year_starts, st.randoms(use_true_random=False))
def test_the_order_of_the_facts_never_matters(told: Facts, rules: tuple[Policy, ...], starts: str, chance) -> None:
    def shuffled(facts: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(chance.sample(facts, len(facts)))

    other = Facts(*(shuffled(getattr(told, name)) for name in Facts.__slots__))

    assert history(other, shuffled(rules), year_starts=starts) == history(told, rules, year_starts=starts)


@thorough
@given(people, policies(), year_starts)
def test_a_fact_told_twice_counts_once(told: Facts, rules: tuple[Policy, ...], starts: str) -> None:
    twice = Facts(*(getattr(told, name) * 2 for name in Facts.__slots__))

    assert history(twice, rules, year_starts=starts) == history(told, rules, year_starts=starts)


@thorough
@given(people, policies(), year_starts)
def test_segments_follow_one_another_from_the_first_fact_to_for_ever(
    told: Facts, rules: tuple[Policy, ...], starts: str
) -> None:
    segments = history(told, rules, year_starts=starts)
    first = [
        *(each.starts for each in (*told.jobs, *told.revocations, *told.grants)),
        *(each.completed_on for each in told.completions),
        *(each.approved_on for each in told.approvals),
    ]

    assert [each.starts for each in segments[:1]] == sorted(first)[:1]
    assert [each.ends for each in segments[-1:]] == [None for _ in segments[-1:]]
    assert all(one.ends == other.starts and one.starts < other.starts for one, other in pairwise(segments))
    assert all(one[2:] != other[2:] for one, other in pairwise(segments))


@thorough
@given(people, policies(), year_starts)
def test_days_of_access_lie_inside_what_the_segment_says(told: Facts, rules: tuple[Policy, ...], starts: str) -> None:
    """Active on the last day and not on the next: a segment of access is over where it said at the latest."""
    for each in history(told, rules, year_starts=starts):
        if each.has_access:
            assert each.since is not None
            assert each.access_ends is not None
            assert each.ends is not None
            assert each.since <= each.starts < each.ends <= each.access_ends
            assert told.grants or each.access_ends <= (each.term_ends or each.access_ends)
        elif each.access_ends is not None:
            assert each.since is not None
            assert each.since < each.access_ends <= each.starts


@thorough
@given(people, policies(), year_starts, days)
def test_what_is_known_later_changes_no_day_before(
    told: Facts, rules: tuple[Policy, ...], starts: str, on: date
) -> None:
    known = Facts(
        jobs=tuple(each for each in told.jobs if each.starts <= on),
        completions=tuple(each for each in told.completions if each.completed_on <= on),
        approvals=tuple(each for each in told.approvals if each.approved_on <= on),
        revocations=tuple(each for each in told.revocations if each.starts <= on),
        grants=tuple(each for each in told.grants if each.starts <= on),
    )

    now = holding(history(told, rules, year_starts=starts), on)
    then = holding(history(known, rules, year_starts=starts), on)

    assert (now.state, now.since, now.track, now.term_ends) == (then.state, then.since, then.track, then.term_ends)


@thorough
@given(people, policies(), year_starts)
def test_access_runs_through_the_day_it_was_said_to_where_nothing_new_is_learned(
    told: Facts, rules: tuple[Policy, ...], starts: str
) -> None:
    for segment in history(told, rules, year_starts=starts):
        on = segment.starts
        known = Facts(
            jobs=told.jobs,
            completions=tuple(each for each in told.completions if each.completed_on <= on),
            approvals=tuple(each for each in told.approvals if each.approved_on <= on),
        )
        in_force = [each for each in rules if each.starts <= on] or rules[:1]
        segments = history(known, in_force, year_starts=starts)
        now = holding(segments, on)
        if now.has_access:
            assert now.access_ends == next(each.starts for each in segments if each.starts > on and not each.has_access)


@thorough
@given(people, policies(), year_starts, days)
def test_an_irrelevant_completion_changes_nothing(
    told: Facts, rules: tuple[Policy, ...], starts: str, on: date
) -> None:
    more = dataclasses.replace(told, completions=(Completion("CPR", on), *told.completions))

    assert history(more, rules, year_starts=starts) == history(told, rules, year_starts=starts)


@thorough
@given(people, policies(), year_starts, days)
def test_the_answer_of_a_day_agrees_with_the_history(
    told: Facts, rules: tuple[Policy, ...], starts: str, on: date
) -> None:
    segment = holding(history(told, rules, year_starts=starts), on)
    answer = standing_on(told, rules, on, year_starts=starts)

    assert (answer.state, answer.since, answer.track) == (segment.state, segment.since, segment.track)
    assert answer.policy_version == segment.policy_version
    assert answer.through == (segment.access_ends and segment.access_ends - timedelta(days=1))
    assert answer.reasons != ()
    if answer.has_access and all(each.code is not ReasonCode.GIVEN_BY_HAND for each in answer.reasons):
        assert all(each.missing is None for each in answer.requirements if each.kind != "recertification")
    if answer.has_access:
        assert answer.counted[-1].through == answer.through
    else:
        assert answer.next_steps != () or answer.state is State.ENDED


@thorough
@given(people, policies(), year_starts)
def test_meeting_all_that_is_missing_gives_the_access_that_was_promised(
    told: Facts, rules: tuple[Policy, ...], starts: str
) -> None:
    for segment in history(told, rules, year_starts=starts):
        on = segment.starts
        answer = standing_on(told, rules, on, year_starts=starts)
        if answer.through_if_met is None:
            continue
        missing = [each for each in answer.requirements if each.missing]
        courses = [Completion(each.course, on) for each in missing if each.kind is RequirementKind.COURSE]
        approvals = [Approval(each.location, on) for each in missing if each.kind is RequirementKind.APPROVAL]
        more = Facts(told.jobs, (*told.completions, *courses), (*told.approvals, *approvals))

        then = standing_on(more, rules, on, year_starts=starts)

        assert then.has_access
        assert then.through is not None
        assert then.through >= answer.through_if_met


@thorough
@given(people, policies(), year_starts, days)
def test_a_quiz_that_may_be_opened_helps_and_one_that_may_not_changes_nothing_that_day(
    told: Facts, rules: tuple[Policy, ...], starts: str, on: date
) -> None:
    known = dataclasses.replace(told, completions=tuple(each for each in told.completions if each.completed_on <= on))
    window = quiz_window(known, rules, on, year_starts=starts)
    passed = dataclasses.replace(known, completions=(*known.completions, Completion(COURSES[2], on)))

    before = holding(history(known, rules, year_starts=starts), on)
    after = holding(history(passed, rules, year_starts=starts), on)

    if window.refusal is not None:
        assert (after.state, after.access_ends) == (before.state, before.access_ends)
    elif before.has_access:
        assert after.has_access
        assert (after.term_ends or on) > (before.term_ends or on)


@thorough
@given(people, policies(), year_starts, days)
def test_a_grant_gives_access_on_its_days_while_a_job_stands_unless_it_is_revoked(
    told: Facts, rules: tuple[Policy, ...], starts: str, on: date
) -> None:
    without = holding(history(dataclasses.replace(told, grants=()), rules, year_starts=starts), on)
    now = holding(history(told, rules, year_starts=starts), on)

    if any(each.holds(on) for each in told.revocations):
        assert now.state is State.REVOKED
    elif without.has_access:
        assert now.has_access
    elif now.has_access:
        assert any(each.starts <= on < each.ends for each in told.grants)
        assert any(
            each.starts <= on < min(each.ends or date.max, each.employed_until or date.max) for each in told.jobs
        )
    assert now.term_ends == without.term_ends
