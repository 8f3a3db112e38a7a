"""The training feed: finished courses become completions, once each; what cannot be placed waits for a person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, select

from district.feeds import filling, followers
from district.feeds.report import Refused
from district.feeds.steps import Outcome, Wishes
from district.feeds.training import import_training
from district.feeds.training_mapping import PLAIN, TrainingMapping
from district.models import Completion, FeedChange, FeedRun, QueuedRow
from foundation import audit, clock, db
from tests.district.feeding import Feeding, number_of, person_of, queued
from tests.district.packages import Roster
from tests.district.staff_files import StaffFeeding, StaffFile, TrainingFile, employee

TODAY = date(2026, 11, 18)
HOUSEHOLD = {"course": "IC-HOUSEHOLD", "completed_on": "2026-09-08", "score": "91", "status": "Completed"}


class TrainingFeeding:
    """`bring(training)` imports it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self, training: TrainingFile, *, name: str = "training.csv", mapping: TrainingMapping = PLAIN, **wishes: Any
    ) -> Outcome:
        db.close()
        return import_training(
            training.write(self.folder / name),
            Wishes(**wishes),
            mapping=mapping,
            by=audit.command("test"),
            at=clock.now(),
            today=clock.today(),
            advance=lambda name, rows, expected: None,
        )


@pytest.fixture
def bring(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TrainingFeeding:
    """With the usual staff on record, and every course known."""
    monkeypatch.setattr(followers, "_courses", [])
    monkeypatch.setattr(followers, "_followers", [])
    StaffFeeding(tmp_path)(StaffFile())
    return TrainingFeeding(tmp_path)


def finished(*keys: str, **cells: str) -> TrainingFile:
    """A file in which each of these employees finished the household course."""
    training = TrainingFile()
    for key in keys:
        training.add(key, **(HOUSEHOLD | cells))
    return training


def completions() -> list[Completion]:
    db.close()
    return list(db.session().scalars(select(Completion).order_by(Completion.id)))


def ask_for(monkeypatch: pytest.MonkeyPatch, *codes: str) -> None:
    """Let the policy ask for these courses and no other."""

    def courses() -> Collection[str]:
        return codes

    monkeypatch.setattr(followers, "_courses", [courses])


# What a row becomes


def test_a_finished_course_is_a_completion(bring: TrainingFeeding) -> None:
    outcome = bring(finished("e1"))

    (done,) = completions()
    assert (done.person_id, done.course, done.completed_on) == (employee("e1").id, "IC-HOUSEHOLD", date(2026, 9, 8))
    assert (done.score, done.status, done.source, done.recorded_at) == (91.0, "completed", "training-csv", clock.now())
    assert (outcome.report.counts["created"], outcome.report.warnings, queued()) == (1, [], [])


@pytest.mark.parametrize(
    ("said", "kept", "codes"),
    [
        ("", None, []),
        ("92.5", 92.5, []),
        ("92 %", 92.0, []),
        ("92%", 92.0, []),
        ("A+", None, ["unreadable-score"]),
        ("nan", None, ["unreadable-score"]),
        ("-3", None, ["unreadable-score"]),
    ],
)
def test_a_score_is_a_number_or_left_out(
    bring: TrainingFeeding, said: str, kept: float | None, codes: list[str]
) -> None:
    outcome = bring(finished("e1", score=said))

    assert [each.score for each in completions()] == [kept]
    assert [each.code for each in outcome.report.warnings] == codes


def test_what_is_not_finished_is_counted_in_one_warning_and_not_queued(bring: TrainingFeeding) -> None:
    training = finished("e1")
    training.add("e2", course="IC-HOUSEHOLD", status="In Progress")
    training.add("e2", course="IC-ENROLLMENT", completed_on="n/a", status="failed")
    training.add("", course="IC-ENROLLMENT", completed_on="2026-09-01", status="failed")
    outcome = bring(training)

    assert len(completions()) == 1
    assert [each.code for each in outcome.report.warnings] == ["not-finished"]
    assert outcome.report.warnings[0].message.endswith(": 3.")
    assert (outcome.report.counts["skipped"], queued()) == (0, [])


def test_who_it_was_may_be_told_by_the_email_alone(bring: TrainingFeeding) -> None:
    training = finished("")
    training.rows[0]["email"] = "Olga@Elm.example"
    bring(training)

    assert [each.person_id for each in completions()] == [employee("e1").id]


@pytest.mark.parametrize("left_out", ["email", "employee_id"])
def test_one_column_that_names_people_is_enough(bring: TrainingFeeding, left_out: str) -> None:
    training = finished("e1")
    training.rows[0]["email"] = "olga@elm.example"
    training.header.remove(left_out)
    outcome = bring(training)

    assert ([each.person_id for each in completions()], outcome.report.warnings) == ([employee("e1").id], [])


def test_an_employee_id_goes_before_an_email(bring: TrainingFeeding) -> None:
    training = finished("e2", "nobody")
    for row in training.rows:
        row["email"] = "olga@elm.example"
    bring(training)

    assert [each.person_id for each in completions()] == [employee("e2").id]
    assert queued() == [("unknown-employee", "nobody")]


def test_an_email_of_a_family_is_no_employee(bring: TrainingFeeding, tmp_path: Path) -> None:
    Feeding(tmp_path)(Roster())
    training = finished("")
    training.rows[0]["email"] = "gina@example.org"
    bring(training)

    assert queued() == [("unknown-employee", "gina@example.org")]


def test_an_email_two_employees_have_is_a_question(bring: TrainingFeeding, tmp_path: Path) -> None:
    staff = StaffFile()
    staff.change("e2", email="olga@elm.example")
    StaffFeeding(tmp_path)(staff)
    training = finished("")
    training.rows[0]["email"] = "olga@elm.example"
    bring(training)

    assert queued() == [("several-employees", "olga@elm.example")]


def test_staff_whom_only_a_roster_names_are_found_by_their_identifier(bring: TrainingFeeding, tmp_path: Path) -> None:
    Feeding(tmp_path)(Roster())
    bring(finished("id-tom"))

    assert [each.person_id for each in completions()] == [person_of("tom").id]


def test_of_several_attempts_finished_on_one_day_the_best_counts(bring: TrainingFeeding) -> None:
    training = finished("e1", "e1", "e1")
    training.rows[1]["score"] = "97"
    training.rows[2]["score"] = ""
    outcome = bring(training)

    assert [each.score for each in completions()] == [97.0]
    assert [each.code for each in outcome.report.warnings] == ["same-completion-twice"]


def test_the_same_course_on_another_day_is_another_completion(bring: TrainingFeeding) -> None:
    training = finished("e1", "e1")
    training.rows[1]["completed_on"] = "2026-10-01"
    bring(training)

    assert len(completions()) == 2


# A replay


def test_the_same_file_twice_writes_nothing(bring: TrainingFeeding) -> None:
    bring(finished("e1", "e2", "nobody"))
    again = bring(finished("e1", "e2", "nobody"), name="training-2.csv")

    assert (again.run_id, again.has_changes) == (None, False)
    assert (again.report.counts["unchanged"], again.report.counts["skipped"]) == (2, 1)
    assert len(completions()) == 2


def test_the_same_completion_by_email_is_no_other_one(bring: TrainingFeeding) -> None:
    bring(finished("e1"))
    training = finished("")
    training.rows[0]["email"] = "olga@elm.example"

    assert bring(training).run_id is None


def test_a_corrected_score_is_an_update(bring: TrainingFeeding) -> None:
    bring(finished("e1"))
    outcome = bring(finished("e1", score="95", status="Passed"))

    (done,) = completions()
    assert (done.score, done.status, outcome.report.counts["updated"]) == (95.0, "passed", 1)


def test_what_a_later_file_leaves_out_stays(bring: TrainingFeeding) -> None:
    bring(finished("e1", "e2"))
    outcome = bring(finished("e3"), allowed_percent=0)

    assert (len(completions()), outcome.report.counts["deactivated"]) == (3, 0)


def test_a_completion_that_was_voided_stays_so(bring: TrainingFeeding) -> None:
    bring(finished("e1"))
    with db.transaction() as session:
        session.scalars(select(Completion)).one().voided_at = clock.now()

    assert bring(finished("e1")).run_id is None
    assert completions()[0].voided_at == clock.now()


# What waits for a person


def test_today_is_not_the_future(bring: TrainingFeeding) -> None:
    training = finished("e1", completed_on=TODAY.isoformat())
    training.add("e2", **(HOUSEHOLD | {"completed_on": (TODAY + timedelta(days=1)).isoformat()}))
    outcome = bring(training)

    assert [each.person_id for each in completions()] == [employee("e1").id]
    assert queued() == [("completed-in-future", "e2 | IC-HOUSEHOLD | 2026-11-19")]
    assert [(each.code, each.file, each.line) for each in outcome.report.warnings] == [
        ("completed-in-future", "training.csv", 3)
    ]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"completed_on": ""}, "required-cell-empty"),
        ({"completed_on": "last week"}, "unreadable-date"),
        ({"course": ""}, "required-cell-empty"),
        ({"employee_id": ""}, "nobody-named"),
        ({"employee_id": "e 1"}, "impossible-id"),
    ],
)
def test_a_bad_row_waits_and_the_rest_applies(bring: TrainingFeeding, cells: dict[str, str], code: str) -> None:
    training = finished("e1", "e2")
    training.rows[0].update(cells)
    outcome = bring(training)

    assert [each.person_id for each in completions()] == [employee("e2").id]
    assert [each for each, _ in queued()] == [code]
    assert (outcome.report.counts["skipped"], outcome.report.warnings[0].line) == (1, 2)


def test_a_course_nobody_asks_for_is_asked_about_once(bring: TrainingFeeding, monkeypatch: pytest.MonkeyPatch) -> None:
    ask_for(monkeypatch, "IC-HOUSEHOLD")
    training = finished("e1", "e2", "e3", course="FERPA-BASICS")
    training.add("e1", **HOUSEHOLD)
    training.add("nobody", **(HOUSEHOLD | {"course": "FERPA-BASICS"}))
    outcome = bring(training)

    assert queued() == [("unknown-course", "FERPA-BASICS")]
    assert (outcome.report.counts["skipped"], outcome.waiting) == (4, {"unknown-course": 1})
    (warning,) = outcome.report.warnings
    assert (warning.line, "FERPA-BASICS" in warning.message, "4 rows" in warning.message) == (2, True, True)
    assert len(completions()) == 1


def test_more_rows_of_a_settled_question_do_not_ask_again(
    bring: TrainingFeeding, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_for(monkeypatch, "IC-HOUSEHOLD")
    bring(finished("e1", course="FERPA-BASICS"))
    with db.transaction() as session:
        question = session.scalars(select(QueuedRow)).one()
        question.settled_at, question.settled_as = clock.now(), "passed over"

    more = finished("e1", "e2", "e3", course="FERPA-BASICS")
    assert bring(more).run_id is None
    more.add("e1", **HOUSEHOLD)
    bring(more)
    db.close()
    held = db.session().scalars(select(QueuedRow)).one()
    assert (held.settled_as, held.data["rows"]) == ("passed over", 3)


def test_an_employee_who_has_come_since_answers_the_question(bring: TrainingFeeding, tmp_path: Path) -> None:
    bring(finished("e9", "e8"))
    staff = StaffFile()
    staff.add("e9", first_name="Dee", last_name="Roy", job_role="Nurse", category="school", begin_date="2026-11-02")
    StaffFeeding(tmp_path)(staff)
    bring(finished("e9", "e8"))

    assert [each.person_id for each in completions()] == [employee("e9").id]
    settled = {each.source_key: each.settled_as for each in db.session().scalars(select(QueuedRow))}
    assert settled == {"e9": "answered", "e8": ""}


# Files refused whole


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"employee_id,email,lms_id", b"who,mail,their", "missing-column"),
        (b"status", b"outcome", "missing-column"),
        (b"course", b"status", "duplicate-header"),
        (b"2026-09-08", b"09/08/2026", "ambiguous-date"),
        (b"Completed", b'"Completed', "unterminated-quote"),
        (b"IC", b"I\0C", "nul-byte"),
    ],
)
def test_a_broken_file_is_refused_whole(bring: TrainingFeeding, old: bytes, new: bytes, code: str) -> None:
    training = finished("e1")
    training.raw = training.text().encode().replace(old, new, 1)
    with pytest.raises(Refused) as refused:
        bring(training)

    assert code in [each.code for each in refused.value.report.errors]
    assert (number_of(Completion), number_of(FeedRun), number_of(QueuedRow)) == (0, 1, 0)


def test_json_is_refused_in_plain_words(bring: TrainingFeeding) -> None:
    training = TrainingFile()
    training.raw = b"[]"
    with pytest.raises(Refused, match=r"This is a JSON file\. Give a CSV file\."):
        bring(training, name="statements.json")


# What is told


def test_one_audit_entry_and_no_change_rows_of_a_first_run(bring: TrainingFeeding) -> None:
    bring(finished("e1"))
    bring(finished("e2"))

    db.close()
    told = [each.event for each in db.session().scalars(select(audit.AuditEntry).order_by(audit.AuditEntry.id))]
    assert told == ["staff-applied", "training-applied", "training-applied"]
    changes = db.session().scalars(select(FeedChange)).all()
    assert [(each.record, each.kind, each.person_id) for each in changes] == [
        ("completion", "created", employee("e2").id)
    ]


def test_followers_hear_whose_completions_changed(bring: TrainingFeeding, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(finished("e1"))
    told: list[tuple[list[int], bool]] = []
    followers.follow(lambda ids, *, at, today, by: told.append((list(ids), db.is_writing())))
    bring(finished("e1", "e3", "e2", "nobody"))
    bring(finished("e1", "e3", "e2", "nobody"))

    assert told == [(sorted([employee("e2").id, employee("e3").id]), True)]


def test_a_rehearsal_writes_nothing(bring: TrainingFeeding) -> None:
    outcome = bring(finished("e1", "nobody"), is_rehearsal=True)

    assert (outcome.run_id, outcome.report.counts["created"], outcome.report.counts["skipped"]) == (None, 1, 1)
    assert (number_of(Completion), number_of(QueuedRow)) == (0, 0)


def test_a_load_that_fills_an_empty_table_ends_with_its_indexes(
    bring: TrainingFeeding, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "WORTH_IT", 2)
    before = indexes(database)
    bring(finished("e1", "e2", "e3"))

    assert len(completions()) == 3
    assert indexes(database) == before


def indexes(database: Engine) -> set[str]:
    return {str(each["name"]) for each in inspect(database).get_indexes("completion")}
