"""School Data Sync from a folder to the record, in each of its versions."""

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
    Person,
    PersonSource,
    Relationship,
    School,
    Section,
    StaffAssignment,
)
from foundation import clock, db
from tests.district.feeding import Feeding, number_of, person_of, queued
from tests.district.packages import Roster

SECRET = "Not-For-Keeping-1"
V2_1 = {
    "orgs.csv": "sourcedId,name,type,parentSourcedId\n1,Elm Schools,district,\n10,Elm High,school,1\n",
    "academicSessions.csv": "sourcedId,title,type,schoolYear,startDate,endDate\n"
    "year,2026-27,schoolYear,2027,2026-08-17,2027-05-28\n",
    "courses.csv": "sourcedId,orgSourcedId,title,code\nalg,10,Algebra I,ALG\n",
    "classes.csv": "sourcedId,orgSourcedId,title,sessionSourcedIds,courseSourcedId\nalg-3,10,Algebra 3,year,alg\n",
    "users.csv": "sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms\n"
    f"s1,amy@elm.example,Amy,Reyes,{SECRET},x,,,\n"
    f"p1,gina@example.org,Gina,Reyes,{SECRET},,gina@example.org,(303) 555-0142,\n"
    f"p2,omar@example.org,Omar,Núñez,{SECRET},,omar@example.org,,\n"
    f"t1,tom@elm.example,Tom,Hara,{SECRET},x,tom@elm.example,,\n",
    "roles.csv": "userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary,roleStartDate,roleEndDate\n"
    "s1,10,student,year,8,TRUE,2026-08-17,2027-05-28\nt1,10,faculty,year,,TRUE,,\n",
    "relationships.csv": "userSourcedId,relationshipUserSourcedId,relationshipRole\ns1,p1,guardian\ns1,p2,relative\n",
    "demographics.csv": "userSourcedId,sex,birthDate\ns1,female,2013-03-09\n",
    "enrollments.csv": "classSourcedId,userSourcedId,role\nalg-3,s1,student\nalg-3,t1,teacher\n",
}
V1 = {
    "School.csv": "SIS ID,Name\n10,Elm High\n",
    "Section.csv": "SIS ID,School SIS ID,Section Name,Section Number,Term SIS ID,Term Name,Term StartDate,Term EndDate,"
    "Course SIS ID,Course Name,Course Number,Periods,Status\n"
    "a,10,Algebra 3,3,y,Year,8/17/2026,5/28/2027,alg,Algebra I,ALG,3,Active\n"
    "b,10,Algebra 4,4,y,Year,8/17/2026,5/28/2027,alg,Algebra I,ALG,4,Active\n",
    "Student.csv": "SIS ID,School SIS ID,First Name,Last Name,Username,Password,Student Number,Grade,Birthdate\n"
    f"s1,10,Amy,Reyes,amy,{SECRET},1001,8,10/30/2013\n",
    "Teacher.csv": f"SIS ID,School SIS ID,First Name,Last Name,Username,Password\nt1,10,Tom,Hara,tom,{SECRET}\n",
    "StudentEnrollment.csv": "Section SIS ID,SIS ID\na,s1\nb,s1\n",
    "TeacherRoster.csv": "Section SIS ID,SIS ID\na,t1\n",
}


class SdsFolder:
    """Files by name; a test changes their text."""

    def __init__(self, files: dict[str, str]) -> None:
        self.files = dict(files)

    def change(self, file: str, old: str, new: str) -> None:
        assert old in self.files[file]
        self.files[file] = self.files[file].replace(old, new)

    def folder(self, path: Path) -> Path:
        path.mkdir(parents=True, exist_ok=True)
        for name, text in self.files.items():
            (path / name).write_text(text.replace("\n", "\r\n"), encoding="utf-8")
        return path


@pytest.fixture
def bring(database: Engine, tmp_path: Path) -> Feeding:
    return Feeding(tmp_path)


@pytest.fixture
def latest() -> SdsFolder:
    return SdsFolder(V2_1)


def test_version_2_1_brings_people_roles_and_relationships(bring: Feeding, latest: SdsFolder) -> None:
    outcome = bring(latest)

    assert (outcome.format, outcome.source) == ("sds", "sds")
    assert {kind: each["created"] for kind, each in outcome.counts.items() if each["created"]} == {
        "people": 4,
        "schools": 2,
        "sessions": 1,
        "courses": 1,
        "classes": 1,
        "enrollments": 1,
        "staff assignments": 1,
        "class enrollments": 2,
        "relationships": 2,
    }
    assert person_of("s1", "sds").birth_date == date(2013, 3, 9)
    enrolled = db.session().scalars(select(Enrollment)).one()
    assert (enrolled.grade, enrolled.starts, enrolled.ends) == ("08", date(2026, 8, 17), date(2027, 5, 29))
    assert db.session().scalars(select(StaffAssignment.job_role)).one() == "faculty"
    assert db.session().scalars(select(Section.ends)).one() == date(2027, 5, 29)


def test_a_relationship_has_its_own_role_and_no_more(bring: Feeding, latest: SdsFolder) -> None:
    bring(latest)

    db.close()
    ties = db.session().scalars(select(Relationship).order_by(Relationship.type)).all()
    assert [(tie.type, tie.guardian, tie.portal, tie.lives_with, tie.emergency) for tie in ties] == [
        ("guardian", True, True, None, None),
        ("relative", None, None, None, None),
    ]


def test_passwords_are_nowhere(bring: Feeding, latest: SdsFolder) -> None:
    outcome = bring(latest)

    assert SECRET not in str(outcome.report.as_json(None))
    for model in (Person, PersonSource, ContactPoint):
        for row in db.session().scalars(select(model)):
            assert SECRET not in str(vars(row))


def test_version_2_has_roles_and_grades_on_the_users(bring: Feeding) -> None:
    folder = SdsFolder(
        {
            "orgs.csv": V2_1["orgs.csv"],
            "users.csv": "sourcedId,orgSourcedIds,givenName,familyName,username,password,role,grade\n"
            f"s1,10,Amy,Reyes,amy,{SECRET},Student,postgraduate\ns2,10,Ben,Reyes,ben,{SECRET},Student,wizard\n"
            f't1,"10,1",Tom,Hara,tom,{SECRET},Teacher,\n',
            "classes.csv": "sourcedId,orgSourcedId,title\nalg-3,10,Algebra 3\n",
            "enrollments.csv": "classSourcedId,userSourcedId,role\nalg-3,s1,Student\nalg-3,t1,Teacher\n",
        }
    )
    outcome = bring(folder)

    db.close()
    assert sorted(db.session().scalars(select(Enrollment.grade))) == ["", "PS"]
    assert number_of(StaffAssignment) == 2
    assert [each.message for each in outcome.report.warnings if each.code == "unknown-grade"] == [
        "These grades are none we know, and were left unknown: 1 × wizard."
    ]


@pytest.mark.parametrize("is_british", [False, True])
def test_version_1_has_terms_and_courses_on_the_sections(bring: Feeding, is_british: bool) -> None:
    folder = SdsFolder(V1)
    if is_british:
        for file, text in folder.files.items():
            header, rest = text.split("\n", 1)
            school = "DfE Number" if file == "School.csv" else "ID"
            header = header.replace("Section SIS ID", "Section ID").replace("School SIS ID", "School DfE Number")
            header = ",".join(school if cell == "SIS ID" else cell for cell in header.split(","))
            folder.files[file] = f"{header}\n{rest}"
    outcome = bring(folder)

    assert {kind: each["created"] for kind, each in outcome.counts.items() if each["created"]} == {
        "people": 2,
        "schools": 1,
        "sessions": 1,
        "courses": 1,
        "classes": 2,
        "enrollments": 1,
        "staff assignments": 1,
        "class enrollments": 3,
    }
    assert person_of("s1", "sds").birth_date == date(2013, 10, 30)
    assert "said-twice" not in [each.code for each in outcome.report.warnings]


@pytest.mark.parametrize("files", [V1, V2_1], ids=["1", "2.1"])
def test_the_same_folder_twice_writes_nothing(bring: Feeding, files: dict[str, str]) -> None:
    bring(SdsFolder(files))
    again = bring(SdsFolder(files))
    assert (again.run_id, again.has_changes) == (None, False)

    more = SdsFolder(files)
    name = "orgs.csv" if "orgs.csv" in files else "School.csv"
    more.files[name] += "99,Oak High,school,\n" if name == "orgs.csv" else "99,Oak High\n"
    changed = bring(more)
    assert {kind: each["created"] for kind, each in changed.counts.items() if each["created"]} == {"schools": 1}
    assert changed.report.counts["updated"] == changed.report.counts["deactivated"] == 0


def test_who_is_no_longer_listed_leaves_and_a_missing_file_ends_nothing(bring: Feeding, latest: SdsFolder) -> None:
    bring(latest)
    del latest.files["relationships.csv"]
    assert bring(latest, percent=0).report.counts["deactivated"] == 0

    latest.files["relationships.csv"] = V2_1["relationships.csv"].replace("s1,p2,relative\n", "")
    with pytest.raises(Refused):
        bring(latest, percent=0)
    bring(latest)
    ends = db.session().scalars(select(Relationship.ends).where(Relationship.type == "relative")).one()
    assert ends == clock.today()


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("users.csv", "s1,amy@elm.example,Amy,", "s1,amy@elm.example,,", "required-cell-empty"),
        ("relationships.csv", "s1,p2,relative", "s1,p9,relative", "unknown-agent"),
        ("enrollments.csv", "alg-3,s1,student", "alg-9,s1,student", "unknown-class"),
        ("roles.csv", "t1,10,faculty", "t1,99,faculty", "unknown-org"),
    ],
)
def test_a_bad_row_waits_with_its_file_and_line(
    bring: Feeding, latest: SdsFolder, file: str, old: str, new: str, code: str
) -> None:
    latest.change(file, old, new)
    outcome = bring(latest)

    assert code in [each[0] for each in queued()]
    line = V2_1[file].split("\n").index(next(row for row in V2_1[file].split("\n") if row.startswith(old))) + 1
    assert (code, file, line) in [(each.code, each.file, each.line) for each in outcome.report.warnings]


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("users.csv", "familyName", "surname", "missing-column"),
        ("users.csv", "familyName", "givenName", "duplicate-header"),
        ("roles.csv", "s1,10", 's1,"10', "unterminated-quote"),
    ],
)
def test_a_broken_file_is_refused_whole(
    bring: Feeding, latest: SdsFolder, file: str, old: str, new: str, code: str
) -> None:
    latest.change(file, old, new)
    with pytest.raises(Refused) as caught:
        bring(latest)

    assert {(each.file, each.code) for each in caught.value.report.errors} >= {(file, code)}
    assert number_of(Person) == 0


def test_the_format_can_be_forced(bring: Feeding, latest: SdsFolder) -> None:
    with pytest.raises(Refused):
        bring(latest, format="oneroster-1.2")
    assert bring(latest, format="sds").format == "sds"


def test_students_are_met_by_their_number_and_onerroster_stays_onerroster(bring: Feeding) -> None:
    roster = Roster()
    roster.change("users", "amy", identifier="1001")
    assert bring(roster).format == "oneroster-1.2"
    folder = SdsFolder(V1)
    folder.change("Student.csv", "10/30/2013", "3/09/2011")
    folder.change("Student.csv", "\ns1", "\ns9,10,Zoe,Boone,zoe,,1009,8,10/30/2013\ns1")
    bring(folder)

    assert person_of("amy").id == person_of("s1", "sds").id
    assert number_of(School) == 3
    assert number_of(ClassEnrollment) == 6
