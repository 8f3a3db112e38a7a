"""A file from the training system names somebody nobody knows; DoTS says who it is, and her access is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from demo.staff import Staff
from demo.world import PASSPHRASE, World
from tests.stories.deeds import answered, follow, sign_in
from tests.stories.visiting import House, Visit

ROWS = """lms_id,course,completed_on,status
jl-9,IC-ENROLLMENT,2026-11-02,Completed
jl-9,IC-HOUSEHOLD,2026-11-03,Passed
"""
IMANI = "E2008"
"""She has one of the two courses on record: too early to count with the other."""
WORDS = {
    "en": {"who": "Who is jl-9?", "done": "Settled.", "none": "Nothing from the training systems"},
    "es": {"who": "¿Quién es jl-9?", "done": "Resuelto.", "none": "Nada de los sistemas de capacitación"},
}


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 320)])
def test_dots_says_whose_courses_they_are(
    visit: Callable[..., Visit],
    house: House,
    world: World,
    staff: Staff,
    tmp_path: Path,
    language: str,
    width: int,
) -> None:
    said = WORDS[language]
    file = tmp_path / "lms.csv"
    file.write_text(ROWS, encoding="utf-8")
    house.command("training", "import", str(file))
    visiting = visit(width=width, language=language)
    page = visiting.page
    sign_in(visiting, staff.sign_in(staff.maeve).username, PASSPHRASE)
    page.goto(f"{house.url}/household/training/queue")
    if language == "es":
        with answered(page):
            page.get_by_role("button", name="Español").click()
    visiting.inspect()
    follow(page, page.get_by_role("link", name="jl-9"))
    assert page.locator("h1").inner_text() == said["who"]
    visiting.inspect()
    page.locator("main [name=q]").first.fill("foster")
    with answered(page):
        page.locator("form[action$='/search'] button").click()
    visiting.inspect()
    page.locator("[name=person]").first.check()
    with answered(page):
        page.locator("form[action$='/person'] button").click()

    assert said["none"] in page.locator("h1").inner_text()
    assert said["done"] in page.locator("body").inner_text()
    assert '"through": "2028-06-30"' in house.command("access", "explain", IMANI, "--json")
