"""Access areas beside household: the same decision by rules of their own, read by command and export."""

from __future__ import annotations

import json
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from foundation import clock, db
from foundation.audit import AuditEntry
from foundation.outbox import Mail
from household.access import gate, jobs, queries
from household.access.models import AccessEvent, Reminder, Standing
from tests.household.access.areas import ATTENDANCE, BEHAVIOR, publish
from tests.household.access.staff import BY, YEAR_STARTS, Clerk, hire, storing


@pytest.fixture
def clerk(app: Flask, database: Engine) -> Clerk:
    """An office professional with household access, and the attendance course of two years ago."""
    clerk = hire(employee_id="E1", email="tamika@example.org")
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")
    with storing() as touch:
        touch(clerk.person_id)
        clerk.add_completion("IC-ATTENDANCE", "2024-10-14")
    return clerk


def run(app: Flask, *words: str, code: int = 0) -> str:
    ran = app.test_cli_runner().invoke(args=["access", *words])
    assert ran.exit_code == code, ran.output
    return ran.output


def explained(app: Flask, *words: str) -> dict[str, object]:
    told: dict[str, object] = json.loads(run(app, "explain", "E1", "--json", *words))
    return told


def test_an_area_answers_by_its_own_rules(app: Flask, clerk: Clerk) -> None:
    publish(attendance=ATTENDANCE, behavior=BEHAVIOR)

    own, other, third = explained(app), explained(app, "--area", "attendance"), explained(app, "--area", "behavior")

    assert (own["state"], own["through"]) == ("active", "2027-06-30")
    assert (other["state"], other["from"], other["through"]) == ("active", "2024-10-14", "2027-06-30")
    assert (third["state"], third["through"]) == ("none", None)


def test_household_is_as_it_was_where_a_version_leaves_it_out(app: Flask, clerk: Clerk) -> None:
    publish(attendance=ATTENDANCE)

    assert [each.number for each in queries.policies()] == [1]
    assert [each.number for each in queries.policies("attendance")] == [2]
    assert queries.areas() == ("household", "attendance")


def test_a_fact_is_followed_in_every_area_in_its_own_transaction(app: Flask, clerk: Clerk) -> None:
    publish(attendance=ATTENDANCE)
    with app.app_context(), db.transaction():
        gate.follow([clerk.person_id], at=clock.now(), today=clock.today(), by=BY)

    rows = select(Standing.area, Standing.state, Standing.access_ends).where(
        Standing.person_id == clerk.person_id, Standing.holds
    )
    assert sorted(tuple(row) for row in db.session().execute(rows)) == [
        ("attendance", "active", date(2027, 7, 1)),
        ("household", "active", date(2027, 7, 1)),
    ]


def test_the_night_reviews_every_area_and_writes_people_of_household_alone(app: Flask, clerk: Clerk) -> None:
    jobs.night()
    letters = select(Mail.template)
    before = sorted(db.session().scalars(letters))
    publish(attendance=ATTENDANCE | {"reminder_days": [366, 300, 240, 230, 224, 100, 0]})

    said = jobs.night()

    assert "; attendance: 1 evaluated, 1 granted, 0 reminders" in said
    assert sorted(db.session().scalars(letters)) == before
    assert db.session().scalars(select(Reminder.area)).all() == []
    told = select(AccessEvent.area, AccessEvent.kind).order_by(AccessEvent.id)
    assert [tuple(row) for row in db.session().execute(told)] == [("household", "granted"), ("attendance", "granted")]
    weighed = select(AuditEntry.data).where(AuditEntry.event == "access-weighed").order_by(AuditEntry.id)
    assert [each["area"] for each in db.session().scalars(weighed)] == ["household", "attendance"]


def test_the_right_of_the_gate_is_household_s_alone(app: Flask, database: Engine) -> None:
    clerk = hire()
    clerk.works()
    clerk.finishes("IC-ATTENDANCE", "2026-10-14")
    publish(attendance=ATTENDANCE)
    with app.app_context():
        assert gate.answer_for(clerk.person_id, on=clock.today(), area="attendance").has_access
        with pytest.raises(gate.NoAccess):
            gate.require(clerk.person_id, on=clock.today())


def test_an_area_to_come_is_not_reviewed_before_its_first_day(app: Flask, clerk: Clerk) -> None:
    publish(starts="2026-11-19", attendance=ATTENDANCE)

    assert [each.area for each in queries.rulebooks(year_starts=YEAR_STARTS, on=date(2026, 11, 18))] == ["household"]
    assert [each.area for each in queries.rulebooks(year_starts=YEAR_STARTS, on=date(2026, 11, 19))] == [
        "household",
        "attendance",
    ]


def test_the_courses_of_every_area_are_known_to_the_training_import(app: Flask, clerk: Clerk) -> None:
    publish(attendance=ATTENDANCE)

    assert {"IC-HOUSEHOLD", "IC-ATTENDANCE", "IC-ATTENDANCE-RECERT"} <= queries.known_courses()


def test_review_and_on_speak_of_the_area_asked_for(app: Flask, clerk: Clerk) -> None:
    publish(attendance=ATTENDANCE)

    counts = json.loads(run(app, "review", "--area", "attendance", "--json"))
    there = json.loads(run(app, "on", "2026-11-18", "--area", "attendance", "--json"))

    assert (counts["evaluated"], counts["granted"], counts["reminders"]) == (1, 1, 0)
    assert there["policy_version"] == 2
    assert [each["employee_id"] for each in there["people"]] == ["E1"]


def test_a_person_without_a_track_is_told_of_the_area_s_name(app: Flask, database: Engine) -> None:
    hire(employee_id="E1").works(category="central", team="Payroll", job_role="Analyst")
    publish(attendance=ATTENDANCE)

    assert explained(app, "--area", "attendance")["reasons"] == [
        "The job Analyst, Payroll has no way to attendance access."
    ]


@pytest.mark.parametrize("words", [("review",), ("explain", "E1"), ("on", "2026-11-18")])
def test_an_area_that_nobody_named_is_refused_with_those_there_are(
    app: Flask, clerk: Clerk, words: tuple[str, ...]
) -> None:
    publish(attendance=ATTENDANCE)

    said = run(app, *words, "--area", "behavior", code=1)

    assert "No version of the policy names the area 'behavior'. Areas are: household, attendance." in said
