"""The schedule for a calendar program: made by a POST, shown once, read without signing in, gone at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select, update

from accounts.models import Account
from demo.attendance import some_were_absent
from demo.cast import Place, Someone, keep
from demo.grades import some_work_is_graded
from demo.world import PASSPHRASE, World
from district.models import HiddenSection, LineItem, Relationship
from foundation import clock, db, logs
from foundation.audit import AuditEntry
from portal.models import CalendarLink
from portal.rules.calendars import MOST_LINKS, READS
from tests.browser import Browser

MAKE = "Make an address"


@pytest.fixture
def told(world: World) -> World:
    with db.transaction():
        some_were_absent(world)
    return world


def at_links(app: Flask, world: World, reader: Someone, student: Someone) -> Browser:
    browser = Browser(app).signs_in(world.sign_in(reader).username, PASSPHRASE)
    return browser.open("portal.calendar_links", public_id=student.public_id)


def address_on(browser: Browser) -> str:
    (shown,) = [each.get("value", "") for each in browser.page.iter("input") if each.get("id") == "address"]
    return "/portal/calendar/" + shown.partition("/portal/calendar/")[2]


def made(app: Flask, world: World, reader: Someone, student: Someone) -> str:
    browser = at_links(app, world, reader, student)
    browser.press(MAKE)
    return address_on(browser)


def test_a_calendar_program_reads_the_classes_whose_hours_are_known(app: Flask, told: World) -> None:
    answer = app.test_client().get(made(app, told, told.hoa, told.minh))

    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    file = Calendar.from_ical(answer.data)
    assert [str(each["TZID"]) for each in file.walk("VTIMEZONE")] == ["America/Denver"]
    events = {str(each["SUMMARY"]): each for each in file.walk("VEVENT")}
    english = events["English Language Arts"]
    assert english["DTSTART"].dt.strftime("%H:%M %Z") in ("08:05 MDT", "08:05 MST")
    assert str(english["LOCATION"]) == "room 204"
    assert english["RRULE"]["BYDAY"] == ["MO", "TU", "WE", "TH", "FR"]
    assert date(2026, 11, 26) in {each.dt.date() for each in english["EXDATE"].dts}
    assert not any(word.encode() in answer.data for word in ("Nguyễn", "absent", told.minh.number or "none"))


def test_without_hours_there_is_no_event(app: Flask, world: World) -> None:
    answer = app.test_client().get(made(app, world, world.hoa, world.minh))

    assert answer.status_code == 200
    assert not Calendar.from_ical(answer.data).walk("VEVENT")


def test_the_address_is_shown_once_kept_as_a_hash_and_told_to_the_audit(app: Flask, told: World) -> None:
    browser = at_links(app, told, told.hoa, told.minh)
    browser.press(MAKE)
    token = address_on(browser).removeprefix("/portal/calendar/").removesuffix(".ics")

    assert token not in browser.open("portal.calendar_links", public_id=told.minh.public_id).text
    link = db.session().scalars(select(CalendarLink)).one()
    assert link.token_hash != token
    entries = db.session().scalars(select(AuditEntry).where(AuditEntry.event == "calendar-link-made")).all()
    assert [each.data["link"] for each in entries] == [link.public_id]
    assert token not in str([each.data for each in entries])
    assert token not in logs.PRIVATE_IN_PATH.sub("", f"GET /portal/calendar/{token}.ics HTTP/1.1")


def test_an_ended_address_finds_nothing_and_another_one_goes_on(app: Flask, told: World) -> None:
    first = made(app, told, told.hoa, told.minh)
    with clock.at("2026-11-18 10:00"):
        second = made(app, told, told.hoa, told.minh)
    at_links(app, told, told.hoa, told.minh).press("End this address (November 18, 2026, 9:00 AM MST)")

    assert [app.test_client().get(each).status_code for each in (first, second)] == [410, 200]


def test_there_are_only_so_many(app: Flask, told: World) -> None:
    for _ in range(MOST_LINKS):
        made(app, told, told.hoa, told.minh)

    assert "as many as there may be" in at_links(app, told, told.hoa, told.minh).text


def test_it_ends_at_once_when_the_student_is_no_longer_seen(app: Flask, told: World) -> None:
    address = made(app, told, told.hoa, told.minh)
    with db.transaction() as session:
        session.execute(update(Relationship).where(Relationship.adult_id == told.hoa.id).values(portal=False))

    answer = app.test_client().get(address)
    assert (answer.status_code, answer.data) == (410, b"")


def test_it_ends_with_the_account(app: Flask, told: World) -> None:
    address = made(app, told, told.hoa, told.minh)
    with db.transaction() as session:
        session.execute(update(Account).where(Account.person_id == told.hoa.id).values(disabled_at=clock.now()))

    assert app.test_client().get(address).status_code == 410


def test_a_hidden_schedule_is_not_given_out(app: Flask, told: World) -> None:
    address = made(app, told, told.hoa, told.minh)
    hide(told.town.high)

    assert app.test_client().get(address).status_code == 404
    assert MAKE not in at_links(app, told, told.hoa, told.minh).text


def hide(school: Place) -> None:
    with db.transaction():
        keep(
            HiddenSection(
                school_id=school.id,
                section="schedule",
                starts=date(2026, 11, 1),
                reason="Schedules change.",
                hidden_by_title="Principal",
                hidden_at=clock.now(),
            )
        )


@pytest.mark.parametrize("bent", ["", "x", "a" * 300, "é"])
def test_a_bent_address_is_nowhere(app: Flask, told: World, bent: str) -> None:
    address = made(app, told, told.hoa, told.minh)
    token = address.removeprefix("/portal/calendar/").removesuffix(".ics")

    for path in (f"/portal/calendar/{token}{bent or 'A'}.ics", f"/portal/calendar/{bent}.ics", f"{address}/x.css"):
        assert app.test_client().get(path).status_code == 404


def test_nobody_makes_or_ends_an_address_for_another_family(app: Flask, told: World) -> None:
    made(app, told, told.hoa, told.minh)
    link = db.session().scalars(select(CalendarLink.public_id)).one()
    db.close()

    assert at_links(app, told, told.siobhan, told.minh).status == 404
    own = at_links(app, told, told.minh, told.minh)
    assert "There is no address yet." in own.text
    assert link not in str(own.text)


def test_a_student_has_one_of_her_own(app: Flask, told: World) -> None:
    assert app.test_client().get(made(app, told, told.minh, told.minh)).status_code == 200


def test_a_program_that_asks_without_end_is_asked_to_wait(app: Flask, told: World) -> None:
    address, client = made(app, told, told.hoa, told.minh), app.test_client()
    for _ in range(READS.free + 1):
        client.get(address)

    answer = client.get(address)
    assert (answer.status_code, "Retry-After" in answer.headers) == (429, True)


@pytest.fixture
def with_work(told: World) -> World:
    with db.transaction():
        some_work_is_graded(told, at=clock.now())
    return told


def due_in(answer: object) -> dict[str, tuple[str, date]]:
    """Title, and name and day of each assignment in a file."""
    events = Calendar.from_ical(answer.data).walk("VEVENT")  # type: ignore[attr-defined]
    return {
        str(each["SUMMARY"]): (str(each["UID"]), each["DTSTART"].dt)
        for each in events
        if str(each["SUMMARY"]).startswith("Due: ")
    }


def made_with_work(app: Flask, world: World) -> str:
    browser = at_links(app, world, world.hoa, world.minh).fill(shows_work=True)
    browser.press(MAKE)
    return address_on(browser)


def test_due_days_of_assignments_are_there_for_whoever_chose_them_alone(app: Flask, with_work: World) -> None:
    assert due_in(app.test_client().get(made(app, with_work, with_work.hoa, with_work.minh))) == {}

    found = due_in(app.test_client().get(made_with_work(app, with_work)))
    assert found
    assert len({name for name, _day in found.values()}) == len(found)


def test_an_assignment_keeps_its_name_when_its_day_or_its_title_changes(app: Flask, with_work: World) -> None:
    address = made_with_work(app, with_work)
    title, (name, day) = next(iter(due_in(app.test_client().get(address)).items()))
    later = day + timedelta(days=1)
    with db.transaction() as session:
        mine = update(LineItem).where(LineItem.title == title.removeprefix("Due: "), LineItem.due_on == day)
        session.execute(mine.values(title="Renamed work", due_on=later))

    assert due_in(app.test_client().get(address))["Due: Renamed work"] == (name, later)


def test_no_due_day_is_told_while_the_school_hides_grades(app: Flask, with_work: World) -> None:
    address = made_with_work(app, with_work)
    with db.transaction() as session:
        hidden = HiddenSection(
            school_id=with_work.town.high.id,
            section="grades",
            starts=clock.today(),
            reason="Scores are entered.",
            hidden_by_title="Principal",
            hidden_at=clock.now(),
        )
        session.add(hidden)

    assert due_in(app.test_client().get(address)) == {}
