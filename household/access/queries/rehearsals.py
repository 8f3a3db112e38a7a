"""Who would gain or lose access by a draft: decided for a portion of people, and read back from what was found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select

from district.models import Person, StaffAssignment
from foundation import db
from household.access.models import Evaluation, Rehearsal, RehearsedPerson
from household.access.queries.drafts import Draft, newest_number
from household.access.queries.facts import rows_of
from household.access.queries.policies import Rulebook
from household.access.rules.answers import Reason, ReasonCode
from household.access.rules.facts import Facts
from household.access.rules.policy import policy_in_force
from household.access.rules.rehearsal import Affected, Effect, affected
from household.access.rules.telling import plain


class Found(NamedTuple):
    """Somebody whose access the draft would change, and why."""

    person_id: int
    affected: Affected
    reasons: list[dict[str, str]]


class Row(NamedTuple):
    """One line of the list of a rehearsal. Ends are first days without access."""

    id: int
    person_id: int
    public_id: str
    effect: Effect
    day: date
    was_ends: date | None
    ends: date | None
    reasons: tuple[dict[str, Any], ...]


class RowPlace(NamedTuple):
    """Where in the list one stands."""

    day: date
    id: int


@dataclass(frozen=True)
class Freshness:
    """What has happened since a rehearsal was asked for that it cannot know."""

    draft_saved: bool
    published: bool
    people_weighed: int
    """Whose facts were weighed anew."""
    has_begun: bool
    """The draft's first day is over: what was foreseen from it is past."""

    @property
    def is_fresh(self) -> bool:
        return not (self.draft_saved or self.published or self.people_weighed or self.has_begun)


def number_to_decide() -> int:
    """How many people have, had or will have a job: nobody else can have access."""
    return db.session().scalar(select(func.count(StaffAssignment.person_id.distinct()))) or 0


def people_to_decide(*, after: int, limit: int) -> list[int]:
    """The next of them, in the order of ids."""
    asked = (
        select(StaffAssignment.person_id)
        .where(StaffAssignment.person_id > after)
        .distinct()
        .order_by(StaffAssignment.person_id)
        .limit(limit)
    )
    return list(db.session().scalars(asked))


def affected_among(person_ids: Collection[int], before: Rulebook, draft: Draft) -> list[Found]:
    """Of a few hundred people at most those whose access the draft would change. One statement.

    Both sides are decided from the facts of one moment, so that nothing else than the draft tells them apart.
    """
    after = draft.book(before)
    current = policy_in_force(before.policies, draft.policy.starts) if before.policies else draft.policy
    found = []
    for person_id, rows in rows_of(person_ids, after).items():
        facts = rows.values()
        was = before.history(facts) if before.policies else ()
        told = affected(was, after.history(facts), facts=facts, current=current, draft=draft.policy)
        if told is not None:
            found.append(Found(person_id, told, [plain(each) for each in _why(told, facts, after)]))
    return found


def _why(told: Affected, facts: Facts, after: Rulebook) -> Sequence[Reason]:
    """Why it is so with the draft, on the day it begins to differ."""
    if told.effect is Effect.NOT_RENEWABLE:
        jobs = [each for each in facts.jobs if each.starts < told.day and (each.ends is None or each.ends >= told.day)]
        return [
            Reason(ReasonCode.NO_TRACK, job_role=each.job_role, team=each.team, location=each.location) for each in jobs
        ]
    return after.standing(facts, on=told.day).reasons


def rehearsal_called(public_id: str) -> Rehearsal | None:
    """One rehearsal by the name in its address."""
    return db.session().scalar(select(Rehearsal).where(Rehearsal.public_id == public_id))


def rehearsal_to_work(rehearsal_id: int) -> Rehearsal | None:
    """One that is not done, for the job."""
    return db.session().scalar(select(Rehearsal).where(Rehearsal.id == rehearsal_id, Rehearsal.done_at.is_(None)))


def latest_rehearsal(area: str) -> Rehearsal | None:
    """The one asked for last."""
    return db.session().scalar(select(Rehearsal).where(Rehearsal.area == area).order_by(Rehearsal.id.desc()).limit(1))


def freshness(of: Rehearsal, draft: Draft, *, today: date) -> Freshness:
    """Whether what it found still holds. Three small statements."""
    weighed = select(func.count()).where(Evaluation.area == of.area, Evaluation.evaluated_at > of.asked_at)
    return Freshness(
        draft_saved=draft.revision != of.revision,
        published=newest_number() != of.newest_version,
        people_weighed=db.session().scalar(weighed) or 0,
        has_begun=draft.policy.starts < today,
    )


def rehearsed(of: Rehearsal, effect: Effect | None, *, after: RowPlace | None = None, limit: int) -> list[Row]:
    """The next people of the list, by the day that differs. One statement."""
    asked = (
        select(
            RehearsedPerson.id,
            RehearsedPerson.person_id,
            Person.public_id,
            RehearsedPerson.effect,
            RehearsedPerson.day,
            RehearsedPerson.was_ends,
            RehearsedPerson.ends,
            RehearsedPerson.reasons,
        )
        .join(Person, Person.id == RehearsedPerson.person_id)
        .where(RehearsedPerson.rehearsal_id == of.id)
        .order_by(RehearsedPerson.day, RehearsedPerson.id)
        .limit(limit)
    )
    if effect is not None:
        asked = asked.where(RehearsedPerson.effect == effect.value)
    if after is not None:
        later = or_(RehearsedPerson.day > after.day, RehearsedPerson.id > after.id)
        asked = asked.where(RehearsedPerson.day >= after.day, later)
    return [
        Row(id, person, public_id, Effect(code), day, was, ends, tuple(reasons["reasons"]))
        for id, person, public_id, code, day, was, ends, reasons in db.session().execute(asked)
    ]
