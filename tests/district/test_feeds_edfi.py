"""Ed-Fi XML from a folder to the record: people, ties with their flags, contact data, and what is left unknown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from district.feeds.report import Refused
from district.models import (
    ClassEnrollment,
    ContactPoint,
    Enrollment,
    FeedRun,
    Person,
    PersonAddress,
    PersonIdentifier,
    Relationship,
    Restriction,
    School,
    StaffAssignment,
)
from foundation import clock, db
from tests.district.edfi_files import (
    DESCRIPTOR,
    EdfiDistrict,
    address,
    contact,
    enrollment,
    org_reference,
    phone,
    said,
    school_reference,
    student,
    tag,
    tie,
)
from tests.district.feeding import Feeding, number_of, office_says, queued
from tests.district.feeding import person_of as person_of_source
from tests.district.packages import Roster

FLAGS = ("type", "guardian", "portal", "lives_with", "emergency", "emergency_priority", "primary_contact")


@pytest.fixture
def bring(database: Engine, tmp_path: Path) -> Feeding:
    return Feeding(tmp_path)


@pytest.fixture
def district() -> EdfiDistrict:
    return EdfiDistrict()


def person_of(key: str) -> Person:
    return person_of_source(key, "edfi")


def tie_of(adult: str, number: str) -> Relationship:
    adult_id, student_id = person_of(f"contact/{adult}").id, person_of(f"student/{number}").id
    return (
        db.session()
        .scalars(select(Relationship).where(Relationship.adult_id == adult_id, Relationship.student_id == student_id))
        .one()
    )


def flags(adult: str, number: str) -> tuple[object, ...]:
    found = tie_of(adult, number)
    return tuple(getattr(found, name) for name in FLAGS)


def points(key: str) -> set[tuple[str, str, str]]:
    """Type, label and value of everything by which a person is reached today."""
    person_id = person_of(key).id
    rows = db.session().scalars(
        select(ContactPoint).where(ContactPoint.person_id == person_id, ContactPoint.ends.is_(None))
    )
    return {(row.type, row.label, row.value) for row in rows}


def places(key: str) -> set[tuple[str, bool, str]]:
    person_id = person_of(key).id
    rows = db.session().scalars(
        select(PersonAddress).where(PersonAddress.person_id == person_id, PersonAddress.ends.is_(None))
    )
    return {(row.kind, row.is_main, row.line_1) for row in rows}


def test_a_folder_becomes_people_schools_jobs_and_ties(bring: Feeding, district: EdfiDistrict) -> None:
    outcome = bring(district)

    assert (outcome.format, outcome.source) == ("edfi", "edfi")
    assert {kind: each["created"] for kind, each in outcome.counts.items() if each["created"]} == {
        "people": 5,
        "schools": 2,
        "enrollments": 2,
        "staff assignments": 1,
        "relationships": 3,
    }
    amy = person_of("student/1001")
    assert (amy.first_name, amy.last_name, amy.birth_date) == ("Amy", "Reyes", date(2011, 3, 9))
    enrolled = db.session().scalars(select(Enrollment).where(Enrollment.person_id == amy.id)).one()
    assert (enrolled.grade, enrolled.starts, enrolled.ends) == ("10", date(2026, 8, 17), None)
    job = db.session().scalars(select(StaffAssignment)).one()
    assert (job.job_role, job.job_title, job.starts) == ("Teacher", "Algebra teacher", date(2020, 8, 15))
    numbers = {(row.type, row.value) for row in db.session().scalars(select(PersonIdentifier))}
    assert {("student-number", "1001"), ("staff-id", "901"), ("identifier", "501")} <= numbers
    parents = {row.source_key: row.parent_id for row in db.session().scalars(select(School))}
    assert (parents["1"], parents["101"] is None) == (None, False)


def test_a_flag_is_what_the_file_says_and_unknown_where_it_says_nothing(bring: Feeding, district: EdfiDistrict) -> None:
    bring(district)

    assert flags("501", "1001") == ("mother", True, True, True, None, None, True)
    assert flags("501", "1002") == ("mother", True, True, True, True, 1, None)
    assert flags("502", "1002") == ("grandparent", None, None, False, True, None, None)


@pytest.mark.parametrize(
    ("relation", "legal", "expected"),
    [
        ("Mother", "", ("mother", True)),
        ("Mother", "false", ("mother", False)),
        ("Grandfather", "true", ("grandparent", True)),
        ("CourtAppointedGuardian", "", ("guardian", True)),
        ("Mother, step", "", ("stepmother", None)),
        ("Uncle", "0", ("uncle", False)),
        ("Wizard", "", ("unknown", None)),
        ("Wizard", "1", ("unknown", True)),
        ("", "", ("unknown", None)),
    ],
)
def test_who_is_a_guardian_of_record(
    bring: Feeding, district: EdfiDistrict, relation: str, legal: str, expected: tuple[str, bool | None]
) -> None:
    district.files["Contact.xml"][0] = tie("1001", "501", relation, LegalGuardian=legal)
    bring(district)

    found = tie_of("501", "1001")
    assert (found.type, found.guardian) == expected
    assert found.portal is (True if expected[1] else None)


def test_the_portal_waits_for_the_office_where_the_district_wants_so(bring: Feeding, district: EdfiDistrict) -> None:
    bring(district, portal_by_default=False)

    assert (tie_of("501", "1001").guardian, tie_of("501", "1001").portal) == (True, None)


def test_every_telephone_and_address_is_kept_with_its_kind(bring: Feeding, district: EdfiDistrict) -> None:
    bring(district)

    assert points("contact/501") == {
        ("email", "home", "gina@example.org"),
        ("phone", "home", "+13035550144"),
        ("sms", "", "+13035550143"),
        ("work", "", "+13035550142"),
        ("fax", "", "+13035550145"),
    }
    assert places("contact/501") == {("home", True, "12 Oak Street"), ("mailing", False, "PO Box 9")}


def test_a_contact_that_changes_ends_and_another_begins(bring: Feeding, district: EdfiDistrict) -> None:
    bring(district)
    district.change("Contact.xml", "(303) 555-0142", "(303) 555-0199")
    district.change("Contact.xml", "PO Box 9", "PO Box 11")
    district.change("Contact.xml", "TelephoneNumberTypeDescriptor#Home", "TelephoneNumberTypeDescriptor#Other")
    bring(district)

    assert ("work", "", "+13035550199") in points("contact/501")
    assert ("phone", "other", "+13035550144") in points("contact/501")
    assert places("contact/501") == {("home", True, "12 Oak Street"), ("mailing", False, "PO Box 11")}
    ended = db.session().scalars(select(ContactPoint).where(ContactPoint.ends.is_not(None))).one()
    assert (ended.value, ended.ends) == ("+13035550142", clock.today())


def test_kinds_that_change_places_change_them(bring: Feeding, district: EdfiDistrict) -> None:
    bring(district)
    district.change("Contact.xml", "AddressTypeDescriptor#Home", "AddressTypeDescriptor#Work")
    bring(district)

    assert places("contact/501") == {("mailing", True, "PO Box 9"), ("work", False, "12 Oak Street")}


def test_several_of_one_kind_are_numbered(bring: Feeding, district: EdfiDistrict) -> None:
    more = (phone("(303) 555-0150", "Work"), phone("(303) 555-0151", "Work"), phone("303-555-0152", "Work"))
    district.files["Contact.xml"].append(contact("503", "Ida", "Boone", *more, address("1 A"), address("2 B")))
    bring(district)

    assert points("contact/503") == {
        ("phone", "work", "+13035550150"),
        ("work", "", "+13035550151"),
        ("work-2", "", "+13035550152"),
    }
    assert places("contact/503") == {("home", True, "1 A"), ("home-2", False, "2 B")}


def test_the_same_folder_twice_writes_nothing(bring: Feeding, district: EdfiDistrict) -> None:
    bring(district)
    again = bring(district)

    assert (again.run_id, again.has_changes) == (None, False)
    assert number_of(FeedRun) == 1


def test_files_in_another_order_and_shape_say_the_same(bring: Feeding, district: EdfiDistrict) -> None:
    first = bring(district)
    everything = [record for file in reversed(district.files) for record in district.files[file]]
    district.files = {"Everything.xml": everything}
    district.namespace = "http://ed-fi.org/4.0.0"
    again = bring(district)

    assert again.report.counts["unchanged"] == first.report.counts["created"]
    assert not again.has_changes


def test_version_two_calls_a_contact_parent_and_a_descriptor_by_its_code(
    bring: Feeding, district: EdfiDistrict
) -> None:
    first = bring(district)
    for file, records in district.files.items():
        plain = [record.replace("StudentContactAssociation", "StudentParentAssociation") for record in records]
        plain = [each.replace("Contact>", "Parent>").replace("<Contact ", "<Parent ") for each in plain]
        plain = [each.replace("ContactUniqueId", "ParentUniqueId") for each in plain]
        plain = [each.replace("ContactReference", "ParentReference") for each in plain]
        district.files[file] = [each.replace("uri://ed-fi.org/RelationDescriptor#", "") for each in plain]
    district.namespace = "http://ed-fi.org/0200"
    again = bring(district)

    assert again.counts["relationships"]["unchanged"] == first.counts["relationships"]["created"] == 3
    assert again.counts["people"]["unchanged"] == 5


def test_who_is_no_longer_listed_leaves_within_the_limit(bring: Feeding, district: EdfiDistrict) -> None:
    district.files["Student.xml"] += [student(str(2000 + each), "Lea", f"Boone{each}") for each in range(30)]
    district.files["Contact.xml"] += [tie(str(2000 + each), "501", "Aunt") for each in range(30)]
    bring(district)
    del district.files["Student.xml"][2:22]
    district.files["Student.xml"].pop(0)
    district.files["StudentEnrollment.xml"].pop(0)
    district.files["Contact.xml"].pop(0)
    with pytest.raises(Refused) as caught:
        bring(district, percent=5)
    codes = [each.code for each in caught.value.report.errors]
    assert {"too-many-endings", "would-lose-sight"} == set(codes)

    bring(district)
    assert tie_of("501", "1001").ends == clock.today()
    assert tie_of("501", "1002").ends is None


@pytest.mark.parametrize(
    ("file", "named"),
    [("Contact.xml", "Contact or Parent"), ("Staff.xml", "Staff"), ("Student.xml", "Student")],
)
def test_a_missing_file_is_named_and_ends_nobody(bring: Feeding, district: EdfiDistrict, file: str, named: str) -> None:
    bring(district)
    del district.files[file]
    outcome = bring(district, percent=0)

    assert sum(each["deactivated"] for each in outcome.counts.values()) == 0
    missing = [each.message for each in outcome.report.warnings if each.code == "records-missing"]
    assert any(f"There is no {named} " in each for each in missing)


def test_without_school_enrollments_the_one_district_has_the_students(bring: Feeding, district: EdfiDistrict) -> None:
    del district.files["StudentEnrollment.xml"]
    outcome = bring(district)

    rows = db.session().scalars(select(Enrollment)).all()
    assert [row.grade for row in rows] == ["", ""]
    assert {db.session().get_one(School, row.school_id).name for row in rows} == {"Elm School District"}
    assert "no-enrollments" in [each.code for each in outcome.report.warnings]


def test_a_school_enrollment_known_is_kept_when_its_file_is_missing(bring: Feeding, district: EdfiDistrict) -> None:
    bring(district)
    del district.files["StudentEnrollment.xml"]
    outcome = bring(district, percent=0)

    assert outcome.counts["enrollments"]["deactivated"] == outcome.counts["enrollments"]["created"] == 0


def test_without_any_district_nobody_is_enrolled(bring: Feeding, district: EdfiDistrict) -> None:
    del district.files["StudentEnrollment.xml"]
    del district.files["Organization.xml"]
    district.files["Staff.xml"].pop()
    bring(district)

    assert number_of(Enrollment) == 0


def test_an_unknown_descriptor_is_counted_and_named(bring: Feeding, district: EdfiDistrict) -> None:
    district.change("Contact.xml", "RelationDescriptor#Mother", "RelationDescriptor#Wizard")
    outcome = bring(district)

    (found,) = [each for each in outcome.report.warnings if each.code == "unknown-descriptor"]
    assert (found.file, found.line) == ("Contact.xml", 3)
    assert "“Wizard” is none of the relations" in found.message
    assert "2 times" in found.message


def test_what_was_not_said_is_counted(bring: Feeding, district: EdfiDistrict) -> None:
    district.files["Student.xml"][0] = student("1001", "Amy", "Reyes", born="")
    outcome = bring(district)

    (found,) = [each.message for each in outcome.report.warnings if each.code == "not-said"]
    assert "1 birth dates of students" in found
    assert "3 legal guardian flags" in found
    assert person_of("student/1001").birth_date is None


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "line"),
    [
        ("Student.xml", "<BirthDate>2011-03-09", "<BirthDate>03/09/2011", "bad-date", 3),
        ("Student.xml", "<BirthDate>2011-03-09", "<BirthDate>2011-02-30", "bad-date", 3),
        ("Student.xml", "<LastSurname>Reyes", "<LastSurname>", "no-name", 3),
        ("Student.xml", "<StudentUniqueId>1001", "<StudentUniqueId>", "no-id", 3),
        ("Contact.xml", "<LivesWith>true", "<LivesWith>perhaps", "not-yes-or-no", 3),
        ("Contact.xml", "<ContactPriority>1", "<ContactPriority>first", "not-a-number", 4),
        ("StudentEnrollment.xml", "<EntryDate>2026-08-17", "<EntryDate>soon", "bad-date", 3),
    ],
)
def test_a_bad_record_waits_with_its_line_and_the_rest_applies(
    bring: Feeding, district: EdfiDistrict, file: str, old: str, new: str, code: str, line: int
) -> None:
    district.change(file, old, new)
    outcome = bring(district)

    assert (code, file, line) in [(each.code, each.file, each.line) for each in outcome.report.warnings]
    assert code in [each[0] for each in queued()]
    assert outcome.report.counts["skipped"] >= 1
    assert person_of("staff/901").first_name == "Tom"


def test_a_bad_record_ends_nothing_that_is_held(bring: Feeding, district: EdfiDistrict) -> None:
    bring(district)
    district.change("Student.xml", "<BirthDate>2011-03-09", "<BirthDate>soon")
    district.change("Contact.xml", "<ContactPriority>1", "<ContactPriority>first")
    outcome = bring(district, percent=0)

    assert sum(each["deactivated"] for each in outcome.counts.values()) == 0


def test_an_end_before_its_begin_waits(bring: Feeding, district: EdfiDistrict) -> None:
    district.files["StudentEnrollment.xml"][0] = enrollment("1001", ExitWithdrawDate="2026-08-01")
    bring(district)

    assert ("ends-before-begin", "student/1001@101#2026-08-17") in queued()


def test_an_exit_is_the_last_day(bring: Feeding, district: EdfiDistrict) -> None:
    district.files["StudentEnrollment.xml"][0] = enrollment("1001", ExitWithdrawDate="2026-10-30")
    bring(district)

    ends = db.session().scalars(select(Enrollment.ends).where(Enrollment.person_id == person_of("student/1001").id))
    assert ends.one() == date(2026, 10, 31)


@pytest.mark.parametrize("what", ["adult", "student"])
def test_a_tie_to_someone_unknown_waits(bring: Feeding, district: EdfiDistrict, what: str) -> None:
    district.files["Contact.xml"].append(tie("1001", "599") if what == "adult" else tie("1099", "501"))
    bring(district)

    assert number_of(Relationship) == 3
    assert [code for code, _ in queued()] == ["unknown-agent"]


def test_one_id_for_two_people_is_refused_with_its_line(bring: Feeding, district: EdfiDistrict) -> None:
    district.files["Student.xml"].append(student("1001", "Zoe", "Boone"))
    with pytest.raises(Refused) as caught:
        bring(district)

    (error,) = caught.value.report.errors
    assert (error.code, error.file, error.line) == ("duplicate-id", "Student.xml", 5)
    assert number_of(Person) == 0


def test_a_contact_may_have_the_number_of_a_student(bring: Feeding, district: EdfiDistrict) -> None:
    district.files["Contact.xml"].append(contact("1001", "Lena", "Boone"))
    bring(district)

    assert person_of("contact/1001").id != person_of("student/1001").id


def test_a_record_said_twice_counts_once(bring: Feeding, district: EdfiDistrict) -> None:
    district.files["StudentEnrollment.xml"].append(enrollment("1001"))
    outcome = bring(district)

    assert outcome.counts["enrollments"]["created"] == 2
    assert ("said-twice", 5) in [(each.code, each.line) for each in outcome.report.warnings]


def test_an_unsafe_file_refuses_the_whole_folder(bring: Feeding, district: EdfiDistrict) -> None:
    district.raw["Extra.xml"] = b'<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<r/>'
    with pytest.raises(Refused) as caught:
        bring(district)

    (error,) = caught.value.report.errors
    assert (error.code, error.file, error.line) == ("xml-doctype", "Extra.xml", 2)
    assert number_of(Person) == 0


def test_xml_of_another_kind_is_not_read(bring: Feeding, district: EdfiDistrict) -> None:
    district.raw["other.xml"] = b"<catalog><book/></catalog>"
    district.raw["readme.txt"] = b"hello"
    outcome = bring(district)

    unread = {each.file for each in outcome.report.warnings if each.code == "file-not-read"}
    assert unread == {"other.xml", "readme.txt"}


def test_numbers_of_the_social_security_are_never_kept(bring: Feeding, district: EdfiDistrict) -> None:
    codes = [
        tag(
            "StudentIdentificationCode", said("IdentificationCode", number), said("StudentIdentificationSystem", system)
        )
        for number, system in (("078051120", "SSN"), ("L-77", "Local"))
    ]
    district.files["Student.xml"][0] = student("1001", "Amy", "Reyes", *codes)
    bring(district)

    kept = {row.value for row in db.session().scalars(select(PersonIdentifier))}
    assert "L-77" in kept
    assert not any("078051120" in value for value in kept)


def test_contact_data_of_a_student_stands_in_another_record_since_version_three(
    bring: Feeding, district: EdfiDistrict
) -> None:
    reference = tag("StudentReference", ref="STUD_1001")
    more = phone("(303) 555-0160", "Mobile"), address("99 Hill Road", "Mailing")
    district.files["StudentEnrollment.xml"].insert(
        0, tag("StudentEducationOrganizationAssociation", reference, org_reference("1"), *more)
    )
    bring(district)

    assert points("student/1001") == {("sms", "", "+13035550160")}
    assert places("student/1001") == {("home", True, "12 Oak Street"), ("mailing", False, "99 Hill Road")}


def test_a_restriction_closes_the_portal_and_waits_for_a_person(bring: Feeding, district: EdfiDistrict) -> None:
    text = "No contact, see file"
    district.files["Contact.xml"][0] = tie("1001", "501", "Mother", ContactRestrictions=text)
    outcome = bring(district)

    assert (tie_of("501", "1001").guardian, tie_of("501", "1001").portal) == (True, None)
    order = db.session().scalars(select(Restriction)).one()
    assert (order.records, order.contact, order.pick_up, order.said, order.source) == (True, True, True, text, "edfi")
    assert (order.starts, order.ends, order.verified_by_id) == (clock.today(), None, None)
    assert queued() == [("contact-restriction", "contact/501 → student/1001")]
    assert text not in str(outcome.report.as_json(None))

    bring(district)
    assert number_of(Restriction) == 1


def test_no_restriction_ends_because_the_feed_tells_it_no_more_or_in_other_words(
    bring: Feeding, district: EdfiDistrict
) -> None:
    district.files["Contact.xml"][0] = tie("1001", "501", "Mother", ContactRestrictions="No contact, see file")
    bring(district)
    district.files["Contact.xml"][0] = tie("1001", "501", "Mother", ContactRestrictions="See the office")
    bring(district)
    district.files["Contact.xml"][0] = tie("1001", "501", "Mother")
    outcome = bring(district)

    db.close()
    orders = db.session().execute(select(Restriction.said, Restriction.ends).order_by(Restriction.id)).all()
    assert [tuple(each) for each in orders] == [("No contact, see file", None), ("See the office", None)]
    asked = [key for code, key in queued() if code == "restriction-untold"]
    assert len(asked) == 2
    assert all(key.startswith("contact/501 → student/1001 #") for key in asked)
    assert "See the office" not in str(outcome.report.as_json(None))
    assert bring(district).run_id is None


def test_a_flag_the_office_set_stands_until_the_feed_changes_its_own(bring: Feeding, district: EdfiDistrict) -> None:
    bring(district)
    office_says(tie_of("501", "1001"), lives_with=False, guardian=None)
    district.change("Contact.xml", "<PrimaryContactStatus>true", "<PrimaryContactStatus>false")
    bring(district)

    found = tie_of("501", "1001")
    assert (found.lives_with, found.guardian, found.primary_contact) == (False, None, False)


def test_flags_follow_the_feed_where_the_office_set_none(bring: Feeding, district: EdfiDistrict) -> None:
    bring(district)
    district.files["Contact.xml"][1] = tie("1002", "501", "Mother", LegalGuardian="false", ContactPriority="3")
    bring(district)

    assert flags("501", "1002") == ("mother", False, None, None, None, 3, None)


def test_people_a_onerroster_feed_brought_before_are_met_and_never_doubled(
    bring: Feeding, district: EdfiDistrict
) -> None:
    roster = Roster()
    for key, number in (("amy", "1001"), ("ben", "1002"), ("tom", "901")):
        roster.change("users", key, identifier=number)
    roster.change("users", "gina", identifier="501")
    bring(roster)
    before = number_of(Person)
    bring(district)

    assert number_of(Person) == before == 5
    assert person_of_source("gina").id == person_of("contact/501").id
    assert [code for code, _ in queued()] == []


def test_a_onerroster_feed_meets_the_people_of_ed_fi(bring: Feeding, district: EdfiDistrict) -> None:
    roster = Roster()
    for key, number in (("amy", "1001"), ("ben", "1002"), ("tom", "901"), ("gina", "501")):
        roster.change("users", key, identifier=number, email="")
    bring(district)
    bring(roster)

    assert person_of_source("gina").id == person_of("contact/501").id
    assert person_of_source("amy").id == person_of("student/1001").id


def test_a_contact_of_the_same_id_with_another_name_is_another(bring: Feeding, district: EdfiDistrict) -> None:
    roster = Roster()
    roster.change("users", "gina", identifier="501", givenName="Hilda", familyName="Boone")
    bring(roster)
    bring(district)

    assert person_of_source("gina").id != person_of("contact/501").id


def test_a_contact_of_the_same_name_without_anything_else_is_a_doubt(bring: Feeding, district: EdfiDistrict) -> None:
    roster = Roster()
    roster.change("users", "gina", identifier="x-1", email="")
    bring(roster)
    bring(district)

    assert ("doubtful-match", "contact/501") in queued()
    assert person_of_source("gina").id != person_of("contact/501").id


def test_classes_come_with_their_session_teacher_and_students(bring: Feeding, district: EdfiDistrict) -> None:
    school = school_reference("101")
    session = tag(
        "SessionReference", tag("SessionIdentity", said("SessionName", "Fall"), said("SchoolYear", "2026-2027"), school)
    )
    offering = tag(
        "CourseOfferingReference", tag("CourseOfferingIdentity", said("LocalCourseCode", "ALG"), school, session)
    )
    section = tag("SectionReference", tag("SectionIdentity", said("SectionIdentifier", "S1"), offering))
    district.files["MasterSchedule.xml"] = [
        tag("Section", said("SectionIdentifier", "S1"), offering),
        tag(
            "StudentSectionAssociation",
            tag("StudentReference", ref="STUD_1001"),
            section,
            said("BeginDate", "2026-08-17"),
        ),
        tag(
            "StaffSectionAssociation",
            tag("StaffReference", tag("StaffIdentity", said("StaffUniqueId", "901"))),
            section,
            said("ClassroomPosition", DESCRIPTOR.format("ClassroomPosition", "Teacher of Record")),
        ),
        tag("Course", said("CourseCode", "ALG"), said("CourseTitle", "Algebra I"), org_reference("101")),
        tag(
            "Session",
            said("SessionName", "Fall"),
            said("SchoolYear", "2026-2027"),
            said("BeginDate", "2026-08-17"),
            said("EndDate", "2026-12-18"),
            school,
        ),
    ]
    outcome = bring(district)

    assert outcome.counts["classes"]["created"] == 1
    assert number_of(ClassEnrollment) == 2
