"""DoTS's review: how its time grows with the staff, and its statements, for each list that people open."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from flask import Flask

from accounts.models import AccountRole
from bench.ground import Ground
from bench.staff import hire, tell
from bench.table import Row
from bench.visits import cookie, seconds, sign_in, statements, visit
from foundation import clock, db

ROUNDS = 40
MOST_GROWTH, MOST_STATEMENTS = 1.3, 8
IN_AUTUMN, IN_THE_WINDOW = "2026-11-18 09:00", "2027-05-06 09:00"
PAGES = {
    IN_AUTUMN: {
        "first page": "/household/reviews",
        "lapsed": "/household/reviews?state=lapsed",
        "on the way": "/household/reviews?state=in-progress",
        "nobody to be renewed": "/household/reviews?state=recertify",
    },
    IN_THE_WINDOW: {
        "in the window": "/household/reviews?state=recertify",
        "active meanwhile": "/household/reviews?state=active",
    },
}
"""By the day the night was kept for: the lists people open, and those in which few of many rows hold."""


@dataclass(frozen=True)
class Measured:
    """Seconds a page (median) and statements a page (most)."""

    seconds: float
    statements: int


def rows(ground: Ground) -> list[Row]:
    """The review at two sizes of staff."""
    few, many = (_at(ground, people) for people in (ground.sizes.few_people, ground.sizes.many_people))
    sizes = f"{ground.sizes.many_people:,} people ÷ at {ground.sizes.few_people:,}"
    most = max(each.statements for each in (*few.values(), *many.values()))
    return [
        *(_growth(name, few[name], many[name], sizes) for name in few),
        Row("DoTS review: SQL statements", str(most), "≤ 8", most <= MOST_STATEMENTS),
    ]


def _at(ground: Ground, people: int) -> dict[str, Measured]:
    measured: dict[str, Measured] = {}
    with ground.app() as app:
        with clock.at(IN_AUTUMN), app.app_context():
            hire(people, on=clock.today())
        for moment, pages in PAGES.items():
            with clock.at(moment):
                with app.app_context():
                    tell(clock.today())
                    cookies = cookie(app, _sign_in(1 + len(measured)))
                measured |= {name: _measure(app, page, cookies) for name, page in pages.items()}
    return measured


def _measure(app: Flask, page: str, cookies: str) -> Measured:
    opened = visit(app, page, cookies)
    opened()
    with statements() as counts:
        counts.append(0)
        opened()
    return Measured(median(seconds(opened) for _ in range(ROUNDS)), max(counts))


def _sign_in(person_id: int) -> str:
    """A DoTS administrator's session; gives its token."""
    at, token = clock.now(), f"bench-{person_id}"
    with db.transaction() as session:
        account_id = sign_in(person_id, "staff", token, at=at)
        session.add(AccountRole(account_id=account_id, role="dots-admin", given_at=at))
    return token


def _growth(name: str, few: Measured, many: Measured, sizes: str) -> Row:
    growth = many.seconds / few.seconds
    value = f"{growth:.2f} ({many.seconds * 1000:.1f} ms, {few.seconds * 1000:.1f} ms)"
    return Row(f"DoTS review, {name}: median time at {sizes}", value, "≤ 1.3", growth <= MOST_GROWTH)
