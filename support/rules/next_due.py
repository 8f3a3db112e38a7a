"""What is due next of a case, by when and why; and in which order the desk's queue stands.

What the desk owes stands before what others owe it: first what is late or due soonest. A promise is S1's (the first
reply, the follow-ups, the closing) or the contact's own day. For a reply after the first one S1 promises nothing, and
nobody is told a time: it only has its place in the queue, as much after the contact's words as `REPLY_WITHIN` says.

A day takes its place by a moment that the database can say too: see `placed_at`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum, StrEnum

from support.rules.followups import Plan
from support.rules.office_hours import OFFICE, OPENS, closing_of
from support.rules.response import Priority
from support.rules.statuses import Status


class Turn(IntEnum):
    """Whose turn it is, in the order of the queue."""

    DESK = 0
    OTHERS = 1
    NOBODY = 2
    """It is closed."""


class Step(StrEnum):
    """What comes next of a case."""

    HAND_OVER = "hand-over"
    """An emergency that no contact has yet."""
    ANSWER = "answer"
    """The first reply, which stops the response clock."""
    REPLY = "reply"
    """The contact wrote last."""
    NEEDED = "needed"
    """The contact needs it by a day."""
    SCHEDULED = "scheduled"
    """The desk said that it goes on with it on a day."""
    WORK = "work"
    """The desk has it, and no day is set."""
    ASSIST = "assist"
    """A colleague was asked."""
    INPUT = "input"
    """The contact was asked."""
    FOLLOW_UP = "follow-up"
    """The night asks the contact whether the resolution holds."""
    CLOSING = "closing"
    """The night closes it, if nobody answers."""
    DEVELOPMENT = "development"
    RELEASE = "release"
    """The contact sees whether the release mends it."""
    NOTHING = "nothing"


@dataclass(frozen=True)
class Facts:
    """What is looked at."""

    status: Status
    submitted_at: datetime
    answer_due_at: datetime
    answered_at: datetime | None = None
    """The first reply of an advisor."""
    priority: Priority = Priority.MEDIUM
    waits_for_desk: bool = False
    """A contact said something after the desk's last reply."""
    said_at: datetime | None = None
    """When something was last said."""
    due_on: date | None = None
    scheduled_on: date | None = None
    plan: Plan | None = None
    """Of a resolution that waits for its verification."""
    follow_ups_done: int = 0
    is_unhanded: bool = False
    """An emergency that no contact has yet."""


@dataclass(frozen=True)
class Next:
    """What comes next, whose turn it is, and by when (None: nothing is promised or set)."""

    step: Step
    turn: Turn
    at: datetime | None = None
    place: datetime | None = None
    """Its moment in the queue, where it has one."""


WAITS = {
    Status.ASSIST: Step.ASSIST,
    Status.INPUT: Step.INPUT,
    Status.DEVELOPMENT: Step.DEVELOPMENT,
    Status.RELEASE: Step.RELEASE,
}
"""Statuses in which the desk waits for somebody."""
REPLY_WITHIN = {
    Priority.CRITICAL: timedelta(hours=1),
    Priority.HIGH: timedelta(hours=4),
    Priority.MEDIUM: timedelta(hours=24),
    Priority.LOW: timedelta(hours=48),
}
"""How much after a contact's words a reply has its place in the queue: plain hours, a promise to nobody."""


def next_of(facts: Facts) -> Next:
    """What is due next, the soonest first."""
    if facts.status is Status.CLOSED:
        return Next(Step.NOTHING, Turn.NOBODY)
    owed = _owed(facts)
    if owed:
        return min(owed, key=lambda each: each.place or facts.submitted_at)
    if facts.status is Status.VERIFICATION and facts.plan:
        return _of_plan(facts.plan, facts.follow_ups_done)
    if facts.status in WAITS:
        return Next(WAITS[facts.status], Turn.OTHERS)
    return Next(Step.WORK, Turn.DESK)


def is_late(due: Next, *, at: datetime) -> bool:
    """Whether the desk owed it before that moment."""
    return due.turn is Turn.DESK and due.at is not None and due.at < at


def opening_of(day: date) -> datetime:
    """The moment at which the desk opens on that day (office zone)."""
    return datetime.combine(day, OPENS, OFFICE)


def placed_at(day: date, *, ends: bool) -> datetime:
    """Where a day stands in the queue: it begins at noon and ends at midnight, both UTC.

    In winter these are the desk's opening and its closing; in summer they are an hour later, which moves nothing but
    the order of what falls into that hour.
    """
    return datetime.combine(day + timedelta(days=1), time(), UTC) if ends else datetime.combine(day, time(12), UTC)


def _owed(facts: Facts) -> list[Next]:
    """What the desk owes, each with its moment."""
    owed = list[Next]()
    if facts.is_unhanded:
        owed.append(Next(Step.HAND_OVER, Turn.DESK, facts.submitted_at, facts.submitted_at))
    if facts.answered_at is None:
        owed.append(Next(Step.ANSWER, Turn.DESK, facts.answer_due_at, facts.answer_due_at))
    elif facts.waits_for_desk and facts.said_at:
        owed.append(Next(Step.REPLY, Turn.DESK, None, facts.said_at + REPLY_WITHIN[facts.priority]))
    if facts.status is Status.SCHEDULED and facts.scheduled_on:
        day = facts.scheduled_on
        owed.append(Next(Step.SCHEDULED, Turn.DESK, opening_of(day), placed_at(day, ends=False)))
    if facts.due_on and facts.status not in (Status.VERIFICATION, Status.RELEASE):
        owed.append(Next(Step.NEEDED, Turn.DESK, closing_of(facts.due_on), placed_at(facts.due_on, ends=True)))
    return owed


def _of_plan(plan: Plan, done: int) -> Next:
    place = placed_at(plan.resolved_on, ends=False)
    if done < len(plan.follow_ups):
        return Next(Step.FOLLOW_UP, Turn.OTHERS, opening_of(plan.follow_ups[done]), place)
    return Next(Step.CLOSING, Turn.OTHERS, plan.closes_at, place)
