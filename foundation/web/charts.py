"""Where the marks of a chart stand: x in percent of its width, y in pixels from its top. A template draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FLOOR, ROOM_ABOVE, ROOM_BELOW = 160, 24, 40
"""Pixels: the axis from the top, what the figures over a column need, what two lines under it need."""
LEAST_MARK = 2
GRID_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Piece:
    """One colour of a column: `series` counts from 1."""

    series: int
    y: float
    height: float


@dataclass(frozen=True)
class Column:
    """A stacked column, with the lines of its label and its total."""

    label: tuple[str, ...]
    total: int
    x: float
    width: float
    top: float
    pieces: tuple[Piece, ...]

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class GridLine:
    """A line across the chart at a round value."""

    value: int
    y: float


@dataclass(frozen=True)
class Chart:
    """Everything a template draws; `height` and `floor` (the axis) in pixels."""

    columns: tuple[Column, ...]
    grid: tuple[GridLine, ...]
    height: int = FLOOR + ROOM_BELOW
    floor: int = FLOOR


def stacked_columns(labels: Sequence[tuple[str, ...]], series: Sequence[Sequence[int]]) -> Chart:
    """A column for each of `labels`, of the figures that each of `series` has at its place."""
    stacks = list(zip(*series, strict=True))
    most = max((sum(stack) for stack in stacks), default=0)
    scale = (FLOOR - ROOM_ABOVE) / most if most else 0
    step = 100 / max(1, len(labels))
    columns = tuple(
        _column(label, stack, x=round(number * step + step * 0.15, 2), width=round(step * 0.7, 2), scale=scale)
        for number, (label, stack) in enumerate(zip(labels, stacks, strict=True))
    )
    return Chart(columns, _grid(most, scale))


def _column(label: tuple[str, ...], stack: Sequence[int], *, x: float, width: float, scale: float) -> Column:
    pieces: list[Piece] = []
    y = float(FLOOR)
    for number, value in enumerate(stack, start=1):
        if value:
            height = round(max(LEAST_MARK, value * scale), 2)
            y = round(y - height, 2)
            pieces.append(Piece(number, y, height))
    return Column(label, sum(stack), x, width, y, tuple(pieces))


def _grid(most: int, scale: float) -> tuple[GridLine, ...]:
    """Lines at round values, at most four."""
    step = next(unit * 10**power for power in range(12) for unit in GRID_STEPS if most <= unit * 10**power * 4)
    values = range(step, most + 1, step)
    return tuple(GridLine(value, round(FLOOR - value * scale, 2)) for value in values)
