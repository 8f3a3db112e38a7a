"""What is on record of one member of staff, as their own page and DoTS's page show it: with its source and its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from district.models import Person, PersonIdentifier, School, StaffAssignment, StaffEmployment
from foundation import db
from household.access.queries.bulk import BulkNote, Reads
from household.access.queries.job_changes import JobChangesOnRecord, on_record
from household.access.queries.people import EMPLOYEE
from household.access.queries.promises import PromiseOnRecord
from household.access.queries.told import changed, told
from household.access.rules.ledger import EventKind


@dataclass(frozen=True)
class JobOnRecord:
    """One assignment. `ends` is the first day that no longer counts, the employment's end where that comes first."""

    job_role: str
    job_title: str
    team: str
    location: str
    place: str
    """The school's name; empty where none is known by the code in `location`."""
    starts: date | None
    ends: date | None
    source: str


@dataclass(frozen=True)
class CourseOnRecord:
    """A completion as it reached us."""

    course: str
    completed_on: date
    score: float | None
    source: str
    recorded_at: datetime
    is_voided: bool


@dataclass(frozen=True)
class Decided:
    """What a person decided: an approval for a location, a revocation or a grant by hand with its reason, by whom. An
    approval ends where it was taken back before anything followed from it."""

    kind: str
    """`approval`, `revocation` or `grant`."""
    starts: date
    ends: date | None
    text: str
    """The location's code, or the reason."""
    by: str
    """Empty where a command did it."""


@dataclass(frozen=True)
class Reminded:
    """A reminder that was written. `days_before`: days from it to the last day."""

    access_ends: date
    days_before: int
    has_address: bool
    written_at: datetime


@dataclass(frozen=True)
class LedgerLine:
    """One line of the ledger."""

    kind: EventKind
    effective_on: date
    access_ends: date | None
    policy_version: int | None
    reasons: tuple[dict[str, Any], ...]
    actor: str
    recorded_at: datetime


@dataclass(frozen=True)
class StaffRecord:
    """One person with everything their household access follows from, and what came of it."""

    person_id: int
    public_id: str
    full_name: str
    employee_id: str
    jobs: tuple[JobOnRecord, ...]
    """Newest first."""
    courses: tuple[CourseOnRecord, ...]
    """Of the courses asked for, newest first."""
    decisions: tuple[Decided, ...]
    reminders: tuple[Reminded, ...]
    ledger: tuple[LedgerLine, ...]
    """Newest first."""
    promises: tuple[PromiseOnRecord, ...]
    """Newest first."""
    job_changes: tuple[JobChangesOnRecord, ...]
    """What human resources changed; newest first."""
    bulk: tuple[BulkNote, ...]
    """The reminders somebody sent with a list, oldest first."""
    reads: Reads
    """What this member of staff opened."""

    @property
    def places(self) -> dict[str, str]:
        """The names of the places this record speaks of, by their codes."""
        return {each.location: each.place for each in self.jobs if each.place}


def record_of(person_id: int, *, courses: Sequence[str], area: str) -> StaffRecord | None:
    """Everything on record of one person, whatever their access; None where nobody is. Three statements."""
    return _record(Person.id == person_id, courses, area)


def record_called(public_id: str, *, courses: Sequence[str], area: str) -> StaffRecord | None:
    """The same of the person with this public id, if that is somebody who works or worked here."""
    found = _record(Person.public_id == public_id, courses, area)
    return found if found is not None and found.jobs else None


def _record(who: ColumnElement[bool], courses: Sequence[str], area: str) -> StaffRecord | None:
    rows = db.session().execute(_JOBS.where(who)).all()
    if not rows:
        return None
    person: Person = rows[0][0]
    rows_told = db.session().execute(told(person.id, courses=courses, area=area)).all()
    rows_changed = db.session().execute(changed(person.id, area=area)).all()
    of = {kind: [row for row in rows_told if row.kind == kind] for kind in ("course", "reminder", "bulk", "reads")}
    promises = sorted((row for row in rows_told if row.kind == "promise"), key=lambda row: -row.number)
    (reads,) = of["reads"]
    return StaffRecord(
        person_id=person.id,
        public_id=person.public_id,
        full_name=person.full_name,
        employee_id=rows[0][1] or "",
        jobs=tuple(_job(*row[2:]) for row in rows if row[2] is not None),
        courses=tuple(
            CourseOnRecord(row.text, row.starts, row.number, row.by, row.at, row.flag) for row in of["course"]
        ),
        decisions=tuple(
            Decided(row.kind, row.starts, row.ends, row.text, row.by)
            for row in rows_told
            if row.kind in ("approval", "revocation", "grant")
        ),
        reminders=tuple(Reminded(row.starts, int(row.number), row.flag, row.at) for row in of["reminder"]),
        ledger=tuple(_line(row) for row in rows_changed if row.source == "ledger"),
        promises=tuple(_promise(row) for row in promises),
        job_changes=tuple(_changes(row) for row in rows_changed if row.source == "job-change"),
        bulk=tuple(BulkNote(row.at, row.by) for row in sorted(of["bulk"], key=lambda row: row.number)),
        reads=Reads(int(reads.number), reads.at),
    )


def _promise(row: Any) -> PromiseOnRecord:
    return PromiseOnRecord(
        id=int(row.number),
        course=row.text,
        finished_on=row.starts,
        reported_at=row.at,
        last_day=row.ends,
        due_at=row.due_at,
        arrived_at=row.arrived_at,
        ended_at=row.ended_at,
    )


def _line(row: Any) -> LedgerLine:
    return LedgerLine(
        kind=EventKind(row.kind),
        effective_on=row.day,
        access_ends=row.access_ends,
        policy_version=row.policy_version,
        reasons=tuple(row.facts.get("reasons", ())),
        actor=row.actor,
        recorded_at=row.at,
    )


def _changes(row: Any) -> JobChangesOnRecord:
    return on_record((row.id, row.day, row.at, row.kind, row.access_ended, row.access_ends, row.facts, row.is_mailed))


def _job(job: StaffAssignment, place: str | None, employed_until: date | None) -> JobOnRecord:
    ends = min((each for each in (job.ends, employed_until) if each is not None), default=None)
    return JobOnRecord(
        job_role=job.job_role,
        job_title=job.job_title,
        team=job.team,
        location=job.location,
        place=place or "",
        starts=job.starts,
        ends=ends,
        source=job.source,
    )


_NUMBER = (
    select(func.min(PersonIdentifier.value))
    .where(PersonIdentifier.person_id == Person.id, PersonIdentifier.type == EMPLOYEE)
    .scalar_subquery()
)
_JOBS = (
    select(Person, _NUMBER, StaffAssignment, School.name, StaffEmployment.ends)
    .outerjoin(StaffAssignment, StaffAssignment.person_id == Person.id)
    .outerjoin(School, School.id == StaffAssignment.school_id)
    .outerjoin(StaffEmployment, StaffEmployment.id == StaffAssignment.employment_id)
    .order_by(StaffAssignment.starts.desc(), StaffAssignment.id.desc())
)
