"""The list as a file: everybody asked for, nothing that runs in a spreadsheet, and a trace of who took it."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from sqlalchemy import Engine, select, update

from district.models import Person
from foundation import clock, db
from foundation.audit import AuditEntry
from foundation.web import exports
from tests.browser import Browser
from tests.household.access.desk import PASSWORD, at_desk
from tests.household.access.staff import Clerk, hire

CELLS = ["=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "|calc", "＝1+1", "Ñuñez"]
"""Names that a spreadsheet would run, and one that is a name."""


@pytest.fixture
def office(database: Engine) -> list[Clerk]:
    """One with access for each name."""
    people = []
    for number, _ in enumerate(CELLS):
        clerk = hire(f"Clerk{number}", employee_id=f"E{number}")
        clerk.works()
        clerk.finishes_both("2025-10-02", "2025-10-14")
        people.append(clerk)
    with db.transaction() as session:
        for clerk, name in zip(people, CELLS, strict=True):
            session.execute(update(Person).where(Person.id == clerk.person_id).values(last_name=name))
    return people


@pytest.fixture
def desk(office: list[Clerk], browser: Browser) -> Browser:
    clerk = hire("Piet")
    clerk.works(category="central", team="Technology", job_role="Administrator", location="")
    return at_desk(browser, clerk, "dots-admin")


WHY = "For the yearly review"


def exported(browser: Browser, words: str) -> bytes:
    browser.fill(reason=WHY).press(words)
    assert browser.response is not None
    assert browser.status == 200, browser.response.text
    assert browser.response.headers["Cache-Control"] == "no-store"
    file: bytes = browser.response.data
    browser.response.close()
    return file


def rows_of_csv(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def test_a_csv_has_everybody_asked_for_and_no_formula(desk: Browser) -> None:
    head, *rows = rows_of_csv(exported(desk.open("access.reviews"), "Export as CSV"))

    assert head[:3] == ["Employee number", "Last name", "First name"]
    assert [row[1].removeprefix("'") for row in rows] == CELLS
    assert [row[1] for row in rows if row[1][:1] in "=+-@\t\r|＝"] == []
    assert rows[-1] == [
        "E8",
        "Ñuñez",
        "Clerk8",
        "Office Professional, A",
        "Active",
        "office professional",
        "2025-10-14",
        "2027-06-30",
        "224",
        "The term ends",
        "",
    ]


def test_an_xlsx_has_the_same_as_text_numbers_and_days(desk: Browser) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported(desk.open("access.reviews"), "Export as XLSX")))
    rows = list(book.active.iter_rows(min_row=2))

    assert [row[1].value.replace("_x000D_", "\r") for row in rows] == CELLS
    assert {row[1].data_type for row in rows} <= {"s", "inlineStr"}
    assert rows[-1][7].value.date() == date(2027, 6, 30)
    assert rows[-1][8].value == 224


def test_a_file_holds_what_the_filter_asks_for(desk: Browser) -> None:
    desk.open("/household/reviews?state=lapsed")

    assert len(rows_of_csv(exported(desk, "Export as CSV"))) == 1


def test_a_file_is_longer_than_a_page(desk: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Portions of two: nobody is left out where one ends, nobody stands twice."""
    monkeypatch.setattr("household.access.queries.details.PORTION", 2)

    rows = rows_of_csv(exported(desk.open("access.reviews"), "Export as CSV"))[1:]

    assert [row[0] for row in rows] == [f"E{number}" for number in range(len(CELLS))]


def test_the_audit_knows_who_took_what(desk: Browser) -> None:
    exported(desk.open("/household/reviews?state=active&days=300"), "Export as XLSX")

    entry = db.session().scalars(select(AuditEntry).where(AuditEntry.event == "access-list-exported")).one()
    assert entry.actor_account_id is not None
    assert entry.data == {
        "format": "xlsx",
        "people": len(CELLS),
        "states": ["active"],
        "track": "",
        "school_id": None,
        "at_most_days": 300,
        "reason": WHY,
    }


def test_a_reading_alone_takes_nothing_away(desk: Browser) -> None:
    assert desk.client.get("/household/reviews/export").status_code == 405


def test_what_the_file_is_for_is_asked(desk: Browser) -> None:
    desk.open("/household/reviews?state=active").press("Export as CSV")

    assert desk.status == 422
    assert desk.errors == ["Say in a few words what the file is for: it stands in the audit."]
    assert db.session().scalar(select(AuditEntry.id).where(AuditEntry.event == "access-list-exported")) is None


def test_the_password_is_asked_again_a_while_after_sign_in(desk: Browser) -> None:
    with clock.at(clock.now() + timedelta(minutes=14)):
        desk.open("/household/reviews?state=active").fill(reason=WHY).press("Export as CSV")
        assert desk.path.startswith("/prove")
        assert db.session().scalar(select(AuditEntry.id).where(AuditEntry.event == "access-list-exported")) is None
        desk.fill(password=PASSWORD).press()
        desk.open("/household/reviews?state=active")
        assert len(rows_of_csv(exported(desk, "Export as CSV"))) == len(CELLS) + 1


def test_a_list_too_long_for_a_workbook_leaves_as_csv(desk: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS_OF_XLSX", len(CELLS) - 1)
    desk.open("access.reviews").fill(reason=WHY).press("Export as XLSX")

    assert desk.status == 422
    assert desk.errors == ["A workbook holds at most 20,000 people. Narrow the list, or take the CSV."]
    assert db.session().scalar(select(AuditEntry.id).where(AuditEntry.event == "access-list-exported")) is None
    assert len(rows_of_csv(exported(desk, "Export as CSV"))) == len(CELLS) + 1


def test_what_cannot_be_asked_is_not_exported(desk: Browser) -> None:
    desk.open("/household/reviews?days=soon").fill(reason=WHY).press("Export as CSV")

    assert desk.status == 422


def test_the_columns_speak_the_reader_s_language(office: list[Clerk], browser: Browser) -> None:
    clerk = hire("Piet")
    clerk.works(category="central", team="Technology", location="")
    at_desk(browser, clerk, "dots-admin", language="es").open("access.reviews")

    assert rows_of_csv(exported(browser, "Exportar como CSV"))[0][1] == "Apellido"
