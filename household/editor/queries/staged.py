"""The rules over a whole district: what is broken now, put into temporary tables and compared with what is on record.

Reading and comparing lock nothing. What differs is numbered, so that it can be written a portion at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    MetaData,
    Select,
    String,
    Table,
    cast,
    except_,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    true,
    union,
    union_all,
)

from district.feeds.staging import Stage
from district.models import ContactPoint, Household, Person
from foundation import db
from household.editor.models import CleanupFinding, CleanupPlace
from household.editor.queries.broken import parts
from household.editor.queries.places import schools_of
from household.editor.queries.reach import current, is_household_in_reach, is_in_reach
from household.editor.rules.checking import eighteenth_birthdays, name_key
from household.editor.rules.findings import RULES, Code

HANDFUL = 20_000
"""People whose names are folded at a time."""

Advance = Callable[[int], None]
_tables = MetaData()


def _table(name: str, *columns: Column[Any]) -> Table:
    return Table(name, _tables, *columns, prefixes=["TEMPORARY"])


_CONCERNS = ("person_id", "household_id", "other_id")
NOW = _table(
    "cleanup_now",
    Column("key", String, primary_key=True),
    Column("code", String),
    Column("severity", BigInteger),
    *(Column(name, BigInteger) for name in _CONCERNS),
)
"""Everything broken now."""
NAMES = _table("cleanup_name", Column("person_id", BigInteger, primary_key=True), Column("name", String))
FRESH = _table("cleanup_fresh", Column("row", BigInteger, primary_key=True), Column("key", String))
"""What is broken and not on record, numbered."""
GONE = _table("cleanup_gone", Column("row", BigInteger, primary_key=True), Column("id", BigInteger))
"""What is on record and no longer broken, numbered."""
HERE = _table("cleanup_here", Column("finding_id", BigInteger), Column("school_id", BigInteger))
"""At which schools each open finding is by the record, once what is new is written."""
ASTRAY = _table("cleanup_astray", Column("row", BigInteger, primary_key=True), Column("id", BigInteger))
"""Findings that the queue has elsewhere, numbered."""


def given_on(on: date, *, entering_days: int) -> dict[str, Any]:
    """What fills the parameters of the rules."""
    first, last = eighteenth_birthdays(on)
    return {"on": on, "soon": on + timedelta(days=entering_days), "born_first": first, "born_last": last}


@dataclass(frozen=True)
class Line:
    """One finding as the command prints it: by the names that addresses have."""

    code: Code
    person: str
    household: str
    other: str


class Check:
    """One run: the connection with its temporary tables, and what they hold."""

    def __init__(self, stage: Stage, given: dict[str, Any], began_at: datetime) -> None:
        self.stage, self.given, self.began_at = stage, given, began_at

    def find(self, advance: Advance) -> None:
        """Fill the tables. `advance` is told of each rule that was looked for."""
        for table in (NOW, NAMES, FRESH, GONE, HERE, ASTRAY):
            table.create(self.stage.connection)
        self.stage.look_steadily()
        for part in RULE_PARTS:
            self._keep(part)
            advance(1)
        self._fold_names()
        self._keep(union(*DUPLICATES))
        advance(1)
        self.stage.look_at(NOW.name)
        self.stage.connection.execute(_FIND_FRESH)
        self.stage.connection.execute(_FIND_GONE)
        self.stage.rest()

    def find_astray(self) -> None:
        """Fill the tables of places, from the queue as it stands by now."""
        self.stage.connection.execute(insert(HERE).from_select(["finding_id", "school_id"], schools_of()), self.given)
        self.stage.look_at(HERE.name)
        self.stage.connection.execute(_FIND_ASTRAY)
        self.stage.rest()

    def number(self, table: Table) -> int:
        """How many rows one of the tables has."""
        return int(self.stage.connection.execute(select(func.count()).select_from(table)).scalar_one())

    def counts(self, school_id: int | None = None) -> Counter[Code]:
        """How many findings there are of each kind, in the district or at one school."""
        counted = select(NOW.c.code, func.count()).where(*_at(school_id)).group_by(NOW.c.code)
        rows = self.stage.connection.execute(counted, self._given_at(school_id))
        return Counter({Code(code): number for code, number in rows})

    def lines(self, code: Code, *, school_id: int | None = None, most: int | None = None) -> Iterator[Line]:
        """The findings of one kind, so many of them or all."""
        of_kind = _LINES.where(NOW.c.code == code.value, *_at(school_id)).limit(most)
        with self.stage.connection.execute(of_kind, self._given_at(school_id)) as found:
            for row in found:
                yield Line(code, row.person, row.household, row.other)

    def _given_at(self, school_id: int | None) -> dict[str, Any]:
        return self.given if school_id is None else self.given | {"everywhere": False, "school_ids": [school_id]}

    def _keep(self, part: Any) -> None:
        kept = part.subquery()
        key = kept.c.code
        for name in _CONCERNS:
            key = key + " " + cast(func.coalesce(kept.c[name], 0), String)
        columns = ("code", "severity", *_CONCERNS)
        rows = select(key, *(kept.c[name] for name in columns))
        self.stage.connection.execute(insert(NOW).from_select(["key", *columns], rows), self.given)

    def _fold_names(self) -> None:
        """Names as two records of one person have them: no database folds them as the rule does."""
        after = 0
        named = select(Person.id, Person.first_name, Person.last_name).order_by(Person.id).limit(HANDFUL)
        while people := self.stage.connection.execute(named.where(Person.id > after)).all():
            self.stage.fill(
                NAMES.name, ("person_id", "name"), [(each.id, name_key(each[1], each[2])) for each in people]
            )
            after = people[-1].id
        self.stage.look_at(NAMES.name)


@contextmanager
def checking(on: date, *, entering_days: int, at: datetime) -> Iterator[Check]:
    """A check of the whole district as of a day; what it staged is dropped afterwards."""
    with Stage(db.engine()) as stage:
        yield Check(stage, given_on(on, entering_days=entering_days), at)


def _duplicates(mark: Any, source: Select[Any]) -> Select[Any]:
    """Pairs of the same name and the same `mark`; of each group the oldest record is the other one."""
    held = source.subquery()
    first = func.min(held.c.person_id).over(partition_by=(held.c.name, held.c.mark)).label("first")
    grouped = select(held.c.person_id, first).subquery()
    return select(
        literal(Code.POSSIBLE_DUPLICATE.value).label("code"),
        literal(RULES[Code.POSSIBLE_DUPLICATE].severity.value).label("severity"),
        grouped.c.person_id,
        null().cast(BigInteger).label("household_id"),
        grouped.c.first.label("other_id"),
    ).where(grouped.c.person_id != grouped.c.first)


def _everything(column: Any) -> Any:
    return true()


RULE_PARTS = tuple(parts(_everything, _everything))
STEPS = len(RULE_PARTS) + 1
"""How often `Check.find` tells that it is a step further."""

_named = select(NAMES.c.person_id, NAMES.c.name).where(NAMES.c.name != " ")
DUPLICATES = (
    _duplicates(
        Person.birth_date,
        _named.add_columns(Person.birth_date.label("mark"))
        .join(Person, Person.id == NAMES.c.person_id)
        .where(Person.birth_date.is_not(None)),
    ),
    _duplicates(
        ContactPoint.value,
        _named.add_columns(ContactPoint.value.label("mark"))
        .join(ContactPoint, ContactPoint.person_id == NAMES.c.person_id)
        .where(ContactPoint.kind == "phone", current(ContactPoint.starts, ContactPoint.ends)),
    ),
)

_is_open = CleanupFinding.closed_at.is_(None)
_known = select(CleanupFinding.id).where(CleanupFinding.key == NOW.c.key, _is_open).exists()
_still = select(NOW.c.key).where(NOW.c.key == CleanupFinding.key).exists()
_FIND_FRESH = insert(FRESH).from_select(
    ["row", "key"], select(func.row_number().over(order_by=NOW.c.key), NOW.c.key).where(~_known)
)
_FIND_GONE = insert(GONE).from_select(
    ["row", "id"],
    select(func.row_number().over(order_by=CleanupFinding.id), CleanupFinding.id).where(_is_open, ~_still),
)

_here, _told = select(HERE.c.finding_id, HERE.c.school_id), select(CleanupPlace.finding_id, CleanupPlace.school_id)
_either = union_all(select(except_(_here, _told).subquery()), select(except_(_told, _here).subquery())).subquery()
_astray = select(_either.c.finding_id).distinct().subquery()
_FIND_ASTRAY = insert(ASTRAY).from_select(
    ["row", "id"],
    select(func.row_number().over(order_by=_astray.c.finding_id), _astray.c.finding_id),
)


def _at(school_id: int | None) -> tuple[ColumnElement[bool], ...]:
    """Whether staff of that school alone would reach what a finding is about; no condition for the whole district."""
    if school_id is None:
        return ()
    about_one = or_(is_in_reach(NOW.c.person_id), is_in_reach(NOW.c.other_id))
    return (or_(about_one, is_household_in_reach(NOW.c.household_id)),)


def _lines() -> Select[*tuple[Any, ...]]:
    other = Person.__table__.alias("other")
    return (
        select(
            func.coalesce(Person.public_id, "").label("person"),
            func.coalesce(Household.public_id, "").label("household"),
            func.coalesce(other.c.public_id, "").label("other"),
        )
        .select_from(NOW)
        .outerjoin(Person, Person.id == NOW.c.person_id)
        .outerjoin(Household, Household.id == NOW.c.household_id)
        .outerjoin(other, other.c.id == NOW.c.other_id)
        .order_by(NOW.c.person_id, NOW.c.household_id, NOW.c.other_id)
    )


_LINES = _lines()
