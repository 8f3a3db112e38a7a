"""A grade point average worked out from marks, where the district says how (GPA_POINTS); and sums of credits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Marked:
    """One course: its mark and the credits it counts for; None where they are not known."""

    mark: str
    credits: float | None


@dataclass(frozen=True)
class Average:
    """A worked-out average: its value, the best possible, how many courses count, and how many do not."""

    value: float
    scale: float
    courses: int
    left_out: int
    credits: float


def points_of(said: Sequence[str]) -> dict[str, float]:
    """The points of each mark, casefolded, from `A=4.0`. Raises ValueError for anything else."""
    points = {}
    for each in said:
        mark, equals, number = (part.strip() for part in each.partition("="))
        if not mark or not equals or float(number) < 0:
            raise ValueError(f"{each!r} is no mark with its points, such as A=4.0.")
        points[mark.casefold()] = float(number)
    return points


def average(courses: Iterable[Marked], points: Mapping[str, float]) -> Average | None:
    """Points weighted by credits, over the courses that have both; None without points or without such a course."""
    listed = list(courses)
    counted = [
        (points[each.mark.casefold()], each.credits)
        for each in listed
        if each.credits and each.mark.casefold() in points
    ]
    credits = sum(credit for _, credit in counted)
    if not credits:
        return None
    value = sum(point * credit for point, credit in counted) / credits
    return Average(value, max(points.values()), len(counted), len(listed) - len(counted), credits)


def total(credits: Iterable[float | None]) -> float | None:
    """The sum of the credits that are known; None where none is."""
    known = [each for each in credits if each is not None]
    return sum(known) if known else None
