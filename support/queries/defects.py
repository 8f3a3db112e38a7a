"""Defects as the desk knows them: how far each has come, and which cases wait for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from district.models import Person
from foundation import db
from support.models import Case, CaseDefect, DefectReplication, DevelopmentIssue, Organization
from support.rules.defects import Stage, Trial, seen_in, stage
from support.rules.statuses import Status


@dataclass(frozen=True)
class Tried:
    """One trial: where, by whom, when, and what was seen."""

    environment: str
    was_seen: bool
    note: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Linked:
    """One case of a defect."""

    number: int
    subject: str
    organization: str
    status: str


@dataclass(frozen=True)
class Defect:
    """A defect in a list."""

    id: int
    reference: str
    title: str
    module: str
    stage: Stage
    fixed_in: str
    cases: int


@dataclass(frozen=True)
class DefectSeen:
    """A defect on its own page."""

    issue: DevelopmentIssue
    stage: Stage
    trials: tuple[Tried, ...]
    seen_in: tuple[str, ...]


def defects(*, is_fixed: bool) -> list[Defect]:
    """Those that are not fixed, or the newest hundred that are. Two statements."""
    cases = (
        select(func.count())
        .where(CaseDefect.issue_id == DevelopmentIssue.id)
        .correlate(DevelopmentIssue)
        .scalar_subquery()
    )
    asked = select(DevelopmentIssue, cases).order_by(
        DevelopmentIssue.fixed_at.desc() if is_fixed else DevelopmentIssue.opened_at.desc(), DevelopmentIssue.id.desc()
    )
    fixed = DevelopmentIssue.fixed_at.is_not(None) if is_fixed else DevelopmentIssue.fixed_at.is_(None)
    rows = db.session().execute(asked.where(fixed).limit(100)).all()
    trials = trials_of([issue.id for issue, _ in rows])
    return [
        Defect(
            issue.id,
            issue.reference,
            issue.title,
            issue.module,
            stage(trials.get(issue.id, []), fixed_in=issue.fixed_in),
            issue.fixed_in,
            number,
        )
        for issue, number in rows
    ]


def trials_of(issue_ids: list[int]) -> dict[int, list[Trial]]:
    """Every trial of these, from the oldest on. One statement."""
    found: dict[int, list[Trial]] = {}
    asked = (
        select(DefectReplication.issue_id, DefectReplication.environment, DefectReplication.was_seen)
        .where(DefectReplication.issue_id.in_(issue_ids))
        .order_by(DefectReplication.tried_at, DefectReplication.id)
    )
    for issue_id, environment, was_seen in db.session().execute(asked):
        found.setdefault(issue_id, []).append(Trial(environment, was_seen))
    return found


def defect(issue_id: int, *, held: bool = False) -> DefectSeen | None:
    """One defect with its trials; `held`: nobody else changes it before the transaction ends. Two statements."""
    asked = select(DevelopmentIssue).where(DevelopmentIssue.id == issue_id)
    issue = (
        db.session()
        .scalars(asked.with_for_update() if held else asked, execution_options={"populate_existing": True})
        .one_or_none()
    )
    if issue is None:
        return None
    trials = (
        select(DefectReplication, Person)
        .join(Person, Person.id == DefectReplication.tried_by_id)
        .where(DefectReplication.issue_id == issue_id)
        .order_by(DefectReplication.tried_at, DefectReplication.id)
    )
    tried = tuple(
        Tried(each.environment, each.was_seen, each.note, person.full_name, each.tried_at)
        for each, person in db.session().execute(trials)
    )
    told = [Trial(each.environment, each.was_seen) for each in tried]
    return DefectSeen(issue, stage(told, fixed_in=issue.fixed_in), tried, seen_in(told))


def issue_called(reference: str) -> DevelopmentIssue | None:
    """The issue with that reference, capitals or not; held until the transaction ends."""
    folded = db.lowered(db.table(DevelopmentIssue).c.reference) == reference.strip().lower()
    return db.session().scalars(select(DevelopmentIssue).where(folded).with_for_update()).one_or_none()


def linked_to(issue_id: int, *, limit: int) -> list[Linked]:
    """The cases of a defect, those that are open first. One statement."""
    asked = (
        select(Case, Organization.name)
        .join(CaseDefect, CaseDefect.case_id == Case.id)
        .join(Organization, Organization.id == Case.organization_id)
        .where(CaseDefect.issue_id == issue_id)
        .order_by((Case.status == Status.CLOSED.value), Case.id)
        .limit(limit)
    )
    return [Linked(each.number, each.subject, name, each.status) for each, name in db.session().execute(asked)]


def how_many_linked(issue_id: int) -> tuple[int, int]:
    """How many cases a defect has, and how many of them are open. One statement."""
    asked = (
        select(func.count(), func.count().filter(Case.status != Status.CLOSED.value))
        .select_from(CaseDefect)
        .join(Case, Case.id == CaseDefect.case_id)
        .where(CaseDefect.issue_id == issue_id)
    )
    every, opened = db.session().execute(asked).one()
    return every, opened


def issue_with(reference: str) -> int | None:
    """The id of the issue with exactly that reference. One statement."""
    return db.session().scalar(select(DevelopmentIssue.id).where(DevelopmentIssue.reference == reference))
