"""What a person does at a page: fills it in, presses its deed, goes through it by keyboard, leaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page

from tests.stories.visiting import Visit

DEEDS = "main form[method=post] button:not([type=button])"
MOST_TABS = 40


def fill(page: Page, **typed: str) -> None:
    for name, value in typed.items():
        page.locator(f"main [name={name}]").fill(value)


def press(page: Page, *, status: int = 200) -> None:
    """The one deed of the page."""
    with answered(page, status=status):
        page.locator(DEEDS).click()


def follow(page: Page, link: Locator) -> None:
    with answered(page):
        link.click()


def sign_in(visiting: Visit, username: str, password: str) -> None:
    """At the door for everybody; the page that comes is the account's own."""
    visiting.page.goto(f"{visiting.house.url}/sign-in")
    fill(visiting.page, username=username, password=password)
    press(visiting.page)


def sign_out(page: Page) -> None:
    button = page.locator('form[action="/sign-out"] button')
    if not button.is_visible():
        page.locator("details:has(form[action='/sign-out']) > summary").click()
    with answered(page):
        button.click()


@contextmanager
def answered(page: Page, *, status: int = 200) -> Iterator[None]:
    """Wait for the page that answers a deed, and see that it is the answer expected: no refusal, unless it is named."""
    with page.expect_navigation() as navigation:
        yield
    response = navigation.value
    assert response is not None
    assert response.status == status, f"{response.status} at {page.url}: {page.locator('main').inner_text()}"


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the field has the focus, as a person would."""
    _tab_until(page, f"document.activeElement.getAttribute('name') === {name!r}", name)


def tab_to_link(page: Page, words: str) -> None:
    """Press Tab until the link that says `words` has the focus."""
    _tab_until(page, f"document.activeElement.closest('a')?.textContent.trim() === {words!r}", words)


def _tab_until(page: Page, is_there: str, name: str) -> None:
    for _ in range(MOST_TABS):
        if page.evaluate(is_there):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {name}.")
