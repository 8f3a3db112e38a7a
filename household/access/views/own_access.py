"""My household access: the answer, what it stands on, what comes next, and how it came to this."""

from __future__ import annotations

from flask import abort
from werkzeug.wrappers import Response

from foundation import clock
from foundation.web.gates import requires
from foundation.web.pages import page
from household.access import gate, queries, words
from household.access.rules.answers import State
from household.access.views.door import bp, me, shown
from household.access.words import headlines

OWN = "household.own-access"
LOST = frozenset({State.LAPSED, State.ENDED, State.REVOKED})


@bp.get("/access")
@requires(OWN)
def own_access() -> Response:
    today = clock.today()
    book = gate.rulebook()
    answer = gate.own_answer(me(), book, on=today)
    record = queries.record_of(me().person_id, courses=book.courses, area=book.area)
    if record is None:
        abort(404)
    return page(
        "access/own_access.html",
        today=today,
        headline=headlines.own(answer),
        sign=headlines.STAMPS[answer.state],
        follows=headlines.what_follows(answer),
        standing=shown(answer, record, book, on=today),
        is_lost=answer.state in LOST,
        words=words,
    )
