"""An advisor’s day: triage and answer, escalate, a defect that a release mends, resolve, an emergency call."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from accounts import hashing
from demo import people, places
from demo.careers import a_role
from demo.cast import LONG_AGO_AT
from demo.served import an_appointment, an_organization
from demo.world import PASSPHRASE
from foundation import clock, db
from support.models import Case
from support.rules.response import Priority, answer_due
from tests.stories.deeds import answered, sign_in
from tests.stories.visiting import House, Visit

WORDS = {
    "en": {"status": "available in release", "mark": "emergency, no contact yet"},
    "es": {"status": "disponible en", "mark": "emergencia, aún sin contacto"},
}


def settled() -> int:
    """A contact, an advisor, and one new case; gives its number."""
    hashed = hashing.hash_of(PASSPHRASE)
    with db.transaction() as session:
        district = places.a_school("Ridgeline Schools", kind="district", identifier="000")
        ours = an_organization("Ridgeline Schools", kind="district", school=district)
        tomas, denise = (people.a_person(name, "Penn", email=f"{name}@work.example") for name in ("Tomas", "Denise"))
        for person in (tomas, denise):
            places.a_job(person, district, job_role="Clerk")
        advisor, asks = (
            people.an_account(person, "staff", username=f"{person.first_name.lower()}.penn", password_hash=hashed)
            for person in (tomas, denise)
        )
        a_role(advisor, "support-advisor", at=LONG_AGO_AT)
        contact = an_appointment(asks, ours, starts=clock.today())
        case = Case(
            organization_id=ours,
            contact_id=contact,
            opened_by_id=denise.id,
            status="new",
            priority="medium",
            type="problem",
            module="attendance",
            subject="Attendance is not saved",
            details="The page says saved.",
            submitted_at=clock.now(),
            said_at=clock.now(),
            answer_due_at=answer_due(clock.now(), Priority.MEDIUM).due,
        )
        session.add(case)
        session.flush()
        return case.number


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 320)])
def test_an_advisor_brings_a_case_to_its_end(
    visit: Callable[..., Visit], house: House, language: str, width: int
) -> None:
    number, said = settled(), WORDS[language]
    visiting = visit(width=width, language=language)
    page = visiting.page
    sign_in(visiting, "tomas.penn", PASSPHRASE)
    page.goto(f"{house.url}/support/queue")
    assert page.locator("html").get_attribute("lang") == language
    visiting.inspect()
    with answered(page):
        page.locator("form[action$='/take'] button").click()
    desk = f"{house.url}/support/cases/{number}/desk"

    deed(visiting, f"{desk}/triage", priority="high")
    deed(visiting, f"{desk}/reply", body="We try it out.")
    deed(visiting, f"{desk}/escalate", team="training", body="They know it best.")
    page.goto(f"{house.url}/support/defects/new")
    visiting.inspect()
    send(page, "/support/defects/new", reference="DEV-7", title="It is not saved")
    defect = page.url
    deed(visiting, f"{desk}/defect", reference="DEV-7")
    for environment in ("production", "sandbox"):
        page.goto(defect)
        send(page, "/try", environment=environment)
    visiting.inspect()
    send(page, "/release", name="2026.12", told="It is saved now.")
    assert said["status"] in page.locator("main").inner_text()
    visiting.inspect()
    deed(visiting, f"{desk}/resolve", body="Take 2026.12.")
    visiting.inspect()

    page.goto(f"{house.url}/support/emergency")
    visiting.inspect()
    told = {"caller": "Pat Stone", "because": "No contact answers.", "subject": "All is down", "details": "All."}
    send(page, "/support/emergency", **told)
    assert said["mark"] in page.locator("main").inner_text()
    deed(visiting, f"{page.url}/call", others="Pat Stone", body="It goes on.")
    page.goto(f"{house.url}/support/replies")
    visiting.inspect()


def deed(visiting: Visit, address: str, **typed: str) -> None:
    """Open the page of a deed, look at it, and do it."""
    visiting.page.goto(address)
    visiting.inspect()
    send(visiting.page, address.removeprefix(visiting.house.url), **typed)


def send(page: Page, action: str, **typed: str) -> None:
    """Fill in the form that goes there, and send it."""
    form = page.locator(f"main form[method=post][action$='{action}']")
    for name, value in typed.items():
        box = form.locator(f"[name={name}]")
        if box.evaluate("each => each.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
    with answered(page):
        form.locator("button").last.click()
