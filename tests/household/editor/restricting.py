"""Members of staff who handle restrictions, at a browser."""

from __future__ import annotations

from demo.cast import Place, Someone
from district.models import Restriction
from foundation import db
from tests.browser import Browser
from tests.household.access.desk import PASSWORD, an_account
from tests.household.editor.office import a_clerk


def handling(browser: Browser, *schools: Place, language: str | None = None) -> Browser:
    """The browser with a clerk of these schools signed in who handles restrictions; without schools, a central one."""
    clerk = a_clerk(*schools)
    username = f"handler.{clerk.person_id}"
    return browser.signs_in(an_account(clerk, "restrictions", username=username, language=language), PASSWORD)


PAPER = {
    "instrument": "protection-order",
    "number": "2026-PO-118",
    "court": "District Court, Juniper County",
    "copy": "Folder 12",
    "because": "Brought in by the mother",
}


def record(browser: Browser, adult: Someone, student: Someone, **typed: str | bool) -> Browser:
    """Record an order on everything, or on what is typed."""
    browser.open("household.new_restriction", public_id=student.public_id, adult=adult.public_id)
    taken: dict[str, str | bool] = {"records": True, "contact": True, "pick_up": True}
    return browser.fill(**(taken | PAPER | typed)).press("Record this order now")


def orders(adult: Someone) -> list[Restriction]:
    """Every order on record about an adult, read afresh."""
    db.close()
    found = db.session().query(Restriction).filter(Restriction.adult_id == adult.id).order_by(Restriction.id)
    return list(found)
