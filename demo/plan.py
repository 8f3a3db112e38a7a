"""The shape of a generated district: attendance areas, schools, sections, who teaches what. Pure, from numbers alone.

An attendance area is a high school with the middle and elementary schools that lead to it, about 4,800 students. Grades
are equally full, so the sections of a school are known before its first student is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from demo.names import PLACES, PLANTS

AREA = 4800
CLASS_SIZE = 25
SECTIONS_A_TEACHER = 5
COHORTS_A_SPECIALIST = 20
PERIODS = 7

COURSES = {
    "high": (
        "English Language Arts",
        "Mathematics",
        "Science",
        "Social Studies",
        "World Languages",
        "Physical Education",
        "Visual and Performing Arts",
    ),
    "middle": (
        "Language Arts",
        "Mathematics",
        "Science",
        "Social Studies",
        "Technology",
        "Physical Education",
        "Music",
    ),
    "elementary": (
        "Reading",
        "Writing",
        "Mathematics",
        "Science and Social Studies",
        "Music",
        "Physical Education",
        "Art",
    ),
}
GRADES = {
    "high": ("09", "10", "11", "12"),
    "middle": ("06", "07", "08"),
    "elementary": ("KG", "01", "02", "03", "04", "05"),
}
SIZES = {"middle": 600, "elementary": 450}
TITLES = {"high": "High School", "middle": "Middle School", "elementary": "Elementary School"}
ALL_GRADES = (*GRADES["elementary"], *GRADES["middle"], *GRADES["high"])
FIRST_SPECIAL = 4
"""Elementary courses from here on are taught by specialists, those before by the homeroom teacher."""

_OTHERS = (
    ("Principal", 0, 1),
    ("Assistant Principal", 600, 0),
    ("Counselor", 350, 1),
    ("Nurse", 0, 1),
    ("Office Professional", 200, 1),
    ("Librarian", 0, 1),
    ("Paraeducator", 55, 0),
)
"""Job role, one for so many students (0: not by size), at least."""
DISTRICT = "D1"
"""The key of the district itself, and the code of its central office."""
TEAMS = (
    "Enrollment Services",
    "Early Education",
    "Home School",
    "Multilingual Education",
    "Summer School",
    "Finance",
    "Technology Services",
    "Transportation",
    "Nutrition Services",
    "Human Resources",
)
STUDENTS_A_CENTRAL_JOB = 250


@dataclass(frozen=True)
class SchoolPlan:
    """One school. `sections` counts the sections of one course in one grade."""

    number: int
    stage: str
    name: str
    sections: int
    students: int
    first_staff: int
    """Place, in the district's staff, of the school's first member: teachers come first."""

    @cached_property
    def key(self) -> str:
        return f"S{self.number:05d}"

    @property
    def grades(self) -> tuple[str, ...]:
        return GRADES[self.stage]

    @property
    def courses(self) -> tuple[str, ...]:
        return COURSES[self.stage]

    @property
    def cohorts(self) -> int:
        """Sections of one course in all grades."""
        return self.sections * len(self.grades)

    def teacher_of(self, course: int, flat: int) -> int:
        """Place among the school's teachers of who teaches the `flat`-th section (over all grades) of a course."""
        if self.stage != "elementary":
            return course * -(-self.cohorts // SECTIONS_A_TEACHER) + flat // SECTIONS_A_TEACHER
        if course < FIRST_SPECIAL:
            return flat
        each = -(-self.cohorts // COHORTS_A_SPECIALIST)
        return self.cohorts + (course - FIRST_SPECIAL) * each + flat // COHORTS_A_SPECIALIST

    @property
    def teachers(self) -> int:
        return self.teacher_of(len(self.courses) - 1, self.cohorts - 1) + 1

    @property
    def others(self) -> tuple[str, ...]:
        """Job roles of those who do not teach, one for each person."""
        return tuple(
            role
            for role, one_for, least in _OTHERS
            for _ in range(max(least, self.students // one_for if one_for else 0))
        )

    @property
    def staff(self) -> int:
        return self.teachers + len(self.others)

    def section_key(self, grade: int, course: int, section: int) -> str:
        return f"{self.key}-{self.grades[grade]}-{course}-{section}"

    def period(self, grade: int, course: int, section: int) -> int:
        """When a section meets: at no time twice for a student (see `sections_of`) or for a subject teacher."""
        return (course + grade * self.sections + section) % PERIODS + 1

    def sections_of(self, place: int) -> Iterator[int]:
        """For each course, the section of the `place`-th student of a grade.

        All are equal modulo the number of periods, which keeps the periods apart and still mixes the classes.
        """
        rest = place % self.sections % PERIODS
        choices = -(-(self.sections - rest) // PERIODS)
        turn = place // PERIODS
        for course in range(len(self.courses)):
            yield rest + PERIODS * ((turn + course * (place // self.sections)) % choices)


@dataclass(frozen=True)
class Area:
    """A high school and the schools that lead to it."""

    elementary: tuple[SchoolPlan, ...]
    middle: tuple[SchoolPlan, ...]
    high: tuple[SchoolPlan, ...]

    def school_for(self, grade: int, family: int) -> SchoolPlan:
        """The school of one grade (its place in ALL_GRADES) for a family; brothers and sisters go to the same one."""
        if grade < len(GRADES["elementary"]):
            return self.elementary[family % len(self.elementary)]
        if grade < len(GRADES["elementary"]) + len(GRADES["middle"]):
            return self.middle[family % len(self.middle)]
        return self.high[0]


@dataclass(frozen=True)
class Plan:
    """A whole district."""

    students: int
    areas: tuple[Area, ...]

    @property
    def schools(self) -> Iterator[SchoolPlan]:
        for area in self.areas:
            yield from (*area.high, *area.middle, *area.elementary)

    @property
    def school_staff(self) -> int:
        return sum(school.staff for school in self.schools)

    @property
    def central_staff(self) -> int:
        return max(len(TEAMS) // 2, self.students // STUDENTS_A_CENTRAL_JOB)


def plan_for(students: int) -> Plan:
    """The district that `students` fill."""
    count = max(1, round(students / AREA))
    in_area = students / count
    made: list[Area] = []
    number, staff = 1, 0
    for area in range(count):
        stages: dict[str, tuple[SchoolPlan, ...]] = {}
        for stage in ("high", "middle", "elementary"):
            in_stage = in_area * len(GRADES[stage]) / len(ALL_GRADES)
            schools = max(1, round(in_stage / SIZES[stage])) if stage in SIZES else 1
            in_grade = in_stage / schools / len(GRADES[stage])
            here = []
            for nth in range(schools):
                school = SchoolPlan(
                    number=number,
                    stage=stage,
                    name=_name(area * schools + nth, stage),
                    sections=max(1, round(in_grade / CLASS_SIZE)),
                    students=round(in_stage / schools),
                    first_staff=staff,
                )
                here.append(school)
                number, staff = number + 1, staff + school.staff
            stages[stage] = tuple(here)
        made.append(Area(**stages))
    return Plan(students, tuple(made))


def _name(nth: int, stage: str) -> str:
    """Names walk both lists at once, so that neighbours in number differ in both words."""
    plant = PLANTS[(nth * 17) % len(PLANTS)]
    place = PLACES[(nth * 7) % len(PLACES)]
    return f"{plant} {place} {TITLES[stage]}"
