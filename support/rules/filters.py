"""What narrows the desk's queue: conditions of one column each, and a case must meet them all.

A column whose values are codes is compared by the words people read, in their own language: the door knows those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

MOST = 8
LONGEST = 100


class Column(StrEnum):
    """What a condition is about."""

    NUMBER = "number"
    SUBJECT = "subject"
    STATUS = "status"
    PRIORITY = "priority"
    MODULE = "module"
    TYPE = "type"
    ORGANIZATION = "organization"
    CONTACT = "contact"
    """Whoever submitted it."""
    ADVISOR = "advisor"


CODED = frozenset({Column.STATUS, Column.PRIORITY, Column.MODULE, Column.TYPE})


class Operator(StrEnum):
    """How a value is compared; capitals make no difference."""

    EQUALS = "equals"
    NOT_EQUALS = "not-equals"
    STARTS = "starts"
    ENDS = "ends"
    CONTAINS = "contains"
    LACKS = "lacks"


@dataclass(frozen=True)
class Condition:
    """One condition, with a value that is not empty."""

    column: Column
    operator: Operator
    value: str


class FilterProblem(StrEnum):
    """What is wrong with one line of a filter."""

    COLUMN = "column"
    OPERATOR = "operator"
    TOO_LONG = "too-long"
    TOO_MANY = "too-many"


@dataclass(frozen=True)
class WrongLine:
    """A line that cannot be used, from 1."""

    line: int
    problem: FilterProblem


def read(columns: list[str], operators: list[str], values: list[str]) -> tuple[list[Condition], list[WrongLine]]:
    """The conditions of the lines as an address has them, and what is wrong. A line without a value says nothing.

    A line that the address tells only in part lacks its operator, or its column.
    """
    found, wrong = list[Condition](), list[WrongLine]()
    for number, value in enumerate(values, start=1):
        typed = " ".join(value.split())
        if not typed:
            continue
        column, operator = (told[number - 1] if number <= len(told) else "" for told in (columns, operators))
        problem = _problem(column, operator, typed, taken=len(found))
        if problem:
            wrong.append(WrongLine(number, problem))
        else:
            found.append(Condition(Column(column), Operator(operator), typed))
    return found, wrong


def holds(operator: Operator, shown: str, value: str) -> bool:
    """Whether what is shown meets a condition."""
    text, sought = shown.casefold(), value.casefold()
    return {
        Operator.EQUALS: text == sought,
        Operator.NOT_EQUALS: text != sought,
        Operator.STARTS: text.startswith(sought),
        Operator.ENDS: text.endswith(sought),
        Operator.CONTAINS: sought in text,
        Operator.LACKS: sought not in text,
    }[operator]


def codes_that_hold(condition: Condition, words: Mapping[str, str]) -> frozenset[str]:
    """Of a coded column: the codes whose words meet the condition."""
    return frozenset(code for code, word in words.items() if holds(condition.operator, word, condition.value))


def _problem(column: str, operator: str, value: str, *, taken: int) -> FilterProblem | None:
    if taken >= MOST:
        return FilterProblem.TOO_MANY
    if column not in frozenset(Column):
        return FilterProblem.COLUMN
    if operator not in frozenset(Operator):
        return FilterProblem.OPERATOR
    return FilterProblem.TOO_LONG if len(value) > LONGEST else None
