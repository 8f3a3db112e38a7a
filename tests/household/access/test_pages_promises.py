"""“I finished this course on …”: the report, the promise on the page, the message, and what a report never does."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from app import create_app
from foundation import clock, db
from foundation.audit import AuditEntry
from foundation.settings import Settings
from household.access import queries
from household.access.models import Promise
from household.access.rules.promises import PromiseState
from tests.browser import Browser
from tests.household.access.desk import PASSWORD, an_account, at_desk
from tests.household.access.staff import Clerk, hire

H, E, Q = "IC-HOUSEHOLD", "IC-ENROLLMENT", "IC-HOUSEHOLD-RECERT"


def a_clerk() -> Clerk:
    """She has one of two courses; today is Wednesday, November 18."""
    clerk = hire(employee_id="E77")
    clerk.works("2026-08-03")
    clerk.finishes(E, "2026-10-28")
    return clerk


def reports(browser: Browser, on: str, course: str = H) -> Browser:
    return browser.fill(course=course, finished_on=on).press("Report it as finished")


def comes_back(browser: Browser) -> Browser:
    """On another day, when the session has ended."""
    return browser.signs_in("tamika.m", PASSWORD).open("access.own_access")


def stored() -> list[tuple[str, str, bool]]:
    db.close()
    rows = db.session().execute(select(Promise.course, Promise.finished_on, Promise.ended_at).order_by(Promise.id))
    return [(course, str(on), ended is None) for course, on, ended in rows]


def test_a_report_shows_the_promise_and_how_it_was_counted(database: Engine, browser: Browser) -> None:
    at_desk(browser, a_clerk()).open("access.own_access")

    reports(browser, "2026-11-17")

    assert (browser.status, browser.path) == (200, "/household/access")
    promise = "Finished Tuesday, November 17. If it is not here by Thursday, November 19, 5:00 PM MST, contact DoTS."
    assert promise in browser.text
    assert "How Thursday, November 19, 5:00 PM MST is counted" in browser.text
    assert "On its way" in browser.text
    assert "Business day 2: here by 5:00 PM MST" in browser.text
    assert "You reported a course as finished: Infinite Campus Household" in browser.text
    assert "400 Basalt Street" in browser.text
    assert "in English and Spanish" in browser.text


def test_a_report_never_grants(database: Engine, browser: Browser) -> None:
    clerk = a_clerk()
    at_desk(browser, clerk).open("access.own_access")

    reports(browser, "2026-11-17")

    assert "one requirement is missing" in browser.heading
    assert clerk.ledger() == []
    assert browser.open("/household/").status == 403
    assert db.session().scalars(select(AuditEntry.event).where(AuditEntry.event == "course-reported")).all() == [
        "course-reported"
    ]


def test_the_promise_is_made_in_spanish(database: Engine, browser: Browser) -> None:
    browser.language = "es"
    at_desk(browser, a_clerk(), language="es").open("access.own_access")

    browser.fill(course=H, finished_on="2026-11-17").press("Informar que lo terminé")

    assert "Terminado el martes, 17 de noviembre." in browser.text
    assert "jueves, 19 de noviembre, 5:00" in browser.text
    browser.open("access.message_to_dots")
    assert "household" not in browser.text.replace("Infinite Campus", "").lower().replace("ic-household", "")


REFUSED: list[tuple[str, str, str]] = [
    (H, "2026-11-19", "still to come"),
    (H, "2026-08-02", "hired on August 3, 2026"),
    (E, "2026-11-17", "Choose one of the courses that are missing"),
    (Q, "2026-11-17", "Choose one of the courses that are missing"),
    ("IC-HOUSEHOLD ", "", "Give the day"),
    ("' OR 1=1 --", "2026-11-17", "Choose one of the courses that are missing"),
    (H, "yesterday", "Give the day"),
    (H, "0001-01-01", "hired on"),
]


@pytest.mark.parametrize(("course", "on", "why"), REFUSED)
def test_a_report_that_cannot_be_is_refused_with_its_reason(
    database: Engine, browser: Browser, course: str, on: str, why: str
) -> None:
    at_desk(browser, a_clerk()).open("access.own_access")

    reports(browser, on, course)

    assert browser.status == 422
    assert any(why in each for each in browser.errors), browser.errors
    assert stored() == []


def test_a_course_of_before_the_lapse_is_not_promised(database: Engine, browser: Browser) -> None:
    clerk = hire()
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")
    with clock.at("2027-08-01 09:00"):
        at_desk(browser, clerk).open("access.own_access")
        reports(browser, "2027-06-30")

        assert browser.status == 422
        assert any("lapsed" in each and "Take it again" in each for each in browser.errors), browser.errors


def test_the_quiz_taken_elsewhere_can_be_reported_while_the_window_is_open(database: Engine, browser: Browser) -> None:
    clerk = hire()
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")
    with clock.at("2027-04-02 09:00"):
        at_desk(browser, clerk).open("access.own_access")
        reports(browser, "2027-04-02", Q)

        assert "If it is not here by Tuesday, April 6, 5:00 PM MDT, contact DoTS." in browser.text


def test_who_has_access_before_the_window_has_nothing_to_report(database: Engine, browser: Browser) -> None:
    clerk = hire()
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")

    at_desk(browser, clerk).open("access.own_access")

    assert "Report it as finished" not in browser.buttons


def test_a_double_submit_is_one_report_and_another_day_takes_its_place(database: Engine, browser: Browser) -> None:
    at_desk(browser, a_clerk()).open("access.own_access")

    for on in ("2026-11-16", "2026-11-16", "2026-11-17"):
        reports(browser.open("access.own_access"), on)

    assert stored() == [(H, "2026-11-16", False), (H, "2026-11-17", True)]
    assert "Another report took its place." in browser.text


def test_reports_are_bounded(database: Engine, browser: Browser) -> None:
    at_desk(browser, a_clerk())

    for number in range(25):
        reports(browser.open("access.own_access"), f"2026-11-{10 + number % 2}")

    assert browser.status == 429
    assert "20 reports in a day must do" in browser.errors[0]
    assert len(stored()) == 20
    with clock.at("2026-11-19 09:01"):
        assert reports(comes_back(browser), "2026-11-16").status == 200


def test_nobody_reports_for_another(app: Flask, database: Engine, browser: Browser) -> None:
    """The form names nobody; what somebody adds to it is not read."""
    clerk, other = a_clerk(), hire("Ines")
    other.works()
    at_desk(browser, clerk).open("access.own_access")
    token = next(each.get("value") for each in browser.page.iter("input") if each.get("name") == "csrf_token")
    db.close()

    sent = {"course": H, "finished_on": "2026-11-17", "person_id": other.person_id, "csrf_token": token}
    origin = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    answer = browser.client.post("/household/access/finished", data=sent, headers=origin)

    assert answer.status_code == 303
    assert db.session().scalars(select(Promise.person_id)).all() == [clerk.person_id]


def test_a_stranger_and_a_reader_report_nothing(app: Flask, database: Engine) -> None:
    client = app.test_client()

    assert client.post("/household/access/finished", data={"course": H}).status_code in (302, 303, 400)
    assert client.get("/household/access/finished").status_code in (302, 303, 404, 405)
    assert stored() == []


def test_the_message_is_filled_in_and_goes_from_ones_own_mail(database: Engine, browser: Browser) -> None:
    at_desk(browser, a_clerk()).open("access.own_access")
    reports(browser, "2026-11-17").follow("Read the message to DoTS")

    link = next(each.get("href", "") for each in browser.page.iter("a") if each.get("href", "").startswith("mailto:"))
    said = unquote(link).replace("\u202f", " ")
    for told in (
        "mailto:dots@juniper-valley.example?subject=A finished course has not arrived: Tamika Mcpherson, E77",
        "Employee number: E77",
        "Job: Office Professional, A",
        "Track: office professional",
        "Infinite Campus Household, finished on November 17, 2026, reported on November 18, 2026, 9:00 AM MST",
        "promised by November 19, 2026, 5:00 PM MST",
        "Infinite Campus Enrollment: On record",
    ):
        assert told in said
    assert "Employee number: E77" in browser.text


def test_without_a_promise_there_is_no_message(database: Engine, browser: Browser) -> None:
    at_desk(browser, a_clerk()).open("access.message_to_dots")

    assert browser.path == "/household/access"
    assert "no message to send" in browser.text


ARRIVALS: list[tuple[str, str, str, str]] = [
    ("2026-11-19 16:59", "2026-11-17", "You have household access through June 30, 2028.", "in time"),
    ("2026-11-20 08:00", "2026-11-17", "You have household access through June 30, 2028.", "later than promised"),
    ("2026-11-19 09:00", "2026-11-12", "You have household access through June 30, 2028.", "in time"),
    ("2026-11-19 09:00", "2026-10-01", "one requirement is missing", "in time"),
]


@pytest.mark.parametrize(("arrives", "bears", "heading", "outcome"), ARRIVALS)
def test_the_promise_ends_when_the_completion_arrives_whatever_day_it_bears(
    database: Engine, browser: Browser, arrives: str, bears: str, heading: str, outcome: str
) -> None:
    """One dated before its prerequisite arrived too; what is missing then stands on the page."""
    clerk = a_clerk()
    reports(at_desk(browser, clerk).open("access.own_access"), "2026-11-17")

    with clock.at(arrives):
        clerk.finishes(H, bears)
        comes_back(browser)

    assert heading in browser.heading
    assert outcome in browser.text
    assert "On its way" not in browser.text
    assert "contact DoTS" not in browser.text


def test_an_old_completion_that_was_here_before_ends_no_promise(database: Engine, browser: Browser) -> None:
    clerk = hire()
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")
    with clock.at("2027-08-03 09:00"):
        reports(at_desk(browser, clerk).open("access.own_access"), "2027-08-02", E)
        clerk.finishes("IC-HOUSEHOLD-RECERT", "2027-08-03")

        assert stored() == [(E, "2027-08-02", True)]


def test_a_broken_promise_asks_to_write_to_dots_now(database: Engine, browser: Browser) -> None:
    reports(at_desk(browser, a_clerk()).open("access.own_access"), "2026-11-17")

    with clock.at("2026-11-19 17:01"):
        comes_back(browser)

    assert (
        "It should have been here by Thursday, November 19, 5:00 PM MST, and it is not: contact DoTS now."
        in browser.text
    )
    assert browser.follow("Read the message to DoTS").status == 200


def board(on: str) -> tuple[dict[PromiseState, int], list[tuple[str, str]]]:
    with clock.at(on):
        now, today = clock.now(), clock.today()
        asked = {"area": "household", "since": now - timedelta(days=30), "now": now, "today": today}
        people = queries.promises_on_board(tuple(PromiseState), limit=50, **asked)  # type: ignore[arg-type]
        numbers = queries.promise_numbers(**asked)  # type: ignore[arg-type]
        for each in people:
            assert each.state is each.promise.state(now=now, today=today)
        return numbers, [(each.first_name, each.state.value) for each in people]


def test_the_board_tells_kept_at_risk_and_broken(app: Flask, database: Engine) -> None:
    clerks = [hire(name) for name in ("Ana", "Bea", "Cleo")]
    for each, username in zip(clerks, ("ana", "bea", "cleo"), strict=True):
        each.works("2026-08-03")
        an_account(each, username=username)
        reports(Browser(app).signs_in(username, PASSWORD).open("access.own_access"), "2026-11-17", E)
    with clock.at("2026-11-18 10:00"):
        clerks[0].finishes(E, "2026-11-17")
    with clock.at("2026-11-20 10:00"):
        clerks[1].finishes(E, "2026-11-17")
    db.close()

    numbers, people = board("2026-11-21 08:00")

    assert numbers == {
        PromiseState.RUNNING: 0,
        PromiseState.AT_RISK: 0,
        PromiseState.BROKEN: 2,
        PromiseState.KEPT: 1,
    }
    assert sorted(people) == [("Ana", "kept"), ("Bea", "broken"), ("Cleo", "broken")]


def test_support_documentation_stands_in_the_readers_language(settings: Settings) -> None:
    links = ("Adding a household; Agregar un hogar; https://help.example/a", "Phones;; https://help.example/b")
    app = create_app(dataclasses.replace(settings, household_links=links))
    with app.app_context():
        clerk = a_clerk()
    english, spanish = Browser(app), Browser(app)
    with app.app_context():
        at_desk(english, clerk).open("access.own_access")
    spanish.language = "es"
    comes_back(spanish)
    db.use(None)

    assert "Adding a household" in english.text
    assert "Agregar un hogar" in spanish.text
    assert "Phones" in spanish.text
