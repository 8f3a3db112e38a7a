"""DoTS publishes a rule, before a real browser: a draft, its dates, whom it concerns, a version, a person’s page."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from demo.staff import Staff
from demo.world import PASSPHRASE
from tests.stories.deeds import answered, fill, follow, sign_in
from tests.stories.visiting import House, Visit

WORDS = {
    "en": {
        "edit": "Edit the rules",
        "save": "Save the draft",
        "wrong": "Write a number from 1 to 10.",
        "dates": "See the worked dates side by side",
        "draft says": "Access through June 30, 2029.",
        "rules say": "Access through June 30, 2028.",
        "back": "Back to the rules",
        "find out": "Find out who would gain or lose access",
        "gains": "Gains access",
        "export": "Export as CSV",
        "publish": "Publish the draft…",
        "do publish": "Publish version 2",
        "published": "Version 2 is published.",
        "active": "has household access through June 30, 2029.",
        "version": "Policy version",
    },
    "es": {
        "edit": "Editar las reglas",
        "save": "Guardar el borrador",
        "wrong": "Escriba un número del 1 al 10.",
        "dates": "Ver las fechas de ejemplo lado a lado",
        "draft says": "Acceso hasta el 30 de junio de 2029 inclusive.",
        "rules say": "Acceso hasta el 30 de junio de 2028 inclusive.",
        "back": "Volver a las reglas",
        "find out": "Averiguar quién obtendría o perdería acceso",
        "gains": "Obtiene acceso",
        "export": "Exportar como CSV",
        "publish": "Publicar el borrador…",
        "do publish": "Publicar la versión 2",
        "published": "La versión 2 está publicada.",
        "active": "tiene acceso a hogares hasta el 30 de junio de 2029 inclusive.",
        "version": "Versión de las reglas",
    },
}
REASON = "The board decided it: three years, and no approval"


class Dots:
    """DoTS at one window, who looks at every page that comes."""

    def __init__(self, visiting: Visit, language: str) -> None:
        self.visiting, self.page, self.words = visiting, visiting.page, WORDS[language]
        self.language = language

    @property
    def said(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    def look(self) -> None:
        assert self.page.locator("html").get_attribute("lang") == self.language
        self.visiting.inspect()

    def opens(self, path: str) -> None:
        with answered(self.page):
            self.page.goto(f"{self.visiting.house.url}{path}")
        self.look()

    def follow(self, words: str) -> None:
        follow(self.page, self.page.get_by_role("link", name=self.words.get(words, words), exact=True).first)
        self.look()

    def press(self, words: str, *, status: int = 200) -> None:
        with answered(self.page, status=status):
            self.button(words).click()
        if status == 422:
            self.visiting.complaints[:] = [each for each in self.visiting.complaints if "422" not in each]
        self.look()

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=self.words[words], exact=True)


@pytest.mark.parametrize(
    ("name", "language", "width"),
    [("maeve", "en", 1280), ("pilar", "es", 320)],
    ids=["wide, English", "narrow, Spanish"],
)
def test_dots_publishes_a_rule(
    house: House, staff: Staff, visit: Callable[..., Visit], name: str, language: str, width: int
) -> None:
    house.command("staff", "invite", "--employee-id", "E2007", "--role", "dots-admin")
    dots = Dots(visit(width=width, language=language), language)
    sign_in(dots.visiting, staff.sign_in(getattr(staff, name)).username, PASSPHRASE)

    drafts_a_rule(dots)
    sees_the_dates(dots)
    sees_who_gains(dots, staff)
    publishes(dots)
    sees_the_person(dots, staff)


def drafts_a_rule(dots: Dots) -> None:
    """Three years instead of two, and no approval; first with a number that is out of all reason."""
    dots.opens("/household/rules")
    dots.follow("edit")
    fill(dots.page, term_school_years="30")
    dots.page.locator("main [name=tracks-1-approval]").select_option("no")
    dots.press("save", status=422)
    assert dots.words["wrong"] in dots.said

    fill(dots.page, term_school_years="3")
    dots.press("save")


def sees_the_dates(dots: Dots) -> None:
    dots.follow("dates")
    assert dots.words["rules say"] in dots.said
    assert dots.words["draft says"] in dots.said
    dots.page.locator("main details.why summary").first.click()
    dots.look()
    dots.follow("back")


def sees_who_gains(dots: Dots, staff: Staff) -> None:
    """The counselor who waits for an approval would wait for nothing any more."""
    dots.press("find out")
    assert staff.caleb.last_name in dots.said
    assert dots.words["gains"] in dots.said

    fill(dots.page, reason=REASON)
    with dots.page.expect_download() as given:
        dots.button("export").click()
    rows = list(csv.reader(io.StringIO(Path(given.value.path()).read_text("utf-8-sig"), newline="")))
    assert [row[1] for row in rows[1:] if row[4] == dots.words["gains"]] == [staff.caleb.last_name]
    dots.follow("back")


def publishes(dots: Dots) -> None:
    dots.follow("publish")
    fill(dots.page, reason=REASON)
    dots.press("do publish")
    assert dots.words["published"] in dots.said
    assert REASON in dots.said


def sees_the_person(dots: Dots, staff: Staff) -> None:
    """A request decides by the new version at once, before any list has followed."""
    dots.opens(f"/household/reviews/people/{staff.caleb.public_id}")
    assert dots.words["active"] in dots.said
    assert f"{dots.words['version']} 2" in dots.said
