"""What the ledger tells: from the days that stood before and stand now to what changed, and on which day.

A change that was foreseen, such as a term running out, took place on its own day, however late it is told. A fact that
arrives late changes what is in force on the day it arrives: nobody had access on the days before it, whatever it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from household.access.rules.answers import Segment, State
from household.access.rules.history import holding


class EventKind(StrEnum):
    """One kind of line in the ledger."""

    GRANTED = "granted"
    RENEWED = "renewed"
    LAPSED = "lapsed"
    ENDED = "ended"
    REVOKED = "revoked"
    REINSTATED = "reinstated"
    CHANGED_TRACK = "changed-track"
    """Access goes on, and rests on something else: another track, or a job with another end."""


GIVES = frozenset({EventKind.GRANTED, EventKind.REINSTATED})
"""Kinds after which access is in force where it was not."""
TAKES = frozenset({EventKind.LAPSED, EventKind.ENDED, EventKind.REVOKED})
"""Kinds after which it is not."""


class Change(NamedTuple):
    """One line to be told."""

    kind: EventKind
    effective_on: date
    now: Segment
    was: State
    is_foreseen: bool


def foreseen(segments: Sequence[Segment], *, after: date, through: date) -> list[Change]:
    """What changes by itself on the days after `after`, up to `through` with it."""
    return [
        Change(kind, now.starts, now, before.state, True)
        for before, now in _pairs(segments)
        if after < now.starts <= through
        for kind in _kinds(before, now)
    ]


def surprising(before: Sequence[Segment], now: Sequence[Segment], *, on: date) -> list[Change]:
    """What new facts change on the day they arrive."""
    old, new = holding(before, on), holding(now, on)
    return [Change(kind, on, new, old.state, False) for kind in _kinds(old, new)]


def next_change(segments: Sequence[Segment], *, after: date) -> date | None:
    """The first day after `after` on which another segment begins; None where none ever will."""
    return next((each.starts for each in segments if each.starts > after), None)


def _pairs(segments: Sequence[Segment]) -> Iterator[tuple[Segment, Segment]]:
    """Each segment with the one before it, the first with nothing."""
    before = holding((), date.min)
    for now in segments:
        yield before, now
        before = now


def _kinds(old: Segment, new: Segment) -> tuple[EventKind, ...]:
    if old.has_access and new.has_access:
        return _while_in_force(old, new)
    if new.has_access:
        return (EventKind.REINSTATED if _is_resumed(old, new) else EventKind.GRANTED,)
    if new.state is State.REVOKED:
        return () if old.state is State.REVOKED else (EventKind.REVOKED,)
    if not old.has_access and old.state is not State.REVOKED:
        return ()
    if new.state is State.LAPSED:
        return (EventKind.LAPSED,)
    return (EventKind.ENDED,) if old.has_access or new.state is State.ENDED else ()


def _while_in_force(old: Segment, new: Segment) -> tuple[EventKind, ...]:
    """A renewal tells the new last day too; any other change of what the lines say is told by one of its own."""
    renewed = old.term_ends is not None and new.term_ends is not None and new.term_ends > old.term_ends
    if renewed:
        return (EventKind.RENEWED, EventKind.CHANGED_TRACK) if new.track != old.track else (EventKind.RENEWED,)
    same = (old.track, old.access_ends, old.policy_version) == (new.track, new.access_ends, new.policy_version)
    return () if same else (EventKind.CHANGED_TRACK,)


def _is_resumed(old: Segment, new: Segment) -> bool:
    """The same term again, after a gap, a change of job or a revocation."""
    if old.state not in (State.REVOKED, State.ENDED):
        return False
    return old.term_ends is not None and old.term_ends == new.term_ends
