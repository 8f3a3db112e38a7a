"""T11: fields given twice, in the wrong place, of the wrong kind. One place is read, for the check and for the use.

That place is the body of the form and the first value of a name. The forms are those of the app's own map.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from accounts.models import Account, MailedLink
from demo.world import World
from foundation import db
from foundation.outbox import Mail
from foundation.worker import do_next_job
from tests.accounts.colleagues import noor as noor
from tests.accounts.residents import NEW_PASSWORD, PASSWORD, Resident, account_of, told
from tests.accounts.residents import ana as ana
from tests.accounts.residents import rosa as rosa
from tests.attacks.devices import cookie_of
from tests.attacks.forms import PublicForm, csrf, keys_of, letter_for, public_forms, public_posts, send, stranger_at
from tests.attacks.mailed import Street, reset_link
from tests.attacks.mailed import street as street
from tests.browser import HOST, Browser

EVIL = "eve@evil.example"
KNOWN_SIGHTS = {200, 303, 400, 404, 410, 413, 415, 422, 429}
STRANGE_VALUES = (
    *("NaN", "1e400", "9" * 31, "-0", "0x1", "١", "true", "null", "[]", "{}", "\x00", "a\r\nb", "%00", "ﬁ", "\u202e"),
    "x" * 20_000,
)
STRANGE_BODIES = (
    *("[]", "[1]", "1", "true", "null", '"text"', "{", '{"email": "a", "email": "b"}', '{"email": NaN}'),
    *('{"username": 1e400}', '{"username": ["a"]}', '{"username": {"$ne": ""}}'),
)


@pytest.fixture
def forms(app: Flask, street: Street) -> list[PublicForm]:
    return public_forms(app, keys_of(street))


def good(form: PublicForm) -> dict[str, str]:
    """Something in every field, of the kind it asks for."""
    by_name = {"username": "ana.lopez", "email": "ana@lopez.example", "password": "wrong password 1"}
    return {name: kept or by_name.get(name, "something") for name, kept in form.fields.items()}


def bodies(form: PublicForm, token: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each attack on a form: what it is, and what to send."""
    fields, names = good(form), list(form.fields) or ["username", "email", "code"]
    yield "twice", {"data": MultiDict([("csrf_token", token), *fields.items(), *((each, EVIL) for each in names)])}
    yield "token twice", {"data": MultiDict([("csrf_token", token), ("csrf_token", "x"), *fields.items()])}
    yield "brackets", {"data": {"csrf_token": token} | {f"{each}[]": EVIL for each in names}}
    yield "nested", {"data": {"csrf_token": token} | {f"{each}[0][x]": EVIL for each in names}}
    yield "in the address", {"data": {"csrf_token": token}, "query_string": dict.fromkeys(names, EVIL)}
    yield "both places", {"data": {"csrf_token": token, **fields}, "query_string": dict.fromkeys(names, EVIL)}
    yield "no names", {"data": {"csrf_token": token, "": EVIL}}
    for value in STRANGE_VALUES:
        yield f"{value[:9]!r}", {"data": {"csrf_token": token} | dict.fromkeys(names, value)}
    for name in names:
        rest = "&".join(f"{each}=x" for each in names if each != name)
        for raw in (b"%ED%A0%80", b"%FF%FE", b"\xff\xfe", b"%"):
            body = f"csrf_token={token}&{rest}&{name}=".encode() + raw
            yield f"{name} in no text", {"data": body, "content_type": "application/x-www-form-urlencoded"}
    for body in STRANGE_BODIES:
        yield f"JSON {body}", {"data": body, "content_type": "application/json", "headers": {"X-CSRFToken": token}}
    urlencoded = "&".join(f"{each}=x" for each in ("csrf_token", *names))
    for kind in ("text/plain", "application/xml", "multipart/form-data", "multipart/form-data; boundary=x", ""):
        yield f"as {kind}", {"data": urlencoded, "content_type": kind}


def test_the_crawl_knows_every_form_of_a_stranger(app: Flask, forms: list[PublicForm]) -> None:
    assert {each.rule for each in forms} == {rule.rule for rule in public_posts(app)}
    with_fields = {each.rule for each in forms if each.fields}
    keyed = {"/reset-password/<token>", "/staff/invitation/<token>", "/contact/invitation/<token>"}
    assert {"/sign-in", "/forgot-password", "/portal/new-code", *keyed} <= with_fields


def test_no_form_of_a_stranger_breaks_or_does_anything_of_it(
    app: Flask, ana: Resident, forms: list[PublicForm]
) -> None:
    """An answer of a known kind to each; nobody signed in, no account changed, and no mail to a typed address."""
    before, known = everybody(), addressed()
    wrong = []
    for form in forms:
        browser = stranger_at(app)
        for name, sent in bodies(form, csrf(browser)):
            answer = send(browser, form.path, sent.pop("data"), **sent)
            if answer.status_code not in KNOWN_SIGHTS:
                wrong.append(f"{form.rule}: {name}: {answer.status_code}")
        if browser.client.get("/settings/account", base_url=HOST).status_code != 303:
            wrong.append(f"{form.rule} signed somebody in")
    while do_next_job():
        pass

    assert wrong == []
    assert everybody() == before
    assert {each.lower() for each in addressed() - known} <= {"ana@lopez.example"}


def everybody() -> list[tuple[object, ...]]:
    db.close()
    found = select(Account.username, Account.recovery_email, Account.pending_email, Account.password_hash)
    return [tuple(row) for row in db.session().execute(found.order_by(Account.id))]


def addressed() -> set[str]:
    db.close()
    return set(db.session().scalars(select(Mail.to_address)))


@pytest.mark.parametrize("first", ["ana.lopez", "rosa.vega"])
def test_of_two_names_one_is_asked_about(app: Flask, ana: Resident, rosa: Resident, first: str) -> None:
    other = {"ana.lopez": "rosa.vega", "rosa.vega": "ana.lopez"}[first]
    browser = stranger_at(app)
    fields = MultiDict([("csrf_token", csrf(browser)), ("username", first), ("username", other)])
    send(browser, f"/forgot-password?username={other}", fields)
    while do_next_job():
        pass

    asked = {"ana.lopez": ana, "rosa.vega": rosa}[first]
    db.close()
    assert list(db.session().scalars(select(MailedLink.account_id))) == [asked.account_id]


@pytest.mark.parametrize(
    "typed",
    [
        f"ana@lopez.example,{EVIL}",
        f"ana@lopez.example;{EVIL}",
        f"ana@lopez.example {EVIL}",
        f"ana@lopez.example\n{EVIL}",
        f"ana@lopez.example%0a{EVIL}",
        f"<ana@lopez.example>,<{EVIL}>",
        f'["ana@lopez.example","{EVIL}"]',
    ],
)
def test_two_addresses_in_one_field_are_none(app: Flask, ana: Resident, typed: str) -> None:
    browser = stranger_at(app)
    send(browser, "/forgot-username", {"csrf_token": csrf(browser), "email": typed})
    while do_next_job():
        pass

    assert addressed() == set()


def test_the_address_that_was_confirmed_is_the_one_that_is_stored(app: Flask, ana: Resident) -> None:
    """Typed twice under one name each: the pair that is compared is the pair that is kept."""
    browser = stranger_at(app).signs_in("ana.lopez", PASSWORD).open("/settings/account")
    fields = MultiDict(
        [("csrf_token", csrf_inside(browser)), ("password", PASSWORD)]
        + [("recovery_email", each) for each in ("good@lopez.example", EVIL)]
        + [("confirm_recovery_email", each) for each in ("good@lopez.example", EVIL)]
    )
    send(browser, f"/settings/account?recovery_email={EVIL}", fields)

    assert account_of(ana).pending_email == "good@lopez.example"


def test_the_second_of_two_confirmations_does_not_help(app: Flask, ana: Resident) -> None:
    browser = stranger_at(app).signs_in("ana.lopez", PASSWORD).open("/settings/account")
    fields = MultiDict(
        [("csrf_token", csrf_inside(browser)), ("password", PASSWORD), ("recovery_email", EVIL)]
        + [("confirm_recovery_email", each) for each in ("other@lopez.example", EVIL)]
    )

    assert send(browser, "/settings/account", fields).status_code == 422
    assert account_of(ana).pending_email is None


def test_a_password_given_twice_is_the_first_one_everywhere(app: Flask, ana: Resident) -> None:
    path = reset_link(ana)
    browser = stranger_at(app)
    pairs = [(name, each) for each in (NEW_PASSWORD, "evil river 77") for name in ("password", "confirm_password")]
    send(browser, path, MultiDict([("csrf_token", csrf(browser)), *pairs]))

    assert stranger_at(app).signs_in("ana.lopez", "evil river 77").status == 422
    assert stranger_at(app).signs_in("ana.lopez", NEW_PASSWORD).path == "/portal/"


def test_a_code_in_the_address_is_shown_and_never_used(app: Flask, world: World) -> None:
    """The body is the one place: a code in the address fills the field on a GET and counts for nothing on a POST."""
    mine, other = letter_for(app, world.denise.id), letter_for(app, world.carmen.id)
    browser = stranger_at(app)
    token = csrf(browser)
    assert send(browser, f"/portal/activate?code={other}", {"csrf_token": token}).status_code == 422
    answer = send(browser, f"/portal/activate?code={other}", {"csrf_token": token, "code": mine})

    assert answer.status_code == 303
    page = browser.open("/portal/activate/account").text
    assert "Denise" in page
    assert "Carmen" not in page


@pytest.mark.parametrize("mine_first", [True, False])
def test_a_second_session_cookie_opens_nothing_of_another(
    app: Flask, ana: Resident, rosa: Resident, mine_first: bool
) -> None:
    """Whichever of two cookies a server reads, the page belongs to one person and never to a mix of both."""
    cookies = [cookie_of(stranger_at(app).signs_in(each, PASSWORD)) for each in ("ana.lopez", "rosa.vega")]
    pair = cookies if mine_first else cookies[::-1]
    client = app.test_client(use_cookies=False)
    header = "; ".join(f"hearth={each}" for each in pair)
    pages = [
        client.get("/settings/account", base_url=HOST, headers={"Cookie": header}).get_data(as_text=True)
        for _ in range(2)
    ]

    seen = [{name for name in ("ana@lopez.example", "rosa@vega.example") if name in page.lower()} for page in pages]
    assert len(seen[0]) == 1
    assert seen[0] == seen[1]


@pytest.mark.parametrize("junk", ["x", "", "eyJfdXNlcl9pZCI6IDF9.x.y", "\u00ff" * 40])
def test_junk_beside_the_cookie_breaks_nothing(app: Flask, ana: Resident, junk: str) -> None:
    cookie = cookie_of(stranger_at(app).signs_in("ana.lopez", PASSWORD))
    client = app.test_client(use_cookies=False)
    for header in (f"hearth={junk}; hearth={cookie}", f"hearth={cookie}; hearth={junk}"):
        answer = client.get("/settings/account", base_url=HOST, headers={"Cookie": header.encode("latin-1", "ignore")})
        assert answer.status_code in (200, 303)


@pytest.mark.parametrize("number", ["9" * 31, "1e400", "-0", "0x1", "١", "NaN", "1.0", " 1", "%00", "-1", "[]"])
def test_a_number_in_an_address_is_a_number_of_ours_or_nothing(app: Flask, ana: Resident, number: str) -> None:
    """Every address with a number in it: what is none, or too large for the database, is not found."""
    browser = stranger_at(app).signs_in("ana.lopez", PASSWORD).open("/settings/account")
    token = csrf_inside(browser)
    numbered = [rule for rule in app.url_map.iter_rules() if "<int:" in rule.rule]
    answers = {}
    for rule in numbered:
        path = "/".join(number if part.startswith("<int:") else part for part in rule.rule.split("/"))
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            given = {"csrf_token": token} if method == "POST" else None
            answers[path] = browser.client.open(path, method=method, data=given, base_url=HOST).status_code

    assert numbered
    assert set(answers.values()) <= {403, 404}
    assert told("sessions-ended") == []


@pytest.mark.parametrize("query", ["page=9e9", "page=-1", "page=١", "page=1&page=2", f"page={'9' * 31}", "page[]=1"])
def test_a_strange_page_number_is_answered_and_not_obeyed(app: Flask, ana: Resident, query: str) -> None:
    browser = stranger_at(app).signs_in("ana.lopez", PASSWORD)
    pages = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and not rule.arguments and rule.rule != "/health"
    ]
    answers = {path: browser.client.get(f"{path}?{query}", base_url=HOST).status_code for path in pages}

    assert {path: status for path, status in answers.items() if status not in (200, 303, 403, 404)} == {}


def csrf_inside(browser: Browser) -> str:
    found = next(each for each in browser.page.iter("input") if each.get("name") == "csrf_token")
    return str(found.get("value"))


def test_json_with_a_good_token_is_no_form(app: Flask, ana: Resident) -> None:
    """The token may come in a header; what is typed may not come as JSON."""
    browser = stranger_at(app)
    answer = send(
        browser,
        "/sign-in",
        json.dumps({"username": "ana.lopez", "password": PASSWORD}),
        content_type="application/json",
        headers={"X-CSRFToken": csrf(browser)},
    )

    assert answer.status_code in (400, 415, 422)
    assert told("session-started") == []
