"""DoTS’s list of what human resources changed of the jobs of people who have access, or had it."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from foundation import clock
from foundation.web.gates import requires
from foundation.web.pages import page
from household.access import gate, queries, words
from household.access.views.door import bp, me
from household.access.views.reviews import REVIEW

ROWS = 50
LONGEST_ID = 18


@bp.get("/reviews/changes")
@requires(REVIEW)
def job_changes() -> Response:
    book = gate.rulebook()
    gate.own_answer(me(), book, on=clock.today())
    people = queries.changed_people(area=book.area, before=_before(request.args.get("before", "")), limit=ROWS + 1)
    places = queries.place_names({code for each in people[:ROWS] for code in each.noted.places})
    return page(
        "access/job_changes.html",
        people=people[:ROWS],
        following=people[ROWS - 1].noted.id if len(people) > ROWS else None,
        is_first="before" not in request.args,
        voice=words.Voice(book.policies, places),
        words=words,
    )


def _before(text: str) -> int | None:
    """Where the page before ended; from the top where that cannot be read."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID else None
