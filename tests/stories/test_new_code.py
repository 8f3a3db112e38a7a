"""A lost letter: a father asks for a new code and gets it by text; another, whom nothing reaches, at the office."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from demo.careers import a_role
from demo.cast import LONG_AGO, Someone, keep
from demo.staff import Staff
from demo.world import PASSPHRASE, World
from district.models import ContactPoint
from foundation import clock, db
from tests.stories.deeds import answered, fill, follow, press, sign_in, tab_to
from tests.stories.visiting import House, Visit

PASSWORD = "four quiet owls, 1 pond"
CODE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
WORDS = {
    "en": {
        "ask": "Ask for a new code",
        "office": "Ask the office for a code",
        "asked": "Look at your email and your phone",
        "received": "The office has your request",
        "welcome": "Welcome, Robert B.",
        "once": "This page is shown once.",
        "waits": "One request waits for the office",
        "form": "Print the request form",
        "paper": "Request for a family portal account",
    },
    "es": {
        "ask": "Pedir un código nuevo",
        "office": "Pedir un código a la oficina",
        "asked": "Revise su correo y su teléfono",
        "received": "La oficina tiene su solicitud",
        "welcome": "Le damos la bienvenida, Robert B.",
        "once": "Esta página se muestra una sola vez.",
        "waits": "Una solicitud espera a la oficina",
        "form": "Imprimir el formulario de solicitud",
        "paper": "Solicitud de cuenta del portal familiar",
    },
}


@dataclass(frozen=True)
class Window:
    language: str
    width: int
    scripts: bool = True

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.language]


WINDOWS = [Window("en", 1280), Window("es", 320), Window("en", 320, scripts=False)]
NAMES = ["wide, English", "narrow, Spanish", "without scripts"]


class Sitting:
    """One person at one window who looks at every page that comes."""

    def __init__(self, visit: Callable[..., Visit], window: Window) -> None:
        self.visiting = visit(width=window.width, language=window.language, scripts=window.scripts)
        self.page, self.house, self.window = self.visiting.page, self.visiting.house, window

    @property
    def said(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    def look(self) -> None:
        assert self.page.locator("html").get_attribute("lang") == self.window.language
        if self.window.scripts:
            self.visiting.inspect()

    def opens(self, path: str) -> None:
        with answered(self.page):
            self.page.goto(f"{self.house.url}{path}")
        self.look()

    def press(self) -> None:
        press(self.page)
        self.look()

    def follow(self, words: str) -> None:
        follow(self.page, self.page.get_by_role("link", name=words, exact=True).first)
        self.look()


@pytest.mark.parametrize("window", WINDOWS, ids=NAMES)
def test_a_father_asks_for_a_new_code_and_makes_his_account(
    house: House, world: World, visit: Callable[..., Visit], window: Window
) -> None:
    robert = Sitting(visit, window)
    reached_by_text(house, world.robert)
    robert.opens("/portal/activate")
    robert.follow(window.words["ask"])
    fill(robert.page, **answers(world))
    robert.press()
    assert window.words["asked"] in robert.said

    robert.opens(link_in_text(house))
    robert.press()
    assert robert.page.locator("h1").inner_text() == window.words["welcome"]
    fill(robert.page, username="robert.boone", password=PASSWORD, confirm_password=PASSWORD)
    robert.press()
    sign_in(robert.visiting, "robert.boone", PASSWORD)
    robert.opens("/portal/")
    assert world.maya.first_name in robert.said


@pytest.mark.parametrize("window", WINDOWS, ids=NAMES)
def test_whom_nothing_reaches_is_given_a_code_at_the_office(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit], window: Window
) -> None:
    robert, bruno = Sitting(visit, window), Sitting(visit, window)
    at_the_help_desk(house, staff)
    robert.opens("/portal/new-code")
    fill(robert.page, **answers(world))
    robert.press()
    robert.follow(window.words["office"])
    assert world.robert.first_name not in robert.page.content()
    fill(robert.page, message="303-555-0177")
    robert.press()
    assert window.words["received"] in robert.said
    robert.follow(window.words["form"])
    assert window.words["paper"] in robert.said

    sign_in(bruno.visiting, staff.sign_in(staff.bruno).username, PASSPHRASE)
    speaks(bruno)
    bruno.opens("/portal/desk/requests")
    assert window.words["waits"] in bruno.said
    bruno.follow("Robert Boone")
    code = gives_the_code(bruno, world.robert)
    bruno.page.go_back()
    assert code not in bruno.page.content()

    robert.opens("/portal/activate")
    fill(robert.page, code=code)
    robert.press()
    assert robert.page.locator("h1").inner_text() == window.words["welcome"]


def test_a_new_code_is_asked_for_by_keyboard(house: House, world: World, visit: Callable[..., Visit]) -> None:
    visiting = visit()
    page = visiting.page
    page.goto(f"{house.url}/portal/new-code")
    for name, value in answers(world).items():
        tab_to(page, name)
        page.keyboard.type(typed_in_box(name, value))
    with answered(page):
        page.keyboard.press("Enter")

    assert WORDS["en"]["asked"] in page.locator("main").inner_text()
    assert visiting.complaints == []


def test_the_office_gives_a_code_by_keyboard(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit]
) -> None:
    at_the_help_desk(house, staff)
    robert = Sitting(visit, WINDOWS[0])
    robert.opens("/portal/new-code/office")
    fill(robert.page, **answers(world))
    robert.press()
    bruno = Sitting(visit, WINDOWS[0])
    sign_in(bruno.visiting, staff.sign_in(staff.bruno).username, PASSPHRASE)
    bruno.opens("/portal/desk/requests")
    bruno.follow("Robert Boone")

    tab_to(bruno.page, "person")
    bruno.page.keyboard.press("Space")
    tab_to(bruno.page, "id_kind")
    bruno.page.keyboard.type("Passport")
    tab_to(bruno.page, "note")
    with answered(bruno.page):
        bruno.page.keyboard.press("Enter")

    assert CODE.search(bruno.said) is not None
    assert bruno.visiting.complaints == []


def answers(world: World) -> dict[str, str]:
    robert, maya = world.robert, world.maya
    return {
        "first_name": robert.first_name,
        "last_name": robert.last_name,
        "student_first_name": maya.first_name,
        "student_last_name": maya.last_name,
        "student_birth_date": str(maya.born),
        "student_number": maya.number,
    }


def typed_in_box(name: str, value: str) -> str:
    """A birth date is typed as month, day and year into the browser's own box."""
    if name != "student_birth_date":
        return value
    year, month, day = value.split("-")
    return f"{month}{day}{year}"


def speaks(somebody: Sitting) -> None:
    """In an account of one's own the language is chosen once, and kept."""
    switch = somebody.page.locator(f".language-switch button[lang={somebody.window.language}]")
    if switch.count():
        with answered(somebody.page):
            switch.click()


def reached_by_text(house: House, person: Someone) -> None:
    """His e-mail on file is no longer valid; his phone takes texts."""
    with house.app.app_context(), db.transaction() as session:
        for each in session.query(ContactPoint).filter_by(person_id=person.id):
            each.is_valid = False
        keep(
            ContactPoint(
                person_id=person.id, kind="phone", type="sms", value="+13035550123", source="office", starts=LONG_AGO
            )
        )


def at_the_help_desk(house: House, staff: Staff) -> None:
    with house.app.app_context(), db.transaction():
        a_role(staff.sign_in(staff.bruno).account_id, "help-desk", at=clock.now())


def link_in_text(house: House) -> str:
    """Where the link of the one text leads."""
    house.command("mail", "send")
    (text,) = (house.mail.parent / "text").glob("*.txt")
    found = re.search(rf"{re.escape(house.url)}(/portal/activate\S+)", text.read_text("utf-8"))
    assert found is not None
    return found[1]


def gives_the_code(bruno: Sitting, person: Someone) -> str:
    page: Page = bruno.page
    page.locator(f"main [name=person][value='{person.public_id}:parent']").check()
    page.locator("main [name=id_kind]").select_option("consular-card")
    with answered(page):
        page.locator("main form[action$='/code'] button").click()
    bruno.look()
    assert bruno.window.words["once"] in bruno.said
    found = CODE.search(bruno.said)
    assert found is not None
    return found[0]
