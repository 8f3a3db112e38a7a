"""T38: `next` as a way out. Only a plain path of this house is followed; anything else leads home."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from tests.accounts.residents import PASSWORD, Resident
from tests.accounts.residents import ana as ana
from tests.accounts.residents import chidi as chidi
from tests.attacks.devices import post, token_of
from tests.browser import HOST, Browser

WAYS_OUT = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/%09/evil.example\t",
    "\t//evil.example",
    " //evil.example",
    "/\n/evil.example",
    "/\r\nLocation: https://evil.example",
    "/portal/\r\nSet-Cookie: a=b",
    "https://evil.example",
    "https:evil.example",
    "http:///evil.example",
    "HTTPS://evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "@evil.example",
    "http://localhost@evil.example/",
    "http://localhost:81/",
    "http://localhost/portal/",
    "evil.example",
    "portal/",
    "",
    "/\x00/evil.example",
    "/\u2028/evil.example",
    "/" + "a" * 10_000,
    "%2f%2fevil.example",
    "/%5cevil.example\\",
    "//evil\u3002example",
    "//user:secret@localhost/",
    "http://user@localhost/portal/",
]
ODD_PATHS = [
    "//evil.example/portal",
    "//evil.example/portal/",
    "//evil.example//portal//",
    "///evil.example/settings",
    "/\\evil.example/portal",
    "/%5c%5cevil.example/portal",
    "//user@evil.example/household",
    "/portal//evil.example",
]
"""Addresses that a router might put right by sending on, or keep as the way back to after signing in."""


@pytest.mark.parametrize("where", ["in the form", "in the address"])
@pytest.mark.parametrize("wanted", WAYS_OUT)
def test_signing_in_leads_home_and_never_out(browser: Browser, ana: Resident, wanted: str, where: str) -> None:
    csrf = token_of(browser.open("/sign-in"))
    fields = {"csrf_token": csrf, "username": "ana.lopez", "password": PASSWORD}
    if where == "in the form":
        answer = post(browser, "/sign-in", **fields, next=wanted)
    else:
        answer = browser.client.post("/sign-in", data=fields, query_string={"next": wanted}, base_url=HOST)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/portal/")


@pytest.mark.parametrize("wanted", WAYS_OUT)
def test_who_is_signed_in_is_led_home_and_never_out(browser: Browser, ana: Resident, wanted: str) -> None:
    browser.signs_in("ana.lopez", PASSWORD)
    answer = browser.client.get("/sign-in", query_string={"next": wanted}, base_url=HOST)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/portal/")


@pytest.mark.parametrize("wanted", WAYS_OUT)
def test_choosing_a_language_leads_to_the_front_door_and_never_out(browser: Browser, wanted: str) -> None:
    csrf = token_of(browser.open("/sign-in"))
    answer = post(browser, "/language", csrf_token=csrf, language="es", next=wanted)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


@pytest.mark.parametrize("wanted", WAYS_OUT)
def test_the_sign_in_page_carries_no_way_out(browser: Browser, wanted: str) -> None:
    html = browser.client.get("/sign-in", query_string={"next": wanted}, base_url=HOST).get_data(as_text=True)

    assert 'action="/sign-in"' in html


def test_the_page_of_the_first_sign_in_leads_home_and_never_out(browser: Browser, chidi: Resident) -> None:
    """It stands between signing in and the page wanted; it shows the way on, again when something is wrong, too."""
    csrf, path = token_of(browser.signs_in("chidi", PASSWORD)), "/settings/recovery-email"
    for wanted in WAYS_OUT:
        shown = browser.client.get(path, query_string={"next": wanted}, base_url=HOST)
        in_form = browser.client.post(path, data={"csrf_token": csrf, "next": wanted}, base_url=HOST)
        in_address = browser.client.post(path, data={"csrf_token": csrf}, query_string={"next": wanted}, base_url=HOST)
        for answer in (shown, in_form, in_address):
            ways = re.findall(r'(?:href|name="next"[^>]*value)="([^"]*)"', answer.text)
            off = [each for each in ways if "evil" in each or not each.startswith("/") or len(each) > 2000]
            assert "/portal/" in ways, wanted
            assert [each for each in off if not each.startswith((f"{path}?", "#", "tel:", "mailto:"))] == [], wanted


@pytest.mark.parametrize("path", ODD_PATHS)
def test_an_odd_address_sends_nobody_out_before_or_after_signing_in(browser: Browser, ana: Resident, path: str) -> None:
    answer = browser.client.get(path, base_url=HOST, headers={"Accept": "text/html"})
    onward = urlsplit(answer.headers.get("Location", "/"))
    assert onward.netloc in ("", "localhost")
    assert not onward.path.startswith(("//", "/\\"))

    csrf = token_of(browser.open("/sign-in"))
    fields = {"csrf_token": csrf, "username": "ana.lopez", "password": PASSWORD}
    signed_in = browser.client.post(f"/sign-in?{onward.query}", data=fields, base_url=HOST)
    assert (signed_in.status_code, signed_in.headers["Location"].startswith(("//", "/\\", "http"))) == (303, False)


@pytest.mark.parametrize("wanted", ["/settings/account", "/portal/?lang=es", "/settings/password?a=1&b=%2F%2Fx"])
def test_a_page_of_this_house_is_followed(browser: Browser, ana: Resident, wanted: str) -> None:
    csrf = token_of(browser.open("/sign-in"))
    answer = post(browser, "/sign-in", csrf_token=csrf, username="ana.lopez", password=PASSWORD, next=wanted)

    assert answer.headers["Location"] == wanted
