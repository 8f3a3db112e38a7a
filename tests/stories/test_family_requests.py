"""A family asks for a change and the office answers it, before a real browser, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from demo.staff import Staff
from demo.world import World
from tests.stories.deeds import answered, fill, follow, press, sign_in, tab_to, tab_to_link
from tests.stories.test_help_desk import comes_in, opens, said
from tests.stories.visiting import House, Visit

WORDS = {
    "en": {
        "name": "My own name",
        "new": "The office has your request.",
        "asked": "Own name: Siobhan O’Brien",
        "kept": "Your answers are kept, and the family is told.",
        "why": "Say why you decline.",
        "partly": "Partly accepted",
        "subject": "The office answered your request",
    },
    "es": {
        "name": "Mi propio nombre",
        "new": "La oficina tiene su solicitud.",
        "asked": "Nombre propio: Siobhan O’Brien",
        "kept": "Sus respuestas se guardaron y se avisó a la familia.",
        "why": "Diga por qué rechaza.",
        "partly": "Aceptada en parte",
        "subject": "=?utf-8?q?La_oficina_respondi=C3=B3_a_su_solicitud?=",
    },
}
REASON = "Bring the court’s order to the office."


def choose(visiting: Visit, field: str, answer: str) -> None:
    visiting.page.locator(f"input[name=answer_{field}][value={answer}]").check()


@pytest.mark.parametrize(("language", "width"), [("en", 320), ("es", 1280), ("es", 320)])
def test_a_family_asks_and_the_office_answers_each_part(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit], language: str, width: int
) -> None:
    words = WORDS[language]
    family = visit(width=width, language=language)
    comes_in(family, "siobhan.obrien", language)
    opens(family, "/portal/requests")
    follow(family.page, family.page.get_by_role("link", name=words["name"], exact=True))
    family.inspect()
    press(family.page, status=422)
    family.complaints[:] = [each for each in family.complaints if "422" not in each]
    family.inspect()
    fill(family.page, first_name="Siobhán", last_name="Byrne")
    press(family.page)
    family.inspect()
    assert words["new"] in said(family)
    assert words["asked"] in said(family)

    office = visit(width=width, language=language)
    comes_in(office, "pilar.cisneros", language)
    opens(office, "/household/requests")
    follow(office.page, office.page.locator("main").get_by_role("link", name=words["asked"], exact=True))
    office.inspect()
    choose(office, "first_name", "accepted")
    choose(office, "last_name", "declined")
    press(office.page, status=422)
    office.complaints[:] = [each for each in office.complaints if "422" not in each]
    office.inspect()
    assert words["why"] in said(office)
    fill(office.page, reason_last_name=REASON)
    press(office.page)
    office.inspect()
    assert words["kept"] in said(office)

    opens(family, "/portal/requests")
    assert words["partly"] in said(family)
    assert REASON in said(family)
    assert any(words["subject"] in each.read_text() for each in house.deliver_mail())


def test_by_keyboard_alone_and_without_scripts(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit]
) -> None:
    family = visit(scripts=False)
    sign_in(family, "siobhan.obrien", "pine cones by the river")
    tab_to_link(family.page, "Requests")
    with answered(family.page):
        family.page.keyboard.press("Enter")
    tab_to_link(family.page, "My own name")
    with answered(family.page):
        family.page.keyboard.press("Enter")
    tab_to(family.page, "preferred_first_name")
    family.page.keyboard.type("Shiv")
    with answered(family.page):
        family.page.keyboard.press("Enter")
    assert "The office has your request." in said(family)

    office = visit(scripts=False)
    sign_in(office, "pilar.cisneros", "pine cones by the river")
    tab_to_link(office.page, "Pedidos de familias")
    with answered(office.page):
        office.page.keyboard.press("Enter")
    tab_to_link(office.page, "Nombre propio: Siobhan O’Brien")
    with answered(office.page):
        office.page.keyboard.press("Enter")
    tab_to(office.page, "answer_preferred_first_name")
    for _ in range(3):
        if office.page.evaluate("document.activeElement.value") == "accepted":
            break
        office.page.keyboard.press("ArrowUp")
    tab_to(office.page, "reason_preferred_first_name")
    with answered(office.page):
        office.page.keyboard.press("Enter")
    assert "Sus respuestas se guardaron" in said(office)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("en", 320), ("es", 1280), ("es", 320)])
def test_every_page_of_asking_is_looked_at(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit], language: str, width: int
) -> None:
    family = visit(width=width, language=language)
    comes_in(family, "ruth.brooks", language)
    contacts = f"/portal/requests/contacts/{world.isaiah.public_id}"
    for path in ("/portal/", "/portal/requests", "/portal/requests/name", "/portal/requests/wrong", contacts):
        opens(family, path)
    opens(family, f"{contacts}/{world.yolanda.public_id}")
