"""Every form that strangers may send, found on the app's own map: a new one is attacked without a new line here."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from foundation import audit, clock, db
from foundation.web.gates import gate_of
from portal import actions
from portal.rules.codes import Delivery, Kind
from tests.attacks.devices import token_of
from tests.attacks.mailed import DOORS, Street
from tests.browser import HOST, Browser

NOBODY_HAS_THIS = "no-such-name"
_doors = count()


@dataclass(frozen=True)
class PublicForm:
    """A form as a stranger meets it: where it goes, and what its fields hold before anything is typed."""

    rule: str
    path: str
    fields: dict[str, str] = field(default_factory=dict)


def public_posts(app: Flask) -> list[Rule]:
    """Every address that takes a POST from strangers."""
    return sorted(
        (
            rule
            for rule in app.url_map.iter_rules()
            if "POST" in (rule.methods or set())
            and getattr(gate_of(app.view_functions[rule.endpoint]), "kind", "") == "public"
        ),
        key=lambda rule: rule.rule,
    )


def public_forms(app: Flask, keys: dict[str, str]) -> list[PublicForm]:
    """All of them with their fields; `keys` opens what a mailed link leads to, and any other name is nobody's."""
    found = []
    for rule in public_posts(app):
        path = keys.get(rule.rule) or address_of(app, rule)
        found.append(PublicForm(rule.rule, path, _fields_at(app, path)))
    return found


def address_of(app: Flask, rule: Rule) -> str:
    """The rule with names in it that nobody has."""
    values = dict.fromkeys(rule.arguments, 0 if "int:" in rule.rule else NOBODY_HAS_THIS)
    method = "POST" if "POST" in (rule.methods or set()) else "GET"
    return str(app.url_map.bind("localhost").build(rule.endpoint, values, method=method))


def keys_of(street: Street) -> dict[str, str]:
    """Living links to forms with something to type, by the rule they open."""
    return {rule: door.ask(street) for rule, door in DOORS.items() if door.fields}


def letter_for(app: Flask, person_id: int) -> str:
    """A living code of that guardian."""
    with db.transaction():
        issued = actions.issue_code(
            person_id,
            kind=Kind.PARENT,
            delivery=Delivery.LETTER,
            settings=app.config["HEARTH"],
            by=audit.command("test"),
            at=clock.now(),
        )
    return str(issued.code)


def stranger_at(app: Flask) -> Browser:
    """Somebody nobody knows yet, from an address nobody came from yet: no wait of others stands in the way."""
    browser = Browser(app)
    number = next(_doors)
    browser.client.environ_base["REMOTE_ADDR"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return browser


def send(browser: Browser, path: str, data: Any, **options: Any) -> TestResponse:
    """A POST just as it is given, from where the browser stands."""
    db.close()
    response: TestResponse = browser.client.post(path, data=data, base_url=HOST, **options)
    return response


def _fields_at(app: Flask, path: str) -> dict[str, str]:
    browser = Browser(app)
    response = browser.client.get(path, base_url=HOST)
    if response.mimetype != "text/html" or response.status_code != 200:
        return {}
    browser.open(path)
    form = next((each for each in browser.page.iter("form") if _is_of(each, path)), None)
    named = form.iter() if form is not None else ()
    return {
        str(each.get("name")): str(each.get("value") or "")
        for each in named
        if each.tag in ("input", "select", "textarea") and each.get("name") not in (None, "csrf_token")
    }


def _is_of(form: Any, path: str) -> bool:
    action = form.get("action") or path
    return form.get("method", "get").lower() == "post" and action.split("?")[0] == path


def csrf(browser: Browser) -> str:
    """The token of this browser's session."""
    return token_of(browser.open("/sign-in"))
