"""Every template compiles, stays small, stands in a layout, imports what it uses and is shown by somebody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from foundation.web import look
from foundation.web.errors import KNOWN
from tests.browser import Browser

LONGEST_PAGE = 60
NOT_PAGES = ("layouts", "components", "mail", "letters")
PIECE = re.compile(r"\{% (?:include|from) \"([\w/-]+/_\w+\.html)\"")
IMPORT = re.compile(r"\{% from \"([^\"]+)\" import ([\w, ]+?)(?: with context)? %\}")


@pytest.fixture(scope="session")
def templates(root: Path) -> dict[str, str]:
    """Every template for the screen, by its name."""
    folder = root / "templates"
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.html"))
        if path.relative_to(folder).parts[0] not in ("mail", "letters")
    }


@pytest.fixture(scope="session")
def pages(templates: dict[str, str]) -> dict[str, str]:
    """What a view shows whole; a name that begins with `_` is a piece that pages include."""
    return {
        name: source
        for name, source in templates.items()
        if name.split("/")[0] not in NOT_PAGES and not Path(name).name.startswith("_")
    }


def test_every_template_compiles(app: Flask) -> None:
    names = app.jinja_env.list_templates(extensions=["html", "txt"])

    for name in names:
        app.jinja_env.get_template(name)
    assert "layouts/base.html" in names


def test_no_page_is_long(pages: dict[str, str]) -> None:
    long = {name: source.count("\n") for name, source in pages.items() if source.count("\n") > LONGEST_PAGE}

    assert long == {}


def test_every_page_stands_in_a_layout_and_has_a_title(pages: dict[str, str]) -> None:
    loose = [
        name
        for name, source in pages.items()
        if not re.search(r'\{% extends "layouts/\w+\.html" %\}', source) or "{% block title %}" not in source
    ]

    assert loose == []


def test_what_is_imported_is_used(templates: dict[str, str]) -> None:
    idle = [
        f"{name}: {macro}"
        for name, source in templates.items()
        for _, macros in IMPORT.findall(source)
        for macro in macros.split(", ")
        if not re.search(rf"\b{macro}\(", source)
    ]

    assert idle == []


def test_a_component_is_one_macro_of_its_name(templates: dict[str, str]) -> None:
    components = {name: source for name, source in templates.items() if name.startswith("components/")}

    assert components
    for name, source in components.items():
        assert re.findall(r"\{% macro (\w+)\(", source) == [Path(name).stem], name
        assert re.search(r"\{# .+ #\}", source), f"{name} does not say what it is"


def test_nothing_is_inline(templates: dict[str, str]) -> None:
    inline = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|javascript:|\|\s*safe\b")

    assert [name for name, source in templates.items() if inline.search(source)] == []


def test_every_page_is_shown_by_a_view(pages: dict[str, str], templates: dict[str, str], root: Path) -> None:
    rooms = ("foundation", "district", "accounts", "portal", "household", "support")
    python = "".join(path.read_text(encoding="utf-8") for room in rooms for path in (root / room).rglob("*.py"))
    refusals = {f"errors/{each}.html" for each in (*KNOWN, "stale-form", "another-form")}
    included = {name for source in templates.values() for name in PIECE.findall(source)}
    pieces = {name for name in templates if Path(name).name.startswith("_")}
    idle = [name for name in pages if f'"{name}"' not in python and name not in refusals]

    assert idle == []
    assert included == pieces


def test_every_refusal_has_its_page(pages: dict[str, str]) -> None:
    refusals = {f"errors/{each}.html" for each in (*KNOWN, "stale-form", "another-form")}

    assert {name for name in pages if name.startswith("errors/")} == refusals


def test_every_static_file_is_linked(templates: dict[str, str], root: Path) -> None:
    source = "".join(templates.values())
    files = [path.relative_to(root / "static").as_posix() for path in (root / "static").rglob("*") if path.is_file()]

    assert [each for each in files if not each.startswith("css/") and f"static('{each}')" not in source] == []


def test_the_style_guide_shows_every_component(browser: Browser, templates: dict[str, str], root: Path) -> None:
    browser.open("look.styleguide")

    shown = {each for tag in browser.page.iter() for each in tag.get("class", "").split()}
    folders = ("components", look.INSIDE, look.STAFF_ALONE)
    sheets = {path.stem for folder in folders for path in (root / "static" / "css" / folder).glob("*.css")}
    showing = ("styleguide.html", "styleguide/_staff.html", "layouts/base.html", "layouts/public.html")
    source = "".join(templates[name] for name in showing)
    components = {Path(name).stem for name in templates if name.startswith("components/")}
    assert browser.status == 200
    assert sorted({name.replace("_", "-") for name in sheets} - shown) == []
    assert sorted(name for name in components if not re.search(rf"\b{name}\(", source)) == []


def test_a_script_is_short_and_a_module(root: Path) -> None:
    for path in (root / "static" / "js").glob("*.js"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 40, path.name
