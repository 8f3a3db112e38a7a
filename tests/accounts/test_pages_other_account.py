"""One person, two accounts: plainly apart, and one sign-in from each other."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import Engine, select, update

from accounts.models import Account, SessionRecord
from demo.staff import Staff
from demo.world import PASSPHRASE, World
from foundation import clock, db
from tests.browser import Browser
from tests.statements import statements


def dana(browser: Browser, staff: Staff) -> Browser:
    """Dana at work: a teacher who is a parent."""
    return browser.signs_in("dana.whitfield.staff", PASSPHRASE)


def test_a_teacher_who_is_a_parent_goes_to_her_family_s_pages_by_signing_in(browser: Browser, staff: Staff) -> None:
    dana(browser, staff).follow("Here as staff: change")
    assert browser.heading == "You are here as staff."
    assert "your family’s pages" in browser.text
    assert "dana.whitfield" not in browser.text.replace("dana.whitfield.staff", "")

    browser.fill(username="dana.whitfield", password=PASSPHRASE).press("Sign in with the other account")

    assert browser.path == "/portal/"
    assert browser.open("/household/").status == 403
    browser.open("/portal/").follow("Here as family: change")
    assert browser.heading == "You are here as a parent."


def test_the_session_at_work_is_over_then(browser: Browser, staff: Staff, app: Flask) -> None:
    dana(browser, staff).open("accounts.other_account")
    browser.fill(username="dana.whitfield", password=PASSPHRASE).press("Sign in with the other account")

    db.close()
    at_work = staff.sign_in(staff.dana).account_id
    ended = db.session().scalars(select(SessionRecord.ended_at).where(SessionRecord.account_id == at_work)).all()
    assert ended
    assert None not in ended


def test_there_is_no_way_across_without_the_password(browser: Browser, staff: Staff) -> None:
    dana(browser, staff).open("accounts.other_account")

    browser.fill(username="dana.whitfield", password="not the password").press("Sign in with the other account")

    assert browser.status == 422
    assert browser.open("/portal/").status == 403


def test_signed_in_as_staff_she_holds_no_right_of_a_parent_and_the_other_way_round(
    browser: Browser, staff: Staff, world: World
) -> None:
    assert dana(browser, staff).open("/portal/").status == 403
    assert browser.open(f"/household/people/{world.owen.public_id}").status == 403
    assert browser.heading == "This is your own family: ask a colleague"
    browser.follow("Go to your other account")
    assert browser.heading == "You are here as staff."


def test_who_has_one_account_is_offered_nothing(browser: Browser, staff: Staff) -> None:
    browser.signs_in("tamara.bell", PASSPHRASE)

    assert "Here as" not in browser.text
    assert browser.open("accounts.other_account").path == "/settings/account"


def test_a_closed_account_is_no_other_account(browser: Browser, staff: Staff, world: World) -> None:
    with db.transaction() as session:
        session.execute(update(Account).where(Account.username == "dana.whitfield").values(disabled_at=clock.now()))

    assert dana(browser, staff).open("accounts.other_account").path == "/settings/account"


def test_it_costs_no_question_more(browser: Browser, staff: Staff, database: Engine) -> None:
    dana(browser, staff)
    with statements(database) as asked:
        browser.open("accounts.other_account", lang="es")

    assert len([each for each in asked if "session_record" in each]) == 1
    assert len(asked) <= 4


def test_the_help_desk_comes_in_at_the_desk_and_others_at_their_access(browser: Browser, staff: Staff) -> None:
    assert browser.signs_in("hazel.tran", PASSPHRASE).path == "/portal/desk"
    assert Browser(browser.app).signs_in("tamara.bell", PASSPHRASE).path == "/household/access"
