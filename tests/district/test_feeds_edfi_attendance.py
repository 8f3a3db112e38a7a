"""Attendance and bell times of Ed-Fi: days and classes, excused or not, and words nobody has given a meaning."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from district.models import AttendanceEvent, MeetingTime, Section
from foundation import db
from tests.district.edfi_files import DESCRIPTOR, EdfiDistrict, said, school_reference, student_reference, tag
from tests.district.feeding import Feeding, number_of, person_of, queued

DAY_FILE, CLASS_FILE = "StudentSchoolAttendance.xml", "StudentSectionAttendance.xml"
OFFERING = tag(
    "CourseOfferingReference",
    tag("CourseOfferingIdentity", said("LocalCourseCode", "ALG-1"), school_reference("101")),
)


@pytest.fixture
def bring(database: Engine, tmp_path: Path) -> Feeding:
    return Feeding(tmp_path)


def event(day: str, category: str, reason: str = "") -> str:
    return tag(
        "AttendanceEvent",
        said("EventDate", day),
        said("AttendanceEventCategory", DESCRIPTOR.format("AttendanceEventCategory", category)),
        said("AttendanceEventReason", reason),
    )


def of_day(day: str, category: str, reason: str = "", number: str = "1001") -> str:
    inside = (event(day, category, reason), student_reference(number), school_reference("101"))
    return tag("StudentSchoolAttendanceEvent", *inside)


def of_class(day: str, category: str, section: str = "ALG-A", number: str = "1001") -> str:
    place = tag("SectionReference", tag("SectionIdentity", said("SectionIdentifier", section), OFFERING))
    return tag("StudentSectionAttendanceEvent", event(day, category), student_reference(number), place)


def period(name: str, *hours: tuple[str, str]) -> str:
    meetings = (tag("MeetingTime", said("StartTime", begins), said("EndTime", ends)) for begins, ends in hours)
    return tag("ClassPeriod", school_reference("101"), said("ClassPeriodName", name), *meetings)


@pytest.fixture
def district() -> EdfiDistrict:
    made = EdfiDistrict()
    named = tag("ClassPeriodReference", tag("ClassPeriodIdentity", said("ClassPeriodName", "02")))
    made.files["MasterSchedule.xml"] = [tag("Section", said("SectionIdentifier", "ALG-A"), OFFERING, named)]
    made.files["Organization.xml"].append(period("02", ("08:35:00", "09:25:00"), ("13:00:00", "13:50:00")))
    made.files[DAY_FILE] = [
        of_day("2026-09-01", "Excused Absence", "Absent excused"),
        of_day("2026-09-02", "Unexcused Absence"),
        of_day("2026-09-03", "Partial", "Absent excused"),
        of_day("2026-09-04", "Tardy", "Tardy"),
    ]
    made.files[CLASS_FILE] = [of_class("2026-09-03", "Absent")]
    return made


def held() -> list[tuple[date, str, bool | None, str, bool]]:
    db.close()
    rows = db.session().scalars(
        select(AttendanceEvent).where(AttendanceEvent.is_current).order_by(AttendanceEvent.day, AttendanceEvent.id)
    )
    return [(row.day, row.category, row.excused, row.period, row.section_id is not None) for row in rows]


def test_days_and_classes_are_kept_with_whether_they_are_excused(bring: Feeding, district: EdfiDistrict) -> None:
    outcome = bring(district)

    assert held() == [
        (date(2026, 9, 1), "absent", True, "", False),
        (date(2026, 9, 2), "absent", False, "", False),
        (date(2026, 9, 3), "partial", True, "", False),
        (date(2026, 9, 3), "absent", None, "02", True),
        (date(2026, 9, 4), "tardy", None, "", False),
    ]
    assert outcome.counts["attendance"]["created"] == 5
    found = db.session().scalars(select(AttendanceEvent)).all()
    section = db.session().scalars(select(Section)).one()
    assert {row.school_id for row in found} == {section.school_id}
    assert {row.person_id for row in found} == {person_of("student/1001", "edfi").id}


def test_the_same_package_again_writes_nothing(bring: Feeding, district: EdfiDistrict) -> None:
    bring(district)
    district.files["Student.xml"].reverse()

    outcome = bring(district)

    assert not outcome.has_changes
    assert outcome.counts["attendance"] == {"created": 0, "updated": 0, "unchanged": 5, "deactivated": 0}


def test_a_category_nobody_gave_a_word_for_is_unknown_and_asked_about_once(
    bring: Feeding, district: EdfiDistrict
) -> None:
    district.files[DAY_FILE] += [of_day("2026-09-08", "Field Trip"), of_day("2026-09-09", "Field Trip")]
    outcome = bring(district)

    assert held()[-2:] == [
        (date(2026, 9, 8), "unknown", None, "", False),
        (date(2026, 9, 9), "unknown", None, "", False),
    ]
    assert queued() == [("unknown-descriptor", "attendance Field Trip")]
    assert any(each.code == "unknown-descriptor" and "Field Trip" in each.message for each in outcome.report.warnings)
    assert outcome.report.counts["skipped"] == 0


def test_what_is_told_no_more_within_the_days_of_the_package_is_taken_back(
    bring: Feeding, district: EdfiDistrict
) -> None:
    bring(district)
    district.files[DAY_FILE][1] = of_day("2026-09-02", "Excused Absence")
    outcome = bring(district)

    assert (outcome.counts["attendance"]["created"], outcome.counts["attendance"]["deactivated"]) == (1, 1)
    assert (date(2026, 9, 2), "absent", True, "", False) in held()
    assert number_of(AttendanceEvent) == 6


def test_days_before_and_after_those_of_the_package_stay(bring: Feeding, district: EdfiDistrict) -> None:
    bring(district)
    district.files[DAY_FILE] = [of_day("2026-09-02", "Unexcused Absence"), of_day("2026-09-03", "Tardy")]
    bring(district)

    assert [each[:2] for each in held()] == [
        (date(2026, 9, 1), "absent"),
        (date(2026, 9, 2), "absent"),
        (date(2026, 9, 3), "absent"),
        (date(2026, 9, 3), "tardy"),
        (date(2026, 9, 4), "tardy"),
    ]


@pytest.mark.parametrize("gone", [(CLASS_FILE,), (DAY_FILE,), (DAY_FILE, CLASS_FILE)])
def test_a_kind_of_which_the_package_has_none_stays(
    bring: Feeding, district: EdfiDistrict, gone: tuple[str, ...]
) -> None:
    bring(district)
    for file in gone:
        del district.files[file]
    bring(district)

    assert len(held()) == 5


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (of_day("09/03/2026", "Tardy"), "bad-date"),
        (of_day("2026-09-03", ""), "no-day"),
        (of_day("2026-09-03", "Tardy", number="1099"), "unknown-person"),
        (of_class("2026-09-03", "Tardy", section="ALG-Z"), "unknown-class"),
    ],
)
def test_a_bad_record_waits_with_its_place(bring: Feeding, district: EdfiDistrict, record: str, code: str) -> None:
    district.files[DAY_FILE].append(record)
    outcome = bring(district)

    assert [each[0] for each in queued()] == [code]
    assert len(held()) == 5
    assert (DAY_FILE, 7) in {(each.file, each.line) for each in outcome.report.warnings if each.code == code}


def test_a_student_who_leaves_keeps_what_was_told(bring: Feeding, district: EdfiDistrict) -> None:
    bring(district)
    del district.files["Student.xml"][0], district.files[DAY_FILE], district.files[CLASS_FILE]
    district.files["StudentEnrollment.xml"].pop(0)
    bring(district)

    assert len(held()) == 5


def test_bell_times_come_with_their_school_and_are_taken_back(bring: Feeding, district: EdfiDistrict) -> None:
    bring(district)

    def hours() -> list[tuple[str, str, str]]:
        db.close()
        rows = db.session().scalars(select(MeetingTime).where(MeetingTime.is_current).order_by(MeetingTime.begins))
        return [(row.period, row.begins, row.finishes) for row in rows]

    assert hours() == [("02", "08:35", "09:25"), ("02", "13:00", "13:50")]
    district.change("Organization.xml", "13:00:00", "13:05:00")
    bring(district)
    assert hours() == [("02", "08:35", "09:25"), ("02", "13:05", "13:50")]
    assert number_of(MeetingTime) == 3
