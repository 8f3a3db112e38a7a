"""What training systems left open is settled by a person, or by itself once somebody is known; nothing gets lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from district.feeds import followers, settling, waiting
from district.feeds.course_rules import name_accounts, set_rule
from district.feeds.settling import Choice
from district.models import Completion, FeedRun, QueuedRow, TrainingMatch, WaitingCompletion
from district.queries import training_queue
from district.rules.training import CourseRule
from foundation import audit, clock, db
from tests.district.feeding import number_of, queued
from tests.district.staff_files import StaffFeeding, StaffFile, TrainingFile, employee
from tests.district.statements import ADL, HOME, StatementFeeding, statement
from tests.district.test_feeds_training import HOUSEHOLD, TrainingFeeding, completions, finished

BY = audit.command("test")


@pytest.fixture
def bring(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TrainingFeeding:
    """With the usual staff on record, and one course known."""
    monkeypatch.setattr(followers, "_courses", [lambda: ("IC-HOUSEHOLD", "IC-ENROLLMENT")])
    monkeypatch.setattr(followers, "_followers", [])
    StaffFeeding(tmp_path)(StaffFile())
    return TrainingFeeding(tmp_path)


@pytest.fixture
def followed(bring: TrainingFeeding) -> list[list[int]]:
    told: list[list[int]] = []
    followers.follow(lambda ids, *, at, today, by: told.append(list(ids)))
    return told


def by_lms(lms_id: str, **cells: str) -> TrainingFile:
    training = finished("", **cells)
    training.rows[0]["lms_id"] = lms_id
    return training


def question_about(key: str) -> int:
    db.close()
    return db.session().scalars(select(QueuedRow.id).where(QueuedRow.source_key == key)).one()


def settle(key: str, **chosen: object) -> bool:
    question_id = question_about(key)
    db.close()
    choice = Choice(**chosen)  # type: ignore[arg-type]
    return settling.place(question_id, choice, by=BY, at=clock.now(), today=clock.today())


def put_aside(key: str) -> bool:
    question_id = question_about(key)
    with db.transaction():
        return settling.set_aside(question_id, reason="None of ours", by=BY, at=clock.now())


def settled() -> dict[str, str]:
    db.close()
    return {each.source_key: each.settled_as for each in db.session().scalars(select(QueuedRow))}


def again() -> int:
    db.close()
    return waiting.place_all(by=BY, at=clock.now(), today=clock.today()).runs


# By a person


def test_saying_who_is_meant_puts_the_courses_on_record_and_is_followed(
    bring: TrainingFeeding, followed: list[list[int]]
) -> None:
    training = by_lms("u7")
    training.rows += by_lms("u7", course="IC-ENROLLMENT").rows
    bring(training)
    assert (completions(), queued()) == ([], [("unknown-employee", "u7")])

    assert settle("u7", person_id=employee("e1").id)

    assert {(each.person_id, each.course) for each in completions()} == {
        (employee("e1").id, "IC-HOUSEHOLD"),
        (employee("e1").id, "IC-ENROLLMENT"),
    }
    assert followed == [[employee("e1").id]]
    assert settled() == {"u7": "placed"}
    told = db.session().scalars(select(audit.AuditEntry).where(audit.AuditEntry.event == "training-question-settled"))
    assert [(each.data["settled_as"], each.person_id) for each in told] == [("placed", employee("e1").id)]


def test_what_is_remembered_counts_for_the_next_file(bring: TrainingFeeding) -> None:
    bring(by_lms("u7"))
    settle("u7", person_id=employee("e1").id)
    outcome = bring(by_lms("u7", completed_on="2026-10-01"), name="next.csv")

    assert [each.completed_on.month for each in completions()] == [9, 10]
    assert (outcome.report.counts["skipped"], outcome.waiting) == (0, {})


def test_what_was_for_once_asks_again_when_there_is_more(bring: TrainingFeeding) -> None:
    bring(by_lms("u7"))
    settle("u7", person_id=employee("e1").id, is_remembered=False)
    assert bring(by_lms("u7"), name="same.csv").run_id is None
    bring(by_lms("u7", completed_on="2026-10-01"), name="next.csv")

    assert [each.completed_on.month for each in completions()] == [9]
    assert settled() == {"u7": ""}


def test_a_choice_for_one_source_is_none_for_another(bring: TrainingFeeding) -> None:
    bring(by_lms("u7"), source="moodle")
    settle("u7", person_id=employee("e1").id)
    bring(by_lms("u7"), source="canvas", name="canvas.csv")

    assert len(completions()) == 1
    assert queued()[-1] == ("unknown-employee", "u7")


def test_saying_which_course_is_meant(bring: TrainingFeeding) -> None:
    bring(finished("e1", "e2", course="Household 2026"))
    assert settle("Household 2026", course="IC-HOUSEHOLD")

    assert [each.course for each in completions()] == ["IC-HOUSEHOLD"] * 2
    bring(finished("e3", course="Household 2026"), name="next.csv")
    assert len(completions()) == 3


def test_a_row_that_lacks_both_asks_for_one_after_the_other(bring: TrainingFeeding) -> None:
    bring(by_lms("u7", course="Household 2026"))
    assert queued() == [("unknown-course", "Household 2026")]
    settle("Household 2026", course="IC-HOUSEHOLD")
    assert (completions(), settled()) == ([], {"Household 2026": "placed", "u7": ""})
    settle("u7", person_id=employee("e1").id)

    assert [(each.person_id, each.course) for each in completions()] == [(employee("e1").id, "IC-HOUSEHOLD")]


def test_what_is_set_aside_keeps_no_more_rows_and_asks_no_more(bring: TrainingFeeding) -> None:
    bring(finished("e1", course="FERPA-BASICS"))
    assert put_aside("FERPA-BASICS")
    assert bring(finished("e1", "e2", course="FERPA-BASICS"), name="more.csv").run_id is None

    assert (number_of(WaitingCompletion), settled()) == (1, {"FERPA-BASICS": "set-aside"})
    assert db.session().scalars(select(QueuedRow.settled_why)).one() == "None of ours"


def test_twice_is_harmless(bring: TrainingFeeding, followed: list[list[int]]) -> None:
    bring(by_lms("u7"))
    assert settle("u7", person_id=employee("e1").id)
    assert not settle("u7", person_id=employee("e2").id)
    assert not put_aside("u7")

    assert [each.person_id for each in completions()] == [employee("e1").id]
    assert followed == [[employee("e1").id]]
    assert db.session().scalars(select(TrainingMatch.person_id)).one() == employee("e1").id


def test_a_question_about_a_course_takes_no_person(bring: TrainingFeeding) -> None:
    bring(finished("e1", course="Household 2026"))

    assert not settle("Household 2026", person_id=employee("e1").id)
    assert (completions(), settled(), number_of(TrainingMatch)) == ([], {"Household 2026": ""}, 0)


def test_a_statement_is_settled_alike(bring: TrainingFeeding, tmp_path: Path, followed: list[list[int]]) -> None:
    xapi = StatementFeeding(tmp_path)
    course = "https://moodle.example.org/course/view.php?id=12"
    xapi(statement(who="77", course=course), statement(nth=2, who="77", course=course, at="2026-10-01T12:00:00Z"))
    settle(course, course="IC-HOUSEHOLD")
    settle(f"{HOME} 77", person_id=employee("e2").id)

    assert [(each.person_id, each.completed_on.month) for each in completions()] == [
        (employee("e2").id, 9),
        (employee("e2").id, 10),
    ]
    assert followed == [[employee("e2").id]]
    assert set(settled().values()) == {"placed"}
    xapi(statement(nth=3, who="77", course=course, at="2026-11-01T12:00:00Z"), name="next.json")
    assert len(completions()) == 3


def test_somebody_chosen_once_for_statements_is_asked_for_again(bring: TrainingFeeding, tmp_path: Path) -> None:
    xapi = StatementFeeding(tmp_path)
    xapi(statement(who="77"))
    settle(f"{HOME} 77", person_id=employee("e2").id, is_remembered=False)
    xapi(statement(nth=2, who="77", at="2026-10-01T12:00:00Z"))

    assert [each.completed_on.month for each in completions()] == [9]
    assert settled() == {f"{HOME} 77": ""}


# By itself


def test_a_hire_settles_what_waited_for_her(bring: TrainingFeeding, tmp_path: Path) -> None:
    bring(finished("e9", "e8"))
    StatementFeeding(tmp_path)(statement(who="e9", at="2026-10-01T12:00:00Z"))
    staff = StaffFile()
    staff.add("e9", first_name="Dee", last_name="Roy", job_role="Nurse", category="school", begin_date="2026-11-02")
    StaffFeeding(tmp_path)(staff)

    assert [(each.person_id, each.source) for each in completions()] == [
        (employee("e9").id, "training-csv"),
        (employee("e9").id, "xapi"),
    ]
    assert settled() == {"e9": "answered", "e8": "", f"{HOME} e9": "answered"}
    assert again() == 0


def test_a_course_that_rules_come_to_ask_for_settles_in_the_night(
    bring: TrainingFeeding, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(finished("e1", course="IC-ATTENDANCE"))
    monkeypatch.setattr(followers, "_courses", [lambda: ("IC-ATTENDANCE",)])

    assert again() == 1
    assert [each.course for each in completions()] == ["IC-ATTENDANCE"]
    assert settled() == {"IC-ATTENDANCE": "answered"}


def test_looking_again_at_nothing_new_writes_nothing(bring: TrainingFeeding) -> None:
    bring(by_lms("u7"))
    runs = number_of(FeedRun)

    assert (again(), number_of(FeedRun)) == (0, runs)


def test_rows_of_the_future_do_not_wait(bring: TrainingFeeding) -> None:
    bring(finished("e1", completed_on="2026-11-30"))

    assert number_of(WaitingCompletion) == 0


def test_of_a_row_told_twice_the_best_waits(bring: TrainingFeeding) -> None:
    training = by_lms("u7", score="60")
    training.rows += by_lms("u7", score="95").rows
    bring(training)
    settle("u7", person_id=employee("e1").id)

    assert [each.score for each in completions()] == [95.0]


# Rules and names


def test_a_rule_set_later_changes_what_follows(
    bring: TrainingFeeding, tmp_path: Path, followed: list[list[int]]
) -> None:
    StatementFeeding(tmp_path)(statement(), statement(f"{ADL}passed", nth=2, at="2026-09-12T12:00:00Z"))
    db.close()
    changed = set_rule(
        "IC-HOUSEHOLD",
        CourseRule.PASSED,
        starts=date(2026, 9, 1),
        by=BY,
        at=clock.now(),
        today=clock.today(),
    )

    db.close()
    alive = select(Completion.completed_on).where(Completion.voided_at.is_(None))
    assert (changed, [each.day for each in db.session().scalars(alive)]) == (1, [12])
    assert followed[-1] == [employee("e1").id]


def test_names_of_own_ids_and_back(bring: TrainingFeeding, tmp_path: Path) -> None:
    xapi = StatementFeeding(tmp_path)
    name_accounts("xapi-json", HOME, are_own=True, by=BY, at=clock.now())
    xapi(statement())
    assert queued() == [("unknown-employee", f"{HOME} e1")]
    name_accounts("xapi-json", HOME, are_own=False, by=BY, at=clock.now())
    assert again() == 1

    assert [each.person_id for each in completions()] == [employee("e1").id]


# What is read of the queue


def test_the_queue_is_read_newest_first_with_its_rows(bring: TrainingFeeding) -> None:
    bring(finished("e8", "e8"))
    bring(by_lms("u7"))
    broken = TrainingFile()
    broken.add("e1", **(HOUSEHOLD | {"completed_on": "soon"}))
    bring(broken)

    db.close()
    assert training_queue.numbers_open() == {"people": 2, "courses": 0, "rows": 1}
    asked = training_queue.open_questions("people", limit=10)
    assert [each.key for each in asked] == ["u7", "e8"]
    assert [row.course for row in training_queue.rows_of(asked[0], limit=5)] == ["IC-HOUSEHOLD"]
    (bad,) = training_queue.open_questions("rows", limit=10)
    assert (bad.code, bad.line) == ("unreadable-date", 2)


@pytest.mark.parametrize(
    ("typed", "found"), [("park", ["Park"]), ("ol par", ["Park"]), ("e3", ["Vega"]), ("%", []), ("", []), ("zz", [])]
)
def test_staff_are_found_by_name_or_number(bring: TrainingFeeding, typed: str, found: list[str]) -> None:
    db.close()

    assert [each.full_name.split()[-1] for each in training_queue.staff_named(typed, limit=5)] == found
