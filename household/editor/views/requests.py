"""The queue of what families ask: the list with its backlog, and one request answered field by field."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions.answering_requests import Answered, Meanwhile, Problems, Shown, answer_request, differences
from district.queries.request_papers import paper_of, papers_of
from district.queries.truth import Truth, truth_of
from district.rules.requests import AT_ONCE, Answer, Kind, shown_key
from foundation import db, submissions
from foundation.settings import Settings
from foundation.web import charts, once
from foundation.web.gates import requires
from foundation.web.pages import page
from foundation.web.uploads import stored_answer
from household.editor import queries
from household.editor.forms.requests import (
    LATE,
    OPEN,
    SETTLED,
    SOMEBODY_NEW,
    AnswerForm,
    QueueForm,
    answer_form,
)
from household.editor.queries import Reader
from household.editor.queries.requests import AtOffice, household_of, how_to_tell, queue, request_at_office
from household.editor.views.door import bp, editor, me, note, own_family, reader
from household.editor.views.looking_again import look_again
from household.editor.words import requests as words

MOST_COLUMNS = 6


@bp.get("/requests")
@requires("household.records")
def family_requests() -> Response:
    who = reader()
    form = QueueForm(request.args)
    state = form.state.data if form.state.data in (LATE, SETTLED) else OPEN
    shown = queue(
        who,
        is_open=state != SETTLED,
        is_late=state == LATE,
        school=form.school.data or "",
        page=_number(request.args.get("page", "")),
    )
    form.offering(sorted({each.school for each in shown.backlog if each.school} | _chosen(form)))
    first = shown.backlog[:MOST_COLUMNS]
    return page(
        "household/family_requests.html",
        form=form,
        queue=shown,
        columns=charts.stacked_columns(
            [words.lines_of(each.school) for each in first],
            [[each.in_time for each in first], [each.late for each in first]],
        ),
        is_open=state != SETTLED,
        today=who.on,
        words=words,
    )


@bp.get("/requests/<public_id>")
@requires("household.records")
def family_request(public_id: str) -> Response:
    who = reader()
    found = _found(public_id, who)
    if isinstance(found, Response):
        return found
    return _page(found, who, answer_form(found.request, asks_who=bool(found.alike)))


@bp.post("/requests/<public_id>")
@requires("household.records")
def answer_family_request(public_id: str) -> Response:
    who = reader()
    found = _found(public_id, who)
    if isinstance(found, Response):
        return found
    form = answer_form(found.request, asks_who=bool(found.alike))
    if not form.validate():
        return _page(found, who, form, status=422)

    with db.transaction():
        answered = _answered(public_id, form)
    if isinstance(answered, Response):
        return answered
    found = _found(public_id, who)
    if isinstance(found, Response):
        return found
    if answered is None:
        return _page(found, who, form, status=409)
    return _page(found, who, form.refused(answered), status=422)


@bp.get("/requests/<public_id>/papers/<paper>")
@requires("household.records")
def family_request_paper(public_id: str, paper: str) -> Response:
    """What the family attached, where the request itself is shown with its address."""
    who = reader()
    found = _found(public_id, who)
    if isinstance(found, Response):
        return found
    file = None if _is_hidden(found) else paper_of(found.request.id, paper)
    if file is None:
        abort(404)
    note(found.family, where="request", by=who)
    return stored_answer(file)


def _answered(public_id: str, form: AnswerForm) -> Response | Problems | None:
    """The way on, or what is wrong; None where somebody was faster. In the transaction the right is asked again."""
    who = editor()
    found = _found(public_id, who)
    if isinstance(found, Response):
        return found
    before = once.entered(form)
    if before is not None:
        return before
    try:
        answered = answer_request(
            found.request,
            form.given(),
            shown=Shown(form.seen, form.shown.data or ""),
            known_id=_known(found, form),
            tell=how_to_tell(found.request.asker_id),
            by=me(),
            at=who.at,
        )
    except Meanwhile:
        return None
    if not isinstance(answered, Answered):
        return answered
    look_again(who, people=(found.request.student_id, found.request.asker_id))
    return _on(found, form, who)


def _on(found: AtOffice, form: AnswerForm, who: Reader) -> Response:
    """Where the answer leads: a home address that was accepted to the page where the household moves."""
    accepts = any(each.answer is Answer.ACCEPTED for each in form.given().values())
    is_told = how_to_tell(found.request.asker_id).address is not None
    said = [
        _("Your answers are kept, and the family is told.")
        if is_told
        else _("Your answers are kept. No working email is on record for the family: call them, or write.")
    ]
    there = url_for("household.family_request", public_id=found.request.public_id)
    if found.request.kind is Kind.ADDRESS and accepts:
        said.append(_("Nobody has moved yet: move the household here, once its proof is seen."))
        there = _move(found, who)
    submissions.answered(form.form_key.data or "", there, account_id=me().account_id)
    flash(" ".join(said))
    return redirect(there, 303)


def _move(found: AtOffice, who: Reader) -> str:
    household = household_of(found.request.asker_id, who)
    if not household:
        return str(url_for("household.person", public_id=found.asker.public_id))
    return str(url_for("household.move", public_id=household))


def _found(public_id: str, who: Reader) -> AtOffice | Response:
    """The request, where its student is in reach; of one’s own family the page that says so; else 404."""
    found = request_at_office(public_id, who)
    if found is None or not (found.student.is_in_reach or found.is_own):
        abort(404)
    return own_family() if found.is_own else found


def _known(found: AtOffice, form: AnswerForm) -> int | None:
    """Who on record was chosen for a new contact; None for somebody new."""
    chosen = form["known"].data if "known" in form else SOMEBODY_NEW
    return next((each.person_id for each in found.alike if each.public_id == chosen), None)


def _page(found: AtOffice, who: Reader, form: AnswerForm, *, status: int = 200) -> Response:
    settings: Settings = current_app.config["HEARTH"]
    now: Truth = truth_of(found.request, on=who.on)
    stands = differences(found.request, now)
    alike = [(each.public_id, _who(each)) for each in found.alike]
    form.offering(stands, alike, may_wait=found.request.kind not in AT_ONCE)
    form.version.data, form.shown.data = str(found.request.version), shown_key(now)
    note(found.family, where="request", by=who)
    return page(
        "household/family_request.html",
        status=status,
        found=found,
        asked=found.request,
        form=form,
        now=now,
        stands=stands,
        is_late=status == 409,
        is_hidden=_is_hidden(found),
        sent_papers=papers_of(found.request.id)
        if found.request.kind is Kind.ADDRESS and not _is_hidden(found)
        else None,
        closures=settings.closures,
        proofs=words.proofs(settings),
        today=who.on,
        words=words,
    )


def _is_hidden(found: AtOffice) -> bool:
    """Whether what is asked tells a confidential address that the reader may not see."""
    return found.hides_address and found.request.kind is Kind.ADDRESS


def _who(person: queries.PersonSeen) -> str:
    known = words.what_they_are(person)
    return f"{person.name}, {known}" if known else person.name


def _chosen(form: QueueForm) -> set[str]:
    return {form.school.data} if form.school.data else set()


def _number(typed: str) -> int:
    """The page asked for, from 1."""
    digits = typed[:4]
    return max(1, int(digits)) if digits.isascii() and digits.isdecimal() else 1
