"""The facts the decision looks at, read for one person in one statement, for a few, or compared for everybody.

The database writes the facts of a person as one text, days in ISO form, always in the same order. The values of
`rules/facts.py` are made of it, and kept beside the standing it says what was weighed last: whose text reads otherwise
now is weighed again. Completions of courses that no policy asks for are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Select,
    String,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from district.models import Completion, Person, StaffAssignment, StaffEmployment
from foundation import db
from household.access.models import Approval, Evaluation, Grant, Revocation
from household.access.queries.merging import READ_AT_ONCE
from household.access.queries.policies import Rulebook
from household.access.rules import facts as rules
from household.access.rules.history import holding

EVER = date(1900, 1, 1)
"""Stands for the first day of a job whose source does not say: since before Hearth knew of it."""

FIELD, FACT, KIND = "\x1f", "\x1e", "\x1d"
"""Between the fields of a fact, between facts, and between their kinds. No feed lets such a sign in."""

Row = tuple[str, ...]


class Due(NamedTuple):
    """Who must be weighed, in the order of ids, of how many of whom anything is on record."""

    people: list[int]
    evaluated: int


@dataclass(slots=True)
class Rows:
    """The facts of one person as text: jobs, completions, approvals, revocations, grants."""

    jobs: list[Row] = field(default_factory=list)
    completions: list[Row] = field(default_factory=list)
    approvals: list[Row] = field(default_factory=list)
    revocations: list[Row] = field(default_factory=list)
    grants: list[Row] = field(default_factory=list)
    text: str = ""
    """All of them as the database writes them: the same for the same facts."""

    def values(self) -> rules.Facts:
        """What the decision takes."""
        return rules.Facts(
            jobs=tuple(_job(each) for each in self.jobs),
            completions=tuple(_completion(*each) for each in self.completions),
            approvals=tuple(rules.Approval(location, _day(on) or EVER) for location, on in self.approvals),
            revocations=tuple(
                rules.Revocation(_day(starts) or EVER, _day(ends), _day(resumes))
                for starts, ends, resumes in self.revocations
            ),
            grants=tuple(
                rules.Grant(date.fromisoformat(starts), date.fromisoformat(ends)) for starts, ends in self.grants
            ),
        )


def facts_of(person_id: int, book: Rulebook) -> rules.Facts:
    """The facts of one person. One statement."""
    return rows_of((person_id,), book)[person_id].values()


def rows_of(person_ids: Collection[int], book: Rulebook) -> dict[int, Rows]:
    """The facts of a few hundred people at most; everyone asked for is in the answer. One statement."""
    given = {"people": list(person_ids), "courses": book.courses, "area": book.area}
    found = {person_id: Rows() for person_id in person_ids}
    return found | {person_id: read(text) for person_id, text in db.session().execute(OF_SOME, given)}


def due(book: Rulebook, *, on: date) -> Due:
    """Whose facts read otherwise than when they were weighed, whose day has come, and whoever was never weighed.

    The database compares: of those who stand as they stood nothing is read. Three statements.
    """
    given = {"courses": book.courses, "area": book.area, "mark": book.mark, "on": on}
    session = db.session()
    new = set(session.scalars(_NEVER_WEIGHED[db.is_sqlite()], given))
    evaluated = session.execute(_WEIGHED, given).scalar_one() + len(new)
    return Due(sorted(new.union(session.scalars(_OTHERWISE, given))), evaluated)


def losing(assignment_ids: Sequence[int], book: Rulebook, *, on: date) -> frozenset[int]:
    """The people who have access on the day and would be without it if these jobs ended then."""
    ending: dict[int, list[Row]] = {}
    for ids in _portions(assignment_ids):
        for person_id, *job in db.session().execute(_OF_ASSIGNMENTS, {"assignments": ids}):
            ending.setdefault(person_id, []).append(tuple(job))
    return frozenset(
        person_id
        for people in _portions(sorted(ending))
        for person_id, rows in rows_of(people, book).items()
        if _has_access(rows, book, on) and not _has_access(_without(rows, ending[person_id], on), book, on)
    )


def jobs_told(text: str) -> tuple[rules.Job, ...]:
    """The jobs that the facts of a person told, in the text they were weighed by."""
    return tuple(_job(row.split(FIELD)) for row in _jobs_in(text).split(FACT) if row)


def same_jobs(before: str, now: str) -> bool:
    """Whether two texts tell the same jobs; nothing of them is read."""
    return _jobs_in(before) == _jobs_in(now)


def _jobs_in(text: str) -> str:
    return text.split(KIND, 1)[0]


def _without(rows: Rows, jobs: list[Row], on: date) -> Rows:
    """The same facts, with these jobs over by the day."""
    left = list(rows.jobs)
    for starts, ends, *rest in jobs:
        left.remove((starts, ends, *rest))
        left.append((starts, min(ends or on.isoformat(), on.isoformat()), *rest))
    return replace(rows, jobs=left)


def _has_access(rows: Rows, book: Rulebook, on: date) -> bool:
    return holding(book.history(rows.values()), on).has_access


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), READ_AT_ONCE):
        yield ids[start : start + READ_AT_ONCE]


def read(text: str) -> Rows:
    """The facts that the database wrote as one text."""
    jobs, completions, approvals, revocations, grants = (
        [tuple(each.split(FIELD)) for each in kind.split(FACT) if each] for kind in text.split(KIND)
    )
    return Rows(jobs, completions, approvals, revocations, grants, text)


def _job(row: Sequence[str]) -> rules.Job:
    starts, ends, category, job_role, team, location, employed_from, employed_until = row
    return rules.Job(
        starts=_day(starts) or EVER,
        ends=_day(ends),
        category=category,
        job_role=job_role,
        team=team,
        location=location,
        employed_from=_day(employed_from),
        employed_until=_day(employed_until),
    )


@lru_cache(maxsize=1 << 16)
def _completion(course: str, on: str) -> rules.Completion:
    """Kept, as days are: a district has few courses and few days, and many people."""
    return rules.Completion(course, date.fromisoformat(on))


@lru_cache(maxsize=1 << 16)
def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso(day: Any) -> ColumnElement[str]:
    """A day as `YYYY-MM-DD`, empty where there is none; `foundation.db` sees to it that PostgreSQL writes days so."""
    return func.coalesce(cast(day, String), literal("", String))


_COURSES: BindParameter[str] = bindparam("courses", expanding=True)
_AREA = bindparam("area", type_=String)

_JOBS = select(
    StaffAssignment.person_id,
    _iso(StaffAssignment.starts),
    _iso(StaffAssignment.ends),
    StaffAssignment.category,
    StaffAssignment.job_role,
    StaffAssignment.team,
    StaffAssignment.location,
    _iso(StaffEmployment.starts),
    _iso(StaffEmployment.ends),
).outerjoin(StaffEmployment, StaffEmployment.id == StaffAssignment.employment_id)
_COMPLETIONS = select(Completion.person_id, Completion.course, _iso(Completion.completed_on)).where(
    Completion.course.in_(_COURSES), Completion.voided_at.is_(None)
)
_APPROVALS = select(Approval.person_id, Approval.location, _iso(Approval.approved_on)).where(
    Approval.area == _AREA, Approval.withdrawn_on.is_(None)
)
_REVOCATIONS = select(
    Revocation.person_id, _iso(Revocation.starts), _iso(Revocation.ends), _iso(Revocation.resumes)
).where(Revocation.area == _AREA)
_GRANTS = select(Grant.person_id, _iso(Grant.starts), _iso(Grant.ends)).where(Grant.area == _AREA)
_KINDS: tuple[tuple[Select[*tuple[Any, ...]], tuple[Any, ...]], ...] = (
    (_JOBS, (StaffAssignment.id,)),
    (_COMPLETIONS, (Completion.course, Completion.completed_on)),
    (_APPROVALS, (Approval.id,)),
    (_REVOCATIONS, (Revocation.id,)),
    (_GRANTS, (Grant.id,)),
)
"""As `Rows` has them: the person first, then the fields of a fact; and their order, an index’s where there are many."""


def _texts_of(person: ColumnElement[int], outside: type[db.Base]) -> list[ColumnElement[str]]:
    """The facts of the person in that column of `outside`, a text for each kind."""
    return [_joined(asked, order, person, outside) for asked, order in _KINDS]


def _one(texts: Sequence[ColumnElement[str]]) -> ColumnElement[str]:
    text, *others = texts
    for each in others:
        text = text.concat(KIND).concat(each)
    return text


def _joined(
    asked: Select[*tuple[Any, ...]], order: Sequence[Any], person: ColumnElement[int], outside: type[db.Base]
) -> ColumnElement[str]:
    """All facts of one kind: the aggregate takes them in the order in which the query below it gives them."""
    whose, fact, *others = asked.selected_columns
    for each in others:
        fact = fact.concat(FIELD).concat(each)
    facts = (
        asked.with_only_columns(fact.label("fact"), maintain_column_froms=True)
        .where(whose == person)
        .order_by(*order)
        .correlate(outside)
        .subquery()
    )
    joined = select(func.aggregate_strings(facts.c.fact, FACT)).scalar_subquery()
    return func.coalesce(joined, literal("", String))


OF_SOME = select(Person.id, _one(_texts_of(Person.id.expression, Person))).where(
    Person.id.in_(bindparam("people", expanding=True))
)
"""For `people`, `courses` and `area`: each person with the text that `read` takes."""

_OF_ASSIGNMENTS = _JOBS.where(StaffAssignment.id.in_(bindparam("assignments", expanding=True)))

_WEIGHED = select(func.count()).where(Evaluation.area == _AREA)


def _otherwise() -> Any:
    """What people decided is put together only of those about whom there is any: most have none, and asking one by one
    took a third of the time."""
    jobs, completions, *decided = _texts_of(Evaluation.person_id.expression, Evaluation)
    asked, texts = select(Evaluation.person_id), [jobs, completions]
    for (kind, _), text in zip(_KINDS[2:], decided, strict=True):
        about = kind.with_only_columns(kind.selected_columns[0].label("id")).distinct().subquery()
        asked = asked.outerjoin(about, about.c.id == Evaluation.person_id)
        texts.append(case((about.c.id.is_not(None), text), else_=literal("", String)))
    return asked.where(
        Evaluation.area == _AREA,
        or_(
            Evaluation.mark != bindparam("mark", type_=String),
            Evaluation.next_on <= bindparam("on", type_=Date),
            Evaluation.facts != _one(texts),
        ),
    )


_OTHERWISE = _otherwise()


def _never_weighed(*, is_known_looked_up: bool) -> Any:
    """The people of each kind of fact who have no evaluation: each is looked up once, along the index of the facts, as
    is best for SQLite; or the facts of all who have one are left out at once, as is best for PostgreSQL."""
    weighed = aliased(Evaluation)
    kinds = []
    for asked, _ in _KINDS:
        whose = asked.selected_columns[0]
        people = asked.with_only_columns(whose.label("id")).distinct()
        if is_known_looked_up:
            found = people.subquery()
            people, whose = select(found.c.id), found.c.id
        kinds.append(people.where(~exists().where(weighed.person_id == whose, weighed.area == _AREA)))
    return union_all(*kinds)


_NEVER_WEIGHED = {each: _never_weighed(is_known_looked_up=each) for each in (True, False)}
