"""The schools of Juniper Valley, their classes and the people who work there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from demo.cast import Place, Someone
from demo.people import a_person
from demo.places import a_course, a_job, a_school, a_section, an_enrollment, takes, teaches
from district.rules.calendar import year_of

_Subject = tuple[str, str, str]
"""Course, room, teacher."""

_SECONDARY: Mapping[str, tuple[_Subject, ...]] = {
    "high": (
        ("English Language Arts", "204", "Harriet Lowell"),
        ("Integrated Mathematics", "118", "Samuel Oduya"),
        ("Biology", "131", "Dana Whitfield"),
        ("World History", "207", "Peter Kaplan"),
        ("Physical Education", "Gym A", "Renee Duval"),
        ("Concert Band", "Music 2", "Isamu Tanaka"),
    ),
    "middle": (
        ("Language Arts", "12", "Gloria Mendes"),
        ("Mathematics", "15", "Arjun Rao"),
        ("Earth Science", "21", "Beth Sorensen"),
        ("Social Studies", "14", "Marcus Webb"),
        ("Physical Education", "Gym", "Teresa Quintana"),
        ("Art", "Studio", "Noor Rahimi"),
    ),
}
_ELEMENTARY: tuple[_Subject, ...] = (
    ("Reading and Writing", "{room}", "{teacher}"),
    ("Mathematics", "{room}", "{teacher}"),
    ("Science and Social Studies", "{room}", "{teacher}"),
    ("Music", "Music room", "Clara Engel"),
    ("Physical Education", "Gym", "Warren Baptiste"),
)
_HOMEROOMS = {"aspen": ("A3", "Lillian Frost"), "cedar": ("C5", "Hector Alvarado")}
_OFFICES = {
    "high": ("Principal", "Vivian Cho"),
    "middle": ("Principal", "Andre Fontaine"),
    "aspen": ("Principal", "Ingrid Solberg"),
    "cedar": ("Office Professional", "Tamara Bell"),
}


@dataclass(frozen=True)
class Town:
    """The district, its four schools, and the classes every student of a school takes."""

    district: Place
    high: Place
    middle: Place
    aspen: Place
    cedar: Place
    starts: date
    """First day of classes: in this school year and a month ago at least, so that a demo made in July lives."""
    ends: date
    classes: Mapping[int, tuple[int, ...]]
    """School id → section ids."""
    staff: Mapping[str, Someone]
    """By full name."""

    def attends(self, student: Someone, school: Place, *, grade: str, advisor: str) -> None:
        """Enrol a student from the first day of classes, in every class of the school and the family's own advisory."""
        an_enrollment(student, school, grade=grade, starts=self.starts)
        self.schedules(student, school, advisor=advisor)

    def schedules(self, student: Someone, school: Place, *, advisor: str) -> None:
        """Put a student in every class of the school, and in an advisory named by the family's marker."""
        advisory = a_section(
            f"Advisory {student.marker}",
            school=school,
            period="7",
            location=f"{student.marker} corner",
            starts=self.starts,
            ends=self.ends,
        )
        teaches(self.staff[advisor], advisory)
        for section in (*self.classes[school.id], advisory):
            takes(student, section)


def a_town(today: date) -> Town:
    """Juniper Valley Public Schools as they stand on `today`."""
    district = a_school("Juniper Valley Public Schools", kind="district", identifier="JVPS")
    names = {
        "high": ("Juniper High School", "JHS"),
        "middle": ("Cottonwood Middle School", "CMS"),
        "aspen": ("Aspen Creek Elementary", "ACE"),
        "cedar": ("Cedar Hill Elementary", "CHE"),
    }
    schools = {key: a_school(name, parent=district, identifier=code) for key, (name, code) in names.items()}
    starts, ends = _days_of_class(today)
    staff: dict[str, Someone] = {}
    classes = {
        school.id: tuple(_class_of(subject, place, school, key, staff, starts, ends) for place, subject in _taught(key))
        for key, school in schools.items()
    }
    for key, (job_role, name) in _OFFICES.items():
        a_job(_employee(name, staff), schools[key], job_role=job_role)
    return Town(district=district, starts=starts, ends=ends, classes=classes, staff=staff, **schools)


def _days_of_class(today: date) -> tuple[date, date]:
    year = year_of(today).starts.year
    return min(date(year, 8, 17), today - timedelta(days=30)), max(date(year + 1, 6, 5), today + timedelta(days=60))


def _taught(school: str) -> list[tuple[int, _Subject]]:
    if school in _SECONDARY:
        return list(enumerate(_SECONDARY[school], start=1))
    room, teacher = _HOMEROOMS[school]
    filled = [tuple(part.format(room=room, teacher=teacher) for part in each) for each in _ELEMENTARY]
    return [(place, (title, where, who)) for place, (title, where, who) in enumerate(filled, start=1)]


def _class_of(
    subject: _Subject, period: int, school: Place, key: str, staff: dict[str, Someone], starts: date, ends: date
) -> int:
    title, room, name = subject
    code = f"{key[:2].upper()}{period:02d}"
    section = a_section(
        title,
        school=school,
        course=a_course(title, school=school, code=code),
        period=str(period),
        location=room,
        starts=starts,
        ends=ends,
    )
    newcomer = name not in staff
    teacher = _employee(name, staff)
    if newcomer:
        a_job(teacher, school, job_role="Teacher")
    teaches(teacher, section)
    return section


def _employee(name: str, staff: dict[str, Someone]) -> Someone:
    if name not in staff:
        first, last = name.split(" ", 1)
        staff[name] = a_person(
            first, last, email=f"{first}.{last}@juniper-valley.example".lower(), employee_id=f"E{1001 + len(staff)}"
        )
    return staff[name]
