"""A family's pages of a child before a real browser: what a school hides, who sees whom, the phone's home screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from demo.staff import Staff
from demo.world import World
from tests.stories.deeds import fill, follow, press
from tests.stories.test_help_desk import comes_in, opens, said
from tests.stories.visiting import House, Visit

WORDS = {
    "en": {
        "hide": "Families are told so from the first day on.",
        "hidden": "Grades: not shown until further notice",
        "again": "The page is shown again.",
        "why": "Why can’t I see a child?",
        "report": "Report a missing child",
        "reported": "The office has your report.",
        "offline": "You are not connected",
        "fits": "One district fits",
    },
    "es": {
        "hide": "Las familias lo leerán desde el primer día.",
        "hidden": "Calificaciones: no se muestra hasta nuevo aviso",
        "again": "La página se muestra de nuevo.",
        "why": "¿Por qué no veo a un hijo?",
        "report": "Informar que falta un hijo",
        "reported": "La oficina tiene su informe.",
        "offline": "No hay conexión",
        "fits": "Un distrito coincide",
    },
}
WAYS = [("en", 320), ("es", 1280), ("es", 320)]


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_a_principal_hides_a_page_and_shows_it_again(
    world: World, staff: Staff, visit: Callable[..., Visit], language: str, width: int
) -> None:
    words = WORDS[language]
    principal = visit(width=width, language=language)
    comes_in(principal, "ingrid.solberg", language)
    opens(principal, "/portal/desk/sections")
    fill(principal.page, reason="Scores are entered.")
    with principal.page.expect_navigation():
        principal.page.locator("main form:has([name=reason]) button").click()
    principal.inspect()
    assert words["hide"] in said(principal)

    family = visit(width=width, language=language)
    comes_in(family, "marisol.ibarra", language)
    assert words["hidden"] in said(family)
    follow(family.page, family.page.locator("main a[href$='/access-log']").first)
    family.inspect()

    with principal.page.expect_navigation():
        principal.page.locator("main form[action$='/shown'] button").click()
    principal.inspect()
    assert words["again"] in said(principal)
    opens(family, "/portal/")
    assert words["hidden"] not in said(family)


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_a_parent_reads_why_and_reports_a_missing_child(
    world: World, visit: Callable[..., Visit], language: str, width: int
) -> None:
    words = WORDS[language]
    family = visit(width=width, language=language)
    comes_in(family, "samir.haddad", language)
    follow(family.page, family.page.locator("main").get_by_role("link", name=words["why"], exact=True))
    family.inspect()
    follow(family.page, family.page.locator("main").get_by_role("link", name=words["report"], exact=True))
    family.inspect()
    fill(family.page, first_name="Amira", last_name="Haddad")
    press(family.page)
    family.inspect()
    assert words["reported"] in said(family)


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_a_stranger_finds_the_district_by_keyboard(
    house: House, world: World, visit: Callable[..., Visit], language: str, width: int
) -> None:
    stranger = visit(width=width, language=language)
    stranger.page.goto(f"{house.url}/districts")
    stranger.inspect()
    stranger.page.locator("[name=name]").focus()
    stranger.page.keyboard.type("juniper")
    with stranger.page.expect_navigation():
        stranger.page.keyboard.press("Enter")
    stranger.inspect()
    assert WORDS[language]["fits"] in said(stranger)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_worker_keeps_nothing_of_the_family_and_says_when_there_is_no_connection(
    house: House, world: World, visit: Callable[..., Visit], language: str
) -> None:
    family = visit(width=320, language=language)
    comes_in(family, "marisol.ibarra", language)
    family.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    opens(family, "/portal/")
    kept = family.page.evaluate(
        "caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(each => each.keys()))))"
        ".then(all => all.flat().map(each => new URL(each.url).pathname))"
    )
    family.page.context.set_offline(True)
    family.page.goto(f"{house.url}/portal/")

    assert {"/offline/en", "/offline/es"} <= set(kept)
    assert [each for each in kept if not each.startswith(("/static/", "/offline/"))] == []
    assert WORDS[language]["offline"] in said(family)
