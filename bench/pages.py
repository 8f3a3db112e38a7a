"""The pages that must not grow with the district, at two sizes of it: the family home, a child's pages, search
and what it leads to.
"""

from __future__ import annotations

from bench import children, home, search
from bench.district import PEOPLE_A_STUDENT, fill
from bench.ground import Ground
from bench.lessons import teach
from bench.table import Row


def rows(ground: Ground) -> list[Row]:
    """Both sizes filled once, and every page measured in each."""
    few, many = (_at(ground, people) for people in (ground.sizes.few_people, ground.sizes.many_people))
    sizes = f"{ground.sizes.many_people:,} people ÷ at {ground.sizes.few_people:,}"
    return [
        *home.rows_of(few[0], many[0], sizes),
        *search.rows_of(few[1], many[1], sizes),
        *children.rows_of(few[2], many[2], sizes),
    ]


def _at(ground: Ground, people: int) -> tuple[home.Measured, search.Measured, children.Measured]:
    with ground.app() as app:
        fill(app, students=round(people / PEOPLE_A_STUDENT), folder=ground.folder)
        with app.app_context():
            teach()
            families = home.sign_in_families()
        return home.measure(app, families), search.measure(app), children.measure(app, families)
