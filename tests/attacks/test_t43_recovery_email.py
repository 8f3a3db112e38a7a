"""T43: the life of a recovery email. It counts only once its owner confirmed it; the address before is always told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from accounts import actions, hashing, queries
from accounts.models import MailedLink
from accounts.rules.links import UNDO_RECOVERY_EMAIL
from foundation import clock, db
from foundation.audit import STRANGER
from foundation.outbox import Mail
from tests.accounts.residents import (
    NEW_PASSWORD,
    PASSWORD,
    PUBLIC_URL,
    Resident,
    account_of,
    link_in,
    mails,
    told,
)
from tests.accounts.residents import ana as ana
from tests.accounts.residents import chidi as chidi
from tests.accounts.residents import rosa as rosa
from tests.browser import Browser

THIEF = "thief@evil.example"


@pytest.fixture
def inside(browser: Browser, ana: Resident) -> Browser:
    return browser.signs_in("ana.lopez", PASSWORD)


def gives(browser: Browser, email: str, *, again: str | None = None, password: str = PASSWORD) -> Browser:
    return (
        browser.open("/settings/account")
        .fill(recovery_email=email, confirm_recovery_email=email if again is None else again, password=password)
        .press("Save")
    )


def path_in(template: str, *, which: int = -1) -> str:
    return link_in(mails(template)[which]).removeprefix(PUBLIC_URL)


def confirms(app: Flask, *, which: int = -1) -> Browser:
    """The button behind a mailed link, pressed at a browser of nobody."""
    browser = Browser(app).open(path_in("confirm-recovery-email", which=which))
    return browser.press("Confirm this address") if browser.status == 200 else browser


def undoes(app: Flask, path: str) -> Browser:
    browser = Browser(app).open(path)
    return browser.press("Take the change back") if browser.status == 200 else browser


def asks_for_reset(username: str) -> None:
    with db.transaction():
        actions.ask_for_reset(username, public_url=PUBLIC_URL, by=STRANGER, at=clock.now())


def steals(app: Flask, victim: Resident) -> Browser:
    """Somebody who knows the password moves the account to an address of his own."""
    thief = gives(Browser(app).signs_in(victim.username, PASSWORD), THIEF)
    confirms(app)
    assert account_of(victim).recovery_email == THIEF
    return thief


def test_two_different_addresses_are_refused(inside: Browser, ana: Resident) -> None:
    gives(inside, "new@lopez.example", again="now@lopez.example")

    assert inside.errors == ["The two addresses differ. Type the same address twice."]
    assert (account_of(ana).pending_email, mails()) == (None, [])


@pytest.mark.parametrize("password", ["", "wrong"])
def test_without_the_password_nothing_is_given(inside: Browser, ana: Resident, password: str) -> None:
    gives(inside, "new@lopez.example", password=password)

    assert inside.status == 422
    assert (account_of(ana).pending_email, mails()) == (None, [])


def test_an_address_of_another_account_is_taken_like_any_other(
    app: Flask, inside: Browser, ana: Resident, rosa: Resident
) -> None:
    """The page does not tell that somebody has it (T12), and two guardians may share one."""
    gives(inside, "rosa@vega.example")
    shared = inside.text
    gives(inside, "nobody@vega.example")
    assert shared.replace("rosa@vega.example", "nobody@vega.example") == inside.text

    gives(inside, "rosa@vega.example")
    confirms(app)
    with db.transaction():
        actions.ask_for_usernames("ROSA@vega.example", by=STRANGER, at=clock.now())
    (mail,) = mails("usernames")
    assert (mail.to_address, mail.context["usernames"]) == ("rosa@vega.example", ["ana.lopez", "rosa.vega"])


def test_of_two_guardians_at_one_address_each_resets_the_own_password(
    app: Flask, inside: Browser, ana: Resident, rosa: Resident
) -> None:
    gives(inside, "rosa@vega.example")
    confirms(app)
    asks_for_reset("ana.lopez")
    Browser(app).open(path_in("reset-password")).fill(password=NEW_PASSWORD, confirm_password=NEW_PASSWORD).press()

    assert hashing.verify(NEW_PASSWORD, account_of(ana).password_hash)[0]
    assert hashing.verify(PASSWORD, account_of(rosa).password_hash)[0]


def test_one_of_two_who_share_an_address_leaves_it_and_the_other_keeps_it(
    app: Flask, inside: Browser, ana: Resident, rosa: Resident
) -> None:
    gives(inside, "rosa@vega.example")
    confirms(app)
    inside.open("/settings/recovery-email/removal").fill(password=PASSWORD).press("Remove the address")

    assert [each.username for each in queries.accounts_reached_at("rosa@vega.example")] == ["rosa.vega"]


def test_a_reset_mailed_before_a_change_works_until_the_change_is_confirmed(
    app: Flask, inside: Browser, ana: Resident
) -> None:
    asks_for_reset("ana.lopez")
    path = path_in("reset-password")
    gives(inside, "new@lopez.example")
    assert Browser(app).open(path).status == 200
    confirms(app)

    assert Browser(app).open(path).status == 410


def test_a_reset_that_is_used_ends_the_address_that_waits(app: Flask, inside: Browser, ana: Resident) -> None:
    """Whoever knew the old password may have given it."""
    gives(inside, THIEF)
    asks_for_reset("ana.lopez")
    assert mails("reset-password")[0].to_address == "Ana@Lopez.example"
    Browser(app).open(path_in("reset-password")).fill(password=NEW_PASSWORD, confirm_password=NEW_PASSWORD).press()

    assert confirms(app).status == 410
    assert (account_of(ana).recovery_email, account_of(ana).pending_email) == ("Ana@Lopez.example", None)


def test_the_link_confirms_for_whoever_is_signed_out(app: Flask, inside: Browser, ana: Resident) -> None:
    gives(inside, "new@lopez.example")

    assert confirms(app).heading == "Thank you for confirming your recovery email"
    assert account_of(ana).recovery_email == "new@lopez.example"
    assert mails("recovery-email-confirmed")[0].to_address == "new@lopez.example"


def test_the_link_confirms_nothing_for_another_who_is_signed_in(
    app: Flask, inside: Browser, ana: Resident, rosa: Resident
) -> None:
    gives(inside, "new@lopez.example")
    path = path_in("confirm-recovery-email")
    other = Browser(app).open(path)
    csrf = next(str(each.get("value")) for each in other.page.iter("input") if each.get("name") == "csrf_token")
    other.signs_in("rosa.vega", PASSWORD)
    assert other.open(path).status == 409
    assert "Ana" not in other.text
    csrf = next(str(each.get("value")) for each in other.page.iter("input") if each.get("name") == "csrf_token")
    answer = other.client.post(path, data={"csrf_token": csrf}, base_url="http://localhost")

    assert answer.status_code == 409
    assert account_of(ana).recovery_email == "Ana@Lopez.example"
    assert account_of(rosa).recovery_email == "rosa@vega.example"
    assert confirms(app).status == 200


def test_of_two_changes_the_first_can_no_longer_be_confirmed(app: Flask, inside: Browser, ana: Resident) -> None:
    gives(inside, "first@lopez.example")
    gives(inside, "second@lopez.example")

    assert confirms(app, which=0).status == 410
    assert account_of(ana).recovery_email == "Ana@Lopez.example"
    assert confirms(app, which=1).status == 200
    assert account_of(ana).recovery_email == "second@lopez.example"


def test_an_opened_link_confirms_nothing(app: Flask, inside: Browser, ana: Resident) -> None:
    gives(inside, "new@lopez.example")
    for _ in range(5):
        Browser(app).open(path_in("confirm-recovery-email"))

    assert account_of(ana).recovery_email == "Ana@Lopez.example"


def test_the_last_address_can_be_removed_and_is_told(app: Flask, inside: Browser, ana: Resident) -> None:
    inside.open("/settings/account").follow("Remove your recovery email").fill(password="wrong")
    inside.press("Remove the address")
    assert inside.status == 422
    inside.fill(password=PASSWORD).press("Remove the address")

    account = account_of(ana)
    assert (account.recovery_email, account.recovery_email_key, account.recovery_email_validated_at) == (None,) * 3
    assert [(each.template, each.to_address) for each in mails()] == [("recovery-email-removed", "Ana@Lopez.example")]
    assert told("recovery-email-removed") == [{"person_id": ana.person_id, "account_id": ana.account_id}]
    assert inside.press("Sign out").signs_in("ana.lopez", PASSWORD).path == "/portal/"
    asks_for_reset("ana.lopez")
    assert mails("reset-password") == []

    undoes(app, path_in("recovery-email-removed"))
    assert account_of(ana).recovery_email == "Ana@Lopez.example"


def test_removing_ends_the_links_that_are_out(app: Flask, inside: Browser, ana: Resident) -> None:
    gives(inside, "new@lopez.example")
    asks_for_reset("ana.lopez")
    inside.open("/settings/recovery-email/removal").fill(password=PASSWORD).press("Remove the address")

    assert confirms(app).status == 410
    assert Browser(app).open(path_in("reset-password")).status == 410


def test_an_address_that_was_never_confirmed_gets_no_way_in_and_shuts_nobody_out(
    app: Flask, browser: Browser, chidi: Resident
) -> None:
    gives(browser.signs_in("chidi", PASSWORD), "chidi@okonkwo.example")
    asks_for_reset("chidi")
    with db.transaction():
        actions.ask_for_usernames("chidi@okonkwo.example", by=STRANGER, at=clock.now())

    assert [each.template for each in mails()] == ["confirm-recovery-email"]
    for days in (0, 2, 400):
        with clock.at(clock.now() + timedelta(days=days)):
            assert Browser(app).signs_in("chidi", PASSWORD).path == "/portal/"


def test_the_old_address_is_told_when_another_is_given_and_when_it_counts(
    app: Flask, inside: Browser, ana: Resident
) -> None:
    gives(inside, "new@lopez.example")
    confirms(app)

    before = [(each.template, each.secret is not None) for each in mails() if each.to_address == "Ana@Lopez.example"]
    assert before == [("recovery-email-proposed", True), ("recovery-email-replaced", True)]


def test_the_old_address_takes_back_what_a_thief_did(app: Flask, ana: Resident) -> None:
    thief = steals(app, ana)
    answer = undoes(app, path_in("recovery-email-replaced"))

    assert answer.heading == "Your address counts again"
    assert account_of(ana).recovery_email == "Ana@Lopez.example"
    assert thief.open("/portal/").path.startswith("/sign-in")
    assert [each.to_address for each in mails("recovery-email-undone")] == ["Ana@Lopez.example"]
    assert [each.to_address for each in mails("recovery-email-taken-back")] == [THIEF]
    assert mails("recovery-email-taken-back")[0].secret is None
    Browser(app).open(path_in("recovery-email-undone")).fill(
        password=NEW_PASSWORD, confirm_password=NEW_PASSWORD
    ).press()
    assert Browser(app).signs_in("ana.lopez", PASSWORD).status == 422
    assert Browser(app).signs_in("ana.lopez", NEW_PASSWORD).path == "/portal/"


def test_the_change_is_stopped_while_it_still_waits(app: Flask, ana: Resident) -> None:
    thief = gives(Browser(app).signs_in("ana.lopez", PASSWORD), THIEF)
    undoes(app, path_in("recovery-email-proposed"))

    assert confirms(app).status == 410
    assert account_of(ana).pending_email is None
    assert thief.open("/portal/").path.startswith("/sign-in")


def test_nothing_a_thief_does_afterwards_ends_the_way_back(app: Flask, ana: Resident) -> None:
    """He moves the account once more, sets a password, resets it by mail and removes the address."""
    thief = steals(app, ana)
    thief.open("/settings/password").fill(
        current_password=PASSWORD, password=NEW_PASSWORD, confirm_password=NEW_PASSWORD
    ).press("Change the password")
    gives(thief, "thief@other.example", password=NEW_PASSWORD)
    confirms(app)
    asks_for_reset("ana.lopez")
    Browser(app).open(path_in("reset-password")).fill(password=PASSWORD, confirm_password=PASSWORD).press()
    thief.signs_in("ana.lopez", PASSWORD)
    thief.open("/settings/recovery-email/removal").fill(password=PASSWORD).press("Remove the address")
    undoes(app, path_in("recovery-email-replaced", which=0))

    assert account_of(ana).recovery_email == "Ana@Lopez.example"
    late = [each for each in ("recovery-email-replaced", "recovery-email-removed") if path_in(each)]
    assert [undoes(app, path_in(each)).status for each in late] == [410, 410]
    assert account_of(ana).recovery_email == "Ana@Lopez.example"


def test_the_way_back_is_for_one_use_and_for_three_days(app: Flask, ana: Resident) -> None:
    steals(app, ana)
    path = path_in("recovery-email-replaced")
    with clock.at(clock.now() + timedelta(hours=72)):
        assert undoes(app, path).status == 410
    assert account_of(ana).recovery_email == THIEF
    with clock.at(clock.now() + timedelta(hours=71)):
        assert undoes(app, path).status == 200
        assert undoes(app, path).status == 410


def test_opening_the_way_back_takes_nothing_back(app: Flask, ana: Resident) -> None:
    steals(app, ana)
    for _ in range(5):
        assert Browser(app).open(path_in("recovery-email-replaced")).status == 200

    assert account_of(ana).recovery_email == THIEF


@pytest.mark.parametrize("door", ["/reset-password/", "/portal/recovery-email/"])
def test_a_way_back_opens_no_other_door(app: Flask, ana: Resident, door: str) -> None:
    steals(app, ana)
    token = path_in("recovery-email-replaced").rsplit("/", 1)[1]

    assert Browser(app).open(door + token).status == 410
    other = path_in("confirm-recovery-email").rsplit("/", 1)[1]
    assert Browser(app).open(f"/undo-recovery-email/{other}").status == 410


def test_the_settings_say_until_when_the_change_can_be_taken_back(app: Flask, inside: Browser, ana: Resident) -> None:
    gives(inside, "new@lopez.example")
    confirms(app)

    assert "can take it back until November 21, 2026, 9:00 AM MST" in inside.open("/settings/account").text
    with clock.at(clock.now() + timedelta(hours=72)):
        assert "take it back" not in inside.signs_in("ana.lopez", PASSWORD).open("/settings/account").text


@pytest.mark.parametrize("email", ["ana+school@lopez.example", "ana+other@lopez.example"])
def test_plus_addresses_are_addresses_of_their_own(app: Flask, inside: Browser, ana: Resident, email: str) -> None:
    gives(inside, email)
    confirms(app)

    assert account_of(ana).recovery_email == email
    assert queries.accounts_reached_at("ana@lopez.example") == []
    assert [each.id for each in queries.accounts_reached_at(email.upper())] == [ana.account_id]


def test_a_mail_that_came_back_is_said_in_the_settings(app: Flask, browser: Browser, chidi: Resident) -> None:
    gives(browser.signs_in("chidi", PASSWORD), "chidi@okonkow.example")
    with db.transaction() as session:
        session.execute(update(Mail).values(parked_at=clock.now(), last_error="550 no such mailbox"))
    browser.open("/settings/account")

    assert "Our mail to chidi@okonkow.example could not be delivered." in browser.text
    assert browser.open("/portal/").path == "/portal/"
    assert "550" not in browser.text


def test_the_mail_to_confirm_comes_again_on_request_and_not_without_end(app: Flask, inside: Browser) -> None:
    gives(inside, "new@lopez.example")
    for _ in range(2):
        inside.open("/settings/account").press("Send the mail once more")
        assert "We sent the mail once more." in inside.text
    inside.open("/settings/account").press("Send the mail once more")

    assert inside.errors == ["Several mails are on their way already. Wait an hour, then try again."]
    assert len(mails("confirm-recovery-email")) == 3
    assert len(mails("recovery-email-proposed")) == 1
    assert confirms(app, which=0).status == 410
    assert confirms(app, which=2).status == 200


def test_of_two_who_undo_at_once_one_does(app: Flask, ana: Resident) -> None:
    steals(app, ana)
    token = path_in("recovery-email-replaced").rsplit("/", 1)[1]
    answers = []
    for _ in range(2):
        with db.transaction():
            answers.append(
                actions.undo_recovery_email(token, public_url=PUBLIC_URL, by=STRANGER, at=clock.now()) is not None
            )

    assert answers == [True, False]
    assert len(mails("recovery-email-undone")) == 1
    used = select(MailedLink.used_at).where(MailedLink.purpose == UNDO_RECOVERY_EMAIL, MailedLink.used_at.is_not(None))
    assert len(list(db.session().scalars(used))) == 1
