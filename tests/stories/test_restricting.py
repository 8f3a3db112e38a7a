"""A court order arrives while that guardian is signed in; and a grandparent is tied to a child of two households."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from demo.staff import Staff
from demo.world import PASSPHRASE, World
from tests.stories.deeds import DEEDS, answered, fill, sign_in
from tests.stories.visiting import House, Visit

WORDS = {
    "en": {
        "recorded": "The order is recorded and in force.",
        "proposed": "Proposed. The order stands until a second person confirms.",
        "lifted": "Lifted. The order binds no longer.",
        "elsewhere": "Lives elsewhere (non-household relationships)",
    },
    "es": {
        "recorded": "La orden está registrada y en vigor.",
        "proposed": "Propuesto. La orden sigue en pie hasta que una segunda persona confirme.",
        "lifted": "Levantada. La orden ya no obliga.",
        "elsewhere": "Vive en otro lugar",
    },
}


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 320)])
def test_a_court_order_arrives_while_that_guardian_is_signed_in(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit], language: str, width: int
) -> None:
    words, child, adult = WORDS[language], world.lucia.public_id, world.marisol.public_id
    marisol = comes_in(visit, world.sign_in(world.marisol).username, language, width)
    looks(marisol, "/portal/")
    assert "Lucía" in said(marisol)

    noelle = comes_in(visit, "noelle.archer", language, width)
    looks(noelle, f"/household/people/{child}/restrictions")
    looks(noelle, f"/household/people/{child}/restrictions/{adult}")
    presses(noelle, status=422)
    noelle.inspect()
    for box in ("records", "contact", "pick_up"):
        noelle.page.locator(f"main [name={box}]").check()
    noelle.page.locator("main [name=instrument]").select_option("protection-order")
    fill(noelle.page, number="2026-PO-118", court="District Court", because="Brought in today")
    presses(noelle)
    assert words["recorded"] in said(noelle)
    noelle.inspect()
    order = noelle.page.url.split("/")[-1]

    marisol.page.goto(f"{house.url}/portal/")
    assert "Lucía" not in said(marisol)
    assert "2026-PO-118" not in marisol.page.content()
    marisol.inspect()

    fill(noelle.page, because="The court dismissed it")
    presses(noelle)
    assert words["proposed"] in said(noelle)
    noelle.inspect()
    second = comes_in(visit, "pilar.cisneros", language, width)
    looks(second, "/household/restrictions")
    looks(second, f"/household/restrictions/{order}")
    with answered(second.page):
        second.page.locator("main form[action$='/confirm'] button").click()
    assert words["lifted"] in said(second)
    marisol.page.goto(f"{house.url}/portal/")
    assert "Lucía" in said(marisol)


@pytest.mark.parametrize(("language", "width"), [("en", 320), ("es", 1280)])
def test_a_grandparent_who_lives_elsewhere_is_called_for_a_child_of_two_homes(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit], language: str, width: int
) -> None:
    child, adult = world.isaiah.public_id, world.yolanda.public_id
    home = world.homes["ruth"].public_id
    clerk = comes_in(visit, "pilar.cisneros", language, width)
    looks(clerk, f"/household/households/{home}/relationships")
    assert WORDS[language]["elsewhere"] in said(clerk)
    looks(clerk, f"/household/people/{child}/relationships/add?home={home}")
    looks(clerk, f"/household/people/{child}/relationships/{adult}?home={home}")
    clerk.page.locator("main [name=type]").select_option("grandparent")
    clerk.page.locator("main [name=may_pick_up]").select_option("yes")
    presses(clerk)
    assert clerk.page.url.endswith(f"/household/households/{home}/relationships")
    clerk.inspect()
    looks(clerk, f"/household/people/{child}/calling-order?home={home}")
    looks(clerk, f"/household/people/{child}/relationships/{adult}/end?home={home}")


def comes_in(visit: Callable[..., Visit], username: str, language: str, width: int) -> Visit:
    window = visit(width=width, language=language)
    sign_in(window, username, PASSPHRASE)
    if window.page.locator("html").get_attribute("lang") != language:
        with answered(window.page):
            window.page.locator(f'form[action="/language"] button[value={language}]').click()
    return window


def looks(window: Visit, path: str) -> None:
    answer = window.page.goto(f"{window.house.url}{path}")
    assert answer is not None
    assert answer.status == 200, path
    window.inspect()


def presses(window: Visit, *, status: int = 200) -> None:
    with answered(window.page, status=status):
        window.page.locator(DEEDS).first.click()
    if status != 200:
        window.complaints.clear()


def said(window: Visit) -> str:
    return " ".join(window.page.locator("body").inner_text().split())
