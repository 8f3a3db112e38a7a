"""A student's attendance: the calendar, the list, the totals, and who sees them."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import Engine, update

from demo.attendance import some_were_absent
from demo.cast import Someone
from demo.world import PASSPHRASE, World
from district.models import AttendanceEvent
from foundation import db
from tests.browser import Browser
from tests.markers import markers_on
from tests.statements import statements

MOST = 8


@pytest.fixture
def absent(world: World) -> World:
    with db.transaction():
        some_were_absent(world)
    return world


def at_home(browser: Browser, world: World, person: Someone) -> Browser:
    return browser.signs_in(world.sign_in(person).username, PASSPHRASE)


def opened(browser: Browser, world: World, reader: Someone, student: Someone, **query: str) -> Browser:
    return at_home(browser, world, reader).open("portal.attendance", public_id=student.public_id, **query)


def test_a_guardian_reads_the_list_with_days_and_classes_excused_or_not(browser: Browser, absent: World) -> None:
    opened(browser, absent, absent.hoa, absent.minh)

    assert browser.heading == "Attendance of Minh Nguyễn"
    assert "November 12, 2026 Absent, not known whether excused The whole day" in browser.text
    assert "Absent, unexcused Integrated Mathematics, period 2" in browser.text
    assert "Absent, excused The whole day Field trip" in browser.text
    assert "The school calls it “ISS”" in browser.text


def test_the_totals_keep_days_and_classes_apart(browser: Browser, absent: World) -> None:
    opened(browser, absent, absent.hoa, absent.minh)

    assert "2 days absent, 2 classes missed, tardy 1 time" in browser.text
    assert "Fall semester 2 1 0 1 2 1 0" in browser.text
    assert "Spring semester 0 0 0 0 0 0 0" in browser.text


def test_the_calendar_says_in_letters_and_words_what_happened(browser: Browser, absent: World) -> None:
    opened(browser, absent, absent.marisol, absent.lucia, lang="en")

    cells = {" ".join(each.itertext()).strip() for each in browser.page.iter("td")}
    assert any("16" in each and "A" in each and "Absent, not known whether excused" in each for each in cells)
    assert any("Veterans Day" in each for each in cells)
    legend = browser.text[browser.text.index("What the letters stand for") :]
    assert "U Absent, unexcused" in legend


def test_months_and_years_are_chosen_by_address_and_a_strange_one_is_today(browser: Browser, absent: World) -> None:
    assert "October 2026" in opened(browser, absent, absent.hoa, absent.minh, month="2026-10").text
    for strange in ("2031-01", "no", "2026-13"):
        text = browser.open("portal.attendance", public_id=absent.minh.public_id, month=strange).text
        assert "November 2026" in text
    other = browser.open("portal.attendance", public_id=absent.minh.public_id, year="2025-26").text
    assert "Nothing is on record for the school year 2025-26" in other


def test_a_student_reads_her_own(browser: Browser, absent: World) -> None:
    assert opened(browser, absent, absent.minh, absent.minh).heading == "Your attendance"


@pytest.mark.parametrize("reader", ["siobhan", "victor", "samir", "petra"])
def test_nobody_else_finds_it(browser: Browser, absent: World, reader: str) -> None:
    assert opened(browser, absent, getattr(absent, reader), absent.eli).status == 404


def test_the_home_tells_of_an_absence_for_fourteen_days_unless_it_is_excused(browser: Browser, absent: World) -> None:
    text = at_home(browser, absent, absent.marisol).open("portal.home", lang="en").text
    assert "Absent on Monday, November 16, and not excused" in text
    assert "Absent on Wednesday, October 14" not in text

    assert browser.follow("See the attendance").heading == "Asistencia de Lucía Ibarra Vega"


def test_missed_classes_of_one_day_are_one_line_on_the_home(browser: Browser, absent: World) -> None:
    text = at_home(browser, absent, absent.hoa).text

    assert "2 classes missed on Tuesday, November 17, and not excused" in text


def test_the_page_takes_no_more_statements_for_more_rows(app: Flask, absent: World, database: Engine) -> None:
    def number(reader: Someone, student: Someone) -> int:
        browser = at_home(Browser(app), absent, reader)
        db.close()
        with statements(database) as said:
            browser.open("portal.attendance", public_id=student.public_id)
        return len(said)

    few, many = number(absent.siobhan, absent.nora), number(absent.hoa, absent.minh)
    assert few == many <= MOST


def test_it_speaks_spanish(browser: Browser, absent: World) -> None:
    text = opened(browser, absent, absent.hoa, absent.minh, lang="es").text

    assert "2 días de ausencia, 2 clases perdidas, 1 llegada tarde" in text
    assert "noviembre de 2026" in text


def test_an_event_taken_back_is_not_shown(browser: Browser, absent: World) -> None:
    with db.transaction() as session:
        session.execute(update(AttendanceEvent).values(is_current=False).where(AttendanceEvent.day > date(2026, 1, 1)))
    assert "Nothing is on record" in opened(browser, absent, absent.hoa, absent.minh).text


def test_a_year_is_kept_as_a_paper_for_those_who_see_the_student(app: Flask, absent: World) -> None:
    browser = opened(Browser(app), absent, absent.hoa, absent.minh)
    answer = browser.open("portal.attendance_paper", public_id=absent.minh.public_id).response
    assert answer is not None
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/pdf", "no-store")
    text = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(answer.data)).pages)

    assert "Attendance of Minh Nguyễn, 2026-27" in text
    assert "2 days absent, 2 classes missed, tardy 1 time" in text
    assert "Absent, unexcused Integrated Mathematics, period 2" in text
    assert markers_on(text, absent.markers_foreign_to(absent.hoa)) == []
    for reader in (absent.siobhan, absent.victor):
        other = at_home(Browser(app), absent, reader)
        for ending in ("", ".css", ";x.js", "?year=2025-26"):
            address = f"/portal/students/{absent.minh.public_id}/attendance/paper{ending}"
            assert other.open(address).status == 404
