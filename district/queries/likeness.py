"""Who on record may be the same human as somebody described, and which addresses may be the same place.

Candidates come from the index of terms and from birth dates, so many of each kind; the rule weighs them. What is found
is of the whole district: whoever shows it masks who is out of reach.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Date,
    Integer,
    Select,
    bindparam,
    column,
    exists,
    or_,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.orm import aliased

from district.models import Address, HouseholdAddress, Person, PersonTerms
from district.nicknames import nicknames_of
from district.queries.own_family import ON
from district.rules.folding import name_words
from district.rules.likeness import Band, Traits, near_dates
from district.rules.places_alike import Lines, PlaceLikeness, places_alike
from district.rules.searching import Ground
from foundation import db, postgres

MOST_OF_A_KIND = 200
"""Candidates by one way of being found."""
MOST_PLACES = 500
"""Addresses of one house number in one postal code: a tower."""


@dataclass(frozen=True)
class Candidate:
    """Somebody on record, with what the rule weighs."""

    person_id: int
    traits: Traits


def candidates_for(wanted: Traits) -> list[Candidate]:
    """People who may be the one described, in no order. One statement."""
    named = [*_last_words(wanted), *_first_words(wanted)]
    asked = {
        "names": _both(_any_of(_last_words(wanted)), _any_of(_first_words(wanted))),
        "proofs": _any_of([*wanted.numbers, *wanted.emails, *wanted.phones]),
        "neighbours": _both(_all_of(wanted.address), _any_of(named)),
        "days": [*near_dates(wanted.birth_date), wanted.birth_date] if wanted.birth_date else [],
        "born": wanted.birth_date,
        "either": json.dumps(named) if db.is_sqlite() else _any_of(named),
        "last": f"%{next(iter(sorted(wanted.lasts)), '-')}%",
    }
    rows = db.session().execute(_candidates(on_sqlite=db.is_sqlite()), asked)
    return [Candidate(row.person_id, _traits(row)) for row in rows]


def _traits(row: Any) -> Traits:
    lines = [frozenset(line.split()) for line in row.terms.split("\n")]
    return Traits(
        first_name=row.first_name,
        last_name=row.last_name,
        preferred_first_name=row.preferred_first_name,
        preferred_last_name=row.preferred_last_name,
        middle_name=row.middle_name,
        birth_date=row.birth_date,
        nicknames=frozenset((*nicknames_of(row.first_name), *nicknames_of(row.preferred_first_name))),
        former=lines[Ground.FORMER_NAME],
        numbers=lines[Ground.NUMBER],
        emails=lines[Ground.EMAIL],
        phones=lines[Ground.PHONE],
        address=lines[Ground.ADDRESS],
    )


def _last_words(wanted: Traits) -> list[str]:
    words = (each for name in (wanted.last_name, wanted.preferred_last_name) if name for each in name_words(name))
    return sorted({each for each in words if len(each) > 1 or not each.isascii()})


def _first_words(wanted: Traits) -> list[str]:
    names = [name for name in (wanted.first_name, wanted.preferred_first_name) if name]
    words = {each for name in names for each in (*name_words(name), *nicknames_of(name))}
    return sorted(each for each in words if len(each) > 1 or not each.isascii())


_NOBODY = "0nobody0"
"""A word no terms hold: an empty question is an error to both indexes."""


def _any_of(words: Iterable[str]) -> str:
    return f"({(' OR ' if db.is_sqlite() else ' | ').join(map(_quoted, words)) or _quoted(_NOBODY)})"


def _all_of(words: Iterable[str]) -> str:
    return f"({(' AND ' if db.is_sqlite() else ' & ').join(map(_quoted, sorted(words))) or _quoted(_NOBODY)})"


def _both(one: str, other: str) -> str:
    return f"{one} {'AND' if db.is_sqlite() else '&'} {other}"


def _quoted(word: str) -> str:
    """A folded word holds no sign of an index's own."""
    return f'"{word}"' if db.is_sqlite() else f"'{word}'"


_EITHER_SQLITE = "EXISTS (SELECT 1 FROM json_each(:either) w WHERE instr(person_terms.terms, w.value) > 0)"
_EITHER_POSTGRESQL = "person_terms.words @@ CAST(:either AS tsquery)"
"""Whether somebody is found by one of the names, or by what they stand for."""

_DAYS: BindParameter[Any] = bindparam("days", expanding=True)
"""The day of birth, and those that are nearly it."""
_index = table("person_terms_index", column("rowid", Integer))


@lru_cache(maxsize=2)
def _candidates(*, on_sqlite: bool) -> Select[*tuple[Any, ...]]:
    """Built once for each database."""
    # A join of the two PostgreSQL would give to a second process, and wait longer for that than for the rows.
    terms = select(PersonTerms.terms).where(PersonTerms.person_id == Person.id).scalar_subquery()
    near = select(Person.id.label("person_id")).where(Person.birth_date.in_(_DAYS), terms.like(bindparam("last")))
    born = (
        select(Person.id.label("person_id"))
        .join(PersonTerms, PersonTerms.person_id == Person.id)
        .where(Person.birth_date == bindparam("born"), text(_EITHER_SQLITE if on_sqlite else _EITHER_POSTGRESQL))
    )
    parts = [
        _namesakes(on_sqlite=on_sqlite),
        *(_found_by(how, on_sqlite=on_sqlite) for how in ("proofs", "neighbours")),
    ]
    parts = [each.limit(MOST_OF_A_KIND) for each in (*parts, born, near)]
    found = union_all(*(select(part.subquery()) for part in parts)).subquery()
    return postgres.planned_anew(
        select(
            PersonTerms.person_id,
            PersonTerms.terms,
            Person.first_name,
            Person.middle_name,
            Person.last_name,
            Person.preferred_first_name,
            Person.preferred_last_name,
            Person.birth_date,
        )
        .join(Person, Person.id == PersonTerms.person_id)
        .where(PersonTerms.person_id.in_(select(found.c.person_id)))
    )


def _found_by(how: str, *, on_sqlite: bool) -> Select[*tuple[Any, ...]]:
    if on_sqlite:
        return select(_index.c.rowid.label("person_id")).where(text(f"person_terms_index MATCH :{how}"))
    return select(PersonTerms.person_id).where(text(f"person_terms.words @@ CAST(:{how} AS tsquery)"))


def _namesakes(*, on_sqlite: bool) -> Select[*tuple[Any, ...]]:
    """Who was born on a day that cannot be this one is found by what else agrees, or is somebody else: a large district
    has hundreds of one name, and they would fill the list before the right one."""
    found = _found_by("names", on_sqlite=on_sqlite)
    named = _index.c.rowid if on_sqlite else PersonTerms.person_id
    may_be = or_(bindparam("born", type_=Date).is_(None), Person.birth_date.is_(None), Person.birth_date.in_(_DAYS))
    return found.join(Person, Person.id == named).where(may_be)


_SUREST_FIRST = list(Band)
_ESCAPE = "!"


@dataclass(frozen=True)
class PlaceFound:
    """An address on record that may be the same place, and why."""

    address_id: int
    lines: Lines
    likeness: PlaceLikeness


def places_like(lines: Lines, *, on: date) -> list[PlaceFound]:
    """Addresses on record that may be this place, the likest first. One statement.

    One that is confidential to a household of today is not told of, to nobody: it is not there.
    """
    zip_code = lines[4].strip()[:5]
    house = lines[0].strip().split(" ", 1)[0]
    for sign in (_ESCAPE, "%", "_"):
        house = house.replace(sign, _ESCAPE + sign)
    asked = {"first": zip_code, "last": f"{zip_code}-9999", "house": f"{house} %", "on": on}
    found = []
    for row in db.session().execute(_PLACES, asked):
        there = (row.line_1, row.line_2, row.city, row.state, row.postal_code)
        alike = places_alike(lines, there)
        if alike is not None:
            found.append(PlaceFound(row.id, there, alike))
    return sorted(found, key=lambda each: (_SUREST_FIRST.index(each.likeness.band), each.address_id))


def _places() -> Select[*tuple[Any, ...]]:
    place = aliased(HouseholdAddress)
    is_kept = exists().where(
        place.address_id == Address.id,
        place.is_confidential.is_(True),
        or_(place.ends.is_(None), place.ends > ON),
    )
    return (
        select(Address.id, Address.line_1, Address.line_2, Address.city, Address.state, Address.postal_code)
        .where(
            Address.postal_code.between(bindparam("first"), bindparam("last")),
            Address.line_1.ilike(bindparam("house"), escape=_ESCAPE),
            ~is_kept,
        )
        .order_by(Address.id)
        .limit(MOST_PLACES)
    )


_PLACES = _places()
