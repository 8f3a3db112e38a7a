"""Placeholders: what is filled, what is not, and where it stands. Nothing else in the words is looked at (T17)."""

from __future__ import annotations

import pytest

from portal.rules.messages.placeholders import Fault, Found, Placeholder, filled, unfilled_in, unknown_in

NAMES = {Placeholder.CHILD: "Leo", Placeholder.SCHOOL: "", Placeholder.TEACHER: "Ms. Park"}


def test_a_placeholder_is_filled_however_it_is_written() -> None:
    assert filled("{child} and { Child }, from {TEACHER}", NAMES) == "Leo and Leo, from Ms. Park"


@pytest.mark.parametrize("text", ["{{7*7}}", "${7*7}", "{%if%}", "{", "}", "{a\nb}", "{" + "x" * 41 + "}"])
def test_what_is_no_placeholder_stays_as_it_was_written(text: str) -> None:
    assert filled(text, NAMES) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dear {chidl}", [Found(Fault.UNKNOWN, "{chidl}", 1, 6)]),
        ("One\nTwo {x} {y}", [Found(Fault.UNKNOWN, "{x}", 2, 5), Found(Fault.UNKNOWN, "{y}", 2, 9)]),
        ("{}", [Found(Fault.UNKNOWN, "{}", 1, 1)]),
        ("{{7*7}}", [Found(Fault.UNKNOWN, "{7*7}", 1, 2)]),
        ("{child} {school} {teacher}", []),
    ],
)
def test_a_template_says_where_a_placeholder_is_none(text: str, found: list[Found]) -> None:
    assert unknown_in(text) == found


def test_a_message_says_which_placeholder_it_has_no_name_for() -> None:
    assert unfilled_in("{child} at {school}", NAMES) == [Found(Fault.NO_ONE_SCHOOL, "{school}", 1, 12)]
    assert unfilled_in("{child}", {}) == [Found(Fault.NO_ONE_CHILD, "{child}", 1, 1)]


def test_a_name_that_looks_like_a_placeholder_is_filled_in_once() -> None:
    assert filled("{child}", {Placeholder.CHILD: "{teacher}", Placeholder.TEACHER: "no"}) == "{teacher}"
