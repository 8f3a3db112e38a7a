"""What speaks against a case as typed; which cases are alike; who sees what tells of students."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from support.rules.kinds import CaseType
from support.rules.sight import sees
from support.rules.similar import ALIKE, likeness, told_by
from support.rules.submitting import Asked, SubmitProblem, ids_in, is_hosted, problems

TODAY = date(2026, 11, 18)
ASKED = Asked(CaseType.PROBLEM, "support", "cloud", None, "Open it.", (), False)
PROBLEM = SubmitProblem


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, ()),
        ({"due_on": TODAY}, ()),
        ({"due_on": date(2026, 11, 17)}, (PROBLEM.DUE_PASSED,)),
        ({"steps": ""}, (PROBLEM.NO_STEPS,)),
        ({"steps": "", "type": CaseType.QUESTION}, ()),
        ({"steps": "", "type": CaseType.OUTAGE}, ()),
        ({"type": CaseType.OUTAGE, "hosting": "cloud-choice"}, ()),
        ({"type": CaseType.OUTAGE, "hosting": "on-site"}, (PROBLEM.NOT_HOSTED,)),
        # updates and sandboxes: technical contacts, where the hosting allows
        ({"type": CaseType.SANDBOX}, (PROBLEM.NOT_TECHNICAL,)),
        ({"type": CaseType.SANDBOX, "kind": "technical"}, ()),
        ({"type": CaseType.UPDATE, "kind": "technical"}, (PROBLEM.NOT_TECHNICAL,)),
        ({"type": CaseType.UPDATE, "kind": "technical", "hosting": "cloud-choice"}, ()),
        ({"type": CaseType.UPDATE, "kind": "technical", "hosting": "on-site"}, (PROBLEM.NOT_TECHNICAL,)),
        ({"type": CaseType.UPDATE, "kind": "support", "hosting": "cloud-choice"}, (PROBLEM.NOT_TECHNICAL,)),
        ({"has_student_data": True}, (PROBLEM.NOBODY_NAMED,)),
        ({"has_student_data": True, "people": ("88120",)}, ()),
        ({"people": tuple(map(str, range(20)))}, ()),
        ({"people": tuple(map(str, range(21)))}, (PROBLEM.TOO_MANY,)),
        (
            {"due_on": date(2020, 1, 1), "steps": "", "has_student_data": True},
            (PROBLEM.DUE_PASSED, PROBLEM.NO_STEPS, PROBLEM.NOBODY_NAMED),
        ),
    ],
)
def test_everything_that_speaks_against_a_case_is_said(
    changed: dict[str, object], found: tuple[SubmitProblem, ...]
) -> None:
    assert problems(replace(ASKED, **changed), today=TODAY) == found  # type: ignore[arg-type]


def test_what_stands_on_servers_of_its_own_is_not_hosted() -> None:
    assert [is_hosted(each) for each in ("cloud", "cloud-choice", "on-site")] == [True, True, False]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ()),
        ("  ,; \n", ()),
        ("88120", ("88120",)),
        ("88120, 88121;88122\n88120", ("88120", "88121", "88122")),
        ("A" * 50, ("A" * 40,)),
    ],
)
def test_ids_are_read_however_they_are_parted(typed: str, found: tuple[str, ...]) -> None:
    assert ids_in(typed) == found


@pytest.mark.parametrize(
    ("one", "other", "same_module", "alike"),
    [
        ("grades last week missing", "missing grades", False, True),
        ("grade is missing", "grades missing", True, True),
        ("grades missing", "report card will not print", True, False),
        ("the of and", "the of and", True, False),
        ("", "grades", True, False),
        ("attendance import fails with error 500", "error 500 after sign in", False, True),
        ("attendance import fails", "attendance letters late", False, False),
        ("attendance import fails", "attendance import slow", True, True),
    ],
)
def test_cases_are_alike_by_their_words(one: str, other: str, same_module: bool, alike: bool) -> None:
    found = likeness(told_by(one.split()), told_by(other.split()), same_module=same_module)

    assert (found >= ALIKE) is alike


@pytest.mark.parametrize(
    ("about", "author", "people", "reached", "shown"),
    [
        (None, 1, {7: 100}, (100,), True),
        (None, 1, {7: 100}, (), False),
        (None, 1, {7: 100, 8: 101}, (100,), False),
        (None, 1, {7: 100, 8: 101}, (100, 101), True),
        (7, 1, {7: 100, 8: 101}, (100,), True),
        (8, 1, {7: 100, 8: 101}, (100,), False),
        (None, 1, {7: None}, (100,), False),
        (None, 1, {7: 100, 8: None}, (100,), False),
        (None, 1, {}, (100,), False),
        (9, 1, {7: 100}, (100,), False),
        # the author sees what they wrote, whatever became of the right
        (None, 5, {7: 100}, (), True),
        (None, None, {7: 100}, (), False),
    ],
)
def test_what_tells_of_students_is_shown_by_the_right_to_the_record(
    about: int | None, author: int | None, people: dict[int, int | None], reached: tuple[int, ...], shown: bool
) -> None:
    given = {"about_id": about, "author_id": author, "viewer_id": 5, "people": people, "reached": reached}

    assert sees(has_student_data=True, **given) is shown  # type: ignore[arg-type]
    assert sees(has_student_data=False, **given)  # type: ignore[arg-type]
