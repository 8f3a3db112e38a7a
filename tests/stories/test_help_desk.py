"""A family that cannot get in, before a real browser: the help desk finds them, sees why, and lets them in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from demo.staff import Staff
from demo.world import PASSPHRASE, World
from foundation import db
from portal import jobs
from tests.browser import Browser
from tests.stories.deeds import answered, fill, follow, press, sign_in, tab_to, tab_to_link
from tests.stories.visiting import House, Visit

WORDS = {
    "en": {
        "waits": "After several wrong passwords the account waits",
        "people": "People",
        "search": "Search",
        "end": "End the wait",
        "over": "The wait is over.",
        "no code": "No code was ever issued.",
        "send": "Send a new code",
        "on its way": "A new code is on its way.",
        "own": "This is your own family: ask a colleague",
        "change": "Here as staff: change",
        "as staff": "You are here as staff.",
    },
    "es": {
        "waits": "Después de varias contraseñas incorrectas la cuenta espera",
        "people": "Personas",
        "search": "Buscar",
        "end": "Terminar la espera",
        "over": "La espera terminó.",
        "no code": "Nunca se emitió un código.",
        "send": "Enviar un código nuevo",
        "on its way": "Un código nuevo está en camino.",
        "own": "Es su propia familia: pida ayuda a un colega",
        "change": "Aquí como personal: cambiar",
        "as staff": "Usted está aquí como personal.",
    },
}


def guesses(house: House, username: str, times: int = 6) -> None:
    """Somebody types a wrong password, so many times."""
    for _ in range(times):
        Browser(house.app).signs_in(username, "not the password")


def said(visiting: Visit) -> str:
    return " ".join(visiting.page.locator("main").inner_text().split())


def opens(visiting: Visit, path: str) -> None:
    with answered(visiting.page):
        visiting.page.goto(f"{visiting.house.url}{path}")
    assert visiting.page.url == f"{visiting.house.url}{path}", "It is that page that is looked at, and no other."
    visiting.inspect()


def comes_in(visiting: Visit, username: str, language: str) -> None:
    """Sign in, and read in that language from then on."""
    sign_in(visiting, username, PASSPHRASE)
    if visiting.page.locator("html").get_attribute("lang") != language:
        with answered(visiting.page):
            visiting.page.locator(f'form[action="/language"] button[value={language}]').click()


def finds(visiting: Visit, typed: str, name: str) -> None:
    """Through the box of the help desk to the person’s page."""
    page = visiting.page
    fill(page, q=typed)
    with answered(page):
        page.locator("main form[role=search] button").click()
    visiting.inspect()
    follow(page, page.locator("main").get_by_role("link", name=name, exact=True))
    visiting.inspect()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 320)])
def test_a_family_that_waits_is_found_understood_and_let_in(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit], language: str, width: int
) -> None:
    words = WORDS[language]
    guesses(house, "hoa.nguyen")
    desk = visit(width=width, language=language)
    comes_in(desk, "hazel.tran", language)
    opens(desk, "/portal/desk/people")

    finds(desk, "hoa nguyen", "Hoa Nguyễn")
    assert words["waits"] in said(desk)

    follow(desk.page, desk.page.get_by_role("link", name=words["end"], exact=True))
    desk.inspect()
    press(desk.page, status=422)
    desk.complaints[:] = [each for each in desk.complaints if "422" not in each]
    desk.inspect()
    fill(desk.page, because="She phoned from the number on file")
    press(desk.page)
    desk.inspect()

    assert words["over"] in said(desk)
    assert "She phoned from the number on file" in said(desk)
    family = visit()
    sign_in(family, "hoa.nguyen", PASSPHRASE)
    assert family.page.url.endswith("/portal/")


@pytest.mark.parametrize(("language", "width"), [("en", 320), ("es", 1280)])
def test_a_code_is_sent_without_scripts(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit], language: str, width: int
) -> None:
    words = WORDS[language]
    desk = visit(width=width, language=language, scripts=False)
    comes_in(desk, "hazel.tran", language)
    desk.page.goto(f"{house.url}/portal/desk/people/{world.denise.public_id}")
    assert words["no code"] in said(desk)

    follow(desk.page, desk.page.get_by_role("link", name=words["send"], exact=True))
    fill(desk.page, because="Her letter never came")
    press(desk.page)

    assert words["on its way"] in said(desk)
    assert any(world.denise.email in each.read_text() for each in house.deliver_mail())


@pytest.mark.parametrize(("language", "width"), [("en", 320), ("es", 320), ("en", 1280), ("es", 1280)])
def test_every_page_of_the_help_desk_is_looked_at(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit], language: str, width: int
) -> None:
    with house.app.app_context():
        jobs.count()
        db.close()
    desk = visit(width=width, language=language)
    comes_in(desk, "anita.desmarais", language)

    for path in (
        "/portal/desk",
        "/portal/desk/lists/entitled",
        "/portal/desk/people",
        f"/portal/desk/people/{world.minh.public_id}",
        f"/portal/desk/people/{staff.bruno.public_id}",
        f"/portal/desk/people/{staff.bruno.public_id}/roles",
        f"/portal/desk/people/{staff.maeve.public_id}/roles/dots-admin/end",
        f"/portal/desk/people/{world.hoa.public_id}/parent/reset",
        "/portal/desk/invitations",
        "/portal/desk/contacts",
    ):
        opens(desk, path)
        desk.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        desk.inspect()


def test_by_keyboard_alone(house: House, world: World, staff: Staff, visit: Callable[..., Visit]) -> None:
    guesses(house, "hoa.nguyen")
    desk = visit()
    sign_in(desk, "hazel.tran", PASSPHRASE)
    page = desk.page
    tab_to_link(page, "People")
    with answered(page):
        page.keyboard.press("Enter")
    tab_to(page, "q")
    page.keyboard.type("hoa.nguyen")
    with answered(page):
        page.keyboard.press("Enter")
    tab_to_link(page, "Hoa Nguyễn")
    with answered(page):
        page.keyboard.press("Enter")
    tab_to_link(page, "End the wait")
    with answered(page):
        page.keyboard.press("Enter")
    tab_to(page, "because")
    page.keyboard.type("Known by her voice and her number")
    with answered(page):
        page.keyboard.press("Enter")

    assert "The wait is over." in said(desk)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 320)])
def test_a_teacher_who_is_a_parent_is_refused_her_own_family_and_shown_the_way(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit], language: str, width: int
) -> None:
    words = WORDS[language]
    at_work = visit(width=width, language=language)
    comes_in(at_work, "dana.whitfield.staff", language)
    with answered(at_work.page, status=403):
        at_work.page.goto(f"{house.url}/household/people/{world.owen.public_id}")
    assert words["own"] in said(at_work)
    at_work.complaints[:] = [each for each in at_work.complaints if "403" not in each]
    at_work.inspect()

    follow(at_work.page, at_work.page.get_by_role("link", name=words["change"], exact=True))
    at_work.inspect()
    assert words["as staff"] in said(at_work)
    fill(at_work.page, username="dana.whitfield", password=PASSPHRASE)
    press(at_work.page)

    assert at_work.page.url.endswith("/portal/")
    at_work.inspect()
