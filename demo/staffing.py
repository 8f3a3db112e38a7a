"""The staff of a generated district, with their jobs as human resources keep them and the courses they finished."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demo.households import a_family_name, a_name, plain
from demo.names import origin_at
from demo.plan import DISTRICT, TEAMS, Plan, SchoolPlan

FIRST_EMPLOYEE = 100_001
ROLES = {
    "Teacher": "teacher",
    "Principal": "principal",
    "Assistant Principal": "principal",
    "Counselor": "counselor",
    "Paraeducator": "aide",
    "Nurse": "ext:nurse",
    "Office Professional": "ext:officeProfessional",
    "Librarian": "ext:librarian",
    "Central Office": "ext:centralOffice",
}
"""Job role → OneRoster role."""

STAFF_COLUMNS = (
    "employee_id",
    "first_name",
    "last_name",
    "email",
    "job_role",
    "job_title",
    "category",
    "team",
    "location",
    "begin_date",
    "end_date",
    "hire_date",
    "termination_date",
)
COMPLETION_COLUMNS = ("employee_id", "course", "completed_on", "score", "status")
HOUSEHOLD_COURSES = ("IC-ENROLLMENT", "IC-HOUSEHOLD")
YEARLY_COURSES = ("FERPA-BASICS", "MANDATED-REPORTER", "CYBER-SAFETY")
YEARS_BACK = 3
FORMER = 30
"""One former employee for so many present ones."""


@dataclass(slots=True)
class Employee:
    """Someone who works here, or did. `school` is None for central teams."""

    place: int
    given: str
    family: str
    job_role: str
    school: SchoolPlan | None
    team: str = ""
    left: bool = False

    @property
    def key(self) -> str:
        return employee_key(self.place)

    @property
    def location(self) -> str:
        """The code of the place, as the roster's schools have it."""
        return self.school.key if self.school else DISTRICT

    @property
    def email(self) -> str:
        return f"{plain(self.given)}.{plain(self.family)}{self.place + 1}@juniper-valley.example"


def employee_key(place: int) -> str:
    """The employee id at a place in the staff."""
    return f"E{FIRST_EMPLOYEE + place}"


def employees(plan: Plan, *, seed: int) -> Iterator[Employee]:
    """Everyone who works here, school by school (teachers first), then the central teams, then those who left."""
    chance = Random(f"staff {seed}")
    place = 0
    for school in plan.schools:
        for job_role in ("Teacher",) * school.teachers + school.others:
            yield _someone(chance, place, job_role, school)
            place += 1
    for nth in range(plan.central_staff):
        yield _someone(chance, place, "Central Office", None, team=TEAMS[nth % len(TEAMS)])
        place += 1
    schools = list(plan.schools)
    for nth in range(place // FORMER):
        yield _someone(chance, place, "Teacher", schools[nth % len(schools)], left=True)
        place += 1


def jobs_of(someone: Employee, chance: Random, *, year: int) -> Iterator[tuple[str, ...]]:
    """Rows of STAFF_COLUMNS: the present job, before it a former one for some. End dates are inclusive."""
    opening = date(year, 8, 1)
    hired = opening - timedelta(days=30 + int(chance.random() * 9000))
    moved = hired + (opening - hired) * chance.random() if chance.random() < 0.06 else None
    left = opening - timedelta(days=1 + int(chance.random() * 400)) if someone.left else None
    if left is not None:
        hired = min(hired, left - timedelta(days=200))
        moved = None
    if moved is not None and moved > hired:
        yield _job(someone, "Substitute Teacher", "Substitute", hired, moved - timedelta(days=1), hired, None)
    begins = moved or hired
    title = f"{someone.team} Specialist" if someone.team else someone.job_role
    yield _job(someone, someone.job_role, title, begins, left, hired, left)


def completions_of(someone: Employee, chance: Random, *, year: int) -> Iterator[tuple[str, ...]]:
    """Rows of COMPLETION_COLUMNS from the years before the school year begins, so that none lies in the future."""
    for back in range(YEARS_BACK, 0, -1):
        for course in YEARLY_COURSES:
            if chance.random() < 0.9:
                yield _completion(someone, chance, course, _some_day(chance, year - back, 0))
    wants = 0.85 if someone.job_role == "Office Professional" or someone.team else 0.1
    if chance.random() < wants:
        back = 1 + int(chance.random() * YEARS_BACK)
        for order, course in enumerate(HOUSEHOLD_COURSES):
            if order == 0 or chance.random() < 0.9:
                yield _completion(someone, chance, course, _some_day(chance, year - back, order))


def _someone(
    chance: Random,
    place: int,
    job_role: str,
    school: SchoolPlan | None,
    *,
    team: str = "",
    left: bool = False,
) -> Employee:
    origin = origin_at(chance.random())
    given = a_name(chance, origin, girl=chance.random() < 0.72)
    return Employee(place, given, a_family_name(chance, origin), job_role, school, team, left)


def _job(
    someone: Employee, role: str, title: str, begins: date, ends: date | None, hired: date, terminated: date | None
) -> tuple[str, ...]:
    return (
        someone.key,
        someone.given,
        someone.family,
        someone.email,
        role,
        title,
        "central" if someone.team else "school",
        someone.team,
        someone.location,
        begins.isoformat(),
        ends.isoformat() if ends else "",
        hired.isoformat(),
        terminated.isoformat() if terminated else "",
    )


def _some_day(chance: Random, year: int, order: int) -> date:
    """A day of the school year that begins in `year`; a later `order` gives a later day."""
    return date(year, 8, 1) + timedelta(days=order * 150 + int(chance.random() * 150))


def _completion(someone: Employee, chance: Random, course: str, on: date) -> tuple[str, ...]:
    score = 60 + int(chance.random() * 41)
    status = "failed" if score < 65 else "passed" if chance.random() < 0.5 else "completed"
    return (someone.key, course, on.isoformat(), str(score), status)
