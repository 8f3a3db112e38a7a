"""DoTS’s board of promises: which were kept, which are at risk today, which were broken."""

from __future__ import annotations

from datetime import timedelta

from flask import request, url_for
from flask_babel import format_decimal
from werkzeug.wrappers import Response

from foundation import clock
from foundation.web.gates import requires
from foundation.web.pages import page
from household.access import gate, queries, words
from household.access.rules.promises import PromiseState
from household.access.views.door import bp, me
from household.access.views.reviews import REVIEW

SINCE = timedelta(days=90)
SHOWN = 200
ORDER = (PromiseState.BROKEN, PromiseState.AT_RISK, PromiseState.RUNNING, PromiseState.KEPT)
STAMPS = {
    PromiseState.BROKEN: "bad",
    PromiseState.AT_RISK: "wait",
    PromiseState.RUNNING: "",
    PromiseState.KEPT: "good",
}


@bp.get("/reviews/promises")
@requires(REVIEW)
def promises() -> Response:
    """Of the last 90 days and all that are open; a state that cannot be read shows all."""
    now, today, book = clock.now(), clock.today(), gate.rulebook()
    gate.own_answer(me(), book, on=today)
    since = now - SINCE
    asked = request.args.get("state", "")
    chosen = [each for each in ORDER if each.value == asked]
    numbers = queries.promise_numbers(area=book.area, since=since, now=now, today=today)
    board = queries.promises_on_board(chosen or ORDER, area=book.area, since=since, now=now, today=today, limit=SHOWN)
    return page(
        "access/reviews_promises.html",
        today=today,
        looks_back=SINCE.days,
        figures=[
            (
                format_decimal(numbers[each]),
                words.promise_state(each),
                url_for("access.promises", state=each.value),
                each in chosen,
            )
            for each in ORDER
        ],
        broken=numbers[PromiseState.BROKEN],
        board=board,
        is_cut=len(board) == SHOWN,
        stamps=STAMPS,
        voice=words.Voice(book.policies),
        words=words,
    )
