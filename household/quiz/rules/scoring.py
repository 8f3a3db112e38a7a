"""What an answer is worth, and what is enough."""

from __future__ import annotations

from collections.abc import Collection

from household.quiz.rules.questions import Content, Kind


def is_right(content: Content, chosen: Collection[int] | None) -> bool:
    """Whether exactly the right answers were chosen, by their places from 0: none missing, none too many."""
    return chosen is not None and frozenset(chosen) == content.right


def fits(content: Content, chosen: Collection[int]) -> bool:
    """Whether the choice can be an answer at all: places that exist, each once, and only one where one is asked for."""
    places = frozenset(chosen)
    if not places or len(places) != len(chosen) or not places <= frozenset(range(len(content.options))):
        return False
    return content.kind is Kind.MULTIPLE or len(places) == 1


def needed(questions: int, pass_percent: int) -> int:
    """The fewest right answers that pass: 80 % of 15 are 12, of 14 also 12."""
    return -(-questions * pass_percent // 100)


def percent(right: int, questions: int) -> int:
    """Of a hundred, rounded down, so that nobody reads a pass mark that was not reached."""
    return 100 * right // questions if questions else 0


def passes(right: int, questions: int, pass_percent: int) -> bool:
    """Whether so many right answers are enough. An attempt without questions passes nobody."""
    return questions > 0 and right >= needed(questions, pass_percent)
