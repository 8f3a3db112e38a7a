"""“None of these reach me”, the help desk's queue, and a code that one page shows once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from accounts.models import Account
from demo.careers import a_role
from demo.staff import Staff
from demo.world import PASSPHRASE, World
from foundation import clock, db
from portal.models import ActivationCode, OfficeRequest
from portal.rules import codes
from tests.attacks.devices import post, token_of
from tests.browser import Browser
from tests.statements import statements

CODE = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


@pytest.fixture
def at_desk(browser: Browser, staff: Staff) -> Browser:
    """Bruno, who got the role, signed in."""
    with db.transaction():
        a_role(staff.sign_in(staff.bruno).account_id, "help-desk", at=clock.now())
    return browser.signs_in("bruno.keller", PASSPHRASE)


def typed(world: World, **changed: str) -> dict[str, str]:
    """Robert asks for Maya: he has no account yet."""
    robert, maya = world.robert, world.maya
    said = {
        "first_name": robert.first_name,
        "last_name": robert.last_name,
        "student_first_name": maya.first_name,
        "student_last_name": maya.last_name,
        "student_birth_date": str(maya.born),
        "student_number": maya.number,
    }
    return said | changed


def asks(app: Flask, world: World, **changed: str) -> Browser:
    """A stranger at another device asks the office."""
    somebody = Browser(app)
    somebody.open("/portal/new-code/office").fill(**typed(world, **changed)).press("Ask the office")
    assert somebody.heading == "The office has your request"
    return somebody


def only_request() -> OfficeRequest:
    db.close()
    return db.session().scalars(select(OfficeRequest)).one()


def test_what_was_typed_goes_along_and_is_not_shown_again(browser: Browser, world: World) -> None:
    browser.open("/portal/new-code").fill(**typed(world)).press("Send a new code")
    browser.follow("Ask the office for a code")
    assert "Robert" not in browser.html
    browser.fill(message="After 5 PM").press("Ask the office")

    assert (browser.heading, browser.path) == ("The office has your request", "/portal/new-code/office?received=")
    kept = only_request()
    assert (kept.first_name, kept.student_first_name, kept.message) == ("Robert", "Maya", "After 5 PM")
    browser.open("/portal/new-code/office")
    assert any(each.get("name") == "first_name" for each in browser.page.iter("input")), "it is forgotten once used"


def test_what_was_typed_is_forgotten_after_half_an_hour(browser: Browser, world: World) -> None:
    browser.open("/portal/new-code").fill(**typed(world)).press("Send a new code")
    with clock.at(clock.now() + timedelta(minutes=31)):
        browser.open("/portal/new-code/office")

    assert any(each.get("name") == "first_name" for each in browser.page.iter("input"))


def test_the_cookie_shows_nothing_of_what_was_typed(browser: Browser, world: World) -> None:
    browser.open("/portal/new-code").fill(**typed(world)).press("Send a new code")

    with browser.client.session_transaction() as kept:
        assert "asked" in kept
        assert not [each for each in typed(world).values() if each in str(dict(kept))]


def test_a_stranger_is_told_the_same_whoever_is_meant(app: Flask, world: World) -> None:
    known, unknown = asks(app, world), asks(app, world, first_name="Nobody", student_first_name="Nobody")

    assert known.html.replace(token_of(known), "") == unknown.html.replace(token_of(unknown), "")


def test_the_office_s_form_asks_for_everything_where_nothing_was_typed(browser: Browser, world: World) -> None:
    browser.open("/portal/new-code/office").press("Ask the office")

    assert browser.status == 422
    assert len(browser.errors) == 6


def test_the_desk_sees_who_waits_since_when(at_desk: Browser, app: Flask, world: World) -> None:
    asks(app, world)
    with clock.at(clock.now() + timedelta(days=3)):
        at_desk.signs_in("bruno.keller", PASSPHRASE).follow("Requests")

    assert at_desk.heading == "One request waits for the office"
    assert "The oldest has waited 3 days." in at_desk.text
    assert "Robert Boone" in at_desk.text


def test_the_list_takes_the_same_statements_for_one_and_for_many(
    at_desk: Browser, app: Flask, world: World, database: Engine
) -> None:
    def cost() -> int:
        with statements(database) as said:
            at_desk.open("/portal/desk/requests")
        return len(said)

    at_desk.open("/portal/desk/requests")
    none = cost()
    for number in range(7):
        asks(app, world, first_name=f"Robert {chr(65 + number)}")

    assert cost() == none <= 8


def test_the_queue_is_narrowed_by_school_and_state(at_desk: Browser, app: Flask, world: World) -> None:
    asks(app, world, student_number="", school=world.town.high.public_id)
    at_desk.open(f"/portal/desk/requests?school={world.town.cedar.public_id}")
    assert at_desk.heading == "No request waits for the office"
    at_desk.open(f"/portal/desk/requests?school={world.town.high.public_id}&page=99")
    assert at_desk.heading == "One request waits for the office"
    at_desk.open("/portal/desk/requests?state=settled")
    assert "There is none here." in at_desk.text


def serve(at_desk: Browser, world: World, **changed: str) -> None:
    fields = {"person": f"{world.robert.public_id}:parent", "id_kind": "driver-license"} | changed
    at_desk.open(f"/portal/desk/requests/{only_request().public_id}").fill(**fields).press("Issue the code")


def test_a_photo_id_and_a_code_that_opens_the_account(at_desk: Browser, app: Flask, world: World) -> None:
    asks(app, world)
    serve(at_desk, world)

    assert at_desk.heading == "A new code for Robert Boone"
    assert at_desk.response is not None
    assert "no-store" in at_desk.response.headers["Cache-Control"]
    shown = CODE.findall(at_desk.text)
    assert len(shown) == 1
    robert = Browser(app)
    robert.open("/portal/activate").fill(code=shown[0]).press("Continue")
    assert robert.heading == "Welcome, Robert B."
    kept = only_request()
    assert (kept.settlement, kept.id_kind, kept.person_id) == ("issued", "driver-license", world.robert.id)


def test_the_code_is_shown_once(at_desk: Browser, app: Flask, world: World) -> None:
    asks(app, world)
    serve(at_desk, world)
    shown = CODE.findall(at_desk.text)[0]

    for path in ("/portal/desk/requests?state=settled", f"/portal/desk/requests/{only_request().public_id}"):
        at_desk.open(path)
        assert shown not in at_desk.html
        assert CODE.search(at_desk.text) is None
    assert "Driver’s license" in at_desk.text


def test_the_same_code_comes_as_a_letter_to_hand_over(at_desk: Browser, app: Flask, world: World) -> None:
    asks(app, world)
    serve(at_desk, world)
    at_desk.press("Letter as PDF")

    assert at_desk.response is not None
    assert at_desk.response.mimetype == "application/pdf"
    assert at_desk.response.data.startswith(b"%PDF")
    assert b"/StructTreeRoot" in at_desk.response.data
    assert "no-store" in at_desk.response.headers["Cache-Control"]
    assert at_desk.path == "/portal/desk/letter"


def test_the_letter_is_printed_only_within_the_hour_and_of_living_codes(
    at_desk: Browser, app: Flask, world: World
) -> None:
    asks(app, world)
    serve(at_desk, world)
    shown, csrf = CODE.findall(at_desk.text)[0], token_of(at_desk)

    assert post(at_desk, "/portal/desk/letter", csrf_token=csrf, code="0" * 32).status_code == 404
    assert post(at_desk, "/portal/desk/letter", csrf_token=csrf, code=shown).status_code == 200
    with db.transaction() as session:
        kept = session.scalars(select(ActivationCode).where(ActivationCode.code_hash == _hash(shown))).one()
        kept.issued_at -= timedelta(hours=1)
    assert post(at_desk, "/portal/desk/letter", csrf_token=csrf, code=shown).status_code == 404


def _hash(shown: str) -> str:
    return codes.hash_of(codes.canonical(shown) or "")


def test_reloading_the_page_with_the_code_issues_no_second_one(at_desk: Browser, app: Flask, world: World) -> None:
    asks(app, world)
    at_desk.open(f"/portal/desk/requests/{only_request().public_id}")
    fields = {"csrf_token": token_of(at_desk), "person": f"{world.robert.public_id}:parent", "id_kind": "passport"}
    path = f"/portal/desk/requests/{only_request().public_id}/code"

    answers = [post(at_desk, path, **fields) for _ in range(2)]

    assert [each.status_code for each in answers] == [200, 422]
    assert "A colleague has settled this request meanwhile." in answers[1].get_data(as_text=True)
    assert len(db.session().scalars(select(ActivationCode).where(ActivationCode.delivery == "office")).all()) == 1


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"id_kind": ""}, "Look at a photo ID and choose which one it was. Without one no code is given."),
        ({"id_kind": "library-card"}, "Look at a photo ID and choose which one it was. Without one no code is given."),
        ({"note": "license D12345678"}, "Leave long numbers out: the number of an ID is kept nowhere."),
    ],
)
def test_without_a_photo_id_no_code_is_given(
    at_desk: Browser, app: Flask, world: World, changed: dict[str, str], error: str
) -> None:
    asks(app, world)
    serve(at_desk, world, **changed)

    assert (at_desk.status, at_desk.errors) == (422, [error])
    assert only_request().settled_at is None
    assert "12345678" not in str(only_request().note)


def test_a_colleague_s_own_family_is_served_by_another(
    app: Flask, browser: Browser, staff: Staff, world: World
) -> None:
    with db.transaction():
        a_role(staff.sign_in(staff.dana).account_id, "help-desk", at=clock.now())
    asks(app, world, first_name=world.dana.first_name, last_name=world.dana.last_name)
    browser.signs_in(staff.sign_in(staff.dana).username, PASSPHRASE)
    serve(browser, world, person=f"{world.dana.public_id}:parent")

    assert browser.errors == ["This is you or your own family. Ask a colleague to serve them."]


def test_a_request_is_closed_with_a_reason(at_desk: Browser, app: Flask, world: World) -> None:
    asks(app, world)
    at_desk.open(f"/portal/desk/requests/{only_request().public_id}").press("Close the request")
    assert at_desk.errors == ["Choose a reason."]
    at_desk.fill(settlement="no-id", why="will come back").press("Close the request")

    assert "The request is closed." in at_desk.text
    kept = only_request()
    assert (kept.settlement, kept.note) == ("no-id", "will come back")
    at_desk.open("/portal/desk/requests?state=settled").follow("Robert Boone")
    assert "No photo ID was shown" in at_desk.text
    assert "Issue the code" not in at_desk.buttons


def test_whom_all_fits_stands_before_those_of_the_same_name(at_desk: Browser, app: Flask, world: World) -> None:
    asks(app, world)
    at_desk.open(f"/portal/desk/requests/{only_request().public_id}")

    offered = [each.get("value") for each in at_desk.page.iter("input") if each.get("name") == "person"]
    assert offered[0] == f"{world.robert.public_id}:parent"
    assert "all that was typed fits" in at_desk.text


def test_nobody_else_opens_the_desk_s_pages(app: Flask, world: World, staff: Staff) -> None:
    asks(app, world)
    public_id = only_request().public_id
    other = Browser(app).signs_in("tamara.bell", PASSPHRASE)

    for path in ("/portal/desk/requests", f"/portal/desk/requests/{public_id}"):
        assert other.open(path).status == 403
    csrf = token_of(other.open("/settings/account"))
    for path in (f"/portal/desk/requests/{public_id}/code", "/portal/desk/letter"):
        assert post(other, path, csrf_token=csrf).status_code == 403


def test_the_form_to_print_is_a_page_and_a_pdf_in_both_languages(browser: Browser, app: Flask) -> None:
    browser.open("/portal/request-form")
    assert browser.heading == "Request for a family portal account"
    made = [app.test_client().get(f"/portal/request-form.pdf?lang={each}") for each in ("en", "es", "en")]

    assert [each.mimetype for each in made] == ["application/pdf"] * 3
    assert made[0].data == made[2].data != made[1].data
    assert all(b"/StructTreeRoot" in each.data for each in made)
    assert b"/Lang(es" in made[1].data


def over_the_counter(at_desk: Browser, world: World) -> None:
    at_desk.open(f"/portal/desk/people/{world.robert.public_id}")
    at_desk.follow("They stand before me: give a code over the counter")


def test_who_simply_comes_in_gets_a_code_from_their_own_page(at_desk: Browser, app: Flask, world: World) -> None:
    over_the_counter(at_desk, world)
    at_desk.press("Issue the code")
    assert at_desk.errors == [
        "Look at a photo ID and choose which one it was. Without one no code is given.",
        "Say why, in a few words: colleagues read it.",
    ]
    at_desk.fill(id_kind="state-id", reason="the letter was lost").press("Issue the code")

    assert at_desk.heading == "A new code for Robert Boone"
    robert = Browser(app)
    robert.open("/portal/activate").fill(code=CODE.findall(at_desk.text)[0]).press("Continue")
    assert robert.heading == "Welcome, Robert B."
    at_desk.open(f"/portal/desk/people/{world.robert.public_id}")
    assert "a photo ID was looked at: State ID card. the letter was lost" in at_desk.text
    assert CODE.search(at_desk.text) is None


def test_somebody_with_an_account_gets_no_code_over_the_counter(
    at_desk: Browser, app: Flask, world: World, staff: Staff
) -> None:
    at_desk.open(f"/portal/desk/people/{world.hoa.public_id}/parent/counter")
    at_desk.fill(id_kind="passport", reason="asks").press("Issue the code")

    assert (at_desk.status, CODE.search(at_desk.text)) == (422, None)
    assert "has an account already" in at_desk.errors[0]


@pytest.mark.parametrize("kind", ["staff", "contact", "x"])
def test_no_other_kind_of_account_is_made_over_the_counter(at_desk: Browser, world: World, kind: str) -> None:
    assert at_desk.open(f"/portal/desk/people/{world.robert.public_id}/{kind}/counter").status == 404


def test_the_person_s_page_tells_of_a_disowned_account(at_desk: Browser, world: World) -> None:
    with db.transaction() as session:
        account = session.scalars(select(Account).where(Account.person_id == world.hoa.id)).one()
        account.disabled_at = account.disowned_at = clock.now()
    at_desk.open(f"/portal/desk/people/{world.hoa.public_id}")

    assert "This account was given up" in at_desk.text
    assert not any("/parent/enable" in str(each.get("href")) for each in at_desk.page.iter("a"))
    at_desk.follow("They stand before me: give a code over the counter")
    at_desk.fill(id_kind="passport", reason="it was not hers").press("Issue the code")
    assert CODE.search(at_desk.text) is not None
