"""T33, T01, T02: every page in the hands of every reader, searched for the words of a home they may not know of.

Addresses come from the app's own map with the real ids of the home in them; a new page is opened without a line here.
"""

from __future__ import annotations

import re
from itertools import product

import pytest
from flask import Flask

from demo.world import World
from tests.attacks.canaries import (
    CANARIES,
    KNOWN_TO_THE_OFFICE,
    LINE_1,
    OWN_PHONE,
    TAUGHT,
    WHERE_THEY_LIVE,
    Nest,
    said_in,
    sung_in,
)
from tests.attacks.nesting import CLEARED, OFFICE, addresses, asked, csrf_of, enters, sent
from tests.attacks.nesting import nest as nest

NOTHING: frozenset[str] = frozenset()
READERS = {
    "piet.calder": frozenset({"teacher’s words"}),
    "victor.hale": NOTHING,
    "marisol.ibarra": NOTHING,
    "minh.nguyen": NOTHING,
    "noelle.archer": NOTHING,
    "bruno.keller": NOTHING,
    "maeve.donnelly": NOTHING,
    "otis.brandt": NOTHING,
    "hazel.tran": frozenset({"contact"}),
    "anita.desmarais": frozenset({"contact"}),
    "": NOTHING,
    OFFICE: KNOWN_TO_THE_OFFICE,
    CLEARED: KNOWN_TO_THE_OFFICE | {"address", "feed’s address"},
}
"""The guardian of the other home, the one an order binds, another family's, a student of another family, the staff of
another school, without access, of DoTS, an auditor, the help desk and an administrator, who look for anybody by name
to help them in; a stranger; two clerks of the child’s school. What each may hear, by what it is of."""
OUT_OF_REACH = "noelle.archer"
NAMED = re.compile(r"Joanna|Reyes")


@pytest.mark.parametrize("who", READERS)
def test_no_page_sings_to_whom_it_may_not(app: Flask, world: World, nest: Nest, who: str) -> None:
    browser = enters(app, world, who)
    heard, broken = {}, []
    ways = (
        ("GET", "text/html", ""),
        ("GET", "application/json", "?format=json&lang=es&page=2"),
        ("HEAD", "text/csv", "?format=csv"),
    )
    for path, (method, accept, query) in product(addresses(app, "GET", nest), ways):
        answer = asked(browser, path + query, method, headers={"Accept": accept})
        if found := sung_in(said_in(answer), READERS[who]):
            heard[f"{method} {path}{query} {answer.status_code}"] = found
        if answer.status_code >= 500 and not path.startswith("/health"):
            broken.append(path)

    assert heard == {}
    assert broken == []


@pytest.mark.parametrize("who", READERS)
def test_no_search_sings_and_none_finds_a_home_by_its_confidential_words(
    app: Flask, world: World, nest: Nest, who: str
) -> None:
    browser, heard = enters(app, world, who), {}
    csrf = csrf_of(browser, who)
    person, home = nest.eli.public_id, nest.home.public_id
    searches = (
        ("/household/search", "q"),
        ("/portal/desk/people", "q"),
        (f"/household/people/{person}/household/new", "who"),
        (f"/household/people/{person}/relationships/add", "who"),
        (f"/household/households/{home}/members/new", "who"),
    )
    for (path, field), canary in product(searches, CANARIES):
        page = said_in(sent(browser, path, csrf, **{field: canary.asks}))
        found = sung_in(page, READERS[who], but=canary.asks) - {canary.text if canary.text == canary.asks else ""}
        if canary.of in WHERE_THEY_LIVE and path == "/household/search":
            found |= set(NAMED.findall(page))
        if found:
            heard[f"{path} {canary.asks}"] = found

    assert heard == {}


@pytest.mark.parametrize("who", [OUT_OF_REACH, OFFICE])
def test_what_the_wizard_finds_alike_sings_nothing(app: Flask, world: World, nest: Nest, who: str) -> None:
    """Search before create looks district-wide: at the address itself, and for Joanna by her name and her phone."""
    browser = enters(app, world, who).open("household.new_household")
    town = {"city": "Juniper Valley", "state": "CO", "postal_code": "80999", "starts": "2026-11-01"}
    browser.fill(line_1=LINE_1.text, **town).press("Go on")
    assert sung_in(browser.html, READERS[who] - WHERE_THEY_LIVE, but=LINE_1.text) == set()
    assert not NAMED.search(browser.text)

    browser.fill(role="adult", first_name="Joanna", last_name="Reyes", phone=OWN_PHONE.text)
    browser.press("Look for this person")
    assert "Joanna" in browser.text
    sung = sung_in(browser.html.replace(LINE_1.text, ""), READERS[who])
    assert sung - {OWN_PHONE.text} == set()


@pytest.mark.parametrize("who", READERS)
def test_no_refusal_sings(app: Flask, world: World, nest: Nest, who: str) -> None:
    """Every deed with nothing typed, and with a version nobody showed: 403, 404, 409, 422, or done; files too."""
    browser, heard = enters(app, world, who), {}
    csrf = csrf_of(browser, who)
    for path, typed in product(addresses(app, "POST", nest), ({}, {"version": "99", "reason": "x", "step": "save"})):
        answer = sent(browser, path, csrf, **typed)
        if found := sung_in(said_in(answer), READERS[who]):
            heard[f"{path} {typed} {answer.status_code}"] = found

    assert heard == {}


def test_a_guardian_hears_what_teachers_say_and_the_one_an_order_binds_does_not(
    app: Flask, world: World, nest: Nest
) -> None:
    heard = {
        who: TAUGHT.text in said_in(asked(enters(app, world, who), f"/portal/students/{nest.eli.public_id}/grades"))
        for who in ("piet.calder", "victor.hale", "minh.nguyen")
    }

    assert heard == {"piet.calder": True, "victor.hale": False, "minh.nguyen": False}


def test_the_right_in_reach_shows_the_address_and_the_crawl_would_notice(app: Flask, world: World, nest: Nest) -> None:
    browser, heard = enters(app, world, CLEARED), set()
    for path in addresses(app, "GET", nest):
        heard |= sung_in(said_in(asked(browser, path)))

    assert {each.text for each in CANARIES if each.of in READERS[CLEARED]} - heard == set()
