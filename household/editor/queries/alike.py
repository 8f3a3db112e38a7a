"""Search before create: who on record, and which place, is like what was typed; out of reach, so much as is told.

Of somebody out of reach, or of the reader’s own family, a name and the school are told, and whether name and birth date
agree: no telephone, no address and no e-mail of theirs finds them here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, select
from sqlalchemy.orm import aliased

from district.models import Household, HouseholdAddress, HouseholdMember, Person
from district.nicknames import nicknames_of
from district.queries.likeness import PlaceFound, candidates_for, places_like
from district.queries.own_family import is_own_household
from district.rules.folding import address_words, number_words, phone_words, squeezed
from district.rules.likeness import Likeness, Traits, guarded_likeness, likeness
from foundation import db
from household.editor.queries.briefs import PersonSeen, line_about, seen
from household.editor.queries.reach import Reader, current, is_household_in_reach
from household.editor.rules.naming import last_names
from household.editor.rules.plan import PlannedPerson, PlannedPlace

MOST_SHOWN = 10
MOST_WEIGHED = 60
MOST_PLACES = 8
MOST_ROWS = 200


@dataclass(frozen=True)
class Alike:
    """Somebody on record who may be the one described."""

    person: PersonSeen
    birth_date: date | None
    """None also of somebody out of reach."""
    likeness: Likeness


def traits_of(person: PlannedPerson, place: PlannedPlace) -> Traits:
    """What was typed of somebody new, as the rule weighs it."""
    firsts = (person.first_name, person.preferred_first_name)
    lives_here = person.is_member and place.line_1
    return Traits(
        first_name=person.first_name,
        last_name=person.last_name,
        preferred_first_name=person.preferred_first_name,
        middle_name=person.middle_name,
        birth_date=person.birth_date,
        nicknames=frozenset(word for each in firsts for word in nicknames_of(each)),
        numbers=frozenset(number_words(person.number)),
        emails=frozenset(filter(None, [squeezed(person.email)])),
        phones=frozenset(phone_words(person.phone)),
        address=frozenset(address_words(*_findable(place))) if lives_here else frozenset(),
    )


def _findable(place: PlannedPlace) -> Iterable[str]:
    """Of an address what others who live there share, whatever they call the unit."""
    return filter(None, (place.line_1, place.postal_code.strip()[:5]))


def people_alike(wanted: Traits, reader: Reader, *, without: Collection[int] = ()) -> list[Alike]:
    """Who on record may be the one described, the likest first, without those named. Two statements."""
    weighed = [
        (found, each)
        for each in candidates_for(wanted)
        if each.person_id not in without and (found := likeness(wanted, each.traits)) is not None
    ]
    weighed = sorted(weighed, key=lambda pair: (-pair[0].score, pair[1].person_id))[:MOST_WEIGHED]
    if not weighed:
        return []
    ids = [each.person_id for _, each in weighed]
    lines = {row.person_id: seen(row) for row in db.session().execute(_LINES, reader.given | {"people": ids})}
    shown = []
    for found, each in weighed:
        person = lines[each.person_id]
        if person.is_open:
            shown.append(Alike(person, each.traits.birth_date, found))
        elif (guarded := guarded_likeness(wanted, each.traits)) is not None:
            shown.append(Alike(person, None, guarded))
    return sorted(shown, key=lambda one: -one.likeness.score)[:MOST_SHOWN]


@dataclass(frozen=True)
class Neighbour:
    """A household that lives at an address today."""

    public_id: str
    last_names: tuple[str, ...]
    """Empty of one out of reach."""
    is_in_reach: bool
    is_own: bool


@dataclass(frozen=True)
class PlaceAlike:
    """An address on record that may be the place that was typed, and who lives there."""

    found: PlaceFound
    neighbours: tuple[Neighbour, ...]


def places_alike(place: PlannedPlace, reader: Reader) -> list[PlaceAlike]:
    """Addresses on record that may be the place, the likest first, with the households there. Two statements."""
    found = places_like(place.lines, on=reader.on)[:MOST_PLACES]
    if not found:
        return []
    given = reader.given | {"addresses": [each.address_id for each in found]}
    households: dict[tuple[int, str], list[Any]] = {}
    for row in db.session().execute(_NEIGHBOURS, given):
        households.setdefault((row.address_id, row.public_id), []).append(row)
    return [
        PlaceAlike(each, tuple(_neighbour(rows) for (at, _), rows in households.items() if at == each.address_id))
        for each in found
    ]


def _neighbour(rows: list[Any]) -> Neighbour:
    first = rows[0]
    names = [row.preferred_last_name or row.last_name for row in rows if row.last_name]
    shown = last_names(names, []) if first.in_reach and not first.is_own else ()
    return Neighbour(first.public_id, tuple(shown), first.in_reach, first.is_own)


_PEOPLE: BindParameter[int] = bindparam("people", expanding=True)
_LINES = select(*line_about(Person)).where(Person.id.in_(_PEOPLE))


def _neighbours() -> Select[*tuple[Any, ...]]:
    place, member, person = aliased(HouseholdAddress), aliased(HouseholdMember), aliased(Person)
    addresses: BindParameter[int] = bindparam("addresses", expanding=True)
    return (
        select(
            place.address_id,
            Household.public_id,
            is_household_in_reach(Household.id).label("in_reach"),
            is_own_household(Household.id).label("is_own"),
            person.last_name,
            person.preferred_last_name,
        )
        .join(Household, Household.id == place.household_id)
        .outerjoin(member, and_(member.household_id == Household.id, current(member.starts, member.ends)))
        .outerjoin(person, person.id == member.person_id)
        .where(
            place.address_id.in_(addresses),
            place.is_confidential.is_(False),
            current(place.starts, place.ends),
        )
        .order_by(place.address_id, Household.id, person.birth_date.is_(None), person.birth_date, person.id)
        .limit(MOST_ROWS)
    )


_NEIGHBOURS = _neighbours()
