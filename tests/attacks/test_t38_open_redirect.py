"""T38: `next` as a way out. Only a plain path of this house is followed; anything else leads home."""

from __future__ import annotations

import pytest

from tests.accounts.residents import PASSWORD, Resident
from tests.accounts.residents import ana as ana
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
]


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


@pytest.mark.parametrize("wanted", ["/settings/account", "/portal/?lang=es", "/settings/password?a=1&b=%2F%2Fx"])
def test_a_page_of_this_house_is_followed(browser: Browser, ana: Resident, wanted: str) -> None:
    csrf = token_of(browser.open("/sign-in"))
    answer = post(browser, "/sign-in", csrf_token=csrf, username="ana.lopez", password=PASSWORD, next=wanted)

    assert answer.headers["Location"] == wanted
