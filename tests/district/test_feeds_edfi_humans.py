"""Several records of Ed-Fi about one human become one person; where they disagree they stay apart, and it is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from district.models import Person, PersonIdentifier, PersonSource, Relationship, StaffAssignment
from foundation import db
from tests.district.edfi_files import EdfiDistrict, contact, name, phone, said, tag, tie
from tests.district.feeding import Feeding, person_of

TOM, GINA, AMY = "staff/901", "contact/501", "student/1001"


@pytest.fixture
def bring(database: Engine, tmp_path: Path) -> Feeding:
    return Feeding(tmp_path)


@pytest.fixture
def district() -> EdfiDistrict:
    return EdfiDistrict()


def person(number: str, system: str = "District") -> str:
    inside = tag("PersonIdentity", said("PersonId", number), said("SourceSystem", f"uri://x/SourceSystem#{system}"))
    return tag("PersonReference", inside)


def names(record: str, number: str, system: str = "District") -> str:
    """A record that names the person it is about."""
    end = record.rindex("</")
    return record[:end] + person(number, system) + record[end:]


def tom_is_a_parent(
    district: EdfiDistrict, *, called: tuple[str, str] = ("Tom", "O’Hara"), system: str = "District"
) -> None:
    staff = district.files["Staff.xml"]
    staff[0] = names(staff[0], "901")
    father = contact("777", *called, phone("(303) 555-0199", "Home", "1"))
    district.files["Contact.xml"] += [names(father, "901", system), tie("1001", "777", "Father", LivesWith="true")]


def how_many(what: object) -> int:
    db.close()
    return db.session().scalar(select(func.count()).select_from(what)) or 0  # type: ignore[arg-type]


def identifiers_of(key: str) -> set[tuple[str, str]]:
    found = select(PersonIdentifier).where(PersonIdentifier.person_id == person_of(key, "edfi").id)
    return {(each.type, each.value) for each in db.session().scalars(found)}


def test_a_teacher_who_is_a_parent_is_one_person(bring: Feeding, district: EdfiDistrict) -> None:
    tom_is_a_parent(district)

    outcome = bring(district)

    assert outcome.report.errors == []
    tom = person_of(TOM, "edfi")
    assert how_many(Person) == 5
    tied = db.session().scalars(select(Relationship).where(Relationship.adult_id == tom.id)).one()
    assert (tied.type, tied.student_id) == ("father", person_of(AMY, "edfi").id)
    assert db.session().scalar(select(StaffAssignment.person_id)) == tom.id
    assert identifiers_of(TOM) == {("staff-id", "901"), ("identifier", "777")}


def test_what_either_record_says_is_kept(bring: Feeding, district: EdfiDistrict) -> None:
    tom_is_a_parent(district)
    bring(district)

    source = db.session().scalars(select(PersonSource).where(PersonSource.source_key == TOM)).one()
    assert (source.email, source.phone) == ("tom@example.org", "(303) 555-0199")


def test_the_same_folder_again_writes_nothing(bring: Feeding, district: EdfiDistrict) -> None:
    tom_is_a_parent(district)
    bring(district)
    district.files["Organization.xml"].reverse()

    again = bring(district)

    counts = again.report.counts
    assert (counts["created"], counts["updated"], counts["deactivated"]) == (0, 0, 0)


@pytest.mark.parametrize(("called", "system"), [(("Thomas", "O’Hara"), "District"), (("Tom", "Hare"), "District")])
def test_another_name_is_told_and_stays_apart(
    bring: Feeding, district: EdfiDistrict, called: tuple[str, str], system: str
) -> None:
    tom_is_a_parent(district, called=called, system=system)

    outcome = bring(district)

    assert how_many(Person) == 6
    told = [each for each in outcome.report.warnings if each.code == "person-doubted"]
    assert [each.file for each in told] == ["Contact.xml"]
    assert told[0].line > 0
    assert "contact/777 and staff/901 name the same person, 901" in told[0].message


def test_a_number_of_another_system_is_another_person_s(bring: Feeding, district: EdfiDistrict) -> None:
    tom_is_a_parent(district, system="State")

    outcome = bring(district)

    assert how_many(Person) == 6
    assert [each for each in outcome.report.warnings if each.code == "person-doubted"] == []


def test_a_birth_date_that_disagrees_keeps_them_apart(bring: Feeding, district: EdfiDistrict) -> None:
    students, staff = district.files["Student.xml"], district.files["Staff.xml"]
    students[0] = names(students[0], "5")
    aide = tag("Staff", said("StaffUniqueId", "902"), name("Amy", "Reyes"), said("BirthDate", "1990-01-01"))
    staff.append(names(aide, "5"))

    outcome = bring(district)

    assert how_many(Person) == 6
    assert [each.code for each in outcome.report.warnings if each.code == "person-doubted"] == ["person-doubted"]


def test_a_student_who_works_here_has_both_numbers(bring: Feeding, district: EdfiDistrict) -> None:
    students, staff = district.files["Student.xml"], district.files["Staff.xml"]
    students[0] = names(students[0], "5")
    staff.append(names(tag("Staff", said("StaffUniqueId", "902"), name("Amy", "Reyes")), "5"))
    staff.append(
        tag(
            "StaffEducationOrganizationAssignmentAssociation",
            tag("StaffReference", tag("StaffIdentity", said("StaffUniqueId", "902"))),
            tag(
                "EducationOrganizationReference",
                tag("EducationOrganizationIdentity", said("EducationOrganizationId", "101")),
            ),
            said("StaffClassification", "uri://x/StaffClassification#Other"),
            said("BeginDate", "2026-08-17"),
        )
    )

    bring(district)

    assert how_many(Person) == 5
    assert identifiers_of(AMY) == {("student-number", "1001"), ("staff-id", "902")}


def test_a_student_of_age_is_nobody_s_own_relative(bring: Feeding, district: EdfiDistrict) -> None:
    students = district.files["Student.xml"]
    students[0] = names(students[0], "5")
    district.files["Contact.xml"] += [
        names(contact("503", "Amy", "Reyes"), "5"),
        tie("1001", "503", ""),
        tie("1002", "503", "Sister"),
    ]

    outcome = bring(district)

    amy = person_of(AMY, "edfi")
    tied = db.session().scalars(select(Relationship).where(Relationship.adult_id == amy.id)).all()
    assert [each.student_id for each in tied] == [person_of("student/1002", "edfi").id]
    assert [each.code for each in outcome.report.warnings if each.code == "own-contact"] == ["own-contact"]


def test_two_records_of_one_contact_are_one_person(bring: Feeding, district: EdfiDistrict) -> None:
    contacts = district.files["Contact.xml"]
    contacts[3] = names(contacts[3], "5")
    contacts += [names(contact("599", "Gina", "Reyes"), "5")]

    bring(district)

    assert how_many(Person) == 5
    assert identifiers_of(GINA) == {("identifier", "501"), ("identifier", "599")}
