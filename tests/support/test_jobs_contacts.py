"""The night looks after idle contacts: each notice once, each flag once, late by days too; and one technical contact
comes out of any race."""

from __future__ import annotations

import email
import email.policy
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from accounts.models import Account as AccountRecord
from app import create_app
from demo import people
from foundation import clock, db, postman
from foundation.audit import command
from foundation.settings import Settings
from support.actions.appointing import Deed, appoint
from support.jobs.contacts import night
from support.models import Organization, SupportContact
from support.rules.contacts import ContactKind
from tests.accounts.residents import mails, told
from tests.racing import at_once
from tests.support.served import Served

DAY = timedelta(days=1)
LAST = date(2026, 11, 16)
RACERS, PATIENCE_S = 24, 120


def run_on(day: int) -> str:
    """The night so many days after the last use of everybody."""
    with clock.at(f"{LAST + day * DAY} 00:10"):
        db.close()
        return night()


def written() -> Counter[str]:
    return Counter(mail.template for mail in mails())


@pytest.fixture
def only_denise(app: Flask, served: Served) -> Served:
    """Nobody else is a contact."""
    with db.transaction() as session:
        session.execute(
            update(SupportContact)
            .where(SupportContact.account_id != served.denise.id)
            .values(ends=LAST, ended_because="test")
        )
    return served


def test_each_notice_and_the_flag_come_on_their_day_and_once(only_denise: Served) -> None:
    said = {day: (run_on(day), run_on(day)) for day in (149, 150, 169, 170, 179, 180, 181)}

    nothing = "0 idle contacts told, 0 flagged"
    assert {each[1] for each in said.values()} == {nothing}
    assert {day: each[0] for day, each in said.items() if each[0] != nothing} == {
        150: "1 idle contacts told, 0 flagged",
        170: "1 idle contacts told, 0 flagged",
        180: "0 idle contacts told, 1 flagged",
    }
    assert written() == {"contact-idle": 2, "contact-flagged": 1, "contact-to-decide": 1}
    assert [mail.to_address for mail in mails("contact-to-decide")] == [only_denise.regina.email]
    assert [mail.context["idle"] for mail in mails("contact-idle")] == [150, 170]
    assert told("idle-contact-flagged")[0]["flagged_on"] == "2027-05-15"


def test_a_night_that_is_days_late_does_the_latest_alone(only_denise: Served) -> None:
    run_on(176)
    run_on(190)

    assert written() == {"contact-idle": 1, "contact-flagged": 1, "contact-to-decide": 1}
    assert mails("contact-idle")[0].context["idle"] == 176
    assert told("idle-contact-flagged")[0]["flagged_on"] == "2027-05-15"


def test_use_begins_the_count_anew(only_denise: Served) -> None:
    run_on(150)
    with db.transaction() as session:
        session.execute(
            update(SupportContact)
            .where(SupportContact.account_id == only_denise.denise.id)
            .values(last_active_on=LAST + 151 * DAY, told_days=0)
        )
    run_on(180)
    run_on(151 + 150)

    assert written() == {"contact-idle": 2}


def test_where_there_is_no_registrar_the_administrators_decide(only_denise: Served) -> None:
    with db.transaction() as session:
        session.execute(
            update(AccountRecord).where(AccountRecord.id == only_denise.regina.id).values(disabled_at=clock.now())
        )
    run_on(180)

    assert [mail.to_address for mail in mails("contact-to-decide")] == [only_denise.anita.email]


def test_who_is_no_contact_any_more_is_told_nothing(only_denise: Served) -> None:
    with db.transaction() as session:
        session.execute(
            update(AccountRecord).where(AccountRecord.id == only_denise.denise.id).values(disabled_at=clock.now())
        )
    run_on(200)

    assert written() == {}


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "Your appointment as a support contact is not used"),
        ("es", "Su designación como contacto de soporte no se usa"),
    ],
)
def test_the_notice_comes_in_the_language_of_its_reader(
    app: Flask, only_denise: Served, tmp_path: Path, language: str, subject: str
) -> None:
    with db.transaction() as session:
        session.execute(
            update(AccountRecord).where(AccountRecord.id == only_denise.denise.id).values(language=language)
        )
    run_on(150)

    with clock.at("2027-04-16 00:20"):
        assert postman.deliver(app).sent == 1
    written_to = next((tmp_path / "mail").glob("*.eml")).read_bytes()
    assert email.message_from_bytes(written_to, policy=email.policy.default)["Subject"] == subject


def test_of_many_technical_contacts_at_once_one_is_appointed(app: Flask, served: Served) -> None:
    accounts = racers(served)

    outcomes = Counter(at_once([partial(appointed, served.ours, each) for each in accounts]))

    assert outcomes == {"appointed": 1, "second-technical": RACERS - 1}
    assert technical(served) == 1


def test_two_processes_appoint_one_technical_contact(settings: Settings, app: Flask, served: Served) -> None:
    accounts = racers(served)
    db.close()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        runs = [processes.submit(race, settings, served.ours, accounts[half::2]) for half in (0, 1)]
        outcomes = sum((each.result(timeout=PATIENCE_S) for each in runs), Counter[str]())

    assert outcomes == {"appointed": 1, "second-technical": RACERS - 1}
    assert technical(served) == 1


def racers(served: Served) -> list[int]:
    """Accounts of as many colleagues, and no technical contact before them."""
    with db.transaction() as session:
        session.execute(
            update(SupportContact).where(SupportContact.kind == "technical").values(ends=LAST, ended_because="test")
        )
        return [
            people.an_account(
                people.a_person("Racer", str(number)), "contact", username=f"racer{number}", password_hash=""
            )
            for number in range(RACERS)
        ]


def race(settings: Settings, organization_id: int, account_ids: list[int]) -> Counter[str]:
    """Half of the racers, in a process of their own."""
    create_app(settings)
    return Counter(at_once([partial(appointed, organization_id, each) for each in account_ids]))


def appointed(organization_id: int, account_id: int) -> str:
    with db.transaction() as session:
        organization = session.get_one(Organization, organization_id, with_for_update=True)
        made = appoint(
            organization,
            session.get_one(AccountRecord, account_id),
            ContactKind.TECHNICAL,
            knows_of_fourth=True,
            deed=Deed(command("test"), clock.today(), clock.now()),
        )
        return "appointed" if isinstance(made, SupportContact) else made.value


def technical(served: Served) -> int:
    db.close()
    asked = select(func.count(SupportContact.id)).where(
        SupportContact.organization_id == served.ours,
        SupportContact.kind == "technical",
        SupportContact.ends.is_(None),
    )
    return db.session().scalar(asked) or 0
