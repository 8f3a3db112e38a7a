"""Who may answer a request for approval, when it is asked of others, and what a correction may still undo.

Days are the district's. Nobody answers for themselves, nor does whoever stands in for them; who does not lead the
school on the day does not answer for it, whatever they could do yesterday. No answer is never a yes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from district.rules.business_days import Closure, days_after


class Capacity(StrEnum):
    """By what right somebody answers; the first that fits counts."""

    PRINCIPAL = "principal"
    DELEGATE = "delegate"
    """Named by the principal for some days; answers on the principal's behalf."""
    NAMED = "named"
    """Named by DoTS for this one request."""


class Outcome(StrEnum):
    """How a request ended."""

    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"
    """By whoever asked."""
    JOB_ENDED = "job-ended"
    """The job it was asked for is over."""
    NOT_NEEDED = "not-needed"
    """The job no longer asks for an approval, or it was given otherwise."""


ANSWERS = frozenset({Outcome.YES, Outcome.NO})


class Snag(StrEnum):
    """Why a request does not get its answer by itself, so that DoTS looks at it."""

    NO_PRINCIPAL = "no-principal"
    """Nobody is on record as leading the school."""
    ONLY_ONESELF = "only-oneself"
    """Only whoever asks leads it."""
    NO_ACCOUNT = "no-account"
    """Nobody of those who may answer can sign in yet."""
    NO_ANSWER = "no-answer"
    """The reminders are over, and nobody has answered."""


class AskRefusal(StrEnum):
    """Why one cannot ask."""

    NOT_NEEDED = "not-needed"
    """No job of theirs waits for an approval at that place."""
    TOO_OFTEN = "too-often"
    """They asked `MOST_A_DAY` times today."""


class AnswerRefusal(StrEnum):
    """Why an answer does not count."""

    CLOSED = "closed"
    """Somebody answered it meanwhile, or it was withdrawn."""
    NOT_NEEDED = "not-needed"
    """The job is over, or needs no approval any more."""
    ACCESS_BEGAN = "access-began"
    """A yes cannot be taken back once access has begun by it: only DoTS takes access away."""
    ASKED_AGAIN = "asked-again"
    """There is a newer request: that one is to be answered."""


class LendingRefusal(StrEnum):
    """Why nobody can be named to stand in."""

    NOT_LEADING = "not-leading"
    """Whoever names does not lead that school today."""
    NOT_THERE = "not-there"
    """Nobody else who works at the school today has that employee number."""
    OVERLAPS = "overlaps"
    """They stand in already on one of these days."""


MOST_A_DAY = 3
"""Each asking writes to the principals: more often than this nobody needs to ask at one place on one day."""
LONGEST_LENDING = timedelta(days=366)


@dataclass(frozen=True)
class ApprovalRules:
    """What this installation says of approvals."""

    leading: tuple[str, ...] = ("Principal",)
    """The job roles that lead a school; capitals make no difference."""
    reminder_days: tuple[int, ...] = (3, 7)
    """Business days after the asking."""
    dots_after: int = 10
    """Business days after which DoTS looks at what is not answered."""
    closures: tuple[Closure, ...] = ()
    """Days on which the district is closed beside weekends and holidays."""
    public_url: str = ""
    """The base of mailed links."""

    @property
    def leading_folded(self) -> list[str]:
        return sorted({each.lower() for each in self.leading})


class Working(NamedTuple):
    """A job that stands on the day. `codes`: every code of its place, as jobs and schools write them."""

    person_id: int
    leads: bool
    """Whether it is a job of those who lead a school."""
    codes: frozenset[str]


class Lending(NamedTuple):
    """A delegation that holds on the day."""

    principal_id: int
    delegate_id: int
    location: str


class Answerer(NamedTuple):
    """Somebody who may answer a request, and on whose behalf where it is not their own."""

    person_id: int
    capacity: Capacity
    on_behalf_of: int | None = None


def answerers(
    asker_id: int, location: str, *, working: Collection[Working], lent: Collection[Lending], named_id: int | None
) -> tuple[Answerer, ...]:
    """Who may answer, each once: principals first, then those who stand in for them, then whom DoTS named.

    `working`: the jobs at the place on the day, and any job of whom DoTS named.
    """
    there = [each for each in working if location in each.codes]
    found: dict[int, Answerer] = {}
    for job in there:
        if job.leads and job.person_id != asker_id:
            found.setdefault(job.person_id, Answerer(job.person_id, Capacity.PRINCIPAL))
    principals = frozenset(found)
    at_school = {each.person_id for each in there} - {asker_id}
    for each in lent:
        lends_here = each.principal_id in principals and any(
            job.leads and job.person_id == each.principal_id and each.location in job.codes for job in there
        )
        if lends_here and each.delegate_id in at_school:
            found.setdefault(each.delegate_id, Answerer(each.delegate_id, Capacity.DELEGATE, each.principal_id))
    if named_id is not None and named_id != asker_id and any(each.person_id == named_id for each in working):
        found.setdefault(named_id, Answerer(named_id, Capacity.NAMED))
    return tuple(found.values())


def why_nobody(asker_id: int, location: str, working: Collection[Working]) -> Snag:
    """Why a request has nobody who may answer it."""
    leads = any(each.leads and each.person_id == asker_id and location in each.codes for each in working)
    return Snag.ONLY_ONESELF if leads else Snag.NO_PRINCIPAL


def reminder_due(asked_on: date, today: date, *, ours: ApprovalRules, sent: int) -> int | None:
    """The reminder to write today, by its number of business days after the asking, or None.

    `sent`: the largest written already, 0 where none is. After an outage only the latest missed one is written.
    """
    come = [each for each in ours.reminder_days if each > sent and days_after(asked_on, each, ours.closures) <= today]
    return max(come, default=None)


def next_reminder(asked_on: date, *, ours: ApprovalRules, sent: int) -> date | None:
    """The day of the next reminder, None where they are over. It may lie back where the night is late."""
    left = (each for each in sorted(ours.reminder_days) if each > sent)
    return next((days_after(asked_on, each, ours.closures) for each in left), None)


def dots_looks_on(asked_on: date, *, ours: ApprovalRules) -> date:
    """The day from which an unanswered request is DoTS's to look at."""
    return days_after(asked_on, ours.dots_after, ours.closures)
