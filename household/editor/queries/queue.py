"""The clean-up queue as one member of the staff sees it: what is in their reach, the worst and the oldest first.

Nobody sees what concerns their own family. A list reads an index in its order, each severity by itself: of schools that
of the places findings have there, and each finding on the page is looked at by the record itself before it is shown.
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
    BindParameter,
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    exists,
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
from district.queries.own_family import is_own_household, own_family, own_households
from foundation import clock, db
from household.editor.models import CleanupFinding, CleanupPlace, CleanupTally
from household.editor.queries.briefs import PersonSeen, line_about, seen
from household.editor.queries.reach import (
    ON,
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
class Listed:
    """A page of the list: what is shown of it, and where the next one begins; None where there is none."""

    shown: tuple[FindingSeen, ...]
    following: Place | None


@dataclass(frozen=True)
class OwnFamily:
    """The reader's own family and its households, by id: bound to a list, they narrow it row by row."""

    people: tuple[int, ...]
    households: tuple[int, ...]


@dataclass(frozen=True)
class Numbers:
    """How many findings of each kind are open now, and how many of each severity were on days before.

    With whose are not among them: what concerns them is not listed either.
    """

    now: Counter[Code]
    then: dict[date, Counter[Severity]]
    """Only of days on which anything had been counted already."""
    own: OwnFamily

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


def findings(wanted: Wanted, reader: Reader, own: OwnFamily, *, after: Place | None, limit: int) -> Listed:
    """So many of the findings wanted, from where the page before ended. One statement.

    Less where somebody left the reader's schools since the place was written: what is out of reach is not shown.
    """
    rows = db.session().execute(_listed(wanted, reader, own, after, limit + 1), reader.given).all()
    following = _seen(rows[limit - 1]).place if len(rows) > limit else None
    return Listed(tuple(_seen(row) for row in rows[:limit] if row.is_reached), following)


def finding(public_id: str, reader: Reader) -> FindingSeen | None:
    """One finding in reach, settled ones too; None for one that is not, or that concerns one's own family."""
    row = db.session().execute(_ONE, reader.given | {"public_id": public_id}).one_or_none()
    return None if row is None else _seen(row)


def numbers(wanted: Wanted, reader: Reader, *, days: Sequence[date]) -> Numbers:
    """What is open now in the reader's reach, and what was on some days by the tally. One statement.

    Of schools the places of what is open now are counted, each finding once; of the district it is the tally's sum.
    """
    schools = _schools(wanted, reader)
    then: dict[date, Counter[Severity]] = {day: Counter() for day in days}
    now: Counts = Counter()
    asked = _TOLD_IN_DISTRICT if schools is None else _TOLD_AT_SCHOOLS
    given = reader.given | {"at_school_ids": schools or []}
    first = reader.on
    own: dict[str, list[int]] = {_PEOPLE: [], _HOUSEHOLDS: []}
    for day, text, change in db.session().execute(asked, given):
        if text in own:
            own[text].append(change)
            continue
        code = Code(text)
        if day is None or schools is None:
            now[code] += int(change)
        if day is None:
            continue
        first = min(first, day)
        for each in days:
            if day <= each:
                then[each][RULES[code].severity] += int(change)
    family = OwnFamily(tuple(own[_PEOPLE]), tuple(own[_HOUSEHOLDS]))
    return Numbers(+now, {day: counts for day, counts in then.items() if day >= first}, family)


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


_PEOPLE, _HOUSEHOLDS = "people", "households"
"""In place of a code: the number beside it is the id of one of the reader's own family."""
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


def _listed(wanted: Wanted, reader: Reader, own: OwnFamily, after: Place | None, limit: int) -> Any:
    schools = _schools(wanted, reader)
    reached = literal(value=True) if reader.everywhere else _is_reached()
    asked = _SOMEBODY.add_columns(reached.label("is_reached"))
    wished = [each for each in Severity if wanted.severity in (None, each)]
    wished = [each for each in wished if after is None or each.value >= after.severity]
    if not wished or schools == []:
        return asked.where(literal(value=False))
    branches = [_branch(each, schools, _narrowed(wanted, own), wanted, after).limit(limit) for each in wished]
    ids = joined(*(select(each.subquery().c.id) for each in branches))
    order = (CleanupFinding.severity, CleanupFinding.first_seen, CleanupFinding.id)
    return asked.where(CleanupFinding.id.in_(ids)).order_by(*order).limit(limit)


def _branch(
    severity: Severity,
    schools: list[int] | None,
    narrowed: list[ColumnElement[bool]],
    wanted: Wanted,
    after: Place | None,
) -> Any:
    """The ids of one severity in the order of the list, by the index of findings or of their places at the schools."""
    rows: Any = CleanupFinding
    column = CleanupFinding.id if schools is None else CleanupPlace.finding_id
    chosen = select(column.label("id"), *([] if schools is None else [CleanupPlace.first_seen])).where(*narrowed)
    if schools is not None:
        rows = CleanupPlace
        chosen = chosen.join(CleanupFinding, CleanupFinding.id == CleanupPlace.finding_id)
        is_there = CleanupPlace.school_id == schools[0] if len(schools) == 1 else CleanupPlace.school_id.in_(schools)
        chosen = chosen.where(is_there).distinct() if len(schools) > 1 else chosen.where(is_there)
    chosen = chosen.where(rows.severity == severity.value)
    if wanted.code is not None:
        chosen = chosen.where(rows.code == wanted.code.value)
    if wanted.seen_by is not None:
        chosen = chosen.where(rows.first_seen <= wanted.seen_by)
    if after is not None and after.severity == severity.value:
        ended = tuple_(literal(after.first_seen), literal(after.id))
        chosen = chosen.where(tuple_(rows.first_seen, column) > ended)
    return chosen.order_by(rows.first_seen, column)


def _narrowed(wanted: Wanted, own: OwnFamily) -> list[ColumnElement[bool]]:
    """By whom it is looked after; and it concerns nobody of the reader's own family, whose ids are bound."""
    strange = (
        or_(column.is_(None), column.not_in(ids))
        for column, ids in ((_person, own.people), (_other, own.people), (_home, own.households))
        if ids
    )
    return [_open, *strange, *_OWNED[wanted.owner]]


_is_back = or_(CleanupFinding.left_until.is_(None), CleanupFinding.left_until <= ON)
_OWNED: dict[Owner, tuple[ColumnElement[bool], ...]] = {
    Owner.NOT_LEFT: (_is_back,),
    Owner.MINE: (CleanupFinding.owner_id.is_not(None), CleanupFinding.owner_id == READER),
    Owner.NOBODY: (CleanupFinding.owner_id.is_(None), _is_back),
    Owner.COLLEAGUES: (CleanupFinding.owner_id.is_not(None), CleanupFinding.owner_id != READER),
    Owner.LEFT: (CleanupFinding.left_until.is_not(None), CleanupFinding.left_until > ON),
}


def _is_reached() -> ColumnElement[bool]:
    """Whether the reader reaches, by the record itself, somebody or a household that a finding is about."""
    return or_(is_in_reach(_person), is_in_reach(_other), is_household_in_reach(_home))


def _one() -> Select[*tuple[Any, ...]]:
    return _SOMEBODY.where(CleanupFinding.public_id == bindparam("public_id"), _is_reached(), not_(_of_own_family()))


def _told(where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(CleanupTally.day, CleanupTally.code, func.sum(CleanupTally.change).label("change"))
        .where(where)
        .group_by(CleanupTally.day, CleanupTally.code)
    )


def _of_own(*where: ColumnElement[bool]) -> tuple[Select[*tuple[Any, ...]], ...]:
    """What is counted and the reader must not see counted; and who the reader's own family is."""
    found, none = CleanupFinding, null().cast(Date)
    people, homes = own_family().cte("own_people"), own_households().cte("own_homes")
    person, home = next(iter(people.c)), next(iter(homes.c))
    ids = union(
        select(found.id).join(people, person == found.person_id).where(_open),
        select(found.id).join(people, person == found.other_id).where(_open),
        select(found.id).join(homes, home == found.household_id).where(_open),
    )
    return (
        select(none, found.code, -func.count()).where(found.id.in_(ids), *where).group_by(found.code),
        select(none, literal(_PEOPLE), person),
        select(none, literal(_HOUSEHOLDS), home),
    )


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


_AT_SCHOOLS: BindParameter[int] = bindparam("at_school_ids", expanding=True)
_ONE = _one()
_TOLD_IN_DISTRICT = joined(_told(CleanupTally.school_id.is_(None)), *_of_own())
_TOLD_AT_SCHOOLS = joined(
    _told(CleanupTally.school_id.in_(_AT_SCHOOLS)),
    select(null().cast(Date), CleanupPlace.code, func.count(CleanupPlace.finding_id.distinct()))
    .where(CleanupPlace.school_id.in_(_AT_SCHOOLS))
    .group_by(CleanupPlace.code),
    *_of_own(exists().where(CleanupPlace.finding_id == CleanupFinding.id, CleanupPlace.school_id.in_(_AT_SCHOOLS))),
)
_CONCERNED = _concerned()
