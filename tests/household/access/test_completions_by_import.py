"""Completions as the training system sends them: late, voided, written otherwise; and the promises they end."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from district.models import Completion
from foundation import clock, db
from foundation.settings import Settings
from household.access import actions, gate
from household.access.models import AccessEvent, Promise
from household.access.rules.promises import Closing, Promised
from tests.district.staff_files import SheetFile, StaffFeeding, StaffFile, TrainingFile, employee
from tests.household.access.staff import BY, book, day, follow
from tests.household.access.test_job_changes_by_import import train

CLOSING = Closing(Settings().business_ends, Settings().zone)


@pytest.fixture
def olga(database: Engine, tmp_path: Path) -> int:
    """An office professional without a course; answers who she is."""
    StaffFeeding(tmp_path)(StaffFile())
    return employee("e1").id


def finishes(folder: Path, **courses: str) -> None:
    """Each by its code, with the day it was finished."""
    file = TrainingFile()
    for course, on in courses.items():
        file.add("e1", course=course.replace("_", "-"), completed_on=on, status="completed")
    bring(file, folder)


def bring(file: SheetFile, folder: Path) -> None:
    train(file, folder)  # type: ignore[arg-type]
    db.close()


def reports(person: int, on: str, course: str = "IC-HOUSEHOLD") -> Promised:
    with db.transaction():
        said = actions.report_course(
            person, course, day(on), closing=CLOSING, book=book(), today=clock.today(), by=BY, at=clock.now()
        )
    assert isinstance(said, Promised)
    return said


def promise() -> Promise:
    db.close()
    return db.session().scalars(select(Promise)).one()


def test_a_late_completion_gives_access_from_its_arrival_with_the_last_day_it_would_have_had(
    olga: int, tmp_path: Path
) -> None:
    finishes(tmp_path, IC_ENROLLMENT="2026-03-02", IC_HOUSEHOLD="2026-03-10")

    answer = gate.answer_for(olga, on=clock.today())
    line = db.session().scalars(select(AccessEvent)).one()
    assert (answer.state.value, str(answer.through)) == ("active", "2027-06-30")
    assert (line.kind, str(line.effective_on)) == ("granted", "2026-11-18")


def test_a_completion_that_is_taken_back_takes_access_with_it(olga: int, tmp_path: Path) -> None:
    finishes(tmp_path, IC_ENROLLMENT="2026-11-02", IC_HOUSEHOLD="2026-11-10")
    with clock.at("2026-11-20 09:00"), db.transaction() as session:
        session.execute(update(Completion).where(Completion.course == "IC-HOUSEHOLD").values(voided_at=clock.now()))
        follow(olga)
    db.close()

    assert gate.answer_for(olga, on=day("2026-11-20")).state.value == "in-progress"


def test_a_completion_that_came_voided_ends_no_promise(olga: int, tmp_path: Path) -> None:
    reports(olga, "2026-11-17")
    with clock.at("2026-11-18 12:00"), db.transaction() as session:
        session.add(
            Completion(
                person_id=olga,
                course="IC-HOUSEHOLD",
                completed_on=day("2026-11-17"),
                status="completed",
                score=None,
                recorded_at=clock.now(),
                voided_at=clock.now(),
                source="test",
                source_key="v",
            )
        )
        session.flush()
        follow(olga)

    assert promise().ended_at is None


@pytest.mark.parametrize("written", ["IC-HOUSEHOLD", "ic-household", " IC - Household ", "Ic-HouseHold"])
def test_a_course_is_known_whatever_the_capitals_and_spaces(olga: int, tmp_path: Path, written: str) -> None:
    reports(olga, "2026-11-17")
    with clock.at("2026-11-18 12:00"):
        file = TrainingFile()
        file.add("e1", course="IC-ENROLLMENT", completed_on="2026-11-02", status="completed")
        file.add("e1", course=written, completed_on="2026-11-17", status="completed")
        bring(file, tmp_path)

    assert gate.answer_for(olga, on=day("2026-11-18")).state.value == "active"
    assert promise().arrived_at is not None


def test_the_file_that_comes_in_time_keeps_the_promise_and_once(olga: int, tmp_path: Path) -> None:
    reports(olga, "2026-11-17")
    for moment in ("2026-11-19 16:59", "2026-11-20 10:00"):
        with clock.at(moment):
            finishes(tmp_path, IC_HOUSEHOLD="2026-11-17")

    kept = promise()
    assert kept.arrived_at is not None
    assert kept.arrived_at.astimezone(Settings().zone).isoformat()[:16] == "2026-11-19T16:59"
    assert kept.arrived_at <= kept.due_at


def test_the_quiz_of_another_system_ends_its_promise_and_renews(olga: int, tmp_path: Path) -> None:
    finishes(tmp_path, IC_ENROLLMENT="2025-10-02", IC_HOUSEHOLD="2025-10-14")
    with clock.at("2027-04-02 09:00"):
        reports(olga, "2027-04-01", "IC-HOUSEHOLD-RECERT")
    with clock.at("2027-04-05 09:00"):
        finishes(tmp_path, IC_HOUSEHOLD_RECERT="2027-04-01")

    assert promise().arrived_at is not None
    assert str(gate.answer_for(olga, on=day("2027-04-05")).through) == "2029-06-30"
