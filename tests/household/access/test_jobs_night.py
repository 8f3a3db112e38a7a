"""The night: lapses recorded and reminders written exactly once; twice, late by days, or killed in the middle."""

from __future__ import annotations

import signal
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from foundation import clock, db
from foundation.audit import AuditEntry
from foundation.outbox import Mail
from foundation.settings import Settings
from foundation.worker import Worker
from household.access import jobs
from household.access.models import PolicyVersion, Reminder
from tests.household.access.staff import Clerk, day, hire
from tests.processes import run, start

PEOPLE = ("Tamika", "Barry", "Rosa")


@pytest.fixture
def staff(app: Flask, database: Engine) -> list[Clerk]:
    """Three whose term ends with June 30, 2027; the last one has no address."""
    hired = [hire(name, email=f"{name.lower()}@example.org" if name != "Rosa" else "") for name in PEOPLE]
    for each in hired:
        each.works()
        each.finishes_both("2025-10-02", "2025-10-14")
    return hired


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        ("2027-04-30 01:00", []),
        ("2027-05-01 01:00", [60]),
        ("2027-05-30 23:00", [60]),
        ("2027-05-31 01:00", [30]),
        ("2027-06-16 01:00", [14]),
        ("2027-06-23 01:00", [7]),
        ("2027-06-29 01:00", [1]),
        ("2027-06-30 01:00", [0]),
        ("2027-07-01 01:00", []),
    ],
)
def test_only_the_nearest_reminder_is_written(staff: list[Clerk], moment: str, days: list[int]) -> None:
    with clock.at(moment):
        jobs.night()
        jobs.night()

    assert written() == sorted(days * 3)


def test_each_reminder_is_written_once_through_all_the_nights(staff: list[Clerk]) -> None:
    for number in range(70):
        with clock.at(f"{date.fromordinal(day('2027-04-25').toordinal() + number).isoformat()} 01:00"):
            jobs.night()

    assert written() == sorted([60, 30, 14, 7, 1, 0] * 3)
    assert len(mails("access-ends")) == 12
    assert len(mails("access-lapsed")) == 2


def test_who_has_no_address_is_noted_and_who_has_one_is_told(staff: list[Clerk]) -> None:
    with clock.at("2027-05-01 01:00"):
        jobs.night()

    noted = {row.person_id: row.has_address for row in db.session().scalars(select(Reminder))}
    assert noted == {each.person_id: each is not staff[2] for each in staff}
    mail = mails("access-ends")[0]
    assert (mail.to_address, mail.context["last_day"], mail.context["ends_by"], mail.context["can_renew"]) == (
        "tamika@example.org",
        "2027-06-30",
        "term",
        True,
    )


def test_whoever_renews_is_reminded_no_more(staff: list[Clerk]) -> None:
    with clock.at("2027-05-01 01:00"):
        jobs.night()
        staff[0].passes_the_quiz("2027-05-01")
    with clock.at("2027-05-31 01:00"):
        jobs.night()

    reminded = select(Reminder.person_id).where(Reminder.days_before == 30)
    assert set(db.session().scalars(reminded)) == {each.person_id for each in staff[1:]}


def test_a_job_that_ends_first_is_what_the_reminder_says(staff: list[Clerk]) -> None:
    clerk = hire("Kurt", email="kurt@example.org")
    clerk.works(ends="2026-12-01")
    clerk.finishes_both("2026-08-11", "2026-08-12")

    jobs.night()

    assert [(each.context["ends_by"], each.context["last_day"]) for each in mails("access-ends")] == [
        ("job", "2026-11-30")
    ]


def test_a_late_night_records_each_change_on_its_own_day(staff: list[Clerk]) -> None:
    with clock.at("2027-09-01 01:00"):
        said = jobs.night()

    assert "3 lapsed" in said
    assert {each.ledger()[-1] for each in staff} == {("lapsed", day("2027-07-01"))}
    assert written() == []
    assert mails("access-lapsed") == []


def test_what_the_night_did_is_told_to_the_audit(staff: list[Clerk]) -> None:
    for moment in ("2027-05-01 01:00", "2027-07-01 01:00"):
        with clock.at(moment):
            jobs.night()
            jobs.night()

    told = [(each.event, each.actor_kind) for each in entries()]
    assert told == [("reminders-posted", "job"), ("access-weighed", "job")]
    assert entries()[0].data == {"on": "2027-05-01", "people": 3, "unreached": 1}
    assert (entries()[1].data["people"], entries()[1].data["lapsed"]) == (3, 3)


def test_the_worker_does_the_night_once_a_day(app: Flask, staff: list[Clerk]) -> None:
    for moment in ("2027-06-30 23:50", "2027-07-01 00:05", "2027-07-01 00:10"):
        with clock.at(moment):
            Worker(app).run_once()

    assert [each.event for each in entries()].count("access-weighed") == 1
    assert staff[0].ledger()[-1] == ("lapsed", day("2027-07-01"))


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("commits", [1, 3])
def test_a_night_killed_anywhere_is_finished_by_the_next(
    staff: list[Clerk], settings: Settings, commits: int, when: str
) -> None:
    """The first transaction of this night records that a job ended; the others write a reminder each."""
    script = "tests/household/access/reviewer.py"
    with clock.at("2027-04-01 01:00"):
        jobs.night()
    with clock.at("2027-06-30 01:00") as moment:
        pass
    kurt = a_leaver()
    db.close()

    process = start(settings, script, str(commits), when, now=moment)
    process.communicate(timeout=120)
    halfway = len(written())
    finished = run(settings, "nightly", now=moment)
    with clock.at(moment):
        jobs.night()

    assert (process.returncode, finished.returncode) == (-signal.SIGKILL, 0)
    assert halfway == (max(0, commits - 2) if when == "before" else commits - 1)
    assert written() == [0, 0, 0]
    assert len(mails("access-ends")) == 2
    assert [kind for kind, _ in kurt.ledger()] == ["granted", "ended"]
    assert kurt.stored() == kurt.decided()


def test_a_step_that_fails_keeps_no_other_back(app: Flask, staff: list[Clerk]) -> None:
    with db.transaction() as session:
        session.add(
            PolicyVersion(
                number=2,
                starts=day("2027-01-01"),
                rules={"areas": {"household": {}}},
                reason="broken",
                published_at=clock.now(),
            )
        )

    answer = app.test_cli_runner().invoke(args=["nightly"])

    assert answer.exit_code == 1
    assert "household-access failed. BrokenPolicy" in answer.output
    assert "tidy-foundation: done" in answer.output


def a_leaver() -> Clerk:
    """Somebody whose job ends on the day the night is for, so that there is a change to record."""
    clerk = hire("Kurt")
    clerk.works(ends="2027-06-30")
    clerk.finishes_both("2026-08-11", "2026-08-12")
    return clerk


def written() -> list[int]:
    db.close()
    return sorted(db.session().scalars(select(Reminder.days_before)))


def mails(template: str) -> list[Mail]:
    db.close()
    return list(db.session().scalars(select(Mail).where(Mail.template == template).order_by(Mail.id)))


def entries() -> list[AuditEntry]:
    """What was told since the staff was hired."""
    db.close()
    nightly = select(AuditEntry).where(AuditEntry.actor_kind == "job").order_by(AuditEntry.id)
    return list(db.session().scalars(nightly))
