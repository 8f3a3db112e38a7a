"""The clean-up queue at a browser: what is in one's reach, who looks after it, and nothing of anybody else."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

from demo import people
from demo.cast import Someone
from demo.homes import a_household
from demo.world import World
from foundation import audit, clock, db
from foundation.audit import AuditEntry
from household.editor import jobs
from household.editor.actions.places import forget_places
from household.editor.models import CleanupFinding
from household.editor.rules.findings import Code
from tests.browser import Browser
from tests.household.access.desk import an_account, at_desk
from tests.household.editor.office import a_clerk, at_the_office
from tests.statements import statements

MOST_STATEMENTS = 8


def check() -> None:
    with jobs.checked(by=audit.command("test")):
        pass


def the_finding(code: Code, person: Someone) -> CleanupFinding:
    found = db.session().scalars(
        select(CleanupFinding).where(CleanupFinding.code == code.value, CleanupFinding.person_id == person.id)
    )
    one = found.one()
    db.close()
    return one


@pytest.fixture
def checked(world: World) -> World:
    check()
    return world


def test_central_staff_see_every_school_the_worst_first(browser: Browser, checked: World) -> None:
    at_the_office(browser).open("household.cleanup")

    assert browser.heading.endswith("of them critical")
    assert "Tobi Adeyemi" in browser.text
    assert "Minh Nguyễn" in browser.text
    listed = browser.text.partition("Mend it")[2]
    assert listed.index("Critical") < listed.index("Warning")


def test_school_staff_see_what_is_in_their_reach_alone(browser: Browser, checked: World) -> None:
    at_the_office(browser, checked.town.cedar).open("household.cleanup")

    assert "Paloma de la Cruz" in browser.text
    for other in (checked.tobi, checked.minh, checked.amira, checked.eli):
        assert other.last_name not in browser.text
        assert other.public_id not in browser.html


def test_nothing_of_one_s_own_family_is_shown_counted_or_opened(browser: Browser, world: World) -> None:
    clerk = a_clerk(world.town.cedar)
    with db.transaction():
        mine = people.a_student("Kit", "Moran", school=world.town.cedar)
        people.a_relationship(Someone(clerk.person_id, "", "", "", ""), mine)
        home = a_household(mine, street="1 Own Way")
    check()
    at_desk(browser, clerk).open("household.cleanup")
    shown = browser.heading
    found = the_finding(Code.CALL_ORDER_MISSING, mine)

    assert "Moran" not in browser.text
    assert home.public_id not in browser.html
    assert browser.open("household.finding", public_id=found.public_id).status == 404
    with db.transaction() as session:
        about = (CleanupFinding.person_id == mine.id) | (CleanupFinding.household_id == home.id)
        session.execute(update(CleanupFinding).where(about).values(closed_at=clock.now()))
        forget_places(session.scalars(select(CleanupFinding.id).where(about)).all())
    assert browser.open("household.cleanup").heading == shown


def test_central_staff_do_not_count_their_own_family_either(browser: Browser, world: World) -> None:
    clerk = a_clerk()
    at_desk(browser, clerk)
    check()
    before = browser.open("household.cleanup").heading
    with db.transaction():
        mine = people.a_student("Kit", "Moran", school=world.town.cedar)
        people.a_relationship(Someone(clerk.person_id, "", "", "", ""), mine)
        a_household(mine, street="1 Own Way")
    check()

    assert browser.open("household.cleanup").heading == before
    assert "Moran" not in browser.text


@pytest.mark.parametrize("cedar", [True, False])
def test_the_figures_are_those_of_the_list(browser: Browser, checked: World, cedar: bool) -> None:
    at_the_office(browser, *([checked.town.cedar] if cedar else []))
    for severity, label in (("critical", "Critical"), ("warning", "Warning"), ("info", "To look at")):
        browser.open("household.cleanup", severity=severity)
        listed = browser.html.count("/take")
        assert f"{listed} {label}" in browser.text


def test_a_list_is_narrowed_by_kind_school_age_and_owner(browser: Browser, checked: World) -> None:
    at_the_office(browser)
    browser.open("household.cleanup").fill(kind="student-without-household", school=checked.town.aspen.public_id)
    browser.press("Show")

    assert "Tobi Adeyemi" in browser.text
    assert "Minh" not in browser.text
    assert browser.html.count("/take") == browser.text.count("Find the student a household")
    browser.fill(age="30").press("Show")
    assert "Nothing in your reach fits this list." in browser.text
    browser.fill(age="", owner="mine").press("Show")
    assert "Nothing in your reach fits this list." in browser.text
    assert browser.follow("Show everything").path == "/household/cleanup"


@pytest.mark.parametrize("asked", ["severity=dire", "kind=x", "school=x", "age=3", "owner=x", "after=x", "after=9.9.9"])
def test_what_an_address_cannot_ask_is_refused_or_read_from_the_top(
    browser: Browser, checked: World, asked: str
) -> None:
    at_the_office(browser).open(f"/household/cleanup?{asked}")

    assert browser.status == (200 if asked.startswith("after") else 422)
    assert "Tobi Adeyemi" in browser.text


def test_a_school_that_is_not_one_s_own_cannot_be_chosen(browser: Browser, checked: World) -> None:
    at_the_office(browser, checked.town.cedar, checked.town.aspen)
    browser.open(f"/household/cleanup?school={checked.town.high.public_id}")

    assert browser.status == 422
    assert "Minh" not in browser.text


@pytest.mark.parametrize("cedar", [True, False])
def test_a_long_list_is_read_page_by_page_and_nothing_twice(browser: Browser, world: World, cedar: bool) -> None:
    with db.transaction():
        for number in range(60):
            people.a_student("Ann", f"Crowder{number:03}", school=world.town.cedar)
    check()
    at_the_office(browser, *([world.town.cedar] if cedar else []))
    browser.open("household.cleanup", kind="student-without-household")
    pages = [names_in(browser)]
    while any(each.get("rel") == "next" for each in browser.page.iter("a")):
        pages.append(names_in(browser.follow("The next 50")))

    assert len(pages[0]) == 50
    everybody = [name for each in pages for name in each]
    assert len(everybody) == len(set(everybody))
    assert {f"Crowder{number:03}" for number in range(60)} <= set(everybody)


def names_in(browser: Browser) -> list[str]:
    rows = [each for each in browser.page.iter("a") if "/household/people/" in each.get("href", "")]
    return [
        str(each.text).split()[-1] if "Crowder" in str(each.text) else str(each.text)
        for each in rows
        if "/new" not in each.get("href", "")
    ]


def test_the_way_leads_to_the_page_that_mends_it(browser: Browser, checked: World) -> None:
    at_the_office(browser)
    browser.open("household.cleanup", kind="student-without-household")
    browser.follow("Find the student a household")

    assert browser.status == 200
    assert browser.path.endswith("/household/new")


def test_whoever_mends_it_settles_it_at_once(browser: Browser, checked: World) -> None:
    at_the_office(browser)
    found = the_finding(Code.STUDENT_WITHOUT_HOUSEHOLD, checked.tobi)
    with db.transaction():
        home = a_household(checked.grace, street="1 Plover Lane")
    browser.open("household.add_member", public_id=home.public_id, person=checked.tobi.public_id)
    browser.fill(home="first").press()

    assert browser.status == 200
    assert the_finding(Code.STUDENT_WITHOUT_HOUSEHOLD, checked.tobi).closed_at is not None
    assert browser.open("household.finding", public_id=found.public_id).text.count("Settled") == 1


def test_taken_given_left_and_brought_back(browser: Browser, app: Flask, checked: World) -> None:
    colleague = a_clerk(checked.town.aspen, name="Odell")
    an_account(colleague, username="odell.m")
    at_the_office(browser, checked.town.aspen)
    found = the_finding(Code.STUDENT_WITHOUT_HOUSEHOLD, checked.tobi)

    browser.open("household.finding", public_id=found.public_id).press("Take it")
    assert "You look after it now." in browser.text
    assert "Looked after by you" in browser.text
    browser.open("household.cleanup", owner="mine")
    assert browser.html.count("Tobi Adeyemi") == 1

    browser.open("household.finding", public_id=found.public_id)
    browser.fill(colleague="Odell.M").press("Give it to a colleague")
    assert "Looked after by Odell" in browser.text
    browser.fill(until="2026-12-01", because="The family moves on the 30th").press("Leave it until then")
    assert "left until December 1, 2026" in browser.text.replace("Dec 1", "December 1")
    assert "The family moves on the 30th" in browser.text
    browser.open("household.cleanup", kind="student-without-household")
    assert "Tobi Adeyemi" not in browser.text
    browser.open("household.cleanup", owner="left")
    assert "Tobi Adeyemi" in browser.text

    browser.open("household.finding", public_id=found.public_id).press("Bring it back into the list")
    assert "It is back in the list." in browser.text
    browser.press("Let nobody look after it")
    assert "Looked after by nobody" in browser.text
    told = select(AuditEntry.event).where(AuditEntry.event.like("finding-%")).order_by(AuditEntry.id)
    assert db.session().scalars(told).all() == [
        "finding-taken",
        "finding-given",
        "finding-left",
        "finding-left",
        "finding-given",
    ]


@pytest.mark.parametrize(("moment", "is_listed"), [("2026-11-19 23:59", False), ("2026-11-20 00:01", True)])
def test_what_was_left_comes_back_on_its_day(browser: Browser, checked: World, moment: str, is_listed: bool) -> None:
    found = the_finding(Code.STUDENT_WITHOUT_HOUSEHOLD, checked.tobi)
    with db.transaction() as session:
        session.execute(
            update(CleanupFinding).where(CleanupFinding.id == found.id).values(left_until=date(2026, 11, 20))
        )
    with clock.at(moment):
        at_the_office(browser, checked.town.aspen).open("household.cleanup", kind="student-without-household")

        assert ("Tobi Adeyemi" in browser.text) is is_listed


def test_a_colleague_was_faster(browser: Browser, app: Flask, checked: World) -> None:
    found = the_finding(Code.STUDENT_WITHOUT_HOUSEHOLD, checked.tobi)
    at_the_office(browser, checked.town.aspen).open("household.finding", public_id=found.public_id)
    other = at_the_office(Browser(app)).open("household.finding", public_id=found.public_id)
    other.press("Take it")

    assert browser.press("Take it").status == 409
    assert "A colleague looks after it already." in browser.text
    browser.fill(until="2026-12-01", because="Mine, I thought")
    other.fill(until="2026-12-24", because="They travel").press("Leave it until then")
    assert browser.press("Leave it until then").status == 409
    assert "They travel" in browser.text
    assert "Mine, I thought" in browser.html


@pytest.mark.parametrize(
    ("until", "because", "error"),
    [
        ("2026-11-18", "x", "Name a day after today."),
        ("2027-05-18", "x", "Name a day within the next 180 days."),
        ("", "x", "Choose a day, as YYYY-MM-DD."),
        ("2026-12-01", "", "Say in a few words why. It stays in the audit."),
        ("2026-12-01", "x" * 301, "Say it shorter, in at most 300 characters."),
    ],
)
def test_a_leave_that_cannot_be_is_answered_with_what_to_do(
    browser: Browser, checked: World, until: str, because: str, error: str
) -> None:
    at_the_office(browser, checked.town.aspen)
    found = the_finding(Code.STUDENT_WITHOUT_HOUSEHOLD, checked.tobi)
    browser.open("household.finding", public_id=found.public_id)
    browser.fill(until=until, because=because).press("Leave it until then")

    assert (browser.status, browser.errors) == (422, [error])
    assert the_finding(Code.STUDENT_WITHOUT_HOUSEHOLD, checked.tobi).left_until is None


@pytest.mark.parametrize("who", ["nobody.known", "elsewhere", "lapsed", ""])
def test_it_goes_to_nobody_who_may_not_open_it(browser: Browser, checked: World, who: str) -> None:
    an_account(a_clerk(checked.town.high, name="Elle"), username="elsewhere")
    an_account(a_clerk(checked.town.aspen, name="Lars", has_courses=False), username="lapsed")
    at_the_office(browser, checked.town.aspen)
    found = the_finding(Code.STUDENT_WITHOUT_HOUSEHOLD, checked.tobi)
    browser.open("household.finding", public_id=found.public_id).fill(colleague=who).press("Give it to a colleague")

    assert browser.status == 422
    assert len(browser.errors) == 1
    assert the_finding(Code.STUDENT_WITHOUT_HOUSEHOLD, checked.tobi).owner_id is None


def test_what_is_out_of_reach_cannot_be_opened_or_taken(browser: Browser, checked: World) -> None:
    at_the_office(browser, checked.town.cedar)
    found = the_finding(Code.STUDENT_WITHOUT_HOUSEHOLD, checked.tobi)
    unknown = browser.open("household.finding", public_id="0" * 16)
    told = (unknown.status, unknown.text)
    assert told[0] == 404
    browser.open("household.finding", public_id=found.public_id)
    assert (browser.status, browser.text) == told
    near = the_finding(Code.STUDENT_WITHOUT_HOUSEHOLD, checked.paloma)
    browser.open("household.finding", public_id=near.public_id)
    token = next(each.get("value") for each in browser.page.iter("input") if each.get("name") == "csrf_token")
    browser._go("POST", f"/household/cleanup/{found.public_id}/take", {"csrf_token": token, "version": "1"})
    assert browser.status == 404
    assert the_finding(Code.STUDENT_WITHOUT_HOUSEHOLD, checked.tobi).owner_id is None


def test_what_is_mended_is_told_as_settled(browser: Browser, checked: World) -> None:
    at_the_office(browser, checked.town.aspen)
    found = the_finding(Code.STUDENT_WITHOUT_HOUSEHOLD, checked.tobi)
    browser.open("household.finding", public_id=found.public_id)
    with db.transaction():
        a_household(checked.tobi, checked.grace, street="1 Plover Lane")
    check()

    assert browser.press("Take it").status == 409
    assert "It is settled: the last check no longer found it." in browser.text
    assert "Settled" in browser.text


def test_of_a_likely_duplicate_out_of_reach_only_a_mask_is_shown(browser: Browser, world: World) -> None:
    with db.transaction():
        there = people.a_student("Ines", "Quill", school=world.town.high, born=clock.today().replace(year=2012))
        people.a_student("Inés", "Quill", school=world.town.cedar, born=clock.today().replace(year=2012))
    check()
    at_the_office(browser, world.town.cedar).open("household.cleanup", kind="possible-duplicate")

    assert "Inés Quill" in browser.text
    assert f"Ines Q. {world.town.high.name}" in browser.text
    assert there.public_id not in browser.html
    with db.transaction() as session:
        found = session.scalars(select(CleanupFinding).where(CleanupFinding.code == "possible-duplicate")).one()
        found.person_id, found.other_id = found.other_id, found.person_id
    browser.open("household.cleanup", kind="possible-duplicate")
    assert there.public_id not in browser.html
    assert browser.follow("Open the person’s record").heading == "Inés Quill"


def test_no_address_stands_in_the_list(browser: Browser, checked: World) -> None:
    at_the_office(browser).open("household.cleanup")

    assert "Osprey Hollow" not in browser.html
    assert "Lane" not in browser.html


def test_the_chart_begins_with_the_first_check_and_has_a_table(browser: Browser, world: World) -> None:
    with clock.at("2026-11-01 03:00"):
        check()
    with db.transaction():
        a_household(world.tobi, world.grace, street="1 Plover Lane")
    check()
    at_the_office(browser).open("household.cleanup")

    assert "Things to clean up, week by week" in browser.text
    assert "Nov 4, 2026" in browser.text or "November 4, 2026" in browser.text
    assert "October" not in browser.text


def test_an_empty_queue_says_so(browser: Browser, database: Engine) -> None:
    check()
    at_the_office(browser)
    with db.transaction() as session:
        session.execute(update(CleanupFinding).values(closed_at=clock.now()))
    browser.open("household.cleanup")

    assert browser.heading == "Nothing to clean up"
    assert "Nothing in your reach fits this list." in browser.text


@pytest.mark.parametrize("cedar", [True, False])
def test_the_statements_do_not_grow_with_the_list(
    browser: Browser, database: Engine, world: World, cedar: bool
) -> None:
    at_the_office(browser, *([world.town.cedar, world.town.aspen] if cedar else []))
    with db.transaction():
        for number in range(60):
            child = people.a_student("Ann", f"Crowder{number:03}", school=world.town.cedar)
            a_household(child, street=f"{number} Way")
    check()
    with statements(database) as said:
        browser.open("household.cleanup")
    assert len(said) <= MOST_STATEMENTS
    found = the_finding(Code.CALL_ORDER_MISSING, world.paloma)
    with statements(database) as said:
        browser.open("household.finding", public_id=found.public_id)
    assert len(said) <= MOST_STATEMENTS


def test_names_are_shown_as_they_are_written_never_as_markup(browser: Browser, world: World) -> None:
    with db.transaction():
        people.a_student("Mal", '"><svg/onload=alert(1)>', school=world.town.cedar)
    check()
    at_the_office(browser, world.town.cedar).open("household.cleanup")

    assert "<svg/onload" not in browser.html
    assert '"><svg/onload=alert(1)>' in browser.text


def test_it_speaks_spanish(browser: Browser, checked: World) -> None:
    browser.language = "es"
    at_the_office(browser, language="es").open("household.cleanup")

    assert "cosas por corregir; críticas:" in browser.heading
    assert "Estudiante sin hogar en el registro" in browser.text


def test_a_record_names_who_else_is_concerned(browser: Browser, world: World) -> None:
    with db.transaction():
        kit = people.a_student("Kit", "Moran", school=world.town.cedar)
        aunt = people.a_person("Greta", "Moss")
        people.a_relationship(aunt, kit, type="aunt", guardian=False, emergency_priority=1, lives_with=False)
        home = a_household(kit, aunt, street="7 Heron Way")
    check()
    at_the_office(browser, world.town.cedar)

    lives_here = "An emergency contact stands in the household"
    assert f"{lives_here}: Greta Moss" in browser.open("household.person", public_id=kit.public_id).text
    assert f"{lives_here}: Kit Moran" in browser.open("household.person", public_id=aunt.public_id).text
    assert f"{lives_here}: Kit Moran" in browser.open("household.household", public_id=home.public_id).text


def test_whoever_is_out_of_reach_is_named_no_further_there(browser: Browser, world: World) -> None:
    with db.transaction():
        near = people.a_student("Kit", "Moran", school=world.town.cedar, born=date(2016, 3, 1))
        people.a_student("Kit", "Moran", school=world.town.aspen, born=date(2016, 3, 1))
    check()
    at_the_office(browser, world.town.cedar).open("household.person", public_id=near.public_id)

    wrong = browser.text.partition("To clean up")[2].partition("Look into it")[0]
    assert ": Kit M." in browser.text
    assert ": Kit Moran" not in wrong
