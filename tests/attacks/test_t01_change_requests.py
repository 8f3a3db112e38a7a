"""T01, T10, T28, T33 at what families ask: ids of others, extra fields, forms sent twice, and the other home."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from demo.cast import Someone
from demo.people import a_person, a_relationship
from demo.world import PASSPHRASE, World
from district.actions.requests import Asking, snapshot
from district.models import ChangeRequest, Person, RequestField
from district.queries.emergency import contacts_shown_to
from district.rules.requests import Kind
from foundation import clock, db
from foundation.outbox import Mail
from tests.attacks.devices import token_of
from tests.attacks.forms import send
from tests.browser import Browser
from tests.household.editor.asking import asks, asks_name, read

EXTRA = {
    "role": "staff",
    "is_guardian": "1",
    "portal": "1",
    "person_id": "1",
    "asker_id": "1",
    "about_id": "1",
    "student_id": "1",
    "contact_id": "1",
    "household_id": "1",
    "account_id": "1",
    "status": "accepted",
    "status_now": "accepted",
    "answer": "accepted",
    "answer_last_name": "accepted",
    "due_on": "2020-01-01",
    "filed_at": "2020-01-01",
    "settled_at": "2020-01-01",
    "version": "9",
    "birth_date": "2000-01-01",
    "language": "ru",
    "address": "1 Somewhere",
    "line_1": "1 Somewhere",
    "email": "x@y.example",
    "saw": "x",
}


def at_home(app: Flask, world: World, person: Someone) -> Browser:
    return Browser(app).signs_in(world.sign_in(person).username, PASSPHRASE)


def bare(page: Browser) -> str:
    """A page without what differs for each visit: its address and its token."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page.html.replace(page.path, ""))


def form_of(browser: Browser) -> dict[str, str]:
    """What the first form of the page’s content holds, with its hidden fields."""
    fields = [each for each in browser.page.iter("input") if each.get("name") and each.get("type") != "submit"]
    return {str(each.get("name")): str(each.get("value") or "") for each in fields}


def how_many() -> int:
    found = db.session().scalar(select(func.count()).select_from(ChangeRequest)) or 0
    db.close()
    return found


def test_another_family_s_request_is_the_same_page_as_none(app: Flask, world: World) -> None:
    theirs = asks(world.ruth, Kind.CONTACT_END, {"contact": ""}, student=world.isaiah, contact=world.yolanda)
    browser = at_home(app, world, world.siobhan)
    pages = []
    for public_id in (theirs, theirs[:-1] + "0", "0" * 16, "1", "no-such-request"):
        assert browser.open(f"/portal/requests/{public_id}").status == 404
        pages.append(bare(browser))
    assert len(set(pages)) == 1


def test_the_other_guardian_of_a_child_sees_nothing_of_a_request(app: Flask, world: World) -> None:
    theirs = asks(world.patrick, Kind.WRONG, {"text": "Only for the office."}, student=world.nora)
    browser = at_home(app, world, world.siobhan)

    assert browser.open(f"/portal/requests/{theirs}").status == 404
    assert "Only for the office." not in browser.open("portal.requests").html


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "head"])
def test_no_verb_reaches_another_family_s_request(app: Flask, world: World, method: str) -> None:
    theirs = asks(world.ruth, Kind.CONTACT_END, {"contact": ""}, student=world.isaiah, contact=world.yolanda)
    browser = at_home(app, world, world.siobhan).open("portal.requests")
    token = token_of(browser)
    for path in (f"/portal/requests/{theirs}", f"/portal/requests/{theirs}/withdrawal"):
        sent: dict[str, Any] = {} if method in ("get", "head") else {"data": {"csrf_token": token, "version": "1"}}
        answer = getattr(browser.client, method)(path, base_url="http://localhost", **sent)
        assert answer.status_code in (404, 405)
        assert "Yolanda" not in answer.get_data(as_text=True)

    assert read(theirs).is_open


def test_nobody_asks_about_another_family_s_child(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.siobhan)
    pages = []
    for student in (world.isaiah.public_id, "0" * 16, world.ruth.public_id):
        browser.open(f"/portal/requests/contacts/{student}")
        assert browser.status == 404
        pages.append(bare(browser))
    assert len(set(pages)) == 1

    form = form_of(browser.open("portal.wrong_request"))
    for about in (world.isaiah.public_id, world.yolanda.public_id, "0" * 16):
        answer = send(browser, "/portal/requests/wrong", {**form, "about": about, "text": "x"})
        assert answer.status_code == 404
    form = form_of(browser.open(f"/portal/requests/contacts/{world.nora.public_id}"))
    there = f"/portal/requests/contacts/{world.nora.public_id}/{world.yolanda.public_id}"
    for path in (there, f"{there}/end"):
        assert send(browser, path, {**form, "phone": "303-555-0199"}).status_code == 404
    assert how_many() == 0


def test_extra_fields_are_kept_nowhere(app: Flask, world: World) -> None:
    """T10: a form carries what it likes; the fields of its kind are kept, and nothing else moves."""
    browser = at_home(app, world, world.siobhan).open("portal.name_request")
    form = {**form_of(browser), **EXTRA, "last_name": "Byrne"}
    assert send(browser, "/portal/requests/name", form).status_code == 303

    kept = db.session().scalars(select(ChangeRequest)).one()
    assert (kept.asker_id, kept.about_id, kept.student_id) == (world.siobhan.id, world.siobhan.id, world.nora.id)
    assert (kept.status_now, kept.version, kept.contact_id, kept.settled_at) == ("waiting", 1, None, None)
    assert list(db.session().scalars(select(RequestField.field))) == ["last_name"]
    me = db.session().get_one(Person, world.siobhan.id)
    assert (me.last_name, me.language) == ("O’Brien", "en")
    db.close()


def test_what_was_seen_cannot_be_forged(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.siobhan).open("portal.name_request")
    form = {**form_of(browser), "last_name": "Byrne", "saw": "Kerr", "shown": "0" * 24}

    assert send(browser, "/portal/requests/name", form).status_code == 409
    assert how_many() == 0


@pytest.mark.parametrize("path", ["name", "wrong", "contact", "end"])
def test_a_form_sent_twice_is_one_request_and_one_answer(app: Flask, world: World, path: str) -> None:
    """T28: double click, Back and again: the second answer is the first’s."""
    browser = at_home(app, world, world.ruth)
    there = f"/portal/requests/contacts/{world.isaiah.public_id}"
    page, typed = {
        "name": ("/portal/requests/name", {"last_name": "Brooke"}),
        "wrong": ("/portal/requests/wrong", {"about": world.isaiah.public_id, "text": "Wrong."}),
        "contact": (
            there,
            {"contact_first_name": "Omar", "contact_last_name": "Tate", "relation": "friend", "phone": "303-555-0155"},
        ),
        "end": (f"{there}/{world.yolanda.public_id}", {}),
    }[path]
    browser.open(page)
    form = {**form_of(browser), **typed}
    answers = [send(browser, f"{page}/end" if path == "end" else page, form) for _ in range(3)]

    assert {each.status_code for each in answers} == {303}
    assert len({each.location for each in answers}) == 1
    assert how_many() == 1


def test_the_same_key_with_something_else_typed_is_refused(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.siobhan).open("portal.name_request")
    form = form_of(browser)
    assert send(browser, "/portal/requests/name", {**form, "last_name": "Byrne"}).status_code == 303

    assert send(browser, "/portal/requests/name", {**form, "last_name": "Kerr"}).status_code == 422
    assert how_many() == 1


def test_many_at_the_same_moment_are_one(app: Flask, world: World) -> None:
    browser = at_home(app, world, world.siobhan).open("portal.name_request")
    form = {**form_of(browser), "last_name": "Byrne"}
    cookies = [(each.key, each.value) for each in browser.client._cookies.values()]

    def once(number: int) -> int:
        client = app.test_client()
        for name, value in cookies:
            client.set_cookie(name, value)
        return int(client.post("/portal/requests/name", data=form, base_url="http://localhost").status_code)

    db.close()
    with ThreadPoolExecutor(max_workers=4) as pool:
        answers = list(pool.map(once, range(8)))

    assert set(answers) <= {303, 503}
    assert how_many() == 1


def test_nothing_of_the_other_home_stands_in_any_snapshot_page_or_mail(app: Flask, world: World) -> None:
    """T33: Maya lives with Anke, and half the week with Robert and Lena at Lark Terrace."""
    for kind in Kind:
        for contact in (world.lena, world.robert):
            asking = Asking(kind, world.anke.id, world.maya.id, world.maya.id, {}, contact_id=contact.id)
            said = str(snapshot(asking, on=clock.today()))
            assert not re.search("Lena|Robert|Boone|Terrace", said), (kind, said)
    browser = at_home(app, world, world.anke)
    for path in ("/portal/requests", f"/portal/requests/contacts/{world.maya.public_id}"):
        assert not re.search("Lena|Robert|Boone|Terrace", browser.open(path).html)


def test_a_child_s_confidential_home_hides_every_contact_from_whoever_lives_elsewhere(world: World) -> None:
    """Joanna’s home is confidential; a contact she gave would tell Eli’s other parent where to look."""
    with db.transaction():
        contact = a_person("Opal", "Quist", phone="+13035550188")
        a_relationship(contact, world.eli, guardian=False, portal=None, emergency_priority=2)

    assert [each.name for each in contacts_shown_to(world.joanna.id, world.eli.id, on=clock.today())] == ["Opal Quist"]
    assert contacts_shown_to(world.victor.id, world.eli.id, on=clock.today()) == []
    db.close()


def test_a_confidential_address_is_asked_nowhere_and_mailed_nowhere(app: Flask, world: World) -> None:
    asks_name(world.joanna, world.eli, last_name="Reyes-Hale")
    browser = at_home(app, world, world.joanna).open("portal.requests")

    assert "Osprey" not in browser.text.replace("joanna@osprey.example", "")
    assert "Osprey Hollow" not in str([each.context for each in db.session().scalars(select(Mail))])
    db.close()
