"""Orders that take rights from an adult for one student: what an order needs, and who may lift one.

A recorded parent sees the record unless a court order, a State statute or a legally binding document says otherwise
(34 CFR 99.4, F1): so nothing restricts records without such a paper. One person records an order and it is in force at
once; two lift it, neither of the family, and the first of them does not confirm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

GOOD_FOR = timedelta(days=14)
"""How long after its day a proposal to lift can be confirmed; the last day is the one this long after."""


class Instrument(Enum):
    """What the paper is."""

    COURT = "court-order"
    CUSTODY = "custody-order"
    PROTECTION = "protection-order"
    DIVORCE = "divorce-decree"
    STATUTE = "state-statute"
    OTHER = "binding-document"


class OrderFault(Enum):
    """What is missing or wrong in an order."""

    NOTHING_TAKEN = "nothing-taken"
    NO_INSTRUMENT = "no-instrument"
    NO_NUMBER = "no-number"
    NO_COURT = "no-court"
    ENDS_BEFORE_IT_BEGINS = "ends-before-it-begins"
    OVER = "over"
    """The order has expired already."""
    READ_MEANWHILE = "read-meanwhile"
    """Somebody else has read the paper of a feed’s restriction."""
    ONESELF = "oneself"


class LiftRefusal(Enum):
    """Why an order is not lifted, the first ground that holds."""

    SAME_PERSON = "same-person"
    """Whoever proposed it wants to confirm it too."""
    EXPIRED = "expired"
    SETTLED = "settled"
    """It was confirmed or withdrawn meanwhile."""
    ASKED_ALREADY = "asked-already"
    OVER = "over"
    """The order binds no more."""


class Course(Enum):
    """What became of a proposal to lift."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Paper:
    """The document as somebody read it."""

    instrument: str
    number: str
    court: str
    copy: str = ""
    """Where the scanned copy is kept."""


@dataclass(frozen=True)
class Taken:
    """What an order takes from the adult."""

    records: bool
    contact: bool
    pick_up: bool

    @property
    def is_nothing(self) -> bool:
        return not (self.records or self.contact or self.pick_up)


def faults_of_paper(paper: Paper) -> list[OrderFault]:
    """What the data of the paper lack: a kind, a number, and the court unless it is a statute."""
    faults = []
    if paper.instrument not in {each.value for each in Instrument}:
        faults.append(OrderFault.NO_INSTRUMENT)
    if not paper.number:
        faults.append(OrderFault.NO_NUMBER)
    if not paper.court and paper.instrument != Instrument.STATUTE.value:
        faults.append(OrderFault.NO_COURT)
    return faults


def faults_of_order(
    paper: Paper, taken: Taken, starts: date, ends: date | None, *, on: date, is_oneself: bool = False
) -> list[OrderFault]:
    """Everything that keeps an order from being recorded on a day; `ends` is exclusive."""
    faults = [OrderFault.ONESELF] if is_oneself else []
    if taken.is_nothing:
        faults.append(OrderFault.NOTHING_TAKEN)
    faults += faults_of_paper(paper)
    if ends is not None and ends <= starts:
        faults.append(OrderFault.ENDS_BEFORE_IT_BEGINS)
    elif ends is not None and ends <= on:
        faults.append(OrderFault.OVER)
    return faults


def course_on(state: str, proposed_on: date, on: date) -> Course:
    """What became of a proposal by the day: an open one is over when its days are."""
    kept = Course(state)
    return Course.EXPIRED if kept is Course.OPEN and on > proposed_on + GOOD_FOR else kept


def refusal_to_confirm(course: Course, *, proposed_by: int, by: int | None, binds: bool) -> LiftRefusal | None:
    """Why the person `by` may not confirm that an order is lifted; all are people, not accounts."""
    if by is None or by == proposed_by:
        return LiftRefusal.SAME_PERSON
    if course is Course.EXPIRED:
        return LiftRefusal.EXPIRED
    if course is not Course.OPEN:
        return LiftRefusal.SETTLED
    return None if binds else LiftRefusal.OVER
