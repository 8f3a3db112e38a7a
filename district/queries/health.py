"""What stands on record of a student's health. Whoever asks has been let see the student, by the door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from district.models import Immunization, Person
from district.rules.immunizations import Dose, Exemption
from foundation import db


@dataclass(frozen=True)
class Shots:
    """Doses and exemptions on record, the oldest first, those without a day last; and the birth date, if known."""

    born: date | None
    doses: tuple[Dose, ...]
    exemptions: tuple[Exemption, ...]


def immunizations_of(person_id: int) -> Shots:
    """What the sources say of a student today. One statement."""
    return immunizations_of_all([person_id]).get(person_id, Shots(None, (), ()))


def immunizations_of_all(person_ids: Sequence[int]) -> dict[int, Shots]:
    """The same of several students, by their ids. One statement."""
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in db.session().execute(_OF_PEOPLE, {"people": sorted(person_ids)}):
        rows[row.id].append(row)
    return {person_id: _shots(found) for person_id, found in rows.items()}


def _shots(rows: Sequence[Any]) -> Shots:
    said = [each for each in rows if each.vaccine is not None]
    doses = [Dose(each.vaccine, each.given_on) for each in said if not each.exemption]
    exemptions = [Exemption(each.vaccine, each.exemption, each.exempt_on) for each in said if each.exemption]
    doses.sort(key=lambda each: (each.given_on is None, each.given_on or date.max, each.vaccine))
    exemptions.sort(key=lambda each: (each.since or date.max, each.vaccine, each.kind))
    return Shots(rows[0].birth_date, tuple(doses), tuple(exemptions))


_OF_PEOPLE = (
    select(
        Person.id,
        Person.birth_date,
        Immunization.vaccine,
        Immunization.given_on,
        Immunization.exemption,
        Immunization.exempt_on,
    )
    .outerjoin(Immunization, (Immunization.person_id == Person.id) & Immunization.is_current)
    .where(Person.id.in_(bindparam("people", expanding=True)))
)
