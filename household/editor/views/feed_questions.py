"""A feed says another value than the office has set: a person says which of the two counts, once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions import person_questions, tie_questions
from district.actions.feed_questions import AlreadySettled
from district.queries.feed_questions import FeedQuestion
from district.queries.person_questions import PersonQuestion, questions_about
from district.queries.tie_questions import TieQuestion, questions_between
from district.words.relationships import not_tied
from foundation.web import pages
from foundation.web.gates import requires
from foundation.web.once import done
from foundation.web.pages import page
from household.editor.forms.feed_questions import TAKE, WhichCountsForm
from household.editor.queries import Reader
from household.editor.views.deeds import Leaf, Stale, Unfit, do, take_on, way_to_person
from household.editor.views.door import RECORDS, bp, me, note, person_open, reader
from household.editor.views.pairs import Pair, pair
from household.editor.words import feed_questions as words

OF_TIE = "/people/<public_id>/relationships/<adult>/question"
OF_PERSON = "/people/<public_id>/question"
Question = TypeVar("Question", bound=FeedQuestion)


@bp.get(OF_TIE)
@requires(RECORDS)
def feed_question(public_id: str, adult: str) -> Response:
    return _of_tie(None, public_id, adult)


@bp.post(OF_TIE)
@requires(RECORDS)
def answer_feed_question(public_id: str, adult: str) -> Response:
    form = WhichCountsForm()

    def deed(by: Reader) -> Response:
        two = pair(adult, public_id, by)
        open_ones = questions_between(*two.ids)
        question = _shown(form, open_ones)
        take_on(people=two.ids, ties={question.tie.id: form.seen})
        _settle_tie(question, form, by)
        endpoint = "household.feed_question" if len(open_ones) > 1 else "household.tie"
        return done(form, _("Settled."), endpoint, public_id=public_id, adult=adult)

    return do(form, deed, lambda status: _of_tie(form, public_id, adult, status=status))


@bp.get(OF_PERSON)
@requires(RECORDS)
def person_question(public_id: str) -> Response:
    return _of_person(None, public_id)


@bp.post(OF_PERSON)
@requires(RECORDS)
def answer_person_question(public_id: str) -> Response:
    form = WhichCountsForm()

    def deed(by: Reader) -> Response:
        person_id = person_open(public_id, by).line.person_id
        open_ones = questions_about(person_id)
        question = _shown(form, open_ones)
        take_on(people={person_id: form.seen})
        _settle_person(question, form, by)
        endpoint = "household.person_question" if len(open_ones) > 1 else "household.person"
        return done(form, _("Settled."), endpoint, public_id=public_id)

    return do(form, deed, lambda status: _of_person(form, public_id, status=status))


def _shown(form: WhichCountsForm, open_ones: Sequence[Question]) -> Question:
    """The question that the page showed. Raises Stale where it is open no more."""
    question = next((each for each in open_ones if str(each.id) == form.question.data), None)
    if question is None:
        raise Stale
    return question


def _settle_tie(question: TieQuestion, form: WhichCountsForm, by: Reader) -> None:
    try:
        if form.answer.data != TAKE:
            tie_questions.keep_office_value(question, **_given(form, by))
        elif fault := tie_questions.take_feed_value(question, **_given(form, by)):
            raise Unfit("answer", not_tied(fault))
    except AlreadySettled as faster:
        raise Stale from faster


def _settle_person(question: PersonQuestion, form: WhichCountsForm, by: Reader) -> None:
    answered = person_questions.take_feed_value if form.answer.data == TAKE else person_questions.keep_office_value
    try:
        answered(question, **_given(form, by))
    except AlreadySettled as faster:
        raise Stale from faster


def _given(form: WhichCountsForm, by: Reader) -> dict[str, Any]:
    return {"by": me(), "at": by.at, "reason": form.reason.data or ""}


def _of_tie(form: WhichCountsForm | None, public_id: str, adult: str, *, status: int = 200) -> Response:
    by = reader()
    two = pair(adult, public_id, by)
    open_ones = questions_between(*two.ids)
    note([two.adult.line, two.student.line], where="relationship", by=by)
    if not open_ones:
        return _settled(two)
    leaf = Leaf(
        heading=_(
            "%(adult)s and %(student)s: which value counts?", adult=two.adult.line.name, student=two.student.line.name
        ),
        aside=_(
            "The feed says another value than the office has set. The office’s counts until somebody has answered."
        ),
        label=_("Open the relationship"),
        address=url_for("household.feed_question", public_id=public_id, adult=adult),
        back=url_for("household.tie", public_id=public_id, adult=adult),
    )
    return _page(form, leaf, open_ones, status)


def _of_person(form: WhichCountsForm | None, public_id: str, *, status: int = 200) -> Response:
    by = reader()
    subject = person_open(public_id, by)
    open_ones = questions_about(subject.line.person_id)
    note([subject.line], where="person", by=by)
    if not open_ones:
        said = _("No question about this record is open: this is what is on record.")
        return pages.done(said, "household.person", public_id=public_id)
    leaf = Leaf(
        heading=_("%(name)s: which value counts?", name=subject.line.name),
        aside=_(
            "The feed says another value than the office or the family has set. The one on record counts until "
            "somebody has answered."
        ),
        label=_("Open the person’s record"),
        address=url_for("household.person_question", public_id=public_id),
        back=way_to_person(subject),
    )
    return _page(form, leaf, open_ones, status)


def _page(form: WhichCountsForm | None, leaf: Leaf, open_ones: Sequence[FeedQuestion], status: int) -> Response:
    shown = open_ones[0]
    return page(
        "household/feed_question.html",
        status=status,
        form=(form or WhichCountsForm()).about(shown),
        leaf=leaf,
        asked=shown,
        more=len(open_ones) - 1,
        is_stale=status == 409,
        words=words,
    )


def _settled(two: Pair) -> Response:
    """Nothing is open between them, any more or at all: what is on record is on the page of the relationship."""
    where = {"public_id": two.student.line.public_id, "adult": two.adult.line.public_id}
    return pages.done(_("No question about these two is open: this is what is on record."), "household.tie", **where)
