"""A feed says another value of a relationship than the office has set: a person says which of the two counts, once."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions import tie_questions as deeds
from district.queries.tie_questions import TieQuestion, questions_between
from district.words.relationships import not_tied
from foundation.web import pages
from foundation.web.gates import requires
from foundation.web.once import done
from foundation.web.pages import page
from household.editor.forms.feed_questions import TAKE, WhichCountsForm
from household.editor.queries import Reader
from household.editor.views.deeds import Stale, Unfit, do, take_on
from household.editor.views.door import RECORDS, bp, me, note, reader
from household.editor.views.pairs import Pair, pair
from household.editor.words import feed_questions as words

QUESTION = "/people/<public_id>/relationships/<adult>/question"


@bp.get(QUESTION)
@requires(RECORDS)
def feed_question(public_id: str, adult: str) -> Response:
    return _page(None, public_id, adult)


@bp.post(QUESTION)
@requires(RECORDS)
def answer_feed_question(public_id: str, adult: str) -> Response:
    form = WhichCountsForm()

    def deed(by: Reader) -> Response:
        two = pair(adult, public_id, by)
        open_ones = questions_between(*two.ids)
        question = next((each for each in open_ones if str(each.id) == form.question.data), None)
        if question is None:
            raise Stale
        take_on(people=two.ids, ties={question.tie.id: form.seen})
        _settle(question, form, by)
        endpoint = "household.feed_question" if len(open_ones) > 1 else "household.tie"
        return done(form, _("Settled."), endpoint, public_id=public_id, adult=adult)

    return do(form, deed, lambda status: _page(form, public_id, adult, status=status))


def _settle(question: TieQuestion, form: WhichCountsForm, by: Reader) -> None:
    given: dict[str, Any] = {"by": me(), "at": by.at, "reason": form.reason.data or ""}
    try:
        if form.answer.data != TAKE:
            deeds.keep_office_value(question, **given)
        elif fault := deeds.take_feed_value(question, **given):
            raise Unfit("answer", not_tied(fault))
    except deeds.AlreadySettled as faster:
        raise Stale from faster


def _page(form: WhichCountsForm | None, public_id: str, adult: str, *, status: int = 200) -> Response:
    by = reader()
    two = pair(adult, public_id, by)
    open_ones = questions_between(*two.ids)
    note([two.adult.line, two.student.line], where="relationship", by=by)
    if not open_ones:
        return _settled(two)
    shown = open_ones[0]
    return page(
        "household/feed_question.html",
        status=status,
        form=(form or WhichCountsForm()).about(shown),
        two=two,
        asked=shown,
        more=len(open_ones) - 1,
        is_stale=status == 409,
        here=url_for("household.feed_question", public_id=public_id, adult=adult),
        words=words,
    )


def _settled(two: Pair) -> Response:
    """Nothing is open between them, any more or at all: what is on record is on the page of the relationship."""
    where = {"public_id": two.student.line.public_id, "adult": two.adult.line.public_id}
    return pages.done(_("No question about these two is open: this is what is on record."), "household.tie", **where)
