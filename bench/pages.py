"""The pages that must not grow with the district, at two sizes of it: the family home, search, and what it leads to."""

from __future__ import annotations

from bench import home, search
from bench.district import PEOPLE_A_STUDENT, fill
from bench.ground import Ground
from bench.table import Row


def rows(ground: Ground) -> list[Row]:
    """Both sizes filled once, and every page measured in each."""
    few, many = (_at(ground, people) for people in (ground.sizes.few_people, ground.sizes.many_people))
    sizes = f"{ground.sizes.many_people:,} people ÷ at {ground.sizes.few_people:,}"
    return [*home.rows_of(few[0], many[0], sizes), *search.rows_of(few[1], many[1], sizes)]


def _at(ground: Ground, people: int) -> tuple[home.Measured, search.Measured]:
    with ground.app() as app:
        fill(app, students=round(people / PEOPLE_A_STUDENT), folder=ground.folder)
        return home.measure(app), search.measure(app)
