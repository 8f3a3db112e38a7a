"""A clerk cleans up: finds the worst first, takes it, mends it where it leads, and leaves another for later."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from demo.staff import Staff
from demo.world import PASSPHRASE, World
from foundation import audit, db
from household.editor import jobs
from household.editor.models import CleanupFinding
from tests.stories.deeds import answered, fill, follow, sign_in
from tests.stories.visiting import House, Visit

WORDS = {
    "en": {
        "wrong": "Two adults at one place in the order to call",
        "take": "Take it",
        "mine": "You look after it now.",
        "mend": "Set the order to call",
        "settled": "Settled on",
        "leave": "Leave it until then",
        "left": "left until",
    },
    "es": {
        "wrong": "Dos adultos en el mismo lugar del orden de llamada",
        "take": "Tomarlo",
        "mine": "Ahora se ocupa usted.",
        "mend": "Fijar el orden de llamada",
        "settled": "Resuelto el",
        "leave": "Dejarlo hasta entonces",
        "left": "queda para el",
    },
}


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 320)])
def test_a_clerk_cleans_up(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit], language: str, width: int
) -> None:
    words = WORDS[language]
    with house.app.app_context(), jobs.checked(by=audit.command("test")):
        pass
    clerk = visit(width=width, language=language)
    page = clerk.page
    sign_in(clerk, "pilar.cisneros", PASSPHRASE)
    if page.locator("html").get_attribute("lang") != language:
        with answered(page):
            page.locator(f'form[action="/language"] button[value={language}]').click()
    goes(page, f"{house.url}/household/cleanup?kind=call-order-tied")
    clerk.inspect()
    follow(page, page.get_by_role("link", name=words["wrong"], exact=True))
    clerk.inspect()
    address = page.url
    presses(page, words["take"])
    assert words["mine"] in page.locator("body").inner_text()

    follow(page, page.get_by_role("link", name=words["mend"], exact=True))
    clerk.inspect()
    places = page.locator("main input[name^=place_]")
    for number in range(places.count()):
        places.nth(number).fill(str(number + 1))
    with answered(page):
        page.locator("main form[method=post] button:not([type=button])").first.click()
    goes(page, address)
    clerk.inspect()
    assert words["settled"] in page.locator("main").inner_text()

    goes(page, f"{house.url}/household/cleanup?kind=student-without-household")
    follow(page, page.locator("main table a[href*='/household/cleanup/']").first)
    fill(page, until="2026-12-01", because="They move in on Friday")
    presses(page, words["leave"])
    clerk.inspect()
    assert words["left"] in page.locator("main").inner_text()
    with house.app.app_context():
        left = db.session().scalars(select(CleanupFinding).where(CleanupFinding.left_until.is_not(None))).one()
        assert left.left_because == "They move in on Friday"


def goes(page: Page, address: str) -> None:
    with answered(page):
        page.goto(address)


def presses(page: Page, words: str) -> None:
    with answered(page):
        page.get_by_role("button", name=words, exact=True).click()
