"""The night of approvals: reminders exactly once, to whom they concern, late, twice, or killed in the middle."""

from __future__ import annotations

import signal

import pytest
from flask import Flask
from sqlalchemy import Engine

from foundation import clock, db
from foundation.settings import Settings
from household.access import jobs
from household.access.actions import answering, lending
from household.access.actions.answering import Deed
from household.access.queries import approvals
from household.access.queries.approvers import circle_for
from household.access.rules.approvals import Outcome
from tests.household.access.approving import OURS, a_principal, a_teacher, as_person, asks, mails, request_of
from tests.household.access.desk import an_account
from tests.household.access.staff import Clerk, book, day, hire
from tests.processes import start


@pytest.fixture
def principal(app: Flask, database: Engine) -> Clerk:
    """Leads school A and can sign in."""
    made = a_principal()
    an_account(made, username="ingrid")
    return made


def reminders() -> list[tuple[str, int]]:
    return [(each.to_address, each.context["count"]) for each in mails("approval-reminder")]


def night(moment: str) -> str:
    with clock.at(moment):
        db.close()
        return jobs.approvals_night()


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        ("2026-11-20 01:00", 0),
        ("2026-11-22 23:00", 0),
        ("2026-11-23 01:00", 1),
        ("2026-11-29 01:00", 1),
        ("2026-11-30 01:00", 1),
        ("2027-01-20 01:00", 1),
    ],
)
def test_a_night_writes_one_reminder_however_late_and_however_often(principal: Clerk, moment: str, count: int) -> None:
    asks(a_teacher())

    for _ in range(2):
        night(moment)

    assert reminders() == [("ingrid@example.org", 1)] * count


def test_through_all_nights_there_are_two_reminders_and_then_dots_is_told(principal: Clerk) -> None:
    dots = hire("Maeve", email="maeve@example.org")
    dots.works(category="central", job_role="Central Office", team="Technology Services", location="D")
    an_account(dots, "dots-admin", username="maeve")
    teacher = a_teacher()
    asks(teacher)

    for number in range(18, 31):
        night(f"2026-11-{number} 01:00")
    assert (len(reminders()), mails("approval-unanswered")) == (2, [])
    for number in range(1, 20):
        night(f"2026-12-{number:02d} 01:00")

    assert len(reminders()) == 2
    assert [each.to_address for each in mails("approval-unanswered")] == ["maeve@example.org"]
    assert [each.context["snag"] for each in mails("approval-waits")] == ["no-answer"]
    assert (request_of(teacher).outcome, request_of(teacher).snag) == ("", "no-answer")


def test_a_principal_gets_one_reminder_for_all_that_waits_and_none_once_all_is_answered(principal: Clerk) -> None:
    teachers = [a_teacher(name) for name in ("Tamika", "Barry", "Rosa")]
    for each in teachers:
        asks(each)
    night("2026-11-23 01:00")
    assert reminders() == [("ingrid@example.org", 3)]

    for each in teachers:
        says_no(principal, each)
    night("2026-11-30 01:00")

    assert len(reminders()) == 1


def test_the_new_principal_is_written_to_in_the_night_and_needs_no_reminder_yet(app: Flask, database: Engine) -> None:
    principal, teacher = hire("Ingrid", email="ingrid@example.org"), a_teacher()
    job = principal.works(job_role="Principal")
    asks(teacher)
    principal.leaves(job, "2026-11-20")
    successor = a_principal("Andre")
    an_account(successor, username="andre")

    night("2026-11-23 01:00")

    assert [each.to_address for each in mails("approval-asked")] == ["ingrid@example.org", "andre@example.org"]
    assert reminders() == []
    night("2026-11-30 01:00")
    assert reminders() == [("andre@example.org", 1)]


def test_when_the_principal_leaves_dots_and_the_person_are_told_once(app: Flask, database: Engine) -> None:
    principal, teacher = hire("Ingrid", email="ingrid@example.org"), a_teacher()
    job = principal.works(job_role="Principal")
    an_account(principal, username="ingrid")
    asks(teacher)
    principal.leaves(job, "2026-11-19")

    for moment in ("2026-11-19 01:00", "2026-11-20 01:00"):
        night(moment)

    assert [each.context["snag"] for each in mails("approval-waits")] == ["no-principal"]
    assert request_of(teacher).snag == "no-principal"


@pytest.mark.parametrize(
    ("ends", "outcome"), [(True, "job-ended"), (False, "not-needed")], ids=["the job ended", "approved otherwise"]
)
def test_what_is_needed_no_more_is_closed_and_told(principal: Clerk, ends: bool, outcome: str) -> None:
    teacher = hire("Tamika", email="tamika@example.org")
    job = teacher.works(job_role="Teacher")
    asks(teacher)
    if ends:
        teacher.leaves(job, "2026-11-19")
    else:
        teacher.is_approved("2026-11-18")

    night("2026-11-23 01:00")
    night("2026-11-23 02:00")

    assert request_of(teacher).outcome == outcome
    assert [each.context["outcome"] for each in mails("approval-closed")] == [outcome]
    assert reminders() == []


def test_what_a_delegate_may_answer_the_delegate_is_reminded_of(principal: Clerk) -> None:
    colleague, teacher = a_teacher("Rosa"), a_teacher()
    lends(principal, colleague)
    asks(teacher)

    night("2026-11-23 01:00")

    assert sorted(reminders()) == [("ingrid@example.org", 1), ("rosa@example.org", 1)]


@pytest.mark.parametrize(("when", "halfway"), [("before", 1), ("after", 2)])
def test_a_night_killed_between_two_schools_is_finished_by_the_next(
    app: Flask, database: Engine, settings: Settings, when: str, halfway: int
) -> None:
    for school in "ABC":
        an_account(a_principal(f"Lead{school}", location=school), username=f"lead.{school}")
        asks(a_teacher(f"Asks{school}", location=school), location=school)
    with clock.at("2026-11-23 01:00") as moment:
        pass
    db.close()

    process = start(settings, "tests/household/access/reviewer.py", "2", when, "approvals", now=moment)
    process.communicate(timeout=120)
    assert (process.returncode, len(reminders())) == (-signal.SIGKILL, halfway)
    for _ in range(2):
        night("2026-11-23 03:00")

    assert reminders() == [(f"lead{school}@example.org", 1) for school in "abc"]


def lends(principal: Clerk, colleague: Clerk) -> None:
    with db.transaction():
        lending.delegate(
            principal.person_id,
            colleague.person_id,
            location="A",
            starts=day("2026-11-18"),
            ends=day("2026-12-18"),
            ours=OURS,
            today=clock.today(),
            by=as_person(principal),
            at=clock.now(),
        )


def says_no(principal: Clerk, teacher: Clerk) -> None:
    public_id = request_of(teacher).public_id
    db.close()
    with db.transaction():
        request = approvals.request_called(public_id, hold=True)
        assert request is not None
        circle = circle_for([request], ours=OURS, on=clock.today())
        deed = Deed(book(), OURS, circle, clock.today(), as_person(principal), clock.now())
        answering.answer(request, circle.of(request)[0], Outcome.NO, reason="No", deed=deed)
