"""The clean-up queue: the rules asked of a whole district, and how the page's time grows with it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median

from flask import Flask

from bench.families import FIRST_ID, settle
from bench.ground import Ground, look_over
from bench.search import hire
from bench.table import Row
from bench.visits import cookie, seconds, statements, visit
from foundation import audit
from household.editor import jobs

ROUNDS = 30
MOST_GROWTH, MOST_STATEMENTS = 1.3, 8
LIST = "/household/cleanup"
PAGES = {
    "first page": LIST,
    "warnings that nobody has": f"{LIST}?severity=warning&owner=nobody",
    "one kind": f"{LIST}?kind=call-order-tied",
    "what I have, of nothing": f"{LIST}?owner=mine",
}
READERS = ("staff of a school", "central staff")


@dataclass(frozen=True)
class Measured:
    """Seconds of a check of nobody's queue and of one in step, its findings; of each page (median), and statements."""

    first: float
    again: float
    found: int
    pages: dict[str, float]
    statements: int


def rows(ground: Ground) -> list[Row]:
    """The queue at two sizes of district."""
    few, many = (_at(ground, people) for people in (ground.sizes.few_people, ground.sizes.many_people))
    people = ground.sizes.many_people
    most = max(few.statements, many.statements)
    return [
        Row(f"check of {people:,} people, {many.found:,} findings, all new", f"{many.first:.1f} s"),
        Row(f"check of {people:,} people, nothing new", f"{many.again:.1f} s"),
        *(_growth(name, few.pages[name], many.pages[name], ground) for name in many.pages),
        Row("clean-up queue: SQL statements", str(most), "≤ 8", most <= MOST_STATEMENTS),
    ]


def _at(ground: Ground, people: int) -> Measured:
    with ground.app() as app:
        with app.app_context():
            settle(people)
            tokens = hire(FIRST_ID)
            first, found = _checked()
            again, _ = _checked()
            look_over()
        return _measure(app, [cookie(app, each) for each in tokens], first, again, found)


def _checked() -> tuple[float, int]:
    begun = time.perf_counter()
    with jobs.checked(by=audit.command("bench")) as check:
        return time.perf_counter() - begun, sum(check.counts.values())


def _measure(app: Flask, cookies: list[str], first: float, again: float, found: int) -> Measured:
    pages: dict[str, float] = {}
    most = 0
    for reader, kept in zip(READERS, cookies, strict=True):
        for name, address in PAGES.items():
            opened = visit(app, address, kept)
            opened()
            with statements() as counts:
                counts.append(0)
                opened()
            most = max(most, *counts)
            pages[f"{name}, {reader}"] = median(seconds(opened) for _ in range(ROUNDS))
    return Measured(first, again, found, pages, most)


def _growth(name: str, few: float, many: float, ground: Ground) -> Row:
    sizes = f"{ground.sizes.many_people:,} people ÷ at {ground.sizes.few_people:,}"
    value = f"{many / few:.2f} ({many * 1000:.1f} ms, {few * 1000:.1f} ms)"
    return Row(f"clean-up, {name}: median time at {sizes}", value, "≤ 1.3", many / few <= MOST_GROWTH)
