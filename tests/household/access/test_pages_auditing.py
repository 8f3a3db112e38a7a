"""The auditor: who had access on a past day, as the ledger has it, page by page and as a file that leaves a trace."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from demo.places import a_school
from foundation import clock, db
from foundation.audit import AuditEntry
from household.access import jobs, queries
from tests.browser import Browser
from tests.household.access.desk import at_desk
from tests.household.access.staff import Clerk, book, hire
from tests.statements import statements

MOST_STATEMENTS = 8


@pytest.fixture
def office(database: Engine) -> dict[str, Clerk]:
    """By the ledger: Tamika since September 7, Barry through October 30, Rosa since today by facts of old days."""
    with db.transaction():
        a_school("Aspen Grove K-8", identifier="A")
    people = {}
    with clock.at("2026-09-07 08:00"):
        for name, ends in (("tamika", None), ("barry", "2026-10-31")):
            people[name] = hire(name.title(), employee_id=f"E-{name}")
            people[name].works(ends=ends)
            people[name].finishes_both("2025-10-02", "2025-10-14")
    people["rosa"] = hire("Rosa", employee_id="=E-rosa")
    people["rosa"].works()
    people["rosa"].finishes_both("2025-10-02", "2025-10-14")
    return people


@pytest.fixture
def desk(office: dict[str, Clerk], browser: Browser) -> Browser:
    """At the desk of an auditor."""
    clerk = hire("Vera")
    clerk.works(category="central", team="Technology", job_role="Auditor", location="")
    return at_desk(browser, clerk, "auditor")


def rows(browser: Browser, asked: str) -> list[list[str]]:
    """The file of a day, without its head."""
    assert browser.open("access.audit_day", day=asked).fill(reason="Audit").press("Export as CSV").response is not None
    assert browser.response is not None
    text = browser.response.get_data().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def test_a_day_is_chosen_first(desk: Browser) -> None:
    desk.open("access.audit").fill(day="2026-09-10").press("Show that day")

    assert desk.path == "/household/reviews/on/2026-09-10"
    assert desk.heading == "On September 10, 2026 2 people had household access."


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("2026-09-06", "On September 6, 2026 0 people had household access."),
        ("2026-09-07", "On September 7, 2026 2 people had household access."),
        ("2026-10-30", "On October 30, 2026 2 people had household access."),
        ("2026-10-31", "On October 31, 2026 one person had household access."),
        ("2026-11-18", "On November 18, 2026 2 people had household access."),
    ],
)
@pytest.mark.parametrize("told", [False, True])
def test_it_is_exact_before_the_night_and_after_it(desk: Browser, asked: str, heading: str, told: bool) -> None:
    if told:
        jobs.night()

    assert desk.open("access.audit_day", day=asked).heading == heading


def test_each_row_says_why_and_under_which_version(desk: Browser) -> None:
    desk.open("access.audit_day", day="2026-10-15")

    assert (
        "Mcpherson, Tamika E-tamika September 7, 2026 June 30, 2027 office professional 1 "
        "All requirements were met on October 14, 2025." in desk.text
    )


def test_late_facts_are_marked(desk: Browser) -> None:
    desk.open("access.audit_day", day="2026-10-15")

    assert "Mcpherson, Rosa" in desk.text
    assert "No access on that day. By facts that arrived later: access through June 30, 2027" in desk.text


@pytest.mark.parametrize("asked", ["2026-11-19", "2099-01-01"])
def test_a_day_to_come_is_refused_with_its_reason(desk: Browser, asked: str) -> None:
    assert desk.open("access.audit_day", day=asked).status == 422
    assert "has not come: the ledger says who had access, not who will." in desk.text
    assert desk.open("access.audit", day=asked).status == 422


@pytest.mark.parametrize("asked", ["soon", "2026-02-30", "20261015", "2026-1-1", "0000-00-00"])
def test_what_is_no_day_is_not_there(desk: Browser, asked: str) -> None:
    assert desk.open(f"/household/reviews/on/{asked}").status == 404


def test_the_file_has_everybody_and_leaves_a_trace(desk: Browser) -> None:
    found = rows(desk, "2026-10-15")

    assert [(each[0], each[4], each[5], each[6], each[8]) for each in found] == [
        ("E-tamika", "yes", "2026-09-07", "2027-06-30", "1"),
        ("E-barry", "yes", "2026-09-07", "2026-10-30", "1"),
        ("'=E-rosa", "no", "", "", ""),
    ]
    told = db.session().scalars(select(AuditEntry.data).where(AuditEntry.event == "access-day-exported")).all()
    assert told == [{"day": "2026-10-15", "people": 3, "reason": "Audit"}]


def test_an_auditor_reads_and_does_nothing_else(desk: Browser, office: dict[str, Clerk]) -> None:
    for path in ("/household/reviews", "/household/reviews/proposals", "/household/reviews/people/x/revoke"):
        assert desk.open(path).status == 403


def test_staff_without_the_role_see_nothing(browser: Browser, office: dict[str, Clerk]) -> None:
    at_desk(browser, office["tamika"])

    assert browser.open("access.audit").status == 403
    assert browser.open("access.audit_day", day="2026-10-15").status == 403


def test_a_long_day_goes_on_page_by_page_in_few_statements(desk: Browser, database: Engine) -> None:
    with statements(database) as few:
        desk.open("access.audit_day", day="2026-11-18")
    for number in range(55):
        clerk = hire(f"Clerk{number:02}")
        clerk.works()
        clerk.finishes_both("2025-10-02", "2025-10-14")
    with statements(database) as many:
        desk.open("access.audit_day", day="2026-11-18")

    assert len(few) == len(many) <= MOST_STATEMENTS
    assert desk.text.count("E-tamika") == 1
    desk.follow("The next 50")
    assert "E-tamika" not in desk.text
    assert desk.text.count("Clerk") == 57 - 49
    assert "E-tamika" in desk.follow("Back to the first").text


def test_an_unreadable_place_is_the_beginning(desk: Browser) -> None:
    assert "E-tamika" in desk.open("/household/reviews/on/2026-11-18?after=x").text


@pytest.mark.parametrize("asked", ["2026-09-07", "2026-10-31", "2026-11-18"])
def test_page_and_command_answer_alike(app: Flask, office: dict[str, Clerk], asked: str) -> None:
    on = date.fromisoformat(asked)
    whole = list(queries.ledger_on(on))
    ids = queries.people_on(on, area=book().area, after=0, limit=100)

    assert queries.ledger_of(ids, on) == whole
    assert queries.number_on(on, area=book().area) == sum(each.ledger is not None for each in whole)


def test_the_command_refuses_a_day_to_come(app: Flask, office: dict[str, Clerk]) -> None:
    db.close()
    runner = app.test_cli_runner()
    refused = runner.invoke(args=["access", "on", "2026-11-19", "--json"])
    told = json.loads(runner.invoke(args=["access", "on", "2026-10-15", "--json"]).output)

    assert refused.exit_code != 0
    assert "has not come" in refused.output
    assert (told["day"], told["policy_version"]) == ("2026-10-15", 1)
    assert [each["employee_id"] for each in told["people"]] == ["E-tamika", "E-barry"]
    assert told["people"][0] == {
        "employee_id": "E-tamika",
        "from": "2026-09-07",
        "through": "2027-06-30",
        "track": "office-professional",
        "reasons": ["All requirements were met on October 14, 2025."],
    }


def test_it_speaks_spanish(desk: Browser) -> None:
    assert "Export as CSV" not in desk.open("access.audit_day", day="2026-10-15", lang="es").buttons
