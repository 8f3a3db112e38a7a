"""Writing a complete generated district: schools, staff, families, classes, for load tests of any size.

The same number of students, seed and school year give the same bytes, on any day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

from demo.files import Files
from demo.households import Family, families, is_parent
from demo.plan import ALL_GRADES, DISTRICT, GRADES, Plan, SchoolPlan, plan_for
from demo.staffing import ROLES, Employee, completions_of, employee_key, employees, jobs_of
from district.rules.calendar import SchoolYear

CITY, STATE = "Juniper Valley", "CO"
NONE: tuple[str, str] = ("", "")
"""`status` and `dateLastModified`, blank in a bulk file."""

Advance = Callable[[int], None]
"""Told how many more students and employees are written."""


def export(folder: Path, *, students: int, seed: int, year: SchoolYear, advance: Advance) -> dict[str, int]:
    """Write the district to `folder`; gives the rows of each file."""
    plan = plan_for(students)
    with Files(folder) as files:
        calendar = _Calendar(year)
        _write_schools(files, plan, calendar)
        made = _write_families(files, plan, seed, calendar, advance)
        _write_staff(files, plan, seed, calendar, made, advance)
        files.finish()
    return files.counts


class _Calendar:
    """The days of the school year that is written, as text."""

    def __init__(self, year: SchoolYear) -> None:
        self.begins = year.starts.year
        self.ends = self.begins + 1
        self.first_day = date(self.begins, 8, 17).isoformat()
        self.last_day = date(self.ends, 6, 4).isoformat()
        self.winter = date(self.begins, 12, 18).isoformat()
        self.january = date(self.ends, 1, 5).isoformat()
        self.key = f"Y{self.ends}"
        self.name = year.name


def _write_schools(files: Files, plan: Plan, calendar: _Calendar) -> None:
    last = str(calendar.ends)
    files.write("orgs", [(DISTRICT, *NONE, "Juniper Valley Public Schools", "district", "JVPS", "")])
    files.write(
        "academicSessions",
        [
            (calendar.key, *NONE, calendar.name, "schoolYear", calendar.first_day, calendar.last_day, "", last),
            ("F" + last, *NONE, "Fall", "semester", calendar.first_day, calendar.winter, calendar.key, last),
            ("S" + last, *NONE, "Spring", "semester", calendar.january, calendar.last_day, calendar.key, last),
        ],
    )
    for school in plan.schools:
        files.write("orgs", [(school.key, *NONE, school.name, "school", school.key, DISTRICT)])
        for grade in range(len(school.grades)):
            _write_courses(files, school, grade, calendar)


def _write_courses(files: Files, school: SchoolPlan, grade: int, calendar: _Calendar) -> None:
    level = school.grades[grade]
    courses, classes, seats = [], [], []
    for course, title in enumerate(school.courses):
        key = f"{school.key}-{level}-{course}"
        named = f"{title} {level.lstrip('0')}"
        courses.append((key, *NONE, calendar.key, named, f"{level}{course}", level, school.key, "", ""))
        for section in range(school.sections):
            own = school.section_key(grade, course, section)
            room = str(100 + (grade * school.sections + section) % 80 + 100 * course)
            period = str(school.period(grade, course, section))
            code = f"{level}{course}-{section + 1}"
            places = (room, school.key, calendar.key, "", "", period)
            classes.append((own, *NONE, named, level, key, code, "scheduled", *places))
            teacher = school.first_staff + school.teacher_of(course, grade * school.sections + section)
            seats.append((f"t-{own}", *NONE, own, school.key, employee_key(teacher), "teacher", "true", "", ""))
    files.write("courses", courses)
    files.write("classes", classes)
    files.write("enrollments", seats)


def _write_families(files: Files, plan: Plan, seed: int, calendar: _Calendar, advance: Advance) -> int:
    """Gives the number of families."""
    filled: dict[tuple[int, int], int] = {}
    staff = plan.school_staff + plan.central_staff
    made = 0
    for family in families(plan.students, seed=seed, year=calendar.begins, staff=staff):
        area = plan.areas[family.index % len(plan.areas)]
        nth = family.index // len(plan.areas)
        schools = [area.school_for(child.grade, nth) for child in family.children]
        _write_users(files, family, schools, calendar)
        for child, school in zip(family.children, schools, strict=True):
            place = filled.get((school.number, child.grade), 0)
            filled[school.number, child.grade] = place + 1
            _write_seats(files, child.number, school, child.grade, place)
        advance(len(family.children))
        made += 1
    return made


def _write_users(files: Files, family: Family, schools: list[SchoolPlan], calendar: _Calendar) -> None:
    agents = [each.key for each in family.adults]
    if family.employee is not None:
        agents.append(employee_key(family.employee))
    theirs, students = ",".join(agents), ",".join(each.number for each in family.children)
    users, roles, facts = [], [], []
    for child, school in zip(family.children, schools, strict=True):
        number, level = child.number, ALL_GRADES[child.grade]
        email = f"{child.username}@students.juniper-valley.example"
        named = (child.username, f"{{LOCAL:{number}}}", child.given, child.family, child.middle, number)
        rest = (email, "", "", theirs, level, "", "", child.preferred, "", "", school.key, "")
        home = (family.address[0], CITY, STATE, family.address[1], family.language)
        users.append((number, *NONE, "true", *named, *rest, *home))
        roles.append((f"r-{number}", *NONE, number, "primary", "student", calendar.first_day, "", school.key, ""))
        facts.append((number, *NONE, child.born, child.sex, *("",) * 11))
    for adult in family.adults:
        named = (adult.username, "", adult.given, adult.family, "", "")
        rest = (adult.email, adult.phone, "", students, "", "", "", "", "", "", DISTRICT, "")
        home = (adult.address[0], CITY, STATE, adult.address[1], adult.language)
        users.append((adult.key, *NONE, "true", *named, *rest, *home))
        roles.append((f"r-{adult.key}", *NONE, adult.key, "primary", adult.role, "", "", DISTRICT, ""))
    files.write("users", users)
    files.write("roles", roles)
    files.write("demographics", facts)


def _write_seats(files: Files, number: str, school: SchoolPlan, grade: int, place: int) -> None:
    """Seven classes, one of each course."""
    nth = grade - _FIRST_GRADE[school.stage]
    files.write(
        "enrollments",
        [
            (
                *(f"e-{number}-{course}", "", "", school.section_key(nth, course, section), school.key, number),
                *("student", "false", "", ""),
            )
            for course, section in enumerate(school.sections_of(place))
        ],
    )


_FIRST_GRADE = {stage: ALL_GRADES.index(grades[0]) for stage, grades in GRADES.items()}


def _write_staff(files: Files, plan: Plan, seed: int, calendar: _Calendar, made: int, advance: Advance) -> None:
    chance = Random(f"jobs {seed}")
    for someone in employees(plan, seed=seed):
        files.write("staff", list(jobs_of(someone, chance, year=calendar.begins)))
        files.write("completions", list(completions_of(someone, chance, year=calendar.begins)))
        if not someone.left:
            _write_employee(files, someone, parent=is_parent(someone.place, families_made=made))
        advance(1)


def _write_employee(files: Files, someone: Employee, *, parent: bool) -> None:
    key, org = someone.key, someone.school.key if someone.school else DISTRICT
    named = (someone.email.partition("@")[0], f"{{STAFF:{key}}}", someone.given, someone.family, "", key)
    rest = (someone.email, "", "", "", "", "", "", "", "", "", org, "")
    files.write("users", [(key, *NONE, "true", *named, *rest, "", "", "", "", "")])
    roles = [(f"r-{key}", *NONE, key, "primary", ROLES[someone.job_role], "", "", org, "")]
    if parent:
        roles.append((f"p-{key}", *NONE, key, "secondary", "parent", "", "", DISTRICT, ""))
    files.write("roles", roles)
