"""T16 over the whole map: every deed from elsewhere is refused, and no GET changes anything but what says “read”.

Addresses and links come from the app itself, so that a new page and a new deed are tried without a new line here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import Engine, MetaData, select, text

from demo.staff import Staff
from demo.world import PASSPHRASE, World
from foundation import db
from tests.attacks.devices import token_of
from tests.attacks.forms import address_of, send, stranger_at
from tests.attacks.test_t16_csrf import FENCES
from tests.browser import HOST, Browser

CAST = (
    *("", "marisol.ibarra", "minh.nguyen", "victor.hale", "dana.whitfield", "dana.whitfield.staff", "noelle.archer"),
    *("pilar.cisneros", "bruno.keller", "maeve.donnelly", "hazel.tran", "anita.desmarais"),
)
"""A stranger, and somebody of each role and kind of access, by user name."""
READ_RECORDS = {"record_read"}
LAST_SEEN = {"session_record": "last_seen_at"}
MOST_PAGES = 60
LINKS = re.compile(r'(?:href|src)="([^"#]+)"')
TRICKS = {"_method": "POST", "csrf_token": "x", "password": "x", "confirm": "1", "reason": "x"}


@pytest.fixture
def entered(app: Flask, staff: Staff, who: str) -> Browser:
    browser = stranger_at(app)
    return browser.signs_in(who, PASSPHRASE) if who else browser.open("/sign-in")


def state_of(engine: Engine) -> dict[str, str]:
    """A print of every table but the records of reads, without the moment a session was last seen."""
    db.close()
    tables = MetaData()
    tables.reflect(engine)
    prints = {}
    with engine.connect() as connection:
        for table in tables.sorted_tables:
            columns = [each for each in table.columns if each.name != LAST_SEEN.get(table.name)]
            rows = sorted(repr(tuple(row)) for row in connection.execute(select(*columns)))
            prints[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return {name: print for name, print in prints.items() if name not in READ_RECORDS}


def addresses(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()):
            yield address_of(app, rule)


def crawled(browser: Browser, starts: list[str]) -> dict[str, int]:
    """What every page answered that can be reached from `starts` by links; of pages of one shape a handful."""
    waiting, seen, shapes = list(starts), dict[str, int](), dict[str, int]()
    while waiting and len(seen) < MOST_PAGES + len(starts):
        path = waiting.pop(0)
        if path in seen:
            continue
        db.close()
        answer = browser.client.get(path, base_url=HOST, headers={"Accept": "text/html"})
        seen[path] = answer.status_code
        if answer.mimetype == "text/html":
            for link in (urljoin(path, each.replace("&amp;", "&")) for each in LINKS.findall(answer.text)):
                shape = re.sub(r"[0-9a-f]{16}|\d+", "*", link)
                if not urlsplit(link).netloc and not link.startswith("/static") and shapes.get(shape, 0) < 2:
                    shapes[shape] = shapes.get(shape, 0) + 1
                    waiting.append(link)
        answer.close()
    return seen


@pytest.mark.parametrize("who", CAST)
def test_no_get_changes_anything(app: Flask, entered: Browser, who: str) -> None:
    before = state_of(db.engine())

    pages = crawled(entered, [*addresses(app), *(f"{each}?lang=es&page=2" for each in addresses(app))])
    tricks = {
        path: entered.client.get(
            path, base_url=HOST, query_string=TRICKS, headers={"X-HTTP-Method-Override": "POST"}
        ).status_code
        for path in pages
        if "?" not in path
    }

    assert len(pages) > len(list(addresses(app)))
    assert {path: status for path, status in (pages | tricks).items() if status >= 500} == {}
    changed = {name for name, print in state_of(db.engine()).items() if print != before[name]}
    assert changed == set()


def test_the_crawl_would_notice_a_page_that_writes(app: Flask, world: World) -> None:
    before = state_of(db.engine())
    with db.transaction() as session:
        session.execute(text("UPDATE account SET language = 'es' WHERE username = 'patrick.obrien'"))

    changed = {name for name, print in state_of(db.engine()).items() if print != before[name]}
    assert changed == {"account"}


@pytest.mark.parametrize("who", ["", "marisol.ibarra", "hazel.tran"])
def test_no_deed_of_the_map_is_done_for_another_site(app: Flask, entered: Browser, who: str) -> None:
    """With the good token of the victim's own session, as a page with a hole would give it away."""
    token = token_of(entered.open("/settings/account" if who else "/sign-in"))
    stolen = token_of(stranger_at(app).open("/sign-in"))
    before = state_of(db.engine())
    posts = [address_of(app, rule) for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())]
    tries = [({"csrf_token": token}, fence) for fence in FENCES]
    tries += [({"csrf_token": bad}, {}) for bad in (stolen, "", token[:-1], f"{token}.x")]

    answers = {
        (path, str(tried)): send(entered, path, tried[0], headers=tried[1]).status_code
        for path in posts
        for tried in tries
    }

    assert {tried: status for tried, status in answers.items() if status != 400} == {}
    assert {name for name, print in state_of(db.engine()).items() if print != before[name]} == set()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"])
def test_a_method_nobody_uses_is_refused_everywhere(app: Flask, method: str) -> None:
    client = app.test_client()
    answers = {
        path: client.open(path, method=method, base_url=HOST).status_code
        for path in {address_of(app, rule) for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())}
    }

    assert {path: status for path, status in answers.items() if status not in (400, 405)} == {}
