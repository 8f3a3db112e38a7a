"""A family tells of health and opens a report card, nurse and office read what is theirs, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from demo.grades import some_work_is_graded
from demo.health import some_immunizations
from demo.staff import Staff
from demo.world import World
from foundation import clock, db
from tests.stories.test_help_desk import comes_in, opens, said
from tests.stories.visiting import House, Visit

WORDS = {
    "en": ("It is kept.", "The nurse has it.", "Corrected at the source", "Nobody of the family yet"),
    "es": ("Quedó guardado.", "La enfermera lo tiene.", "Corregido en la fuente", "Nadie de la familia todavía"),
}
WAYS = [("en", 1280), ("es", 320)]


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_health_is_told_and_corrected(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit], language: str, width: int
) -> None:
    with db.transaction():
        some_immunizations(world)
    kept, has_it, corrected, _nobody = WORDS[language]
    page = f"/portal/students/{world.minh.public_id}/immunizations"
    family = visit(width=width, language=language)
    comes_in(family, "hoa.nguyen", language)
    opens(family, f"{page}/conditions")
    _types(family, title="Asthma", care="Inhaler in the bag")
    assert kept in said(family)
    opens(family, f"{page}/correction")
    _types(family, said="A dose is missing.")
    assert has_it in said(family)

    nurse = visit(width=width, language=language)
    comes_in(nurse, "odessa.grant", language)
    for place in ("health", "immunizations"):
        opens(nurse, f"/portal/desk/{place}")
        nurse.page.locator("main table a").first.click()
        nurse.inspect()
    nurse.page.locator("main input[value=corrected]").focus()
    nurse.page.keyboard.press("Space")
    _sends(nurse)
    opens(family, page)
    assert corrected in said(family)


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_a_report_card_is_opened_and_the_office_reads_so(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit], language: str, width: int
) -> None:
    with db.transaction():
        some_work_is_graded(world, at=clock.now())
    family = visit(width=width, language=language)
    comes_in(family, "hoa.nguyen", language)
    opens(family, f"/portal/students/{world.minh.public_id}/report-cards")
    family.page.locator("main a[href*='/terms/']").first.click()
    family.inspect()
    opens(family, f"/portal/students/{world.minh.public_id}/access-log")

    office = visit(width=width, language=language)
    comes_in(office, "noelle.archer", language)
    opens(office, "/portal/desk/report-cards")
    office.page.locator("main table a").first.click()
    office.inspect()
    assert WORDS[language][3] in said(office)


def _types(visiting: Visit, **typed: str) -> None:
    for name, value in typed.items():
        visiting.page.locator(f"main [name={name}]").fill(value)
    _sends(visiting)


def _sends(visiting: Visit) -> None:
    with visiting.page.expect_navigation():
        visiting.page.locator("main form[method=post] button").first.click()
    visiting.inspect()
