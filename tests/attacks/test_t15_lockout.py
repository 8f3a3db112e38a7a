"""T15: wrong passwords as a weapon. Whoever types them for hours at somebody's account does not keep its owner out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from accounts import actions
from accounts.actions import Admission
from accounts.rules.devices import KNOWN_FOR
from foundation import clock, db
from foundation.audit import STRANGER
from tests.accounts.residents import NEW_PASSWORD, PASSWORD, PUBLIC_URL, Resident, mails, token_in
from tests.accounts.residents import ana as ana
from tests.accounts.residents import chidi as chidi
from tests.accounts.residents import rosa as rosa
from tests.browser import HOST, Browser

DEVICE = "hearth-device"
ATTACKER = "203.0.113.5"


def attacks(username: str, *, hours: float = 1, source: str = ATTACKER) -> Admission:
    """A wrong password every half minute for so long, and the answer to one more at the end of it."""
    start = clock.now()
    for seconds in range(0, int(hours * 3600), 30):
        at = start + timedelta(seconds=seconds)
        with db.transaction():
            last = actions.count_try(username, source=source, at=at).admission
        with db.transaction():
            actions.refuse_sign_in(username, admission=last, source=source, by=STRANGER, at=at)
    return last


def device_of(browser: Browser) -> str:
    found = browser.client.get_cookie(DEVICE)
    assert found is not None
    return str(found.value)


@pytest.fixture
def phone(app: Flask, ana: Resident) -> Browser:
    """A browser that has signed in to Ana's account before, and is signed out."""
    return Browser(app).signs_in("ana.lopez", PASSWORD).press("Sign out")


def test_the_owner_comes_in_from_a_known_device_in_the_midst_of_an_attack(phone: Browser, ana: Resident) -> None:
    start = clock.now()
    attacks("ana.lopez")

    with clock.at(start + timedelta(hours=1)):
        assert phone.signs_in("ana.lopez", PASSWORD).path == "/portal/"


def test_a_device_nobody_knows_waits_with_the_attacker(app: Flask, ana: Resident) -> None:
    start = clock.now()
    attacks("ana.lopez")

    with clock.at(start + timedelta(hours=1)):
        assert Browser(app).signs_in("ana.lopez", PASSWORD).status == 422
    with clock.at(start + timedelta(hours=2, minutes=1)):
        assert Browser(app).signs_in("ana.lopez", PASSWORD).path == "/portal/"


def test_the_mailed_way_in_is_open_meanwhile(browser: Browser, ana: Resident) -> None:
    start = clock.now()
    attacks("ana.lopez")
    with clock.at(start + timedelta(hours=1)):
        with db.transaction():
            actions.ask_for_reset("ana.lopez", public_url=PUBLIC_URL, by=STRANGER, at=clock.now())
        token = token_in(mails("reset-password")[0])
        browser.open(f"/reset-password/{token}").fill(password=NEW_PASSWORD, confirm_password=NEW_PASSWORD).press()

        assert browser.signs_in("ana.lopez", NEW_PASSWORD).path == "/portal/"


def test_the_known_device_s_success_does_not_hurry_the_attacker(phone: Browser, ana: Resident) -> None:
    for _ in range(5):
        with db.transaction():
            actions.count_try("ana.lopez", source=ATTACKER, at=clock.now())
    phone.signs_in("ana.lopez", PASSWORD)

    with db.transaction():
        assert actions.count_try("ana.lopez", source=ATTACKER, at=clock.now()).admission is Admission.WAITS


def test_a_known_device_has_a_growing_wait_of_its_own(app: Flask, phone: Browser, ana: Resident) -> None:
    for _ in range(5):
        phone.signs_in("ana.lopez", "wrong")

    assert phone.signs_in("ana.lopez", PASSWORD).status == 422
    assert Browser(app).signs_in("ana.lopez", PASSWORD).path == "/portal/"


def test_a_device_known_to_one_account_is_a_stranger_to_another(app: Flask, phone: Browser, rosa: Resident) -> None:
    for _ in range(5):
        with db.transaction():
            actions.count_try("rosa.vega", source=ATTACKER, at=clock.now())

    assert phone.signs_in("rosa.vega", PASSWORD).status == 422


def test_one_device_may_be_known_to_two_accounts(phone: Browser, ana: Resident, rosa: Resident) -> None:
    kept = device_of(phone)
    phone.signs_in("rosa.vega", PASSWORD).press("Sign out")
    assert device_of(phone) == kept
    for name in ("ana.lopez", "rosa.vega"):
        for _ in range(5):
            with db.transaction():
                actions.count_try(name, source=ATTACKER, at=clock.now())

    assert phone.signs_in("ana.lopez", PASSWORD).press("Sign out").signs_in("rosa.vega", PASSWORD).path == "/portal/"


@pytest.mark.parametrize("forged", ["", "made-up", "x" * 3000, "ImFiYyI.c2lnbmF0dXJl", "a\x00b"])
def test_a_cookie_nobody_signed_spares_no_wait(app: Flask, ana: Resident, phone: Browser, forged: str) -> None:
    attacks("ana.lopez", hours=0.2)
    thief = Browser(app)
    thief.client.set_cookie(DEVICE, forged, domain="localhost")

    assert thief.signs_in("ana.lopez", PASSWORD).status == 422
    assert device_of(phone)[:-3] + "abc" != device_of(phone)
    thief.client.set_cookie(DEVICE, device_of(phone)[:-3] + "abc", domain="localhost")
    assert thief.signs_in("ana.lopez", PASSWORD).status == 422


def test_a_device_that_was_signed_out_by_the_owner_is_a_stranger_again(app: Flask, ana: Resident) -> None:
    lost = Browser(app).signs_in("ana.lopez", PASSWORD)
    Browser(app).signs_in("ana.lopez", PASSWORD).open("/settings/devices").press("Sign out every other device")
    attacks("ana.lopez", hours=0.2)

    assert lost.signs_in("ana.lopez", PASSWORD).status == 422


def test_a_device_is_forgotten_after_four_hundred_days(phone: Browser, ana: Resident) -> None:
    with clock.at(clock.now() + KNOWN_FOR):
        attacks("ana.lopez", hours=0.2)
        assert phone.signs_in("ana.lopez", PASSWORD).status == 422


def test_a_known_device_is_not_turned_away_with_its_street(phone: Browser, ana: Resident) -> None:
    """A hundred neighbours behind one address failed; the owner's browser is counted by itself."""
    for number in range(101):
        with db.transaction():
            actions.count_try(f"neighbour{number}", source="127.0.0.1", at=clock.now())
        with db.transaction():
            actions.refuse_sign_in(
                f"neighbour{number}",
                admission=Admission.ADMITTED,
                source="127.0.0.1",
                by=STRANGER,
                at=clock.now(),
            )

    assert Browser(phone.app).client.get("/sign-in", base_url=HOST).status_code == 200
    assert phone.signs_in("ana.lopez", PASSWORD).path == "/portal/"


def test_three_hundred_families_come_in_from_one_school(app: Flask, ana: Resident) -> None:
    """Forty of them mistype once, and each is let in at the next try."""
    for number in range(300):
        name = f"family{number}"
        if number % 8 == 0:
            with db.transaction():
                admission = actions.count_try(name, source="192.0.2.1", at=clock.now()).admission
            with db.transaction():
                actions.refuse_sign_in(name, admission=admission, source="192.0.2.1", by=STRANGER, at=clock.now())
        with db.transaction():
            assert actions.count_try(name, source="192.0.2.1", at=clock.now()).admission is Admission.ADMITTED


def test_mails_asked_for_out_of_spite_are_three_and_the_last_one_works(browser: Browser, ana: Resident) -> None:
    for _ in range(20):
        with db.transaction():
            actions.ask_for_reset("ana.lopez", public_url=PUBLIC_URL, by=STRANGER, at=clock.now())

    links = mails("reset-password")
    assert len(links) == 3
    browser.open(f"/reset-password/{token_in(links[-1])}")
    assert browser.status == 200
