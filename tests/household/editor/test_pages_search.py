"""Search: one box, an answer without a name in its address, and nothing of those out of reach but a mask."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Engine

from demo import people
from demo.world import PASSPHRASE, World
from district.actions.search_terms import refresh_terms
from district.models import ContactPoint, PersonAddress
from foundation import clock, db
from tests.browser import Browser
from tests.household.access.desk import at_desk
from tests.household.editor.office import a_clerk, at_the_office
from tests.statements import statements


def look_for(browser: Browser, typed: str) -> Browser:
    return browser.open("household.search").fill(q=typed).press("Search")


def test_people_are_found_with_what_they_are_and_why(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    look_for(browser, "o brien")

    assert (browser.status, browser.path) == (200, "/household/search")
    assert "3 people found" in browser.text
    assert f"Nora O’Brien Grade 5, {world.town.cedar.name}, {world.nora.number} Found by name." in browser.text
    assert "Siobhan O’Brien tied to Nora O’Brien Found by name." in browser.text


@pytest.mark.parametrize(
    ("typed", "who", "why"),
    [
        ("12 grebe ln", "Patrick O’Brien", "by address"),
        ("S1132205", "Nora O’Brien", "by number"),
        ("grebes@grebe.example", "Siobhan O’Brien", "by email"),
        ("pat o'brien", "Patrick O’Brien", "by name"),
        ("paddy", "Patrick O’Brien", "by a name used for it"),
    ],
)
def test_each_ground_is_said(browser: Browser, world: World, typed: str, who: str, why: str) -> None:
    at_the_office(browser, world.town.cedar)
    look_for(browser, typed)

    assert who in browser.text
    assert why in browser.text.partition(who)[2].partition("Family")[0].partition("Household")[0]


def test_nothing_typed_stands_in_an_address(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    look_for(browser, "Nora")

    assert "Nora" not in browser.path
    assert browser.response is not None
    assert "nora" not in str(browser.response.headers).lower()


@pytest.mark.parametrize("typed", ["", "a", "%", "*", "—"])
def test_too_little_is_answered_with_what_to_type(browser: Browser, world: World, typed: str) -> None:
    at_the_office(browser, world.town.cedar)
    look_for(browser, typed)

    assert browser.status == 422
    assert browser.errors == ["Type two letters or more of a name, or a number, phone, email or address."]


def test_nobody_found_is_said_with_a_way_on(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    look_for(browser, "zzyzx")

    assert "Nobody on record fits every word you typed." in browser.text


def test_people_out_of_reach_are_masked_and_lead_nowhere(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    look_for(browser, "nguyen")

    assert "0 people found" in browser.text
    assert f"Minh N. {world.town.high.name} Found by name." in browser.text
    assert "Hoa N. no school on record Found by name." in browser.text
    assert "Nguyễn" not in browser.html
    for told in (world.minh.public_id, world.hoa.public_id, world.minh.number, world.hoa.email, "Egret"):
        assert told not in browser.html


SOMEBODY = "What you typed is a phone, an email or an address of somebody on record outside your schools"


@pytest.fixture
def moved(world: World) -> World:
    """Hoa, whose child is at the high school, with a phone and a street on record."""
    with db.transaction() as session:
        hers = {"person_id": world.hoa.id, "source": "office", "starts": clock.today()}
        session.add(ContactPoint(**hers, kind="phone", value="+17195550188"))
        session.add(
            PersonAddress(**hers, line_1="77 Curlew Bend", city="Juniper Valley", state="CO", postal_code="80999")
        )
        session.flush()
        refresh_terms((world.hoa.id,), on=clock.today())
    return world


@pytest.mark.parametrize(
    "typed", ["719-555-0188", "(719) 555 0188", "hoa@egret.example", "77 curlew bend", "curlew bend"]
)
def test_a_phone_an_email_or_an_address_out_of_reach_tells_that_somebody_is_on_record_and_nothing_more(
    browser: Browser, moved: World, typed: str
) -> None:
    at_the_office(browser, moved.town.cedar)
    look_for(browser, typed)

    assert SOMEBODY in browser.text
    assert "ask a colleague of Enrollment Services" in browser.text
    assert "0 people found" in browser.text
    for told in ("Hoa", "Nguyễn", "Minh", moved.town.high.name, moved.hoa.public_id):
        assert told not in browser.html.partition("<h2")[2]


@pytest.mark.parametrize("typed", ["hoa 719-555-0188", "nguyen hoa@egret.example", "hoa curlew", "ana 719-555-0188"])
def test_a_name_with_a_phone_out_of_reach_is_answered_alike_whether_it_fits_or_not(
    browser: Browser, moved: World, typed: str
) -> None:
    at_the_office(browser, moved.town.cedar)
    look_for(browser, typed)

    assert "Nobody on record fits every word you typed." in browser.text
    assert SOMEBODY not in browser.text
    assert "Hoa N." not in browser.text


@pytest.mark.parametrize("typed", ["719-555-0188", "hoa@egret.example", "hoa 719-555-0188", "77 curlew bend"])
def test_whoever_reaches_them_finds_them_by_phone_as_by_name(browser: Browser, moved: World, typed: str) -> None:
    at_the_office(browser, moved.town.high)
    look_for(browser, typed)

    assert "Hoa Nguyễn" in browser.text
    assert SOMEBODY not in browser.text


def test_the_search_box_of_every_page_leads_here(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar)
    browser.open("household.person", public_id=world.nora.public_id).fill(q="salas").press("Search")

    assert browser.path == "/household/search"
    assert "Diego S." in browser.text


def test_central_staff_find_everybody_and_may_narrow_to_a_school(browser: Browser, world: World) -> None:
    at_the_office(browser)
    look_for(browser, "novak")
    assert "3 people found" in browser.text
    assert "At other schools" not in browser.text

    browser.fill(q="ibarra", school=world.town.aspen.public_id).press("Search")
    assert "Mateo Ibarra Vega" in browser.text
    assert "Lucía" not in browser.text.partition("Household or family")[2].partition("tied to")[0]


def test_a_school_that_is_not_one_s_own_is_no_choice(browser: Browser, world: World) -> None:
    at_the_office(browser, world.town.cedar, world.town.aspen)
    browser.open("household.search")
    choices = [each.get("value") for each in browser.page.iter("option")]

    assert set(choices) == {"", world.town.cedar.public_id, world.town.aspen.public_id}
    assert browser.fill(q="minh", school=world.town.high.public_id).press("Search").status == 422


def test_own_family_is_named_and_not_opened(browser: Browser, world: World) -> None:
    clerk = a_clerk(world.town.cedar)
    with db.transaction():
        mine = people.a_student("Kit", "Moran", school=world.town.cedar)
        me = people.Someone(clerk.person_id, "", "", "", "")
        people.a_relationship(me, mine)
        refresh_terms((mine.id,), on=clock.today())
    at_desk(browser, clerk)
    look_for(browser, "kit moran")

    assert "Kit Moran Your own family: ask a colleague" in browser.text
    assert mine.public_id not in browser.html


def test_a_crowd_is_shown_in_pages_and_what_is_beyond_is_said(browser: Browser, world: World) -> None:
    with db.transaction():
        crowd = [people.a_student("Ann", f"Crowder{number:03}", school=world.town.cedar) for number in range(503)]
        refresh_terms([each.id for each in crowd], on=clock.today())
    at_the_office(browser, world.town.cedar)
    look_for(browser, "crowder")

    assert "500 people found There are more than these 500." in browser.text
    assert browser.text.count("Found by name.") == 50
    assert "Page 1 of 10" in browser.text
    browser.press("Next page")
    assert "Page 2 of 10" in browser.text
    assert (browser.status, browser.path) == (200, "/household/search")
    assert browser.press("Previous page").text.count("Crowder000") >= 1


@pytest.mark.parametrize("typed", ["2", "0", "-1", "99999999999999999999", "x", "１"])
def test_a_page_that_is_none_is_the_nearest_one(browser: Browser, world: World, typed: str) -> None:
    at_the_office(browser, world.town.cedar)
    browser.open("household.search")
    token = next(each.get("value") for each in browser.page.iter("input") if each.get("name") == "csrf_token")
    browser._go("POST", "/household/search", {"q": "obrien", "page": typed, "csrf_token": token})

    assert browser.status == 200
    assert "3 people found" in browser.text
    assert "Nora O’Brien" in browser.text


def test_names_are_shown_as_they_are_written_never_as_markup(browser: Browser, world: World) -> None:
    hostile = '"><svg/onload=alert(1)>${7*7}</script>'
    with db.transaction():
        child = people.a_student("Mallory", hostile, school=world.town.cedar)
        refresh_terms((child.id,), on=clock.today())
    at_the_office(browser, world.town.cedar)
    look_for(browser, "mallory " + hostile)

    assert f"Mallory {hostile}" in browser.text
    assert "<svg/onload" not in browser.html


def test_a_search_is_spoken_in_spanish(browser: Browser, world: World) -> None:
    browser.language = "es"
    at_the_office(browser, world.town.cedar, language="es")
    browser.open("household.search").fill(q="obrien").press("Buscar")

    assert "3 personas" in browser.text
    assert "por el nombre" in browser.text


def test_without_access_the_search_says_why_not(browser: Browser, world: World) -> None:
    at_desk(browser, a_clerk(world.town.cedar, has_courses=False))
    browser.open("household.search")

    assert browser.status == 403
    assert "IC-ENROLLMENT" in browser.text or "Infinite Campus Enrollment" in browser.text


def test_a_right_that_ends_between_two_requests_is_gone_on_the_second(browser: Browser, world: World) -> None:
    clerk = a_clerk(world.town.cedar)
    at_desk(browser, clerk).open("household.search").fill(q="obrien")
    clerk.is_revoked()
    browser.press("Search")

    assert browser.status == 403
    assert "O’Brien" not in browser.text


@pytest.mark.parametrize("how_many", [1, 40])
def test_a_search_takes_seven_statements_however_many_are_found(
    browser: Browser, world: World, database: Engine, how_many: int
) -> None:
    with db.transaction():
        crowd = [people.a_student("Ann", f"Crowder{number:03}", school=world.town.cedar) for number in range(how_many)]
        parents = [people.a_guardian("Pat", "Crowder", of=(each,)) for each in crowd]
        refresh_terms([each.id for each in (*crowd, *parents)], on=clock.today())
    at_the_office(browser, world.town.cedar)
    browser.open("household.search").fill(q="crowder")
    with statements(database) as said:
        browser.press("Search")

    assert browser.text.count("Found by name.") == min(50, 2 * how_many)
    assert len(said) == 7, said


def test_a_family_account_finds_no_search(app: Flask, world: World) -> None:
    browser = Browser(app).signs_in(world.sign_in(world.siobhan).username, PASSPHRASE)

    assert browser.open("household.search").status == 403
