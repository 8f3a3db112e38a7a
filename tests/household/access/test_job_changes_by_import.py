"""Changes from human resources, brought by files as they come: access follows, and the person and DoTS are told.

The numbers are those of the worked examples. Olga Park is an office professional at Elm High (code 1234) whose courses
were finished by 2025-10-14: her term runs through 2027-06-30.
"""

from __future__ import annotations

import copy
import email
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

from district.feeds.steps import Wishes
from district.feeds.training import import_training
from district.feeds.training_mapping import TrainingMapping
from district.models import Person
from foundation import clock, db, postman
from foundation.outbox import Mail
from household.access import actions, gate, jobs, queries
from household.access.models import JobChangeNoted, PolicyVersion
from tests.district.staff_files import StaffFeeding, StaffFile, TrainingFile, employee
from tests.household.access.staff import BY, book, day
from tests.household.access.telling import STARTER

THEN = "2025-10-15 09:00"


class Olga:
    """Her file of human resources, and how she stands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bring_file = StaffFeeding(folder)
        self.file = StaffFile()
        self.file.rows = [each for each in self.file.rows if each["employee_id"] == "e1"]
        with clock.at(THEN):
            self.bring_file(self.file)
            self.finishes("2025-10-02", "2025-10-14")

    @property
    def row(self) -> dict[str, str]:
        return self.file.rows[0]

    def another(self, **cells: str) -> None:
        """A second row of hers."""
        self.file.rows.append(self.row | {"end_date": "", "termination_date": ""} | cells)

    def on(self, moment: str) -> None:
        """Human resources’ file of that moment comes in."""
        with clock.at(moment):
            self.bring_file(self.file)
            db.close()

    def finishes(self, first: str, last: str) -> None:
        file = TrainingFile()
        file.add("e1", course="IC-ENROLLMENT", completed_on=first, status="completed")
        file.add("e1", course="IC-HOUSEHOLD", completed_on=last, status="completed")
        train(file, self.folder)

    def stands(self, on: str) -> tuple[str, str | None]:
        """State and last day on a day, by all that is known."""
        db.close()
        answer = gate.answer_for(employee("e1").id, on=day(on))
        return answer.state.value, str(answer.through) if answer.through else None

    def told(self) -> list[tuple[list[str], str]]:
        """What was noted for her and DoTS: the kinds of change, and what became of access."""
        db.close()
        noted = db.session().scalars(select(JobChangeNoted).order_by(JobChangeNoted.id))
        return [([each["kind"] for each in row.facts["changes"]], row.effect) for row in noted]

    def mails(self) -> list[tuple[str, str, str]]:
        """Template, last day and first reason of each mail to her, but for the first."""
        db.close()
        found = db.session().scalars(select(Mail).where(Mail.to_address == "olga@elm.example").order_by(Mail.id))
        told = [(each.template, each.context) for each in found][1:]
        return [(name, said["last_day"], said["reasons"][0]["code"] if said["reasons"] else "") for name, said in told]


def train(file: TrainingFile, folder: Path) -> None:
    db.close()
    import_training(
        file.write(folder / "training.csv"),
        Wishes(),
        mapping=TrainingMapping(),
        by=BY,
        at=clock.now(),
        today=clock.today(),
        advance=lambda name, rows, expected: None,
    )


@pytest.fixture
def olga(database: Engine, tmp_path: Path) -> Olga:
    return Olga(tmp_path)


def test_11_and_12_a_teacher_needs_an_approval_and_has_the_old_end_with_it(olga: Olga) -> None:
    olga.row["end_date"] = "2026-02-01"
    olga.another(job_role="Teacher", begin_date="2026-02-02")
    olga.on("2026-02-02 07:00")

    assert olga.stands("2026-02-01") == ("active", "2026-02-01")
    assert olga.stands("2026-02-02") == ("ended", "2026-02-01")
    assert olga.told() == [(["changes"], "over")]
    assert olga.mails() == [("access-ended", "2026-02-01", "job-changed")]
    person, today = employee("e1").id, day("2026-02-20")
    db.close()
    with clock.at("2026-02-20 10:00"), db.transaction():
        actions.record_approval(
            person, location="1234", approved_on=today, book=book(), today=today, by=BY, at=clock.now()
        )
    assert olga.stands("2026-02-20") == ("active", "2027-06-30")
    assert olga.mails()[-1][0] == "access-granted"


def test_13_a_move_without_a_gap_goes_on_and_is_told(olga: Olga) -> None:
    olga.row["end_date"] = "2026-02-01"
    olga.another(location="5678", begin_date="2026-02-02")
    olga.on("2026-02-02 07:00")

    assert olga.stands("2026-02-02") == ("active", "2027-06-30")
    assert olga.told() == [(["moves"], "same")]
    assert olga.mails() == [("access-job-changed", "2027-06-30", "requirements-met")]


@pytest.mark.parametrize(
    ("setting", "stands", "effect"),
    [
        ("reassess", ("active", "2027-06-30"), "same"),
        ("keep", ("active", "2027-06-30"), "same"),
        ("end", ("ended", "2026-02-01"), "over"),
    ],
)
def test_a_move_under_each_setting(olga: Olga, setting: str, stands: tuple[str, str], effect: str) -> None:
    publish(on_location_change=setting)
    olga.row["end_date"] = "2026-02-01"
    olga.another(location="5678", begin_date="2026-02-02")
    olga.on("2026-02-02 07:00")

    assert olga.stands("2026-02-02") == stands
    assert olga.told() == [(["moves"], effect)]


@pytest.mark.parametrize(
    ("setting", "stands"),
    [("reassess", ("ended", "2026-02-01")), ("keep", ("active", "2027-06-30")), ("end", ("ended", "2026-02-01"))],
)
def test_another_job_under_each_setting(olga: Olga, setting: str, stands: tuple[str, str]) -> None:
    publish(on_job_change=setting)
    olga.row["end_date"] = "2026-02-01"
    olga.another(job_role="Teacher", begin_date="2026-02-02")
    olga.on("2026-02-02 07:00")

    assert olga.stands("2026-02-02") == stands


def test_14_a_departure_is_told_in_advance_and_access_runs_through_its_day(olga: Olga) -> None:
    olga.row["termination_date"] = "2026-03-10"
    olga.on("2026-02-20 07:00")

    assert olga.told() == [(["leaves"], "earlier")]
    assert olga.mails() == [("access-job-changed", "2026-03-10", "requirements-met")]
    assert olga.stands("2026-03-10") == ("active", "2026-03-10")
    assert olga.stands("2026-03-11") == ("ended", "2026-03-10")
    with clock.at("2026-03-11 00:30"):
        jobs.night()
        jobs.night()
    assert [each for each in olga.mails() if each[0] == "access-ended"] == [
        ("access-ended", "2026-03-10", "employment-ended")
    ]
    assert len(olga.told()) == 1


def test_14_a_gap_reads_ended_and_a_new_assignment_resumes_the_term(olga: Olga) -> None:
    olga.row["end_date"] = "2026-06-05"
    olga.on("2026-05-20 07:00")
    assert olga.stands("2026-06-06") == ("ended", "2026-06-05")
    olga.another(begin_date="2026-08-10")
    olga.on("2026-08-03 07:00")

    assert olga.stands("2026-08-09") == ("ended", "2026-06-05")
    assert olga.stands("2026-08-10") == ("active", "2027-06-30")
    assert [kinds for kinds, _ in olga.told()] == [["ends"], ["begins"]]
    assert olga.told()[0][1] == "earlier"
    with clock.at("2026-08-10 01:00"):
        jobs.night()
    assert olga.mails()[-1][:2] == ("access-granted", "2027-06-30")


def test_15_who_left_and_comes_back_needs_all_again(olga: Olga) -> None:
    olga.row["termination_date"] = "2026-03-10"
    olga.on("2026-03-09 07:00")
    olga.another(begin_date="2026-08-03", hire_date="2026-08-03")
    olga.on("2026-08-03 07:00")

    assert olga.stands("2026-08-03")[0] == "ended"
    assert olga.told()[-1] == (["returns"], "none")
    assert olga.mails()[-1][0] == "access-job-changed"
    with clock.at("2026-08-12 09:00"):
        olga.finishes("2026-08-10", "2026-08-11")
    assert olga.stands("2026-08-12") == ("active", "2028-06-30")


def test_16_of_two_jobs_one_ends_and_access_goes_on(olga: Olga) -> None:
    olga.another(location="5678", begin_date="2025-10-20")
    olga.on("2025-10-20 07:00")
    olga.row["end_date"] = "2026-01-31"
    olga.on("2026-01-20 07:00")

    assert olga.stands("2026-02-15") == ("active", "2027-06-30")
    assert olga.told() == [(["begins"], "same"), (["ends"], "same")]
    assert [each[:2] for each in olga.mails()] == [("access-job-changed", "2027-06-30")] * 2


def test_a_correction_takes_an_end_back_and_access_is_there_again(olga: Olga) -> None:
    olga.row["end_date"] = "2026-02-01"
    olga.on("2026-02-05 07:00")
    assert olga.stands("2026-02-05") == ("ended", "2026-02-01")
    olga.row["end_date"] = ""
    olga.on("2026-02-09 07:00")

    assert olga.stands("2026-02-09") == ("active", "2027-06-30")
    assert olga.told() == [(["ends"], "over"), (["goes-on"], "again")]
    assert [each[0] for each in olga.mails()] == ["access-ended", "access-granted"]


def test_a_correction_takes_a_departure_back(olga: Olga) -> None:
    olga.row["termination_date"] = "2026-03-10"
    olga.on("2026-03-12 07:00")
    olga.row["termination_date"] = ""
    olga.on("2026-03-16 07:00")

    assert olga.stands("2026-03-16") == ("active", "2027-06-30")
    assert olga.told() == [(["leaves"], "over"), (["stays"], "again")]


def test_a_job_to_come_is_told_when_the_file_comes_and_not_again(olga: Olga) -> None:
    olga.row["end_date"] = "2026-02-01"
    olga.another(job_role="Teacher", begin_date="2026-02-02")
    olga.on("2025-12-01 07:00")
    olga.on("2025-12-02 07:00")

    assert olga.told() == [(["changes"], "earlier")]
    assert olga.mails() == [("access-job-changed", "2026-02-01", "requirements-met")]
    with clock.at("2026-02-02 00:30"):
        jobs.night()
    assert [each[0] for each in olga.mails()] == ["access-job-changed", "access-ended"]


def test_the_same_file_twice_tells_nothing_more(olga: Olga) -> None:
    olga.row["end_date"] = "2026-02-01"
    olga.another(location="5678", begin_date="2026-02-02")
    olga.on("2026-02-02 07:00")
    olga.on("2026-02-02 08:00")
    olga.on("2026-02-03 07:00")

    assert len(olga.told()) == len(olga.mails()) == 1


def test_an_old_correction_that_changes_nothing_is_on_the_page_and_no_mail(olga: Olga) -> None:
    olga.row["begin_date"] = "2024-07-01"
    olga.on("2026-02-02 07:00")

    assert olga.stands("2026-02-02") == ("active", "2027-06-30")
    assert [effect for _, effect in olga.told()] == ["same"]


def test_jobs_of_people_without_access_are_nobody_s_news(database: Engine, tmp_path: Path) -> None:
    feeding, file = StaffFeeding(tmp_path), StaffFile()
    feeding(file)
    file.change("e2", job_role="Nurse")
    feeding(file)
    db.close()

    assert db.session().scalars(select(JobChangeNoted)).all() == []
    assert db.session().scalars(select(Mail)).all() == []


@pytest.mark.parametrize(
    ("language", "effect", "change", "step"),
    [
        (
            "en",
            "Household access ends earlier, on February 1, 2026 instead of June 30, 2027.",
            "Job from February 2, 2026 on: Teacher, 1234, instead of Office Professional, 1234.",
            "Ask the principal of 1234 to approve it.",
        ),
        (
            "es",
            "El acceso a hogares termina antes: el 1 de febrero de 2026, en lugar del 30 de junio de 2027.",
            "Puesto a partir del 2 de febrero de 2026: Teacher, 1234, en lugar de Office Professional, 1234.",
            "Pida a la dirección de 1234 que lo apruebe.",
        ),
    ],
)
def test_the_mail_says_what_changed_why_and_what_to_do(
    olga: Olga, app: Flask, tmp_path: Path, language: str, effect: str, change: str, step: str
) -> None:
    with db.transaction() as session:
        session.execute(update(Person).values(language=language))
    olga.row["end_date"] = "2026-02-01"
    olga.another(job_role="Teacher", begin_date="2026-02-02")
    olga.on("2025-12-01 07:00")
    db.close()
    with clock.at("2025-12-01 07:05"):
        postman.deliver(app)

    last = max((tmp_path / "mail").glob("*.eml"))
    sent = email.message_from_bytes(last.read_bytes())
    part = next(each for each in sent.walk() if each.get_content_type() == "text/plain")
    said = " ".join(part.get_payload(decode=True).decode().split())  # type: ignore[union-attr]
    for told in (effect, change, step):
        assert told in said, said


def test_dots_is_told_in_one_mail_and_once(olga: Olga) -> None:
    olga.row["end_date"] = "2026-02-01"
    olga.on("2026-01-20 07:00")
    with clock.at("2026-01-21 00:30"):
        jobs.tell_dots()
        jobs.tell_dots()
        db.close()

        sent = db.session().scalars(select(Mail).where(Mail.template == "access-summary")).all()
    assert [(each.to_address, each.context) for each in sent] == [
        ("dots@juniper-valley.example", {"broken": 0, "changed": 1})
    ]


def test_the_list_says_what_changed_what_became_of_access_and_why(olga: Olga) -> None:
    olga.row["end_date"] = "2026-02-01"
    olga.another(job_role="Teacher", begin_date="2026-02-02")
    olga.on("2026-02-02 07:00")
    db.close()

    (found,) = queries.changed_people(area="household", before=None, limit=10)

    assert (found.first_name, found.noted.effect.value, str(found.noted.through)) == ("Olga", "over", "2026-02-01")
    assert found.noted.reasons[0].code.value == "job-changed"
    assert [each.code.value for each in found.noted.steps] == ["ask-approval"]


def publish(**changes: str) -> None:
    """A version of the policy, in force since ever, with other values."""
    rules = copy.deepcopy(STARTER)
    rules["areas"]["household"].update(changes)
    with db.transaction() as session:
        session.add(
            PolicyVersion(number=2, starts=day("2020-07-01"), rules=rules, reason="test", published_at=clock.now())
        )
