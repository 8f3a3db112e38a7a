"""One portion of a rehearsal of a draft, a door of its own: a job opens it for many people, a page for a few."""

from __future__ import annotations

from foundation import clock, db
from household.access import actions, gate, queries
from household.access.queries.rehearsals import Found

AT_ONCE = 500


def decide_portion(rehearsal_id: int) -> bool:
    """Decide the next portion of people; answers whether there is more to do.

    A rehearsal whose draft was saved anew meanwhile ends where it is.
    """
    asked = queries.rehearsal_to_work(rehearsal_id)
    draft = queries.draft_of(asked.area, on=clock.today()) if asked else None
    if asked is None or draft is None:
        return False
    people: list[int] = []
    found: list[Found] = []
    if draft.is_saved and draft.revision == asked.revision:
        people = queries.people_to_decide(after=asked.after_person_id, limit=AT_ONCE)
        found = queries.affected_among(people, gate.rules_of(asked.area), draft)
    db.close()
    with db.transaction():
        return actions.keep_portion(asked, found, people, at=clock.now()) and bool(people)
