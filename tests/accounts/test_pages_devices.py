"""My devices and my sign-in history: what the owner sees and ends, and the mails about strange sign-ins."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from accounts import actions, events, queries
from accounts.models import KnownDevice, SessionRecord
from accounts.words import HAPPENINGS
from foundation import audit, clock, db
from foundation.audit import STRANGER, Event
from tests.accounts.residents import NEW_PASSWORD, PASSWORD, Resident, account_of, mails, told
from tests.browser import HOST, Browser

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 "
    "Mobile/15E148 Safari/604.1"
)
NOT_TOLD = {"StaffInvitationUsed", "AccountRoleGiven", "AccountRoleEnded"}
"""Of the office, and shown on its pages."""


@pytest.fixture
def laptop(app: Flask, ana: Resident) -> Browser:
    return Browser(app).signs_in("ana.lopez", PASSWORD)


@pytest.fixture
def phone(app: Flask, ana: Resident, laptop: Browser) -> Browser:
    found = Browser(app)
    found.client.environ_base |= {"HTTP_USER_AGENT": IPHONE, "REMOTE_ADDR": "198.51.100.4"}
    return found.signs_in("ana.lopez", PASSWORD)


def sessions_that_count() -> int:
    db.close()
    return len(list(db.session().scalars(select(SessionRecord.id).where(SessionRecord.ended_at.is_(None)))))


def test_each_device_is_told_in_plain_words_and_this_one_marked(laptop: Browser, phone: Browser) -> None:
    laptop.open("/settings/account").follow("My devices")

    assert laptop.heading == "My devices"
    assert "Mobile Safari on iOS" in laptop.text
    assert "198.51.100.4" in laptop.text
    assert laptop.text.count("This device") == 1
    assert "Signed in November 18, 2026, 9:00 AM MST" in laptop.text


def test_a_device_is_signed_out_from_the_list(laptop: Browser, phone: Browser, ana: Resident) -> None:
    laptop.open("/settings/devices").press("Sign out: Mobile Safari on iOS, November 18, 2026, 9:00 AM MST")

    assert "That device is signed out." in laptop.text
    assert phone.open("/portal/").path.startswith("/sign-in")
    assert laptop.open("/portal/").path == "/portal/"
    assert [each["account_id"] for each in told("device-ended")] == [ana.account_id]


def test_all_others_are_signed_out_at_once(app: Flask, laptop: Browser, phone: Browser, ana: Resident) -> None:
    third = Browser(app).signs_in("ana.lopez", PASSWORD)
    laptop.open("/settings/devices").press("Sign out every other device")

    assert [each.open("/portal/").path == "/portal/" for each in (laptop, phone, third)] == [True, False, False]
    assert told("sessions-ended") == [
        {"person_id": ana.person_id, "account_id": ana.account_id, "how_many": 2, "because": "ended-by-owner"}
    ]


def test_somebody_else_s_device_is_not_there(laptop: Browser, app: Flask, rosa: Resident) -> None:
    Browser(app).signs_in("rosa.vega", PASSWORD)
    db.close()
    hers = db.session().scalar(select(SessionRecord.id).where(SessionRecord.account_id == rosa.account_id))
    csrf = next(each.get("value") for each in laptop.open("/settings/devices").page.iter("input") if each.get("name"))
    answer = laptop.client.post(f"/settings/devices/{hers}/end", data={"csrf_token": csrf}, base_url=HOST)

    assert answer.status_code == 404
    assert sessions_that_count() == 2
    assert "198.51.100.4" not in laptop.open("/settings/devices").text


def test_a_device_left_alone_is_not_listed(laptop: Browser, phone: Browser) -> None:
    with clock.at(clock.now() + timedelta(minutes=19)):
        laptop.open("/settings/devices")
    with clock.at(clock.now() + timedelta(minutes=21)):
        laptop.open("/settings/devices")

    assert "Safari" not in laptop.text


def test_a_new_device_is_told_to_the_owner_and_the_first_is_not(app: Flask, laptop: Browser, phone: Browser) -> None:
    (mail,) = mails()
    assert (mail.template, mail.to_address) == ("new-sign-in", "Ana@Lopez.example")
    assert (mail.context["is_new"], mail.context["failures"]) == (True, 0)
    assert (mail.context["program"], mail.context["address"]) == ("Mobile Safari", "198.51.100.4")

    phone.press("Sign out").signs_in("ana.lopez", PASSWORD)
    assert len(mails()) == 1


def test_a_right_password_after_many_wrong_ones_is_told(laptop: Browser, ana: Resident) -> None:
    laptop.press("Sign out")
    for number in range(6):
        with clock.at(clock.now() + timedelta(hours=number)):
            laptop.signs_in("ana.lopez", "wrong")
    with clock.at(clock.now() + timedelta(hours=7)):
        laptop.signs_in("ana.lopez", PASSWORD)

    (mail,) = mails()
    assert (mail.template, mail.context["is_new"], mail.context["failures"]) == ("new-sign-in", False, 6)


def test_without_a_confirmed_address_nobody_is_mailed(app: Flask, chidi: Resident) -> None:
    for _ in range(2):
        Browser(app).signs_in("chidi", PASSWORD)

    assert mails() == []


def test_a_new_password_forgets_every_browser_but_this_one(laptop: Browser, phone: Browser, ana: Resident) -> None:
    laptop.open("/settings/password").fill(
        current_password=PASSWORD, password=NEW_PASSWORD, confirm_password=NEW_PASSWORD
    ).press("Change the password")

    db.close()
    known = db.session().scalars(select(KnownDevice).where(KnownDevice.forgotten_at.is_(None))).all()
    assert len(known) == 1
    laptop.press("Sign out").signs_in("ana.lopez", NEW_PASSWORD)
    phone.signs_in("ana.lopez", NEW_PASSWORD)
    assert [each.template for each in mails()] == ["new-sign-in", "password-changed", "new-sign-in"]


def test_the_history_tells_who_came_who_was_refused_and_what_changed(laptop: Browser, app: Flask) -> None:
    Browser(app).signs_in("ana.lopez", "wrong")
    laptop.open("/settings/language").fill(language="en").press("Save")
    laptop.open("/settings/account").follow("My sign-in history")

    assert laptop.heading == "My sign-in history"
    for words in ("Signed in.", "Sign-in refused: the password was wrong.", "The language was changed."):
        assert words in laptop.text
    assert laptop.text.index("The language") < laptop.text.index("Sign-in refused") < laptop.text.index("Signed in.")


def test_the_history_of_one_account_tells_nothing_of_another(laptop: Browser, app: Flask, rosa: Resident) -> None:
    Browser(app).signs_in("rosa.vega", PASSWORD).open("/settings/history")
    before = laptop.open("/settings/history").text
    Browser(app).signs_in("rosa.vega", "wrong")

    assert laptop.open("/settings/history").text == before


def test_what_the_district_did_is_said_so(laptop: Browser, ana: Resident) -> None:
    with db.transaction():
        account = queries.account_by_id(ana.account_id)
        actions.end_sessions(account, because="help-desk", by=audit.command("test"), at=clock.now())
    laptop.signs_in("ana.lopez", PASSWORD).open("/settings/history")

    assert "Every device was signed out. Done by the district." in laptop.text


def test_a_long_history_has_pages(laptop: Browser, ana: Resident) -> None:
    with db.transaction():
        for _ in range(60):
            audit.record(events.SignInRefused(ana.person_id, ana.account_id, "password"), by=STRANGER, at=clock.now())
    laptop.open("/settings/history")
    assert "Page 1 of 3" in laptop.text
    laptop.follow("Next page").follow("Next page")

    assert "Page 3 of 3" in laptop.text
    assert "Signed in." in laptop.text
    assert laptop.open("/settings/history?page=99").status == 200
    assert laptop.open("/settings/history?page=x").status == 200


def test_every_event_of_an_account_has_its_words(app: Flask) -> None:
    told_of = {
        each.name()
        for each in Event.__subclasses__()
        if each.__module__ == "accounts.events"
        and "account_id" in each.__dataclass_fields__
        and each.__name__ not in NOT_TOLD
    }

    assert told_of <= set(HAPPENINGS)


def test_an_account_closed_meanwhile_ends_nothing(laptop: Browser, phone: Browser, ana: Resident) -> None:
    csrf = next(each.get("value") for each in laptop.open("/settings/devices").page.iter("input") if each.get("name"))
    with db.transaction() as session:
        session.execute(update(SessionRecord).values(ended_at=clock.now()))
    answer = laptop.client.post("/settings/devices/others/end", data={"csrf_token": csrf}, base_url=HOST)

    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/sign-in")
    assert account_of(ana).disabled_at is None
