"""Work of the district's record that nobody waits for: what waited for a person or a course is looked at again."""

from __future__ import annotations

from district.actions.search_terms import PORTION, refresh_terms
from district.feeds import waiting
from district.queries.found_by import ended_lately
from foundation import audit, clock, db, nightly

BY = audit.job("training-queue")


@nightly.step("training-queue")
def place_waiting() -> str:
    """Place the completions whose person or course has become known since: by a roster, or by new rules."""
    placed = waiting.place_all(by=BY, at=clock.now(), today=clock.today())
    return f"{len(placed.sources):,} sources looked at again, {placed.runs:,} with something placed"


@nightly.step("search-terms")
def refresh_what_ended() -> str:
    """Work out anew what people are found by of whom a name for them ended lately: nobody tells on the day itself."""
    today = clock.today()
    people = ended_lately(on=today)
    db.close()
    for start in range(0, len(people), PORTION):
        with db.transaction(is_lasting=False):
            refresh_terms(people[start : start + PORTION], on=today)
    return f"{len(people):,} people looked at again"
