"""From the code to the account, as a person at a browser, in both languages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Account
from demo import people
from demo.world import World
from foundation import audit, clock, db, postman
from foundation.audit import AuditEntry
from foundation.outbox import Mail
from portal import actions
from portal.rules import codes
from portal.rules.codes import Delivery, Kind
from tests.browser import Browser

PASSWORD = "seven green herons"
NEUTRAL = "This code does not open an account"
BY = audit.command("test")


@pytest.fixture
def code(app: Flask, world: World) -> str:
    """Denise’s code, as printed: she is entitled and has no account."""
    return issue(app, world.denise.id)


def issue(app: Flask, person_id: int, kind: Kind = Kind.PARENT, delivery: Delivery = Delivery.LETTER) -> str:
    with db.transaction():
        issued = actions.issue_code(
            person_id, kind=kind, delivery=delivery, settings=app.config["HEARTH"], by=BY, at=clock.now()
        )
    return codes.grouped(issued.code)


def choose(browser: Browser, **changes: str) -> Browser:
    """Fill in the second page and send it."""
    answers = {
        "username": "denise.carter",
        "password": PASSWORD,
        "confirm_password": PASSWORD,
        "recovery_email": "denise@carter.example",
        "confirm_recovery_email": "denise@carter.example",
    }
    return browser.fill(**answers | changes).press()


def accounts_of(person_id: int) -> list[Account]:
    db.close()
    return list(db.session().scalars(select(Account).where(Account.person_id == person_id)))


def told(event: str) -> list[AuditEntry]:
    db.close()
    return list(db.session().scalars(select(AuditEntry).where(AuditEntry.event == event).order_by(AuditEntry.id)))


def test_a_guardian_makes_her_account_and_sees_her_child(browser: Browser, code: str, world: World) -> None:
    browser.open("portal.activate").fill(code=code).press("Continue")
    assert browser.heading == "Welcome, Denise C."
    assert browser.path == "/portal/activate/account"

    choose(browser)
    assert browser.heading == "Your account is ready"
    assert "We sent a mail to your recovery email." in browser.text

    browser.signs_in("denise.carter", PASSWORD)
    assert browser.path == "/portal/"
    assert "Jalen Carter" in browser.text
    assert "Grade 7" in browser.text
    assert "Your recovery email is not confirmed." in browser.text


def test_the_code_in_the_address_is_filled_in_and_not_used(browser: Browser, code: str) -> None:
    browser.open(f"/portal/activate?code={code}")
    assert code in browser.html
    browser.press("Continue")
    assert browser.path == "/portal/activate/account"
    assert code not in browser.html


def test_a_stranger_sees_no_more_than_the_first_name_and_an_initial(browser: Browser, code: str, world: World) -> None:
    browser.open("portal.activate").fill(code=code).press("Continue")

    for hidden in ("Carter", "Jalen", world.denise.public_id, world.denise.marker):
        assert hidden not in browser.html


def test_the_code_is_in_no_address_and_no_cookie(app: Flask, browser: Browser, code: str) -> None:
    browser.open("portal.activate").fill(code=code).press("Continue")

    assert "?" not in browser.path
    kept = " ".join(f"{each.key}={each.decoded_value}" for each in browser.client._cookies.values())
    with browser.client.session_transaction() as session:
        kept += str(dict(session))
    assert code not in kept
    assert code.replace("-", "") not in kept


def test_the_mail_to_the_recovery_email_confirms_it_by_a_button(
    app: Flask, browser: Browser, code: str, world: World
) -> None:
    browser.open("portal.activate").fill(code=code).press("Continue")
    choose(browser)
    link = link_mailed_to(app, "denise@carter.example")

    for _ in range(3):
        browser.open(link)
        assert browser.heading == "Confirm your recovery email"
    assert accounts_of(world.denise.id)[0].recovery_email is None

    browser.press("Confirm this address")
    assert browser.heading == "Thank you for confirming your recovery email"
    assert accounts_of(world.denise.id)[0].recovery_email == "denise@carter.example"

    browser.open(link)
    assert (browser.status, browser.heading) == (410, "This link does not work any more")


def link_mailed_to(app: Flask, address: str) -> str:
    """The link in the mail that the postman delivers to `address`."""
    folder = app.config["HEARTH"].instance / "mail"
    db.close()
    postman.deliver(app)
    for path in sorted(folder.glob("*.eml")):
        text = path.read_text(encoding="utf-8").replace("=\n", "").replace("=3D", "=")
        if f"To: {address}" in text:
            found = re.search(r"http://localhost(/portal/recovery-email/[^\s\"<>]+)", text)
            if found:
                return found[1]
    raise AssertionError(f"No link was mailed to {address}.")


def test_the_address_on_file_is_told_that_an_account_was_made(browser: Browser, code: str, world: World) -> None:
    browser.open("portal.activate").fill(code=code).press("Continue")
    choose(browser)

    db.close()
    mails = {each.template: each for each in db.session().scalars(select(Mail).where(Mail.channel == "mail"))}
    assert mails["account-activated"].to_address == world.denise.email
    assert mails["account-activated"].context["name"] == "Denise"
    assert "denise.carter" not in str(mails["account-activated"].context)


def test_without_a_recovery_email_no_mail_asks_to_confirm_one(browser: Browser, code: str, world: World) -> None:
    browser.open("portal.activate").fill(code=code).press("Continue")
    choose(browser, recovery_email="", confirm_recovery_email="")

    assert browser.heading == "Your account is ready"
    assert "We sent a mail" not in browser.text
    assert "confirm-recovery-email" not in {each.template for each in db.session().scalars(select(Mail))}
    browser.signs_in("denise.carter", PASSWORD)
    assert browser.heading == "New Account Security Email"
    browser.follow("Not now")
    assert browser.path == "/portal/"
    assert "You have not given a recovery email." in browser.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"username": "abc"}, "Make the username longer: at least 4 characters."),
        ({"username": ""}, "Choose a username."),
        ({"password": "short 1", "confirm_password": "short 1"}, "Make the password longer: at least 8 characters."),
        ({"password": "", "confirm_password": ""}, "Choose a password."),
        (
            {"password": "denise.carter", "confirm_password": "denise.carter"},
            "Choose a password that others cannot know: not your username, your name, a school or the district.",
        ),
        ({"confirm_password": "other words 1"}, "The two passwords are different. Type the second one again."),
        (
            {"confirm_recovery_email": "denise@cartre.example"},
            "The two recovery emails are different. Type the second one again.",
        ),
        (
            {"recovery_email": "denise", "confirm_recovery_email": "denise"},
            "Write an email address such as name@example.org.",
        ),
        ({"username": "marisol.ibarra"}, "That username is taken. These are free: marisol.ibarra2"),
    ],
)
def test_a_mistake_on_the_second_page_is_said_beside_its_field(
    browser: Browser, code: str, world: World, changes: dict[str, str], error: str
) -> None:
    browser.open("portal.activate").fill(code=code).press("Continue")
    choose(browser, **changes)

    assert browser.status == 422
    assert [each for each in browser.errors if each.startswith(error)], browser.errors
    assert accounts_of(world.denise.id) == []
    assert PASSWORD not in browser.html

    choose(browser)
    assert browser.heading == "Your account is ready"


def refused_codes(app: Flask, world: World) -> dict[str, str]:
    """A code for every reason there is, by the reason."""
    used = issue(app, world.robert.id)
    with db.transaction():
        actions.activate(
            codes.hash_of(codes.canonical(used) or ""),
            actions.Answers("robert.boone", "-", ""),
            page_language="en",
            settings=app.config["HEARTH"],
            on=clock.today(),
            by=BY,
            at=clock.now(),
        )
    with clock.at("2026-10-20 09:00"):
        expired = issue(app, world.carmen.id)
    superseded = issue(app, world.denise.id)
    issue(app, world.denise.id)
    not_entitled = issue(app, world.grace.id)
    has_account = issue(app, world.marisol.id)
    return {
        "unknown": "0a1b2c3d-52d8-4f3a-9e06-b81d27a4c5f3",
        "not-a-code": "urn:uuid:0a1b2c3d-52d8-4f3a-9e06-b81d27a4c5f3",
        "used": used,
        "expired": expired,
        "superseded": superseded,
        "not-entitled": not_entitled,
        "has-account": has_account,
    }


def test_every_code_that_opens_nothing_gets_the_same_page(app: Flask, browser: Browser, world: World) -> None:
    pages = {}
    for reason, typed in refused_codes(app, world).items():
        browser.open("portal.activate").fill(code=typed).press("Continue")
        assert browser.status == 422
        assert browser.errors[0].startswith(NEUTRAL)
        pages[reason] = re.sub(r'name="csrf_token"[^>]*>', "", browser.html.replace(typed, "CODE"))

    assert len(set(pages.values())) == 1
    reasons = [each.data["reason"] for each in told("code-refused")]
    assert reasons == ["used", "expired", "superseded", "not-entitled", "has-account"]


def test_a_code_stops_at_the_end_of_its_last_day(app: Flask, browser: Browser, code: str) -> None:
    with clock.at("2026-12-09 23:59"):
        browser.open("portal.activate").fill(code=code).press("Continue")
        assert browser.path == "/portal/activate/account"
    with clock.at("2026-12-10 00:00"):
        browser.open("portal.activate").fill(code=code).press("Continue")
        assert browser.errors[0].startswith(NEUTRAL)


def test_an_emailed_code_stops_after_a_day(app: Flask, browser: Browser, world: World) -> None:
    code = issue(app, world.denise.id, delivery=Delivery.EMAIL)
    with clock.at(clock.now() + timedelta(hours=24)):
        browser.open("portal.activate").fill(code=code).press("Continue")
        assert browser.errors[0].startswith(NEUTRAL)


def test_a_code_that_ends_between_the_two_pages_opens_nothing(
    app: Flask, browser: Browser, code: str, world: World
) -> None:
    browser.open("portal.activate").fill(code=code).press("Continue")
    issue(app, world.denise.id)
    choose(browser)

    assert (browser.status, browser.errors[0][: len(NEUTRAL)]) == (422, NEUTRAL)
    assert accounts_of(world.denise.id) == []
    assert told("code-refused")[0].data["reason"] == "superseded"


def test_a_right_that_ends_between_the_two_pages_opens_nothing(browser: Browser, code: str, world: World) -> None:
    browser.open("portal.activate").fill(code=code).press("Continue")
    with db.transaction():
        people.a_restriction(world.denise, world.jalen)
    choose(browser)

    assert (browser.status, accounts_of(world.denise.id)) == (422, [])


def test_the_second_page_needs_the_first(browser: Browser, code: str) -> None:
    browser.open("portal.new_account")

    assert browser.path == "/portal/activate"


def test_the_first_page_counts_for_an_hour(browser: Browser, code: str) -> None:
    browser.open("portal.activate").fill(code=code).press("Continue")
    with clock.at(clock.now() + timedelta(minutes=61)):
        browser.open("portal.new_account")

    assert browser.path == "/portal/activate"


def test_an_empty_code_is_asked_for(browser: Browser, world: World) -> None:
    browser.open("portal.activate").press("Continue")

    assert (browser.status, browser.errors) == (422, ["Type the code from your letter or email."])


def test_a_student_of_a_grade_with_accounts_activates_one(app: Flask, browser: Browser, world: World) -> None:
    code = issue(app, world.jalen.id, kind=Kind.STUDENT)
    browser.open("portal.activate").fill(code=code).press("Continue")
    choose(browser, username="jalen.carter")
    browser.signs_in("jalen.carter", PASSWORD)

    assert browser.path == "/portal/"
    assert "Jalen Carter" in browser.text


def test_activation_speaks_spanish(app: Flask, browser: Browser, world: World) -> None:
    code = issue(app, world.carmen.id)
    browser.language = "es"
    browser.open("portal.activate").fill(code=code).press()
    assert browser.path == "/portal/activate/account"
    choose(browser, username="carmen.delacruz", password="x", confirm_password="y")
    assert browser.status == 422
    choose(browser, username="carmen.delacruz")

    assert browser.path == "/portal/activate/done"
    assert accounts_of(world.carmen.id)[0].language is None


def test_too_many_wrong_codes_from_one_place_wait(app: Flask, browser: Browser, world: World) -> None:
    for number in range(101):
        browser.open("portal.activate").fill(code=f"{number:032x}").press("Continue")
        assert browser.status == 422
    browser.open("portal.activate").fill(code=issue(app, world.denise.id)).press("Continue")

    assert (browser.status, browser.heading) == (429, "Too many codes that did not work")
    assert "Wait 30 seconds" in browser.text
    assert browser.response is not None
    assert browser.response.headers["Retry-After"] == "30"
    with clock.at(clock.now() + timedelta(seconds=30)):
        browser.open("portal.activate").fill(code=issue(app, world.denise.id)).press("Continue")
        assert browser.path == "/portal/activate/account"


def test_the_page_that_may_carry_a_code_in_its_address_tells_it_to_nobody(browser: Browser, code: str) -> None:
    browser.open(f"/portal/activate?code={code}")

    assert browser.response is not None
    assert browser.response.headers["Referrer-Policy"] == "no-referrer"
