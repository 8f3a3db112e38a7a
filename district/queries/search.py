"""Finding people by what was typed: candidates from the index, capped, then ranked by how well they fit.

Whole words are looked for before beginnings of words, so that a short name (`Li`) is not crowded out by longer ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import CompoundSelect, Integer, Row, Select, bindparam, column, select, table, text

from district.models import Person, PersonTerms
from district.rules.searching import Ground, Sought, match, sought
from foundation import db

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


def find(
    typed: str,
    *,
    within: Reach | None = None,
    without: Reach | None = None,
    given: Mapping[str, Any] = MappingProxyType({}),
    limit: int = MOST,
) -> Found:
    """Whom `typed` finds; only among the people of `within`, only others than those of `without`.

    `given` fills the parameters that these two have.

    One statement, or two where whole words do not fill the limit. Nobody where `typed` is too short to search by.
    """
    wanted = sought(typed)
    if not wanted.ways:
        return Found()
    rows: dict[int, Row[*tuple[Any, ...]]] = {}
    for begins in (False, True):
        if len(rows) <= limit:
            asked = {**given, "asked": _asked(wanted, begins=begins), "most": limit + 1}
            found = db.session().execute(_candidates(within, without, on_sqlite=db.is_sqlite()), asked)
            rows.update((row.person_id, row) for row in found)
    ranked = sorted(_ranked(wanted, rows))[:limit]
    return Found(tuple(hit for *_, hit in ranked), has_more=len(rows) > limit)


def _ranked(wanted: Sought, rows: dict[int, Row[*tuple[Any, ...]]]) -> Iterator[tuple[int, str, int, Hit]]:
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
def _candidates(within: Reach | None, without: Reach | None, *, on_sqlite: bool) -> Select[*tuple[Any, ...]]:
    """Built once for the few reaches there are."""
    chosen = select(*_SHOWN).join(Person, Person.id == PersonTerms.person_id)
    if on_sqlite:
        chosen = chosen.join(_index, _index.c.rowid == PersonTerms.person_id)
        chosen = chosen.where(text("person_terms_index MATCH :asked"))
    else:
        chosen = chosen.where(text("person_terms.words @@ CAST(:asked AS tsquery)"))
    if within is not None:
        chosen = chosen.where(PersonTerms.person_id.in_(within))
    if without is not None:
        chosen = chosen.where(PersonTerms.person_id.not_in(without))
    return chosen.limit(bindparam("most"))
