"""Approvals: what waits for one’s answer, one request after the other or several at once, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from foundation import clock, db, tokens
from foundation.web.gates import requires, signed_in
from foundation.web.pages import done, page, unreferred
from household.access import gate
from household.access.actions.answering import Deed, answer, correct
from household.access.actions.approval_mails import PURPOSE
from household.access.forms.approvals import AnswerForm, CorrectionForm
from household.access.models import ApprovalRequest
from household.access.queries import approvals
from household.access.queries.approvers import Circle, circle_for
from household.access.rules.approvals import ANSWERS, Answerer, AnswerRefusal, Outcome
from household.access.views.door import bp, me
from household.access.words import approvals as words

APPROVALS = "household.approvals"
MOST_AT_ONCE = 50


@bp.get("/approvals")
@requires(APPROVALS)
def approvals_page() -> Response:
    today, ours = clock.today(), gate.approval_rules()
    open_ones = approvals.answerable_by(me().person_id, ours=ours, on=today)
    answered = approvals.answered_for(me().person_id, ours=ours, on=today)
    shown = approvals.details([*(each for each, _ in open_ones), *answered], on=today)
    return page(
        "access/approvals.html",
        waiting=shown[: len(open_ones)],
        answered=shown[len(open_ones) :],
        answers=approvals.answers_to([each.id for each in answered]),
        today=today,
        words=words,
        outcome_of=lambda each: Outcome(each.request.outcome),
    )


@bp.get("/approvals/<public_id>")
@requires(APPROVALS)
def one_approval(public_id: str) -> Response:
    asked, circle = _seen(approvals.request_called(public_id))
    return _request_page(asked, circle, AnswerForm(), CorrectionForm())


@bp.post("/approvals/<public_id>")
@requires(APPROVALS)
def answer_approval(public_id: str) -> Response:
    asked, circle = _seen(approvals.request_called(public_id))
    return _answered(asked, circle)


@bp.post("/approvals/<public_id>/correct")
@requires(APPROVALS)
def correct_approval(public_id: str) -> Response:
    asked, circle = _seen(approvals.request_called(public_id))
    form = CorrectionForm()
    if not form.validate():
        return _request_page(asked, circle, AnswerForm(formdata=None), form, status=422)
    wanted = form.outcome()
    if wanted is None:
        abort(400)

    with db.transaction():
        held, deed, answerer = _held(public_id)
        refused = correct(held, answerer, wanted, reason=form.reason.data, deed=deed)
    if refused is not None:
        asked, circle = _seen(approvals.request_called(public_id))
        return _request_page(asked, circle, AnswerForm(formdata=None), form, status=422, refusal=refused)
    return done(_("The new answer counts. The person has been told."), "access.one_approval", public_id=public_id)


@bp.get("/approvals/several")
@requires(APPROVALS)
def several_approvals() -> Response:
    """Every request named on its own line, before one answer for all of them."""
    return _several_page(_chosen(request.args.getlist("request")), AnswerForm())


@bp.post("/approvals/several")
@requires(APPROVALS)
def answer_several() -> Response:
    chosen = _chosen(request.form.getlist("request"))
    form = AnswerForm()
    if not chosen or not form.validate():
        return _several_page(chosen, form, status=422)

    today, ours = clock.today(), gate.approval_rules()
    count = 0
    with db.transaction():
        held = approvals.requests_called([each.public_id for each in chosen], hold=True)
        circle = circle_for(held, ours=ours, on=today)
        deed = Deed(gate.rulebook(), ours, circle, today, me(), clock.now())
        for each in held:
            answerer = circle.answerer(me().person_id, each)
            if answerer is not None:
                refused = answer(each, answerer, form.outcome, reason=form.reason.data, deed=deed)
                count += refused is None
    said = ngettext("%(num)s request is answered.", "%(num)s requests are answered.", count)
    left = len(chosen) - count
    if left:
        said += " " + ngettext(
            "%(num)s was closed before your answer arrived.", "%(num)s were closed before your answer arrived.", left
        )
    return done(said, "access.approvals_page")


@bp.get("/approvals/link/<token>")
@signed_in
def linked_approval(token: str) -> Response:
    """What the mailed link opens: the request, for whoever may answer it now. It changes nothing (mail scanners)."""
    found = _linked(token)
    if isinstance(found, Response):
        return found
    asked, circle = found
    return unreferred(_request_page(asked, circle, AnswerForm(), CorrectionForm(), token=token))


@bp.post("/approvals/link/<token>")
@signed_in
def answer_linked_approval(token: str) -> Response:
    found = _linked(token)
    if isinstance(found, Response):
        return found
    return unreferred(_answered(*found, token=token))


def _linked(token: str) -> tuple[ApprovalRequest, Circle] | Response:
    """The open request a link is for, or the page that says why it opens nothing."""
    kept = tokens.read(token, purpose=PURPOSE)
    found = approvals.request_linked(kept) if kept else None
    if found is None:
        abort(404)
    asked, link = found
    circle = circle_for([asked], ours=gate.approval_rules(), on=clock.today())
    if me().account_kind != "staff" or not _may_see(asked, circle):
        return _dead_link("not-yours", status=404)
    if asked.closed_at is not None:
        return _dead_link("closed", asked, status=410)
    if link.expires_at <= clock.now():
        return _dead_link("expired", asked, status=410)
    return asked, circle


def _dead_link(why: str, asked: ApprovalRequest | None = None, *, status: int) -> Response:
    answers = approvals.answers_to([asked.id])[asked.id] if asked is not None else []
    return unreferred(
        page(
            "access/dead_approval_link.html",
            status=status,
            dead=why,
            asked=asked,
            outcome=Outcome(asked.outcome) if asked is not None and asked.outcome else None,
            given=answers[0] if answers else None,
            may_answer=me().may(APPROVALS),
            words=words,
        )
    )


def _seen(asked: ApprovalRequest | None) -> tuple[ApprovalRequest, Circle]:
    """The request, where it is there for whoever is signed in; else 404."""
    if asked is None:
        abort(404)
    circle = circle_for([asked], ours=gate.approval_rules(), on=clock.today())
    if not _may_see(asked, circle):
        abort(404)
    return asked, circle


def _may_see(asked: ApprovalRequest, circle: Circle) -> bool:
    return approvals.may_see(me().person_id, asked, circle)


def _held(public_id: str) -> tuple[ApprovalRequest, Deed, Answerer]:
    """The request inside the transaction, and by what right it is answered, looked at again; else 404."""
    today, ours = clock.today(), gate.approval_rules()
    held = approvals.request_called(public_id, hold=True)
    if held is None:
        abort(404)
    circle = circle_for([held], ours=ours, on=today)
    answerer = circle.answerer(me().person_id, held)
    if answerer is None:
        abort(404)
    return held, Deed(gate.rulebook(), ours, circle, today, me(), clock.now()), answerer


def _answered(asked: ApprovalRequest, circle: Circle, *, token: str = "") -> Response:
    form = AnswerForm()
    if not form.validate():
        return _request_page(asked, circle, form, CorrectionForm(formdata=None), token=token, status=422)

    with db.transaction():
        held, deed, answerer = _held(asked.public_id)
        refused = answer(held, answerer, form.outcome, reason=form.reason.data, deed=deed)
    if refused is AnswerRefusal.CLOSED:
        return done(words.answer_refused(refused), "access.one_approval", public_id=asked.public_id)
    if refused is not None:
        return done(words.answer_refused(refused), "access.approvals_page")
    said = (
        _("You said yes. The person has been told, and access follows by itself.")
        if form.outcome is Outcome.YES
        else _("You said no. The person has been told why.")
    )
    return done(said, "access.one_approval", public_id=asked.public_id)


def _request_page(
    asked: ApprovalRequest,
    circle: Circle,
    form: AnswerForm,
    correction: CorrectionForm,
    *,
    status: int = 200,
    token: str = "",
    refusal: AnswerRefusal | None = None,
) -> Response:
    today = clock.today()
    outcome = Outcome(asked.outcome) if asked.outcome else None
    other = Outcome.NO if outcome is Outcome.YES else Outcome.YES
    correction.answer.data = other.value
    answerer = circle.answerer(me().person_id, asked)
    address = (
        url_for("access.answer_linked_approval", token=token)
        if token
        else url_for("access.answer_approval", public_id=asked.public_id)
    )
    return page(
        "access/approval.html",
        status=status,
        asked=approvals.details([asked], on=today)[0],
        answers=approvals.answers_to([asked.id])[asked.id],
        outcome=outcome,
        other=other,
        form=form,
        correction=correction,
        address=address,
        may_answer=asked.closed_at is None and answerer is not None,
        may_correct=outcome in ANSWERS and answerer is not None and not approvals.newer_request(asked),
        on_behalf_of=approvals.names_of([answerer.on_behalf_of]).get(answerer.on_behalf_of, "")
        if answerer is not None and answerer.on_behalf_of is not None
        else "",
        refusal=words.answer_refused(refusal) if refusal else "",
        words=words,
    )


def _chosen(public_ids: Sequence[str]) -> list[ApprovalRequest]:
    """Those of the open requests one may answer that were chosen."""
    wanted = set(public_ids[:MOST_AT_ONCE])
    mine = approvals.answerable_by(me().person_id, ours=gate.approval_rules(), on=clock.today())
    return [each for each, _ in mine if each.public_id in wanted]


def _several_page(chosen: Sequence[ApprovalRequest], form: AnswerForm, *, status: int = 200) -> Response:
    return page(
        "access/several_approvals.html",
        status=status,
        chosen=approvals.details(chosen, on=clock.today()),
        form=form,
        words=words,
    )
