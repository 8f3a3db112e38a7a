"""Orders that restrict an adult: who sees their words, what they need, and the two people who lift one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

from accounts.models import AccountRole, SessionRecord
from demo import people
from demo.cast import Someone
from demo.world import World
from district.models import QueuedRow, Restriction, RestrictionLift
from foundation import clock, db
from foundation.audit import AuditEntry
from tests.browser import Browser
from tests.household.access.desk import an_account
from tests.household.editor.office import a_clerk, at_the_office
from tests.household.editor.restricting import PAPER, handling, orders, record
from tests.racing import at_once
from tests.statements import statements

PASSWORD = "a kettle for the night shift"


def told(event: str) -> list[dict[str, object]]:
    db.close()
    return list(db.session().scalars(select(AuditEntry.data).where(AuditEntry.event == event)))


@pytest.fixture
def desk(browser: Browser, world: World) -> Browser:
    return handling(browser, world.town.high, world.town.middle)


def test_an_order_is_recorded_with_its_paper_and_is_in_force(desk: Browser, world: World) -> None:
    record(desk, world.marisol, world.lucia, pick_up=False)

    assert "The order is recorded and in force." in desk.text
    assert "Protection order 2026-PO-118, District Court, Juniper County" in desk.text
    order = orders(world.marisol)[0]
    assert (order.records, order.contact, order.pick_up, order.paper) == (True, True, False, "Folder 12")
    assert (order.starts, order.ends, order.verified_by_id) == (clock.today(), None, order.recorded_by_id)
    entry = told("restriction-recorded")[0]
    assert (entry["because"], entry["reason"]) == ("Brought in by the mother", "")
    assert "2026-PO-118" not in str(entry)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"instrument": ""}, "Choose what the paper is."),
        ({"instrument": "custody"}, "Choose what the paper is."),
        ({"number": ""}, "Write the number of the paper"),
        ({"court": ""}, "Write which court or office made the paper."),
        ({"records": False, "contact": False, "pick_up": False}, "Tick what the order takes"),
        ({"last_day": "2026-11-17", "starts": "2026-11-01"}, "By its last day this order binds no more."),
        ({"last_day": "2026-11-01"}, "The last day is before the effective day."),
        ({"starts": ""}, "Choose the day, as YYYY-MM-DD."),
        ({"because": ""}, "Say in a few words why."),
    ],
)
def test_without_the_paper_nothing_is_recorded(
    desk: Browser, world: World, typed: dict[str, str | bool], error: str
) -> None:
    record(desk, world.marisol, world.lucia, **typed)

    assert desk.status == 422
    assert any(error in each for each in desk.errors)
    assert orders(world.marisol) == []


def test_only_those_who_handle_restrictions_read_the_words(app: Flask, desk: Browser, world: World) -> None:
    record(desk, world.marisol, world.lucia)
    public_id = orders(world.marisol)[0].public_id
    office = at_the_office(Browser(app), world.town.high)

    office.open("household.person", public_id=world.lucia.public_id)
    assert "Restricted" in office.text
    pages = [office.html]
    others = ("household.person_history", "household.family", "household.person")
    pages += [office.open(endpoint, public_id=world.marisol.public_id).html for endpoint in others]
    assert [each for page in pages for each in PAPER.values() if each in page] == []
    assert office.open("household.restriction", public_id=public_id).status == 403
    assert office.open("household.restrictions_of", public_id=world.lucia.public_id).status == 403


def test_a_brother_has_no_order(desk: Browser, world: World) -> None:
    record(desk, world.marisol, world.lucia)

    assert [each.student_id for each in orders(world.marisol)] == [world.lucia.id]


def test_two_people_lift_an_order_and_the_first_does_not_confirm(app: Flask, desk: Browser, world: World) -> None:
    record(desk, world.marisol, world.lucia)
    public_id = orders(world.marisol)[0].public_id
    desk.fill(because="The court dismissed it").press("Propose to lift this order")
    assert "Proposed. The order stands until a second person confirms." in desk.text
    assert "Confirm: lift this order now" not in desk.buttons
    desk._go("POST", f"/household/restrictions/{public_id}/confirm", {"csrf_token": token(desk), "form_key": "k1"})
    assert "You proposed this yourself" in desk.text
    assert orders(world.marisol)[0].ends is None

    other = handling(Browser(app), world.town.high)
    other.open("household.restrictions").follow("Marisol Ibarra for Lucía Ibarra Vega")
    other.press("Confirm: lift this order now")

    assert "Lifted. The order binds no longer." in other.text
    assert orders(world.marisol)[0].ends == clock.today()
    assert len(told("restriction-lifted")) == 1


def token(browser: Browser) -> str:
    return next(each.get("value", "") for each in browser.page.iter("input") if each.get("name") == "csrf_token")


def test_a_proposal_may_be_taken_back_and_made_once_at_a_time(desk: Browser, world: World) -> None:
    record(desk, world.marisol, world.lucia)
    public_id = orders(world.marisol)[0].public_id
    desk.fill(because="A mistake").press("Propose to lift this order")
    typed = {"csrf_token": token(desk), "form_key": "another", "because": "Again"}
    desk._go("POST", f"/household/restrictions/{public_id}/propose", typed)
    assert "To lift this order is proposed already" in desk.text
    desk.press("Take the proposal back")

    assert "The proposal is taken back. The order stands." in desk.text
    assert orders(world.marisol)[0].ends is None
    assert "Propose to lift this order" in desk.buttons


def test_a_proposal_is_over_after_its_days(app: Flask, desk: Browser, world: World) -> None:
    record(desk, world.marisol, world.lucia)
    desk.fill(because="A mistake").press("Propose to lift this order")
    with db.transaction() as session:
        session.execute(update(RestrictionLift).values(proposed_on=clock.today() - timedelta(days=15)))
    other = handling(Browser(app), world.town.high)
    other.open("household.restriction", public_id=orders(world.marisol)[0].public_id)

    assert "Confirm: lift this order now" not in other.buttons
    other.fill(because="The court dismissed it").press("Propose to lift this order")
    assert "Proposed." in other.text


def test_of_many_who_confirm_at_once_one_lifts_and_a_withdrawal_races_with_them(
    app: Flask, desk: Browser, world: World
) -> None:
    record(desk, world.marisol, world.lucia)
    public_id = orders(world.marisol)[0].public_id
    desk.fill(because="The court dismissed it").press("Propose to lift this order")
    others = [handling(Browser(app), world.town.high) for _ in range(3)]
    for each in (*others, desk):
        each.open("household.restriction", public_id=public_id)

    def deed(browser: Browser, place: int) -> int:
        what = "withdraw" if browser is desk else "confirm"
        sent = {"csrf_token": token(browser), "form_key": f"key-{place}"}
        headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        path = f"/household/restrictions/{public_id}/{what}"
        return browser.client.post(path, data=sent, headers=headers, base_url="http://localhost").status_code

    racers = [(each, place) for place, each in enumerate((*others, desk))]
    answers = at_once([lambda one=one, place=place: deed(one, place) for one, place in racers])

    lifted, withdrawn = len(told("restriction-lifted")), len(told("restriction-lift-withdrawn"))
    assert lifted + withdrawn == 1
    assert sorted(answers) == [303, 422, 422, 422]
    assert (orders(world.marisol)[0].ends is not None) == (lifted == 1)


def test_what_weighs_most_asks_for_the_password_again(
    desk: Browser, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.open("household.new_restriction", public_id=world.lucia.public_id, adult=world.marisol.public_id)
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    desk.fill(records=True, **PAPER).press("Record this order now")

    assert desk.heading == "Your password, once more"
    assert orders(world.marisol) == []
    desk.fill(password=PASSWORD).press("Go on")
    assert "2026-PO-118" in desk.html
    desk.press("Record this order now")
    assert len(orders(world.marisol)) == 1
    assert db.session().scalar(select(SessionRecord.proved_at).where(SessionRecord.proved_at.is_not(None))) is not None


def from_feed(adult: Someone, student: Someone) -> Restriction:
    with db.transaction() as session:
        order = Restriction(
            adult_id=adult.id,
            student_id=student.id,
            instrument="feed",
            number="",
            court="",
            records=True,
            contact=True,
            pick_up=True,
            starts=clock.today(),
            recorded_at=clock.now(),
            source="edfi",
            said="No contact, see file",
        )
        session.add(order)
        session.flush()
    return order


def test_the_paper_behind_a_feed_s_restriction_is_read_and_it_goes_on(desk: Browser, world: World) -> None:
    from_feed(world.marisol, world.lucia)
    desk.open("household.restrictions").follow("Marisol Ibarra for Lucía Ibarra Vega")
    assert "Nobody has read the paper yet" in desk.text
    assert "No contact, see file" in desk.text
    desk.follow("Write down what the paper says")
    desk.fill(**(PAPER | {"number": ""})).press("I have read the paper")
    assert desk.status == 422
    desk.fill(number="2026-PO-118").press("I have read the paper")
    assert desk.status == 200, desk.text

    order = orders(world.marisol)[0]
    assert (order.records, order.contact, order.pick_up, order.ends) == (True, True, True, None)
    assert (order.number, order.verified_by_id is not None) == ("2026-PO-118", True)
    assert db.session().scalars(select(QueuedRow)).all() == []
    assert "Nothing waits in your reach." in desk.open("household.restrictions").text


def test_nobody_of_the_family_records_or_lifts(app: Flask, browser: Browser, world: World) -> None:
    clerk = a_clerk()
    with db.transaction():
        me = Someone(clerk.person_id, "", "", "", "")
        kit = people.a_student("Kit", "Moran", school=world.town.cedar)
        people.a_relationship(me, kit)
        ex = people.a_guardian("Rob", "Hart", of=(kit,))
    other = handling(Browser(app))
    record(other, ex, kit)
    other.fill(because="Settled").press("Propose to lift this order")
    public_id = orders(ex)[0].public_id
    browser.signs_in(an_account(clerk, "restrictions", username="of.family"), PASSWORD)

    address = {"public_id": kit.public_id, "adult": ex.public_id}
    assert browser.open("household.new_restriction", **address).status == 403
    assert browser.open("household.restriction", public_id=public_id).status == 403
    assert "Kit Moran" not in browser.open("household.restrictions").text
    sent = {"csrf_token": token(browser.open("household.search")), "form_key": "k2"}
    browser._go("POST", f"/household/restrictions/{public_id}/confirm", sent)
    assert browser.status == 403
    assert orders(ex)[0].ends is None


def test_out_of_reach_and_not_there_are_the_same(app: Flask, desk: Browser, world: World) -> None:
    record(desk, world.marisol, world.lucia)
    far = handling(Browser(app), world.town.cedar)

    assert far.open("household.restriction", public_id=orders(world.marisol)[0].public_id).status == 404
    there = far.text
    assert far.open("household.restriction", public_id="no-such-order").status == 404
    assert far.text == there


def test_who_handles_restrictions_without_household_access_sees_nothing(browser: Browser, world: World) -> None:
    clerk = a_clerk(world.town.high, has_courses=False)
    browser.signs_in(an_account(clerk, "restrictions", username="no.access"), PASSWORD)

    assert "Nothing waits in your reach." in browser.open("household.restrictions").text
    two = {"public_id": world.lucia.public_id, "adult": world.marisol.public_id}
    assert browser.open("household.new_restriction", **two).status == 404
    assert browser.open("household.restrictions_of", public_id=world.lucia.public_id).status == 404


def test_an_access_that_ended_while_the_form_stood_open_records_nothing(desk: Browser, world: World) -> None:
    desk.open("household.new_restriction", public_id=world.lucia.public_id, adult=world.marisol.public_id)
    with db.transaction() as session:
        session.execute(update(AccountRole).where(AccountRole.role == "restrictions").values(ended_at=clock.now()))
    desk.fill(records=True, **PAPER).press("Record this order now")

    assert desk.status == 403
    assert orders(world.marisol) == []


def test_extra_fields_change_nothing(desk: Browser, world: World) -> None:
    desk.open("household.new_restriction", public_id=world.lucia.public_id, adult=world.marisol.public_id)
    desk.fill(records=True, **PAPER)
    sent = dict(desk._sent_by(desk._button("Record this order now")[0]))
    extra = {"adult_id": "1", "student_id": "1", "ends": "2020-01-01", "verified_by_id": "1", "source": "edfi"}
    desk._go("POST", desk.path, sent | extra)

    order = orders(world.marisol)[0]
    assert (order.student_id, order.ends, order.source) == (world.lucia.id, None, "")


def test_the_pages_take_few_statements(desk: Browser, world: World, database: Engine) -> None:
    record(desk, world.marisol, world.lucia)
    public_id = orders(world.marisol)[0].public_id
    counts = []
    for endpoint, given in (
        ("household.restriction", {"public_id": public_id}),
        ("household.restrictions", {}),
        ("household.restrictions_of", {"public_id": world.lucia.public_id}),
    ):
        desk.open(endpoint, **given)
        with statements(database) as said:
            desk.open(endpoint, **given)
        counts.append(len(said))

    assert max(counts) <= 8, counts


def test_the_pages_speak_spanish(browser: Browser, world: World) -> None:
    browser.language = "es"
    handling(browser, world.town.high, language="es")
    browser.open("household.new_restriction", public_id=world.lucia.public_id, adult=world.marisol.public_id)

    assert "Registrar esta orden ahora" in browser.buttons
    assert "No espera nada a su alcance." in browser.open("household.restrictions").text
