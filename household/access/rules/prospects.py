"""What becomes of one person's access where facts change: told before they do, so that nobody is surprised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from household.access.rules.answers import EndsBy, Segment
from household.access.rules.history import holding
from household.access.rules.terms import DAY


class ProspectKind(StrEnum):
    """In the order in which they are told."""

    LOSES = "loses"
    """Access is gone on the day itself."""
    SHORTER = "shorter"
    """It goes on, and ends sooner than it would have."""
    GAINS = "gains"
    LONGER = "longer"


@dataclass(frozen=True, slots=True)
class Prospect:
    """A change of what is in force on a day. `through` is the last day of access afterwards, `was_through` before."""

    kind: ProspectKind
    through: date | None = None
    was_through: date | None = None
    by_job: bool = False
    """Whether it is the job that ends it, and not the term."""


def prospect(before: Sequence[Segment], after: Sequence[Segment], *, on: date) -> Prospect | None:
    """What changes of the access that is in force on the day; None where it stands as it stood."""
    old, new = holding(before, on), holding(after, on)
    was, through = _last_day(old), _last_day(new)
    if old.has_access and not new.has_access:
        return Prospect(ProspectKind.LOSES, was_through=was)
    if new.has_access and not old.has_access:
        return Prospect(ProspectKind.GAINS, through=through)
    if not new.has_access or through == was:
        return None
    is_shorter = through is not None and (was is None or through < was)
    kind = ProspectKind.SHORTER if is_shorter else ProspectKind.LONGER
    return Prospect(kind, through=through, was_through=was, by_job=new.ends_by is EndsBy.JOB)


def _last_day(segment: Segment) -> date | None:
    return segment.access_ends - DAY if segment.access_ends else None
