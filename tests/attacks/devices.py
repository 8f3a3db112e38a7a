"""What attackers do with browsers: copy a cookie, post by hand, read the token of a page."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from tests.browser import HOST, Browser

COOKIE = "hearth"


def cookie_of(browser: Browser) -> str:
    """The session cookie of this browser, as a thief would copy it."""
    found = browser.client.get_cookie(COOKIE)
    assert found is not None
    return str(found.value)


def thief_with(cookie: str, browser: Browser) -> Browser:
    """Another device with a copied cookie."""
    thief = Browser(browser.app)
    thief.client.set_cookie(COOKIE, cookie, domain="localhost")
    return thief


def token_of(browser: Browser) -> str:
    """The CSRF token on the page that is open."""
    found = next(each for each in browser.page.iter("input") if each.get("name") == "csrf_token")
    return str(found.get("value"))


def post(browser: Browser, path: str, *, headers: dict[str, str] | None = None, **fields: Any) -> TestResponse:
    """Send a form by hand, without the page that holds it."""
    response: TestResponse = browser.client.post(path, data=fields, headers=headers, base_url=HOST)
    return response
