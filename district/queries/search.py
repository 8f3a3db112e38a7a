"""Finding people by what was typed: candidates from the index, capped, then ranked by how well they fit.

Whole words are looked for before beginnings of words, so that a short name (`Li`) is not crowded out by longer ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Row,
    Select,
    bindparam,
    column,
    func,
    literal,
    select,
    table,
    text,
    union_all,
)

from district.models import Person, PersonTerms
from district.rules.searching import Ground, Sought, match, sought
from foundation import db, postgres

MOST = 500
"""Candidates that are ranked; of more than these it is said that there are more."""

Reach = Select[tuple[int]] | CompoundSelect[tuple[int]]
"""A select of person ids."""


@dataclass(frozen=True)
class Hit:
    """Someone found, with the grounds on which."""

    person_id: int
    public_id: str
    called: str
    full_name: str
    grounds: tuple[Ground, ...]
    """The strongest first."""


@dataclass(frozen=True)
class Found:
    """The people found, the best first; `has_more` when there were more candidates than are ranked."""

    hits: tuple[Hit, ...] = ()
    has_more: bool = False


class Part(NamedTuple):
    """Among whom to look, and how many at most: everybody, those `within` a reach, or those `without` it."""

    within: Reach | None = None
    without: Reach | None = None
    limit: int = MOST


def find(typed: str, *parts: Part, given: Mapping[str, Any] = MappingProxyType({})) -> tuple[Found, ...]:
    """Whom `typed` finds in each of `parts`. `given` fills the parameters that their reaches have.

    One statement. Nobody where `typed` is too short to search by.
    """
    wanted = sought(typed)
    if not wanted.ways:
        return tuple(Found() for _ in parts)
    asked = {"whole": _asked(wanted, begins=False), "begins": _asked(wanted, begins=True)}
    most = {f"most_{place}": part.limit + 1 for place, part in enumerate(parts)}
    reaches = tuple((part.within, part.without) for part in parts)
    rows = db.session().execute(_candidates(reaches, on_sqlite=db.is_sqlite()), {**given, **asked, **most}).all()
    return tuple(
        _found(wanted, {row.person_id: row for row in rows if row.part == place}, limit=part.limit)
        for place, part in enumerate(parts)
    )


def _found(wanted: Sought, rows: Mapping[int, Row[*tuple[Any, ...]]], *, limit: int) -> Found:
    ranked = sorted(_ranked(wanted, rows))[:limit]
    return Found(tuple(hit for *_, hit in ranked), has_more=len(rows) > limit)


def _ranked(wanted: Sought, rows: Mapping[int, Row[*tuple[Any, ...]]]) -> Iterator[tuple[int, str, int, Hit]]:
    """With what puts the hits in order: the fit, then the terms, which begin with the last name."""
    for row in rows.values():
        fit = match(wanted, row.terms)
        if fit is not None:
            first = row.preferred_first_name or row.first_name
            last = row.preferred_last_name or row.last_name
            hit = Hit(row.person_id, row.public_id, first, f"{first} {last}", fit.grounds)
            yield fit.distance, row.terms, row.person_id, hit


def _asked(wanted: Sought, *, begins: bool) -> str:
    """What is wanted in the words of the index. Folded words hold no sign of theirs, and are quoted besides."""
    ways = [[_word(each, begins=begins) for each in way] for way in wanted.ways]
    either, both = (" OR ", " AND ") if db.is_sqlite() else (" | ", " & ")
    return either.join(f"({both.join(way)})" for way in ways)


def _word(word: str, *, begins: bool) -> str:
    if db.is_sqlite():
        return f'"{word}"*' if begins else f'"{word}"'
    return f"'{word}':*" if begins else f"'{word}'"


_SHOWN = (
    PersonTerms.person_id,
    PersonTerms.terms,
    Person.public_id,
    Person.first_name,
    Person.last_name,
    Person.preferred_first_name,
    Person.preferred_last_name,
)
_index = table("person_terms_index", column("rowid", Integer))


@lru_cache(maxsize=16)
def _candidates(reaches: tuple[tuple[Reach | None, Reach | None], ...], *, on_sqlite: bool) -> CompoundSelect[Any]:
    """Built once for the few reaches there are. Beginnings are looked for only where whole words do not fill a part."""
    asked = []
    for place, (within, without) in enumerate(reaches):
        most = bindparam(f"most_{place}", type_=Integer)
        whole = _matching("whole", within, without, on_sqlite=on_sqlite).limit(most).cte(f"whole_{place}")
        filled = select(func.count()).select_from(whole).scalar_subquery()
        begins = _matching("begins", within, without, on_sqlite=on_sqlite).where(filled < most).limit(most).subquery()
        part = literal(place).label("part")
        asked += [select(part, whole), select(part, begins)]
    return postgres.planned_anew(union_all(*asked))


def _matching(how: str, within: Reach | None, without: Reach | None, *, on_sqlite: bool) -> Select[*tuple[Any, ...]]:
    chosen = select(*_SHOWN).join(Person, Person.id == PersonTerms.person_id)
    if on_sqlite:
        chosen = chosen.join(_index, _index.c.rowid == PersonTerms.person_id)
        chosen = chosen.where(text(f"person_terms_index MATCH :{how}"))
    else:
        chosen = chosen.where(text(f"person_terms.words @@ CAST(:{how} AS tsquery)"))
    if within is not None:
        chosen = chosen.where(PersonTerms.person_id.in_(within))
    if without is not None:
        chosen = chosen.where(PersonTerms.person_id.not_in(without))
    return chosen
