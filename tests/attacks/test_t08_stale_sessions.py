"""T08: copied cookies after the session behind them ended. Dead at once, for reading and for writing."""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from accounts import actions, hashing, queries
from accounts.models import Account
from foundation import audit, clock, db
from foundation.audit import STRANGER
from tests.accounts.residents import NEW_PASSWORD, PASSWORD, PUBLIC_URL, Resident, account_of, mails, token_in
from tests.accounts.residents import ana as ana
from tests.attacks.devices import cookie_of, post, thief_with, token_of
from tests.browser import HOST, Browser


def signs_out(browser: Browser, ana: Resident) -> None:
    browser.press("Sign out")


def changes_the_password(browser: Browser, ana: Resident) -> None:
    browser.open("accounts.change_password").fill(
        current_password=PASSWORD, password=NEW_PASSWORD, confirm_password=NEW_PASSWORD
    ).press("Change the password")


def changes_it_on_another_device(browser: Browser, ana: Resident) -> None:
    changes_the_password(Browser(browser.app).signs_in("ana.lopez", PASSWORD), ana)


def resets_by_mail(browser: Browser, ana: Resident) -> None:
    with db.transaction():
        actions.ask_for_reset("ana.lopez", public_url=PUBLIC_URL, by=STRANGER, at=clock.now())
    token = token_in(mails()[0])
    with db.transaction():
        actions.reset_password(token, password_hash=hashing.hash_of(NEW_PASSWORD), by=STRANGER, at=clock.now())


def is_disabled(browser: Browser, ana: Resident) -> None:
    with db.transaction() as session:
        session.execute(update(Account).values(disabled_at=clock.now()))


def is_ended_by_the_help_desk(browser: Browser, ana: Resident) -> None:
    with db.transaction():
        actions.end_sessions(
            queries.account_by_id(ana.account_id), because="help-desk", by=audit.command("test"), at=clock.now()
        )


def is_ended_from_the_list_of_devices(browser: Browser, ana: Resident) -> None:
    Browser(browser.app).signs_in("ana.lopez", PASSWORD).open("/settings/devices").press("Sign out every other device")


def changes_the_username(browser: Browser, ana: Resident) -> None:
    browser.open("/settings/username").fill(username="ana.the.second", password=PASSWORD).press("Change the username")


def takes_a_change_of_mail_back(browser: Browser, ana: Resident) -> None:
    given = {"recovery_email": "new@lopez.example", "confirm_recovery_email": "new@lopez.example"}
    browser.open("/settings/account").fill(**given, password=PASSWORD).press("Save")
    token = token_in(mails("recovery-email-proposed")[0])
    with db.transaction():
        actions.undo_recovery_email(token, public_url=PUBLIC_URL, by=STRANGER, at=clock.now())


def changes_its_kind(browser: Browser, ana: Resident) -> None:
    """A right is read at every request, so that an account that loses its role loses its pages."""
    with db.transaction() as session:
        session.execute(update(Account).values(kind="contact"))


@pytest.mark.parametrize(
    "ending",
    [
        signs_out,
        changes_the_password,
        changes_it_on_another_device,
        resets_by_mail,
        is_disabled,
        is_ended_by_the_help_desk,
        is_ended_from_the_list_of_devices,
        changes_the_username,
        takes_a_change_of_mail_back,
    ],
)
def test_a_copied_cookie_is_dead_once_its_session_ended(
    browser: Browser, ana: Resident, ending: Callable[[Browser, Resident], None]
) -> None:
    browser.signs_in("ana.lopez", PASSWORD).open("/settings/account")
    cookie, csrf = cookie_of(browser), token_of(browser)
    assert thief_with(cookie, browser).open("/portal/").path == "/portal/"

    ending(browser, ana)

    thief = thief_with(cookie, browser)
    for page in ("/portal/", "/settings/account", "/settings/password"):
        assert thief.open(page).path.startswith("/sign-in")
    thief = thief_with(cookie, browser)
    answer = post(thief, "/settings/language", csrf_token=csrf, language="es")
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/sign-in")
    assert account_of(ana).language is None


@contextmanager
def in_the_midst(deed: Callable[[], None]) -> Iterator[None]:
    """`deed` happens to the next page between the verifying of a password and what it was asked for."""
    ends: list[object] = []

    def note(session: Session) -> None:
        ends.append(session)
        if len(ends) == 2:  # the try is counted, then settled
            contextvars.Context().run(deed)

    event.listen(Session, "after_commit", note)
    yield
    event.remove(Session, "after_commit", note)


@pytest.mark.parametrize("page", ["/settings/password", "/settings/account"])
@pytest.mark.parametrize("ending", [resets_by_mail, is_ended_by_the_help_desk, is_disabled])
def test_a_deed_on_its_way_when_the_session_ends_is_not_done(
    browser: Browser, ana: Resident, page: str, ending: Callable[[Browser, Resident], None]
) -> None:
    csrf = token_of(browser.signs_in("ana.lopez", PASSWORD))
    stolen = "the thief knows it 7"
    asked = {
        "/settings/password": {"current_password": PASSWORD, "password": stolen, "confirm_password": stolen},
        "/settings/account": {
            "recovery_email": "thief@evil.example",
            "confirm_recovery_email": "thief@evil.example",
            "password": PASSWORD,
        },
    }

    with in_the_midst(lambda: ending(browser, ana)):
        answer = post(browser, page, csrf_token=csrf, **asked[page])

    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert not hashing.verify(stolen, account_of(ana).password_hash)[0]
    assert account_of(ana).pending_email is None
    assert browser.open("/portal/").path.startswith("/sign-in")


def test_the_device_that_changed_the_password_stays_signed_in_under_a_new_cookie(
    browser: Browser, ana: Resident
) -> None:
    browser.signs_in("ana.lopez", PASSWORD)
    before = cookie_of(browser)
    changes_the_password(browser, ana)

    assert browser.open("/portal/").path == "/portal/"
    assert cookie_of(browser) != before


def test_an_account_that_loses_its_role_loses_its_pages_at_the_next_request(browser: Browser, ana: Resident) -> None:
    browser.signs_in("ana.lopez", PASSWORD)
    changes_its_kind(browser, ana)

    assert browser.client.get("/portal/", base_url="http://localhost").status_code == 403


def test_a_dead_cookie_leaves_words_for_nobody_else_to_find(browser: Browser, ana: Resident) -> None:
    """What a thief types with it is kept for his own browser, where nobody signs in as Ana."""
    browser.signs_in("ana.lopez", PASSWORD).open("/settings/account")
    cookie, csrf = cookie_of(browser), token_of(browser)
    is_ended_by_the_help_desk(browser, ana)
    thief = thief_with(cookie, browser)
    planted = {"recovery_email": "thief@evil.example", "confirm_recovery_email": "thief@evil.example"}
    post(thief, "/settings/account", csrf_token=csrf, **planted)

    for device in (browser, Browser(browser.app)):
        assert "thief@evil.example" not in device.signs_in("ana.lopez", PASSWORD).open("/settings/account").html
    assert thief.open("/settings/account").path.startswith("/sign-in")


def test_a_device_s_lasting_cookie_opens_nothing(browser: Browser, ana: Resident) -> None:
    browser.signs_in("ana.lopez", PASSWORD)
    kept = browser.client.get_cookie("hearth-device")
    assert kept is not None
    other = Browser(browser.app)
    other.client.set_cookie("hearth-device", str(kept.value), domain="localhost")
    assert other.open("/portal/").path.startswith("/sign-in")
    with other.client.session_transaction(base_url=HOST) as cookie:
        cookie["_user_id"] = str(kept.value)

    assert other.open("/portal/").path.startswith("/sign-in")
