"""The facts the decision looks at, read for one person in one statement, for a few, or for everybody in one pass.

Rows are read as plain text, days in ISO form, for their digest and for telling what changed; the values of
`rules/facts.py` are made only of what is to be decided. Completions of courses that no policy asks for are left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    String,
    bindparam,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from district.models import Completion, StaffAssignment, StaffEmployment
from foundation import db
from household.access.models import Approval, Evaluation, Revocation
from household.access.queries.merging import READ_AT_ONCE, merged, steady_connection, streamed
from household.access.queries.policies import Rulebook
from household.access.rules import facts as rules
from household.access.rules.history import holding

EVER = date(1900, 1, 1)
"""Stands for the first day of a job whose source does not say: since before Hearth knew of it."""

DAY = len("2025-10-14")
BETWEEN = "\n"
"""Stands between completions; no course code has it (`policies.py`)."""

Row = tuple[str, ...]


class iso(FunctionElement[str]):
    """A day as `YYYY-MM-DD`, empty where there is none, whatever the server's own habit of writing days."""

    type = String()
    inherit_cache = True


@compiles(iso, "sqlite")
def _iso_sqlite(element: Any, compiler: Any, **given: Any) -> str:
    return f"coalesce({compiler.process(element.clauses, **given)}, '')"


@compiles(iso, "postgresql")
def _iso_postgresql(element: Any, compiler: Any, **given: Any) -> str:
    return f"coalesce(to_char({compiler.process(element.clauses, **given)}, 'YYYY-MM-DD'), '')"


class Known(NamedTuple):
    """What the last weighing left: of which facts, and when something changes by itself (ISO, empty: never)."""

    digest: str
    next_on: str


@dataclass(slots=True)
class Rows:
    """The facts of one person as text: jobs, completions, approvals, revocations."""

    jobs: list[Row] = field(default_factory=list)
    completions: list[str] = field(default_factory=list)
    """The code with the day behind it: `IC-HOUSEHOLD2025-10-14`."""
    approvals: list[Row] = field(default_factory=list)
    revocations: list[Row] = field(default_factory=list)

    def digest(self, salt: bytes) -> str:
        """The same for the same facts in any order; `salt` stands for all else the decision rests on."""
        for each in (self.jobs, self.completions, self.approvals, self.revocations):
            each.sort()
        told = repr((self.jobs, self.completions, self.approvals, self.revocations))
        return hashlib.blake2b(told.encode(), digest_size=16, key=salt).hexdigest()

    def values(self) -> rules.Facts:
        """What the decision takes."""
        return rules.Facts(
            jobs=tuple(_job(each) for each in self.jobs),
            completions=tuple(map(_completion, self.completions)),
            approvals=tuple(rules.Approval(location, _day(on) or EVER) for location, on in self.approvals),
            revocations=tuple(rules.Revocation(_day(starts) or EVER, _day(ends)) for starts, ends in self.revocations),
        )


def facts_of(person_id: int, book: Rulebook) -> rules.Facts:
    """The facts of one person. One statement."""
    return rows_of((person_id,), book)[person_id].values()


def rows_of(person_ids: Collection[int], book: Rulebook) -> dict[int, Rows]:
    """The facts of a few hundred people at most; everyone asked for is in the answer. One statement."""
    found = {person_id: Rows() for person_id in person_ids}
    given = {"people": list(found), "courses": book.courses, "area": book.area}
    for kind, person_id, *values in db.session().execute(_OF_SOME, given):
        rows = found[person_id]
        if kind == COMPLETIONS:
            rows.completions.append(values[0])
        else:
            (rows.jobs, rows.approvals, rows.revocations)[kind].append(tuple(values[: _WIDTHS[kind]]))
    return found


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


def _without(rows: Rows, jobs: list[Row], on: date) -> Rows:
    """The same facts, with these jobs over by the day."""
    left = list(rows.jobs)
    for starts, ends, *rest in jobs:
        left.remove((starts, ends, *rest))
        left.append((starts, min(ends or on.isoformat(), on.isoformat()), *rest))
    return Rows(left, rows.completions, rows.approvals, rows.revocations)


def _has_access(rows: Rows, book: Rulebook, on: date) -> bool:
    return holding(book.history(rows.values()), on).has_access


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), READ_AT_ONCE):
        yield ids[start : start + READ_AT_ONCE]


def everyone(book: Rulebook) -> Iterator[tuple[int, Rows, Known | None]]:
    """Everybody of whom anything is on record, by person id, in one pass over each table, with flat memory.

    It is one picture of the database, however long it is looked at; transactions may write meanwhile.
    """
    given = {"courses": book.courses, "area": book.area}
    asked = (*(each.order_by(each.selected_columns[0]) for each in _TABLES), _ALL_COMPLETIONS, _KNOWN)
    with steady_connection() as connection:
        streams = [streamed(connection, each, **given) for each in asked]
        for person_id, (jobs, approvals, revocations, completions, known) in merged(streams):
            rows = Rows(
                [each[1:] for each in jobs],
                completions[0][1].split(BETWEEN) if completions else [],
                [each[1:] for each in approvals],
                [each[1:] for each in revocations],
            )
            yield person_id, rows, Known(known[0][1], known[0][2]) if known else None


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
def _completion(text: str) -> rules.Completion:
    """Kept, as days are: a district has few courses and few days, and many people."""
    return rules.Completion(text[:-DAY], date.fromisoformat(text[-DAY:]))


@lru_cache(maxsize=1 << 16)
def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


_COURSES: BindParameter[str] = bindparam("courses", expanding=True)
_AREA = bindparam("area", type_=String)

_TABLES: tuple[Select[*tuple[Any, ...]], ...] = (
    select(
        StaffAssignment.person_id,
        iso(StaffAssignment.starts),
        iso(StaffAssignment.ends),
        StaffAssignment.category,
        StaffAssignment.job_role,
        StaffAssignment.team,
        StaffAssignment.location,
        iso(StaffEmployment.starts),
        iso(StaffEmployment.ends),
    ).outerjoin(StaffEmployment, StaffEmployment.id == StaffAssignment.employment_id),
    select(Approval.person_id, Approval.location, iso(Approval.approved_on)).where(Approval.area == _AREA),
    select(Revocation.person_id, iso(Revocation.starts), iso(Revocation.ends)).where(Revocation.area == _AREA),
)
"""Jobs, approvals, revocations: the person first, then what `Rows` holds of each."""

_KNOWN = (
    select(Evaluation.person_id, Evaluation.digest, iso(Evaluation.next_on))
    .where(Evaluation.area == _AREA)
    .order_by(Evaluation.person_id)
)

_COUNTED = (Completion.course.in_(_COURSES), Completion.voided_at.is_(None))
_COMPLETION = Completion.course + iso(Completion.completed_on)

COMPLETIONS = len(_TABLES)
"""Which of the kinds they are, where all are read at once."""

_ALL_COMPLETIONS = (
    select(Completion.person_id, func.aggregate_strings(_COMPLETION, BETWEEN))
    .where(*_COUNTED)
    .group_by(Completion.person_id)
    .order_by(Completion.person_id)
)
"""One row a person: ten times as many rows would take longer to fetch than to decide that nothing changed."""

_OF_ASSIGNMENTS = _TABLES[0].where(StaffAssignment.id.in_(bindparam("assignments", expanding=True)))

_WIDTHS = tuple(len(each.selected_columns) - 1 for each in _TABLES)


def _of_some() -> Any:
    """All four at once: the kind by its place, the person, and the values, filled up to the widest."""
    parts = []
    completions: Select[*tuple[Any, ...]] = select(Completion.person_id, _COMPLETION).where(*_COUNTED)
    for kind, asked in enumerate((*_TABLES, completions)):
        person, *values = asked.selected_columns
        filling: list[ColumnElement[str]] = [literal("", String)] * (max(_WIDTHS) - len(values))
        parts.append(
            asked.with_only_columns(literal(kind), person, *values, *filling, maintain_column_froms=True).where(
                person.in_(bindparam("people", expanding=True))
            )
        )
    return union_all(*parts)


_OF_SOME = _of_some()
