"""The test browser: opens pages as a person does, and inspects every page it opens.

`browser.open("accounts.sign_in")`, `.fill(username="ana")`, `.press("Sign in")`, `.follow("Home")`; then `.heading`,
`.text`, `.errors`, `.status`, `.path`. A form goes out as it stands on the page, with its hidden fields; no script
runs, so what works here works without JavaScript.
"""

from __future__ import annotations

import contextvars
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask, url_for
from html5lib.html5parser import ParseError
from werkzeug.test import TestResponse

from foundation import db
from tests.inspection import problems_of, words_of

HOST = "http://localhost"
MOST_REDIRECTS = 5

Typed = str | bool | tuple[str, ...]


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser of its own: no cookies yet, no language asked for."""
    return Browser(app)


class Browser:
    """One person at one device. Two browsers over one app are two people."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.language: str | None = None
        """What the device prefers (`es`); when set, every page must come in it."""
        self.response: TestResponse | None = None
        self.html = ""
        self.path = ""
        self._page: Element | None = None
        self._typed: dict[str, Typed] = {}
        self._chosen: dict[str, tuple[tuple[str, bytes], ...]] = {}

    def open(self, place: str, **values: Any) -> Browser:
        """Open an endpoint (`portal.home`) or a path (`/portal/`), and inspect what comes."""
        return self._go("GET", self._address(place, values))

    def fill(self, **typed: Typed) -> Browser:
        """Type into fields by their names, or tick (True) and untick (False) a box; of several boxes of one name tick
        those with these values and no other."""
        for name in typed:
            fields = [each for each in self.page.iter() if each.get("name") == name and _is_open(each)]
            if not fields:
                raise AssertionError(f"{self.path} has no field “{name}” to type into.")
        self._typed.update(typed)
        return self

    def attach(self, field: str, *files: tuple[str, bytes]) -> Browser:
        """Choose files, each a name and a content, for the field of that name."""
        found = [each for each in self.page.iter("input") if each.get("name") == field and each.get("type") == "file"]
        if not found:
            raise AssertionError(f"{self.path} has no field “{field}” for files.")
        self._chosen[field] = files
        return self

    def press(self, words: str | None = None) -> Browser:
        """Press the button that says `words`; without words, the only button of the page's content."""
        form, button = self._button(words)
        sent: dict[str, Any] = {}
        for name, value in self._sent_by(form):
            sent.setdefault(name, []).append(value)
        outside = set(self._typed) - {each.get("name") for each in form.iter()}
        if outside:
            raise AssertionError(f"{', '.join(sorted(outside))} stand in another form than the button “{words}”.")
        if button.get("name"):
            sent[str(button.get("name"))] = button.get("value", "")
        address = urljoin(self.path, form.get("action") or self.path)
        return self._go(form.get("method", "get").upper(), address, sent)

    def follow(self, words: str) -> Browser:
        """Follow the link that says `words`."""
        found = [each for each in self.page.iter("a") if words_of(each) == words or each.get("aria-label") == words]
        if not found:
            links = " · ".join(words_of(each) for each in self.page.iter("a"))
            raise AssertionError(f"{self.path} has no link “{words}”. Its links: {links}")
        return self._go("GET", urljoin(self.path, found[0].get("href", "")))

    def signs_in(self, username: str, password: str) -> Browser:
        """Sign in as a person does; the sign-in page is the door for everybody."""
        return self.open("accounts.sign_in").fill(username=username, password=password).press()

    @property
    def page(self) -> Element:
        """The present page as a tree."""
        if self._page is None:
            raise AssertionError("No page is open, or what came was not a page.")
        return self._page

    @property
    def status(self) -> int:
        if self.response is None:
            raise AssertionError("Nothing was opened yet.")
        return self.response.status_code

    @property
    def heading(self) -> str:
        return words_of(self._one("h1"))

    @property
    def title(self) -> str:
        return words_of(self._one("title"))

    @property
    def text(self) -> str:
        """All words of the page, one space between them."""
        return words_of(self._one("body"))

    @property
    def errors(self) -> list[str]:
        """What the error summary asks to change."""
        summaries = [each for each in self.page.iter("div") if "error-summary" in each.get("class", "").split()]
        return [words_of(item) for summary in summaries for item in summary.iter("li")]

    @property
    def buttons(self) -> list[str]:
        return [words_of(each) for each in self.page.iter("button")]

    def _address(self, place: str, values: dict[str, Any]) -> str:
        if place.startswith("/"):
            return place
        with self.app.test_request_context(base_url=HOST):
            return url_for(place, **values)

    def _go(self, method: str, address: str, sent: dict[str, Any] | None = None) -> Browser:
        for _ in range(MOST_REDIRECTS):
            response = self._request(method, address, sent)
            if response.status_code not in (301, 302, 303, 307, 308):
                break
            address, method, sent = urljoin(address, response.headers["Location"]), "GET", None
        else:
            raise AssertionError(f"{address} sends round in circles.")
        self.response = response
        parts = urlsplit(address)
        self.path = parts.path + (f"?{parts.query}" if parts.query else "")
        self._read()
        return self

    def _request(self, method: str, address: str, sent: dict[str, Any] | None) -> TestResponse:
        """One request in a context of its own, as in a fresh worker: no session, no account of the test leaks in."""
        headers = {"Accept": "text/html"}
        if self.language:
            headers["Accept-Language"] = self.language
        if method == "POST":
            headers |= {"Origin": HOST, "Sec-Fetch-Site": "same-origin"}
        asked = {"data": sent} if method == "POST" else {"query_string": sent} if sent else {}
        db.close()
        response: TestResponse = contextvars.Context().run(
            self.client.open, address, method=method, headers=headers, base_url=HOST, **asked
        )
        return response

    def _read(self) -> None:
        assert self.response is not None
        self._typed, self._chosen, self._page, self.html = {}, {}, None, ""
        if self.response.mimetype != "text/html":
            return
        self.html = self.response.get_data(as_text=True)
        try:
            parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
            self._page = parser.parse(self.html)
        except ParseError as problem:
            raise AssertionError(f"{self.path} is not valid HTML: {problem}\n{self.html}") from problem
        found = list(problems_of(self._page, self.html, self.response.headers, self.language))
        if found:
            raise AssertionError(f"{self.path} ({self.status}):\n- " + "\n- ".join(found))

    def _one(self, tag: str) -> Element:
        return next(self.page.iter(tag))

    def _button(self, words: str | None) -> tuple[Element, Element]:
        whole = self._one("main") if words is None else self.page
        found = [
            (form, button)
            for form in whole.iter("form")
            for button in form.iter("button")
            if button.get("type", "submit") == "submit" and words in (None, words_of(button), button.get("aria-label"))
        ]
        if not found or (words is None and len(found) > 1):
            raise AssertionError(
                f"{self.path} has {len(found)} buttons “{words or ''}”. Its buttons: {' · '.join(self.buttons)}"
            )
        return found[0]

    def _sent_by(self, form: Element) -> Iterator[tuple[str, Any]]:
        """What this form would send: its values as they stand, with what was typed over them."""
        for each in form.iter():
            name = each.get("name")
            if not name or each.tag not in ("input", "select", "textarea") or "disabled" in each.attrib:
                continue
            typed = self._typed.get(name)
            if each.get("type") == "file":
                yield from self._files_of(name, is_carried=form.get("enctype") == "multipart/form-data")
            elif each.get("type") in ("checkbox", "radio"):
                if each.tag == "input" and _is_ticked(each, typed):
                    yield name, each.get("value", "on")
            else:
                yield name, _value_of(each) if typed is None else typed

    def _files_of(self, name: str, *, is_carried: bool) -> Iterator[tuple[str, Any]]:
        """As a browser sends them: an empty one where none was chosen, and a name alone where the form carries none."""
        for called, content in self._chosen.get(name, (("", b""),)):
            yield name, (BytesIO(content), called) if is_carried else called


def _is_open(field: Element) -> bool:
    return field.tag in ("input", "select", "textarea") and not {"readonly", "disabled"} & set(field.attrib)


def _is_ticked(box: Element, typed: Typed | None) -> bool:
    if typed is None:
        return "checked" in box.attrib
    if isinstance(typed, tuple):
        return box.get("value") in typed
    return typed if isinstance(typed, bool) else typed == box.get("value")


def _value_of(field: Element) -> str:
    if field.tag == "textarea":
        return "".join(field.itertext())
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [each for each in options if "selected" in each.attrib] or options[:1]
        return chosen[0].get("value", words_of(chosen[0])) if chosen else ""
    return field.get("value", "")
