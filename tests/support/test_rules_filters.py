"""What narrows the desk's queue."""

from __future__ import annotations

import pytest

from support.rules.filters import (
    MOST,
    Column,
    Condition,
    FilterProblem,
    Operator,
    WrongLine,
    codes_that_hold,
    holds,
    read,
)

WORDS = {"new": "new", "input": "pending customer input", "verification": "pending customer verification"}


@pytest.mark.parametrize(
    ("operator", "shown", "value", "met"),
    [
        (Operator.EQUALS, "Schedule", "schedule", True),
        (Operator.EQUALS, "Schedule", "sched", False),
        (Operator.NOT_EQUALS, "Schedule", "sched", True),
        (Operator.NOT_EQUALS, "Schedule", "SCHEDULE", False),
        (Operator.STARTS, "Schedule", "SCH", True),
        (Operator.STARTS, "Schedule", "chedule", False),
        (Operator.ENDS, "Schedule", "ule", True),
        (Operator.ENDS, "Schedule", "sch", False),
        (Operator.CONTAINS, "100 % of it", "% of", True),
        (Operator.CONTAINS, "100 % of it", "_", False),
        (Operator.LACKS, "Schedule", "grade", True),
        (Operator.LACKS, "Schedule", "HED", False),
        (Operator.LACKS, "", "x", True),
    ],
)
def test_a_value_is_compared(operator: Operator, shown: str, value: str, met: bool) -> None:
    assert holds(operator, shown, value) is met


def test_a_coded_column_is_compared_by_the_words_people_read() -> None:
    pending = Condition(Column.STATUS, Operator.STARTS, "pending customer")

    assert codes_that_hold(pending, WORDS) == {"input", "verification"}


def test_a_line_without_a_value_says_nothing() -> None:
    assert read(["status", "subject"], ["equals", "contains"], ["  ", " grades  do not add up "]) == (
        [Condition(Column.SUBJECT, Operator.CONTAINS, "grades do not add up")],
        [],
    )


@pytest.mark.parametrize(
    ("columns", "operators", "values", "wrong"),
    [
        (["password"], ["equals"], ["x"], WrongLine(1, FilterProblem.COLUMN)),
        (["status"], ["like"], ["x"], WrongLine(1, FilterProblem.OPERATOR)),
        (["status"], [], ["x"], WrongLine(1, FilterProblem.OPERATOR)),
        ([], [], ["", "x"], WrongLine(2, FilterProblem.COLUMN)),
        (["subject"], ["equals"], ["x" * 101], WrongLine(1, FilterProblem.TOO_LONG)),
        (["subject"] * 9, ["contains"] * 9, ["x"] * 9, WrongLine(9, FilterProblem.TOO_MANY)),
    ],
)
def test_a_line_that_cannot_be_used_is_named(
    columns: list[str], operators: list[str], values: list[str], wrong: WrongLine
) -> None:
    assert read(columns, operators, values)[1] == [wrong]


def test_as_many_conditions_as_allowed_are_read() -> None:
    found, wrong = read(["subject"] * MOST, ["contains"] * MOST, ["x"] * MOST)

    assert (len(found), wrong) == (MOST, [])
