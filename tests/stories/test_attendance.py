"""A family looks at attendance and schedule before a real browser, in both languages, on a phone and by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from demo.attendance import some_were_absent
from demo.world import PASSPHRASE, World
from foundation import db
from tests.stories.deeds import sign_in
from tests.stories.visiting import House, Visit


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("en", 320), ("es", 320)])
def test_a_family_looks_at_attendance_and_schedule(
    house: House, world: World, visit: Callable[..., Visit], language: str, width: int
) -> None:
    with db.transaction():
        some_were_absent(world)
    visiting = visit(width=width, language=language)
    page = visiting.page
    sign_in(visiting, world.sign_in(world.hoa).username, PASSPHRASE)
    student = f"{house.url}/portal/students/{world.minh.public_id}"

    page.goto(f"{house.url}/portal/")
    visiting.inspect()
    page.goto(f"{student}/attendance?month=2026-11")
    visiting.inspect()
    page.locator("main summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1
    visiting.inspect()
    page.locator("a[rel=prev]").click()
    visiting.inspect()
    for view in ("day", "week", "term"):
        page.goto(f"{student}/schedule?view={view}")
        visiting.inspect()
