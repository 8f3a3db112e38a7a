"""Attendance of the demo’s students, the hours of their schools’ bells, and the two terms of the year.

Lucía and Minh were absent lately and nobody has excused it; Mateo’s absences are excused; Nora missed a class; the
high school and the middle school have bell times, the elementary schools none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, select

from demo.cast import SOURCE, Place, Someone, keep
from demo.world import World
from district.models import AcademicSession, AttendanceEvent, ClassEnrollment, MeetingTime, Section
from district.rules.business_days import why_closed
from foundation import db

BELLS = ("08:05", "09:00", "09:55", "10:50", "12:20", "13:15", "14:10")
"""When periods 1 to 7 begin; each lasts fifty minutes."""
LASTS = timedelta(minutes=50)


@dataclass(frozen=True)
class _Told:
    """One event: how many school days ago, of which period (0: the whole day), and what the school says of it."""

    ago: int
    category: str
    excused: bool | None
    period: int = 0
    reason: str = ""
    comment: str = ""


_OF = {
    "lucia": (
        _Told(2, "absent", None, comment="Nobody called."),
        _Told(9, "tardy", False, reason="Bus"),
        _Told(24, "absent", True, reason="Ill", comment="Called in before 8."),
    ),
    "mateo": (_Told(5, "absent", True, reason="Dentist"), _Told(30, "early-departure", True, reason="Dentist")),
    "nora": (_Told(3, "absent", False, period=4), _Told(15, "partial", True, reason="Assembly")),
    "minh": (
        _Told(1, "absent", False, period=2),
        _Told(1, "absent", False, period=3),
        _Told(4, "absent", None),
        _Told(11, "tardy", None, period=1),
        _Told(20, "absent", True, reason="Field trip"),
        _Told(21, "unknown", None, reason="ISS"),
    ),
    "tobi": (_Told(6, "absent", None),),
    "maya": (_Told(8, "tardy", True, reason="Snow"),),
}


def some_were_absent(world: World) -> None:
    """Write terms, bell times and attendance into the open transaction, as of the world’s day."""
    _terms(world)
    for school in (world.town.high, world.town.middle):
        _bells(school)
    for name, told in _OF.items():
        for each in told:
            _event(getattr(world, name), each, world.today)


def _terms(world: World) -> None:
    if db.session().scalar(select(exists().where(AcademicSession.source == SOURCE))):
        return
    town = world.town
    half = town.starts + (town.ends - town.starts) / 2
    for title, starts, ends in (("Fall semester", town.starts, half), ("Spring semester", half, town.ends)):
        keep(
            AcademicSession(
                title=title,
                kind="term",
                starts=starts,
                ends=ends,
                school_year=town.ends.year,
                source=SOURCE,
                source_key=title,
            )
        )


def _bells(school: Place) -> None:
    for number, begins in enumerate(BELLS, start=1):
        hour, minute = map(int, begins.split(":"))
        ends = timedelta(hours=hour, minutes=minute) + LASTS
        keep(
            MeetingTime(
                school_id=school.id,
                period=str(number),
                begins=begins,
                finishes=f"{ends.seconds // 3600:02}:{ends.seconds // 60 % 60:02}",
                is_current=True,
                source=SOURCE,
                source_key=f"{number}@{school.code}",
            )
        )


def _event(student: Someone, told: _Told, today: date) -> None:
    seats = select(Section).join(ClassEnrollment, ClassEnrollment.section_id == Section.id)
    sections = db.session().scalars(seats.where(ClassEnrollment.person_id == student.id).order_by(Section.id)).all()
    section = next((each for each in sections if each.period == str(told.period)), None)
    day = _school_day(today, told.ago)
    keep(
        AttendanceEvent(
            person_id=student.id,
            school_id=sections[0].school_id if sections else None,
            section_id=section.id if section else None,
            period=str(told.period) if told.period else "",
            day=day,
            category=told.category,
            excused=told.excused,
            reason=told.reason,
            comment=f"{told.comment} ({student.marker})" if told.comment else "",
            said=told.reason if told.category == "unknown" else told.category,
            is_current=True,
            source=SOURCE,
            source_key=f"{student.number or student.public_id}@{told.period}#{day}",
        )
    )


def _school_day(today: date, ago: int) -> date:
    """The day that so many school days ago was one."""
    day = today
    while ago:
        day -= timedelta(days=1)
        ago -= why_closed(day) is None
    return day
