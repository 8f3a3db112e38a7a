"""The pages that must not grow with the district, at two sizes of it: the family home, a child's pages and the family's
own, search and what it leads to.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

from flask import Flask

from bench import children, home, own_pages, search
from bench.district import PEOPLE_A_STUDENT, fill
from bench.ground import Ground
from bench.lessons import teach
from bench.table import Row
from bench.turns import District, take_turns

ROUNDS = 1


@dataclass(frozen=True)
class Opened:
    """A filled district with everything that is opened there; the most statements of each measure, and the home's
    bytes."""

    district: District
    statements: dict[str, int]
    weight: int


def rows(ground: Ground) -> list[Row]:
    """Both sizes filled once, and every page opened in both in turn."""
    with ExitStack() as apps:
        few, many = (
            _opened(apps.enter_context(ground.app()), ground, people)
            for people in (ground.sizes.few_people, ground.sizes.many_people)
        )
        taken = take_turns(few.district, many.district, rounds=ROUNDS)
        speeds = [home.speeds_of(each.district) for each in (few, many)]
    sizes = f"{ground.sizes.many_people:,} people ÷ at {ground.sizes.few_people:,}"
    most = {name: max(few.statements[name], many.statements[name]) for name in few.statements}
    return [
        *home.rows_of(*taken, speeds, most["home"], max(few.weight, many.weight), sizes),
        *search.rows_of(*taken, most["search"], sizes),
        *children.rows_of(*taken, most["children"], sizes),
        *own_pages.rows_of(*taken, most["own"], sizes),
    ]


def _opened(app: Flask, ground: Ground, people: int) -> Opened:
    fill(app, students=round(people / PEOPLE_A_STUDENT), folder=ground.folder)
    with app.app_context():
        teach()
        families = home.sign_in_families()
        own_pages.write_to_all(families)
    visits = {
        "home": home.visits_of(app, families),
        "search": search.visits_of(app),
        "children": children.visits_of(app, families),
        "own": own_pages.visits_of(app, families),
    }
    district = District(app, {name: opened for kind in visits.values() for name, opened in kind.items()})
    counted = {
        "home": (home.WHOLE,),
        "search": (search.PAGE, *search.KINDS),
        "children": tuple(visits["children"]),
        "own": tuple(visits["own"]),
    }
    statements = {name: district.most_statements(*names) for name, names in counted.items()}
    return Opened(district, statements, home.weight_of(app, families))
