"""Two administrators decide, an auditor looks at a past day, and a whole list is reminded, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from demo.staff import Staff
from demo.world import PASSPHRASE, World
from foundation import clock, db, worker
from household.access.models import BulkReminder, Proposal
from tests.stories.deeds import DEEDS, answered, fill, follow, sign_in
from tests.stories.visiting import House, Visit

WORDS = {
    "en": {
        "away": "Take access away…",
        "gone": "Noelle Archer has no household access",
        "given": "Confirmed. It holds from this moment on.",
        "remind": "Remind this list…",
    },
    "es": {
        "away": "Retirar el acceso…",
        "gone": "Noelle Archer no tiene acceso a hogares",
        "given": "Confirmado. Vale a partir de este momento.",
        "remind": "Enviar recordatorio a esta lista…",
    },
}


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 320)])
def test_dots_takes_access_away_and_a_second_person_gives_it_back(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit], language: str, width: int
) -> None:
    words = WORDS[language]
    maeve = comes_in(visit, "maeve.donnelly", language, width)
    person = f"/household/reviews/people/{staff.noelle.public_id}"
    looks(maeve, person)
    follow(maeve.page, maeve.page.get_by_role("link", name=words["away"], exact=True))
    maeve.inspect()
    fill(maeve.page, because="The password was shared")
    presses(maeve)
    assert words["gone"] in said(maeve)
    maeve.inspect()

    looks(maeve, f"{person}/reinstatement")
    fill(maeve.page, because="A new password")
    maeve.page.locator("main [name=how_long][value=for-good]").check()
    presses(maeve)
    rhea = comes_in(visit, "rhea.sandoval", language, width)
    looks(rhea, "/household/reviews/proposals")
    looks(rhea, f"/household/reviews/proposals/{newest(house, Proposal)}")
    with answered(rhea.page):
        rhea.page.locator("main form[action$='/confirm'] button").click()
    assert words["given"] in said(rhea)

    otis = comes_in(visit, "otis.brandt", language, width)
    looks(otis, f"/household/reviews/on/{clock.today().isoformat()}")


@pytest.mark.parametrize(("language", "width"), [("en", 320), ("es", 1280)])
def test_a_whole_list_is_reminded(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit], language: str, width: int
) -> None:
    maeve = comes_in(visit, "maeve.donnelly", language, width)
    for path in ("/household/reviews?state=stuck", "/household/reviews/promises", "/household/reviews?state=at-risk"):
        looks(maeve, path)
    follow(maeve.page, maeve.page.get_by_role("link", name=WORDS[language]["remind"], exact=True))
    maeve.inspect()
    presses(maeve)
    runs(house)
    looks(maeve, f"/household/reviews/reminders/{newest(house, BulkReminder)}")
    presses(maeve)
    runs(house)
    looks(maeve, f"/household/reviews/reminders/{newest(house, BulkReminder)}")

    assert any("acc" in each.read_text() for each in house.deliver_mail())


def comes_in(visit: Callable[..., Visit], username: str, language: str, width: int) -> Visit:
    window = visit(width=width, language=language)
    sign_in(window, username, PASSPHRASE)
    if window.page.locator("html").get_attribute("lang") != language:
        with answered(window.page):
            window.page.locator(f'form[action="/language"] button[value={language}]').click()
    return window


def looks(window: Visit, path: str) -> None:
    answer = window.page.goto(f"{window.house.url}{path}")
    assert answer is not None
    assert answer.status == 200, path
    window.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    window.inspect()


def presses(window: Visit) -> None:
    with answered(window.page):
        window.page.locator(DEEDS).first.click()


def said(window: Visit) -> str:
    return " ".join(window.page.locator("body").inner_text().split())


def newest(house: House, model: type[Proposal] | type[BulkReminder]) -> str:
    with house.app.app_context():
        found = db.session().scalars(select(model.public_id).order_by(model.id.desc()).limit(1)).one()
        db.close()
    return str(found)


def runs(house: House) -> None:
    """The worker does what waits."""
    with house.app.app_context():
        while worker.do_next_job(kinds={"access-remind-count", "access-remind-part"}):
            pass
