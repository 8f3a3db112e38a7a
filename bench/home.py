"""The family home: how its time grows with the district, its statements, and what it costs over bare rendering."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from flask import Flask, render_template
from flask_login import LoginManager
from sqlalchemy import select
from werkzeug.test import EnvironBuilder, run_wsgi_app

from accounts.queries import signed_in_by
from bench.table import Row
from bench.turns import TURNS, District, Times, growth
from bench.visits import Visit, cookie, sign_in, visit
from district.models import Relationship
from district.queries import children_seen_by
from district.rules.guardianship import SightPolicy
from foundation import clock, db
from portal import queries, words
from portal.rules.greetings import part_of
from portal.views.child_pages import tabs_of
from portal.views.home import lacking

HOMES = 40
MOST_GROWTH, MOST_STATEMENTS, LEAST_SHARE, MOST_BYTES = 1.3, 4, 0.4, 60_000
THREADS, ROUNDS = 4, 4
PAGE = "/portal/"
WHOLE, BARE = "family home", "family home, rendered from a dictionary"

Speeds = dict[str, float]


def rows_of(few: Times, many: Times, speeds: Sequence[Speeds], statements: int, weight: int, sizes: str) -> list[Row]:
    """The family home at two sizes of district; what bare rendering is of it is weighed where it is less of both."""
    grown, told = growth(few, many, WHOLE)
    alone = min(median(each[BARE]) / median(each[WHOLE]) for each in (few, many))
    share, whole, bare = min((each[WHOLE] / each[BARE], each[WHOLE], each[BARE]) for each in speeds)
    return [
        Row(f"family home: median time at {sizes}", told, "≤ 1.3", grown <= MOST_GROWTH),
        Row("family home: SQL statements", str(statements), "≤ 4", statements <= MOST_STATEMENTS),
        Row(
            f"family home: throughput ÷ bare rendering, a process of {THREADS} threads",
            f"{share:.2f} ({whole:.0f}, {bare:.0f} a second)",
            "≥ 0.4",
            share >= LEAST_SHARE,
        ),
        Row("family home: time of bare rendering ÷ its own, one page after the other", f"{alone:.2f}"),
        Row("family home: with every file, uncompressed", f"{weight / 1000:.1f} kB", "< 60 kB", weight < MOST_BYTES),
    ]


def visits_of(app: Flask, families: Iterable[str]) -> dict[str, list[Visit]]:
    """The home pages of these sessions, and the same rendered from a ready dictionary.

    Raises RuntimeError where they are not the same page.
    """
    doors = [(cookie(app, token), _bare(app, token)) for token in families]
    for held, bare in doors:
        if _without_tokens(_body(app, PAGE, held)) != _without_tokens(_body(bare, PAGE, "")):
            raise RuntimeError("What is rendered from the dictionary is another page.")
    return {
        WHOLE: [visit(app, PAGE, held) for held, _ in doors],
        BARE: [visit(bare, PAGE, "") for _, bare in doors],
    }


def speeds_of(district: District) -> Speeds:
    """Pages a second of both, from as many threads as a process of the web has: while one waits for the database, or
    for its turn, another renders."""
    taken: dict[str, list[float]] = {WHOLE: [], BARE: []}
    district.open()
    with ThreadPoolExecutor(THREADS) as threads:
        for _ in range(1 + TURNS):
            for name, seconds in taken.items():
                visits = [*district.visits[name]] * ROUNDS
                begun = time.perf_counter()
                list(threads.map(lambda visited: visited(), visits))
                seconds.append((time.perf_counter() - begun) / len(visits))
    return {name: 1 / median(seconds[1:]) for name, seconds in taken.items()}


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


def _without_tokens(page: bytes) -> bytes:
    """What differs from one second to the next is no other page."""
    return re.sub(rb'value="[^"]*"|data-session-left="\d+"', b"", page)


def _bare(app: Flask, token: str) -> Flask:
    """A view that renders the same page from a ready dictionary: no session, no gate, no record, no headers.

    Who is signed in is ready too, and so is every page that a link leads to: without them it would be a shorter page.
    """
    with app.test_request_context(PAGE):
        account = signed_in_by(token, at=clock.now())
        if account is None:
            raise RuntimeError("The session made for the bench does not count.")
        local = clock.now().astimezone(clock.zone())
        ready = {
            "greeting": words.greeting(part_of(local.time()), account.called),
            "today": local.date(),
            "family": queries.home_of(account, on=local.date(), at=clock.now(), policy=SightPolicy(), lacking=lacking),
            "tabs_of": tabs_of,
            "words": words,
        }
        db.close()
    bare = Flask(app.name, root_path=app.root_path, static_folder=None)
    bare.config, bare.jinja_env, bare.extensions, bare.url_map = app.config, app.jinja_env, app.extensions, app.url_map
    bare.view_functions = app.view_functions | {"portal.home": lambda: render_template("portal/home.html", **ready)}
    LoginManager(bare).request_loader(lambda _: account)
    return bare
