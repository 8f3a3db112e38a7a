"""Entering a household before a real browser: a double record is met, and a family of two homes is entered whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator

from demo import people
from demo.world import World
from district.actions.search_terms import refresh_terms
from foundation import clock, db
from tests.household.access.desk import PASSWORD, an_account
from tests.household.editor.office import a_clerk
from tests.stories.deeds import answered, fill, sign_in
from tests.stories.test_household_access import BARE, NARROW, WIDE, Sitting, Window
from tests.stories.visiting import House, Visit

WORDS = {
    "en": {
        "go": "Go on",
        "look": "Look for this person",
        "met": "1 person on record is like Bob Marlow",
        "why": "the first name is a short form",
        "him": "This is the person (Robert Marlow)",
        "second": "Make this a second home (Maya Fischer)",
        "maya": "This is the person (Maya Fischer)",
        "ties": "Everybody is here: go on",
        "check": "Go on to the check",
        "save": "Save the household",
        "is": "Robert Marlow is the stepfather of Maya Fischer.",
        "saved": "The household is saved.",
        "elsewhere": "Lives elsewhere (non-household relationships)",
    },
    "es": {
        "go": "Continuar",
        "look": "Buscar a esta persona",
        "met": "1 persona del registro se parece a Bob Marlow",
        "why": "el nombre es una forma corta",
        "him": "Esta es la persona (Robert Marlow)",
        "second": "Que este sea un segundo hogar (Maya Fischer)",
        "maya": "Esta es la persona (Maya Fischer)",
        "ties": "Están todas las personas: continuar",
        "check": "Ir a la revisión",
        "save": "Guardar el hogar",
        "is": "Robert Marlow es el padrastro de Maya Fischer.",
        "saved": "El hogar está guardado.",
        "elsewhere": "Vive en otro lugar (relaciones fuera del hogar)",
    },
}


@pytest.mark.parametrize("window", [WIDE, NARROW, BARE], ids=["wide, English", "narrow, Spanish", "without scripts"])
def test_a_double_record_is_met_and_a_family_of_two_homes_is_entered(
    house: House, world: World, visit: Callable[..., Visit], window: Window
) -> None:
    words = WORDS[window.language]
    with clock.at("2026-11-18 09:00"):
        with db.transaction():
            robert = people.a_person("Robert", "Marlow", phone="+13035550182")
            refresh_terms([robert.id], on=clock.today())
        clerk = Sitting(visit, window)
        account = an_account(a_clerk(), username="tamika.clerk", language=window.language)
        db.close()
        sign_in(clerk.visiting, account, PASSWORD)
        clerk.opens("/household/new")
        where = {"line_1": "7 Wren Way", "city": "Juniper Valley", "state": "CO", "postal_code": "80999"}
        fill(clerk.page, **where, starts="2026-11-01", phone="303-555-0171")
        press(clerk, words["go"])
        describes(clerk, "adult", "Bob", "Marlow", phone="303-555-0182")
        assert words["met"] in clerk.said
        assert words["why"] in clerk.said.lower()
        press(clerk, words["him"])
        describes(clerk, "child", "Maya", "Fischer")
        press(clerk, words["maya"])
        press(clerk, words["second"])
        describes(clerk, "contact", "Ottoline", "Marlow", phone="303-555-0173")
        clerk.follow(words["ties"])
        clerk.page.locator("[name=type_1_2]").select_option("stepfather")
        clerk.page.locator("[name=yes_1_2][value=may_pick_up]").check()
        clerk.page.locator("[name=type_3_2]").select_option("grandparent")
        press(clerk, words["check"])
        assert words["is"] in clerk.said
        press(clerk, words["save"])

        assert words["saved"] in " ".join(clerk.page.locator("body").inner_text().split())
        assert clerk.said.index(words["elsewhere"]) < clerk.said.index("Ottoline Marlow")


def describes(clerk: Sitting, role: str, first: str, last: str, phone: str = "") -> None:
    clerk.page.locator(f"[name=role][value={role}]").check()
    fill(clerk.page, first_name=first, last_name=last, phone=phone)
    press(clerk, WORDS[clerk.window.language]["look"])


def press(clerk: Sitting, label: str) -> None:
    """The button of this name, whatever else stands on the page."""
    with answered(clerk.page):
        button(clerk, label).click()
    clerk.look()


def button(clerk: Sitting, label: str) -> Locator:
    return clerk.page.locator("main").get_by_role("button", name=label, exact=True)
