"""The help desk’s figures: who finds the way to them, what they count, the people behind each, and the files."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import Engine, select

from demo.careers import a_role
from demo.staff import Staff
from demo.world import PASSPHRASE, World
from foundation import clock, db
from foundation.audit import AuditEntry
from foundation.jobs import Job
from foundation.web import exports
from portal import jobs
from tests.browser import Browser
from tests.statements import statements

MOST_STATEMENTS = 8
WHY = "To call those who never came"


@pytest.fixture
def at_desk(browser: Browser, staff: Staff) -> Browser:
    """Bruno, who got the role, signed in."""
    with db.transaction():
        a_role(staff.sign_in(staff.bruno).account_id, "help-desk", at=clock.now())
    return browser.signs_in("bruno.keller", PASSPHRASE)


@pytest.fixture
def counted(at_desk: Browser) -> Browser:
    """At the desk, everybody of the cast counted."""
    db.close()
    jobs.count()
    return at_desk


def test_colleagues_without_the_role_find_no_way_there(browser: Browser, staff: Staff) -> None:
    browser.signs_in("tamara.bell", PASSPHRASE)

    for page in ("", "/people", "/requests", "/campaigns", "/invitations", "/contacts"):
        assert f'href="/portal/desk{page}"' not in browser.html
    assert browser.open("desk.funnel").status == 403


def test_before_the_first_counting_the_page_says_so_and_offers_it(at_desk: Browser) -> None:
    at_desk.follow("Getting in")
    assert at_desk.heading == "Nobody has been counted on the way in yet."

    at_desk.press("Count everybody now")
    at_desk.press("Count everybody now")

    db.close()
    assert len(db.session().scalars(select(Job).where(Job.kind == "count-ways-in")).all()) == 1
    assert "Everybody is being counted anew." in at_desk.text


def test_the_figures_say_when_they_are_of_and_how_they_were_counted(counted: Browser) -> None:
    counted.open("desk.funnel")

    assert "Counted on November 18, 2026, 9:00 AM MST." in counted.text
    assert "Nobody sees a letter arrive" in counted.text


def test_each_figure_leads_to_as_many_people_as_it_says(counted: Browser) -> None:
    counted.open("desk.funnel")
    links = [each for each in counted.page.iter("a") if "/lists/" in each.get("href", "")]
    assert len(links) > 50

    for each in links[:: len(links) // 12]:
        said = int(each.get("aria-label", "").rsplit(": ", 1)[-1]) if each.get("aria-label") else None
        counted.open(each.get("href", ""))
        listed = [row for row in counted.page.iter("th") if row.get("scope") == "row"]
        assert said is None or min(said, 50) == len(listed)
        assert counted.heading.rsplit(": ")[1] == str(len(listed)) or len(listed) == 50


def test_the_figures_are_narrowed_by_school_language_and_audience(counted: Browser, world: World) -> None:
    counted.open("desk.funnel", school=world.town.high.public_id, audience="student")
    by_school = counted.text

    counted.open("desk.funnel", language="es")
    by_language = counted.text

    assert world.town.high.name in by_school
    assert "Cedar Hill" not in by_school.split("By school")[2].split("By language")[0]
    assert by_school != by_language


def test_what_an_address_asks_that_nobody_has_asks_for_all(counted: Browser) -> None:
    everybody = counted.open("desk.funnel").heading

    assert counted.open("desk.funnel", school="none", language="xx", audience="cats").heading == everybody
    assert counted.open("/portal/desk/lists/entitled?after=..9x").status == 200
    assert counted.open("/portal/desk/lists/nobody").status == 404


def test_a_list_goes_on_where_the_page_before_ended(counted: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.views.desk.lists.ROWS", 5)
    counted.open("desk.people_at", step="entitled")
    seen: list[str] = []
    while True:
        seen += ["".join(each.itertext()) for each in counted.page.iter("th") if each.get("scope") == "row"]
        if 'rel="next"' not in counted.html:
            break
        counted.follow("The next 50")

    counted.open("desk.people_at", step="entitled")
    assert counted.heading == f"Entitled: {len(seen)}"


@pytest.mark.parametrize("endpoint", ["desk.funnel", "desk.people_at"])
def test_a_page_asks_few_questions_however_many_people_there_are(
    counted: Browser, database: Engine, endpoint: str
) -> None:
    values = {"step": "entitled"} if endpoint == "desk.people_at" else {}
    with statements(database) as asked:
        counted.open(endpoint, **values)

    assert len(asked) <= MOST_STATEMENTS


def file_of(at: Browser, endpoint: str, step: str) -> bytes:
    at.open("desk.people_at", step=step)
    at.fill(reason=WHY).press("Export as CSV" if endpoint == "csv" else "Export as XLSX")
    assert at.response is not None
    assert at.status == 200, at.response.text
    return at.response.get_data()


def test_a_list_leaves_as_csv_and_the_audit_tells_who_took_it(counted: Browser, staff: Staff) -> None:
    text = file_of(counted, "csv", "entitled").decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text, newline="")))
    db.close()
    told = db.session().scalars(select(AuditEntry).where(AuditEntry.event == "funnel-list-exported")).one()
    assert rows[0][:4] == ["Last name", "First name", "Audience", "Language"]
    assert told.data["people"] == len(rows) - 1 > 10
    assert told.data["reason"] == WHY
    assert told.actor_person_id == staff.bruno.id


def exported() -> list[AuditEntry]:
    db.close()
    return list(db.session().scalars(select(AuditEntry).where(AuditEntry.event == "funnel-list-exported")))


def test_what_a_list_is_taken_for_is_asked(counted: Browser) -> None:
    counted.open("desk.people_at", step="entitled").press("Export as CSV")

    assert counted.status == 422
    assert counted.errors == ["Say in a few words what the file is for: it stands in the audit."]
    assert exported() == []


def test_a_while_after_sign_in_a_list_leaves_only_for_the_password(counted: Browser) -> None:
    with clock.at(clock.now() + timedelta(minutes=14)):
        counted.open("desk.people_at", step="entitled").fill(reason=WHY).press("Export as CSV")
        assert counted.path.startswith("/prove")
        assert exported() == []

        counted.fill(password=PASSPHRASE).press()
        file_of(counted, "csv", "entitled")
    assert len(exported()) == 1


def test_a_list_too_long_for_a_workbook_leaves_as_csv(counted: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS_OF_XLSX", 1)
    counted.open("desk.people_at", step="entitled").fill(reason=WHY).press("Export as XLSX")

    assert counted.status == 422
    assert counted.errors == ["A workbook holds at most 20,000 people. Narrow the list, or take the CSV."]
    assert exported() == []


def test_a_list_leaves_as_xlsx(counted: Browser) -> None:
    book = openpyxl.load_workbook(io.BytesIO(file_of(counted, "xlsx", "activated")))

    assert book.worksheets[0]["A1"].value == "Last name"


def test_no_name_in_a_file_is_run_as_a_formula(app: Flask, counted: Browser, world: World) -> None:
    from district.models import Person

    with db.transaction() as session:
        session.get_one(Person, world.siobhan.id).last_name = "=cmd|' /C calc'!A0"

    text = file_of(counted, "csv", "entitled").decode("utf-8-sig")

    assert "'=cmd|' /C calc'!A0" in text
    assert "\n=cmd" not in text


def test_spanish_speaks_spanish(counted: Browser) -> None:
    counted.language = "es"

    assert counted.open("desk.funnel", lang="es").status == 200
    assert counted.open("desk.people_at", step="bounced", lang="es").status == 200
