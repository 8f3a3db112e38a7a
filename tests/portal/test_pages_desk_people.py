"""The help desk and one person: found, understood, helped with a reason, and nothing of a record shown."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

from accounts.models import Account, Repair, SessionRecord
from demo import people
from demo.careers import a_role
from demo.cast import Someone
from demo.staff import Staff
from demo.world import PASSPHRASE, World
from district.actions.search_terms import refresh_terms
from foundation import audit, clock, db, outbox
from foundation.audit import AuditEntry
from foundation.outbox import Mail
from foundation.settings import Settings
from portal.actions import issue_code
from portal.actions.sending import way_on_file
from portal.models import ActivationCode
from portal.rules import codes
from portal.rules.codes import Delivery, Kind
from tests.browser import Browser
from tests.statements import statements

MOST_STATEMENTS = 8
WHY = "She phoned and said her number"


@pytest.fixture
def desk(browser: Browser, staff: Staff) -> Browser:
    """Hazel of the help desk, signed in."""
    return browser.signs_in("hazel.tran", PASSPHRASE)


def open_person(desk: Browser, person: Someone) -> Browser:
    return desk.open("desk.person", public_id=person.public_id)


def told(event: str) -> list[AuditEntry]:
    db.close()
    return list(db.session().scalars(select(AuditEntry).where(AuditEntry.event == event).order_by(AuditEntry.id)))


def mails(template: str) -> list[Mail]:
    db.close()
    return list(db.session().scalars(select(Mail).where(Mail.template == template)))


def account_of(world: World, person: Someone) -> Account:
    db.close()
    return db.session().get_one(Account, world.sign_in(person).account_id)


def guesses(app: Flask, username: str, times: int) -> None:
    for _ in range(times):
        Browser(app).signs_in(username, "not the password")


@pytest.mark.parametrize("typed", ["nguyen hoa", "hoa.nguyen", "HOA.NGUYEN", "hoa@egret.example"])
def test_somebody_is_found_by_name_username_or_address(desk: Browser, world: World, typed: str) -> None:
    desk.open("desk.look").fill(q=typed).press("Search")

    desk.follow("Hoa Nguyễn")
    assert desk.heading == "Hoa Nguyễn"
    assert desk.path == f"/portal/desk/people/{world.hoa.public_id}"


@pytest.mark.parametrize("typed", ["719-555-0177", "edda@heron.example", "9 Heron Rise", "edda 719-555-0177"])
def test_a_contact_who_may_have_no_account_is_found_by_name_alone(desk: Browser, world: World, typed: str) -> None:
    with db.transaction():
        edda = people.a_guardian(
            *("Edda", "Holt"),
            of=[world.minh],
            type="neighbor",
            guardian=False,
            portal=False,
            emergency_priority=2,
            phone="+17195550177",
            email="edda@heron.example",
            street="9 Heron Rise",
        )
        refresh_terms((edda.id,), on=clock.today())
    desk.open("desk.look").fill(q=typed).press("Search")
    assert "Nobody on record fits" in desk.text
    assert "Holt" not in desk.html
    assert edda.public_id not in desk.html

    assert "Edda Holt" in desk.fill(q="edda holt").press("Search").text


@pytest.mark.parametrize("how", ["entitled", "account"])
def test_who_may_have_an_account_or_has_one_is_found_by_phone(desk: Browser, world: World, how: str) -> None:
    with db.transaction():
        may = how == "entitled"
        mia = people.a_guardian("Mia", "Holt", of=[world.minh], guardian=may, portal=may, phone="+17195550177")
        refresh_terms((mia.id,), on=clock.today())
        if not may:
            people.an_account(mia, "parent", username="mia.holt", password_hash="")
    desk.open("desk.look").fill(q="719 555 0177").press("Search")

    assert desk.follow("Mia Holt").path == f"/portal/desk/people/{mia.public_id}"


def test_a_search_of_the_desk_takes_few_statements(desk: Browser, world: World, database: Engine) -> None:
    with db.transaction():
        adults = [people.a_guardian("Mia", f"Holt{n}", of=[world.minh], phone="+17195550177") for n in range(20)]
        refresh_terms([each.id for each in adults], on=clock.today())
    desk.open("desk.look").fill(q="719 555 0177")
    with statements(database) as said:
        desk.press("Search")

    assert "20 people found" in desk.text
    assert len(said) <= MOST_STATEMENTS, said


def test_too_little_is_asked_for_more_and_nobody_is_nobody(desk: Browser) -> None:
    assert desk.open("desk.look").fill(q="x").press("Search").status == 422
    desk.fill(q="xylophone zebra").press("Search")
    assert "Nobody on record fits" in desk.text


def test_contact_points_are_masked_and_no_record_is_shown(desk: Browser, world: World) -> None:
    open_person(desk, world.marisol)

    assert "m•••@s•••.example" in desk.text
    for hidden in ("marisol@sandpiper.example", "Lucía", "Mateo", world.town.high.name, "Sandpiper"):
        assert hidden not in desk.html


def test_a_page_of_nobody_is_not_found(desk: Browser, world: World) -> None:
    assert desk.open("/portal/desk/people/nobody").status == 404
    assert desk.open(f"/portal/desk/people/{world.hoa.public_id}/parent/magic").status == 404
    assert desk.open(f"/portal/desk/people/{world.hoa.public_id}/cat/reset").status == 404


def test_the_true_reason_of_a_wait_is_told_and_the_wait_is_ended_with_a_reason(
    app: Flask, desk: Browser, world: World
) -> None:
    guesses(app, "hoa.nguyen", 6)
    open_person(desk, world.hoa)
    assert "After several wrong passwords the account waits" in desk.text
    assert "Sign-in refused: the password was wrong." in desk.text

    desk.follow("End the wait").press("End the wait")
    assert desk.status == 422
    desk.fill(because=WHY).press("End the wait")

    assert "The wait is over." in desk.text
    assert WHY in desk.text
    assert Browser(app).signs_in("hoa.nguyen", PASSPHRASE).path == "/portal/"
    [entry] = told("repair-made")
    assert entry.data == {
        "person_id": world.hoa.id,
        "account_id": world.sign_in(world.hoa).account_id,
        "repair": "end-wait",
        "because": WHY,
    }
    assert entry.actor_kind == "account"


def test_a_link_for_a_new_password_goes_to_the_confirmed_address_and_nowhere_on_the_page(
    desk: Browser, world: World
) -> None:
    open_person(desk, world.hoa).follow("Mail a link for a new password").fill(because=WHY).press()

    [mail] = mails("reset-password")
    assert mail.to_address == account_of(world, world.hoa).recovery_email
    assert "reset-password/" not in desk.html
    assert "The link is on its way." in desk.text


def test_without_a_confirmed_address_no_link_is_offered_nor_mailed(desk: Browser, world: World) -> None:
    open_person(desk, world.karin)
    assert "Mail a link for a new password" not in desk.text
    assert "Let them begin anew at the office" in desk.text

    deed(desk, world.karin, "parent", "reset")

    assert mails("reset-password") == []
    assert "Nothing was changed." in desk.text


def test_who_lost_every_way_in_begins_anew_at_the_office(app: Flask, desk: Browser, world: World) -> None:
    before = world.sign_in(world.karin)
    inside = Browser(app).signs_in(before.username, PASSPHRASE)

    open_person(desk, world.karin).follow("Let them begin anew at the office").fill(because=WHY).press()
    assert "A code over the counter makes it anew." in desk.text
    desk.follow("They stand before me: give a code over the counter")
    desk.fill(id_kind="passport", reason="she was here herself").press("Issue the code")
    code = re.search(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", desk.text)

    assert inside.open("portal.home").path.startswith("/sign-in")
    assert Browser(app).signs_in(before.username, PASSPHRASE).path == "/sign-in"
    assert code is not None
    anew = Browser(app).open("portal.activate").fill(code=code[0]).press()
    anew.fill(username="karin.anew", password="nine quiet rivers", confirm_password="nine quiet rivers").press()
    assert Browser(app).signs_in("karin.anew", "nine quiet rivers").path != "/sign-in"
    assert len(told("account-given-up")) == 1


def deed(desk: Browser, person: Someone, kind: str, name: str) -> Browser:
    """Open the page of the deed by its address, give a reason and press."""
    return desk.open(f"/portal/desk/people/{person.public_id}/{kind}/{name}").fill(because=WHY).press()


def test_every_device_is_signed_out(app: Flask, desk: Browser, world: World) -> None:
    hers = Browser(app).signs_in("hoa.nguyen", PASSPHRASE)

    deed(desk, world.hoa, "parent", "end-sessions")

    assert hers.open("portal.home").path.startswith("/sign-in")
    assert told("sessions-ended")[-1].data["because"] == "help-desk"


def test_an_account_is_closed_at_once_and_opened_again(app: Flask, desk: Browser, world: World) -> None:
    hers = Browser(app).signs_in("hoa.nguyen", PASSPHRASE)
    deed(desk, world.hoa, "parent", "disable")

    assert hers.open("portal.home").path.startswith("/sign-in")
    assert hers.signs_in("hoa.nguyen", PASSPHRASE).status == 422
    assert "The account is closed. Nobody can sign in with it." in desk.text

    deed(desk, world.hoa, "parent", "enable")
    assert Browser(app).signs_in("hoa.nguyen", PASSPHRASE).path == "/portal/"
    assert [each.event for each in (*told("account-closed"), *told("account-reopened"))] == [
        "account-closed",
        "account-reopened",
    ]


def test_a_new_code_goes_to_the_contact_point_on_file(desk: Browser, world: World) -> None:
    open_person(desk, world.denise)
    assert "No code was ever issued." in desk.text

    desk.follow("Send a new code").fill(because=WHY).press()

    [mail] = mails("activation-code")
    assert mail.to_address == world.denise.email
    assert "A code is issued and has not left yet." in desk.text
    assert not any(word in desk.html for word in ("activate?code=", "/portal/activate"))


def test_a_button_pressed_twice_does_its_deed_once(app: Flask, desk: Browser, world: World) -> None:
    desk.open(f"/portal/desk/people/{world.denise.public_id}/parent/new-code").fill(because=WHY)
    form = {each.get("name"): each.get("value") for each in desk.page.iter("input") if each.get("type") == "hidden"}
    sent = {"csrf_token": form["csrf_token"], "once": form["once"], "because": WHY}

    answers = [desk.client.post(desk.path, data=sent, base_url="http://localhost").status_code for _ in range(2)]

    db.close()
    assert answers == [303, 303]
    assert len(mails("activation-code")) == 1
    assert len(db.session().scalars(select(Repair)).all()) == 1
    assert len(told("repair-made")) == 1


def test_a_code_that_bounced_says_why_without_the_address(desk: Browser, world: World, settings: Settings) -> None:
    by, at = audit.command("test"), clock.now()
    with db.transaction() as session:
        issued = issue_code(world.denise.id, kind=Kind.PARENT, delivery=Delivery.EMAIL, settings=settings, by=by, at=at)
        once = codes.occasion(codes.hash_of(issued.code))
        outbox.post("activation-code", to=world.denise.email, language="en", at=at, once=once)
        error = f"550 <{world.denise.email}>: no such user"
        session.execute(update(Mail).where(Mail.once == once).values(parked_at=at, last_error=error))

    open_person(desk, world.denise)

    assert "The newest code never arrived" in desk.text
    assert "550 <d•••@k•••.example>: no such user" in desk.text
    assert world.denise.email not in desk.html
    way = way_on_file(world.denise.id, settings=settings, on=clock.today())
    assert way is not None
    assert way.delivery is not Delivery.EMAIL


def test_a_code_typed_and_refused_tells_the_desk_its_true_reason(
    app: Flask, desk: Browser, world: World, settings: Settings
) -> None:
    by = audit.command("test")
    with db.transaction():
        at = clock.now() - timedelta(days=30)
        old = issue_code(world.denise.id, kind=Kind.PARENT, delivery=Delivery.LETTER, settings=settings, by=by, at=at)
    Browser(app).open("portal.activate").fill(code=old.code).press()

    open_person(desk, world.denise)

    assert "A code was typed and refused: it had run out." in desk.text
    assert "The newest code no longer works." in desk.text


def test_a_court_order_is_not_the_help_desk_s_to_read(desk: Browser, world: World) -> None:
    with db.transaction() as session:
        account_id = world.sign_in(world.victor).account_id
        session.execute(update(SessionRecord).values(ended_at=clock.now()))
        session.execute(update(Account).where(Account.id == account_id).values(kind="contact"))
    desk.signs_in("hazel.tran", PASSPHRASE)

    open_person(desk, world.victor)

    assert "something on record at the school’s office, which alone may say what" in desk.text
    assert "court" not in desk.text.lower()


def test_an_account_with_a_given_role_is_closed_only_by_who_gives_roles(
    app: Flask, desk: Browser, staff: Staff
) -> None:
    desk.open("desk.person", public_id=staff.maeve.public_id)
    assert "Close the account" not in desk.text
    deed(desk, staff.maeve, "staff", "disable")
    assert "Nothing was changed." in desk.text

    anita = Browser(app).signs_in("anita.desmarais", PASSPHRASE)
    deed(anita, staff.maeve, "staff", "disable")
    assert "The account is closed." in anita.text


def dana_at_desk(app: Flask, staff: Staff) -> Browser:
    """Dana is a parent, and got the role as staff."""
    with db.transaction():
        a_role(staff.sign_in(staff.dana).account_id, "help-desk", at=clock.now())
    return Browser(app).signs_in("dana.whitfield.staff", PASSPHRASE)


@pytest.mark.parametrize("whose", ["dana", "owen"])
def test_nobody_helps_themselves_or_their_own_family(app: Flask, staff: Staff, world: World, whose: str) -> None:
    person: Any = next(each for each in world.everyone if each.first_name.lower() == whose)
    dana = dana_at_desk(app, staff)

    for place in ("", "/parent/end-sessions", "/student/new-code"):
        dana.open(f"/portal/desk/people/{person.public_id}{place}")
        assert dana.status == 403
        assert dana.heading == "This is your own family: ask a colleague"


def test_the_deed_itself_is_refused_for_one_s_own_family(app: Flask, staff: Staff, world: World) -> None:
    dana = dana_at_desk(app, staff)
    dana.open(f"/portal/desk/people/{world.hoa.public_id}/parent/disable")
    token = next(each.get("value") for each in dana.page.iter("input") if each.get("name") == "csrf_token")

    answer = dana.client.post(
        f"/portal/desk/people/{world.dana.public_id}/parent/disable",
        data={"csrf_token": token, "because": WHY},
        base_url="http://localhost",
    )

    db.close()
    assert answer.status_code == 403
    assert account_of(world, world.dana).disabled_at is None
    assert told("repair-made") == []


def test_the_whole_story_is_few_questions(desk: Browser, world: World, database: Engine) -> None:
    for person in (world.hoa, world.denise, world.minh):
        with statements(database) as asked:
            open_person(desk, person)
        assert len(asked) <= MOST_STATEMENTS


def test_the_story_speaks_spanish(desk: Browser, world: World) -> None:
    desk.language = "es"
    for place in ("", "/parent/reset"):
        assert desk.open(f"/portal/desk/people/{world.hoa.public_id}{place}?lang=es").status == 200


def test_codes_issued_end_the_older_ones(desk: Browser, world: World) -> None:
    for _ in range(2):
        deed(desk, world.denise, "parent", "new-code")

    db.close()
    live = select(ActivationCode).where(
        ActivationCode.person_id == world.denise.id, ActivationCode.superseded_at.is_(None)
    )
    assert len(db.session().scalars(live).all()) == 1
    assert "ended by a newer one" in desk.text
