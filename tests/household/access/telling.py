"""What the tests of the decision share: short ways to write facts, and to ask how a person stands."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from household.access.rules.answers import Segment, State
from household.access.rules.facts import Approval, Completion, Facts, Grant, Job, Revocation
from household.access.rules.history import history
from household.access.rules.policy import Policy
from household.access.rules.policy_reading import read_policy

ROOT = Path(__file__).parent.parent.parent.parent
STARTER = tomllib.loads((ROOT / "household" / "access" / "starter.toml").read_text("utf-8"))
JULY = "07-01"
OFFICE = "Office Professional"


def starter_policy() -> Policy:
    """The policy as shipped."""
    policy = read_policy(STARTER, number=1, starts=date(2020, 7, 1))
    assert isinstance(policy, Policy)
    return policy


POLICY = starter_policy()


def other_policy(**changes: Any) -> Policy:
    """The shipped policy with other values."""
    return dataclasses.replace(POLICY, **changes)


def day(text: str) -> date:
    return date.fromisoformat(text)


def job(starts: str, ends: str | None = None, role: str = OFFICE, location: str = "A", **more: Any) -> Job:
    """A job in a school, or whatever `more` makes it. `ends` is the first day without it."""
    for name in ("employed_from", "employed_until"):
        if name in more:
            more[name] = day(more[name])
    more.setdefault("category", "school")
    return Job(day(starts), ends and day(ends), job_role=role, location=location, **more)  # type: ignore[arg-type]


def done(course: str, *days: str) -> tuple[Completion, ...]:
    """`E`, `H`, `Q`: the two courses and the quiz."""
    codes = {"E": "IC-ENROLLMENT", "H": "IC-HOUSEHOLD", "Q": "IC-HOUSEHOLD-RECERT"}
    return tuple(Completion(codes.get(course, course), day(each)) for each in days)


def courses(first: str, last: str) -> tuple[Completion, ...]:
    """Both courses, finished on these days."""
    return (*done("E", first), *done("H", last))


def facts(
    jobs: Sequence[Job] = (),
    completions: Sequence[Completion] = (),
    approvals: Sequence[tuple[str, str]] = (),
    revocations: Sequence[tuple[str, str | None]] = (),
    grants: Sequence[tuple[str, str]] = (),
) -> Facts:
    return Facts(
        jobs=tuple(jobs),
        completions=tuple(completions),
        approvals=tuple(Approval(location, day(on)) for location, on in approvals),
        revocations=tuple(Revocation(day(starts), ends and day(ends)) for starts, ends in revocations),  # type: ignore[arg-type]
        grants=tuple(Grant(day(starts), day(ends)) for starts, ends in grants),
    )


def on(told: Facts, asked: str, *policies: Policy, year_starts: str = JULY) -> Segment | None:
    """The segment that holds the day."""
    segments = history(told, policies or (POLICY,), year_starts=year_starts)
    return next(
        (each for each in segments if each.starts <= day(asked) and (each.ends is None or day(asked) < each.ends)), None
    )


def state(told: Facts, asked: str, *policies: Policy, year_starts: str = JULY) -> str:
    """The state on the day; `none` before the first fact."""
    found = on(told, asked, *policies, year_starts=year_starts)
    return State.NONE if found is None else found.state


def through(segment: Segment | None) -> str | None:
    """The last day of this or the last access."""
    return None if segment is None or segment.access_ends is None else str(segment.access_ends - timedelta(days=1))
