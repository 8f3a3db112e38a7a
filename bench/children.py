"""The pages of one child, as guardians all over the district open them: how their time grows, and their statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from flask import Flask

from bench.table import Row
from bench.visits import Visit, cookie, seconds, statements, visit
from district.queries import children_seen_by
from district.rules.guardianship import SightPolicy
from foundation import clock
from portal.rules.sections import Section, endpoint_of

ROUNDS = 3
MOST_GROWTH, MOST_STATEMENTS = 1.3, 8


@dataclass(frozen=True)
class Measured:
    """Seconds of each page (median) by its name, and the most statements of any."""

    pages: dict[str, float]
    statements: int


def rows_of(few: Measured, many: Measured, sizes: str) -> list[Row]:
    """Each page of a child at two sizes of district."""
    rows = []
    for name in many.pages:
        growth = many.pages[name] / few.pages[name]
        told = f"{growth:.2f} ({many.pages[name] * 1000:.1f} ms, {few.pages[name] * 1000:.1f} ms)"
        rows.append(Row(f"child’s {name}: median time at {sizes}", told, "≤ 1.3", growth <= MOST_GROWTH))
    most = max(few.statements, many.statements)
    return [*rows, Row("child’s pages: SQL statements", str(most), "≤ 8", most <= MOST_STATEMENTS)]


def measure(app: Flask, families: Mapping[str, int]) -> Measured:
    """Every page of the first child of each of these guardians, by session, opened in turn."""
    with app.app_context():
        on = clock.today()
        seen = {
            token: children_seen_by(person, on=on, policy=SightPolicy())[0].public_id
            for token, person in families.items()
        }
    doors = [(cookie(app, token), child) for token, child in seen.items()]
    pages = {
        each.value: [visit(app, f"/portal/students/{child}/{each.value}", held) for held, child in doors]
        for each in Section
        if endpoint_of(each) in app.view_functions
    }
    most = max(_most_statements(visits) for visits in pages.values())
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(ROUNDS):
        for name, visits in pages.items():
            times[name] += map(seconds, visits)
    return Measured({name: median(taken) for name, taken in times.items()}, most)


def _most_statements(visits: Sequence[Visit]) -> int:
    with statements() as counts:
        for each in visits:
            counts.append(0)
            each()
    return max(counts)
