"""An incident is posted, stands over every page and is closed; a case is closed, and its contact asked how it went."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from demo.world import World
from foundation import clock
from support.rules.response import Priority
from support.rules.statuses import Status
from tests.stories.deeds import answered, fill, press
from tests.stories.test_help_desk import comes_in, opens, said
from tests.stories.visiting import Visit
from tests.support.asking import case_of
from tests.support.closing import closed_case, links, rated, survey_of, surveyed
from tests.support.conftest import served as served
from tests.support.served import Served

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
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


FIGURES = {
    "en": {
        "unpublished": "How satisfied contacts are is not published.",
        "headline": "Of 8 cases of the last 90 days, 75% were answered in target.",
        "in target": "in target",
        "late": "late",
        "satisfied": "95% are satisfied: the goal of 95% is reached.",
        "answers": "20 answers in the last 365 days.",
        "done": "Everybody may see the satisfaction now.",
    },
    "es": {
        "unpublished": "No está publicado qué tan conformes están los contactos.",
        "headline": "De 8 casos de los últimos 90 días, el 75% se respondió a tiempo.",
        "in target": "a tiempo",
        "late": "tarde",
        "satisfied": "El 95% está conforme: se alcanza la meta del 95%.",
        "answers": "20 respuestas en los últimos 365 días.",
        "done": "Ahora todos pueden ver la satisfacción.",
    },
}
BY_PRIORITY = [["0", "2", "0", "0%"], ["0", "0", "0", "–"], ["6", "0", "21", "100%"], ["0", "0", "0", "–"]]
"""From critical to low: in target, late, still running, and the share."""
AVERAGE = "4.8"
"""Of nineteen fives and one two."""


def figures(visiting: Visit, table: int) -> list[list[str]]:
    """The figures in the rows of one table of the page, as its reader sees them."""
    rows = visiting.page.locator("main table").nth(table).locator("tbody tr").all()
    return [row.locator("td").all_inner_texts() for row in rows]


def drawn(visiting: Visit, part: str) -> list[str]:
    """The words in one part of the chart."""
    return [each.strip() for each in visiting.page.locator(f".chart {part}").all_text_contents()]


def heading(visiting: Visit) -> str:
    return visiting.page.locator("h1").inner_text()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 320)])
def test_the_numbers_are_read_and_published(
    world: World, served: Served, visit: Callable[..., Visit], language: str, width: int
) -> None:
    words, now = FIGURES[language], clock.now()
    asked, at_work = partial(case_of, served.denise, served.ours), {"status": Status.ASSIGNED}
    for _ in range(6):
        asked(at=now - DAY, answered=now - DAY + HOUR, **at_work)
    for _ in range(2):
        asked(at=now - DAY, answered=now - DAY + 2 * HOUR, priority=Priority.CRITICAL, **at_work)
    asked()
    rated(served, [5] * 19 + [2])

    admin, stranger = visit(width=width, language=language), visit(width=width, language=language)
    opens(stranger, "/support/satisfaction")
    assert heading(stranger) == words["unpublished"]
    assert AVERAGE not in said(stranger)
    comes_in(admin, served.anita.username, language)
    opens(admin, "/support/numbers")
    assert heading(admin) == words["headline"]
    assert drawn(admin, ".chart__key li") == [words["in target"], words["late"]]
    assert drawn(admin, ".chart__value") == ["2", "0", "6", "0"]
    columns = admin.page.locator(".chart__columns")
    assert [columns.locator(f"rect.chart__series--{series}").count() for series in (1, 2)] == [1, 1]
    assert figures(admin, 0) == BY_PRIORITY, "the table has every number of the chart"
    assert words["satisfied"] in said(admin)

    with answered(admin.page):
        admin.page.locator("button[name=shown]").click()
    admin.inspect()
    assert words["done"] in said(admin)
    opens(stranger, "/support/satisfaction")
    stranger.inspect()
    assert heading(stranger) == words["satisfied"]
    assert figures(stranger, 0) == [[AVERAGE]] * 5
    assert words["answers"] in said(stranger)
