"""What human resources changed: of one person, and of everybody as DoTS’s list shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from district.models import Person
from foundation import db
from household.access.models import JobChangeNoted
from household.access.rules.answers import Reason, Step
from household.access.rules.job_changes import Effect, JobChange
from household.access.rules.telling import job_change_of, reason_of, step_of
from household.access.rules.terms import DAY

MOST_SHOWN = 100
"""Of one person: the newest."""


@dataclass(frozen=True)
class JobChangesOnRecord:
    """What one import changed of one person’s jobs, and what became of access by it. Last days are inclusive."""

    id: int
    noticed_on: date
    noticed_at: datetime
    effect: Effect
    was_through: date | None
    through: date | None
    changes: tuple[JobChange, ...]
    reasons: tuple[Reason, ...]
    steps: tuple[Step, ...]
    is_mailed: bool

    @property
    def places(self) -> set[str]:
        """The codes of the places it speaks of."""
        told = {each.location for each in self.steps}
        for change in self.changes:
            told |= {change.location, change.other_location}
        for reason in self.reasons:
            told |= {reason.location, reason.other_location}
        return told - {""}


@dataclass(frozen=True)
class ChangedPerson:
    """Whose jobs changed."""

    person_id: int
    public_id: str
    first_name: str
    last_name: str
    noted: JobChangesOnRecord


_COLUMNS = (
    JobChangeNoted.id,
    JobChangeNoted.noticed_on,
    JobChangeNoted.noticed_at,
    JobChangeNoted.effect,
    JobChangeNoted.access_ended,
    JobChangeNoted.access_ends,
    JobChangeNoted.facts,
    JobChangeNoted.is_mailed,
)
_OF_CHANGE = len(_COLUMNS)


def changed_people(*, area: str, before: int | None, limit: int) -> list[ChangedPerson]:
    """Everybody’s, newest first; `before`: those noted before the one with this id."""
    asked = (
        select(
            *_COLUMNS,
            Person.id,
            Person.public_id,
            func.coalesce(func.nullif(Person.preferred_first_name, ""), Person.first_name),
            func.coalesce(func.nullif(Person.preferred_last_name, ""), Person.last_name),
        )
        .join(Person, Person.id == JobChangeNoted.person_id)
        .where(JobChangeNoted.area == area)
        .order_by(JobChangeNoted.id.desc())
        .limit(limit)
    )
    if before is not None:
        asked = asked.where(JobChangeNoted.id < before)
    found = [tuple(row) for row in db.session().execute(asked)]
    return [ChangedPerson(*_who(row), on_record(row[:_OF_CHANGE])) for row in found]


def _who(row: tuple[Any, ...]) -> tuple[int, str, str, str]:
    person_id, public_id, first, last = row[_OF_CHANGE:]
    return person_id, public_id, first, last


def on_record(row: tuple[Any, ...]) -> JobChangesOnRecord:
    """What a row of `_COLUMNS` says."""
    row_id, noticed_on, noticed_at, effect, ended, ends, facts, is_mailed = row
    return JobChangesOnRecord(
        id=row_id,
        noticed_on=noticed_on,
        noticed_at=noticed_at,
        effect=Effect(effect),
        was_through=ended - DAY if ended is not None else None,
        through=ends - DAY if ends is not None else None,
        changes=tuple(job_change_of(each) for each in facts["changes"]),
        reasons=tuple(reason_of(each) for each in facts["reasons"]),
        steps=tuple(step_of(each) for each in facts["steps"]),
        is_mailed=is_mailed,
    )
