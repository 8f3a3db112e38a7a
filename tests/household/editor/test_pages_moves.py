"""A move and a split, page by page: who and when, where to, what will be written, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from functools import partial
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from demo import people
from demo.cast import Someone
from demo.homes import Home as DemoHome
from demo.homes import a_household
from demo.world import World
from district.actions.search_terms import refresh_terms
from district.models import Household, HouseholdAddress, HouseholdMember, HouseholdPhone, Move, ProofOfResidence
from district.queries.moves import homes_as_they_are
from foundation import clock, db
from foundation.outbox import Mail
from tests.browser import Browser
from tests.household.access.desk import at_desk
from tests.household.editor.office import a_clerk, at_the_office
from tests.racing import at_once
from tests.statements import statements

At = Callable[[str], AbstractContextManager[datetime]]
ONE = timedelta(days=1)
ELM = {"line_1": "5 Elm Way", "city": "Juniper Valley", "state": "co", "postal_code": "80999"}
PROOF = {"proof": "A lease or deed with its signature page", "proof_dated": "2026-11-02"}


def begins(browser: Browser, home: DemoHome, *who: Someone, kind: str = "move", day: str = "2026-12-01") -> Browser:
    """The first page filled in, and on to the second."""
    browser.open("household.move", public_id=home.public_id)
    browser.fill(kind=kind, who=tuple(each.public_id for each in who), day=day)
    return browser.press("Continue")


def checks(browser: Browser, **typed: str) -> Browser:
    """The second page filled in, and on to the third."""
    return browser.fill(**(ELM | typed)).press("Continue")  # type: ignore[arg-type]


def _form(browser: Browser) -> Element:
    """The form of the page's content."""
    return next(each for each in browser.page.iter("form") if "/move" in each.get("action", ""))


def counts() -> tuple[int, ...]:
    """How much of everything a move could write there is."""
    db.close()
    kinds = (Household, HouseholdMember, HouseholdAddress, HouseholdPhone, Move, ProofOfResidence, Mail)
    return tuple(db.session().scalar(select(func.count()).select_from(each)) or 0 for each in kinds)


def members_on(household_id: int, day: date) -> list[int]:
    db.close()
    home = homes_as_they_are([household_id], on=clock.today())[household_id]
    return sorted(each.person_id for each in home.members_on(day))


def test_nobody_is_ticked_and_each_is_named_with_the_school(browser: Browser, world: World) -> None:
    at_the_office(browser)
    browser.open("household.move", public_id=world.homes["marisol"].public_id)

    assert browser.heading == "Move: Ibarra"
    assert " checked" not in browser.html
    assert f"Lucía Ibarra Vega, Grade 9, {world.town.high.name}" in browser.text
    assert f"Mateo Ibarra Vega, Grade 3, {world.town.aspen.name}" in browser.text


def test_one_sibling_moves_and_everything_written_is_said_before(browser: Browser, world: World) -> None:
    home = world.homes["marisol"]
    at_the_office(browser)
    checks(begins(browser, home, world.mateo), phone="303-555-0177", **PROOF)

    assert "Mateo Ibarra Vega: lives here through November 30, 2026." in browser.text
    assert "Mateo Ibarra Vega: first home in a household of their own from December 1, 2026 on." in browser.text
    assert "5 Elm Way, Juniper Valley counts from December 1, 2026 on." in browser.text
    assert "The other home’s phone is (303) 555-0177." in browser.text
    assert "No adult lives with the students in the other home." in browser.text
    assert "A lease or deed with its signature page, November 2, 2026, seen by you." in browser.text
    before = counts()
    assert before[4] == 0

    browser.press("Save")

    assert "The move is on record for December 1, 2026. Until then it can be taken back." in browser.text
    assert "Mateo Ibarra Vega will move on December 1, 2026." in browser.text
    day = date(2026, 12, 1)
    assert world.mateo.id in members_on(home.id, day - ONE)
    assert members_on(home.id, day) == sorted([world.marisol.id, world.lucia.id])
    assert tuple(now - was for now, was in zip(counts(), before, strict=True)) == (1, 1, 1, 1, 1, 1, 1)


def test_the_family_moves_as_a_whole(browser: Browser, world: World) -> None:
    home = world.homes["marisol"]
    at_the_office(browser)
    checks(begins(browser, home, world.marisol, world.lucia, world.mateo, day="2026-11-18"))

    assert "The address on record so far counts through November 17, 2026." in browser.text
    assert "Proof of residence is missing. Ask for it by December 18, 2026." in browser.text
    browser.press("Save")

    assert "The record is changed: it counts from November 18, 2026 on." in browser.text
    assert "5 Elm Way, Juniper Valley, CO 80999" in browser.text
    assert "12 Sandpiper Lane no longer counts" in browser.text
    browser.follow("Enter the proof").fill(**PROOF).press("I have seen it")
    assert "The proof of residence is on record." in browser.text
    assert "(5 Elm Way); seen by Tamika" in browser.text
    assert "is missing" not in browser.text


def test_a_mistake_is_corrected_without_a_day_or_a_paper(browser: Browser, world: World) -> None:
    home = world.homes["marisol"]
    at_the_office(browser)
    checks(begins(browser, home, world.marisol, world.lucia, world.mateo, kind="correction", day=""))

    assert "The address on record so far never counted." in browser.text
    assert "5 Elm Way, Juniper Valley counts from January 1, 2015 on." in browser.text
    assert "No proof of residence is asked for here." in browser.text
    browser.press("Save")

    assert "12 Sandpiper Lane was entered by mistake" in browser.text


def test_a_temporary_home_has_a_last_day(browser: Browser, world: World) -> None:
    home = world.homes["marisol"]
    at_the_office(browser)
    browser.open("household.move", public_id=home.public_id)
    everybody = tuple(each.public_id for each in home.members)
    browser.fill(kind="temporary", who=everybody, day="2026-11-18").press("Continue")
    assert browser.status == 422
    assert browser.errors == ["Choose the last day there: a later move makes it longer."]
    checks(browser.fill(through="2026-12-31").press("Continue"))

    assert "from November 18, 2026 through December 31, 2026, beside the address at home." in browser.text
    browser.press("Save")
    assert "12 Sandpiper Lane, Juniper Valley, CO 80999 Primary Mail" in browser.text
    assert "5 Elm Way, Juniper Valley, CO 80999 Second address" in browser.text


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"kind": ""}, "Say what happened."),
        ({"who": ()}, "Tick whoever lives elsewhere now. Nobody moves who is not ticked."),
        ({"day": ""}, "Choose the first day at the new address."),
        ({"day": "soon"}, "Type a day as month, day and year."),
    ],
)
def test_the_first_page_says_what_is_missing(browser: Browser, world: World, typed: dict[str, str], error: str) -> None:
    home = world.homes["marisol"]
    at_the_office(browser)
    browser.open("household.move", public_id=home.public_id)
    filled = {"kind": "move", "who": (world.mateo.public_id,), "day": "2026-12-01"} | typed
    browser.fill(**filled).press("Continue")

    assert (browser.status, browser.errors) == (422, [error])


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"line_1": ""}, "Type the street and the number."),
        ({"line_1": "x" * 121}, "Write it in 120 characters or fewer."),
        ({"city": ""}, "Type the city."),
        ({"state": "Colorado"}, "Write the state in two letters, such as CO."),
        ({"postal_code": "8099"}, "Write a ZIP code of five digits."),
        ({"proof": PROOF["proof"]}, "Choose the day on the paper."),
        (PROOF | {"proof_dated": "2026-11-19"}, "The day on the paper lies ahead. Look at the paper again."),
        ({"proof": "A note from the cat", "proof_dated": "2026-11-02"}, "Choose one of the papers."),
    ],
)
def test_the_second_page_says_what_is_missing(
    browser: Browser, world: World, typed: dict[str, str], error: str
) -> None:
    at_the_office(browser)
    checks(begins(browser, world.homes["marisol"], world.mateo), **typed)

    assert (browser.status, browser.errors) == (422, [error])


@pytest.mark.parametrize(
    ("day", "kind", "error"),
    [
        ("2015-01-01", "move", "Marisol Ibarra lives here since January 1, 2015."),
        ("2028-01-01", "move", "A move is entered a year ahead at most. Choose November 19, 2027 or earlier."),
    ],
)
def test_what_cannot_be_is_said_beside_its_question(
    browser: Browser, world: World, day: str, kind: str, error: str
) -> None:
    at_the_office(browser)
    checks(begins(browser, world.homes["marisol"], world.marisol, day=day, kind=kind))

    assert browser.status == 422
    assert [each for each in browser.errors if each.startswith(error)]


def test_the_same_address_is_no_move(browser: Browser, world: World) -> None:
    home = world.homes["marisol"]
    at_the_office(browser)
    checks(begins(browser, home, *home.members), line_1="12 SANDPIPER LANE")

    assert (browser.status, browser.errors) == (
        422,
        ["This is the address on record already. Type the new one."],
    )


def test_somebody_at_the_address_is_named_and_asked_about(browser: Browser, world: World) -> None:
    home, host = world.homes["marisol"], world.homes["ruth"]
    at_the_office(browser)
    checks(begins(browser, home, world.mateo), line_1="12 Harrier Lane")
    assert browser.errors == ["Somebody lives at this address already. Say whether they come to them."]
    browser.fill(home=host.public_id).press("Continue")
    assert "Mateo Ibarra Vega: first home in the household of Isaiah Brooks and Ruth Brooks" in browser.text
    browser.press("Save")

    assert world.mateo.id in members_on(host.id, date(2026, 12, 1))
    assert world.mateo.id not in members_on(host.id, date(2026, 11, 30))
    browser.open("household.household", public_id=host.public_id)
    assert "Mateo Ibarra Vega will live here too from December 1, 2026 on." in browser.text


def test_who_lives_there_is_masked_beyond_ones_reach_and_cannot_be_joined(browser: Browser, world: World) -> None:
    home, host = world.homes["marisol"], world.homes["ruth"]
    at_the_office(browser, world.town.high)
    checks(begins(browser, home, world.mateo), line_1="12 Harrier Lane")

    assert browser.status == 200
    assert "At this address on record: Isaiah B. and Ruth B." in browser.text
    assert "Brooks" not in browser.text
    sent = dict(browser._sent_by(_form(browser)))
    assert "home" not in sent
    browser.press("Save")
    assert world.mateo.id not in members_on(host.id, date(2026, 12, 1))


def test_a_confidential_household_at_the_address_is_never_told(browser: Browser, world: World) -> None:
    at_the_office(browser)
    checks(begins(browser, world.homes["marisol"], world.mateo), line_1="9 Osprey Hollow")

    assert browser.status == 200
    assert [each for each in ("Joanna", "Eli ", "At this address") if each in browser.text] == []


def test_a_confidential_household_is_moved_by_those_alone_who_may_see_its_address(app: Flask, world: World) -> None:
    home = world.homes["joanna"]
    for place in ("household.move", "household.split"):
        without = at_the_office(Browser(app)).open(place, public_id=home.public_id)
        assert without.status == 403
        assert without.heading == "This household’s address is confidential: ask a colleague"
    browser = at_desk(Browser(app), a_clerk(), "confidential-addresses")
    checks(begins(browser, home, *home.members))
    assert "The address is confidential: nobody is told by mail" in browser.text
    browser.press("Save")

    assert browser.status == 200
    assert counts()[6] == 0
    db.close()
    kept = db.session().scalars(select(HouseholdAddress).where(HouseholdAddress.household_id == home.id)).all()
    assert [each.is_confidential for each in kept] == [True, True]
    again = at_the_office(Browser(app)).open("household.household", public_id=home.public_id)
    assert "Elm" not in again.html


def test_nobody_without_the_right_makes_an_address_confidential(browser: Browser, world: World) -> None:
    at_the_office(browser)
    begins(browser, world.homes["marisol"], world.mateo)

    assert "confidential" not in browser.text.lower()


def test_a_move_is_taken_back_before_its_day(browser: Browser, world: World, at: At) -> None:
    home = world.homes["marisol"]
    at_the_office(browser)
    checks(begins(browser, home, world.mateo)).press("Save")
    browser.press("Take this move back")

    assert "The move is taken back. All is as it was." in browser.text
    assert world.mateo.id in members_on(home.id, date(2026, 12, 1))
    assert "will move" not in browser.text


def test_a_move_whose_day_has_come_is_not_taken_back(browser: Browser, world: World, at: At) -> None:
    home = world.homes["marisol"]
    with at("2026-11-18 23:55"):
        at_the_office(browser)
        checks(begins(browser, home, world.mateo, day="2026-11-19")).press("Save")
    with at("2026-11-19 00:05"):
        browser.press("Take this move back")

        assert "This move can no longer be taken back" in browser.text
        assert world.mateo.id not in members_on(home.id, date(2026, 11, 19))


def test_whose_office_reaches_whom_follows_the_day(app: Flask, world: World, at: At) -> None:
    """Mateo alone goes to Aspen Creek, and Lucía alone to the high school."""
    home = world.homes["marisol"]
    checks(begins(at_the_office(Browser(app)), home, world.mateo)).press("Save")
    db.close()
    other_id = db.session().scalars(select(Move.other_id)).one()
    other = db.session().get_one(Household, other_id).public_id
    db.close()
    for day, reaches_old, reaches_new in (("2026-11-30", 200, 404), ("2026-12-01", 404, 200)):
        with at(f"{day} 08:00"):
            office = at_the_office(Browser(app), world.town.aspen)
            assert office.open("household.household", public_id=home.public_id).status == reaches_old
            assert office.open("household.household", public_id=other).status == reaches_new
            assert (
                at_the_office(Browser(app), world.town.high).open("household.household", public_id=other).status == 404
            )


def test_a_move_that_is_none_of_the_households_is_not_found(browser: Browser, world: World) -> None:
    home = world.homes["marisol"]
    at_the_office(browser)
    checks(begins(browser, home, world.mateo)).press("Save")
    db.close()
    made = db.session().scalars(select(Move)).one()
    page = browser.html
    assert made.public_id in page
    browser.html = page
    form = next(each for each in browser.page.iter("form") if made.public_id in each.get("action", ""))
    form.set("action", form.get("action", "").replace(home.public_id, world.homes["ruth"].public_id))
    browser.press("Take this move back")

    assert browser.status == 404
    db.close()
    assert db.session().scalars(select(Move.taken_back_at)).one() is None


def test_a_stale_form_is_shown_both_versions_and_keeps_what_was_typed(app: Flask, world: World) -> None:
    home = world.homes["marisol"]
    first, second = at_the_office(Browser(app)), at_the_office(Browser(app))
    checks(begins(first, home, *home.members))
    checks(begins(second, home, world.mateo), line_1="7 Oak Row").press("Save")
    first.press("Save")

    assert first.status == 409
    assert "while you were editing it" in first.text
    assert "12 Sandpiper Lane" in first.text
    assert "5 Elm Way" in first.text
    assert counts()[4] == 1


def test_a_stale_form_that_still_fits_is_saved_at_the_second_time(app: Flask, world: World) -> None:
    home = world.homes["marisol"]
    first, second = at_the_office(Browser(app)), at_the_office(Browser(app))
    checks(begins(first, home, world.lucia))
    checks(begins(second, home, world.mateo), line_1="7 Oak Row").press("Save")
    first.press("Save")
    assert first.status == 409
    first.press("Save")

    assert first.status == 200
    assert members_on(home.id, date(2026, 12, 1)) == [world.marisol.id]


def test_the_same_form_sent_many_times_moves_once(app: Flask, world: World, database: Engine) -> None:
    home = world.homes["marisol"]
    browser = at_the_office(Browser(app))
    checks(begins(browser, home, world.mateo))
    form = _form(browser)
    sent = dict(browser._sent_by(form)) | {"step": "save"}
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    address = f"/household/households/{home.public_id}/move"

    answers = at_once([partial(browser.client.post, address, data=sent, headers=headers) for _ in range(6)])

    assert {each.status_code for each in answers} == {303}
    assert {each.headers["Location"] for each in answers} == {f"/household/households/{home.public_id}"}
    assert counts()[4] == 1


def test_two_at_once_are_one_move_and_one_refusal(app: Flask, world: World) -> None:
    home = world.homes["marisol"]
    browsers = [at_the_office(Browser(app)) for _ in range(4)]
    deeds = []
    for place, browser in enumerate(browsers):
        checks(begins(browser, home, world.mateo), line_1=f"{place + 1} Oak Row")
        form = _form(browser)
        sent = dict(browser._sent_by(form)) | {"step": "save"}
        headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        address = f"/household/households/{home.public_id}/move"
        deeds.append(partial(browser.client.post, address, data=sent, headers=headers))

    answers = at_once(deeds)

    assert sorted(each.status_code for each in answers) == [303, 409, 409, 409]
    assert counts()[4] == 1


@pytest.mark.parametrize("place", ["household.move", "household.split", "household.proof"])
def test_out_of_reach_is_not_found_and_ones_own_family_is_refused(app: Flask, world: World, place: str) -> None:
    away = at_the_office(Browser(app), world.town.cedar)
    assert away.open(place, public_id=world.homes["marisol"].public_id).status == 404
    assert away.open(place, public_id="no-such-household").status == 404
    clerk = a_clerk()
    with db.transaction():
        me = Someone(clerk.person_id, "", "", "", "")
        kit = people.a_student("Kit", "Moran", school=world.town.cedar)
        people.a_relationship(me, kit)
        own = a_household(me, kit, street="1 Elm Way")
    mine = at_desk(Browser(app), clerk)
    assert mine.open(place, public_id=own.public_id).status == 403


def test_whose_access_ended_meanwhile_saves_nothing(app: Flask, world: World, at: At) -> None:
    browser = at_the_office(Browser(app))
    checks(begins(browser, world.homes["marisol"], world.mateo))
    with at("2029-11-18 08:00"):
        browser.press("Save")
        assert browser.status in (200, 403)
    assert counts()[4] == 0


def test_a_district_may_ask_for_the_proof_first(app: Flask, world: World) -> None:
    from dataclasses import replace

    app.config["HEARTH"] = replace(app.config["HEARTH"], move_without_proof_days=0)
    browser = at_the_office(Browser(app))
    checks(begins(browser, world.homes["marisol"], world.mateo))

    assert browser.errors == ["Choose the paper you have seen: the district asks for one here."]


@pytest.mark.parametrize("how_many", [1, 12])
@pytest.mark.parametrize("step", ["who", "check"])
def test_a_page_takes_few_statements_however_many_live_there(
    browser: Browser, world: World, database: Engine, how_many: int, step: str
) -> None:
    with db.transaction():
        children = [people.a_student("Kid", f"Quill{n}", school=world.town.cedar, grade="04") for n in range(how_many)]
        home = a_household(people.a_guardian("Ada", "Quill", of=children), *children, street="1 Elm Way")
        refresh_terms([each.id for each in home.members], on=clock.today())
    at_the_office(browser, world.town.cedar)
    begins(browser, home, *children)
    browser.fill(**ELM)
    if step == "check":
        browser.press("Continue").press("Back to where").fill(**ELM)
        with statements(database) as taken:
            browser.press("Continue")
    else:
        with statements(database) as taken:
            browser.open("household.move", public_id=home.public_id)
    assert len(taken) <= 8
