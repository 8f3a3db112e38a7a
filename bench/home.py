"""The family home: how its time grows with the district, its statements, and what it costs over bare rendering."""

from __future__ import annotations

import re
from collections.abc import Iterable
from statistics import median

from flask import Flask, render_template
from sqlalchemy import select
from werkzeug.test import EnvironBuilder, run_wsgi_app

from accounts.queries import signed_in_by
from bench.table import Row
from bench.turns import Times, growth
from bench.visits import Visit, cookie, sign_in, visit
from district.models import Relationship
from district.queries import children_seen_by
from district.rules.guardianship import SightPolicy
from foundation import clock, db
from portal import queries, words
from portal.rules.greetings import part_of
from portal.views.child_pages import tabs_of

HOMES = 40
MOST_GROWTH, MOST_STATEMENTS, LEAST_SHARE, MOST_BYTES = 1.3, 4, 0.4, 60_000
PAGE = "/portal/"
WHOLE, BARE = "family home", "family home, rendered from a dictionary"


def rows_of(few: Times, many: Times, statements: int, weight: int, sizes: str) -> list[Row]:
    """The family home at two sizes of district; the throughput is weighed where it is the lesser of both."""
    grown, told = growth(few, many, WHOLE)
    share = min(median(each[BARE]) / median(each[WHOLE]) for each in (few, many))
    return [
        Row(f"family home: median time at {sizes}", told, "≤ 1.3", grown <= MOST_GROWTH),
        Row("family home: SQL statements", str(statements), "≤ 4", statements <= MOST_STATEMENTS),
        Row("family home: throughput ÷ bare rendering", f"{share:.2f}", "≥ 0.4", share >= LEAST_SHARE),
        Row("family home: with every file, uncompressed", f"{weight / 1000:.1f} kB", "< 60 kB", weight < MOST_BYTES),
    ]


def visits_of(app: Flask, families: Iterable[str]) -> dict[str, list[Visit]]:
    """The home pages of these sessions, and the same rendered from a ready dictionary."""
    return {
        WHOLE: [visit(app, PAGE, cookie(app, token)) for token in families],
        BARE: [_bare_visit(app, token) for token in families],
    }


def weight_of(app: Flask, families: Iterable[str]) -> int:
    """Bytes of the first family's home with every file it links, none compressed."""
    cookies = cookie(app, next(iter(families)))
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
            "family": queries.home_of(
                account, on=local.date(), at=clock.now(), policy=SightPolicy(), lacking=lambda child, shots: 0
            ),
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
