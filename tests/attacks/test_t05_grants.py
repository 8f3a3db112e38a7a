"""T05: a family's page without a live right: never held, ended, ended between two requests, or talked around."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from demo.cast import Someone
from demo.staff import Staff
from demo.world import PASSPHRASE, World
from district.models import StaffAssignment
from foundation import clock, db
from foundation.web.gates import gate_of
from household.access import gate
from household.access.models import Revocation
from tests.attacks.devices import token_of
from tests.attacks.forms import address_of, send, stranger_at
from tests.browser import HOST, Browser

WITHOUT = (
    *("tamara.bell", "bruno.keller", "imani.foster", "caleb.ortiz", "howard.pike", "selma.lund", "gordon.tate"),
    *("leona.marsh", "ingrid.solberg", "maeve.donnelly", "hazel.tran", "anita.desmarais"),
    *("marisol.ibarra", "minh.nguyen", "dana.whitfield"),
)
"""No course, no track, one course, no approval, lapsed, revoked, ended; other roles; and parents and a student."""
TALK = {"state": "active", "has_access": "1", "quiz": "passed", "approved": "true", "role": "household-access"}


def pages_of(app: Flask, world: World) -> list[tuple[str, str]]:
    """Every address behind the right, with a family of the cast in it."""
    people = {"person": world.mateo.public_id, "family": world.mateo.public_id}
    people |= {"household": world.homes["marisol"].public_id}
    found = []
    for rule in app.url_map.iter_rules():
        if getattr(gate_of(app.view_functions[rule.endpoint]), "right", "") == gate.RECORDS:
            path = address_of(app, rule)
            known = people.get(rule.endpoint.split(".")[-1], world.mateo.public_id)
            path = path.replace("no-such-name", known)
            found += [(method, path) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]
    return found


def answers_to(browser: Browser, pages: list[tuple[str, str]], **fields: str) -> dict[tuple[str, str], tuple[int, str]]:
    token = token_of(browser.open("/settings/account"))
    answers = {}
    for method, path in pages:
        db.close()
        given: dict[str, Any] = {"data": {"csrf_token": token, **fields}} if method == "POST" else {}
        came = browser.client.open(path, method=method, query_string=fields, base_url=HOST, **given)
        answers[method, path] = came.status_code, came.get_data(as_text=True)
    return answers


def assert_shut(answers: dict[tuple[str, str], tuple[int, str]], world: World) -> None:
    assert {place: status for place, (status, _) in answers.items() if status != 403} == {}
    markers = {each.marker for each in world.everyone if each.marker}
    assert [place for place, (_, text) in answers.items() if "Mateo" in text or markers & set(text.split())] == []


def job_of(person: Someone) -> Any:
    return select(StaffAssignment).where(StaffAssignment.person_id == person.id)


@pytest.mark.parametrize("who", WITHOUT)
def test_without_a_live_right_every_page_of_a_family_is_shut(app: Flask, world: World, staff: Staff, who: str) -> None:
    pages = pages_of(app, world)
    own = {"marisol.ibarra": "Mateo"}.get(who, "")
    answers = answers_to(stranger_at(app).signs_in(who, PASSPHRASE), pages, q="Ibarra")

    assert len(pages) >= 4
    assert_shut({place: (status, text.replace(own, "")) for place, (status, text) in answers.items()}, world)


@pytest.mark.parametrize("who", ["tamara.bell", "imani.foster", "caleb.ortiz", "howard.pike"])
def test_fields_nobody_asked_for_pass_no_quiz_and_give_no_approval(
    app: Flask, world: World, staff: Staff, who: str
) -> None:
    browser = stranger_at(app).signs_in(who, PASSPHRASE)
    token = token_of(browser.open("/settings/account"))
    for path in ("/household/access", "/household/reviews", "/settings/language"):
        send(browser, path, {"csrf_token": token, "language": "en", **TALK})
        browser.client.get(path, query_string=TALK, base_url=HOST)

    assert_shut(answers_to(browser, pages_of(app, world), **TALK), world)


def test_a_right_ends_with_its_last_day_between_two_requests(app: Flask, world: World, staff: Staff) -> None:
    """Desmond's job ends in 24 days. He opens the page before midnight and asks again after it."""
    ends = db.session().scalars(job_of(staff.desmond)).one().ends
    assert ends is not None
    last_day = ends - timedelta(days=1)
    page = f"/household/people/{world.maya.public_id}"
    with clock.at(f"{last_day.isoformat()} 23:55"):
        browser = stranger_at(app).signs_in("desmond.reid", PASSPHRASE)
        assert browser.open(page).status == 200
    with clock.at(f"{ends.isoformat()} 00:01"):
        assert browser.client.get(page, base_url=HOST).status_code == 403
        assert_shut(answers_to(browser, pages_of(app, world)), world)


def test_a_form_opened_in_time_is_refused_when_it_comes_too_late(app: Flask, world: World, staff: Staff) -> None:
    ends = db.session().scalars(job_of(staff.desmond)).one().ends
    assert ends is not None
    with clock.at(f"{(ends - timedelta(days=1)).isoformat()} 23:55"):
        browser = stranger_at(app).signs_in("desmond.reid", PASSPHRASE).open("/household/")
        token = token_of(browser)
    with clock.at(f"{ends.isoformat()} 00:01"):
        answer = send(browser, "/household/search", {"csrf_token": token, "q": "Fischer"})

    assert answer.status_code == 403
    assert "Anke" not in answer.get_data(as_text=True)


def test_a_revocation_counts_at_the_next_request(app: Flask, world: World, staff: Staff) -> None:
    browser = stranger_at(app).signs_in("noelle.archer", PASSPHRASE)
    page = f"/household/people/{world.lucia.public_id}"
    assert browser.open(page).status == 200
    revoke(staff.noelle, clock.today())

    assert browser.client.get(page, base_url=HOST).status_code == 403
    assert_shut(answers_to(browser, pages_of(app, world)), world)


@pytest.mark.parametrize("change", ["a teacher now", "no job", "another school"])
def test_a_change_of_job_counts_at_the_next_request(app: Flask, world: World, staff: Staff, change: str) -> None:
    """Another role, no job any more, or another place: the family of the old school is out of reach at once."""
    browser = stranger_at(app).signs_in("noelle.archer", PASSPHRASE)
    page = f"/household/people/{world.lucia.public_id}"
    assert browser.open(page).status == 200
    values = {
        "a teacher now": {"job_role": "Teacher"},
        "no job": {"ends": clock.today()},
        "another school": {"school_id": world.town.cedar.id, "location": "elsewhere"},
    }[change]
    with db.transaction() as session:
        session.execute(update(StaffAssignment).where(StaffAssignment.person_id == staff.noelle.id).values(**values))

    answer = browser.client.get(page, base_url=HOST)
    assert answer.status_code in (403, 404)
    assert "Sandpiper" not in answer.get_data(as_text=True)


def test_the_right_is_looked_at_again_inside_the_transaction(app: Flask, world: World, staff: Staff) -> None:
    """Between the gate of the request and its transaction the right ends: the deed is stopped, not only the page."""
    with app.test_request_context():
        today = clock.today()
        assert gate.require(staff.noelle.id, on=today).has_access
        revoke(staff.noelle, today)
        with db.transaction(), pytest.raises(gate.NoAccess):
            gate.require(staff.noelle.id, on=today)


def revoke(person: Someone, on: date) -> None:
    row = {"person_id": person.id, "area": "household", "recorded_at": clock.now()}
    with db.transaction() as session:
        session.execute(insert(Revocation), [row | {"starts": on, "ends": None, "reason": "test"}])
