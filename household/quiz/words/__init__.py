"""What the quiz says, in whole sentences."""

from household.quiz.words.bank import (
    any_review,
    any_state,
    any_topic,
    fault,
    flaw,
    hint,
    how_many,
    kind,
    loaded,
    moved,
    only_waiting,
    state,
    topic,
    truth,
)
from household.quiz.words.numbers import is_suspect, most_missed, pass_rate, rate
from household.quiz.words.taking import LAPSED, front, not_opened, outcome, refused, result, what_counts, what_next

__all__ = [
    "LAPSED",
    "any_review",
    "any_state",
    "any_topic",
    "fault",
    "flaw",
    "front",
    "hint",
    "how_many",
    "is_suspect",
    "kind",
    "loaded",
    "most_missed",
    "moved",
    "not_opened",
    "only_waiting",
    "outcome",
    "pass_rate",
    "rate",
    "refused",
    "result",
    "state",
    "topic",
    "truth",
    "what_counts",
    "what_next",
]
