"""What is stored of how people stand: read back as segments, held while it is written anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from foundation import db
from household.access.models import Evaluation, Standing
from household.access.rules.answers import EndsBy, Segment, State

SEGMENT = (
    Standing.starts,
    Standing.ends,
    Standing.state,
    Standing.track,
    Standing.since,
    Standing.access_ends,
    Standing.ends_by,
    Standing.policy_version,
    Standing.term_ends,
)
"""As `Segment` has them."""


class Stored(NamedTuple):
    """One stored segment with the id of its row."""

    id: int
    segment: Segment


class Held(NamedTuple):
    """One person's evaluation, locked until the transaction ends."""

    id: int
    facts: str
    mark: str
    told_through: date
    next_on: date | None


_HELD = (Evaluation.facts, Evaluation.mark, Evaluation.told_through, Evaluation.next_on)


def held(person_ids: Collection[int], *, area: str, lock: bool = True) -> dict[int, Held]:
    """The evaluations of these people, locked in the order of ids; nothing for who was never weighed."""
    asked = (
        select(Evaluation.person_id, Evaluation.id, *_HELD)
        .where(Evaluation.person_id.in_(person_ids), Evaluation.area == area)
        .order_by(Evaluation.person_id)
    )
    asked = asked.with_for_update() if lock else asked
    return {row[0]: Held(*row[1:]) for row in db.session().execute(asked)}


def stored_of(person_ids: Collection[int], *, area: str) -> dict[int, list[Stored]]:
    """The stored segments of these people, in the order of days."""
    found: dict[int, list[Stored]] = {person_id: [] for person_id in person_ids}
    asked = (
        select(Standing.person_id, Standing.id, *SEGMENT)
        .where(Standing.person_id.in_(found), Standing.area == area)
        .order_by(Standing.person_id, Standing.starts)
    )
    for person_id, row_id, *values in db.session().execute(asked):
        found[person_id].append(Stored(row_id, segment_of(values)))
    return found


def segment_of(values: Sequence[Any]) -> Segment:
    """A row of `SEGMENT` as the value of the rules."""
    starts, ends, state, track, since, access_ends, ends_by, policy_version, term_ends = values
    return Segment(
        starts=starts,
        ends=ends,
        state=State(state),
        track=track,
        since=since,
        access_ends=access_ends,
        ends_by=EndsBy(ends_by) if ends_by else None,
        policy_version=policy_version,
        term_ends=term_ends,
    )
