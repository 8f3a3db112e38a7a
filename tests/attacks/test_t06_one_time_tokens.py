"""T06: what links to an account do to the rest of it: its sessions, its other links, the other account here."""

from __future__ import annotations

from flask import Flask

from accounts import hashing
from tests.accounts.residents import NEW_PASSWORD, PASSWORD, Resident, account_of
from tests.accounts.residents import ana as ana
from tests.accounts.residents import rosa as rosa
from tests.attacks.devices import post, token_of
from tests.attacks.mailed import confirm_link, reset_link
from tests.browser import Browser


def resets(browser: Browser, path: str) -> int:
    """Post the reset by hand with a good CSRF token; the status."""
    csrf = token_of(browser.open("/sign-in"))
    return post(browser, path, csrf_token=csrf, password=NEW_PASSWORD, confirm_password=NEW_PASSWORD).status_code


def is_reset(resident: Resident) -> bool:
    return hashing.verify(NEW_PASSWORD, account_of(resident).password_hash)[0]


def test_extra_fields_do_not_turn_a_link_to_another_account(browser: Browser, ana: Resident, rosa: Resident) -> None:
    path, csrf = reset_link(ana), token_of(browser.open("/sign-in"))
    post(
        browser,
        f"{path}?account_id={rosa.account_id}&username=rosa.vega",
        csrf_token=csrf,
        password=NEW_PASSWORD,
        confirm_password=NEW_PASSWORD,
        username="rosa.vega",
        account_id=rosa.account_id,
        email="evil@example.org",
    )

    assert is_reset(ana)
    assert not is_reset(rosa)
    assert account_of(ana).recovery_email == ana.email


def test_a_link_to_confirm_confirms_its_own_account_and_nothing_for_another_that_is_signed_in(
    browser: Browser, ana: Resident, rosa: Resident
) -> None:
    path = confirm_link(ana)
    browser.signs_in("rosa.vega", PASSWORD).open(path)
    assert browser.status == 409
    browser.press("Sign out").open(path).press("Confirm this address")

    assert account_of(ana).recovery_email == "new@ana.lopez.example"
    assert account_of(rosa).recovery_email == "rosa@vega.example"


def test_a_reset_signs_nobody_in_and_ends_the_sessions_of_its_account(browser: Browser, ana: Resident) -> None:
    inside = Browser(browser.app).signs_in("ana.lopez", PASSWORD)
    resets(browser, reset_link(ana))

    assert browser.open("/portal/").path.startswith("/sign-in")
    assert inside.open("/portal/").path.startswith("/sign-in")


def test_an_address_given_under_the_old_password_is_confirmed_no_more_after_a_new_one(
    browser: Browser, app: Flask, ana: Resident
) -> None:
    """A thief of the password gives an address and waits; the owner's new password ends that too."""
    planted = confirm_link(ana)
    assert resets(browser, reset_link(ana)) == 303
    assert browser.open(planted).status == 410

    browser.signs_in("ana.lopez", NEW_PASSWORD)
    planted = confirm_link(ana)
    browser.open("/settings/password").fill(
        current_password=NEW_PASSWORD, password=PASSWORD, confirm_password=PASSWORD
    ).press("Change the password")

    assert Browser(app).open(planted).status == 410
    assert account_of(ana).pending_email is None
    assert account_of(ana).recovery_email == "Ana@Lopez.example"
