"""How a mark comes about: weights, points, missing, exempt, what if; and which term is shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rules.grading import (
    Category,
    How,
    State,
    Work,
    added_up,
    differs,
    shown,
    state_of,
    supposed_score,
    what_if,
)
from portal.rules.terms import Term, chosen_among, with_parts

TODAY = date(2026, 11, 18)
TESTS, WORK, UNWEIGHTED, PRACTICE = (
    Category("Tests", Decimal(60)),
    Category("Homework", Decimal(40)),
    Category("Projects", None),
    Category("Practice", Decimal(0)),
)


def work(
    score: str | None, points: str | None = "100", category: Category | None = TESTS, state: State = State.SCORED
) -> Work:
    number = None if score is None else Decimal(score)
    return Work("1", "Unit 1", category, state, number, None if points is None else Decimal(points))


MISSING, EXEMPT, OPEN, PARTLY = State.MISSING, State.EXEMPT, State.OPEN, State.PARTLY


@pytest.mark.parametrize(
    ("works", "how", "percent"),
    [
        pytest.param([], How.NOT, None, id="nothing at all"),
        pytest.param([work("80"), work("50", "100", WORK)], How.WEIGHTED, "68.0", id="60 and 40 of a hundred"),
        pytest.param([work("80")], How.WEIGHTED, "80.0", id="a category with nothing in it takes nothing away"),
        pytest.param([work("80"), work("9", "10")], How.WEIGHTED, "80.9", id="within a category points are added up"),
        pytest.param([work("80"), work("10", "20", UNWEIGHTED)], How.POINTS, "75.0", id="one category has no weight"),
        pytest.param([work("80", "100", None), work("10", "20", None)], How.POINTS, "75.0", id="no categories"),
        pytest.param([work("1", "3", None)], How.POINTS, "33.3", id="a third"),
        pytest.param([work("2", "3", None)], How.POINTS, "66.7", id="two thirds"),
        pytest.param([work("80.05", "100", None)], How.POINTS, "80.1", id="a half goes up"),
        pytest.param([work("80"), work(None, state=MISSING)], How.WEIGHTED, "40.0", id="missing counts as zero"),
        pytest.param(
            [work("80"), work("30", state=MISSING)], How.WEIGHTED, "55.0", id="missing with points all the same"
        ),
        pytest.param([work("80"), work(None, state=EXEMPT)], How.WEIGHTED, "80.0", id="exempt is left out"),
        pytest.param(
            [work("80"), work("10", state=EXEMPT)], How.WEIGHTED, "80.0", id="exempt with a score is left out"
        ),
        pytest.param([work("80"), work(None, state=OPEN)], How.WEIGHTED, "80.0", id="not due yet is left out"),
        pytest.param([work("80"), work("5", state=PARTLY)], How.WEIGHTED, "80.0", id="in progress is left out"),
        pytest.param([work("80"), work("5", None)], How.WEIGHTED, "80.0", id="points possible not told"),
        pytest.param([work("80"), work(None)], How.WEIGHTED, "80.0", id="scored, and the score not told"),
        pytest.param([work("80"), work("10", "0")], How.WEIGHTED, "90.0", id="extra credit adds to its category"),
        pytest.param(
            [work("80"), work("9", "0", WORK)], How.WEIGHTED, "80.0", id="extra credit alone has no percentage"
        ),
        pytest.param([work("9", "0")], How.NOT, None, id="nothing but extra credit"),
        pytest.param([work("110")], How.WEIGHTED, "110.0", id="more than all points"),
        pytest.param([work("80"), work("0", "10", PRACTICE)], How.WEIGHTED, "80.0", id="what weighs nothing"),
        pytest.param([work("5", "10", PRACTICE)], How.POINTS, "50.0", id="all weigh nothing: points"),
        pytest.param([work(None, state=MISSING)], How.WEIGHTED, "0.0", id="missing alone"),
    ],
)
def test_a_mark_is_added_up(works: list[Work], how: How, percent: str | None) -> None:
    found = added_up(works)

    assert (found.how, found.percent) == (how, None if percent is None else Decimal(percent))


def test_the_parts_say_what_each_category_brings() -> None:
    found = added_up([work("80"), work("50", "100", WORK)])

    assert [(each.share, each.percent, each.brings) for each in found.parts] == [
        (Decimal("60.0"), Decimal("80.0"), Decimal("48.0")),
        (Decimal("40.0"), Decimal("50.0"), Decimal("20.0")),
    ]


def test_what_has_no_part_in_the_mark_is_counted() -> None:
    found = added_up([work("80"), work(None, state=EXEMPT), work("5", None), work(None, state=OPEN)])

    assert found.left_out == 2


@pytest.mark.parametrize(
    ("status", "score", "is_missing", "in_progress", "due", "state"),
    [
        ("graded", 5.0, None, None, 1, State.SCORED),
        ("graded", 5.0, True, None, 1, State.MISSING),
        ("exempt", None, True, None, 1, State.EXEMPT),
        ("", 5.0, None, None, None, State.SCORED),
        ("graded", 5.0, None, True, 1, State.PARTLY),
        ("partly-graded", 5.0, None, None, 1, State.PARTLY),
        ("submitted", None, None, None, 1, State.HANDED_IN),
        ("not-submitted", None, None, None, 17, State.MISSING),
        ("not-submitted", None, None, None, 18, State.OPEN),
        ("not-submitted", None, False, None, 17, State.OPEN),
        ("not-submitted", None, None, None, None, State.OPEN),
        ("", None, None, None, 1, State.OPEN),
        ("", None, True, None, None, State.MISSING),
    ],
)
def test_the_state_of_work_is_what_the_source_says(
    status: str,
    score: float | None,
    is_missing: bool | None,
    in_progress: bool | None,
    due: int | None,
    state: State,
) -> None:
    due_on = date(2026, 11, due) if due else None
    said = {"status": status, "score": score, "is_missing": is_missing, "in_progress": in_progress}

    assert state_of(**said, due_on=due_on, on=TODAY) is state  # type: ignore[arg-type]


def test_a_supposed_score_takes_the_place_of_a_missing_one() -> None:
    works = [Work("a", "Quiz", None, State.MISSING, None, Decimal(20)), Work("b", "Test", None, State.SCORED, *two())]

    assert added_up(works).percent == Decimal("66.7")
    assert what_if(works, {"a": Decimal(10)}).percent == Decimal("75.0")
    assert works[0].state is State.MISSING


def two() -> tuple[Decimal, Decimal]:
    return Decimal(80), Decimal(100)


@pytest.mark.parametrize("state", [State.EXEMPT, State.SCORED])
def test_nobody_supposes_a_score_for_exempt_work_or_without_points(state: State) -> None:
    works = [Work("a", "Quiz", None, state, None, None if state is State.SCORED else Decimal(20))]

    assert what_if(works, {"a": Decimal(10)}).percent is None


def test_a_ref_of_no_assignment_supposes_nothing() -> None:
    assert what_if([work("80")], {"other": Decimal(1)}).percent == Decimal("80.0")


@pytest.mark.parametrize(
    ("written", "score"),
    [
        ("17", "17"),
        (" 17.5 ", "17.5"),
        ("17,5", "17.5"),
        ("0", "0"),
        (".5", "0.5"),
        ("5.", "5"),
        ("100000", "100000"),
        ("100001", None),
        ("-1", None),
        ("1e3", None),
        ("1.2.3", None),
        ("٣", None),
        ("NaN", None),
        ("", None),
        (".", None),
        ("9" * 4000, None),
    ],
)
def test_a_supposed_score_is_a_plain_number(written: str, score: str | None) -> None:
    assert supposed_score(written) == (None if score is None else Decimal(score))


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_a_score(written: str) -> None:
    score = supposed_score(written)

    assert score is None or score >= 0


@pytest.mark.parametrize(
    ("told", "added", "is_another"),
    [
        ("88", "88.4", False),
        ("88", "88.5", True),
        ("88.1", "88.1", False),
        ("88.1", "88.2", True),
        ("88.12", "88.1", False),
        (None, "88.1", False),
        ("88", None, False),
    ],
)
def test_a_source_is_compared_at_its_own_precision(told: str | None, added: str | None, is_another: bool) -> None:
    values = [None if each is None else Decimal(each) for each in (told, added)]

    assert differs(*values) is is_another


def test_the_mark_of_the_source_is_the_mark() -> None:
    found = shown(added_up([work("80")]), letter="B+", percent=Decimal(88), is_final=True)

    assert (found.letter, found.percent, found.is_told, found.is_final, found.differs) == (
        "B+",
        Decimal("88.0"),
        True,
        True,
        True,
    )


def test_what_we_add_up_is_never_final() -> None:
    found = shown(added_up([work("80")]), is_final=True)

    assert (found.percent, found.is_told, found.is_final) == (Decimal("80.0"), False, False)


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 100), st.sampled_from([TESTS, WORK])), min_size=1))
def test_a_mark_lies_between_its_categories(scores: list[tuple[int, int, Category]]) -> None:
    found = added_up(work(str(min(score, points)), str(points), category) for score, points, category in scores)
    percents = [each.percent for each in found.parts if each.percent is not None]

    assert found.percent is not None
    assert min(percents) - 1 <= found.percent <= max(percents) + 1


YEAR = Term(1, "2026-27", "schoolYear", date(2026, 8, 17), date(2027, 6, 5), None, has_work=False)
FALL = Term(2, "Fall", "semester", date(2026, 8, 17), date(2027, 1, 16), 1, has_work=False)
Q1 = Term(3, "Quarter 1", "gradingPeriod", date(2026, 8, 17), date(2026, 10, 24), 2, has_work=True)
Q2 = Term(4, "Quarter 2", "gradingPeriod", date(2026, 10, 24), date(2027, 1, 16), 2, has_work=True)
ALL = [YEAR, FALL, Q1, Q2]


@pytest.mark.parametrize(
    ("terms", "asked", "on", "chosen"),
    [
        (ALL, None, TODAY, Q2),
        (ALL, 3, TODAY, Q1),
        (ALL, 99, TODAY, Q2),
        (ALL, None, date(2026, 10, 23), Q1),
        (ALL, None, date(2026, 10, 24), Q2),
        ([YEAR, FALL], None, TODAY, FALL),
        ([Q1], None, TODAY, Q1),
        ([Q1, Q2], None, date(2027, 3, 1), Q2),
        ([Q1, Q2], None, date(2026, 8, 1), Q1),
        ([], None, TODAY, None),
    ],
)
def test_the_term_shown_is_the_one_asked_for_or_that_of_the_day(
    terms: list[Term], asked: int | None, on: date, chosen: Term | None
) -> None:
    assert chosen_among(terms, asked=asked, on=on) == chosen


def test_a_semester_holds_its_quarters_and_a_quarter_itself() -> None:
    assert with_parts(YEAR, ALL) == {1, 2, 3, 4}
    assert with_parts(FALL, ALL) == {2, 3, 4}
    assert with_parts(Q2, ALL) == {4}
    assert with_parts(None, ALL) == frozenset()
