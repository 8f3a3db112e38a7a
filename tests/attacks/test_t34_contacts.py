"""T34, T17: who chooses and sees contacts, and what is typed about them, is shown as text and nothing else."""

from __future__ import annotations

import pytest
from flask import Flask

from accounts.models import Account as Record
from demo import people, places
from demo.careers import a_role
from demo.cast import LONG_AGO_AT
from demo.served import an_organization
from demo.world import PASSPHRASE
from foundation import db
from tests.accounts.residents import mails
from tests.browser import Browser
from tests.support.conftest import served as served
from tests.support.served import Account, Served
from tests.support.test_pages_contacts import contact_of, page_of

NASTY = '"><svg/onload=alert(1)>${7*7}<!--\u202e'


def enter(app: Flask, account: Account) -> Browser:
    return Browser(app).signs_in(account.username, PASSPHRASE)


@pytest.fixture
def clerk(served: Served) -> Account:
    """A registrar with a job at the high school alone, which has become an organization of its own."""
    with db.transaction():
        an_organization("Ridgeline High School", school=served.high)
        person = people.a_person("Cleo", "Penn", email="cleo.penn@work.example", employee_id="E-cleo")
        places.a_job(person, served.high, job_role="Clerk")
        hashed = db.session().get_one(Record, served.denise.id).password_hash
        account = people.an_account(person, "staff", username="cleo.penn", password_hash=hashed)
        a_role(account, "registrar", at=LONG_AGO_AT)
    return Account(account, person, "cleo.penn", "")


@pytest.mark.parametrize(
    ("who", "ours", "theirs"),
    [
        ("denise", 200, 404),
        ("theo", 200, 404),
        ("carla", 404, 200),
        ("nadia", 404, 404),
        ("regina", 200, 404),
        ("tomas", 200, 200),
        ("anita", 200, 200),
    ],
)
def test_an_organization_is_seen_by_its_own_and_by_the_desk(
    app: Flask, served: Served, who: str, ours: int, theirs: int
) -> None:
    at = enter(app, getattr(served, who))

    assert (at.open(page_of(served.ours)).status, at.open(page_of(served.theirs)).status) == (ours, theirs)


def test_the_registrar_of_a_school_does_not_reach_the_districts_contacts(
    app: Flask, served: Served, clerk: Account
) -> None:
    at = enter(app, clerk)

    assert at.open("/support/contacts").heading == (
        "Nobody may ask for this organization: all three contacts are missing."
    )
    assert at.open(page_of(served.ours)).status == 404
    assert at.open(f"/support/contacts/{contact_of(served.denise).public_id}/end").status == 404


def test_a_reason_is_shown_as_it_was_typed_on_the_page_and_in_the_mail(app: Flask, served: Served) -> None:
    at = enter(app, served.regina).open(f"/support/contacts/{contact_of(served.denise).public_id}/end")

    at.fill(because=NASTY).press("End the appointment")

    assert "<svg/onload" not in at.html
    assert "<svg/onload=alert(1)>${7*7}<!--" in at.text
    (mail,) = mails("appointment-ended")
    assert mail.context["reason"] == NASTY


@pytest.mark.parametrize("typed", [NASTY, "x\r\nBcc: e@x.example", "%", "_", "' OR 1=1 --", "E-nadia\x00"])
def test_what_is_looked_up_finds_one_account_or_nothing(app: Flask, served: Served, typed: str) -> None:
    at = enter(app, served.regina).open("/support/contacts")

    at.fill(who=typed).press("Look up")

    assert at.status == (200 if typed.startswith("E-nadia") else 422)
    assert "<svg/onload" not in at.html
