"""The gradebook of a OneRoster package: what becomes of it, what a second run, a delta and a whole file do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from district.feeds.report import Refused
from district.models import AcademicSession, FeedRun, GradeCategory, LineItem, Person, QueuedRow, Result, TermGrade
from foundation import db
from tests.district.feeding import Feeding, number_of, queued
from tests.district.packages import GRADEBOOK, Roster


@pytest.fixture
def bring(database: Engine, tmp_path: Path) -> Feeding:
    return Feeding(tmp_path)


@pytest.fixture(params=["1.1", "1.2"])
def roster(request: pytest.FixtureRequest) -> Roster:
    made = Roster(request.param)
    made.with_grades()
    return made


def later() -> Roster:
    made = Roster("1.2")
    made.with_grades()
    return made


def results() -> Iterator[tuple[str, str, str, float | None, bool | None, bool]]:
    """Student, assignment, status, score, late, and whether the source still says so."""
    db.close()
    rows = db.session().execute(
        select(Person.first_name, LineItem.title, Result.status, Result.score, Result.is_late, Result.is_current)
        .join(Person, Person.id == Result.person_id)
        .join(LineItem, LineItem.id == Result.line_item_id)
        .order_by(Person.first_name, LineItem.due_on)
    )
    return (tuple(row) for row in rows)


def test_categories_assignments_and_results_are_kept(bring: Feeding, roster: Roster) -> None:
    outcome = bring(roster)

    is_later = roster.version == "1.2"
    assert outcome.counts["grade categories"]["created"] == 3
    assert outcome.counts["line items"]["created"] == 4
    assert list(results()) == [
        ("Amy", "Unit 1 test", "graded", 88.0, None, True),
        ("Amy", "Page 9", "not-submitted", None, None, True),
        ("Amy", "Page 10", "graded", 45.5, True if is_later else None, True),
        ("Ben", "Unit 1 test", "exempt", None, None, True),
    ]
    quiz = db.session().scalars(select(LineItem).where(LineItem.source_key == "quiz")).one()
    term = db.session().scalars(select(AcademicSession).where(AcademicSession.source_key == "fall")).one()
    assert (quiz.points, quiz.assigned_on, quiz.due_on) == (100.0, date(2026, 9, 1), date(2026, 9, 11))
    assert quiz.session_id == term.id
    weights = {row.title: row.weight for row in db.session().scalars(select(GradeCategory))}
    assert weights == {
        "Tests": 60.0 if is_later else None,
        "Homework": 40.0 if is_later else None,
        "Quarter grades": None,
    }
    assert db.session().scalars(select(Result.comment).where(Result.source_key == "amy-quiz")).one() == "Well argued"


def test_a_result_in_a_category_of_term_grades_is_the_mark_of_the_class(bring: Feeding, roster: Roster) -> None:
    bring(roster)

    db.close()
    mark = db.session().scalars(select(TermGrade)).one()
    assert (mark.title, mark.percent, mark.is_final) == ("Fall grade", 77.5, True)
    assert mark.mark == ("C+" if roster.version == "1.2" else "")


def test_a_mark_in_progress_is_not_final(bring: Feeding) -> None:
    roster = later()
    roster.change("results", "amy-mark", inProgress="true")
    bring(roster)

    assert not db.session().scalars(select(TermGrade.is_final)).one()


def test_the_same_package_twice_writes_nothing(bring: Feeding, roster: Roster) -> None:
    bring(roster)
    again = bring(roster)

    assert again.run_id is None
    assert number_of(FeedRun) == 1


def test_another_package_that_says_the_same_changes_no_result(bring: Feeding, roster: Roster) -> None:
    bring(roster)
    was = db.session().scalars(select(Result.updated_at)).all()
    db.close()
    roster.change("users", "omar", phone="303-555-0199")
    outcome = bring(roster)

    assert outcome.counts["results"] == {"created": 0, "updated": 0, "unchanged": 4, "deactivated": 0}
    assert outcome.counts["term grades"]["unchanged"] == 1
    assert db.session().scalars(select(Result.updated_at)).all() == was


def test_a_delta_of_results_alone_changes_ends_and_adds(bring: Feeding) -> None:
    bring(later())
    delta = later()
    delta.delta("results")
    told = {"lineItemSourcedId": "page-9", "studentSourcedId": "amy", "scoreDate": "2026-09-20"}
    delta.add_delta("results", "amy-9", scoreStatus="fully graded", score="70", late="true", **told)
    delta.add_delta("results", "amy-10", status="tobedeleted", scoreStatus="exempt", **told)
    mark = told | {"lineItemSourcedId": "mark", "textScore": "B", "score": "84"}
    delta.add_delta("results", "amy-mark", scoreStatus="fully graded", inProgress="true", **mark)
    outcome = bring(delta)

    assert {name: outcome.counts["results"][name] for name in ("updated", "deactivated")} == {
        "updated": 1,
        "deactivated": 1,
    }
    assert ("Amy", "Page 9", "graded", 70.0, True, True) in set(results())
    assert ("Amy", "Page 10", "graded", 45.5, True, False) in set(results())
    changed = db.session().scalars(select(TermGrade)).one()
    assert (changed.mark, changed.percent, changed.is_final) == ("B", 84.0, False)


def test_what_a_whole_file_leaves_out_is_kept_as_no_longer_said(bring: Feeding) -> None:
    bring(later())
    roster = later()
    roster.drop("results", "amy-quiz")
    bring(roster)

    assert ("Amy", "Unit 1 test", "graded", 88.0, None, False) in set(results())


def test_a_package_without_a_gradebook_leaves_the_one_held(bring: Feeding) -> None:
    bring(later())
    bring(Roster("1.2"))

    assert all(row[-1] for row in results())


def test_rows_that_lead_nowhere_wait_and_are_asked_once_for_all(bring: Feeding) -> None:
    roster = later()
    roster.add_item("lost", title="Essay", categorySourcedId="work", classSourcedId="no-class")
    roster.add_result("lost-amy", "lost", "amy", score="1")
    roster.add_result("lost-ben", "lost", "ben", score="2")
    roster.add_result("ghost-quiz", "quiz", "ghost", score="3")
    roster.add_result("ghost-9", "page-9", "ghost", score="4")
    outcome = bring(roster)

    assert queued() == [("results-of-unknown", "ghost"), ("unknown-class", "lost"), ("unknown-line-item", "lost")]
    assert outcome.report.counts["skipped"] == 5
    assert outcome.counts["results"]["created"] == 4
    row = db.session().scalars(select(QueuedRow).where(QueuedRow.code == "results-of-unknown")).one()
    assert (row.file, row.data["rows"]) == ("results.csv", 2)


def test_an_assignment_of_no_known_category_or_term_counts_without_one(bring: Feeding) -> None:
    roster = later()
    session = {"academicSessionSourcedId": "spring"}
    roster.add_item("essay", title="Essay", categorySourcedId="essays", **session)
    outcome = bring(roster)

    said = [(each.code, each.file) for each in outcome.report.warnings]
    assert ("unknown-category", "lineItems.csv") in said
    assert ("unknown-session", "lineItems.csv") in said
    essay = db.session().scalars(select(LineItem).where(LineItem.source_key == "essay")).one()
    assert (essay.category_id, essay.session_id) == (None, None)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"scoreStatus": "lost by the dog"}, "unknown-word"),
        ({"scoreDate": "someday"}, "unreadable-date"),
        ({"studentSourcedId": ""}, "required-cell-empty"),
        ({"late": "perhaps"}, "unknown-word"),
    ],
)
def test_a_bad_row_waits_with_its_place_and_the_rest_is_kept(bring: Feeding, cells: dict[str, str], code: str) -> None:
    roster = later()
    roster.change("results", "amy-quiz", **cells)
    outcome = bring(roster)

    warning = next(each for each in outcome.report.warnings if each.code == code)
    assert (warning.file, warning.line) == ("results.csv", 2)
    assert queued() == [(code, "amy-quiz")]
    assert outcome.counts["results"]["created"] == 3


def test_a_score_that_is_no_number_is_left_out_and_said(bring: Feeding, roster: Roster) -> None:
    roster.change("results", "amy-quiz", score="A-")
    outcome = bring(roster)

    assert "unreadable-score" in {each.code for each in outcome.report.warnings}
    assert ("Amy", "Unit 1 test", "graded", None, None, True) in set(results())


def test_a_column_that_is_required_and_not_there_refuses_the_package(bring: Feeding, roster: Roster) -> None:
    roster.headers["results"].remove("lineItemSourcedId")

    with pytest.raises(Refused):
        bring(roster)
    assert number_of(Result) == 0


def test_results_of_a_student_who_leaves_stay_while_the_file_lists_them(bring: Feeding) -> None:
    bring(later())
    roster = later()
    roster.drop("users", "ben")
    roster.change("users", "gina", agentSourcedIds="amy")
    roster.tables["roles"] = [row for row in roster.tables["roles"] if row["userSourcedId"] != "ben"]
    roster.tables["enrollments"] = [row for row in roster.tables["enrollments"] if row["userSourcedId"] != "ben"]
    bring(roster)

    assert ("Ben", "Unit 1 test", "exempt", None, None, True) in set(results())


def test_files_of_scales_and_learning_objectives_are_named_as_not_kept(bring: Feeding) -> None:
    roster = later()
    roster.raw["scoreScales.csv"] = b"sourcedId,status,dateLastModified,title\n"
    outcome = bring(roster)

    assert ("file-not-read", "scoreScales.csv") in [(each.code, each.file) for each in outcome.report.warnings]


def test_the_gradebook_may_come_as_a_package_of_its_own(bring: Feeding) -> None:
    bring(Roster("1.2"))
    grades = later()
    grades.modes = {name: "bulk" if name in GRADEBOOK else "absent" for name in grades.modes}
    outcome = bring(grades)

    assert outcome.counts["people"]["deactivated"] == 0
    assert len(list(results())) == 4
