"""My household access: the answer of each state, what it stands on, what comes next, and whom to ask."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Engine, update

from demo.places import a_school
from district.models import Completion
from foundation import clock, db
from household.access import actions
from tests.browser import Browser
from tests.household.access.desk import an_account, at_desk
from tests.household.access.staff import BY, Clerk, book, hire
from tests.statements import statements

MOST_STATEMENTS = 8
NOW = "2026-11-18 09:00"


def without_job(clerk: Clerk) -> str:
    return NOW


def in_a_class_list_only(clerk: Clerk) -> str:
    """A roster names teachers, but not whether they work at a school or centrally."""
    clerk.works(category="", job_role="teacher")
    return NOW


def without_course(clerk: Clerk) -> str:
    clerk.works()
    return NOW


def with_one_course(clerk: Clerk) -> str:
    clerk.works()
    clerk.finishes("IC-ENROLLMENT", "2026-10-02")
    return NOW


def without_approval(clerk: Clerk) -> str:
    clerk.works(job_role="Teacher")
    clerk.finishes_both("2026-10-02", "2026-10-14")
    return NOW


def with_access(clerk: Clerk) -> str:
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")
    return NOW


def with_a_job_that_ends(clerk: Clerk) -> str:
    clerk.works(ends="2027-02-01")
    clerk.finishes_both("2025-10-02", "2025-10-14")
    return NOW


def in_the_window(clerk: Clerk) -> str:
    with_access(clerk)
    return "2027-04-01 08:00"


def after_the_last_day(clerk: Clerk) -> str:
    with_access(clerk)
    return "2027-07-01 00:01"


def after_it_was_taken(clerk: Clerk) -> str:
    with_access(clerk)
    clerk.is_revoked()
    return NOW


def after_leaving(clerk: Clerk) -> str:
    clerk.works(ends="2026-03-11", employed_until="2026-03-11")
    clerk.finishes_both("2025-10-02", "2025-10-14")
    return NOW


SITUATIONS: list[tuple[Callable[[Clerk], str], str, str, str]] = [
    (without_job, "no current job of yours is on record.", "0 of 1", "Ask DoTS"),
    (in_a_class_list_only, "the job on record does not come with it.", "0 of 1", "Ask DoTS"),
    (without_course, "none of the courses is on record yet.", "1 of 3", "Take Infinite Campus Enrollment."),
    (
        with_one_course,
        "You do not have household access yet: one requirement",
        "2 of 3",
        "Take Infinite Campus Household.",
    ),
    (without_approval, "only the principal’s approval is missing.", "3 of 4", "Ask the principal of A to approve it."),
    (with_access, "You have household access through June 30, 2027.", "3 of 3", "Nothing to do now."),
    (with_a_job_that_ends, "You have household access through January 31, 2027.", "3 of 3", "It ends with the job."),
    (
        in_the_window,
        "through June 30, 2027, unless you renew it.",
        "3 of 4",
        "Pass the recertification quiz by June 30, 2027.",
    ),
    (
        after_the_last_day,
        "it lapsed, and June 30, 2027 was its last day.",
        "1 of 3",
        "Take Infinite Campus Enrollment again.",
    ),
    (after_it_was_taken, "it was taken away on November 18, 2026.", "3 of 3", "Ask DoTS"),
    (after_leaving, "it ended, and March 10, 2026 was its last day.", "0 of 1", "Ask DoTS"),
]


@pytest.mark.parametrize(
    ("comes_to", "answer", "met", "step"), SITUATIONS, ids=lambda each: getattr(each, "__name__", "")
)
def test_each_state_is_answered_with_its_checklist_and_its_next_step(
    database: Engine, browser: Browser, comes_to: Callable[[Clerk], str], answer: str, met: str, step: str
) -> None:
    clerk = hire()
    with clock.at(comes_to(clerk)):
        at_desk(browser, clerk).open("access.own_access")

    assert browser.status == 200
    assert answer in browser.heading
    assert f"What your job needs: {met} on record" in browser.text
    assert step in browser.text
    assert "(303) 555-0142" in browser.text


@pytest.mark.parametrize("comes_to", [each[0] for each in SITUATIONS], ids=lambda each: each.__name__)
def test_each_state_is_said_in_spanish(database: Engine, browser: Browser, comes_to: Callable[[Clerk], str]) -> None:
    clerk = hire()
    browser.language = "es"
    with clock.at(comes_to(clerk)):
        at_desk(browser, clerk, language="es").open("access.own_access")

    assert browser.status == 200
    assert "Mi acceso" in browser.text
    assert "household access" not in browser.text


@pytest.mark.parametrize("comes_to", [each[0] for each in SITUATIONS], ids=lambda each: each.__name__)
def test_the_page_takes_few_statements_whatever_is_on_record(
    database: Engine, browser: Browser, comes_to: Callable[[Clerk], str]
) -> None:
    clerk = hire()
    with clock.at(comes_to(clerk)):
        at_desk(browser, clerk)
        with statements(database) as said:
            browser.open("access.own_access")

    assert len(said) <= MOST_STATEMENTS


def test_a_course_is_proved_with_its_day_its_score_and_its_arrival(database: Engine, browser: Browser) -> None:
    clerk = hire()
    with_access(clerk)
    with db.transaction() as session:
        session.execute(update(Completion).where(Completion.course == "IC-HOUSEHOLD").values(score=91.5))

    at_desk(browser, clerk).open("access.own_access")

    assert "Finished on October 14, 2025." in browser.text
    assert "Score 91.5. It came from test on November 18, 2026, 9:00 AM MST." in browser.text


def test_a_course_taken_back_proves_nothing(database: Engine, browser: Browser) -> None:
    clerk = hire()
    clerk.works()
    clerk.finishes("IC-ENROLLMENT", "2026-10-02")
    with db.transaction() as session:
        session.execute(update(Completion).values(voided_at=clock.now()))

    at_desk(browser, clerk).open("access.own_access")

    assert "none of the courses is on record yet" in browser.heading
    assert "The training system took it back; it does not count." in browser.text


def test_the_place_of_a_job_has_its_name(database: Engine, browser: Browser) -> None:
    with db.transaction():
        a_school("Cottonwood Elementary", identifier="A")
    clerk = hire()
    clerk.works(job_role="Teacher")

    at_desk(browser, clerk).open("access.own_access")

    assert "The approval of the principal of Cottonwood Elementary" in browser.text


def test_the_last_day_is_counted_before_the_reader(database: Engine, browser: Browser) -> None:
    clerk = hire()
    with_access(clerk)

    at_desk(browser, clerk).open("access.own_access")

    assert "How June 30, 2027 is counted" in browser.text
    assert "School year 1, 2025-26 through June 30, 2026" in browser.text
    assert "School year 2, 2026-27 through June 30, 2027" in browser.text


def test_a_renewal_is_counted_too(database: Engine, browser: Browser) -> None:
    clerk = hire()
    with_access(clerk)
    with clock.at("2027-04-02 08:00"):
        clerk.passes_the_quiz("2027-04-01")
        at_desk(browser, clerk).open("access.own_access")

    assert browser.heading == "You have household access through June 30, 2029."
    assert "Added by the renewal of April 1, 2027: 2028-29 through June 30, 2029" in browser.text


def test_what_happened_is_told_newest_first(database: Engine, browser: Browser) -> None:
    clerk = hire()
    with_access(clerk)
    with clock.at("2027-07-01 08:00"):
        at_desk(browser, clerk).open("access.own_access")

    told = browser.text[browser.text.index("How it came to this") :]
    told = told[: told.index("Your next step")]
    events = ("Access lapsed", "Access began", "Infinite Campus Household was finished", "A job began")
    places = [told.index(each) for each in events]
    assert places == sorted(places)


def test_a_reminder_was_written_on_the_districts_day(database: Engine, browser: Browser) -> None:
    """In the evening of the district it is tomorrow in Greenwich."""
    clerk = hire(email="tamika@district.example")
    with_access(clerk)
    with clock.at("2027-05-31 20:00"):
        with db.transaction():
            actions.remind([clerk.person_id], book=book(), today=clock.today(), by=BY, at=clock.now())
        at_desk(browser, clerk).open("access.own_access")

    assert "A reminder was written May 31, 2027" in browser.text


def test_a_quiz_that_was_passed_is_told_like_any_course(database: Engine, browser: Browser) -> None:
    clerk = hire()
    with_access(clerk)
    with clock.at("2027-04-02 08:00"):
        clerk.passes_the_quiz("2027-04-01")
        at_desk(browser, clerk).open("access.own_access")

    assert "The recertification quiz was finished" in browser.text


def test_who_lost_access_reads_why_and_the_shortest_way_back(database: Engine, browser: Browser) -> None:
    clerk = hire()
    with_access(clerk)
    with clock.at("2027-07-01 08:00"):
        at_desk(browser, clerk).open("access.own_access")

    assert "It was not renewed by the last day of its term, June 30, 2027." in browser.text
    assert "The shortest way back: Take Infinite Campus Enrollment again." in browser.text


def test_nobody_reads_another_s_page(app: Flask, database: Engine) -> None:
    """The page has no name in its address: it is always one’s own."""
    first, second = hire("Tamika"), hire("Ines")
    with_access(first)
    an_account(first, username="tamika")

    page = at_desk(Browser(app), second).open("access.own_access")

    assert "no current job of yours is on record" in page.heading
    assert "Infinite Campus Household was finished" not in page.text


def test_staff_land_on_their_own_page_after_they_signed_in(database: Engine, browser: Browser) -> None:
    assert at_desk(browser, hire()).path == "/household/access"
