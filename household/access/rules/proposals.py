"""What one administrator may ask for by hand, and who may confirm it: two people, a reason, a last day.

A grant by hand lends access where the facts give none; a reinstatement lifts a revocation, through a day or for good.
Nobody asks or confirms for themselves, and whoever asked does not confirm, by whatever account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from household.access.rules.answers import Answer, ReasonCode, State
from household.access.rules.facts import Facts
from household.access.rules.policy import Policy
from household.access.rules.terms import DAY, first_term_ends

GOOD_FOR = timedelta(days=14)
"""How long after its day a proposal can be confirmed; the last day is the one this long after."""


class Kind(StrEnum):
    """What is asked for."""

    GRANT = "grant"
    REINSTATEMENT = "reinstatement"


class Course(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Refusal(StrEnum):
    """Why nothing is done, the first ground that holds."""

    ONESELF = "oneself"
    SAME_PERSON = "same-person"
    """Whoever proposed it wants to confirm it too."""
    SETTLED = "settled"
    """It was confirmed or withdrawn meanwhile."""
    EXPIRED = "expired"
    ASKED_ALREADY = "asked-already"
    """The same is proposed for this person and open."""
    NOT_REVOKED = "not-revoked"
    REVOKED = "revoked"
    """A grant would change nothing: whoever is revoked stays revoked."""
    NO_JOB = "no-job"
    PAST = "past"
    """The last day is over."""
    TOO_FAR = "too-far"
    """The last day is later than a term that began on the day would give."""
    HAS_ACCESS = "has-access"
    """Through that day or longer already."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. `last_day` is inclusive; None: a reinstatement for good."""

    kind: Kind
    last_day: date | None


def last_day_at_most(policy: Policy, on: date, *, year_starts: str) -> date:
    """The last day that may be asked for: that of a term whose last requirement were met on the day."""
    return first_term_ends(on, policy.term_school_years, year_starts) - DAY


def refusal_of(wish: Wish, facts: Facts, answer: Answer, *, at_most: date, on: date) -> Refusal | None:
    """Why what is asked for cannot be done on the day, by the facts; None: it can. `answer` is that of the day."""
    revoked = answer.state is State.REVOKED
    for_a_while = any(each.code is ReasonCode.REINSTATED_THROUGH for each in answer.reasons)
    if wish.kind is Kind.REINSTATEMENT and not revoked and not for_a_while:
        return Refusal.NOT_REVOKED
    if wish.kind is Kind.GRANT and revoked:
        return Refusal.REVOKED
    if wish.kind is Kind.GRANT and not any(each.stands_on(on) for each in facts.jobs):
        return Refusal.NO_JOB
    if wish.last_day is None:
        return None if wish.kind is Kind.REINSTATEMENT else Refusal.PAST
    if wish.last_day < on:
        return Refusal.PAST
    if wish.last_day > at_most:
        return Refusal.TOO_FAR
    has_it = answer.has_access and answer.through is not None and answer.through >= wish.last_day
    return Refusal.HAS_ACCESS if has_it else None


def course_on(state: str, proposed_on: date, on: date) -> Course:
    """What became of a proposal by the day: an open one is over when its days are."""
    kept = Course(state)
    return Course.EXPIRED if kept is Course.OPEN and on > proposed_on + GOOD_FOR else kept


def refusal_to_settle(course: Course, *, about: int, proposed_by: int, by: int | None) -> Refusal | None:
    """Why the person `by` may not confirm a proposal `about` a person; all are people, not accounts."""
    if by is None or by == about:
        return Refusal.ONESELF
    if by == proposed_by:
        return Refusal.SAME_PERSON
    if course is Course.EXPIRED:
        return Refusal.EXPIRED
    return None if course is Course.OPEN else Refusal.SETTLED
