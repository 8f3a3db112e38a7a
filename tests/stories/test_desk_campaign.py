"""The help desk gives codes to many: counted, looked at, run, taken; in both languages, by keys, without scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from accounts import hashing
from demo import people, places
from demo.careers import a_role
from demo.cast import LONG_AGO_AT
from demo.world import PASSPHRASE, World
from foundation import db
from tests.portal.campaigners import works
from tests.stories.deeds import answered, sign_in
from tests.stories.visiting import House, Visit

COUNT = "main form[action='/portal/desk/campaigns'] button"
RUN = "main form[action$='/run'] button"
TAKE = "main form[action$='.pdf'] button"


@dataclass(frozen=True)
class Window:
    language: str
    width: int
    scripts: bool = True
    keys_alone: bool = False


WINDOWS = (
    Window("en", 1280, keys_alone=True),
    Window("es", 320),
    Window("en", 320, scripts=False),
)


@pytest.fixture
def hazel(house: House, world: World) -> str:
    """The user name of somebody at the help desk."""
    with house.app.app_context(), db.transaction():
        person = people.a_person("Vera", "Stone")
        places.a_job(person, world.town.high, job_role="helpDesk")
        made = people.an_account(person, "staff", username="vera.stone", password_hash=hashing.hash_of(PASSPHRASE))
        a_role(made, "help-desk", at=LONG_AGO_AT)
    return "vera.stone"


@pytest.mark.parametrize("window", WINDOWS, ids=["wide, by keyboard", "narrow, Spanish", "without scripts"])
def test_a_campaign_is_counted_run_and_taken(
    house: House, hazel: str, visit: Callable[..., Visit], window: Window
) -> None:
    visiting = visit(width=window.width, language=window.language, scripts=window.scripts)
    page, inspect = visiting.page, visiting.inspect if window.scripts else lambda: None
    sign_in(visiting, hazel, PASSPHRASE)

    page.goto(f"{house.url}/portal/desk/campaigns")
    inspect()
    act(page, COUNT, window)
    assert "/portal/desk/campaigns/" in page.url
    inspect()
    look_again(house, page, window, awaited=RUN)
    inspect()
    assert page.locator("table").count() >= 3
    assert page.locator("html").get_attribute("lang") == window.language

    act(page, RUN, window)
    inspect()
    look_again(house, page, window, awaited=TAKE)
    inspect()
    with page.expect_download() as download:
        press_key(page, TAKE, window)
    assert download.value.suggested_filename.endswith("-1.pdf")
    assert not visiting.complaints


def act(page: Page, button: str, window: Window) -> None:
    with answered(page):
        press_key(page, button, window)


def press_key(page: Page, button: str, window: Window) -> None:
    """Go to the button with Tab and press it with Enter, or click it."""
    if not window.keys_alone:
        page.locator(button).click()
        return
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", button):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {button}.")


def look_again(house: House, page: Page, window: Window, *, awaited: str) -> None:
    """The worker does its share; the page shows it by itself, or to whoever follows the link."""
    with house.app.app_context():
        works()
    if window.scripts:
        expect(page.locator(awaited)).to_be_visible(timeout=15_000)
        return
    with answered(page):
        page.locator("main a.button--second").click()
    expect(page.locator(awaited)).to_be_visible()
