"""`flask demo export`: a whole district that the roster feed takes as it is, the same bytes for the same seed."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from demo import export as exporting
from demo.plan import ALL_GRADES, PERIODS, plan_for
from district.feeds import followers
from district.feeds.packages import open_package
from district.feeds.report import Report
from district.models import ClassEnrollment, Enrollment, Person, QueuedRow, Relationship, Section, StaffAssignment
from district.queries import classes_of, entitled_guardians, entitled_students
from district.rules.calendar import year_from
from district.rules.guardianship import SightPolicy
from foundation import clock, db

YEAR = year_from(2026)
ROOT = Path(__file__).parent.parent.parent

Rows = dict[str, list[dict[str, str]]]


def written(folder: Path, students: int, seed: int = 7) -> Path:
    exporting.export(folder, students=students, seed=seed, year=YEAR, advance=lambda more: None)
    return folder


def bytes_of(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("small"), 200)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """A district of 3,000, every file of it."""
    folder = written(tmp_path_factory.mktemp("rows"), 3000)
    found = {}
    for path in (*(folder / "oneroster").glob("*.csv"), folder / "staff.csv", folder / "completions.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


def test_the_same_seed_writes_the_same_bytes(small: Path, tmp_path: Path) -> None:
    assert bytes_of(written(tmp_path / "again", 200)) == bytes_of(small)


def test_another_seed_writes_other_families_in_the_same_schools(small: Path, tmp_path: Path) -> None:
    other = bytes_of(written(tmp_path / "other", 200, seed=8))
    same = {name for name, digest in bytes_of(small).items() if other[name] == digest}
    assert "oneroster/orgs.csv" in same
    assert "oneroster/users.csv" not in same
    assert "staff.csv" not in same


def test_the_bytes_do_not_depend_on_how_python_hashes(small: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from demo.export import export; "
        "from district.rules.calendar import year_from; "
        "export(Path(sys.argv[1]), students=200, seed=7, year=year_from(2026), advance=lambda more: None)"
    )
    elsewhere = tmp_path / "hashed"
    subprocess.run(
        [sys.executable, "-c", program, elsewhere], cwd=ROOT, check=True, env=os.environ | {"PYTHONHASHSEED": "4242"}
    )
    assert bytes_of(elsewhere) == bytes_of(small)


@pytest.mark.parametrize("form", ["oneroster", "oneroster.zip"])
def test_the_roster_feed_reads_it_without_a_remark(small: Path, form: str) -> None:
    report = Report()
    with open_package(small / form, wanted_format=None, report=report) as package:
        read = {name: sum(1 for _ in package.rows(name)) for name in package.names}

    assert (report.warnings, report.errors, package.bad_rows) == ([], [], [])
    with (small / "oneroster" / "users.csv").open(encoding="utf-8") as users:
        assert read["users"] == sum(1 for _ in users) - 1
    assert read["demographics"] == 200
    assert set(read) == {
        "orgs",
        "academicSessions",
        "courses",
        "classes",
        "users",
        "roles",
        "demographics",
        "enrollments",
    }


def test_imported_it_is_a_district_whose_guardians_see_their_children(
    app: Flask, database: Engine, small: Path
) -> None:
    said = app.test_cli_runner().invoke(args=["roster", "import", str(small / "oneroster.zip"), "--json"])
    assert said.exit_code == 0, said.output
    told = json.loads(said.output)
    assert (told["warnings"], told["errors"], told["skipped"]) == ([], [], 0)

    with (small / "oneroster" / "users.csv").open(encoding="utf-8", newline="") as file:
        users = list(csv.DictReader(file))
    assert _count(Person) == len(users)
    assert (_count(Enrollment), _count(QueuedRow)) == (200, 0)
    assert _count(Relationship) == sum(len(each["agentSourcedIds"].split(",")) for each in users if each["grades"])
    assert _count(ClassEnrollment) == 200 * 7 + _count(Section)

    guardians = list(entitled_guardians(on=clock.today(), policy=SightPolicy()))
    students = list(entitled_students(on=clock.today(), policy=SightPolicy()))
    assert sum(len(each.student_ids) for each in guardians) >= 200
    assert len(students) == sum(each["grades"] >= "06" and each["grades"] != "KG" for each in users if each["grades"])
    schedule = classes_of([students[0].person_id], on=clock.today())[students[0].person_id]
    assert [each.period for each in schedule] == list("1234567")
    assert all(each.teachers for each in schedule)

    again = json.loads(
        app.test_cli_runner().invoke(args=["roster", "import", str(small / "oneroster"), "--json"]).output
    )
    assert (again["created"], again["updated"], again["deactivated"]) == (0, 0, 0)


def test_its_jobs_and_completions_are_read_without_a_remark(
    app: Flask, database: Engine, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(followers, "_courses", [])
    with (small / "staff.csv").open(encoding="utf-8", newline="") as file:
        jobs = list(csv.DictReader(file))
    said = {}
    for feed, path in (("staff", "staff.csv"), ("roster", "oneroster.zip"), ("training", "completions.csv")):
        result = app.test_cli_runner().invoke(args=[feed, "import", str(small / path), "--json"])
        said[feed] = json.loads(result.output)
        assert (result.exit_code, said[feed]["skipped"]) == (0, 0), result.output

    assert (said["staff"]["warnings"], said["roster"]["warnings"]) == ([], [])
    assert [each["code"] for each in said["training"]["warnings"]] == ["not-finished"]
    held = db.session().scalars(select(StaffAssignment).where(StaffAssignment.source == "staff-csv")).all()
    assert (len(held), [each for each in held if each.school_id is None]) == (len(jobs), [])
    assert _count(QueuedRow) == 0


def test_every_student_takes_seven_classes_at_seven_times(rows: Rows) -> None:
    period = {each["sourcedId"]: each["periods"] for each in rows["classes"]}
    taken = defaultdict(list)
    for seat in rows["enrollments"]:
        if seat["role"] == "student":
            taken[seat["userSourcedId"]].append(period[seat["classSourcedId"]])
    assert len(taken) == 3000
    assert all(sorted(each) == list("1234567") for each in taken.values())


def test_classes_are_of_a_size_and_have_one_teacher(rows: Rows) -> None:
    seats = Counter(each["classSourcedId"] for each in rows["enrollments"] if each["role"] == "student")
    taught = Counter(each["classSourcedId"] for each in rows["enrollments"] if each["role"] == "teacher")
    assert set(seats) == {each["sourcedId"] for each in rows["classes"]} == set(taught)
    assert set(taught.values()) == {1}
    assert min(seats.values()) >= 10
    assert max(seats.values()) <= 45


def test_no_teacher_of_a_subject_is_in_two_rooms_at_once(rows: Rows) -> None:
    classes = {each["sourcedId"]: each for each in rows["classes"]}
    secondary = {each["sourcedId"] for each in rows["orgs"] if "Elementary" not in each["name"]}
    teaching = Counter(
        (each["userSourcedId"], classes[each["classSourcedId"]]["periods"])
        for each in rows["enrollments"]
        if each["role"] == "teacher" and each["schoolSourcedId"] in secondary
    )
    assert set(teaching.values()) == {1}


def test_there_are_about_115_guardians_for_100_students_and_siblings_among_them(rows: Rows) -> None:
    guardians = {each["userSourcedId"] for each in rows["roles"] if each["role"] in ("parent", "guardian", "relative")}
    assert 1.08 < len(guardians) / 3000 < 1.22
    users = {each["sourcedId"]: each for each in rows["users"]}
    children = Counter(len(users[each]["agentSourcedIds"].split(",")) for each in guardians if each.startswith("G"))
    assert children[1] > children[2] > children[3] > 0
    adults = Counter(len(each["agentSourcedIds"].split(",")) for each in rows["users"] if each["grades"])
    assert adults[2] > adults[1] > adults[3] > 0
    assert any(each.startswith("E") for each in guardians)


def test_ages_fit_the_grades(rows: Rows) -> None:
    grades = {each["sourcedId"]: ALL_GRADES.index(each["grades"]) for each in rows["users"] if each["grades"]}
    on = date(2026, 9, 1)
    for each in rows["demographics"]:
        age = (on - date.fromisoformat(each["birthDate"])).days / 365.25
        assert 4.9 <= age - grades[each["sourcedId"]] <= 7.1
    assert set(grades.values()) == set(range(len(ALL_GRADES)))


def test_every_reference_resolves(rows: Rows) -> None:
    keys = {name: {each["sourcedId"] for each in rows[name]} for name in ("orgs", "users", "classes", "courses")}
    assert len(keys["users"]) == len(rows["users"])
    for each in rows["users"]:
        assert not each["agentSourcedIds"] or set(each["agentSourcedIds"].split(",")) <= keys["users"]
    for each in (*rows["roles"], *rows["enrollments"]):
        assert each["userSourcedId"] in keys["users"]
        assert each.get("classSourcedId", next(iter(keys["classes"]))) in keys["classes"]
    assert {each["employee_id"] for each in rows["completions"]} <= {each["employee_id"] for each in rows["staff"]}
    assert {each["courseSourcedId"] for each in rows["classes"]} == keys["courses"]


def test_names_come_from_several_origins_with_their_own_letters(rows: Rows) -> None:
    families = {each["familyName"] for each in rows["users"]}
    assert any("’" in each for each in families)
    assert any(each.startswith("de ") for each in families)
    assert {"Nguyễn", "García"} <= families
    assert {"en", "es", "vi"} <= {each["metadata.preferredLanguage"] for each in rows["users"]}
    assert all(each["username"].isascii() for each in rows["users"])
    assert len({each["username"] for each in rows["users"]}) == len(rows["users"])


def test_no_number_or_address_could_reach_a_stranger(rows: Rows) -> None:
    assert all("-555-01" in each["sms"] for each in rows["users"] if each["sms"])
    assert all(each["email"].endswith(".example") for each in (*rows["users"], *rows["staff"]) if each["email"])
    shared = Counter(each["email"] for each in rows["users"] if each["email"])
    assert 2 in shared.values()


def test_jobs_and_completions_hang_together(rows: Rows) -> None:
    present = {each["employee_id"] for each in rows["staff"] if not each["termination_date"]}
    assert present == {each["sourcedId"] for each in rows["users"] if each["sourcedId"].startswith("E")}
    for each in rows["staff"]:
        assert each["hire_date"] <= each["begin_date"]
        assert not each["end_date"] or each["begin_date"] <= each["end_date"]
        assert (each["category"] == "central") == bool(each["team"])
    assert {each["location"] for each in rows["staff"]} == {each["sourcedId"] for each in rows["orgs"]}
    assert max(each["completed_on"] for each in rows["completions"]) < YEAR.starts.isoformat()
    assert {"IC-ENROLLMENT", "IC-HOUSEHOLD"} <= {each["course"] for each in rows["completions"]}
    assert {each["status"] for each in rows["completions"]} == {"completed", "passed", "failed"}


@pytest.mark.parametrize("students", [1, 2, 200, 4800, 100_000, 1_000_000])
def test_a_district_of_any_size_has_schools_of_a_size(students: int) -> None:
    plan = plan_for(students)
    schools = list(plan.schools)
    assert len({each.name for each in schools}) == len(schools)
    assert [each.first_staff for each in schools[1:]] == [each.first_staff + each.staff for each in schools[:-1]]
    if students >= 4800:
        assert all(300 <= each.students <= 2000 for each in schools)
        assert 0.07 < (plan.school_staff + plan.central_staff) / students < 0.12
    for school in {each.stage: each for each in schools}.values():
        for place in range(school.sections * 25):
            sections = list(school.sections_of(place))
            assert all(0 <= each < school.sections for each in sections)
            assert len({school.period(0, course, each) for course, each in enumerate(sections)}) == PERIODS


def test_the_command_tells_what_it_wrote(app: Flask, tmp_path: Path) -> None:
    said = app.test_cli_runner().invoke(
        args=["demo", "export", str(tmp_path / "made"), "--students", "20", "--seed", "3", "--json"]
    )
    assert said.exit_code == 0, said.output
    told = json.loads(said.output)
    assert (told["school_year"], told["files"]["demographics"]) == ("2026-27", 20)
    assert (tmp_path / "made" / "oneroster.zip").exists()


def test_another_school_year_is_written_on_request(app: Flask, tmp_path: Path) -> None:
    said = app.test_cli_runner().invoke(
        args=["demo", "export", str(tmp_path / "made"), "--students", "5", "--school-year", "2027-28"]
    )
    assert said.exit_code == 0, said.output
    assert "2027-28" in (tmp_path / "made" / "oneroster" / "academicSessions.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [["--school-year", "2027"], ["--students", "0"], []])
def test_wrong_usage_writes_nothing(app: Flask, tmp_path: Path, arguments: list[str]) -> None:
    students = [] if "--students" in arguments or not arguments else ["--students", "5"]
    said = app.test_cli_runner().invoke(args=["demo", "export", str(tmp_path / "made"), *students, *arguments])
    assert said.exit_code == 2
    assert not (tmp_path / "made").exists()


def test_a_folder_that_holds_something_is_left_alone(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    said = app.test_cli_runner().invoke(args=["demo", "export", str(tmp_path), "--students", "5"])
    assert said.exit_code == 2
    assert "not empty" in said.output
    assert [each.name for each in tmp_path.iterdir() if each.is_file() and each.suffix == ".csv"] == []


def test_a_folder_that_cannot_be_made_is_wrong_usage(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    said = app.test_cli_runner().invoke(args=["demo", "export", str(tmp_path / "file" / "made"), "--students", "5"])
    assert said.exit_code == 2
    assert "cannot be made: Not a directory." in said.output


def _count(record: type[db.Base]) -> int:
    return db.session().scalar(select(func.count()).select_from(record)) or 0
