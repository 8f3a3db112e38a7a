"""How the home of `canaries.py` is walked around: who comes, at which addresses, and what is sent there."""

from __future__ import annotations

import contextvars
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from demo.staff import Staff
from demo.world import PASSPHRASE, World
from foundation import db
from tests.attacks.canaries import (
    LINE_1,
    Nest,
    planted,
)
from tests.attacks.devices import token_of
from tests.attacks.forms import NOBODY_HAS_THIS, stranger_at
from tests.browser import HOST, Browser
from tests.household.access.desk import PASSWORD, an_account
from tests.household.editor.office import a_clerk

OFFICE, CLEARED = "an office in reach", "an office with the right"


@pytest.fixture
def nest(app: Flask, staff: Staff, world: World) -> Nest:
    """The home, with the first line of its address corrected by somebody who may see it: so there is a history."""
    made = planted(world)
    clerk = enters(app, world, CLEARED)
    clerk.open("household.correct_address", public_id=made.home.public_id, number=made.numbers[-1])
    clerk.fill(line_1=LINE_1.text).press()
    assert LINE_1.text in clerk.text
    return made


def enters(app: Flask, world: World, who: str) -> Browser:
    browser = stranger_at(app)
    if who in (OFFICE, CLEARED):
        clerk = a_clerk(world.town.middle)
        roles = ("confidential-addresses",) if who == CLEARED else ()
        name = an_account(clerk, *roles, username=f"clerk.{clerk.person_id}")
        return browser.signs_in(name, PASSWORD)
    return browser.signs_in(who, PASSPHRASE) if who else browser.open("/sign-in")


def addresses(app: Flask, method: str, nest: Nest, *, draft: str = NOBODY_HAS_THIS) -> Iterator[str]:
    """Every rule of the map, with every id of the home that fits each of its names."""
    bound = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or set()) and rule.endpoint not in ("static", "accounts.sign_out"):
            names = sorted(rule.arguments)
            for values in product(*((draft,) if name == "draft" else _fitting(rule, name, nest) for name in names)):
                yield str(bound.build(rule.endpoint, dict(zip(names, values, strict=True)), method=method))


def _fitting(rule: Rule, name: str, nest: Nest) -> tuple[Any, ...]:
    folk = tuple(each.public_id for each in (nest.joanna, nest.eli, nest.victor))
    if name == "number" or f"<int:{name}>" in rule.rule:
        return nest.numbers if "/household/households" in rule.rule or "/contacts/" in rule.rule else (1,)
    if name in ("person", "student"):
        return folk[:2]
    if name in ("adult", "contact"):
        return (folk[0], nest.opal.public_id)
    if name != "public_id":
        return {"kind": ("parent",), "day": ("2026-11-18",), "area": ("household",)}.get(name, (NOBODY_HAS_THIS,))
    for part, ids in (
        ("/households/", (nest.home.public_id, nest.other.public_id)),
        ("/requests/", nest.requests),
        ("/proposals/", (nest.proposal,)),
        ("/cleanup/", (nest.finding,)),
    ):
        if part in rule.rule:
            return ids
    return folk


def asked(browser: Browser, path: str, method: str = "GET", **options: Any) -> TestResponse:
    db.close()
    answer: TestResponse = contextvars.Context().run(browser.client.open, path, method=method, base_url=HOST, **options)
    return answer


def sent(browser: Browser, path: str, csrf: str, **typed: str) -> TestResponse:
    return asked(browser, path, "POST", data={"csrf_token": csrf, **typed}, headers={"Accept": "text/html"})


def csrf_of(browser: Browser, who: str) -> str:
    return token_of(browser.open("/settings/account" if who else "/sign-in"))
