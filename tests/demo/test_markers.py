"""What tells the families apart in tests is heard wherever it stands, and not in the letters of a token."""

from __future__ import annotations

import pytest

from demo.world import World
from tests.browser import Browser
from tests.markers import markers_on


@pytest.mark.parametrize(
    ("page", "heard"),
    [
        ('<input type="hidden" name="csrf_token" value="IjNj.awv.zpLarkW">', []),
        ('<input id="csrf_token" name="csrf_token" type="hidden" value="IjNj.awv.zpLarkW">', []),
        ('<input name="middle_name" value="Lark">', ["Lark"]),
        ('<input name="csrf_token" value="IjNj"><b title="Anke Lark">', ["Lark"]),
        ("<p>Anke Lark Fischer</p>", ["Lark"]),
    ],
)
def test_a_marker_is_heard_everywhere_but_in_tokens(page: str, heard: list[str]) -> None:
    assert markers_on(page, {"Lark", ""}) == heard


def test_a_page_of_ours_is_read_without_its_tokens(world: World, browser: Browser) -> None:
    browser.open("/sign-in")
    token = next(each.get("value", "") for each in browser.page.iter("input") if each.get("name") == "csrf_token")

    assert token in browser.html
    assert markers_on(browser.html, {token}) == []
