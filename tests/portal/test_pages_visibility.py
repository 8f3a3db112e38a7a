"""“Why can’t I see a child?”: true for whoever may hear it, the same for whoever may not, and nobody is looked up."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from accounts import hashing
from demo import people
from demo.cast import Someone
from demo.staff import Staff
from demo.world import PASSPHRASE, World
from foundation import db
from portal.models import OfficeRequest
from tests.browser import Browser
from tests.markers import markers_on
from tests.statements import statements


def asks(app: Flask, world: World, person: Someone) -> Browser:
    return Browser(app).signs_in(world.sign_in(person).username, PASSPHRASE).open("portal.visibility")


def reports(browser: Browser, **typed: str) -> Browser:
    given = {"first_name": "Leo", "last_name": "Byrd", "birth_date": "2015-03-04", "message": "Call in the evening."}
    return browser.open("portal.missing_child").fill(**given | typed).press("Report this child")


def how_many() -> int:
    return db.session().scalar(select(func.count()).select_from(OfficeRequest)) or 0


@pytest.fixture
def ada(database: Engine) -> str:
    """A guardian of nobody on record; gives her username."""
    with db.transaction():
        made = people.a_guardian("Victor", "Hale", of=())
        people.an_account(made, "parent", username="ada.quill", password_hash=hashing.hash_of(PASSPHRASE))
    return "ada.quill"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("siobhan", "Nora Shown The school has you on record as a guardian with portal access."),
        ("samir", "Amira Not shown Amira is 18. The rights to the school record are Amira’s own now."),
        ("petra", "Klara Not shown Klara is no longer enrolled in this district, and the pages have closed."),
    ],
)
def test_each_child_on_record_is_said_to_show_or_not_and_why(app: Flask, world: World, name: str, said: str) -> None:
    assert said in asks(app, world, getattr(world, name)).text


@pytest.mark.parametrize(
    ("guardian", "portal", "said"),
    [
        (False, True, "The school has you on record for Nora, and not as a guardian."),
        (None, True, "The school has not confirmed yet that the pages of Nora are for you to see."),
        (True, None, "The school has not confirmed yet that the pages of Nora are for you to see."),
        (True, False, "Portal access to the pages of Nora is off for you."),
    ],
)
def test_what_is_missing_on_the_record_is_said_with_what_to_do(
    app: Flask, world: World, guardian: bool | None, portal: bool | None, said: str
) -> None:
    with db.transaction():
        people.a_relationship(world.hoa, world.nora, guardian=guardian, portal=portal)
    browser = asks(app, world, world.hoa)

    assert said in browser.text
    assert "Go to the school’s office with a photo ID" in browser.text
    assert world.town.cedar.name not in browser.text


def test_whom_an_order_keeps_from_a_child_reads_what_a_stranger_to_the_child_reads(
    app: Flask, world: World, ada: str
) -> None:
    restricted = asks(app, world, world.victor)
    stranger = Browser(app).signs_in(ada, PASSPHRASE).open("portal.visibility")

    def without_keys(html: str) -> str:
        return re.sub(r'value="[^"]{8,}"', "", html)

    assert "We can name no child to you today." in restricted.text
    assert "Eli" not in restricted.text
    assert without_keys(restricted.html) == without_keys(stranger.html)


def test_a_report_is_answered_the_same_whether_or_not_there_is_such_a_child(app: Flask, world: World) -> None:
    told = {
        reports(asks(app, world, world.victor), first_name=first, last_name=last).status
        for first, last in (("Eli", "Reyes"), ("Zebulon", "Nobody"))
    }

    assert told == {200}
    assert how_many() == 2


def test_the_asker_reads_what_became_of_the_report(app: Flask, world: World) -> None:
    browser = reports(asks(app, world, world.hoa))

    assert "The office has your report." in browser.text
    assert "Leo Byrd reported November 18, 2026, 9:00 AM MST; waits for the office" in browser.text


def test_the_form_is_a_page_of_its_own_with_every_school(app: Flask, world: World) -> None:
    page = asks(app, world, world.hoa).follow("Report a missing child")

    assert page.heading == "Report a missing child"
    assert world.town.cedar.name in page.text
    assert page.follow("Back to why a child shows").heading == "Why can’t I see a child?"


def test_the_same_report_twice_is_one_request(app: Flask, world: World) -> None:
    reports(reports(asks(app, world, world.hoa)))

    assert how_many() == 1


def test_many_reports_of_one_account_are_slowed(app: Flask, world: World) -> None:
    browser = asks(app, world, world.hoa)
    for number in range(7):
        reports(browser, first_name=f"Kid {'abcdefg'[number]}")
        if browser.status == 429:
            break

    assert browser.status == 429
    assert how_many() < 7


def test_the_help_desk_reads_the_report_and_is_offered_no_code(app: Flask, world: World, staff: Staff) -> None:
    reports(asks(app, world, world.hoa))
    desk = Browser(app).signs_in(staff.sign_in(staff.hazel).username, PASSPHRASE).open("desk.requests")
    desk.follow("Hoa Nguyễn")

    assert "A child is missing from their pages" in desk.text
    assert "No code answers this." in desk.text
    assert desk.buttons.count("Issue the code") == 0


def test_a_student_reads_of_the_own_record_and_reports_nobody(app: Flask, world: World) -> None:
    browser = asks(app, world, world.minh)

    assert browser.heading == "What you see here, and why"
    assert "Your record is shown to you." in browser.text
    assert "Report a missing child" not in browser.text
    told = browser.open("portal.missing_child")
    assert told.heading == "What you see here, and why"
    assert "Guardians report a missing child." in told.text
    app.config["WTF_CSRF_ENABLED"] = False
    refused = browser.client.post("/portal/visibility/missing", data={"first_name": "Thu", "last_name": "Nguyễn"})
    assert (refused.status_code, refused.location) == (303, "/portal/visibility")
    assert how_many() == 0


@pytest.mark.parametrize("name", ["first_name", "last_name"])
def test_a_report_without_a_name_is_not_written(app: Flask, world: World, name: str) -> None:
    browser = reports(asks(app, world, world.hoa), **{name: " "})

    assert browser.status == 422
    assert how_many() == 0


def test_no_page_holds_another_family_s_marker(app: Flask, world: World) -> None:
    for each in world.sign_ins:
        page = asks(app, world, each.person).html if each.kind in ("parent", "student") else ""
        assert markers_on(page, world.markers_foreign_to(each.person)) == []


def test_the_page_takes_few_statements(app: Flask, world: World, database: Engine) -> None:
    browser = asks(app, world, world.marisol)
    for page, most in (("portal.visibility", 3), ("portal.missing_child", 2)):
        with statements(database) as said:
            browser.open(page)

        assert len(said) <= most, said


def test_it_is_spoken_in_spanish(app: Flask, world: World) -> None:
    assert asks(app, world, world.marisol).open("/portal/visibility?lang=es").heading == "¿Por qué no veo a un hijo?"
