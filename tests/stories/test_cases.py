"""A contact submits a case, answers, verifies; another is closed by the plan and opened again, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from demo.world import PASSPHRASE
from foundation import clock, db
from support.jobs.cases import night
from support.models import Case
from support.rules.statuses import Status
from tests.stories.deeds import answered, fill, sign_in
from tests.stories.visiting import House, Visit
from tests.support.asking import case_of
from tests.support.conftest import served as served
from tests.support.served import Served

RESOLVED = datetime(2026, 11, 2, 10, tzinfo=ZoneInfo("America/Chicago"))


def deed(visiting: Visit, action: str) -> None:
    """Press the button of the form that goes there, and look at what comes."""
    with answered(visiting.page):
        visiting.page.locator(f"form[method=post][action$='{action}'] button").click()
    visiting.inspect()


def goes(visiting: Visit, path: str) -> None:
    visiting.page.goto(f"{visiting.house.url}{path}")
    visiting.inspect()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 320)], ids=["wide, English", "narrow, Spanish"])
def test_a_case_from_its_submission_to_its_reopening(
    house: House, served: Served, visit: Callable[..., Visit], language: str, width: int
) -> None:
    contact = visit(width=width, language=language)
    sign_in(contact, served.denise.username, PASSPHRASE)
    goes(contact, "/support/cases/new")
    fill(contact.page, details="The page is empty.", steps="1. Open it.")
    contact.page.locator("form[action$='/cases/new'][method=post] [name=subject]").fill("Grades are missing")
    deed(contact, "/cases/new")
    contact.page.locator("form[action$='/comments'] [name=body]").fill("Since Friday.")
    deed(contact, "/comments")
    contact.page.locator("form[action$='/closure'] [value=yes]").check()
    deed(contact, "/closure")

    waits = case_of(served.denise, served.ours, at=RESOLVED, status=Status.VERIFICATION, resolved=RESOLVED)
    goes(contact, f"/support/cases/{waits.number}")
    with clock.at(datetime(2026, 11, 16, 18, 5, tzinfo=RESOLVED.tzinfo)):
        night()
    goes(contact, f"/support/cases/{waits.number}")
    contact.page.locator("form[action$='/reopening'] [name=body]").fill("It came back.")
    deed(contact, "/reopening")
    goes(contact, "/support/")

    db.close()
    assert db.session().get_one(Case, waits.id).status == "new"
