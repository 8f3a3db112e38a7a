"""An incident is posted, stands over every page and is closed; a case is closed, and its contact asked how it went."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from demo.world import World
from tests.stories.deeds import answered, fill, press
from tests.stories.test_help_desk import comes_in, opens, said
from tests.stories.visiting import Visit
from tests.support.closing import closed_case, links, survey_of, surveyed
from tests.support.conftest import served as served
from tests.support.served import Served

WORDS = {
    "en": {
        "incident": "Incident: Texts arrive late",
        "none": "There is no incident",
        "kept": "Thank you",
        "same": "one case is the same",
    },
    "es": {
        "incident": "Incidente: Los textos llegan tarde",
        "none": "No hay ningún incidente",
        "kept": "Gracias",
        "same": "un caso es lo mismo",
    },
}
TYPED = {
    "title_en": "Texts arrive late",
    "text_en": "The carrier is looking for the cause.",
    "title_es": "Los textos llegan tarde",
    "text_es": "La compañía busca la causa.",
}
OVER = {"text_en": "Texts arrive at once again.", "text_es": "Los textos vuelven a llegar enseguida."}


def banner(visiting: Visit) -> str:
    return " ".join(visiting.page.locator(".status-banner").all_inner_texts())


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 320)])
def test_an_incident_is_posted_seen_by_everybody_and_closed(
    world: World, served: Served, visit: Callable[..., Visit], language: str, width: int
) -> None:
    words = WORDS[language]
    advisor = visit(width=width, language=language)
    comes_in(advisor, served.tomas.username, language)
    opens(advisor, "/support/status")
    opens(advisor, "/support/status/new")
    fill(advisor.page, **TYPED)
    advisor.page.locator("select[name=system]").select_option("messages")
    press(advisor.page)
    advisor.inspect()
    assert words["incident"] in banner(advisor)
    posted = advisor.page.url

    family, contact, stranger = (visit(width=width, language=language) for _ in range(3))
    comes_in(family, next(each.username for each in world.sign_ins if each.kind == "parent"), language)
    opens(family, "/portal/")
    assert words["incident"] in banner(family)
    comes_in(contact, served.denise.username, language)
    opens(contact, "/support/articles")
    assert words["incident"] in banner(contact)
    opens(stranger, "/status")
    assert TYPED[f"title_{language}"] in said(stranger)

    opens(contact, "/support/cases/new")
    with answered(contact.page):
        contact.page.locator("main section a[href*='incident=']").click()
    fill(contact.page, subject="Texts are late here, too", details="A text of eight came at nine.", steps="Send one.")
    contact.page.locator("[name=priority]").first.wait_for()
    with answered(contact.page):
        contact.page.locator("main form[method=post] button").last.click()
    contact.inspect()
    opens(advisor, "/support/status")
    assert words["same"] in said(advisor)
    advisor.page.goto(posted)
    fill(advisor.page, **OVER)
    advisor.page.locator("input[name=closes]").check()
    press(advisor.page)
    advisor.inspect()
    opens(family, "/portal/")
    assert banner(family) == ""
    opens(stranger, "/status")
    assert words["none"] in said(stranger)
    assert OVER[f"text_{language}"] in said(stranger)


@pytest.mark.parametrize(("language", "width"), [("en", 320), ("es", 1280)])
def test_a_survey_is_answered_and_the_next_ones_refused(
    world: World, served: Served, visit: Callable[..., Visit], language: str, width: int
) -> None:
    case = closed_case(served.denise, served.ours)
    surveyed(case)
    ((answer, opt_out),) = links()
    contact = visit(width=width, language=language)
    opens(contact, answer)
    for name in ("courtesy", "knowledge", "timeliness", "quality", "overall"):
        contact.page.locator(f"input[name={name}][value='4']").check()
    press(contact.page)
    contact.inspect()
    assert WORDS[language]["kept"] in said(contact)
    assert survey_of(case).overall == 4

    opens(contact, opt_out)
    press(contact.page)
    contact.inspect()
    comes_in(contact, served.denise.username, language)
    opens(contact, "/support/surveys")
    with answered(contact.page):
        contact.page.locator("button[name=wanted][value=yes]").click()
    contact.inspect()


def test_the_numbers_are_read_and_published(world: World, served: Served, visit: Callable[..., Visit]) -> None:
    for width, language in ((1280, "en"), (320, "es")):
        admin, stranger = visit(width=width, language=language), visit(width=width, language=language)
        comes_in(admin, served.anita.username, language)
        opens(admin, "/support/numbers")
        with answered(admin.page):
            admin.page.locator("button[name=shown]").click()
        admin.inspect()
        opens(stranger, "/support/satisfaction")
