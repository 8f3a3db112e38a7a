"""What speaks against a case as it was typed, beside what a form sees of each field by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from support.rules.contacts import Request, may_request
from support.rules.kinds import TECHNICAL, CaseType

MOST_PEOPLE = 20
LONGEST_ID = 40
_PARTED = re.compile(r"[\s,;]+")


class SubmitProblem(StrEnum):
    """Why a case is not submitted."""

    DUE_PASSED = "due-passed"
    NOT_TECHNICAL = "not-technical"
    """Updates and sandboxes are asked for by technical contacts, where the hosting leaves them to the organization."""
    NOT_HOSTED = "not-hosted"
    """What stands on servers of its own has no outage of ours."""
    NO_STEPS = "no-steps"
    NOBODY_NAMED = "nobody-named"
    """Words about a student are shown by the right to a record: whose has to be said."""
    TOO_MANY = "too-many"


@dataclass(frozen=True)
class Asked:
    """What of a case is decided together. `kind` and `hosting` are the contact’s and the organization’s."""

    type: CaseType
    kind: str
    hosting: str
    due_on: date | None
    steps: str
    people: tuple[str, ...]
    has_student_data: bool


def problems(asked: Asked, *, today: date) -> tuple[SubmitProblem, ...]:
    """Everything that speaks against it."""
    found = []
    if asked.due_on is not None and asked.due_on < today:
        found.append(SubmitProblem.DUE_PASSED)
    if asked.type in TECHNICAL and Request(asked.type.value) not in may_request(asked.kind, asked.hosting):
        found.append(SubmitProblem.NOT_TECHNICAL)
    if asked.type is CaseType.OUTAGE and not is_hosted(asked.hosting):
        found.append(SubmitProblem.NOT_HOSTED)
    if asked.type is CaseType.PROBLEM and not asked.steps:
        found.append(SubmitProblem.NO_STEPS)
    if asked.has_student_data and not asked.people:
        found.append(SubmitProblem.NOBODY_NAMED)
    if len(asked.people) > MOST_PEOPLE:
        found.append(SubmitProblem.TOO_MANY)
    return tuple(found)


def is_hosted(hosting: str) -> bool:
    """Whether an organization’s software stands with us."""
    return hosting != "on-site"


def ids_in(typed: str) -> tuple[str, ...]:
    """The ids of people in what was typed, each once, in their order."""
    return tuple(dict.fromkeys(each[:LONGEST_ID] for each in _PARTED.split(typed) if each))
