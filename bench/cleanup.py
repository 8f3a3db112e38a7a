"""The clean-up queue: the rules asked of a whole district, and how the page's time grows with it."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass

from flask import Flask

from bench.families import FIRST_ID, settle
from bench.ground import Ground, look_over
from bench.search import hire
from bench.table import Row
from bench.turns import District, Times, growth, take_turns
from bench.visits import cookie, visit
from foundation import audit
from household.editor import jobs

ROUNDS = 10
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
class Checked:
    """A district with its queue; seconds of a check of nobody's queue and of one in step, and its findings."""

    district: District
    first: float
    again: float
    found: int
    statements: int
    """The most that a page of the queue takes."""


def rows(ground: Ground) -> list[Row]:
    """The queue at two sizes of district, opened in turn."""
    people = ground.sizes.many_people
    with ExitStack() as apps:
        few, many = (_checked_at(apps.enter_context(ground.app()), size) for size in (ground.sizes.few_people, people))
        taken = take_turns(few.district, many.district, rounds=ROUNDS)
    sizes = f"{people:,} people ÷ at {ground.sizes.few_people:,}"
    most = max(few.statements, many.statements)
    return [
        Row(f"check of {people:,} people, {many.found:,} findings, all new", f"{many.first:.1f} s"),
        Row(f"check of {people:,} people, nothing new", f"{many.again:.1f} s"),
        *(_growth(name, *taken, sizes) for name in taken[0]),
        Row("clean-up queue: SQL statements", str(most), "≤ 8", most <= MOST_STATEMENTS),
    ]


def _checked_at(app: Flask, people: int) -> Checked:
    with app.app_context():
        settle(people)
        tokens = hire(FIRST_ID)
        first, found = _checked()
        again, _ = _checked()
        look_over()
    district = District(
        app,
        {
            f"{name}, {reader}": [visit(app, address, cookie(app, token))]
            for reader, token in zip(READERS, tokens, strict=True)
            for name, address in PAGES.items()
        },
    )
    for opened in district.visits.values():
        opened[0]()  # once a minute a session notes that it was used
    return Checked(district, first, again, found, district.most_statements(*district.visits))


def _checked() -> tuple[float, int]:
    begun = time.perf_counter()
    with jobs.checked(by=audit.command("bench")) as check:
        return time.perf_counter() - begun, sum(check.counts.values())


def _growth(name: str, few: Times, many: Times, sizes: str) -> Row:
    grown, told = growth(few, many, name)
    return Row(f"clean-up, {name}: median time at {sizes}", told, "≤ 1.3", grown <= MOST_GROWTH)
