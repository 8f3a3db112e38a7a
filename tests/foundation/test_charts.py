"""Columns of a chart: each as high as its figure, nothing outside the frame, lines at round values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.web.charts import FLOOR, LEAST_MARK, stacked_columns


def test_a_column_is_as_high_as_its_figure() -> None:
    drawn = stacked_columns([("a",), ("b",)], [(10, 40), (0, 40)])

    low, high = drawn.columns
    assert FLOOR - high.top == pytest.approx(8 * (FLOOR - low.top))
    assert [piece.series for piece in low.pieces] == [1]
    assert [piece.series for piece in high.pieces] == [1, 2]


def test_one_among_a_million_is_still_seen() -> None:
    drawn = stacked_columns([("a",), ("b",)], [(1, 1_000_000)])

    assert drawn.columns[0].pieces[0].height == LEAST_MARK


@pytest.mark.parametrize(("most", "lines"), [(0, []), (3, [1, 2, 3]), (8, [2, 4, 6, 8]), (296, [100, 200])])
def test_lines_stand_at_round_values(most: int, lines: list[int]) -> None:
    assert [line.value for line in stacked_columns([("a",)], [(most,)]).grid] == lines


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=60))
def test_nothing_stands_outside_the_frame(figures: list[tuple[int, int]]) -> None:
    drawn = stacked_columns([("",) for _ in figures], list(zip(*figures, strict=True)))

    assert all(column.x >= 0 and column.x + column.width <= 100.5 for column in drawn.columns)
    assert all(0 <= column.top <= FLOOR for column in drawn.columns)
    assert len(drawn.grid) <= 4
