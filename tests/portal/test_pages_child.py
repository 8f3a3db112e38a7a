"""The frame of a student’s pages: who may see one, its tabs, and what a school hides, on the page and at home."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine
from werkzeug.wrappers import Response

from demo.cast import Place, Someone, keep
from demo.world import PASSPHRASE, World
from district.models import HiddenSection
from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.rules.sections import MAY_BE_HIDDEN, Section
from portal.views.child_pages import child_page, hidden_page
from tests.browser import Browser
from tests.statements import statements

TODAY = date(2026, 11, 18)


@pytest.fixture
def tried(app: Flask) -> Flask:
    """The app with a page in the frame: the grades, with nothing in them."""

    @requires("family.home")
    def tried(public_id: str) -> Response:
        frame = child_page(public_id, Section.GRADES)
        return hidden_page(frame) if frame.hidden else page("layouts/child.html", frame=frame)

    app.add_url_rule("/tried/<public_id>", "portal.tried", tried)
    return app


def at_home(app: Flask, world: World, person: Someone) -> Browser:
    return Browser(app).signs_in(world.sign_in(person).username, PASSPHRASE)


def hide(
    school: Place, section: Section, *, starts: date = TODAY, ends: date | None = None, over: bool = False
) -> None:
    with db.transaction():
        keep(
            HiddenSection(
                school_id=school.id,
                section=section.value,
                starts=starts,
                ends=ends,
                reason="Teachers are still entering scores.",
                hidden_by_title="Principal",
                hidden_at=clock.now(),
                ended_at=clock.now() if over else None,
            )
        )


def test_a_guardian_s_page_is_named_for_the_child_and_a_student_s_own_for_nobody(tried: Flask, world: World) -> None:
    of_child = at_home(tried, world, world.hoa).open("portal.tried", public_id=world.minh.public_id)
    own = at_home(tried, world, world.minh).open("portal.tried", public_id=world.minh.public_id)

    assert of_child.heading.startswith("Grades of Minh")
    assert own.heading == "Your grades"


def test_the_tabs_lead_to_pages_that_are_there_and_to_no_other(tried: Flask, world: World) -> None:
    browser = at_home(tried, world, world.hoa).open("portal.access_log", public_id=world.minh.public_id)
    [tabs] = [each for each in browser.page.iter("nav") if each.get("aria-label") == "Pages of Minh"]
    links = [each.get("href", "") for each in tabs.iter("a")]

    assert f"/portal/students/{world.minh.public_id}/access-log" in links
    assert [at_home(tried, world, world.hoa).open(each).status for each in links] == [200] * len(links)


def test_the_address_before_goes_on_to_the_access_log(tried: Flask, world: World) -> None:
    browser = at_home(tried, world, world.hoa).open(f"/portal/students/{world.minh.public_id}/reads")

    assert browser.path == f"/portal/students/{world.minh.public_id}/access-log"


@pytest.mark.parametrize("address", ["/tried/", "/portal/students/{}/access-log", "/portal/students/{}/reads"])
def test_a_child_one_does_not_see_is_not_found_whether_or_not_there_is_one(
    tried: Flask, world: World, address: str
) -> None:
    """T01: another family’s child, one whose records an order takes away, and nobody: the same page."""
    for reader in (world.siobhan, world.victor):
        browser = at_home(tried, world, reader)
        for name in (world.eli.public_id, world.minh.public_id, "no-such-student"):
            assert browser.open(address.format(name) if "{}" in address else address + name).status == 404


def test_a_hidden_page_says_by_whom_until_when_why_and_whom_to_ask(tried: Flask, world: World) -> None:
    hide(world.town.high, Section.GRADES, ends=date(2026, 12, 5))
    browser = at_home(tried, world, world.hoa).open("portal.tried", public_id=world.minh.public_id)

    assert f"{world.town.high.name} does not show this page through December 4, 2026. It was hidden by: Principal." in (
        browser.text
    )
    assert "Why: Teachers are still entering scores." in browser.text
    assert "You see it again on Saturday, December 5, 2026." in browser.text
    assert f"Questions are answered by the office of {world.town.high.name}" in browser.text


def test_a_student_is_told_the_same(tried: Flask, world: World) -> None:
    hide(world.town.high, Section.GRADES)
    browser = at_home(tried, world, world.minh).open("portal.tried", public_id=world.minh.public_id)

    assert browser.heading == "Your grades"
    assert "does not show this page until further notice" in browser.text


@pytest.mark.parametrize(
    ("starts", "ends", "over", "is_hidden"),
    [
        (TODAY, None, False, True),
        (TODAY, TODAY + timedelta(days=1), False, True),
        (TODAY - timedelta(days=9), TODAY, False, False),
        (TODAY + timedelta(days=1), None, False, False),
        (TODAY, None, True, False),
    ],
)
def test_a_page_is_hidden_on_its_days_and_not_once_it_is_shown_again(
    tried: Flask, world: World, starts: date, ends: date | None, over: bool, is_hidden: bool
) -> None:
    hide(world.town.high, Section.GRADES, starts=starts, ends=ends, over=over)
    browser = at_home(tried, world, world.hoa).open("portal.tried", public_id=world.minh.public_id)

    assert ("hidden by" in browser.text) is is_hidden


def test_another_school_and_another_page_hide_nothing_here(tried: Flask, world: World) -> None:
    hide(world.town.cedar, Section.GRADES)
    hide(world.town.high, Section.FEES)
    browser = at_home(tried, world, world.hoa).open("portal.tried", public_id=world.minh.public_id)

    assert "hidden by" not in browser.text


def test_who_has_seen_a_record_is_never_hidden(tried: Flask, world: World) -> None:
    hide(world.town.high, Section.ACCESS_LOG)
    browser = at_home(tried, world, world.hoa).open("portal.access_log", public_id=world.minh.public_id)

    assert Section.ACCESS_LOG not in MAY_BE_HIDDEN
    assert "hidden by" not in browser.text


def test_the_card_at_home_says_what_is_hidden_and_shows_no_classes_then(app: Flask, world: World) -> None:
    before = at_home(app, world, world.hoa)
    hide(world.town.high, Section.SCHEDULE, ends=date(2026, 12, 5))
    hide(world.town.high, Section.FEES)
    after = at_home(app, world, world.hoa)

    assert "Classes" in before.text
    assert "Classes" not in after.text
    assert "Schedule: not shown through December 4, 2026, says the school (Principal)." in after.text
    assert "Fees: not shown until further notice, says the school (Principal)." in after.text


def test_a_school_keeps_one_hiding_of_a_page_open(world: World, database: Engine) -> None:
    hide(world.town.high, Section.FEES)
    with pytest.raises(Exception, match="hidden_section"):
        hide(world.town.high, Section.FEES)
    hide(world.town.high, Section.FEES, over=True)


def test_the_home_takes_four_statements(app: Flask, world: World, database: Engine) -> None:
    hide(world.town.high, Section.FEES)
    browser = at_home(app, world, world.hoa)
    with statements(database) as said:
        browser.open("portal.home")

    assert len(said) == 4, said
