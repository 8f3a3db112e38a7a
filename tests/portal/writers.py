"""Those who write messages in the tests: a teacher, an office, the district; and how the worker sends for them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from accounts import hashing
from demo import people, places
from demo.careers import a_role
from demo.cast import LONG_AGO_AT, Someone
from demo.world import PASSPHRASE
from foundation import db
from foundation.worker import do_next_job
from portal.actions import messages
from portal.models import Message, MessageRecipient
from tests.browser import Browser
from tests.portal.neighbourhood import Neighbourhood

JOBS = (messages.BEGIN, messages.PART)


@dataclass(frozen=True)
class Writers:
    """Theo teaches Leo's class, Wilma another at the same school; Olga's office is the high school's, Dora the
    district's; Nils has a job and writes to nobody. `biology` and `art` are the ids of the classes."""

    near: Neighbourhood
    biology: int
    art: int
    theo: Someone
    wilma: Someone
    olga: Someone
    dora: Someone
    nils: Someone


@pytest.fixture
def writers(database: Engine, near: Neighbourhood) -> Writers:
    hashed = hashing.hash_of(PASSPHRASE)
    with db.transaction():
        biology = places.a_section("Biology", school=near.high, period="3")
        art = places.a_section("Art", school=near.high, period="4")
        places.takes(near.leo, biology)
        made = {name: people.a_person(name.title(), "Reed") for name in ("theo", "wilma", "olga", "dora", "nils")}
        jobs = {
            "theo": "Teacher",
            "wilma": "Teacher",
            "olga": "Office Professional",
            "dora": "Clerk",
            "nils": "Librarian",
        }
        for name, job_role in jobs.items():
            places.a_job(made[name], near.high, job_role=job_role)
            account = people.an_account(made[name], "staff", username=f"{name}.reed", password_hash=hashed)
            if name == "dora":
                a_role(account, "district-admin", at=LONG_AGO_AT)
        places.teaches(made["theo"], biology)
        places.teaches(made["wilma"], art)
        for someone, kind in ((near.adaeze, "parent"), (near.rosa, "parent"), (near.leo, "student")):
            name = f"{someone.first_name}.{kind}".lower()
            people.an_account(someone, kind, username=name, password_hash=hashed, language=someone.language)
    db.close()
    return Writers(near, biology, art, **made)


def enters(app: Flask, someone: Someone, kind: str = "staff") -> Browser:
    """A browser of theirs, signed in."""
    name = f"{someone.first_name}.{'reed' if kind == 'staff' else kind}".lower()
    return Browser(app).signs_in(name, PASSPHRASE)


def drafted(browser: Browser, to: str = "", **typed: str) -> Browser:
    """A message in English, unless told otherwise, kept as a draft and looked at."""
    words = {"subject_en": "The canyon", "body_en": "We leave at eight.\nBring a lunch.", **typed}
    browser.open("messages.new_message").fill(**({"to": to} if to else {}), **words)
    return browser.press("Keep it and look whom it reaches")


def works(*, most: int = 100) -> int:
    """The worker's share of messages: how many jobs were done."""
    db.close()
    done = 0
    while done < most and do_next_job(JOBS):
        done += 1
    return done


def the_message() -> Message:
    db.close()
    return db.session().scalars(select(Message).order_by(Message.id.desc())).first() or pytest.fail("No message.")


def recipients() -> set[tuple[int, int, str]]:
    """Person, student and how they were reached, of every message."""
    db.close()
    rows = db.session().scalars(select(MessageRecipient)).all()
    return {(each.person_id, each.student_id, each.reached) for each in rows}
