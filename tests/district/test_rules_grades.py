"""Grades as CEDS codes: which stage they belong to, and their order."""

from __future__ import annotations

import pytest

from district.rules import grades


@pytest.mark.parametrize(
    ("grade", "k_to_5", "six_to_12"),
    [
        ("PK", False, False),
        ("TK", False, False),
        ("KG", True, False),
        ("01", True, False),
        ("05", True, False),
        ("06", False, True),
        ("12", False, True),
        ("13", False, False),
        ("UG", False, False),
        ("", False, False),
        ("6", False, False),
    ],
)
def test_a_grade_belongs_to_one_stage_or_none(grade: str, k_to_5: bool, six_to_12: bool) -> None:
    assert (grades.is_k_to_5(grade), grades.is_6_to_12(grade)) == (k_to_5, six_to_12)


def test_grades_sort_youngest_first_and_the_unknown_last() -> None:
    assert sorted(["12", "", "KG", "PK", "UG", "01"], key=grades.place) == ["PK", "KG", "01", "12", "UG", ""]


def test_an_empty_grade_is_unknown_and_not_a_code() -> None:
    assert grades.is_code("KG")
    assert not grades.is_code("")
    assert not grades.is_code("K")
