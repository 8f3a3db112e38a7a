"""What the test browser asks of every page: that it is whole, named, labelled, safe and said in one language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from werkzeug.datastructures import Headers

SVG = "{http://www.w3.org/2000/svg}svg"
LEFTOVERS = re.compile(r"%\(\w+\)|\{\{|\{%|Undefined|LazyString|object at 0x|\bNone\b(?! of these\b)")
INLINE = ("a", "abbr", "b", "bdi", "code", "em", "i", "small", "span", "strong", "time", "wbr")
NAMELESS_INPUTS = ("hidden", "submit", "button")
REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls")


@dataclass(frozen=True)
class Page:
    """A page under inspection."""

    tree: Element
    html: str
    headers: Headers
    language: str | None

    def all(self, *tags: str) -> Iterator[Element]:
        return (each for each in self.tree.iter() if each.tag in tags)

    def one(self, tag: str) -> Element | None:
        return next(self.tree.iter(tag), None)


def problems_of(tree: Element, html: str, headers: Headers, language: str | None) -> Iterator[str]:
    """What is wrong with a page, one sentence each."""
    page = Page(tree, html, headers, language)
    for check in CHECKS:
        yield from check(page)


def words_of(element: Element) -> str:
    """The text inside `element`, one space between words; blocks stand apart, inline pieces do not."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Element) -> Iterator[str]:
    apart = "" if element.tag in INLINE else " "
    yield apart + (element.text or "")
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    yield apart


def _title_begins_with_the_heading(page: Page) -> Iterator[str]:
    headings, title = list(page.all("h1")), page.one("title")
    if len(headings) != 1:
        yield f"A page has one h1, this one {len(headings)}."
        return
    said, heading = words_of(title) if title is not None else "", words_of(headings[0])
    if any("error-summary" in each.get("class", "") for each in page.all("div")):
        before, said = said[:7], said[7:]
        if before != "Error: ":
            yield "The title of a page with an error summary begins with “Error: ”."
    if not heading or not said.startswith(heading):
        yield f"The title “{said}” does not begin with the heading “{heading}”."


def _speaks_one_language(page: Page) -> Iterator[str]:
    root = page.one("html")
    spoken = root.get("lang") if root is not None else None
    if not spoken or spoken != page.headers.get("Content-Language"):
        yield f"lang is {spoken}, Content-Language is {page.headers.get('Content-Language')}."
    if page.language and spoken != page.language:
        yield f"The page speaks {spoken}; the browser asked for {page.language}."


def _ids_are_unique_and_found(page: Page) -> Iterator[str]:
    ids = Counter(each.get("id") for each in page.tree.iter() if each.get("id"))
    yield from (f"The id {name} stands {count} times." for name, count in ids.items() if count > 1)
    for each in page.tree.iter():
        wanted = [name for attribute in REFERENCES for name in each.get(attribute, "").split()]
        if each.tag == "a" and each.get("href", "").startswith("#"):
            wanted.append(each.get("href", "")[1:])
        yield from (f"<{each.tag}> points to #{name}, which is not there." for name in wanted if name not in ids)


def _everything_has_a_name(page: Page) -> Iterator[str]:
    labelled = {each.get("for") for each in page.all("label") if words_of(each)}
    wrapped = {id(inner) for label in page.all("label") if words_of(label) for inner in label.iter()}
    for each in page.all("input", "select", "textarea"):
        named = each.get("id") in labelled or id(each) in wrapped or each.get("aria-label")
        if each.get("type") not in NAMELESS_INPUTS and not named:
            yield f"The field {each.get('name')} has no label."
    for each in page.all("button", "a"):
        if not words_of(each) and not each.get("aria-label"):
            yield f"A <{each.tag}> says nothing: {each.attrib}."
    for each in page.all("img"):
        if each.get("alt") is None:
            yield f"An image has no alt: {each.get('src')}."
    for each in page.all(SVG):
        if each.get("aria-hidden") != "true" and not (each.get("role") == "img" and each.get("aria-label")):
            yield "A drawing is neither hidden from screen readers nor named."


def _forms_are_locked(page: Page) -> Iterator[str]:
    for form in page.all("form"):
        if not form.get("action"):
            yield "A form has no action."
        posts = form.get("method", "get").lower() == "post"
        tokens = [each for each in form.iter("input") if each.get("name") == "csrf_token" and each.get("value")]
        if posts and len(tokens) != 1:
            yield f"The form to {form.get('action')} carries {len(tokens)} CSRF tokens."
        if not posts and tokens:
            yield f"The form to {form.get('action')} would put its CSRF token into an address."


def _nothing_is_inline(page: Page) -> Iterator[str]:
    for each in page.tree.iter():
        for name, value in each.attrib.items():
            if name == "style" or name.startswith("on") or value.strip().lower().startswith("javascript:"):
                yield f"<{each.tag} {name}> is inline style or script."
    for each in page.all("script", "style"):
        if each.tag == "style" or words_of(each) or not each.get("src"):
            yield f"An inline <{each.tag}>."
    for each in page.all("script", "link", "img"):
        if not (each.get("src") or each.get("href") or "").startswith(("/static/", "/manifest.webmanifest?lang=")):
            yield f"<{each.tag}> brings something from elsewhere: {each.attrib}."


def _headers_guard_it(page: Page) -> Iterator[str]:
    policy = page.headers.get("Content-Security-Policy", "")
    if "frame-ancestors 'none'" not in policy or "default-src 'none'" not in policy or "unsafe" in policy:
        yield f"The content security policy is too weak: {policy}."
    if page.headers.get("Cache-Control") != "no-store":
        yield "The page may be kept by caches."
    if page.headers.get("X-Content-Type-Options") != "nosniff":
        yield "The page's type may be guessed."


def _nothing_is_left_over(page: Page) -> Iterator[str]:
    shown = [words_of(each) for each in page.all("title", "body")]
    shown += [value for each in page.tree.iter() for name, value in each.attrib.items() if name != "value"]
    for found in {match.group() for text in shown for match in LEFTOVERS.finditer(text)}:
        yield f"“{found}” was left over from the template or the translation."


CHECKS: tuple[Callable[[Page], Iterator[str]], ...] = (
    _title_begins_with_the_heading,
    _speaks_one_language,
    _ids_are_unique_and_found,
    _everything_has_a_name,
    _forms_are_locked,
    _nothing_is_inline,
    _headers_guard_it,
    _nothing_is_left_over,
)
