"""Who would gain or lose access by a draft: asked for once, then found portion by portion, each a transaction.

What is found is worked out from facts and replaced by the next rehearsal of the area; that somebody asked is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, insert, select, update

from foundation import audit, db, jobs
from foundation.audit import Actor
from household.access.events import PolicyRehearsalExported, PolicyRehearsed
from household.access.models import Rehearsal, RehearsedPerson
from household.access.queries.drafts import Draft, newest_number
from household.access.queries.rehearsals import Found, number_to_decide

PORTION = "policy-rehearsal"


def ask_rehearsal(draft: Draft, *, by: Actor, at: datetime) -> Rehearsal:
    """Have everybody decided by the draft as it was saved; a job begins with the first portion."""
    people = number_to_decide()
    asked = Rehearsal(
        public_id=db.new_public_id(),
        area=draft.area,
        revision=draft.revision,
        newest_version=newest_number(),
        people=people,
        counts={},
        asked_at=at,
        asked_by_id=by.person_id,
    )
    session = db.session()
    older = select(Rehearsal.id).where(Rehearsal.area == draft.area)
    session.execute(delete(RehearsedPerson).where(RehearsedPerson.rehearsal_id.in_(older)))
    session.add(asked)
    session.flush()
    _queue(asked.id, 0, at=at)
    audit.record(PolicyRehearsed(draft.area, draft.revision, people), by=by, at=at)
    return asked


def keep_portion(of: Rehearsal, found: Sequence[Found], people: Sequence[int], *, at: datetime) -> bool:
    """Keep whom a portion found, and queue the next; nothing where that portion was kept meanwhile."""
    counts = Counter[str](of.counts)
    counts.update(each.affected.effect.value for each in found)
    values: dict[str, Any] = {
        "people_done": Rehearsal.people_done + len(people),
        "counts": dict(counts),
        "after_person_id": people[-1] if people else of.after_person_id,
    }
    kept = db.session().execute(
        update(Rehearsal)
        .where(Rehearsal.id == of.id, Rehearsal.after_person_id == of.after_person_id, Rehearsal.done_at.is_(None))
        .values(**values, done_at=None if people else at),
        execution_options={"synchronize_session": False},
    )
    if not cast(CursorResult[Any], kept).rowcount:
        return False
    if found:
        db.session().execute(insert(RehearsedPerson), [_row(of.id, each) for each in found])
    if people:
        _queue(of.id, people[-1], at=at)
    return True


def note_rehearsal_export(of: Rehearsal, people: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Before the file leaves."""
    audit.record(PolicyRehearsalExported(of.area, of.revision, people, reason), by=by, at=at)


def _row(rehearsal_id: int, found: Found) -> dict[str, Any]:
    told = found.affected
    return {
        "rehearsal_id": rehearsal_id,
        "person_id": found.person_id,
        "effect": told.effect.value,
        "day": told.day,
        "was_ends": told.was_ends,
        "ends": told.ends,
        "reasons": {"reasons": found.reasons},
    }


def _queue(rehearsal_id: int, after: int, *, at: datetime) -> None:
    jobs.queue(PORTION, {"rehearsal": rehearsal_id}, at=at, slot=f"{PORTION}:{rehearsal_id}:{after}")
