"""What a draft does to one person: the first day that differs, and how."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from household.access.rules.facts import Facts
from household.access.rules.history import history
from household.access.rules.policy import Policy, policy_in_force
from household.access.rules.rehearsal import Affected, affected
from tests.household.access.telling import JULY, POLICY, courses, day, facts, job, other_policy

STARTS = "2026-12-01"
CLERK = facts([job("2020-08-01")], courses("2025-10-02", "2025-10-14"))
TEACHER = facts([job("2020-08-01", role="Teacher")], courses("2025-10-02", "2025-10-14"))
ANALYST = facts([job("2020-08-01", category="central", team="Home School")], courses("2025-10-02", "2025-10-14"))


def draft(starts: str = STARTS, number: int = 3, **changes: Any) -> Policy:
    return other_policy(number=number, starts=day(starts), **changes)


def effect(told: Facts, *before: Policy, by: Policy) -> tuple[str, str, str | None, str | None] | None:
    versions = (POLICY, *before)
    found: Affected | None = affected(
        history(told, versions, year_starts=JULY),
        history(told, (*versions, by), year_starts=JULY),
        facts=told,
        current=policy_in_force(versions, by.starts),
        draft=by,
    )
    if found is None:
        return None
    ends = [None if each is None else str(each) for each in (found.was_ends, found.ends)]
    return found.effect.value, str(found.day), ends[0], ends[1]


NO_APPROVAL = (POLICY.tracks[0], *(replace(each, approval=False) for each in POLICY.tracks[1:]))


@pytest.mark.parametrize(
    ("told", "by", "outcome"),
    [
        (CLERK, draft(), None),
        (CLERK, draft(term_school_years=1), None),
        (CLERK, draft(course_fresh_school_years=0), None),
        (facts(), draft(), None),
        (TEACHER, draft(tracks=NO_APPROVAL), ("gains", STARTS, None, "2028-07-01")),
        (CLERK, draft(tracks=POLICY.tracks[1:]), None),
        (ANALYST, draft(central_teams=("Summer School",)), ("not-renewable", "2027-07-01", "2027-07-01", "2027-07-01")),
        (
            facts([job("2026-12-20", role="Teacher")], courses("2025-10-02", "2025-10-14")),
            draft(tracks=NO_APPROVAL),
            ("gains", "2026-12-20", None, "2028-07-01"),
        ),
        (
            facts([job("2020-08-01", "2027-02-01")], courses("2025-10-02", "2025-10-14")),
            draft(tracks=POLICY.tracks[2:]),
            None,
        ),
        (
            facts([job("2020-08-01", category="central", team="Payroll")], courses("2025-10-02", "2025-10-14")),
            draft(central_teams=("Summer School",)),
            None,
        ),
    ],
)
def test_terms_that_run_stay_and_what_is_missing_may_be_asked_no_more(
    told: Facts, by: Policy, outcome: tuple[str, str, str | None, str | None] | None
) -> None:
    assert effect(told, by=by) == outcome


WIDE = other_policy(number=2, starts=day("2026-12-01"), tracks=NO_APPROVAL)


@pytest.mark.parametrize(
    ("by", "outcome"),
    [
        (draft(), ("loses", STARTS, "2028-07-01", None)),
        (draft("2027-01-10"), None),
        (draft(tracks=NO_APPROVAL, term_school_years=1), ("shorter", "2027-07-01", "2028-07-01", "2027-07-01")),
        (draft(tracks=NO_APPROVAL, term_school_years=3), ("longer", "2028-07-01", "2028-07-01", "2029-07-01")),
    ],
)
def test_a_draft_that_comes_before_a_version_has_begun_changes_what_that_one_would_give(
    by: Policy, outcome: tuple[str, str, str | None, str | None] | None
) -> None:
    assert effect(TEACHER, WIDE, by=by) == outcome
