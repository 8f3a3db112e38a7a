"""The test browser is worth what it refuses: each fault alone, on a page that is otherwise whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, request
from flask_wtf.csrf import generate_csrf

from foundation.web.gates import public
from tests.browser import Browser

WHOLE = (
    '<!doctype html><html lang="en"><head><title>Your code – District</title></head>'
    '<body><h1>Your code</h1><p>Type it.</p><form method="post" action="/said"><label for="code">Code</label>'
    '<input id="code" name="code" value="7c1e"><input type="hidden" name="csrf_token" value="TOKEN">'
    '<input type="checkbox" name="kept" aria-label="Keep" checked><select name="way" aria-label="Way">'
    '<option value="mail">Mail</option><option value="call" selected>Call</option></select>'
    '<textarea name="note" aria-label="Note">old</textarea><button name="deed" value="send">Send</button></form>'
    '<a href="/again">Again</a></body></html>'
)
ANSWER = '<!doctype html><html lang="en"><head><title>Sent</title></head><body><h1>Sent</h1>WORDS</body></html>'


@pytest.fixture
def serve(app: Flask) -> Callable[[str], str]:
    """Serve a page of these bytes."""
    shown = {}

    def page() -> str:
        return shown["html"].replace("TOKEN", generate_csrf())

    def said() -> str:
        words = " ".join(f"{name}={value}" for name, value in sorted(request.form.items()) if name != "csrf_token")
        return (
            f'<!doctype html><html lang="en"><head><title>Sent</title></head><body><h1>Sent</h1>{words}</body></html>'
        )

    app.add_url_rule("/page", "page", public(page))
    app.add_url_rule("/again", "page")
    app.add_url_rule("/said", "said", public(said), methods=["POST"])

    def show(html: str) -> str:
        shown["html"] = html
        return "/page"

    return show


def test_a_whole_page_passes(browser: Browser, serve: Callable[[str], str]) -> None:
    browser.open(serve(WHOLE))

    assert (browser.heading, browser.title, browser.status) == ("Your code", "Your code – District", 200)
    assert "Type it." in browser.text
    assert browser.follow("Again").path == "/again"


@pytest.mark.parametrize(
    ("whole", "broken", "complaint"),
    [
        ("<p>Type it.</p>", "<p>Type it.</b></p>", "not valid HTML"),
        ("<!doctype html>", "", "not valid HTML"),
        ("<h1>Your code</h1>", "", "this one 0"),
        ("<p>Type it.</p>", "<h1>Two</h1>", "this one 2"),
        ("<title>Your code", "<title>Home", "does not begin with"),
        ("<p>Type it.</p>", '<div class="error-summary"></div>', "begins with “Error: ”"),
        ('lang="en"', 'lang="es"', "Content-Language is en"),
        ("<p>", '<p id="code">', "stands 2 times"),
        ('<label for="code">', '<label for="cod">', "points to #cod"),
        ('href="/again"', 'href="#gone"', "points to #gone"),
        ('<input id="code"', '<input id="code" aria-describedby="code-hint"', "points to #code-hint"),
        ('<label for="code">Code</label>', "", "The field code has no label"),
        (">Send<", "><", "says nothing"),
        (">Again<", "><", "says nothing"),
        ("<p>", '<img src="/static/x.png"><p>', "has no alt"),
        ("<p>", '<svg viewBox="0 0 1 1"></svg><p>', "neither hidden"),
        ('name="csrf_token" value="TOKEN"', 'name="other"', "0 CSRF tokens"),
        ('method="post"', 'method="get"', "into an address"),
        ('action="/said"', "", "has no action"),
        ("<p>", '<p style="color: red">', "inline style"),
        ("<p>", '<p onclick="go()">', "inline style or script"),
        ('href="/again"', 'href="javascript:go()"', "inline style or script"),
        ("<p>", "<script>go()</script><p>", "inline <script>"),
        ("<p>", '<script src="https://cdn.example/x.js"></script><p>', "from elsewhere"),
        ("Type it.", "Type %(name)s.", "left over"),
        ("Type it.", "Type {{ name }}.", "left over"),
        ("Type it.", "Type None.", "left over"),
    ],
)
def test_a_fault_is_found(
    browser: Browser, serve: Callable[[str], str], whole: str, broken: str, complaint: str
) -> None:
    assert whole in WHOLE

    with pytest.raises(AssertionError, match=complaint):
        browser.open(serve(WHOLE.replace(whole, broken, 1)))


def test_a_form_goes_out_as_it_stands(browser: Browser, serve: Callable[[str], str]) -> None:
    browser.open(serve(WHOLE)).press("Send")

    assert browser.text == "Sent code=7c1e deed=send kept=on note=old way=call"


def test_what_is_typed_goes_out_with_it(browser: Browser, serve: Callable[[str], str]) -> None:
    browser.open(serve(WHOLE)).fill(code="ab", kept=False, way="mail", note="new").press("Send")

    assert browser.text == "Sent code=ab deed=send note=new way=mail"


def test_nobody_types_where_no_field_is(browser: Browser, serve: Callable[[str], str]) -> None:
    with pytest.raises(AssertionError, match="no field “password”"):
        browser.open(serve(WHOLE)).fill(password="x")


def test_nobody_presses_a_button_that_is_not_there(browser: Browser, serve: Callable[[str], str]) -> None:
    with pytest.raises(AssertionError, match="Its buttons: Send"):
        browser.open(serve(WHOLE)).press("Delete")


def test_a_page_in_the_wrong_language_is_refused(browser: Browser, serve: Callable[[str], str]) -> None:
    browser.language = "es"

    with pytest.raises(AssertionError, match="asked for es"):
        browser.open(serve(WHOLE).replace('lang="en"', 'lang="es"'))
