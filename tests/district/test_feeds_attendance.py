"""The attendance feed: a CSV file becomes events of days and classes, and a replay changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from district.feeds.attendance import import_attendance
from district.feeds.report import Refused
from district.feeds.sheet_columns import ATTENDANCE
from district.feeds.steps import Outcome, Wishes
from district.models import AttendanceEvent, PersonIdentifier, School, Section
from foundation import audit, clock, db
from tests.district.edfi_files import EdfiDistrict, said, tag
from tests.district.feeding import Feeding, number_of, person_of, queued
from tests.district.staff_files import ALL, Cells, SheetFile
from tests.district.test_feeds_edfi_attendance import OFFERING

SECTION = "ALG-A|ALG-1|101"


class AttendanceFile(SheetFile):
    """Three rows of Amy and Ben Reyes, students 1001 and 1002."""

    columns = tuple(column.name for column in ATTENDANCE)

    def __init__(self) -> None:
        super().__init__()
        self.tell("1001", "2026-09-01", "Absent", excused="yes", reason="Doctor", comment="Called at 8")
        self.tell("1001", "2026-09-02", "Tardy", class_id=SECTION)
        self.tell("1002", "2026-09-03", "Absent", period="3")

    def tell(self, number: str, day: str, category: str, **cells: str) -> None:
        self.rows.append({"student_number": number, "day": day, "category": category} | cells)


class Bringing:
    """`bring(file)` imports it, all endings allowed unless the test says otherwise."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self,
        file: SheetFile,
        *,
        percent: float = ALL,
        is_delta: bool = False,
        called: Cells | None = None,
        **wishes: Any,
    ) -> Outcome:
        db.close()
        return import_attendance(
            file.write(self.folder / "daily.csv"),
            Wishes(allowed_percent=percent, **wishes),
            called=called or {},
            is_delta=is_delta,
            by=audit.command("test"),
            at=clock.now(),
            today=clock.today(),
            advance=lambda name, rows, expected: None,
        )


@pytest.fixture
def bring(database: Engine, tmp_path: Path) -> Bringing:
    made = EdfiDistrict()
    made.files["MasterSchedule.xml"] = [tag("Section", said("SectionIdentifier", "ALG-A"), OFFERING)]
    Feeding(tmp_path)(made)
    return Bringing(tmp_path)


def held() -> list[tuple[str, date, str, bool | None, str]]:
    amy = person_of("student/1001", "edfi").id
    rows = db.session().scalars(
        select(AttendanceEvent).where(AttendanceEvent.is_current).order_by(AttendanceEvent.day, AttendanceEvent.id)
    )
    return [("Amy" if row.person_id == amy else "Ben", row.day, row.category, row.excused, row.period) for row in rows]


def test_a_row_is_an_event_of_a_day_or_of_a_class_or_of_a_period(bring: Bringing) -> None:
    outcome = bring(AttendanceFile())

    assert held() == [
        ("Amy", date(2026, 9, 1), "absent", True, ""),
        ("Amy", date(2026, 9, 2), "tardy", None, ""),
        ("Ben", date(2026, 9, 3), "absent", None, "3"),
    ]
    first, second, third = db.session().scalars(select(AttendanceEvent).order_by(AttendanceEvent.day)).all()
    assert (first.reason, first.comment, first.said, first.section_id) == ("Doctor", "Called at 8", "Absent", None)
    assert second.section_id == db.session().scalars(select(Section.id)).one()
    elm = db.session().scalars(select(School.id).where(School.name == "Elm High")).one()
    assert {first.school_id, second.school_id, third.school_id} == {elm}
    assert (outcome.source, outcome.format, queued()) == ("attendance-csv", "attendance-csv", [])


def test_the_same_file_again_writes_nothing(bring: Bringing) -> None:
    bring(AttendanceFile())
    outcome = bring(AttendanceFile())

    assert (outcome.run_id, outcome.has_changes) == (None, False)
    assert outcome.counts["attendance"]["unchanged"] == 3


def test_a_correction_changes_the_event_and_does_not_make_another(bring: Bringing) -> None:
    bring(AttendanceFile())
    file = AttendanceFile()
    file.rows[2]["excused"] = "yes"
    outcome = bring(file, percent=0)

    assert outcome.counts["attendance"] == {"created": 0, "updated": 1, "unchanged": 2, "deactivated": 0}
    assert held()[2] == ("Ben", date(2026, 9, 3), "absent", True, "3")


def test_a_file_speaks_of_the_days_from_its_first_to_its_last_alone(bring: Bringing) -> None:
    bring(AttendanceFile())
    file = AttendanceFile()
    file.rows = file.rows[1:2]
    file.tell("1002", "2026-09-04", "Tardy")
    outcome = bring(file)

    assert outcome.counts["attendance"]["deactivated"] == 1
    assert [each[:3] for each in held()] == [
        ("Amy", date(2026, 9, 1), "absent"),
        ("Amy", date(2026, 9, 2), "tardy"),
        ("Ben", date(2026, 9, 4), "tardy"),
    ]


def test_a_delta_takes_nothing_back(bring: Bringing) -> None:
    bring(AttendanceFile())
    file = AttendanceFile()
    del file.rows[1]
    bring(file, is_delta=True)

    assert len(held()) == 3


def test_a_file_that_would_take_back_too_much_stops(bring: Bringing) -> None:
    file = AttendanceFile()
    for day in range(4, 26):
        file.tell("1002", f"2026-09-{day:02}", "Absent")
    bring(file)
    cut = AttendanceFile()
    cut.tell("1002", "2026-09-25", "Absent")

    with pytest.raises(Refused) as refused:
        bring(cut, percent=5)
    assert [each.code for each in refused.value.report.errors] == ["too-many-endings"]
    assert len(held()) == 25


def test_late_and_gone_early_on_one_day_are_two_and_the_same_row_twice_is_one(bring: Bringing) -> None:
    file = AttendanceFile()
    file.tell("1002", "2026-09-03", "Early departure", period="3")
    file.rows.append(dict(file.rows[0]))
    outcome = bring(file)

    assert [each[:3] for each in held()][2:] == [
        ("Ben", date(2026, 9, 3), "absent"),
        ("Ben", date(2026, 9, 3), "early-departure"),
    ]
    assert [(each.code, each.line) for each in outcome.report.warnings] == [("same-row-twice", 6)]
    assert not bring(file).has_changes


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"student_number": "9999"}, "unknown-student"),
        ({"class_id": "NONE"}, "unknown-class"),
        ({"school": "Nowhere"}, "unknown-org"),
        ({"day": "yesterday"}, "unreadable-date"),
        ({"excused": "perhaps"}, "unknown-word"),
        ({"category": ""}, "required-cell-empty"),
    ],
)
def test_a_bad_row_waits_with_its_line_and_the_rest_applies(bring: Bringing, cells: Cells, code: str) -> None:
    file = AttendanceFile()
    file.rows[1].update(cells)
    outcome = bring(file)

    assert [each[0] for each in queued()] == [code]
    assert ("daily.csv", 3) in {(each.file, each.line) for each in outcome.report.warnings if each.code == code}
    assert (len(held()), outcome.report.counts["skipped"]) == (2, 1)


def test_a_number_of_two_students_names_neither(bring: Bringing) -> None:
    ben = person_of("student/1002", "edfi").id
    with db.transaction() as session:
        twice = PersonIdentifier(person_id=ben, source="other", type="student-number", value="1001")
        session.add(twice)
    bring(AttendanceFile())

    assert [each[0] for each in queued()] == ["several-students", "several-students"]
    assert [each[0] for each in held()] == ["Ben"]


def test_what_is_held_of_a_student_stays_while_a_row_of_hers_cannot_be_read(bring: Bringing) -> None:
    bring(AttendanceFile())
    file = AttendanceFile()
    file.rows[1]["excused"] = "perhaps"
    bring(file)

    assert number_of(AttendanceEvent) == len(held()) == 3


def test_a_category_without_a_word_is_unknown_and_asked_about_once(bring: Bringing) -> None:
    file = AttendanceFile()
    file.tell("1001", "2026-09-03", "ISS")
    file.tell("1002", "2026-09-01", "ISS")
    bring(file)

    assert queued() == [("unknown-descriptor", "attendance ISS")]
    assert [each.said for each in db.session().scalars(select(AttendanceEvent)) if each.category == "unknown"] == [
        "ISS",
        "ISS",
    ]


def test_other_headings_are_read_by_a_mapping(bring: Bringing) -> None:
    file = AttendanceFile()
    file.header = ["Pupil" if name == "student_number" else name for name in file.header]
    file.rows = [
        {("Pupil" if key == "student_number" else key): value for key, value in row.items()} for row in file.rows
    ]
    bring(file, called={"student_number": "Pupil"})

    assert len(held()) == 3
