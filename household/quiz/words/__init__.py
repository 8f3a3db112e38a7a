"""What the quiz says, in whole sentences."""

from household.quiz.words.bank import fault, flaw, hint, kind, state, topic
from household.quiz.words.taking import LAPSED, front, not_opened, outcome, refused, result, what_counts, what_next

__all__ = [
    "LAPSED",
    "fault",
    "flaw",
    "front",
    "hint",
    "kind",
    "not_opened",
    "outcome",
    "refused",
    "result",
    "state",
    "topic",
    "what_counts",
    "what_next",
]
