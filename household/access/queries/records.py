"""What is on record of one member of staff, as their own page and DoTS's page show it: with its source and its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    CompoundSelect,
    Date,
    Double,
    Select,
    String,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from district.models import Completion, Person, PersonIdentifier, School, StaffAssignment, StaffEmployment
from foundation import db
from household.access.models import AccessEvent, Approval, Grant, Reminder, Revocation
from household.access.queries.job_changes import JobChangesOnRecord, job_changes_of
from household.access.queries.people import EMPLOYEE
from household.access.queries.promises import PromiseOnRecord, promises_of
from household.access.rules.ledger import EventKind

Row = Select[*tuple[Any, ...]]


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

    @property
    def places(self) -> dict[str, str]:
        """The names of the places this record speaks of, by their codes."""
        return {each.location: each.place for each in self.jobs if each.place}


def record_of(person_id: int, *, courses: Sequence[str], area: str) -> StaffRecord | None:
    """Everything on record of one person, whatever their access; None where nobody is. Five statements."""
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
    told = db.session().execute(_told(person.id, courses, area)).all()
    reminders = [row for row in told if row.kind == "reminder"]
    return StaffRecord(
        person_id=person.id,
        public_id=person.public_id,
        full_name=person.full_name,
        employee_id=rows[0][1] or "",
        jobs=tuple(_job(*row[2:]) for row in rows if row[2] is not None),
        courses=tuple(
            CourseOnRecord(row.text, row.starts, row.number, row.by, row.at, row.flag)
            for row in told
            if row.kind == "course"
        ),
        decisions=tuple(
            Decided(row.kind, row.starts, row.ends, row.text, row.by)
            for row in told
            if row.kind in ("approval", "revocation", "grant")
        ),
        reminders=tuple(Reminded(row.starts, int(row.number), row.flag, row.at) for row in reminders),
        ledger=tuple(_ledger(person.id, area)),
        promises=promises_of(person.id, area=area),
        job_changes=job_changes_of(person.id, area=area),
    )


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


def _ledger(person_id: int, area: str) -> list[LedgerLine]:
    asked = (
        select(AccessEvent)
        .where(AccessEvent.person_id == person_id, AccessEvent.area == area)
        .order_by(AccessEvent.id.desc())
    )
    return [
        LedgerLine(
            kind=EventKind(each.kind),
            effective_on=each.effective_on,
            access_ends=each.access_ends,
            policy_version=each.policy_version,
            reasons=tuple(each.facts.get("reasons", ())),
            actor=each.actor_label or each.actor_kind,
            recorded_at=each.recorded_at,
        )
        for each in db.session().scalars(asked)
    ]


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


def _told(person_id: int, courses: Sequence[str], area: str) -> CompoundSelect[*tuple[Any, ...]]:
    """Courses, approvals, revocations and reminders in one statement, newest first, in columns they share."""
    nothing, no_text = cast(null(), Date), literal("", String)
    completions = select(
        literal("course", String).label("kind"),
        Completion.completed_on.label("starts"),
        nothing.label("ends"),
        Completion.course.label("text"),
        Completion.score.label("number"),
        Completion.source.label("by"),
        Completion.recorded_at.label("at"),
        Completion.voided_at.is_not(None).label("flag"),
    ).where(Completion.person_id == person_id, Completion.course.in_(courses))
    approvals = _decided(
        "approval", Approval, Approval.approved_on, Approval.withdrawn_on, Approval.location, Approval.approved_by_id
    )
    revocations = _decided(
        "revocation", Revocation, Revocation.starts, Revocation.ends, Revocation.reason, Revocation.revoked_by_id
    )
    grants = _decided("grant", Grant, Grant.starts, Grant.ends, Grant.reason, Grant.confirmed_by_id)
    reminders = select(
        literal("reminder", String),
        Reminder.access_ends,
        nothing,
        no_text,
        cast(Reminder.days_before, Double),
        no_text,
        Reminder.written_at,
        Reminder.has_address,
    ).where(Reminder.person_id == person_id, Reminder.area == area)
    parts: list[Row] = [completions, reminders]
    parts += [
        each.where(model.person_id == person_id, model.area == area)
        for each, model in ((approvals, Approval), (revocations, Revocation), (grants, Grant))
    ]
    return union_all(*parts).order_by("starts")


def _decided(kind: str, model: Any, starts: Any, ends: Any, text: Any, by: Any) -> Select[Any]:
    who = aliased(Person)
    name = func.coalesce(who.first_name + " " + who.last_name, "")
    no_number = cast(null(), Double)
    return (
        select(literal(kind, String), starts, ends, text, no_number, name, model.recorded_at, literal(False, Boolean))
        .outerjoin(who, who.id == by)
        .select_from(model)
    )
