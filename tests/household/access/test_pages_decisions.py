"""DoTS decides about one person: revoke at once, propose, and a second person confirms."""

from __future__ import annotations

import contextvars

import pytest
from flask import Flask, url_for
from sqlalchemy import Engine, func, select

from demo.places import a_school
from district.models import Person
from foundation import clock, db
from household.access import gate
from household.access.models import Grant, Proposal, Revocation
from tests.browser import HOST, Browser
from tests.household.access.desk import PASSWORD, an_account, at_desk
from tests.household.access.staff import Clerk, hire


@pytest.fixture
def tamika(database: Engine) -> Clerk:
    with db.transaction():
        a_school("Aspen Grove K-8", identifier="A")
    clerk = hire("Tamika", employee_id="E-tamika", email="tamika@example.org")
    clerk.works()
    return clerk


def an_admin(name: str) -> Clerk:
    clerk = hire(name)
    clerk.works(category="central", team="Technology", job_role="Administrator", location="")
    return clerk


@pytest.fixture
def desk(tamika: Clerk, browser: Browser) -> Browser:
    return at_desk(browser, an_admin("Piet"), "dots-admin")


@pytest.fixture
def second(tamika: Clerk, app: Flask) -> Browser:
    """The desk of a second administrator, in a browser of their own."""
    return Browser(app).signs_in(an_account(an_admin("Odile"), "dots-admin", username="odile.b"), PASSWORD)


def public_id(clerk: Clerk) -> str:
    return str(db.session().scalar(select(Person.public_id).where(Person.id == clerk.person_id)))


def newest() -> str:
    return str(db.session().scalar(select(Proposal.public_id).order_by(Proposal.id.desc()).limit(1)))


def state(clerk: Clerk) -> str:
    return gate.answer_for(clerk.person_id, on=clock.today()).state.value


def posts(browser: Browser, endpoint: str, *, kind: str = "", **sent: str) -> int:
    """What no page offers, sent with the token of the page that stands open. The status of the answer."""
    token = next(each.get("value", "") for each in browser.page.iter("input") if each.get("name") == "csrf_token")
    values = {"public_id": newest()} if not kind else {"public_id": sent.pop("about"), "kind": kind}
    with browser.app.test_request_context(base_url=HOST):
        address = url_for(endpoint, **values)
    headers = {"Origin": HOST, "Sec-Fetch-Site": "same-origin"}
    data = {"csrf_token": token, **sent}
    db.close()
    return (
        contextvars.Context().run(browser.client.post, address, data=data, headers=headers, base_url=HOST).status_code
    )


def number(model: type[db.Base]) -> int:
    return db.session().scalar(select(func.count()).select_from(model)) or 0


def proposes(desk: Browser, clerk: Clerk, kind: str = "grant", **filled: str) -> Browser:
    desk.open("access.propose", public_id=public_id(clerk), kind=kind)
    return desk.fill(**{"because": "Summer fair", "last_day": "2027-01-31"} | filled).press("Propose it")


def test_access_is_taken_away_with_a_reason(desk: Browser, tamika: Clerk) -> None:
    tamika.finishes_both("2025-10-02", "2025-10-14")
    desk.open("access.reviewed_person", public_id=public_id(tamika)).follow("Take access away…")

    desk.press("Take access away now")
    assert desk.status == 422
    assert state(tamika) == "active"
    desk.fill(because="The password was shared").press("Take access away now")

    assert "Tamika Mcpherson has no household access from this moment on." in desk.text
    assert state(tamika) == "revoked"
    assert "Reason The password was shared" in desk.text
    assert "Taken away by Piet Mcpherson" in desk.text
    desk.open("access.revoke", public_id=public_id(tamika)).fill(because="Again").press("Take access away now")
    assert "It was taken away before." in desk.text
    assert number(Revocation) == 1


def test_a_grant_waits_for_the_second_person(desk: Browser, second: Browser, tamika: Clerk) -> None:
    proposes(desk, tamika)
    assert "A second administrator has to confirm it" in desk.text
    assert state(tamika) == "none"

    second.open("access.reviews").follow("One proposal waits for a second person").follow("Tamika Mcpherson")
    second.press("Confirm it")

    assert "Confirmed. It holds from this moment on." in second.text
    assert state(tamika) == "active"
    assert "through January 31, 2027" in second.open("access.reviewed_person", public_id=public_id(tamika)).heading


def test_whoever_proposed_is_offered_no_way_to_confirm_and_gets_none(desk: Browser, tamika: Clerk) -> None:
    proposes(desk, tamika)
    desk.open("access.proposal", public_id=newest())

    assert "Confirm it" not in desk.buttons
    assert posts(desk, "access.confirm_proposal") == 303
    assert number(Grant) == 0
    desk.open("access.proposal", public_id=newest()).press("Withdraw it")
    assert "Withdrawn. Nothing was changed." in desk.text


@pytest.mark.parametrize(
    ("filled", "told"),
    [
        ({"because": ""}, "Say in a few words why."),
        ({"because": "x" * 301}, "at most 300 characters"),
        ({"last_day": ""}, "Choose the last day"),
        ({"last_day": "soon"}, "valid date"),
        ({"last_day": "2026-11-01"}, "That day is over."),
        ({"last_day": "2099-01-01"}, "The latest day is June 30, 2028."),
    ],
)
def test_a_proposal_that_cannot_be_is_refused_beside_its_field(
    desk: Browser, tamika: Clerk, filled: dict[str, str], told: str
) -> None:
    proposes(desk, tamika, **filled)

    assert desk.status == 422
    assert told in desk.text
    assert number(Proposal) == 0


def test_nobody_proposes_for_themselves(browser: Browser, database: Engine) -> None:
    own = an_admin("Piet")
    at_desk(browser, own, "dots-admin")
    proposes(browser, own)

    assert browser.status == 422
    assert "Nobody decides about their own access." in browser.text
    assert number(Proposal) == 0


def test_fields_nobody_asked_for_change_nothing(desk: Browser, tamika: Clerk) -> None:
    """Mass assignment: state, proposer and person come from the deed, not from the form."""
    desk.open("access.propose", public_id=public_id(tamika), kind="grant")
    forged = {"state": "confirmed", "proposed_by_id": "1", "person_id": "1", "confirmed_by_id": "1"}
    about = public_id(tamika)
    posts(desk, "access.do_propose", kind="grant", about=about, because="x", last_day="2027-01-31", **forged)

    kept = db.session().scalars(select(Proposal)).one()
    assert (kept.state, kept.person_id) == ("open", tamika.person_id)
    assert number(Grant) == 0


def test_what_was_taken_away_is_given_back_for_good(desk: Browser, second: Browser, tamika: Clerk) -> None:
    tamika.finishes_both("2025-10-02", "2025-10-14")
    tamika.is_revoked()
    proposes(desk, tamika, "reinstatement", how_long="for-good", last_day="")

    second.open("access.proposal", public_id=newest()).press("Confirm it")

    assert state(tamika) == "active"
    assert "Access given back for good" in second.text


@pytest.mark.parametrize("kind", ["revoke", "grant", "reinstatement"])
def test_families_are_nobody_to_decide_about(desk: Browser, kind: str) -> None:
    with db.transaction() as session:
        session.add(Person(first_name="Ana", last_name="Ruiz", public_id="ana", created_at=clock.now()))

    assert desk.open(f"/household/reviews/people/ana/{kind}").status == 404
    assert desk.open(f"/household/reviews/people/ana/{kind}-x").status == 404


def test_it_speaks_spanish(desk: Browser, tamika: Clerk) -> None:
    proposes(desk, tamika)
    for endpoint in ("access.revoke", "access.propose"):
        values = {"kind": "reinstatement"} if endpoint == "access.propose" else {}
        desk.open(endpoint, public_id=public_id(tamika), lang="es", **values)
        assert "Take access away now" not in desk.buttons
        assert "Propose it" not in desk.buttons
    assert "Withdraw it" not in desk.open("access.proposal", public_id=newest(), lang="es").buttons
