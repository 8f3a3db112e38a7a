"""T06: mailed links used twice, early, late, by scanners, at the wrong door and in pieces."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from accounts import hashing, queries
from accounts.actions import ask_for_reset, propose_recovery_email
from accounts.models import MailedLink
from accounts.rules import links
from foundation import clock, db
from foundation.audit import STRANGER
from tests.accounts.residents import NEW_PASSWORD, PASSWORD, PUBLIC_URL, Resident, account_of, link_in, mails
from tests.accounts.residents import ana as ana
from tests.accounts.residents import rosa as rosa
from tests.attacks.devices import post, token_of
from tests.browser import HOST, Browser

RESET, CONFIRM = "/reset-password/", "/portal/recovery-email/"


def reset_link(resident: Resident) -> str:
    with db.transaction():
        ask_for_reset(resident.username, public_url=PUBLIC_URL, by=STRANGER, at=clock.now())
    return link_in(mails("reset-password")[-1]).removeprefix(PUBLIC_URL)


def confirm_link(resident: Resident) -> str:
    with db.transaction():
        account = queries.account_by_id(resident.account_id)
        propose_recovery_email(
            account, email=f"new@{resident.username}.example", public_url=PUBLIC_URL, by=STRANGER, at=clock.now()
        )
    return link_in(mails("confirm-recovery-email")[-1]).removeprefix(PUBLIC_URL)


def resets(browser: Browser, path: str) -> int:
    """Post the reset by hand with a good CSRF token; the status."""
    csrf = token_of(browser.open("/sign-in"))
    return post(browser, path, csrf_token=csrf, password=NEW_PASSWORD, confirm_password=NEW_PASSWORD).status_code


def is_reset(resident: Resident) -> bool:
    return hashing.verify(NEW_PASSWORD, account_of(resident).password_hash)[0]


@pytest.mark.parametrize("link", [reset_link, confirm_link])
def test_a_scanner_that_opens_a_link_uses_nothing_up(
    browser: Browser, ana: Resident, link: Callable[[Resident], str]
) -> None:
    path = link(ana)
    scanner = Browser(browser.app)
    for _ in range(5):
        assert scanner.open(path).status == 200
    assert scanner.client.head(path, base_url=HOST).status_code == 200
    assert scanner.client.get(path, base_url=HOST, headers={"Sec-Purpose": "prefetch"}).status_code == 200
    assert scanner.client.options(path, base_url=HOST).status_code == 200

    browser.open(path)
    if path.startswith(RESET):
        browser.fill(password=NEW_PASSWORD, confirm_password=NEW_PASSWORD)
    browser.press()
    assert browser.status == 200
    db.close()
    used = select(MailedLink.used_at).where(MailedLink.purpose != links.UNDO_RECOVERY_EMAIL)
    assert db.session().scalars(used).one() == clock.now()


@pytest.mark.parametrize("link", [reset_link, confirm_link])
def test_a_link_is_for_one_use(browser: Browser, ana: Resident, link: Callable[[Resident], str]) -> None:
    path = link(ana)
    fields = {"password": NEW_PASSWORD, "confirm_password": NEW_PASSWORD}
    answers = []
    for _ in range(2):
        csrf = token_of(browser.open("/sign-in"))
        answers.append(post(browser, path, csrf_token=csrf, **fields).status_code)

    assert answers[0] in (200, 303)
    assert answers[1] == 410


def test_a_used_a_superseded_an_expired_and_an_invented_link_look_the_same(
    browser: Browser, ana: Resident, rosa: Resident
) -> None:
    superseded, used, expired = reset_link(ana), reset_link(ana), reset_link(rosa)
    resets(browser, used)
    strangers = Browser(browser.app)

    with clock.at(clock.now() + timedelta(minutes=60)):
        paths = (superseded, used, expired, RESET + "invented")
        pages = {strangers.open(path).html.replace(path, "").replace(token_of(strangers), "") for path in paths}

    assert len(pages) == 1
    assert strangers.status == 410


@pytest.mark.parametrize(("link", "wrong_door"), [(reset_link, CONFIRM), (confirm_link, RESET)])
def test_a_token_of_one_purpose_opens_nothing_at_the_other_door(
    browser: Browser, ana: Resident, link: Callable[[Resident], str], wrong_door: str
) -> None:
    token = link(ana).rsplit("/", 1)[1]
    csrf = token_of(browser.open("/sign-in"))

    assert browser.open(wrong_door + token).status == 410
    answer = post(browser, wrong_door + token, csrf_token=csrf, password=NEW_PASSWORD, confirm_password=NEW_PASSWORD)
    assert answer.status_code == 410
    assert not is_reset(ana)
    assert account_of(ana).recovery_email == ana.email


@pytest.mark.parametrize(
    "bend",
    [
        lambda token: token[:-4],
        lambda token: token[4:],
        lambda token: token.swapcase(),
        lambda token: "null",
        lambda token: "%00",
        lambda token: token + "%0a",
        lambda token: "..%2f" + token,
        lambda token: "x" * 5000,
        lambda token: "%F0%9F%94%91",
        lambda token: token.split(".")[0] + ".AAAA",
    ],
)
def test_a_bent_token_is_refused_and_breaks_nothing(
    browser: Browser, ana: Resident, bend: Callable[[str], str]
) -> None:
    path = reset_link(ana)

    assert resets(browser, RESET + bend(path.rsplit("/", 1)[1])) in (404, 410)
    assert not is_reset(ana)
    assert resets(browser, path) == 303


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


def test_the_database_holds_no_token_that_opens_anything(browser: Browser, ana: Resident) -> None:
    tokens = [link(ana).rsplit("/", 1)[1] for link in (reset_link, confirm_link)]
    values = [each.split(".")[0] for each in tokens]

    db.close()
    for table in ("mailed_link", "mail", "audit_entry", "account"):
        rows = str([tuple(row) for row in db.session().execute(text(f"SELECT * FROM {table}"))])  # noqa: S608
        assert [each for each in (*tokens, *values) if each in rows] == []


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
