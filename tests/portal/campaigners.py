"""Two colleagues at the help desk, and how tests have their campaigns counted and run."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from accounts import hashing
from demo import people, places
from demo.careers import a_role
from demo.cast import LONG_AGO_AT
from foundation import db
from foundation.worker import do_next_job
from portal.actions import desk_campaigns
from portal.models import Campaign, CampaignPart
from tests.browser import Browser
from tests.portal.neighbourhood import Neighbourhood

PASSWORD = "a lamp over the desk 3"
JOBS = (desk_campaigns.COUNT, desk_campaigns.BEGIN, desk_campaigns.PART)


@dataclass(frozen=True)
class Helper:
    """Somebody at the help desk."""

    person_id: int
    account_id: int
    username: str


@pytest.fixture
def vera(database: Engine, near: Neighbourhood) -> Helper:
    return works_at_the_desk("Vera", "Stone", near)


@pytest.fixture
def otto(database: Engine, near: Neighbourhood) -> Helper:
    return works_at_the_desk("Otto", "Slate", near)


def works_at_the_desk(first: str, last: str, near: Neighbourhood) -> Helper:
    username = f"{first}.{last}".lower()
    db.close()
    with db.transaction():
        person = people.a_person(first, last)
        places.a_job(person, near.high, job_role="helpDesk")
        account_id = people.an_account(person, "staff", username=username, password_hash=hashing.hash_of(PASSWORD))
        a_role(account_id, "help-desk", at=LONG_AGO_AT)
    return Helper(person.id, account_id, username)


def at_desk(app: Flask, helper: Helper) -> Browser:
    """A browser of theirs, signed in."""
    return Browser(app).signs_in(helper.username, PASSWORD)


def counted(browser: Browser, **choices: str) -> Browser:
    """A rehearsal: chosen, sent, counted by the worker, and looked at."""
    browser.open("desk.campaigns").fill(**choices).press("Count who would get a code")
    address = browser.path
    works()
    return browser.open(address)


def works(*, most: int = 100) -> int:
    """The worker's share of campaigns: how many jobs were done."""
    db.close()
    done = 0
    while done < most and do_next_job(JOBS):
        done += 1
    return done


def the_campaign() -> Campaign:
    db.close()
    return db.session().scalars(select(Campaign).order_by(Campaign.id.desc())).first() or pytest.fail("No campaign.")


def its_parts() -> list[CampaignPart]:
    db.close()
    return list(db.session().scalars(select(CampaignPart).order_by(CampaignPart.number)))
