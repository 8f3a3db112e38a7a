"""The clean-up queue as one member of the staff sees it: what is in their reach, the worst and the oldest first.

Nobody sees what concerns their own family. Of one school few rows are looked at; of a whole district the index is read
in its order, each severity by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    tuple_,
    union,
)
from sqlalchemy import union_all as joined
from sqlalchemy.orm import aliased

from district.models import Household, HouseholdMember, Person
from district.queries.own_family import is_own_household, own_family
from foundation import clock, db
from household.editor.models import CleanupFinding, CleanupTally
from household.editor.queries.briefs import PersonSeen, line_about, seen
from household.editor.queries.reach import (
    HOUSEHOLDS_AT_SCHOOL,
    ON,
    PEOPLE_AT_SCHOOL,
    READER,
    Reader,
    is_household_in_reach,
    is_in_reach,
)
from household.editor.rules.findings import RULES, Code, Severity

Counts = Counter[Code]


class Owner(Enum):
    """By whom findings are looked after, as a list may be narrowed."""

    NOT_LEFT = ""
    MINE = "mine"
    NOBODY = "nobody"
    COLLEAGUES = "colleagues"
    LEFT = "left"


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to."""

    severity: Severity | None = None
    code: Code | None = None
    school_id: int | None = None
    seen_by: date | None = None
    """First seen on this day or before."""
    owner: Owner = Owner.NOT_LEFT


@dataclass(frozen=True)
class Place:
    """Where a page of the list ended."""

    severity: int
    first_seen: date
    id: int


@dataclass(frozen=True)
class FindingSeen:
    """One finding as it stands."""

    id: int
    public_id: str
    code: Code
    severity: Severity
    person_id: int | None
    household_id: int | None
    other_id: int | None
    first_seen: date
    closed_on: date | None
    owner_id: int | None
    owner: str
    """Name; empty for nobody."""
    left_until: date | None
    left_because: str
    version: int

    @property
    def place(self) -> Place:
        return Place(self.severity.value, self.first_seen, self.id)


@dataclass(frozen=True)
class Numbers:
    """How many findings of each kind are open now, and how many of each severity were on days before."""

    now: Counter[Code]
    then: dict[date, Counter[Severity]]
    """Only of days on which anything had been counted already."""

    def of(self, severity: Severity) -> int:
        """How many of a severity are open now."""
        return sum(number for code, number in self.now.items() if RULES[code].severity is severity)


@dataclass(frozen=True)
class Concerned:
    """The people and households that some findings are about, by id."""

    people: dict[int, PersonSeen]
    members: dict[int, tuple[PersonSeen, ...]]
    """Of each household, today."""
    households: dict[int, str]
    """Public ids."""


def findings(wanted: Wanted, reader: Reader, *, after: Place | None, limit: int) -> list[FindingSeen]:
    """The findings wanted, from where the page before ended. One statement."""
    given = reader.given | {"at_school_ids": _schools(wanted, reader) or []}
    return [_seen(row) for row in db.session().execute(_listed(wanted, reader, after, limit), given)]


def finding(public_id: str, reader: Reader) -> FindingSeen | None:
    """One finding in reach, settled ones too; None for one that is not, or that concerns one's own family."""
    row = db.session().execute(_ONE, reader.given | {"public_id": public_id}).one_or_none()
    return None if row is None else _seen(row)


def numbers(wanted: Wanted, reader: Reader, *, days: Sequence[date]) -> Numbers:
    """What is open now in the reader's reach, and what was on some days by the tally. One statement.

    Of schools what is open now is counted row by row, so that it is exact; of the district it is the tally's sum.
    """
    schools = _schools(wanted, reader)
    then: dict[date, Counter[Severity]] = {day: Counter() for day in days}
    now: Counts = Counter()
    asked = _TOLD_IN_DISTRICT if schools is None else _TOLD_AT_SCHOOLS
    given = reader.given | {"at_school_ids": schools or []}
    first = reader.on
    for day, text, change in db.session().execute(asked, given):
        code = Code(text)
        if day is None or schools is None:
            now[code] += int(change)
        if day is None:
            continue
        first = min(first, day)
        for each in days:
            if day <= each:
                then[each][RULES[code].severity] += int(change)
    return Numbers(+now, {day: counts for day, counts in then.items() if day >= first})


def concerned(found: Collection[FindingSeen], reader: Reader) -> Concerned:
    """Whom and what these findings are about. One statement, or none."""
    people = {each for row in found for each in (row.person_id, row.other_id) if each is not None}
    households = {row.household_id for row in found if row.household_id is not None}
    if not people and not households:
        return Concerned({}, {}, {})
    given = reader.given | {"people": sorted(people), "households": sorted(households)}
    lines: dict[int, PersonSeen] = {}
    members: dict[int, tuple[PersonSeen, ...]] = dict.fromkeys(households, ())
    named: dict[int, str] = {}
    for row in db.session().execute(_CONCERNED, given):
        if row.household_id is None:
            lines[row.person_id] = seen(row)
            continue
        named[row.household_id] = row.household
        if row.person_id is not None:
            members[row.household_id] += (seen(row),)
    return Concerned(lines, members, named)


def _schools(wanted: Wanted, reader: Reader) -> list[int] | None:
    """The schools the list is of; None where it is of the whole district."""
    if wanted.school_id is not None:
        return [wanted.school_id]
    return None if reader.everywhere else sorted(reader.school_ids)


_open = CleanupFinding.closed_at.is_(None)
_person: Any = CleanupFinding.person_id
_other: Any = CleanupFinding.other_id
_home: Any = CleanupFinding.household_id
_owner = aliased(Person)
_COLUMNS = (
    *(CleanupFinding.id, CleanupFinding.public_id, CleanupFinding.code, CleanupFinding.severity),
    *(CleanupFinding.person_id, CleanupFinding.household_id, CleanupFinding.other_id),
    *(CleanupFinding.first_seen, CleanupFinding.closed_at, CleanupFinding.owner_id),
    *(CleanupFinding.left_until, CleanupFinding.left_because, CleanupFinding.version),
    func.coalesce(func.nullif(_owner.preferred_first_name, ""), _owner.first_name).label("owner_first"),
    func.coalesce(func.nullif(_owner.preferred_last_name, ""), _owner.last_name).label("owner_last"),
)
_SOMEBODY = select(*_COLUMNS).outerjoin(_owner, _owner.id == CleanupFinding.owner_id)


def _seen(row: Any) -> FindingSeen:
    plain = ("id", "public_id", "person_id", "household_id", "other_id", "first_seen", "owner_id")
    return FindingSeen(
        **{name: getattr(row, name) for name in (*plain, "left_until", "left_because", "version")},
        code=Code(row.code),
        severity=Severity(row.severity),
        closed_on=row.closed_at and clock.day_of(row.closed_at),
        owner=f"{row.owner_first} {row.owner_last}" if row.owner_id is not None else "",
    )


def _of_own_family() -> ColumnElement[bool]:
    """Whether a finding concerns the reader's own family."""
    people = own_family().subquery()
    mine = select(people.c[0])
    return or_(
        and_(_person.is_not(None), _person.in_(mine)),
        and_(_other.is_not(None), _other.in_(mine)),
        and_(_home.is_not(None), is_own_household(_home)),
    )


def _at_schools() -> Any:
    """The ids of the open findings about the people and households of `at_school_ids`."""
    people = PEOPLE_AT_SCHOOL.cte("people_at_school")
    homes = HOUSEHOLDS_AT_SCHOOL.cte("households_at_school")
    found, person = CleanupFinding, next(iter(people.c))
    return union(
        select(found.id).join(people, person == found.person_id).where(_open),
        select(found.id).join(people, person == found.other_id).where(_open),
        select(found.id).join(homes, homes.c.household_id == found.household_id).where(_open),
    )


def _listed(wanted: Wanted, reader: Reader, after: Place | None, limit: int) -> Any:
    if _schools(wanted, reader) is not None:
        chosen = _SOMEBODY.where(CleanupFinding.id.in_(_at_schools()), *_narrowed(wanted))
        if wanted.severity is not None:
            chosen = chosen.where(CleanupFinding.severity == wanted.severity.value)
        if after is not None:
            chosen = chosen.where(
                tuple_(CleanupFinding.severity, CleanupFinding.first_seen, CleanupFinding.id)
                > tuple_(literal(after.severity), literal(after.first_seen), literal(after.id))
            )
        return _in_order(chosen, limit)
    wished = [each for each in Severity if wanted.severity in (None, each)]
    branches = [_branch(each, wanted, after, limit) for each in wished if after is None or each.value >= after.severity]
    if not branches:
        return _SOMEBODY.where(literal(value=False))
    return _in_order(_SOMEBODY.where(CleanupFinding.id.in_(joined(*branches))), limit)


def _branch(severity: Severity, wanted: Wanted, after: Place | None, limit: int) -> Any:
    chosen = select(CleanupFinding.id).where(CleanupFinding.severity == severity.value, *_narrowed(wanted))
    if after is not None and after.severity == severity.value:
        place = tuple_(CleanupFinding.first_seen, CleanupFinding.id)
        chosen = chosen.where(place > tuple_(literal(after.first_seen), literal(after.id)))
    return select(chosen.order_by(CleanupFinding.first_seen, CleanupFinding.id).limit(limit).subquery())


def _in_order(chosen: Any, limit: int) -> Any:
    return chosen.order_by(CleanupFinding.severity, CleanupFinding.first_seen, CleanupFinding.id).limit(limit)


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [_open, not_(_of_own_family()), *_OWNED[wanted.owner]]
    if wanted.code is not None:
        conditions.append(CleanupFinding.code == wanted.code.value)
    if wanted.seen_by is not None:
        conditions.append(CleanupFinding.first_seen <= wanted.seen_by)
    return conditions


_is_back = or_(CleanupFinding.left_until.is_(None), CleanupFinding.left_until <= ON)
_OWNED: dict[Owner, tuple[ColumnElement[bool], ...]] = {
    Owner.NOT_LEFT: (_is_back,),
    Owner.MINE: (CleanupFinding.owner_id.is_not(None), CleanupFinding.owner_id == READER),
    Owner.NOBODY: (CleanupFinding.owner_id.is_(None), _is_back),
    Owner.COLLEAGUES: (CleanupFinding.owner_id.is_not(None), CleanupFinding.owner_id != READER),
    Owner.LEFT: (CleanupFinding.left_until.is_not(None), CleanupFinding.left_until > ON),
}


def _one() -> Select[*tuple[Any, ...]]:
    in_reach = or_(is_in_reach(_person), is_in_reach(_other), is_household_in_reach(_home))
    return _SOMEBODY.where(CleanupFinding.public_id == bindparam("public_id"), in_reach, not_(_of_own_family()))


def _told(where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(CleanupTally.day, CleanupTally.code, func.sum(CleanupTally.change).label("change"))
        .where(where)
        .group_by(CleanupTally.day, CleanupTally.code)
    )


def _of_own() -> Select[*tuple[Any, ...]]:
    """What the tally counts and the reader must not see counted: by the index of each column, never the whole table."""
    found = CleanupFinding
    people = own_family().subquery()
    mine = aliased(HouseholdMember)
    homes = select(mine.household_id).where(mine.person_id.in_(select(people.c[0])))
    ids = union(
        select(found.id).where(_open, found.person_id.in_(select(people.c[0]))),
        select(found.id).where(_open, found.other_id.in_(select(people.c[0]))),
        select(found.id).where(_open, found.household_id.in_(homes), is_own_household(_home)),
    )
    return select(null().cast(Date), found.code, -func.count()).where(found.id.in_(ids)).group_by(found.code)


def _concerned() -> Any:
    person, member, lives = aliased(Person), aliased(Person), aliased(HouseholdMember)
    none = literal(None, BigInteger)
    lived = and_(
        lives.household_id == Household.id,
        or_(lives.starts.is_(None), lives.starts <= ON),
        or_(lives.ends.is_(None), lives.ends > ON),
    )
    return joined(
        select(none.label("household_id"), literal("").label("household"), *line_about(person)).where(
            person.id.in_(bindparam("people", expanding=True))
        ),
        select(Household.id, Household.public_id, *line_about(member))
        .select_from(Household)
        .outerjoin(lives, lived)
        .outerjoin(member, member.id == lives.person_id)
        .where(Household.id.in_(bindparam("households", expanding=True))),
    )


_ONE = _one()
_TOLD_IN_DISTRICT = joined(_told(CleanupTally.school_id.is_(None)), _of_own())
_TOLD_AT_SCHOOLS = joined(
    _told(CleanupTally.school_id.in_(bindparam("at_school_ids", expanding=True))),
    select(null().cast(Date), CleanupFinding.code, func.count())
    .where(CleanupFinding.id.in_(_at_schools()), not_(_of_own_family()))
    .group_by(CleanupFinding.code),
)
_CONCERNED = _concerned()
