"""The pages of one child, as guardians all over the district open them: how their time grows, and their statements."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from bench.table import Row
from bench.turns import Times, growth
from bench.visits import Visit, cookie, visit
from district.queries import children_seen_by
from district.rules.guardianship import SightPolicy
from foundation import clock
from portal.rules.sections import Section, endpoint_of

MOST_GROWTH, MOST_STATEMENTS = 1.3, 8


def rows_of(few: Times, many: Times, statements: int, sizes: str) -> list[Row]:
    """Each page of a child at two sizes of district."""
    rows = []
    for name in map(_named, Section):
        if name in many:
            grown, told = growth(few, many, name)
            rows.append(Row(f"{name}: median time at {sizes}", told, "≤ 1.3", grown <= MOST_GROWTH))
    return [*rows, Row("child’s pages: SQL statements", str(statements), "≤ 8", statements <= MOST_STATEMENTS)]


def visits_of(app: Flask, families: Mapping[str, int]) -> dict[str, list[Visit]]:
    """Every page of the first child of each of these guardians, by session."""
    held = doors(app, families)
    return {
        _named(each): [visit(app, f"/portal/students/{child}/{each.value}", mine) for mine, child in held]
        for each in Section
        if endpoint_of(each) in app.view_functions
    }


def doors(app: Flask, families: Mapping[str, int]) -> list[tuple[str, str]]:
    """Of each of these sessions what the browser sends, and the public id of the first child seen."""
    with app.app_context():
        on = clock.today()
        seen = {
            token: children_seen_by(person, on=on, policy=SightPolicy())[0].public_id
            for token, person in families.items()
        }
    return [(cookie(app, token), child) for token, child in seen.items()]


def _named(section: Section) -> str:
    return f"child’s {section.value}"
