"""The family home: how its time grows with the district, its statements, and what it costs over bare rendering."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from flask import Flask, render_template
from sqlalchemy import event, select
from werkzeug.test import EnvironBuilder, run_wsgi_app

from accounts.models import Account, SessionRecord
from accounts.queries import signed_in_by
from bench.district import PEOPLE_A_STUDENT, fill
from bench.ground import Ground
from bench.table import Row
from district.models import Relationship
from district.queries import children_seen_by
from district.rules.guardianship import SightPolicy
from foundation import clock, db, tokens
from portal import queries, words
from portal.rules.greetings import part_of

HOMES = 60
ROUNDS = 10
MOST_GROWTH, MOST_STATEMENTS, LEAST_SHARE = 1.3, 4, 0.4
PAGE = "/portal/"


@dataclass(frozen=True)
class Measured:
    """Seconds a page (median), statements a page (most), and the share of bare rendering's throughput."""

    seconds: float
    statements: int
    share: float


def rows(ground: Ground) -> list[Row]:
    """The family home at two sizes of district."""
    few, many = (_at(ground, people) for people in (ground.sizes.few_people, ground.sizes.many_people))
    growth = many.seconds / few.seconds
    statements = max(few.statements, many.statements)
    share = min(few.share, many.share)
    sizes = f"{ground.sizes.many_people:,} people ÷ at {ground.sizes.few_people:,}"
    milliseconds = f"{many.seconds * 1000:.1f} ms, {few.seconds * 1000:.1f} ms"
    return [
        Row(f"family home: median time at {sizes}", f"{growth:.2f} ({milliseconds})", "≤ 1.3", growth <= MOST_GROWTH),
        Row("family home: SQL statements", str(statements), "≤ 4", statements <= MOST_STATEMENTS),
        Row("family home: throughput ÷ bare rendering", f"{share:.2f}", "≥ 0.4", share >= LEAST_SHARE),
    ]


def _at(ground: Ground, people: int) -> Measured:
    with ground.app() as app:
        fill(app, students=round(people / PEOPLE_A_STUDENT), folder=ground.folder)
        with app.app_context():
            families = _sign_in_families()
        return measure(app, families)


def measure(app: Flask, families: list[str]) -> Measured:
    """The home pages of the sessions with these tokens, each opened several times in turn with bare rendering."""
    pairs = [(_visit(app, _cookie(app, token)), _bare_visit(app, token)) for token in families]
    for visit, bare in pairs:
        visit(), bare()
    with _statements() as counts:
        for visit, _ in pairs:
            counts.append(0)
            visit()
    times = [(_seconds(visit), _seconds(bare)) for _ in range(ROUNDS) for visit, bare in pairs]
    whole, ready = (median(each) for each in zip(*times, strict=True))
    return Measured(whole, max(counts), ready / whole)


def _sign_in_families() -> list[str]:
    """Accounts and sessions for guardians spread over the whole district; gives the tokens of those who see a child."""
    at, on = clock.now(), clock.today()
    adults = db.session().scalars(select(Relationship.adult_id).distinct().order_by(Relationship.adult_id)).all()
    spread = adults[:: max(1, len(adults) // (HOMES * 2))]
    seeing = [each for each in spread if children_seen_by(each, on=on, policy=SightPolicy())][:HOMES]
    made = []
    with db.transaction() as session:
        for person_id in seeing:
            token = f"bench-{person_id}"
            account = Account(
                person_id=person_id,
                kind="parent",
                username=token,
                username_key=token,
                password_hash="",
                password_changed_at=at,
                created_at=at,
            )
            session.add(account)
            session.flush()
            kept = tokens.hash_of(token)
            session.add(SessionRecord(token_hash=kept, account_id=account.id, created_at=at, last_seen_at=at))
            made.append(token)
    return made


def _cookie(app: Flask, token: str) -> str:
    """What the browser of that session sends."""
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(_user_id=token, _fresh=True)
    return "; ".join(f"{each.key}={each.value}" for each in (client._cookies or {}).values())


def _visit(app: Any, cookie: str) -> Callable[[], None]:
    environ = EnvironBuilder(path=PAGE, headers=[("Cookie", cookie), ("Accept", "text/html")]).get_environ()

    def visit() -> None:
        body, status, _ = run_wsgi_app(app, dict(environ), buffered=True)
        if not status.startswith("200"):
            raise RuntimeError(f"The home page answered {status}.")
        b"".join(body)

    return visit


def _bare_visit(app: Flask, token: str) -> Callable[[], None]:
    """A view that renders the same template from a ready dictionary: no session, no gate, no record, no headers."""
    with app.test_request_context(PAGE):
        account = signed_in_by(token, at=clock.now())
        if account is None:
            raise RuntimeError("The session made for the bench does not count.")
        local = clock.now().astimezone(clock.zone())
        ready = {
            "greeting": words.greeting(part_of(local.time()), account.called),
            "today": local.date(),
            "family": queries.home_of(account, on=local.date(), policy=SightPolicy()),
            "words": words,
            "current_user": account,
        }
        db.close()
    bare = Flask(app.name, root_path=app.root_path, static_folder=None)
    bare.config, bare.jinja_env, bare.extensions, bare.url_map = app.config, app.jinja_env, app.extensions, app.url_map
    bare.login_manager = app.login_manager  # type: ignore[attr-defined]
    bare.view_functions["portal.home"] = lambda: render_template("portal/home.html", **ready)
    return _visit(bare, "")


def _seconds(visit: Callable[[], None]) -> float:
    begun = time.perf_counter()
    visit()
    return time.perf_counter() - begun


@contextmanager
def _statements() -> Iterator[list[int]]:
    """One count a visit: append 0, visit, and read."""
    counts: list[int] = []

    def count(connection: object, cursor: object, statement: str, *rest: object) -> None:
        counts[-1] += not statement.startswith("BEGIN")

    event.listen(db.engine(), "before_cursor_execute", count)
    yield counts
    event.remove(db.engine(), "before_cursor_execute", count)
