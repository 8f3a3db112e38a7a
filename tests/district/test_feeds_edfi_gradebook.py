"""The gradebook of Ed-Fi: entries, results, marks of a grading period, and what the standard leaves unsaid."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from district.feeds.roster import Wishes, import_roster
from district.models import AcademicSession, GradeCategory, LineItem, Result, TermGrade
from foundation import audit, clock, db
from tests.district.edfi_files import DESCRIPTOR, EdfiDistrict, said, school_reference, student_reference, tag
from tests.district.feeding import Feeding, number_of, queued

DATA = Path(os.environ.get("HEARTH_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))


def section_reference() -> str:
    session = tag(
        "SessionReference",
        tag("SessionIdentity", said("SessionName", "Fall"), said("SchoolYear", "2026-2027"), school_reference("101")),
    )
    offering = tag("CourseOfferingIdentity", said("LocalCourseCode", "ALG-1"), school_reference("101"), session)
    return tag(
        "SectionReference",
        tag("SectionIdentity", said("SectionIdentifier", "ALG-1-3"), tag("CourseOfferingReference", offering)),
    )


def period_reference() -> str:
    named = (said("GradingPeriodName", "First quarter"), said("SchoolYear", "2026-2027"))
    return tag("GradingPeriodReference", tag("GradingPeriodIdentity", school_reference("101"), *named))


def entry(number: str, title: str, **more: str) -> str:
    kind = more.pop("GradebookEntryType", "")
    return tag(
        "GradebookEntry",
        said("GradebookEntryIdentifier", number),
        said("Namespace", "uri://elm"),
        section_reference(),
        said("DateAssigned", "2026-09-01"),
        said("Title", title),
        said("GradebookEntryType", DESCRIPTOR.format("GradebookEntryType", kind)) if kind else "",
        *(said(name, value) for name, value in more.items()),
        period_reference(),
    )


def result(number: str, student: str = "1001", **more: str) -> str:
    identity = tag("GradebookEntryIdentity", said("GradebookEntryIdentifier", number), said("Namespace", "uri://elm"))
    return tag(
        "StudentGradebookEntry",
        tag("GradebookEntryReference", identity),
        student_reference(student),
        *(
            said(name, DESCRIPTOR.format(name, text) if name.endswith("Status") else text)
            for name, text in more.items()
        ),
    )


def grade(kind: str, **more: str) -> str:
    seat = tag("StudentSectionAssociationIdentity", student_reference("1001"), section_reference())
    return tag(
        "Grade",
        *(said(name, text) for name, text in more.items()),
        said("GradeType", DESCRIPTOR.format("GradeType", kind)),
        tag("StudentSectionAssociationReference", seat),
        period_reference(),
    )


@pytest.fixture
def bring(database: Engine, tmp_path: Path) -> Feeding:
    return Feeding(tmp_path)


@pytest.fixture
def district() -> EdfiDistrict:
    made = EdfiDistrict()
    days = (said("BeginDate", "2026-08-17"), said("EndDate", "2026-10-16"))
    period = (said("GradingPeriodName", "First quarter"), said("SchoolYear", "2026-2027"))
    made.files["EducationOrgCalendar.xml"] = [tag("GradingPeriod", *period, school_reference("101"), *days)]
    offering = section_reference().removeprefix("<SectionReference><SectionIdentity>")
    made.files["MasterSchedule.xml"] = [
        "<Section>" + offering.removesuffix("</SectionIdentity></SectionReference>") + "</Section>"
    ]
    made.files["StudentGradebook.xml"] = [
        entry("1", "Unit 1 test", GradebookEntryType="Assessment", MaxPoints="50", DueDate="2026-09-11"),
        entry("2", "Poster", GradebookEntryType="Assessment"),
        result("1", PointsEarned="44", SubmissionStatus="Graded", AssignmentLateStatus="Late"),
        result("2", NumericGradeEarned="74.00", SubmissionStatus="Graded", AssignmentLateStatus="Not Late"),
        result("1", "1002", SubmissionStatus="Missing"),
    ]
    made.files["StudentGrade.xml"] = [
        grade("Grading Period", LetterGradeEarned="B+", NumericGradeEarned="88"),
        grade("Mid-Term Grade", NumericGradeEarned="85"),
    ]
    return made


def results() -> set[tuple[str, str, float | None, str, bool | None, bool | None]]:
    db.close()
    rows = db.session().execute(
        select(LineItem.title, Result.status, Result.score, Result.text_score, Result.is_late, Result.is_missing).join(
            LineItem, LineItem.id == Result.line_item_id
        )
    )
    return {tuple(row) for row in rows}


def test_entries_and_results_are_kept_with_what_they_say(bring: Feeding, district: EdfiDistrict) -> None:
    outcome = bring(district)

    assert results() == {
        ("Unit 1 test", "graded", 44.0, "", True, None),
        ("Poster", "graded", None, "74", False, None),
        ("Unit 1 test", "not-submitted", None, "", None, True),
    }
    test = db.session().scalars(select(LineItem).where(LineItem.title == "Unit 1 test")).one()
    assert (test.points, test.due_on) == (50.0, date(2026, 9, 11))
    assert db.session().scalars(select(GradeCategory.title)).all() == ["Assessment"]
    quarter = db.session().scalars(select(AcademicSession).where(AcademicSession.kind == "gradingPeriod")).one()
    assert (test.session_id, quarter.ends) == (quarter.id, date(2026, 10, 17))
    assert any("1 points possible of assignments" in each.message for each in outcome.report.warnings)


def test_a_grade_is_a_mark_and_only_that_of_a_whole_period_is_final(bring: Feeding, district: EdfiDistrict) -> None:
    bring(district)

    db.close()
    marks = {row.title: (row.mark, row.percent, row.is_final) for row in db.session().scalars(select(TermGrade))}
    assert marks == {"Grading Period": ("B+", 88.0, True), "Mid-Term Grade": ("", 85.0, False)}


def test_an_interim_grade_is_never_final(bring: Feeding, district: EdfiDistrict) -> None:
    district.files["StudentGrade.xml"] = [grade("Grading Period", LetterGradeEarned="B", CurrentGradeIndicator="true")]
    bring(district)

    db.close()
    assert not db.session().scalars(select(TermGrade.is_final)).one()


def test_the_same_files_twice_write_nothing(bring: Feeding, district: EdfiDistrict) -> None:
    bring(district)

    assert bring(district).run_id is None


def test_a_package_without_a_gradebook_leaves_the_one_held(bring: Feeding, district: EdfiDistrict) -> None:
    bring(district)
    for file in ("StudentGradebook.xml", "StudentGrade.xml"):
        del district.files[file]
    bring(district)

    db.close()
    assert set(db.session().scalars(select(Result.is_current))) == {True}
    assert set(db.session().scalars(select(TermGrade.is_current))) == {True}


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (result("1", "7777", PointsEarned="3"), "results-of-unknown"),
        (result("9", PointsEarned="3"), "unknown-line-item"),
        (result("1", PointsEarned="lots"), "not-a-number"),
        (entry("3", "Essay", DueDate="next week"), "bad-date"),
        (tag("StudentGradebookEntry", student_reference("1001")), "no-id"),
        (grade("Final"), "no-mark"),
    ],
)
def test_a_bad_record_waits(bring: Feeding, district: EdfiDistrict, record: str, code: str) -> None:
    district.files["StudentGradebook.xml"][2:] = [record]
    outcome = bring(district)

    assert [each for each, _ in queued()] == [code]
    assert outcome.report.counts["skipped"] == 1


@pytest.mark.skipif(not DATA.is_dir(), reason="the data sets of others are not here (HEARTH_TEST_DATA)")
def test_grand_bends_gradebook_is_read_whole(database: Engine) -> None:
    import_roster(
        DATA / "edfi" / "sample-xml",
        Wishes(),
        portal_by_default=True,
        by=audit.command("test"),
        at=clock.now(),
        today=clock.today(),
        advance=lambda name, rows, expected: None,
    )

    assert (number_of(LineItem), number_of(Result), number_of(TermGrade)) == (10, 250, 0)
    late = select(func.count()).select_from(Result).where(Result.is_late)
    assert db.session().scalar(late) == 25
