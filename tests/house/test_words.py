"""Every sentence is said in both languages, with the same placeholders and tags, and in the house's voice."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from flask import Flask
from jinja2 import nodes

from foundation.web.gates import gate_of

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
PATH_OF_OURS = re.compile(r"(?<!\S)/[a-z/-]+")
TAG = re.compile(r"</?[a-z][^>]*>")
GATHERED = {"_", "gettext", "ngettext", "lazy_gettext", "pgettext", "npgettext"}
"""The names that `make messages` looks for."""
READ_ALOUD = ("alt", "aria-label", "title", "placeholder")
BOTH = ("en", "es")
FOR_MACHINES = "health."
SHOWN_TO_DEVELOPERS = ("styleguide",)
BLOCKS_OF_CODES = ("width", "nav_current")
"""What a page hands its layout that nobody reads."""


@pytest.fixture(scope="session")
def english(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every sentence the source holds, gathered anew as `make messages` gathers them."""
    path = tmp_path_factory.mktemp("words") / "messages.pot"
    gather = ["extract", "-F", "pyproject.toml", "-k", "lazy_gettext", "--ignore-dirs", ".* tests bench instance"]
    subprocess.run([Path(sys.executable).parent / "pybabel", "-q", *gather, "-o", path, "."], cwd=root, check=True)
    with path.open("rb") as written:
        return read_po(written)


@pytest.fixture(scope="session")
def spanish(root: Path) -> Catalog:
    with (root / "translations" / "es" / "LC_MESSAGES" / "messages.po").open("rb") as written:
        return read_po(written, locale="es")


def sentences(catalog: Catalog) -> dict[object, Message]:
    return {(message.context, *forms(message.id)): message for message in catalog if message.id}


def forms(said: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def test_no_sentence_waits_for_its_spanish(english: Catalog, spanish: Catalog) -> None:
    said = {key for key, message in sentences(spanish).items() if all(forms(message.string)) and message.string}

    assert sorted(map(str, sentences(english).keys() - said)) == []


def test_no_spanish_sentence_has_outlived_its_english(english: Catalog, spanish: Catalog) -> None:
    """Run `make messages`: it removes what nothing says any more."""
    assert sorted(map(str, sentences(spanish).keys() - sentences(english).keys())) == []
    assert list(spanish.obsolete) == []


def test_no_spanish_sentence_is_a_guess(spanish: Catalog) -> None:
    assert [message.id for message in spanish if message.id and message.fuzzy] == []


def test_both_languages_fill_in_the_same_placeholders(spanish: Catalog) -> None:
    """A singular may say “one” instead of the number, in either language."""
    different = []
    for message in sentences(spanish).values():
        said = [set(PLACEHOLDER.findall(form)) for form in forms(message.id)]
        for form in forms(message.string):
            filled = set(PLACEHOLDER.findall(form))
            if form and not set.intersection(*said) <= filled <= set.union(*said):
                different.append(message.id)

    assert different == []


def test_both_languages_carry_the_same_tags(spanish: Catalog) -> None:
    different = [
        message.id
        for message in sentences(spanish).values()
        for form in forms(message.string)
        if Counter(TAG.findall(form)) != Counter(TAG.findall(forms(message.id)[-1]))
    ]

    assert different == []


def test_sentences_speak_in_the_houses_voice(english: Catalog) -> None:
    """Typographic apostrophes and quotes, no exclamation, no begging (CONTRIBUTING, “How we speak”)."""
    said = [form for message in sentences(english).values() for form in forms(message.id)]
    visible = {form: TAG.sub("", form) for form in said}

    assert [form for form, text in visible.items() if "'" in text or '"' in text] == []
    assert [form for form, text in visible.items() if "!" in text] == []
    assert [form for form, text in visible.items() if re.search(r"\bplease\b", text, re.IGNORECASE)] == []


def test_every_name_that_translates_is_one_that_is_gathered(root: Path) -> None:
    """`from flask_babel import lazy_gettext as _l` would work on the page and be missing from the catalog."""
    odd = []
    for room in ("foundation", "district", "accounts", "portal", "household", "support"):
        for path in sorted((root / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module == "flask_babel":
                    names = {each.asname or each.name for each in node.names if "gettext" in each.name}
                    odd += [f"{path.relative_to(root)}: {name}" for name in names - GATHERED]

    assert odd == []


def test_no_template_says_a_sentence_outside_translation(app: Flask, root: Path) -> None:
    untranslated = []
    for path in [*(root / "templates").rglob("*.html"), *(root / "templates").rglob("*.txt")]:
        name = str(path.relative_to(root / "templates"))
        if name.startswith(SHOWN_TO_DEVELOPERS):
            continue
        tree = app.jinja_env.parse(path.read_text(encoding="utf-8"))
        raw = "".join(untold_pieces(tree))
        said = words_in_html(raw) if path.suffix == ".html" else [raw]
        bare = [PATH_OF_OURS.sub("", text) for text in said]
        untranslated += [f"{name}: {text.strip()}" for text in bare if re.search(r"[^\W\d_]{2}", text)]

    assert untranslated == []


@pytest.mark.parametrize("language", BOTH)
def test_every_public_page_opens_in_both_languages(app: Flask, language: str) -> None:
    client = app.test_client()
    pages = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set())
        and not rule.arguments
        and getattr(gate_of(app.view_functions[rule.endpoint]), "kind", "") == "public"
        and not rule.endpoint.startswith(FOR_MACHINES)
        and not rule.rule.endswith((".pdf", ".json", ".webmanifest", ".js"))
    ]

    opened = {page: client.get(page, query_string={"lang": language}, follow_redirects=True) for page in pages}

    assert {page: answer.status_code for page, answer in opened.items() if answer.status_code != 200} == {}
    assert [page for page, answer in opened.items() if f'<html lang="{language}"' not in answer.text] == []


def untold_pieces(node: nodes.Node) -> list[str]:
    """The template's own text outside `{% trans %}`, in reading order."""
    if isinstance(node, nodes.Block) and node.name in BLOCKS_OF_CODES:
        return []
    if isinstance(node, nodes.TemplateData):
        return [node.data]
    return [piece for child in node.iter_child_nodes() for piece in untold_pieces(child)]


def words_in_html(raw: str) -> list[str]:
    """The text between tags, and what a screen reader says of attributes."""
    heard = _Heard()
    heard.feed(raw)
    heard.close()
    return heard.said


class _Heard(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += [value for name, value in attrs if value and name in READ_ALOUD]
        if tag in ("script", "style"):
            self.silent = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)
