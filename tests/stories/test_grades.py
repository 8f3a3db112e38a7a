"""A family reads grades and tries what if, before a real browser: in both languages, by keyboard, without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from demo.grades import some_work_is_graded
from demo.world import World
from district.models import LineItem, Result
from foundation import clock, db
from tests.stories.deeds import answered
from tests.stories.test_help_desk import comes_in
from tests.stories.visiting import House, Visit

WORDS = {
    "en": {
        "heading": "Grades of Minh Nguyễn",
        "why": "How this mark came about",
        "if": "What if the scores were others?",
        "deed": "Work it out (Biology)",
        "then": "Then Biology would be",
        "wrong": "Write the points as a number",
    },
    "es": {
        "heading": "Calificaciones de Minh Nguyễn",
        "why": "Cómo se llegó a esta calificación",
        "if": "¿Y si los resultados fueran otros?",
        "deed": "Calcular (Biology)",
        "then": "Entonces Biology quedaría en",
        "wrong": "Escriba los puntos como un número",
    },
}


@pytest.fixture
def graded(house: House, world: World) -> World:
    with house.app.app_context(), db.transaction():
        some_work_is_graded(world, at=clock.now())
        db.session().execute(
            update(Result).where(Result.person_id == world.minh.id, Result.status == "exempt").values(is_late=True)
        )
    return world


def field_of(house: House, world: World) -> str:
    """The field that supposes a score for the coming check in Biology."""
    biology = world.town.classes[world.town.high.id][2]
    with house.app.app_context():
        wanted = LineItem.title == "Unit 5 check", LineItem.section_id == biology
        return f"score_{db.session().scalar(select(LineItem.id).where(*wanted))}"


def reads(visiting: Visit, world: World, language: str) -> None:
    comes_in(visiting, world.sign_in(world.hoa).username, language)
    visiting.page.goto(f"{visiting.house.url}/portal/students/{world.minh.public_id}/grades")
    expect(visiting.page.locator("h1")).to_have_text(WORDS[language]["heading"])


@pytest.mark.parametrize(("language", "width"), [("en", 320), ("es", 320), ("en", 1280)])
def test_a_family_reads_a_mark_and_supposes_another(
    house: House, graded: World, visit: Callable[..., Visit], language: str, width: int
) -> None:
    words = WORDS[language]
    family = visit(width=width, language=language)
    reads(family, graded, language)
    family.inspect()
    card = family.page.locator("section.card").filter(has_text="Dana Whitfield")
    card.get_by_text(words["why"]).click()
    card.get_by_text(words["if"]).click()
    family.inspect()

    card.locator(f"[name={field_of(house, graded)}]").fill("twenty")
    with answered(family.page, status=422):
        card.get_by_role("button", name=words["deed"]).click()
    family.complaints[:] = [each for each in family.complaints if "422" not in each]
    family.inspect()
    assert words["wrong"] in family.page.locator("main").inner_text()

    card.locator(f"[name={field_of(house, graded)}]").fill("17.5")
    with answered(family.page):
        card.get_by_role("button", name=words["deed"]).click()
    family.inspect()
    assert words["then"] in card.inner_text()
    assert "17.5" not in family.page.url


def test_what_if_is_worked_out_by_keyboard_alone(house: House, graded: World, visit: Callable[..., Visit]) -> None:
    family = visit(width=320)
    reads(family, graded, "en")
    card = family.page.locator("section.card").filter(has_text="Dana Whitfield")
    card.locator("summary").last.focus()
    family.page.keyboard.press("Enter")
    name = field_of(house, graded)
    for _ in range(12):
        family.page.keyboard.press("Tab")
        if family.page.evaluate("document.activeElement.getAttribute('name')") == name:
            break
    family.page.keyboard.type("20")
    with answered(family.page):
        family.page.keyboard.press("Enter")

    assert "Then Biology would be" in card.inner_text()


def test_what_if_needs_no_script(house: House, graded: World, visit: Callable[..., Visit]) -> None:
    family = visit(width=320, scripts=False)
    reads(family, graded, "en")
    card = family.page.locator("section.card").filter(has_text="Dana Whitfield")
    card.get_by_text(WORDS["en"]["if"]).click()
    card.locator(f"[name={field_of(house, graded)}]").fill("20")
    with answered(family.page):
        card.get_by_role("button", name=WORDS["en"]["deed"]).click()

    expect(card.get_by_role("status")).to_contain_text("Then Biology would be")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_progress_report_is_read_on_a_phone(
    house: House, graded: World, visit: Callable[..., Visit], language: str
) -> None:
    family = visit(width=320, language=language)
    comes_in(family, graded.sign_in(graded.siobhan).username, language)
    family.page.goto(f"{house.url}/portal/students/{graded.nora.public_id}/grades")
    family.inspect()

    assert "Retells a story in order" in family.page.locator("main").inner_text()


def test_a_printed_page_has_the_sums_and_no_what_if(
    house: House, graded: World, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    family = visit()
    reads(family, graded, "en")
    family.page.emulate_media(media="print")
    card = family.page.locator("section.card").filter(has_text="Dana Whitfield")

    expect(card.locator(".sum").first).to_be_visible()
    expect(card.get_by_text(WORDS["en"]["if"])).to_be_hidden()
    expect(card.locator(f"[name={field_of(house, graded)}]")).to_be_hidden()
