"""Where a case stands: nine statuses, and one table of the moves there are, each with who makes it (S1).

What the table does not hold is refused, with why and with what whoever asks may do instead. A case that nobody owns is
`new`; one that somebody owns is never `new` again: `back_at_work` says which of the two an answer leads to.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """The nine."""

    NEW = "new"
    ASSIGNED = "assigned"
    ASSIST = "assist-request"
    """Its advisor asked a colleague to look at it too."""
    INPUT = "pending-input"
    """The contact is asked for something."""
    VERIFICATION = "pending-verification"
    """A resolution is written: the contact says whether it holds, within ten business days."""
    SCHEDULED = "scheduled"
    DEVELOPMENT = "with-development"
    RELEASE = "available-in-release"
    CLOSED = "closed"


class Side(StrEnum):
    """Who moves a case."""

    CONTACT = "contact"
    """An authorized contact of its organization."""
    DESK = "desk"
    """An advisor."""
    HOUSE = "house"
    """The night's work, or what follows from another deed by itself."""


class Doing(StrEnum):
    """What leads from one status to another: the deed that a person does."""

    TAKE = "take"
    RESUME = "resume"
    ASK_ASSIST = "ask-assist"
    ASK_INPUT = "ask-input"
    ANSWER = "answer"
    RESOLVE = "resolve"
    TAKE_BACK = "take-back"
    SCHEDULE = "schedule"
    SEND_TO_DEVELOPMENT = "send-to-development"
    RELEASE = "release"
    CLOSE = "close"
    CLOSE_UNANSWERED = "close-unanswered"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Move:
    """One line of the table."""

    was: Status
    becomes: Status
    doing: Doing
    by: frozenset[Side]


OPEN = tuple(each for each in Status if each is not Status.CLOSED)
AT_WORK = (Status.ASSIGNED, Status.ASSIST, Status.INPUT, Status.SCHEDULED, Status.DEVELOPMENT, Status.RELEASE)
"""An advisor owns it, and no resolution waits for its verification."""
CONTACT, DESK, HOUSE = (frozenset({each}) for each in Side)
EITHER = CONTACT | DESK


def _from(olds: tuple[Status, ...], becomes: Status, doing: Doing, by: frozenset[Side]) -> tuple[Move, ...]:
    return tuple(Move(old, becomes, doing, by) for old in olds if old is not becomes)


TABLE: tuple[Move, ...] = (
    *_from((Status.NEW,), Status.ASSIGNED, Doing.TAKE, DESK),
    *_from(AT_WORK, Status.ASSIGNED, Doing.RESUME, DESK),
    *_from((Status.ASSIGNED, Status.INPUT, Status.SCHEDULED), Status.ASSIST, Doing.ASK_ASSIST, DESK),
    *_from(AT_WORK, Status.INPUT, Doing.ASK_INPUT, DESK),
    *_from(AT_WORK, Status.SCHEDULED, Doing.SCHEDULE, DESK),
    *_from(AT_WORK, Status.DEVELOPMENT, Doing.SEND_TO_DEVELOPMENT, DESK),
    *_from(AT_WORK, Status.VERIFICATION, Doing.RESOLVE, DESK),
    *_from((Status.INPUT, Status.VERIFICATION, Status.RELEASE), Status.ASSIGNED, Doing.ANSWER, CONTACT),
    *_from((Status.VERIFICATION,), Status.ASSIGNED, Doing.TAKE_BACK, DESK),
    *_from(OPEN, Status.RELEASE, Doing.RELEASE, DESK | HOUSE),
    *_from(OPEN, Status.CLOSED, Doing.CLOSE, EITHER),
    *_from((Status.VERIFICATION,), Status.CLOSED, Doing.CLOSE_UNANSWERED, HOUSE),
    *_from((Status.CLOSED,), Status.ASSIGNED, Doing.REOPEN, EITHER),
    *_from((Status.CLOSED,), Status.NEW, Doing.REOPEN, EITHER),
)
"""Every move there is."""


class MoveProblem(StrEnum):
    """Why a move is refused."""

    ALREADY = "already"
    """It stands there."""
    IS_CLOSED = "is-closed"
    """Nothing is done to a closed case but reopening it."""
    NOT_TAKEN = "not-taken"
    """Nobody owns it: an advisor takes it first."""
    OTHER_SIDE = "other-side"
    """The move exists, and somebody else makes it."""
    NO_SUCH_MOVE = "no-such-move"


@dataclass(eq=False)
class MoveRefused(Exception):
    """A move that is not in the table for whoever asks, and what is."""

    problem: MoveProblem
    was: Status
    wanted: Status
    instead: tuple[Status, ...]
    """Where whoever asked may move it from where it stands."""


def moves_from(was: Status, by: Side) -> tuple[Move, ...]:
    """Every move that side may make of a case that stands there."""
    return tuple(each for each in TABLE if each.was is was and by in each.by)


def moved(was: Status, wanted: Status, doing: Doing, by: Side) -> Status:
    """The status after a deed. Raises MoveRefused, with why, and what that side may do instead."""
    if any(each.becomes is wanted and each.doing is doing for each in moves_from(was, by)):
        return wanted
    open_to = tuple(dict.fromkeys(each.becomes for each in moves_from(was, by)))
    raise MoveRefused(_why_not(was, wanted, by), was, wanted, open_to)


def back_at_work(*, is_owned: bool) -> Status:
    """Where an answer of the contact, or a reopening, brings a case: to its advisor, or among the new ones."""
    return Status.ASSIGNED if is_owned else Status.NEW


def answered(was: Status, *, still_happens: bool) -> Status:
    """Where a contact's words leave a case. One that waited for them goes back to work, any other stays as it is; one
    whose mending is in a release does so where they say that it still happens."""
    waited = (Status.INPUT, Status.VERIFICATION) + ((Status.RELEASE,) if still_happens else ())
    return moved(was, Status.ASSIGNED, Doing.ANSWER, Side.CONTACT) if was in waited else was


def _why_not(was: Status, wanted: Status, by: Side) -> MoveProblem:
    if was is wanted:
        return MoveProblem.ALREADY
    if was is Status.CLOSED:
        return MoveProblem.IS_CLOSED
    if any(each.was is was and each.becomes is wanted for each in TABLE):
        return MoveProblem.OTHER_SIDE
    if was is Status.NEW and by is Side.DESK:
        return MoveProblem.NOT_TAKEN
    return MoveProblem.NO_SUCH_MOVE
