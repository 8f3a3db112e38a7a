"""Dated things on record, of different kinds, in one statement: the columns all kinds share, and so much of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    String,
    bindparam,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from district.models import CardConfirmed, Person, RecordRead
from district.queries.own_family import own_family
from foundation import db
from household.editor.models import CleanupFinding
from household.editor.queries.reach import READER, Column, current, is_in_reach

MOST_OF_A_KIND = 30
"""Rows of one kind on a page; of more it is said that there are more."""
MOST_TEXTS = 8
_TEXTS = tuple(f"text_{n}" for n in range(1, MOST_TEXTS + 1))


@dataclass(frozen=True)
class Fact:
    """One thing on record; what its texts are depends on the kind."""

    kind: str
    id: int
    """Of the row that says so."""
    texts: tuple[str, ...]
    starts: date | None
    ends: date | None
    is_current: bool
    is_sure: bool
    """A contact point that works; what is primary; the reader’s own look."""
    at: datetime | None
    """When a contact point was confirmed; when somebody looked, or changed something."""


@dataclass(frozen=True)
class Facts:
    """What is on record, by kind, what holds today first."""

    by_kind: dict[str, tuple[Fact, ...]]
    more: frozenset[str]
    """Kinds of which there is more than is shown."""

    def of(self, *kinds: str) -> list[Fact]:
        """The facts of these kinds."""
        return [fact for kind in kinds for fact in self.by_kind.get(kind, ())]


def asked(*parts: Select[Any], latest: Iterable[Select[Any]] = ()) -> CompoundSelect[Any]:
    """One statement of parts that are made by `fact_row`; of `latest` each has its own limit."""
    # One more than is shown tells that there are more; a branch of a union takes its limit only from within.
    limited = [part.limit(MOST_OF_A_KIND + 1) for part in parts]
    return union_all(*(select(part.subquery()) for part in (*limited, *latest)))


def gathered(statement: CompoundSelect[Any], **given: Any) -> Facts:
    """The facts that a statement made by `asked` finds."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for row in db.session().execute(statement, given):
        texts = tuple(getattr(row, name) for name in _TEXTS)
        found[row.kind].append(Fact(row.kind, row.id, texts, row.starts, row.ends, row.is_current, row.is_sure, row.at))
    for facts in found.values():
        facts.sort(key=_newest, reverse=True)
    return Facts(
        {kind: tuple(facts[:MOST_OF_A_KIND]) for kind, facts in found.items()},
        frozenset(kind for kind, facts in found.items() if len(facts) > MOST_OF_A_KIND),
    )


def fact_row(kind: str, *texts: Any, model: Any, is_sure: Any = None, at: Any = None) -> Select[Any]:
    """A select of one kind of fact, in the columns all kinds share."""
    starts: Any = getattr(model, "starts", None)
    ends: Any = getattr(model, "ends", None)
    blanks = [literal("", String)] * (MOST_TEXTS - len(texts))
    is_dated = starts is not None and ends is not None
    return select(
        literal(kind).label("kind"),
        model.id.label("id"),
        *(func.coalesce(text, "").label(f"text_{n}") for n, text in enumerate((*texts, *blanks), start=1)),
        (null().cast(Date) if starts is None else starts).label("starts"),
        (null().cast(Date) if ends is None else ends).label("ends"),
        (current(starts, ends) if is_dated else literal(True, Boolean)).label("is_current"),
        (literal(True, Boolean) if is_sure is None else is_sure).label("is_sure"),
        (null().cast(RecordRead.at.type) if at is None else at).label("at"),
    )


def looks() -> Select[Any]:
    """Who has looked at any of the `people`: name, office, at whom, where; `is_sure` where it was the reader."""
    looker, seen = aliased(Person), aliased(Person)
    people: BindParameter[int] = bindparam("people", expanding=True)
    return (
        fact_row(
            "look",
            name_of(looker),
            RecordRead.office,
            name_of(seen),
            RecordRead.page,
            model=RecordRead,
            is_sure=RecordRead.reader_id == READER,
            at=RecordRead.at,
        )
        .join(looker, looker.id == RecordRead.reader_id)
        .join(seen, seen.id == RecordRead.person_id)
        .where(RecordRead.person_id.in_(people))
        .order_by(RecordRead.at.desc(), RecordRead.id.desc())
    )


def confirmations() -> Select[Any]:
    """When a family last said that the card of one of `fed` is right, by the public id of whose card it is."""
    whose, later = aliased(Person), aliased(CardConfirmed)
    fed: BindParameter[int] = bindparam("fed", expanding=True)
    is_later = exists().where(later.person_id == CardConfirmed.person_id, later.id > CardConfirmed.id)
    return (
        fact_row("confirmed", whose.public_id, model=CardConfirmed, at=CardConfirmed.confirmed_at)
        .join(whose, whose.id == CardConfirmed.person_id)
        .where(CardConfirmed.person_id.in_(fed), ~is_later)
        .order_by(CardConfirmed.id.desc())
    )


def finding_facts(whom_id: Column[int] | Column[int | None]) -> Select[Any]:
    """What the last check found wrong and is not settled: its code, its public id and who else it is about, the worst
    first."""
    found, whom = CleanupFinding, aliased(Person)
    return (
        fact_row("finding", found.code, found.public_id, masked(whom), model=found, at=found.opened_at)
        .outerjoin(whom, whom.id == whom_id)
        .where(found.closed_at.is_(None))
        .order_by(found.severity, found.first_seen, found.id)
    )


def name_of(person: Any) -> Column[str]:
    """The name in use."""
    called = func.coalesce(func.nullif(person.preferred_first_name, ""), person.first_name)
    last = func.coalesce(func.nullif(person.preferred_last_name, ""), person.last_name)
    name: Column[str] = called + " " + last
    return name


def masked(person: type[Person]) -> ColumnElement[str]:
    """The name within reach and of one's own family; first name and initial of anybody else."""
    called = func.coalesce(func.nullif(person.preferred_first_name, ""), person.first_name)
    last = func.coalesce(func.nullif(person.preferred_last_name, ""), person.last_name)
    is_seen = or_(is_in_reach(person.id), person.id.in_(own_family()))
    return case((is_seen, name_of(person)), else_=called + " " + func.upper(func.substr(last, 1, 1)) + ".")


def line_of(place: Any) -> Column[str]:
    """`2214 Larkspur Court, Unit B`"""
    line: Column[str] = place.line_1 + case((place.line_2 != "", ", " + place.line_2), else_="")
    return line


def town_of(place: Any) -> Column[str]:
    """`Juniper Valley, CO 80999`"""
    town: Column[str] = place.city + ", " + place.state + " " + place.postal_code
    return town


def _newest(fact: Fact) -> tuple[bool, str]:
    when = fact.starts or fact.ends or fact.at
    return fact.is_current, when.isoformat() if when else ""
