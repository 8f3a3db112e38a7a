"""The calendar file: whole days that calendars take, with ids that stay, in both languages."""

from __future__ import annotations

from datetime import date

import pytest
from icalendar import Calendar
from sqlalchemy import Engine

from foundation import clock
from tests.browser import Browser
from tests.household.access.desk import at_desk
from tests.household.access.staff import hire


def file_of(browser: Browser) -> bytes:
    browser.open("access.calendar")
    assert browser.response is not None
    assert browser.response.mimetype == "text/calendar"
    return browser.response.data


def days_of(file: bytes) -> dict[str, tuple[date, date]]:
    return {
        str(each["summary"]): (each["dtstart"].dt, each["dtend"].dt) for each in Calendar.from_ical(file).walk("VEVENT")
    }


@pytest.fixture
def desk(database: Engine, browser: Browser) -> Browser:
    """At the desk of a clerk with access through June 30, 2027."""
    clerk = hire()
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")
    return at_desk(browser, clerk)


def test_the_window_and_the_last_day_are_whole_days(desk: Browser) -> None:
    assert days_of(file_of(desk)) == {
        "Household access can be renewed from today": (date(2027, 4, 1), date(2027, 4, 2)),
        "Last day of household access": (date(2027, 6, 30), date(2027, 7, 1)),
    }


def test_it_is_said_in_spanish(desk: Browser) -> None:
    file = file_of(desk)

    desk.open("/household/access.ics?lang=es")

    assert desk.response is not None
    assert list(days_of(desk.response.data).values()) == list(days_of(file).values())
    assert b"LANGUAGE=es" in desk.response.data
    assert "Last day" not in desk.response.data.decode()


def test_its_lines_are_folded_and_end_as_calendars_ask(desk: Browser) -> None:
    lines = file_of(desk).split(b"\r\n")

    assert lines[-1] == b""
    assert [each for each in lines if len(each) > 75 or b"\n" in each] == []


def test_a_newer_file_moves_the_days_instead_of_adding_others(desk: Browser) -> None:
    """RFC 5545, 3.8.4.7: the same UID is the same event."""
    first = file_of(desk)
    with clock.at("2026-11-18 09:10"):
        second = file_of(desk)
    ids = [[str(each["uid"]) for each in Calendar.from_ical(file).walk("VEVENT")] for file in (first, second)]

    assert first != second
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2


def test_where_the_job_ends_first_there_is_no_window(database: Engine, browser: Browser) -> None:
    clerk = hire()
    clerk.works(ends="2027-02-01")
    clerk.finishes_both("2025-10-02", "2025-10-14")

    assert days_of(file_of(at_desk(browser, clerk))) == {
        "Last day of household access": (date(2027, 1, 31), date(2027, 2, 1))
    }


def test_without_access_there_is_no_day_to_note(database: Engine, browser: Browser) -> None:
    at_desk(browser, hire()).open("access.calendar")

    assert browser.path == "/household/access"
    assert "There is no day of your access to note yet." in browser.text
