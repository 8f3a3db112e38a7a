"""A family looks at its contact data, adds a number, confirms it and chooses how messages come, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from demo.world import World
from tests.stories.deeds import answered, fill, press, tab_to
from tests.stories.test_help_desk import comes_in, opens, said
from tests.stories.visiting import House, Visit

WORDS = {
    "en": {
        "saved": "Saved: (303) 555-0177.",
        "confirmed": "Confirmed.",
        "kept": "This is how messages come to you now.",
    },
    "es": {
        "saved": "Guardado: (303) 555-0177.",
        "confirmed": "Confirmado.",
        "kept": "Así le llegan los mensajes ahora.",
    },
}


def code_of(house: House) -> str:
    house.deliver_mail()
    newest = max((house.mail.parent / "text").glob("*.txt"), key=lambda each: each.name)
    found = re.search(r"\b\d{6}\b", newest.read_text("utf-8").partition("\n\n")[2])
    assert found is not None
    return found[0]


@pytest.mark.parametrize(("language", "width"), [("en", 320), ("es", 320), ("es", 1280)])
def test_a_family_keeps_its_contact_data_and_chooses_its_ways(
    house: House, world: World, visit: Callable[..., Visit], language: str, width: int
) -> None:
    words = WORDS[language]
    family = visit(width=width, language=language)
    comes_in(family, "ruth.brooks", language)
    opens(family, "/portal/contact-data")
    family.inspect()
    opens(family, "/portal/contact-data/points/new")
    family.inspect()
    family.page.locator("main [name=sort]").select_option("sms")
    fill(family.page, value="303-555-0177")
    press(family.page)
    family.inspect()
    assert words["saved"] in said(family)
    fill(family.page, code=code_of(house))
    with answered(family.page):
        family.page.locator("main [name=code]").press("Enter")
    assert words["confirmed"] in said(family)

    opens(family, "/portal/contact-preferences")
    family.inspect()
    tab_to(family.page, "wanted")
    family.page.keyboard.press("Space")
    press(family.page)
    family.inspect()
    assert words["kept"] in said(family)
