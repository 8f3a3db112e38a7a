"""The office moves one sibling and splits a family, before a real browser, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from demo import people
from demo.homes import Home, a_household
from demo.staff import Staff
from demo.world import PASSPHRASE, World
from district.actions.search_terms import refresh_terms
from foundation import clock, db
from tests.stories.deeds import answered, fill, follow, sign_in
from tests.stories.visiting import House, Visit

WORDS = {
    "en": {
        "move": "The family moves",
        "split": "The household splits",
        "on": "Continue",
        "save": "Save",
        "back": "Take this move back",
        "nobody": "Tick whoever lives elsewhere now. Nobody moves who is not ticked.",
        "alone": "No adult lives with the students in the other home.",
        "will": "Mateo Ibarra Vega will move on December 1, 2026.",
        "taken": "The move is taken back. All is as it was.",
        "second": "Kit Quill: second home in a household of their own",
        "changed": "The record is changed: it counts from November 18, 2026 on.",
    },
    "es": {
        "move": "La familia se muda",
        "split": "El hogar se divide",
        "on": "Continuar",
        "save": "Guardar",
        "back": "Anular esta mudanza",
        "nobody": "Marque a quienes viven ahora en otro lugar. Nadie que no esté marcado se muda.",
        "alone": "Ningún adulto vive con los estudiantes en el otro hogar.",
        "will": "Mateo Ibarra Vega: se muda el 1 de diciembre de 2026.",
        "taken": "La mudanza está anulada. Todo queda como estaba.",
        "second": "Kit Quill: segundo hogar en un hogar propio",
        "changed": "El registro ha cambiado: vale a partir del 18 de noviembre de 2026.",
    },
}


class Office:
    """The office at one window, which looks at every page that comes."""

    def __init__(self, visiting: Visit, language: str) -> None:
        self.visiting, self.page, self.words = visiting, visiting.page, WORDS[language]
        self.language = language

    @property
    def said(self) -> str:
        return " ".join(self.page.locator("body").inner_text().split())

    def look(self) -> None:
        assert self.page.locator("html").get_attribute("lang") == self.language
        self.visiting.inspect()

    def opens(self, home: Home) -> None:
        with answered(self.page):
            self.page.goto(f"{self.visiting.house.url}/household/households/{home.public_id}")
        self.look()

    def follow(self, words: str) -> None:
        follow(self.page, self.page.get_by_role("link", name=self.words[words], exact=True).first)
        self.look()

    def press(self, words: str, *, status: int = 200) -> None:
        with answered(self.page, status=status):
            self.page.get_by_role("button", name=self.words[words], exact=True).click()
        if status == 422:
            self.visiting.complaints[:] = [each for each in self.visiting.complaints if "422" not in each]
        self.look()

    def tick(self, name: str, value: str) -> None:
        self.page.locator(f"main [name={name}][value='{value}']").check()

    def types_where(self, street: str) -> None:
        fill(self.page, line_1=street, city="Juniper Valley", state="CO", postal_code="80999")


@pytest.mark.parametrize(
    ("name", "language", "width"),
    [("noelle", "en", 1280), ("pilar", "es", 320)],
    ids=["wide, English", "narrow, Spanish"],
)
def test_one_sibling_moves_and_a_family_splits(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit], name: str, language: str, width: int
) -> None:
    with db.transaction():
        kit = people.a_student("Kit", "Quill", school=world.town.high, grade="09", born=date(2012, 3, 1))
        ada, bo = (people.a_guardian(first, "Quill", of=(kit,)) for first in ("Ada", "Bo"))
        quills = a_household(ada, bo, kit, street="80 Heron Row", phone="+13035550166")
        refresh_terms([each.id for each in quills.members], on=clock.today())
    office = Office(visit(width=width, language=language, scripts=True), language)
    sign_in(office.visiting, staff.sign_in(getattr(staff, name)).username, PASSPHRASE)

    one_sibling_moves(office, world)
    a_family_splits(office, quills)


def one_sibling_moves(office: Office, world: World) -> None:
    """First without a tick; then as it is meant; then taken back, for the family thought better of it."""
    office.opens(world.homes["marisol"])
    office.follow("move")
    office.tick("kind", "move")
    fill(office.page, day="2026-12-01")
    office.press("on", status=422)
    assert office.words["nobody"] in office.said
    office.tick("who", world.mateo.public_id)
    office.press("on")
    office.types_where("5 Elm Way")
    office.press("on")
    assert office.words["alone"] in office.said
    office.press("save")
    assert office.words["will"] in office.said
    office.press("back")
    assert office.words["taken"] in office.said


def a_family_splits(office: Office, quills: Home) -> None:
    """Bo has a home of his own, and Kit lives in both."""
    _ada, bo, kit = quills.members
    office.opens(quills)
    office.follow("split")
    office.tick(f"where_{bo.public_id}", "there")
    office.tick(f"where_{kit.public_id}", "here-first")
    fill(office.page, day="2026-11-18")
    office.press("on")
    office.types_where("77 Canary Row")
    fill(office.page, phone="303-555-0188")
    office.press("on")
    assert office.words["second"] in office.said
    office.press("save")
    assert office.words["changed"] in office.said
    office.opens(quills)
    assert "Canary Row" not in office.said
