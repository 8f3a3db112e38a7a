"""The family home: how its time grows with the district, its statements, and what it costs over bare rendering."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from flask import Flask, render_template
from sqlalchemy import select
from werkzeug.test import EnvironBuilder, run_wsgi_app

from accounts.queries import signed_in_by
from bench.table import Row
from bench.visits import Visit, cookie, seconds, sign_in, statements, visit
from district.models import Relationship
from district.queries import children_seen_by
from district.rules.guardianship import SightPolicy
from foundation import clock, db
from portal import queries, words
from portal.rules.greetings import part_of
from portal.views.child_pages import tabs_of

HOMES = 60
ROUNDS = 10
MOST_GROWTH, MOST_STATEMENTS, LEAST_SHARE, MOST_BYTES = 1.3, 4, 0.4, 60_000
PAGE = "/portal/"


@dataclass(frozen=True)
class Measured:
    """Seconds a page (median), statements a page (most), the share of bare rendering's throughput, and the bytes of a
    page with all its files."""

    seconds: float
    statements: int
    share: float
    weight: int


def rows_of(few: Measured, many: Measured, sizes: str) -> list[Row]:
    """The family home at two sizes of district."""
    growth = many.seconds / few.seconds
    statements = max(few.statements, many.statements)
    share = min(few.share, many.share)
    weight = max(few.weight, many.weight)
    milliseconds = f"{many.seconds * 1000:.1f} ms, {few.seconds * 1000:.1f} ms"
    return [
        Row(f"family home: median time at {sizes}", f"{growth:.2f} ({milliseconds})", "≤ 1.3", growth <= MOST_GROWTH),
        Row("family home: SQL statements", str(statements), "≤ 4", statements <= MOST_STATEMENTS),
        Row("family home: throughput ÷ bare rendering", f"{share:.2f}", "≥ 0.4", share >= LEAST_SHARE),
        Row("family home: with every file, uncompressed", f"{weight / 1000:.1f} kB", "< 60 kB", weight < MOST_BYTES),
    ]


def measure(app: Flask, families: Iterable[str]) -> Measured:
    """The home pages of these sessions, each opened several times in turn with bare rendering."""
    pairs = [(visit(app, PAGE, cookie(app, token)), _bare_visit(app, token)) for token in families]
    for whole, bare in pairs:
        whole(), bare()
    with statements() as counts:
        for whole, _ in pairs:
            counts.append(0)
            whole()
    times = [(seconds(whole), seconds(bare)) for _ in range(ROUNDS) for whole, bare in pairs]
    taken, ready = (median(each) for each in zip(*times, strict=True))
    return Measured(taken, max(counts), ready / taken, _weight(app, cookie(app, next(iter(families)))))


def _weight(app: Flask, cookies: str) -> int:
    """Bytes of a family's home with every file it links, none compressed."""
    page = _body(app, PAGE, cookies)
    files = set(re.findall(rb'(?:href|src)="(/static/[^"]+)"', page))
    return len(page) + sum(len(_body(app, each.decode(), "")) for each in files)


def _body(app: Flask, path: str, cookies: str) -> bytes:
    asked = EnvironBuilder(path=path, headers=[("Cookie", cookies), ("Accept", "text/html")]).get_environ()
    body, status, _ = run_wsgi_app(app, asked, buffered=True)
    if not status.startswith("200"):
        raise RuntimeError(f"{path} answered {status}.")
    return b"".join(body)


def sign_in_families() -> dict[str, int]:
    """Accounts and sessions for guardians spread over the whole district: whom each token lets in. All see a child."""
    at, on = clock.now(), clock.today()
    adults = db.session().scalars(select(Relationship.adult_id).distinct().order_by(Relationship.adult_id)).all()
    spread = adults[:: max(1, len(adults) // (HOMES * 2))]
    seeing = [each for each in spread if children_seen_by(each, on=on, policy=SightPolicy())][:HOMES]
    made = {}
    with db.transaction():
        for person_id in seeing:
            token = f"bench-{person_id}"
            sign_in(person_id, "parent", token, at=at)
            made[token] = person_id
    return made


def _bare_visit(app: Flask, token: str) -> Visit:
    """A view that renders the same template from a ready dictionary: no session, no gate, no record, no headers."""
    with app.test_request_context(PAGE):
        account = signed_in_by(token, at=clock.now())
        if account is None:
            raise RuntimeError("The session made for the bench does not count.")
        local = clock.now().astimezone(clock.zone())
        ready = {
            "greeting": words.greeting(part_of(local.time()), account.called),
            "today": local.date(),
            "family": queries.home_of(account, on=local.date(), at=clock.now(), policy=SightPolicy()),
            "tabs_of": tabs_of,
            "words": words,
            "current_user": account,
        }
        db.close()
    bare = Flask(app.name, root_path=app.root_path, static_folder=None)
    bare.config, bare.jinja_env, bare.extensions, bare.url_map = app.config, app.jinja_env, app.extensions, app.url_map
    bare.login_manager = app.login_manager  # type: ignore[attr-defined]
    bare.view_functions["portal.home"] = lambda: render_template("portal/home.html", **ready)
    return visit(bare, PAGE, "")
