"""Two clerks work at one record at once: the second is told, sees both, and saves; in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from demo.staff import Staff
from demo.world import PASSPHRASE, World
from district.models import Person
from foundation import db
from tests.stories.deeds import DEEDS, answered, fill, sign_in
from tests.stories.visiting import House, Visit

WORDS = {
    "en": {"told": "changed this on", "theirs": "Vietnamese", "yours": "Spanish", "history": "Every change"},
    "es": {"told": "cambió esto el", "theirs": "vietnamita", "yours": "español", "history": "Todos los cambios"},
}


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 320)])
def test_two_clerks_save_at_once(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit], language: str, width: int
) -> None:
    words = WORDS[language]
    first, second = (comes_in(visit, name, language, width) for name in ("pilar.cisneros", "noelle.archer"))
    record = f"{house.url}/household/people/{world.lucia.public_id}"
    for each in (first, second):
        each.page.goto(f"{record}/correction")
        each.inspect()
    first.page.locator("main [name=language]").select_option("vi")
    saves(first.page)
    second.page.locator("main [name=language]").select_option("es")
    fill(second.page, preferred_first_name="Luz")
    saves(second.page, status=409)
    second.complaints.clear()  # of the 409 itself

    second.inspect()
    conflict = second.page.locator("main").inner_text()
    assert words["told"] in conflict
    assert words["theirs"] in conflict
    assert words["yours"] in conflict
    assert second.page.locator("main [name=preferred_first_name]").input_value() == "Luz"
    saves(second.page)
    second.inspect()
    with house.app.app_context():
        lucia = db.session().get_one(Person, world.lucia.id)
        assert (lucia.language, lucia.preferred_first_name, lucia.version) == ("es", "Luz", 3)
    with answered(second.page):
        second.page.get_by_role("link", name=words["history"], exact=True).click()
    second.inspect()
    assert "Pilar Cisneros" in second.page.locator("main").inner_text()


def comes_in(visit: Callable[..., Visit], username: str, language: str, width: int) -> Visit:
    window = visit(width=width, language=language)
    sign_in(window, username, PASSPHRASE)
    if window.page.locator("html").get_attribute("lang") != language:
        with answered(window.page):
            window.page.locator(f'form[action="/language"] button[value={language}]').click()
    return window


def saves(page: Page, *, status: int = 200) -> None:
    with answered(page, status=status):
        page.locator(DEEDS).first.click()
