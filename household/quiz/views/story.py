"""A person’s attempts, for the timeline of their access on the pages of the room that has it."""

from __future__ import annotations

from foundation import clock
from household.access.gate import Happening
from household.quiz import queries, words


def happened(person_id: int) -> list[Happening]:
    """One line for each attempt that is closed or waits, by the day it was opened. One statement."""
    return [
        (
            words.sign(each),
            words.told_of_attempt(each),
            clock.day_of(each.closed_at or each.opened_at),
            words.more_of(each),
        )
        for each in queries.attempts_of(person_id)
    ]
