"""The sheets keep their promises: literals in one place, no class or token without a use, colours that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from flask import Flask

from demo.world import PASSPHRASE, World
from foundation.web import look
from tests.browser import Browser

TEXT, SIGN = 4.5, 3.0
"""WCAG 2.2: 1.4.3 for words, 1.4.11 for signs and the edges of fields."""
ON_GROUND = [
    *((words, "room", TEXT) for words in ("on-room", "on-room-soft")),
    *((mark, ground, SIGN) for mark in ("data-1", "data-2") for ground in ("plaster", "paper")),
    ("lamp", "room", SIGN),
    *((words, ground, TEXT) for words in ("ink", "ink-soft") for ground in ("plaster", "paper", "shelf")),
    *(("ink", f"{state}-wash", TEXT) for state in ("good", "bad", "wait", "ember", "brand")),
    *((state, ground, TEXT) for state in ("brand", "brand-strong", "bad", "ember") for ground in ("plaster", "paper")),
    *(("brand", ground, TEXT) for ground in ("brand-wash", "wait-wash", "good-wash", "shelf")),
    *(("line-strong", ground, SIGN) for ground in ("plaster", "paper")),
    *(("focus", ground, SIGN) for ground in ("plaster", "paper", "shelf")),
]
"""What stands on what by inheritance; a rule that names both colours is found by itself."""
WITH_LITERALS = ("tokens.css", "brand.css")
LITERAL = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|color-mix)\(|(?<![\w-])(?:white|black|red|gr[ae]y)(?![\w-])"
)
PHYSICAL = re.compile(r"(?<![\w-])(?:(?:min|max|margin|padding|border)-)?(?:left|right|top|bottom|width|height)\s*:")
WIRE = {"/sign-in": 45_000, "/styleguide": 70_000}
"""Bytes the look of a page may weigh with all headers: the family home with everything stays under 60 kB, and staff
pages, which load as the style guide does, are not much heavier."""


@pytest.fixture(scope="session")
def sheets(root: Path) -> dict[str, str]:
    """Every sheet without its comments, by its path under static/css."""
    folder = root / "static" / "css"
    return {
        str(path.relative_to(folder)): re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for path in sorted(folder.rglob("*.css"))
    }


@pytest.fixture(scope="session")
def pages(root: Path) -> dict[str, str]:
    """Every template for the screen; letters and mails carry their own look."""
    folder = root / "templates"
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.html"))
        if path.relative_to(folder).parts[0] not in ("mail", "letters")
    }


def rules(sheet: str) -> Iterator[tuple[str, str]]:
    """(selectors, declarations) of every rule; at-rules are looked through."""
    for selectors, declarations in re.findall(r"([^{};]+)\{([^{}]*)\}", sheet):
        if not selectors.strip().startswith("@"):
            yield selectors.strip(), declarations


def classes_defined(sheets: dict[str, str]) -> set[str]:
    selectors = " ".join(selector for sheet in sheets.values() for selector, _ in rules(sheet))
    return set(re.findall(r"\.([a-z][\w-]*)", selectors))


def classes_used(pages: dict[str, str]) -> tuple[set[str], set[str]]:
    """Whole class names in the templates, and the beginnings that an expression completes (`tag--`)."""
    said = [each for page in pages.values() for each in re.findall(r'class="((?:[^"{]|\{[{%].*?[%}]\})*)"', page)]
    said += [each for page in pages.values() for each in re.findall(r"\{% block width %\}(.*?)\{%", page)]
    words: set[str] = set()
    for each in said:
        words |= set(re.sub(r"\{[{%].*?[%}]\}", " ", each).split())
        words |= {word for quoted in re.findall(r"'([^']*)'", each) for word in quoted.split()}
    return {word for word in words if not word.endswith("--")}, {word for word in words if word.endswith("--")}


def tokens_of(sheets: dict[str, str]) -> dict[str, dict[str, str]]:
    """The colours of each theme: the dark one begins as the light one."""
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    for name in WITH_LITERALS:
        first, _, second = sheets[name].partition("@media (prefers-color-scheme: dark)")
        light.update(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})", first))
        dark.update(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})", second))
    return {"light": light, "dark": {**light, **dark}}


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of two `#rrggbb` colours, from 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_counted_as_wcag_does() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_no_selector_names_an_id(sheets: dict[str, str]) -> None:
    assert [s for sheet in sheets.values() for s, _ in rules(sheet) if "#" in s] == []


def test_nothing_shouts(sheets: dict[str, str]) -> None:
    assert [name for name, sheet in sheets.items() if "!important" in sheet] == []


def test_colours_stand_in_the_tokens_only(sheets: dict[str, str]) -> None:
    loose = {
        name: LITERAL.findall(declarations)
        for name, sheet in sheets.items()
        for _, declarations in rules(sheet)
        if name not in WITH_LITERALS and LITERAL.search(declarations)
    }

    assert loose == {}


def test_only_logical_properties_are_used(sheets: dict[str, str]) -> None:
    physical = [f"{name}: {s}" for name, sheet in sheets.items() for s, d in rules(sheet) if PHYSICAL.search(d)]

    assert physical == []


def test_every_sheet_but_the_tokens_lies_in_a_layer(sheets: dict[str, str]) -> None:
    order = re.search(r"@layer ([\w, ]+);", sheets["tokens.css"])
    assert order is not None

    for name, sheet in sheets.items():
        if name not in WITH_LITERALS:
            assert re.match(r"\s*@layer (\w+) \{", sheet), name
            assert set(re.findall(r"@layer (\w+)", sheet)) <= set(order[1].split(", ")), name


def test_the_district_changes_its_four_colours_and_nothing_else(sheets: dict[str, str]) -> None:
    named = re.findall(r"(--[\w-]+):", sheets["brand.css"])

    assert sorted(named) == sorted(["--brand", "--brand-strong", "--on-brand", "--brand-wash"] * 2)


def test_every_class_on_a_page_has_its_rule(sheets: dict[str, str], pages: dict[str, str]) -> None:
    whole, beginnings = classes_used(pages)
    defined = classes_defined(sheets)

    assert sorted(whole - defined) == []
    assert [each for each in beginnings if not any(name.startswith(each) for name in defined)] == []


def test_every_rule_has_its_class_on_a_page(sheets: dict[str, str], pages: dict[str, str], root: Path) -> None:
    whole, beginnings = classes_used(pages)
    scripts = " ".join(path.read_text(encoding="utf-8") for path in (root / "static" / "js").glob("*.js"))
    whole |= set(chain.from_iterable(each.split() for each in re.findall(r'className = "([^"]*)"', scripts)))
    quoted = " ".join(each for page in pages.values() for each in re.findall(r'"([^"]*)"', page)).split()
    completed = {f"{each}{word}" for each in beginnings for word in (*quoted, *"0123456789")}

    assert sorted(classes_defined(sheets) - whole - completed) == []


def test_every_token_is_used_and_every_used_token_stands(sheets: dict[str, str]) -> None:
    defined = {each for name in WITH_LITERALS for each in re.findall(r"(--[\w-]+):", sheets[name])}
    used = {each for sheet in sheets.values() for each in re.findall(r"var\((--[\w-]+)\)", sheet)}

    assert sorted(defined ^ used) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_of_colours_can_be_read(sheets: dict[str, str], theme: str) -> None:
    colours = tokens_of(sheets)[theme]
    pairs = set(ON_GROUND)
    for _, declarations in chain.from_iterable(rules(sheet) for sheet in sheets.values()):
        words = re.search(r"(?<![\w-])color: var\(--([\w-]+)\)", declarations)
        ground = re.search(r"background(?:-color)?: var\(--([\w-]+)\)", declarations)
        if words and ground:
            pairs.add((words[1], ground[1], TEXT))

    too_close = {
        f"{words} on {ground}": round(contrast(colours[words], colours[ground]), 2)
        for words, ground, least in pairs
        if contrast(colours[words], colours[ground]) < least
    }

    assert too_close == {}


def test_a_component_and_its_sheet_share_a_name(root: Path) -> None:
    """A component made of others needs no sheet of its own."""
    folders = ("components", look.INSIDE, look.STAFF_ALONE)
    sheets = {path.stem for folder in folders for path in (root / "static" / "css" / folder).glob("*.css")}

    assert sheets - {path.stem for path in (root / "templates" / "components").glob("*.html")} == set()


@pytest.mark.parametrize("address", WIRE)
def test_the_look_is_light_on_a_slow_line(app: Flask, address: str) -> None:
    client = app.test_client()
    page = client.get(address)
    linked = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    answers = [client.get(each, buffered=True) for each in linked]

    assert page.status_code == 200
    assert len(linked) >= len(look.style_sheets())
    assert {answer.status_code for answer in answers} == {200}
    assert sum(len(answer.data) + len(str(answer.headers)) for answer in answers) < WIRE[address]


def test_the_family_home_is_light_on_a_slow_line(browser: Browser, world: World) -> None:
    """Under 60 kB with everything: the page of the family with most children, its sheets and scripts, all headers."""
    browser.signs_in(world.sign_in(world.marisol).username, PASSPHRASE)
    linked = re.findall(r'(?:href|src)="(/static/[^"]+)"', browser.html)
    answers = [browser.response, *(browser.client.get(each, buffered=True) for each in linked)]

    assert browser.path == "/portal/"
    assert any(f"/css/{look.INSIDE}.css" in each for each in linked)
    assert sum(len(each.data) + len(str(each.headers)) for each in answers if each) < 60_000


def test_a_family_s_page_loads_nothing_that_only_staff_meet(app: Flask) -> None:
    page = app.test_client().get("/sign-in").text

    assert f"/css/{look.STAFF_ALONE}.css" not in page
    assert f"/css/{look.INSIDE}.css" not in page


def test_the_sheets_of_a_folder_come_as_one_and_whole(app: Flask, sheets: dict[str, str]) -> None:
    answer = app.test_client().get(app.jinja_env.globals["static"]("css/components.css"))
    said = re.sub(r"/\*.*?\*/", "", answer.text, flags=re.DOTALL)

    assert answer.content_type == "text/css; charset=utf-8"
    assert [name for name, sheet in sheets.items() if name.startswith("components/") and sheet not in said] == []
