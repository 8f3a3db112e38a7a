"""The figures of the last counting, and the people behind each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, select, tuple_

from district.models import Person, School
from foundation import db
from portal.models import FunnelPerson, FunnelSum
from portal.rules.funnel import Step

WHOLE_DISTRICT = 0
PORTION = 1000
KIND_OF_SCHOOL = "school"


@dataclass(frozen=True)
class Narrowed:
    """Whose figures are asked for. None asks for all."""

    school_id: int | None = None
    language: str | None = None
    """Empty: those without a language on file."""
    kind: str | None = None


@dataclass(frozen=True)
class Figures:
    """How many at each step: of all that is asked for, and apart by school, language and kind."""

    all: Counter[Step]
    by_school: dict[int, Counter[Step]]
    by_language: dict[str, Counter[Step]]
    by_kind: dict[str, Counter[Step]]


class Place(NamedTuple):
    """Where in a list one stands: what comes after it is the next page."""

    kind: str
    language: str
    person_id: int


@dataclass(frozen=True)
class Counted:
    """One person in a list, with every step at which they were counted."""

    person_id: int
    public_id: str
    first_name: str
    last_name: str
    kind: str
    language: str
    steps: frozenset[Step]

    @property
    def place(self) -> Place:
        return Place(self.kind, self.language, self.person_id)


@dataclass(frozen=True)
class SchoolToChoose:
    """A school that a list may be narrowed to."""

    id: int
    public_id: str
    name: str


def schools_to_choose() -> list[SchoolToChoose]:
    """Every school, by name. One statement."""
    asked = select(School.id, School.public_id, School.name).where(School.kind == KIND_OF_SCHOOL).order_by(School.name)
    return [SchoolToChoose(*row) for row in db.session().execute(asked)]


def languages_counted(run_id: int) -> list[str]:
    """The language of everybody counted, each once. One statement."""
    asked = select(FunnelSum.language).where(FunnelSum.run_id == run_id, FunnelSum.school_id == WHOLE_DISTRICT)
    return list(db.session().scalars(asked.distinct()))


def figures(run_id: int, asked: Narrowed) -> Figures:
    """What was counted of those asked for. One statement over the sums, of which there are a few for each school."""
    rows = db.session().execute(
        select(FunnelSum.school_id, FunnelSum.kind, FunnelSum.language, *_SUMS).where(FunnelSum.run_id == run_id)
    )
    found = Figures(Counter(), {}, {}, {})
    for school_id, kind, language, *numbers in rows:
        if asked.kind not in (None, kind):
            continue
        counted = Counter(dict(zip(Step, numbers, strict=True)))
        is_total = school_id == (asked.school_id or WHOLE_DISTRICT)
        if asked.language in (None, language):
            if is_total:
                found.all.update(counted)
                found.by_kind.setdefault(kind, Counter()).update(counted)
            if school_id != WHOLE_DISTRICT and asked.school_id in (None, school_id):
                found.by_school.setdefault(school_id, Counter()).update(counted)
        if is_total:
            found.by_language.setdefault(language, Counter()).update(counted)
    return found


def people_at(run_id: int, step: Step, asked: Narrowed, *, after: Place | None = None, limit: int) -> list[Counted]:
    """The next `limit` people counted at a step: by kind, by language, in the order they came. One statement."""
    return [_counted(row) for row in db.session().execute(_people(run_id, step, asked, after).limit(limit))]


def everybody_at(run_id: int, step: Step, asked: Narrowed) -> Iterator[Sequence[Counted]]:
    """All of them, portion by portion, each read by a statement of its own: no cursor stays open."""
    after: Place | None = None
    while portion := people_at(run_id, step, asked, after=after, limit=PORTION):
        yield portion
        after = portion[-1].place


_SUMS = tuple(getattr(FunnelSum, step) for step in Step)
_FLAGS = tuple(getattr(FunnelPerson, step) for step in Step if step is not Step.ENTITLED)
_PLACE = (FunnelPerson.kind, FunnelPerson.language, FunnelPerson.person_id)


def _people(run_id: int, step: Step, asked: Narrowed, after: Place | None) -> Select[*tuple[Any, ...]]:
    """Along the index of the step."""
    found = (
        select(
            Person.public_id,
            Person.first_name,
            Person.preferred_first_name,
            Person.last_name,
            Person.preferred_last_name,
            *_PLACE,
            *_FLAGS,
        )
        .join(Person, Person.id == FunnelPerson.person_id)
        .where(FunnelPerson.run_id == run_id, FunnelPerson.school_id == (asked.school_id or WHOLE_DISTRICT))
        .order_by(*_PLACE)
    )
    if step is not Step.ENTITLED:
        found = found.where(getattr(FunnelPerson, step).is_(True))
    if asked.kind is not None:
        found = found.where(FunnelPerson.kind == asked.kind)
    if asked.language is not None:
        found = found.where(FunnelPerson.language == asked.language)
    return found if after is None else found.where(tuple_(*_PLACE) > after)


def _counted(row: Row[*tuple[Any, ...]]) -> Counted:
    public_id, first, preferred_first, last, preferred_last, kind, language, person_id, *flags = row
    steps = [step for step in Step if step is not Step.ENTITLED]
    return Counted(
        person_id=person_id,
        public_id=public_id,
        first_name=preferred_first or first,
        last_name=preferred_last or last,
        kind=kind,
        language=language,
        steps=frozenset({Step.ENTITLED, *(step for step, is_there in zip(steps, flags, strict=True) if is_there)}),
    )
