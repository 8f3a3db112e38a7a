"""A family asks to excuse an absence by keyboard, and the office answers, before a real browser in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from demo.attendance import some_were_absent
from demo.staff import Staff
from demo.world import World
from foundation import db
from tests.stories.test_help_desk import comes_in, opens, said
from tests.stories.visiting import House, Visit

WORDS = {
    "en": ("The office has your request for 1 day.", "Accepted by the office"),
    "es": ("La oficina tiene su solicitud de 1 día.", "Aceptada por la oficina"),
}


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 320)])
def test_a_family_asks_and_the_office_answers(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit], language: str, width: int
) -> None:
    with db.transaction():
        some_were_absent(world)
    asked, accepted = WORDS[language]
    family = visit(width=width, language=language)
    comes_in(family, "hoa.nguyen", language)
    opens(family, f"/portal/students/{world.minh.public_id}/attendance/excuse")
    _refused_without_days(family)
    family.page.locator("[name=days]").first.focus()
    family.page.keyboard.press("Space")
    family.page.locator("[name=reason][value=illness]").focus()
    family.page.keyboard.press("Space")
    _sends(family)
    assert asked in said(family)

    office = visit(width=width, language=language)
    comes_in(office, "noelle.archer", language)
    opens(office, "/portal/desk/absences")
    office.page.locator("main table a").first.click()
    office.inspect()
    office.page.locator("main input[value=accepted]").first.focus()
    office.page.keyboard.press("Space")
    _sends(office)
    opens(family, f"/portal/students/{world.minh.public_id}/attendance")
    assert accepted in said(family)


def _refused_without_days(visiting: Visit) -> None:
    with visiting.page.expect_navigation():
        visiting.page.locator("main form[method=post] button").first.click()
    visiting.complaints.clear()  # the browser complains of a 422
    visiting.inspect()
    assert visiting.page.locator(".error-summary li").count() == 2


def _sends(visiting: Visit) -> None:
    with visiting.page.expect_navigation():
        visiting.page.locator("main form[method=post] button").first.click()
    visiting.inspect()
