"""Members of staff with household access, at a browser: where they work is where they reach."""

from __future__ import annotations

from demo.cast import Place
from district.models import StaffAssignment
from foundation import db
from tests.browser import Browser
from tests.household.access.desk import PASSWORD, an_account
from tests.household.access.staff import Clerk, hire, storing


def a_clerk(*schools: Place, name: str = "Tamika", has_courses: bool = True) -> Clerk:
    """An office professional of these schools; without any, of Enrollment Services, whose access is to everybody."""
    clerk = hire(name)
    with storing() as touch:
        touch(clerk.person_id)
        for school in schools:
            job = {"category": "school", "job_role": "Office Professional", "school_id": school.id}
            add_job(clerk, **job, location=school.public_id)
        if not schools:
            add_job(clerk, category="central", job_role="Analyst", team="Enrollment Services", location="CENTRAL")
    if has_courses:
        clerk.finishes_both("2026-08-03", "2026-08-04")
    return clerk


def add_job(clerk: Clerk, **given: object) -> None:
    """A job in the open transaction."""
    db.session().add(StaffAssignment(person_id=clerk.person_id, source="test", source_key=clerk.key(), **given))


def at_the_office(browser: Browser, *schools: Place, language: str | None = None) -> Browser:
    """The browser with such a clerk signed in."""
    clerk = a_clerk(*schools)
    return browser.signs_in(an_account(clerk, username=f"clerk.{clerk.person_id}", language=language), PASSWORD)
