"""Orders that restrict an adult: what an order needs, and who may lift one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from district.rules.restrictions import (
    GOOD_FOR,
    Course,
    LiftRefusal,
    OrderFault,
    Paper,
    Taken,
    course_on,
    faults_of_order,
    refusal_to_confirm,
)

TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)
PAPER = Paper("protection-order", "2026-PO-118", "District Court")
ALL, NOTHING = Taken(True, True, True), Taken(False, False, False)


@pytest.mark.parametrize(
    ("paper", "faults"),
    [
        (PAPER, []),
        (Paper("", "", ""), [OrderFault.NO_INSTRUMENT, OrderFault.NO_NUMBER, OrderFault.NO_COURT]),
        (Paper("custody", "1", "Court"), [OrderFault.NO_INSTRUMENT]),
        (Paper("court-order", "", "Court"), [OrderFault.NO_NUMBER]),
        (Paper("court-order", "1", ""), [OrderFault.NO_COURT]),
        (Paper("state-statute", "19-1-103", ""), []),
    ],
)
def test_no_paper_no_order(paper: Paper, faults: list[OrderFault]) -> None:
    assert faults_of_order(paper, ALL, TODAY, None, on=TODAY) == faults


@pytest.mark.parametrize(
    ("starts", "ends", "faults"),
    [
        (TODAY, None, []),
        (TODAY, TODAY + DAY, []),
        (TODAY + 30 * DAY, None, []),
        (TODAY, TODAY, [OrderFault.ENDS_BEFORE_IT_BEGINS]),
        (TODAY - 30 * DAY, TODAY, [OrderFault.OVER]),
        (TODAY - 30 * DAY, TODAY - 30 * DAY, [OrderFault.ENDS_BEFORE_IT_BEGINS]),
    ],
)
def test_the_days_of_an_order(starts: date, ends: date | None, faults: list[OrderFault]) -> None:
    assert faults_of_order(PAPER, ALL, starts, ends, on=TODAY) == faults


def test_an_order_takes_something_and_is_about_somebody_else() -> None:
    assert faults_of_order(PAPER, NOTHING, TODAY, None, on=TODAY) == [OrderFault.NOTHING_TAKEN]
    assert faults_of_order(PAPER, ALL, TODAY, None, on=TODAY, is_oneself=True) == [OrderFault.ONESELF]
    assert faults_of_order(PAPER, Taken(False, False, True), TODAY, None, on=TODAY) == []


@pytest.mark.parametrize(
    ("state", "days", "course"),
    [
        ("open", 0, Course.OPEN),
        ("open", GOOD_FOR.days, Course.OPEN),
        ("open", GOOD_FOR.days + 1, Course.EXPIRED),
        ("confirmed", 99, Course.CONFIRMED),
        ("withdrawn", 99, Course.WITHDRAWN),
    ],
)
def test_a_proposal_has_its_days(state: str, days: int, course: Course) -> None:
    assert course_on(state, TODAY, TODAY + days * DAY) is course


@pytest.mark.parametrize(
    ("course", "by", "binds", "refusal"),
    [
        (Course.OPEN, 8, True, None),
        (Course.OPEN, 7, True, LiftRefusal.SAME_PERSON),
        (Course.OPEN, None, True, LiftRefusal.SAME_PERSON),
        (Course.OPEN, 8, False, LiftRefusal.OVER),
        (Course.EXPIRED, 8, True, LiftRefusal.EXPIRED),
        (Course.CONFIRMED, 8, True, LiftRefusal.SETTLED),
        (Course.WITHDRAWN, 8, True, LiftRefusal.SETTLED),
    ],
)
def test_two_people_lift_an_order(course: Course, by: int | None, binds: bool, refusal: LiftRefusal | None) -> None:
    assert refusal_to_confirm(course, proposed_by=7, by=by, binds=binds) is refusal
