"""What stands on record of a student's health. Whoever asks has been let see the student, by the door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, case, select

from district.models import Immunization, Person
from district.rules.immunizations import Dose, Exemption
from foundation import db


class Entry(NamedTuple):
    """One line of the record: a dose, or an exemption."""

    vaccine: str
    exemption: str
    """Its kind; empty of a dose."""
    day: date | None
    """Of the dose, or from which the exemption is."""


@dataclass(frozen=True)
class Shots:
    """Doses and exemptions on record, the oldest first, those without a day last; and the birth date, if known."""

    born: date | None
    doses: tuple[Dose, ...]
    exemptions: tuple[Exemption, ...]


def immunizations_of(person_id: int) -> Shots:
    """What the sources say of a student today. One statement."""
    rows = db.session().execute(_OF_PERSON, {"person": person_id}).all()
    said = (Entry(vaccine, exemption, day) for _, vaccine, exemption, day in rows if vaccine is not None)
    return shots_of(rows[0].birth_date if rows else None, said)


def shots_of(born: date | None, entries: Iterable[Entry]) -> Shots:
    """What the entries of one student say together."""
    said = list(entries)
    doses = [Dose(each.vaccine, each.day) for each in said if not each.exemption]
    exemptions = [Exemption(each.vaccine, each.exemption, each.day) for each in said if each.exemption]
    doses.sort(key=lambda each: (each.given_on is None, each.given_on or date.max, each.vaccine))
    exemptions.sort(key=lambda each: (each.since or date.max, each.vaccine, each.kind))
    return Shots(born, tuple(doses), tuple(exemptions))


DAY = case((Immunization.exemption == "", Immunization.given_on), else_=Immunization.exempt_on)
"""Of an entry."""
_OF_PERSON = (
    select(Person.birth_date, Immunization.vaccine, Immunization.exemption, DAY)
    .outerjoin(Immunization, (Immunization.person_id == Person.id) & Immunization.is_current)
    .where(Person.id == bindparam("person", type_=BigInteger))
)
