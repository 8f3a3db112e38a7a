"""Deeds of the quiz: an attempt begins, is answered and sent; questions are written, confirmed and moved."""

from household.quiz.actions.attempts import close_left_over, keep_answer, open_attempt, submit
from household.quiz.actions.bank import Loaded, foretell, load
from household.quiz.actions.questions import Stale, add_question, confirm, move, rewrite

__all__ = [
    "Loaded",
    "Stale",
    "add_question",
    "close_left_over",
    "confirm",
    "foretell",
    "keep_answer",
    "load",
    "move",
    "open_attempt",
    "rewrite",
    "submit",
]
