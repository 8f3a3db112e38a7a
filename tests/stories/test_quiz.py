"""The quiz before a real browser: failed, lost half way, found again, passed; and DoTS, who keeps its questions."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from demo.staff import Staff
from demo.world import PASSPHRASE, World
from foundation import clock
from foundation.settings import Settings
from household.quiz.queries.bank import starter
from household.quiz.rules.questions import Content
from tests.stories.deeds import answered, press, sign_in
from tests.stories.test_household_access import BARE, NARROW, WIDE, Sitting, Window
from tests.stories.visiting import House, Visit

IN_WINDOW = "2027-04-20 10:00"
QUESTIONS, BEFORE_IT_IS_LOST = 5, 2
WORDS = {
    "en": {
        "open": "The quiz is open to you through June 30, 2027.",
        "waiting": "Your attempt is waiting: 2 of 5 questions have an answer.",
        "failed": "Not passed: 0 of 5 answers were right.",
        "again": "To the quiz",
        "passed": "Passed, with 5 of 5. You have household access through June 30, 2029.",
        "story": "An attempt at the quiz: not passed",
        "kept": "Kept as a new version.",
        "confirmed": "Confirmed for the district on",
        "rate": "Of 2 attempts sent in 2026-27, 50% passed.",
    },
    "es": {
        "open": "El cuestionario está abierto para usted hasta el 30 de junio de 2027 inclusive.",
        "waiting": "Su intento le espera: 2 de 5 preguntas tienen respuesta.",
        "failed": "No aprobado: 0 de 5 respuestas fueron correctas.",
        "again": "Ir al cuestionario",
        "passed": "Aprobado, con 5 de 5. Usted tiene acceso a hogares hasta el 30 de junio de 2029 inclusive.",
        "story": "Un intento del cuestionario: no aprobado",
        "kept": "Se guardó como versión nueva.",
        "confirmed": "Confirmada por el distrito el",
        "rate": "De 2 intentos enviados en 2026-27, aprobó el 50",
    },
}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A short quiz tells the same."""
    return dataclasses.replace(settings, quiz_questions=QUESTIONS)


@pytest.mark.parametrize("window", [WIDE, NARROW, BARE], ids=["wide, English", "narrow, Spanish", "without scripts"])
def test_who_fails_and_loses_the_browser_passes_in_the_end(
    house: House, staff: Staff, world: World, visit: Callable[..., Visit], window: Window
) -> None:
    house.command("quiz", "import", "--starter")
    words = WORDS[window.language]
    with clock.at(IN_WINDOW):
        felix = at_the_quiz(visit, window, staff)
        fails(felix)
        assert words["failed"] in felix.said
        felix.follow(words["again"])
        felix.press()
        answers(felix, BEFORE_IT_IS_LOST, rightly=True)

        felix = at_the_quiz(visit, window, staff)
        assert words["waiting"] in felix.said
        with answered(felix.page):
            felix.page.locator("main a.button").click()
        answers(felix, QUESTIONS - BEFORE_IT_IS_LOST, rightly=True)
        felix.look()
        felix.press()

        assert words["passed"] in felix.said
        felix.opens("/household/access")
        assert words["story"] in felix.said


@pytest.mark.parametrize("window", [WIDE, NARROW], ids=["wide, English", "narrow, Spanish"])
def test_dots_writes_confirms_and_looks_at_what_is_missed(
    house: House, staff: Staff, world: World, visit: Callable[..., Visit], window: Window
) -> None:
    house.command("quiz", "import", "--starter")
    words = WORDS[window.language]
    with clock.at(IN_WINDOW):
        felix = at_the_quiz(visit, WIDE, staff)
        for rightly in (False, True):
            felix.opens("/household/access/quiz")
            press(felix.page)
            answers(felix, QUESTIONS, rightly=rightly)
            press(felix.page)

        maeve = Sitting(visit, window)
        comes_in(maeve, staff.sign_in(staff.maeve).username)
        writes_a_version(maeve, words)
        maeve.opens("/household/quiz/numbers")
        assert words["rate"] in maeve.said


def at_the_quiz(visit: Callable[..., Visit], window: Window, staff: Staff) -> Sitting:
    """Felix at a new browser, from the page of his own access to the quiz, by the button of his next step."""
    felix = Sitting(visit, window)
    comes_in(felix, staff.sign_in(staff.felix).username)
    felix.opens("/household/access")
    with answered(felix.page):
        felix.page.locator("a.button[href='/household/access/quiz']").click()
    felix.look()
    return felix


def comes_in(sitting: Sitting, username: str) -> None:
    """Sign in, and read in the language of the window, whatever the account was used to."""
    sign_in(sitting.visiting, username, PASSPHRASE)
    switch = sitting.page.locator(f".language-switch button[lang={sitting.window.language}]")
    if switch.count():
        with answered(sitting.page):
            switch.click()


def is_asked_again(sitting: Sitting) -> None:
    """Send what is not whole: the page comes back and says so. The console tells of the 422, too."""
    press(sitting.page, status=422)
    said = sitting.visiting.complaints
    said[:] = [each for each in said if "the server responded with a status of 422" not in each]
    sitting.look()


def fails(felix: Sitting) -> None:
    """Begin, forget to choose, and answer everything wrongly."""
    assert WORDS[felix.window.language]["open"] in felix.said
    felix.press()
    is_asked_again(felix)
    answers(felix, QUESTIONS, rightly=False)
    felix.look()
    felix.press()


def answers(felix: Sitting, number: int, *, rightly: bool) -> None:
    """The next questions, as they come."""
    for _ in range(number):
        choose(felix.page, felix.window.language, rightly=rightly)
        press(felix.page)


def choose(page: Page, language: str, *, rightly: bool) -> None:
    content = asked(page.locator(".question__text").inner_text(), language)
    right = {each.text(language) for each in content.options if each.is_right}
    labels = page.locator(".question__option").all()
    fitting = [each for each in labels if (each.inner_text().strip() in right) is rightly]
    for each in fitting if rightly else fitting[:1]:
        each.locator("input").check()


def asked(text: str, language: str) -> Content:
    return next(each.content for each in starter() if each.content.text(language) == " ".join(text.split()))


def writes_a_version(maeve: Sitting, words: dict[str, str]) -> None:
    maeve.opens("/household/quiz/questions?topic=moves")
    with answered(maeve.page):
        maeve.page.locator("main tbody a").first.click()
    maeve.look()
    with answered(maeve.page):
        maeve.page.locator("main a.button").click()
    maeve.look()
    maeve.page.locator("[name=text_en]").fill("")
    is_asked_again(maeve)
    maeve.page.locator("[name=text_en]").fill("Who moves along?")
    maeve.press()
    assert words["kept"] in maeve.said
    with answered(maeve.page):
        maeve.page.locator("main form[action*='/confirm/'] button").click()
    maeve.look()
    assert words["confirmed"] in maeve.said
