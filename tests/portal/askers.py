"""Families who ask for a new code: by mail, by text, by call, by no way; and what each would type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from demo import people
from demo.cast import LONG_AGO, SIS, Place, Someone, keep
from district.models import ContactPoint
from portal.rules.asking import Asked


@dataclass(frozen=True)
class Askers:
    """Luz Vega-Ortiz (17) and her family, and Sam Hill (10), whose mother has neither e-mail nor phone."""

    school: Place
    luz: Someone
    mailed: Someone
    texted: Someone
    called: Someone
    sam: Someone
    unreached: Someone
    stepfather: Someone
    """On record, and no guardian."""


def askers(school: Place) -> Askers:
    """Inside a transaction: write them."""
    luz = people.a_student(
        "Luz", "Vega-Ortiz", school=school, grade="11", born=date(2010, 3, 14), number="0040233", language="es"
    )
    sam = people.a_student("Sam", "Hill", school=school, grade="05", born=date(2016, 7, 1), number="50111")
    mailed = people.a_guardian(
        "Ana María", "Vega", of=(luz,), language="es", email="ana@vega.example", phone="+13035550101"
    )
    texted = people.a_guardian("Bruno", "Vega", of=(luz,), language="es", phone="+13035550102")
    called = people.a_guardian("Celia", "Ortiz", of=(luz,), language="en")
    a_phone(called, "+13035550103")
    unreached = people.a_guardian("Dora", "Hill", of=(sam,))
    stepfather = people.a_guardian("Egon", "Stark", of=(luz,), email="egon@stark.example", guardian=False)
    return Askers(school, luz, mailed, texted, called, sam, unreached, stepfather)


def a_phone(person: Someone, number: str, *, called: str = "phone", is_valid: bool = True) -> None:
    keep(
        ContactPoint(
            person_id=person.id, kind="phone", type=called, value=number, source=SIS, starts=LONG_AGO, is_valid=is_valid
        )
    )


def asked(person: Someone, student: Someone, *, school: str = "", number: str = "") -> Asked:
    """What `person` types; the student's number unless `school` is given."""
    assert student.born is not None
    return Asked(
        first_name=person.first_name,
        last_name=person.last_name,
        student_first_name=student.first_name,
        student_last_name=student.last_name,
        student_birth_date=student.born,
        student_number=number or ("" if school else student.number),
        school=school,
    )
