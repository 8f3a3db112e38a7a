"""How the desk answers: numbers over cases and surveys, and never a person. Each read is one statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from foundation import db
from support.models import Case, PublishedNumbers, Survey
from support.rules.kinds import CaseType
from support.rules.numbers import AGES, Asked, average, office_minutes, plain_minutes
from support.rules.response import Priority
from support.rules.statuses import Status
from support.rules.surveys import SATISFIED, Area, Outcome, Satisfaction

SATISFACTION = "satisfaction"


@dataclass(frozen=True)
class Answered:
    """Of the cases of one priority: answered in target, not in target, and those whose time still runs."""

    priority: Priority
    in_target: int
    late: int
    running: int

    @property
    def decided(self) -> int:
        """Of which it is known whether the target was kept."""
        return self.in_target + self.late


@dataclass(frozen=True)
class Cell:
    """Of the cases of one priority, module and type: how many, and of these answered in target and not in target."""

    priority: Priority
    module: str
    type: str
    cases: int
    in_target: int
    late: int


@dataclass(frozen=True)
class FirstLevel:
    """Of the cases solved in a time: how many without escalation or development."""

    solved: int
    at_first_level: int


@dataclass(frozen=True)
class Surveys:
    """What became of the surveys of closed cases, and what was answered."""

    outcomes: dict[Outcome, int]
    satisfaction: Satisfaction

    @property
    def closed(self) -> int:
        """All closed cases that were eligible."""
        return sum(self.outcomes.values())


def submitted(*, since: datetime, at: datetime) -> list[Cell]:
    """The cases submitted since then, by priority, module and type."""
    in_target = and_(Case.answered_at.is_not(None), Case.answered_at <= Case.answer_due_at)
    late = or_(Case.answered_at > Case.answer_due_at, and_(Case.answered_at.is_(None), Case.answer_due_at < at))
    kinds = (Case.priority, Case.module, Case.type)
    asked = select(*kinds, func.count(), _how_many(in_target), _how_many(late)).where(Case.submitted_at >= since)
    return [Cell(Priority(row[0]), *row[1:]) for row in db.session().execute(asked.group_by(*kinds))]


def by_priority(cells: Sequence[Cell]) -> list[Answered]:
    """How they were answered, the worst priority first."""
    return [_answered(each, [cell for cell in cells if cell.priority is each]) for each in Priority]


def _answered(priority: Priority, cells: Sequence[Cell]) -> Answered:
    in_target, late = sum(each.in_target for each in cells), sum(each.late for each in cells)
    return Answered(priority, in_target, late, sum(each.cases for each in cells) - in_target - late)


def asked_about(cells: Sequence[Cell]) -> list[Asked]:
    """What they were about: where people need to be shown how."""
    counts = Counter[tuple[str, str]]()
    for each in cells:
        counts[each.module, each.type] += each.cases
    return [Asked(module, kind, number) for (module, kind), number in counts.items()]


def average_response(*, since: datetime) -> int | None:
    """Office minutes from submission to the first reply, of the cases submitted since then that have one; an outage by
    the plain clock."""
    asked = select(Case.submitted_at, Case.answered_at, Case.type).where(
        Case.submitted_at >= since, Case.answered_at.is_not(None)
    )
    found = db.session().execute(asked)
    return average(
        [
            (plain_minutes if kind == CaseType.OUTAGE else office_minutes)(start, end)
            for start, end, kind in found
            if end is not None
        ]
    )


def first_level(*, since: datetime) -> FirstLevel:
    """Of the cases closed as solved since then."""
    asked = select(func.count(), _how_many(Case.is_first_level.is_(True))).where(
        Case.closed_at >= since, Case.is_solved.is_(True)
    )
    return FirstLevel(*db.session().execute(asked).one())


def backlog(*, at: datetime) -> list[int]:
    """The open cases by age: at most each of `AGES` days, then those that are older."""
    edges = [at - timedelta(days=days) for days in AGES]
    within = [Case.submitted_at >= edges[0]]
    within += [and_(Case.submitted_at < newer, Case.submitted_at >= older) for newer, older in pairwise(edges)]
    within.append(Case.submitted_at < edges[-1])
    asked = select(*(_how_many(each) for each in within)).where(Case.status != Status.CLOSED.value)
    return list(db.session().execute(asked).one())


def surveys(*, since: datetime) -> Surveys:
    """Of the cases closed since then."""
    is_answered = Survey.answered_at.is_not(None)
    sums = [func.coalesce(func.sum(getattr(Survey, area.value)), 0) for area in Area]
    asked = (
        select(Survey.outcome, func.count(), _how_many(is_answered), _how_many(Survey.overall >= SATISFIED), *sums)
        .where(Survey.decided_at >= since)
        .group_by(Survey.outcome)
    )
    outcomes, answers, satisfied, totals = dict.fromkeys(Outcome, 0), 0, 0, dict.fromkeys(Area, 0)
    for outcome, number, answered, content, *of_areas in db.session().execute(asked):
        outcomes[Outcome(outcome)] = number
        answers, satisfied = answers + answered, satisfied + content
        totals = {area: totals[area] + int(value) for area, value in zip(Area, of_areas, strict=True)}
    return Surveys(outcomes, Satisfaction(answers, satisfied, totals))


def is_published(page: str = SATISFACTION) -> bool:
    """Whether an administrator lets everybody see it."""
    asked = select(PublishedNumbers.id).where(PublishedNumbers.page == page, PublishedNumbers.ended_at.is_(None))
    return db.session().scalar(asked) is not None


def _how_many(which: Any) -> Any:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)
