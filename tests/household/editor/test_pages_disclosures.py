"""Disclosures: entered and corrected by whoever reaches the student, read by the family, deleted by nobody."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from demo import people
from demo.world import PASSPHRASE, World
from district.models import Disclosure, RecordRead
from foundation import clock, db
from foundation.audit import AuditEntry
from tests.browser import Browser
from tests.household.editor.office import at_the_office
from tests.statements import statements

WHOLE = {
    "recipient": "Adams High School, Ohio",
    "basis": "school",
    "interest": "Nora wants to enroll there",
    "what": "Transcript",
}


@pytest.fixture
def office(app: Flask, world: World) -> Browser:
    return at_the_office(Browser(app), world.town.cedar)


def entered(office: Browser, world: World, **typed: str) -> Browser:
    office.open("household.add_disclosure", public_id=world.nora.public_id)
    return office.fill(**{**WHOLE, **typed}).press("Enter it")


def family(app: Flask, world: World, who: str = "siobhan", child: str = "nora") -> Browser:
    browser = Browser(app).signs_in(world.sign_in(getattr(world, who)).username, PASSPHRASE)
    return browser.open("portal.access_log", public_id=getattr(world, child).public_id)


def entries() -> list[Disclosure]:
    db.close()
    return list(db.session().scalars(select(Disclosure).order_by(Disclosure.id)))


def test_the_family_reads_what_the_office_enters(app: Flask, office: Browser, world: World) -> None:
    assert "No disclosure is on record." in family(app, world).text
    entered(office, world, disclosed_on="2026-11-02")

    assert "Entered. The family reads it from now on." in office.text
    text = family(app, world).text
    assert "November 2, 2026 Adams High School, Ohio" in text
    assert "A school where the student enrolls or wants to: Nora wants to enroll there Transcript" in text
    assert db.session().scalars(select(RecordRead.person_id)).first() == world.nora.id
    told = {each.event: each.data for each in db.session().scalars(select(AuditEntry))}
    assert told["disclosure-recorded"]["after"] == {"disclosed_on": "2026-11-02"}


def test_a_correction_stands_beside_the_wrong_entry(app: Flask, office: Browser, world: World) -> None:
    entered(office, world)
    office.follow("Correct: Adams High School, Ohio, November 18, 2026")
    office.fill(recipient="Adams Middle School, Ohio").press("Correct it by a later entry")
    assert office.errors == ["Say why the entry is corrected: the family reads it."]
    office.fill(because="Another school").press("Correct it by a later entry")

    wrong, right = entries()
    assert (wrong.recipient, right.recipient, right.corrects_id) == (
        "Adams High School, Ohio",
        "Adams Middle School, Ohio",
        wrong.id,
    )
    text = family(app, world).text
    assert "Wrong: corrected on November 18, 2026" in text
    assert "Corrects an earlier entry: Another school" in text


def test_what_never_happened_is_said_to_be_a_mistake(app: Flask, office: Browser, world: World) -> None:
    entered(office, world)
    office.follow("Correct: Adams High School, Ohio, November 18, 2026")
    office.fill(is_void=True, because="It was for another Nora").press("Correct it by a later entry")

    assert "This did not happen: entered by mistake. It was for another Nora" in family(app, world).text
    assert [each.is_void for each in entries()] == [False, True]


def test_an_entry_is_corrected_once(app: Flask, office: Browser, world: World) -> None:
    entered(office, world)
    colleague = at_the_office(Browser(app), world.town.cedar)
    number = entries()[0].id
    for each in (office, colleague):
        each.open("household.correct_disclosure", public_id=world.nora.public_id, number=number)
        each.fill(because="Twice").press("Correct it by a later entry")

    assert colleague.errors == ["This entry was corrected already. Correct the later entry where that is wrong too."]
    assert len(entries()) == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"recipient": ""}, "Say to whom the record was disclosed: an office or a person."),
        ({"basis": ""}, "Choose the ground."),
        ({"interest": "", "basis": "emergency"}, "Say which threat to health or safety there was."),
        ({"what": " "}, "Say what was disclosed."),
        ({"disclosed_on": "2026-11-19"}, "That day is still to come. Choose the day on which it was disclosed."),
        ({"disclosed_on": ""}, "Choose the day, as YYYY-MM-DD."),
        ({"what": "x" * 301}, "Say it shorter, in at most 300 characters."),
    ],
)
def test_an_entry_that_is_not_whole_is_refused(office: Browser, world: World, typed: dict[str, str], said: str) -> None:
    entered(office, world, **typed)

    assert (office.status, office.errors) == (422, [said])
    assert entries() == []


def test_out_of_reach_it_is_not_there(app: Flask, office: Browser, world: World) -> None:
    entered(office, world)
    number = entries()[0].id
    elsewhere = at_the_office(Browser(app), world.town.high)
    for place in ("", "/new", f"/{number}"):
        address = f"/household/people/{world.nora.public_id}/disclosures{place}"
        assert elsewhere.open(address).status == 404
    other = f"/household/people/{world.minh.public_id}/disclosures/{number}"
    assert elsewhere.open(other).status == 404


@pytest.mark.parametrize(("who", "child"), [("marisol", "nora"), ("victor", "eli"), ("joanna", "nora")])
def test_no_other_family_reads_it(app: Flask, office: Browser, world: World, who: str, child: str) -> None:
    entered(office, world, recipient="Bluebird CANARYWORD")
    browser = family(app, world, who, child)

    assert browser.status == 404
    assert "CANARYWORD" not in browser.html


def test_an_order_shuts_it_at_the_next_page(app: Flask, office: Browser, world: World) -> None:
    entered(office, world)
    browser = family(app, world)
    assert "Adams" in browser.text
    with db.transaction():
        people.a_restriction(world.siobhan, world.nora)

    assert browser.open("portal.access_log", public_id=world.nora.public_id).status == 404


def test_what_was_typed_is_shown_as_text(app: Flask, office: Browser, world: World) -> None:
    """T17: neither markup nor a template."""
    entered(office, world, recipient='"><svg/onload=alert(1)>', what="${7*7} #{7*7}")

    html = family(app, world).html
    assert "<svg/onload" not in html
    assert "${7*7} #{7*7}" in html


def test_the_list_takes_few_statements_however_long_it_is(
    app: Flask, office: Browser, world: World, database: Engine
) -> None:
    with db.transaction() as session:
        for number in range(30):
            session.add(
                Disclosure(
                    student_id=world.nora.id,
                    recipient=f"Office {number}",
                    basis="study",
                    interest="A study",
                    what="Grades",
                    disclosed_on=date(2026, 9, 1),
                    office="",
                    recorded_at=clock.now(),
                )
            )
    browser = family(app, world)
    for page in (browser, office):
        endpoint = "portal.access_log" if page is browser else "household.disclosures"
        page.open(endpoint, public_id=world.nora.public_id)
        with statements(database) as said:
            page.open(endpoint, public_id=world.nora.public_id)
        assert len(said) <= 8
