"""Reads of the quiz: the bank, attempts, and the numbers that show bad questions."""

from household.quiz.queries.attempts import (
    Asked,
    Sheet,
    all_unfinished,
    attempt_called,
    attempts_of,
    opened_on,
    seen_on,
    sheet_of,
    unfinished,
)
from household.quiz.queries.bank import ready

__all__ = [
    "Asked",
    "Sheet",
    "all_unfinished",
    "attempt_called",
    "attempts_of",
    "opened_on",
    "ready",
    "seen_on",
    "sheet_of",
    "unfinished",
]
