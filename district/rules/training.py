"""When what a training system tells is a completion.

A row of a CSV file is the system's own verdict on the course: its status is read. Statements (xAPI) come in pieces,
one for each thing that happened: which of them make a completion is the *course's rule*, as moveOn is in cmi5.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

FINISHED = ("completed", "passed")
NEVER_FINISHED = ("concluded", "active", "inactive", "enrolled", "registered", "in progress", "failed", "withdrawn")
"""Words that no mapping may read as finished: in Canvas `concluded` says that the course is over for everybody."""


def is_finished(status: str, words: Iterable[str] = FINISHED) -> bool:
    """Whether a training system's word means that the course is done; any case, and no other word."""
    return status.casefold() in words


class CourseRule(StrEnum):
    """Which statements make a completion. What is *satisfied* or *waived* counts under every rule."""

    COMPLETED = "completed"
    PASSED = "passed"
    EITHER = "completed-or-passed"
    """The one of a course for which nobody has set another."""
    BOTH = "completed-and-passed"


_BY_ITSELF = {
    CourseRule.COMPLETED: {"completed"},
    CourseRule.PASSED: {"passed"},
    CourseRule.EITHER: {"completed", "passed"},
    CourseRule.BOTH: set[str](),
}
_VERDICTS = {"satisfied", "waived"}
_BETTER = ("waived", "satisfied", "completed", "passed")
"""Of several on one day the last of these names the completion."""


@dataclass(frozen=True, slots=True, order=True)
class RuleFrom:
    """A course's rule from a day on, until the next begins."""

    starts: date
    rule: CourseRule


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a statement that counts says of one person and one course, on the district's day."""

    on: date
    verb: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A completion: the day, the word it is kept by, the best score of that day."""

    on: date
    status: str
    score: float | None


def rule_on(rules: Sequence[RuleFrom], day: date, *, otherwise: CourseRule = CourseRule.EITHER) -> CourseRule:
    """The rule in force on a day; `rules` in order of their days."""
    begun = [each.rule for each in rules if each.starts <= day]
    return begun[-1] if begun else otherwise


def completions(
    attempts: Iterable[Attempt], rules: Sequence[RuleFrom] = (), *, otherwise: CourseRule = CourseRule.EITHER
) -> list[Done]:
    """The completions of one person in one course, by day. Neither order nor repetition of the attempts matters.

    Where both are asked for, a course is done on the day on which the second of the two was said; each is used once,
    so that doing the course again needs both again.
    """
    found: list[Done] = []
    pending: dict[str, float | None] = {}
    in_order = sorted(set(attempts), key=lambda each: each.on)
    for day, of_day in groupby(in_order, key=lambda each: each.on):
        said: dict[str, float | None] = {}
        for each in of_day:
            said[each.verb] = _best((said.get(each.verb), each.score))
        rule = rule_on(rules, day, otherwise=otherwise)
        counting = {verb: score for verb, score in said.items() if verb in _BY_ITSELF[rule] | _VERDICTS}
        if rule is CourseRule.BOTH:
            pending |= {verb: score for verb, score in said.items() if verb in FINISHED}
            if len(pending) == len(FINISHED):
                counting |= pending
        if counting:
            pending.clear()
            found.append(Done(day, max(counting, key=_BETTER.index), _best(counting.values())))
    return found


def _best(scores: Iterable[float | None]) -> float | None:
    return max((each for each in scores if each is not None), default=None)
