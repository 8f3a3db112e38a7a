"""Work of the district's record that nobody waits for: what waited for a person or a course is looked at again."""

from __future__ import annotations

from district.feeds import waiting
from foundation import audit, clock, nightly

BY = audit.job("training-queue")


@nightly.step("training-queue")
def place_waiting() -> str:
    """Place the completions whose person or course has become known since: by a roster, or by new rules."""
    placed = waiting.place_all(by=BY, at=clock.now(), today=clock.today())
    return f"{len(placed.sources):,} sources looked at again, {placed.runs:,} with something placed"
