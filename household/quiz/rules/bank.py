"""What a bank as a whole gives away or lacks: hints for whoever writes questions. None of them keeps a question out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from household.quiz.rules.questions import Content, Kind, Topic

LONGER = 1.5
"""A right answer so many times as long as every wrong one tells itself."""
SHARE = 0.5
"""Right answers that are the longest in more than this share of single-choice questions can be guessed by length."""
UNEVEN = 0.65
"""More true (or false) statements than this share can be guessed."""
FEWEST_TO_JUDGE = 8
OFTEN_MISSED, FEWEST_ASKED = 0.5, 5
"""A question that half of those asked miss, once a few were asked, may itself be at fault."""


class Hint(StrEnum):
    """What is worth another look."""

    TOO_FEW = "too-few"
    """Fewer questions than an attempt asks."""
    TOPIC_EMPTY = "topic-empty"
    RIGHT_IS_LONG = "right-is-long"
    """Of one question: the right answer is much longer than each of the others."""
    LONGEST_IS_RIGHT = "longest-is-right"
    """Of the bank: the longest answer is right too often."""
    TRUE_FALSE_UNEVEN = "true-false-uneven"
    NO_LINK = "no-link"
    """The procedure has a name and no link yet."""


Found = tuple[Hint, str]
"""A hint and what it is about: the code of a question, a topic, or nothing."""


def hints_of(bank: Mapping[str, Content], *, questions: int) -> list[Found]:
    """What to look at again in the questions that are drawn, by their codes."""
    found: list[Found] = []
    if len(bank) < questions:
        found.append((Hint.TOO_FEW, str(len(bank))))
    counted = Counter(each.topic for each in bank.values())
    found += [(Hint.TOPIC_EMPTY, each.value) for each in Topic if not counted[each]]
    found += [(Hint.RIGHT_IS_LONG, code) for code, each in bank.items() if _tells_itself(each)]
    if _share_of_longest(bank) > SHARE:
        found.append((Hint.LONGEST_IS_RIGHT, ""))
    statements = [0 in each.right for each in bank.values() if each.kind is Kind.TRUE_FALSE]
    most = max(sum(statements), len(statements) - sum(statements))
    if len(statements) >= FEWEST_TO_JUDGE and most > UNEVEN * len(statements):
        found.append((Hint.TRUE_FALSE_UNEVEN, ""))
    found += [(Hint.NO_LINK, code) for code, each in bank.items() if not each.link]
    return found


def is_often_missed(missed: int, asked: int) -> bool:
    """Whether a question is missed so often that it should be looked at."""
    return asked >= FEWEST_ASKED and missed >= OFTEN_MISSED * asked


def _tells_itself(content: Content) -> bool:
    """In either language."""
    if content.kind is not Kind.SINGLE or len(content.right) != 1:
        return False
    (right,) = content.right
    return any(
        lengths[right] > LONGER * max((n for place, n in enumerate(lengths) if place != right), default=0)
        for lengths in _lengths(content)
    )


def _share_of_longest(bank: Mapping[str, Content]) -> float:
    """Of single-choice questions, the share whose longest English answer is the right one."""
    singles = [each for each in bank.values() if each.kind is Kind.SINGLE and len(each.right) == 1]
    if len(singles) < FEWEST_TO_JUDGE:
        return 0
    return sum(_is_longest(each) for each in singles) / len(singles)


def _is_longest(content: Content) -> bool:
    english, _ = _lengths(content)
    (right,) = content.right
    return all(english[right] > n for place, n in enumerate(english) if place != right)


def _lengths(content: Content) -> tuple[list[int], list[int]]:
    return [len(each.en) for each in content.options], [len(each.es) for each in content.options]
