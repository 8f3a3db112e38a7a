"""T27, T28: ten clerks at one record at one moment, one form sent twenty times. Nothing is lost, nothing done twice."""

from __future__ import annotations

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from demo.cast import Someone
from demo.world import World
from district.models import ContactPoint, HouseholdPhone, Person
from foundation import db
from foundation.audit import AuditEntry
from foundation.submissions import SentForm
from tests.browser import HOST, Browser
from tests.household.editor.office import at_the_office
from tests.racing import at_once


def hidden(browser: Browser) -> dict[str, str]:
    """The hidden fields of the form of the page."""
    main = next(browser.page.iter("main"))
    form = next(each for each in main.iter("form") if each.get("method") == "post")
    fields = [each for each in form.iter("input") if each.get("type") == "hidden"]
    return {str(each.get("name")): str(each.get("value") or "") for each in fields}


def sends(browser: Browser, path: str, typed: dict[str, str]) -> TestResponse:
    headers = {"Origin": HOST, "Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
    client = browser.app.test_client()
    for cookie in browser.client._cookies.values():  # type: ignore[union-attr]
        client.set_cookie(cookie.key, cookie.value, domain=cookie.domain)
    answer: TestResponse = client.post(path, data=typed, base_url=HOST, headers=headers)
    return answer


def told(event: str) -> int:
    db.close()
    return db.session().scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.event == event)) or 0


def a_correction(browser: Browser, person: Someone) -> tuple[str, dict[str, str]]:
    browser.open("household.correct_person", public_id=person.public_id)
    typed = {"first_name": "Nora", "middle_name": "Grebe", "last_name": "O’Brien", "language": "en"}
    return browser.path, hidden(browser) | typed


def test_of_ten_clerks_at_one_moment_one_saves_and_nine_are_told(browser: Browser, world: World) -> None:
    clerks = [at_the_office(Browser(browser.app), world.town.cedar) for _ in range(10)]
    forms = [a_correction(each, world.nora) for each in clerks]
    typed = [(path, form | {"preferred_first_name": f"Number{n}"}) for n, (path, form) in enumerate(forms)]

    answers = at_once(
        [lambda c=clerk, p=path, f=form: sends(c, p, f) for clerk, (path, form) in zip(clerks, typed, strict=True)]
    )

    assert sorted(each.status_code for each in answers) == [303] + [409] * 9
    saved = next(n for n, each in enumerate(answers) if each.status_code == 303)
    db.close()
    nora = db.session().get_one(Person, world.nora.id)
    assert (nora.preferred_first_name, nora.version) == (f"Number{saved}", 2)
    assert told("person-corrected") == 1
    lost = answers[(saved + 1) % 10].text
    assert f"Number{saved}" in lost
    assert f"Number{(saved + 1) % 10}" in lost


def test_one_form_sent_twenty_times_at_once_has_one_effect(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    browser.open("household.add_contact", public_id=world.siobhan.public_id)
    form = hidden(browser) | {"sort": "work", "value": "303 555 0142", "starts": "2026-11-18"}

    answers = at_once([lambda: sends(browser, browser.path, form) for _ in range(20)])

    assert {each.status_code for each in answers} == {303}
    assert len({each.headers["Location"] for each in answers}) == 1
    db.close()
    kept = select(func.count()).select_from(ContactPoint).where(ContactPoint.value == "+13035550142")
    assert db.session().scalar(kept) == 1
    assert told("contact-point-begun") == 1
    assert db.session().scalar(select(func.count()).select_from(SentForm)) == 1


def test_a_household_phone_sent_twenty_times_at_once_rings_once(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    browser.open("household.add_household_phone", public_id=world.homes["patrick"].public_id)
    form = hidden(browser) | {"sort": "home", "value": "303 555 0142", "starts": "2026-11-18"}

    answers = at_once([lambda: sends(browser, browser.path, form) for _ in range(20)])

    assert {each.status_code for each in answers} == {303}
    db.close()
    kept = select(func.count()).select_from(HouseholdPhone).where(HouseholdPhone.value == "+13035550142")
    assert db.session().scalar(kept) == 1
