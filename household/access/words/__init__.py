"""Codes of household access as people read them: in a few words, and in whole sentences."""

from household.access.words.headlines import STAMPS
from household.access.words.job_changes import effect, job_change
from household.access.words.labels import (
    after_lapse,
    after_return,
    ending,
    event,
    on_change,
    state,
    watched,
    what_is_watched,
)
from household.access.words.policies import what_counts, what_ends
from household.access.words.promises import (
    counted_days,
    counted_sum,
    promise_sentence,
    promise_state,
    report_refused,
    while_waiting,
)
from household.access.words.proofs import said_days
from household.access.words.prospects import prospect
from household.access.words.voice import Voice

__all__ = [
    "STAMPS",
    "Voice",
    "after_lapse",
    "after_return",
    "counted_days",
    "counted_sum",
    "effect",
    "ending",
    "event",
    "job_change",
    "on_change",
    "promise_sentence",
    "promise_state",
    "prospect",
    "report_refused",
    "said_days",
    "state",
    "watched",
    "what_counts",
    "what_ends",
    "what_is_watched",
    "while_waiting",
]
