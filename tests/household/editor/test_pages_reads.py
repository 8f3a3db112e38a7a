"""Who has looked: written once for a reader, a person and a quarter of an hour, and shown to staff."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

from demo.world import World
from district.actions.reads import note_read
from district.models import Person, RecordRead
from foundation import clock, db
from tests.browser import Browser
from tests.household.access.desk import at_desk
from tests.household.editor.office import a_clerk, at_the_office


def written() -> list[tuple[str, str, str]]:
    """Whom was seen, on which page, and the office, in the order of writing."""
    db.close()
    asked = select(Person.first_name, RecordRead.page, RecordRead.office).join(
        Person, Person.id == RecordRead.person_id
    )
    return [tuple(row) for row in db.session().execute(asked.order_by(RecordRead.id))]


def test_a_record_opened_is_one_row_with_the_office(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar).open("household.person", public_id=world.nora.public_id)

    assert written() == [("Nora", "person", f"Office Professional, {world.town.cedar.name}")]


def test_a_household_opened_is_a_row_for_everybody_shown_whose_record_may_be_opened(
    browser: Browser, world: World
) -> None:
    at_the_office(browser, world.town.middle)
    browser.open("household.household", public_id=world.homes["ruth"].public_id)

    assert sorted(written()) == [
        (name, "household", f"Office Professional, {world.town.middle.name}") for name in ("Isaiah", "Ruth", "Yolanda")
    ]


def test_a_family_opened_is_a_row_for_everybody_shown(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.aspen).open("household.family", public_id=world.robert.public_id)

    assert sorted(name for name, *_ in written()) == ["Anke", "Lena", "Maya", "Robert"]


def test_what_is_refused_or_only_found_is_no_read(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    browser.open("household.person", public_id=world.minh.public_id)
    browser.open("household.search").fill(q="nora").press("Search")

    assert written() == []


@pytest.mark.parametrize(
    ("first", "second", "rows"),
    [
        ("2026-11-18 09:00", "2026-11-18 09:14:59", 1),
        ("2026-11-18 09:14:59", "2026-11-18 09:15", 2),
        ("2026-11-18 09:00", "2026-11-19 09:00", 2),
        ("2026-11-01 01:05", "2026-11-01 01:20", 2),
    ],
    ids=["the same quarter", "the next quarter", "the next day", "the hour that comes twice"],
)
def test_a_quarter_of_an_hour_is_one_row(world: World, first: str, second: str, rows: int) -> None:
    clerk = a_clerk(world.town.cedar)
    for moment in (first, second):
        with clock.at(moment) as at, db.transaction():
            note_read(clerk.person_id, [world.nora.id], page="person", at=at)

    assert len(written()) == rows


def test_a_read_already_written_waits_for_no_writer(browser: Browser, world: World, database: Engine) -> None:
    at_the_office(browser, world.town.cedar).open("household.person", public_id=world.nora.public_id)
    with database.connect().execution_options(writes=True) as other, other.begin():
        other.exec_driver_sql("UPDATE person SET language = 'en' WHERE id = 1")
        browser.open("household.person", public_id=world.nora.public_id)

    assert browser.heading == "Nora O’Brien"
    assert len(written()) == 1


def test_two_readers_are_two_rows(browser: Browser, world: World) -> None:
    for _ in range(2):
        at_the_office(Browser(browser.app), world.town.cedar).open("household.person", public_id=world.nora.public_id)

    assert len(written()) == 2


def test_a_colleague_s_look_is_told_by_name_and_one_s_own_as_you(browser: Browser, world: World) -> None:
    at_desk(Browser(browser.app), a_clerk(name="Marisol")).open("household.person", public_id=world.nora.public_id)
    at_the_office(browser, world.town.cedar).open("household.person", public_id=world.nora.public_id)

    assert "Marisol Mcpherson Analyst, Enrollment Services" in browser.text
    assert f"You Office Professional, {world.town.cedar.name}" in browser.text


def test_a_household_tells_at_whom_of_it_somebody_looked(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.high).open("household.person", public_id=world.lucia.public_id)
    browser.open("household.household", public_id=world.homes["marisol"].public_id)

    office = f"You Office Professional, {world.town.high.name}"
    assert "When Who Office Whose record" in browser.text
    assert f"{office} Lucía Ibarra Vega" in browser.text


def test_a_reader_without_a_job_has_no_office(world: World) -> None:
    with db.transaction():
        note_read(world.siobhan.id, [world.nora.id], page="person", at=clock.now())

    assert written() == [("Nora", "person", "")]
