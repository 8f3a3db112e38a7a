"""One’s own request for the principal’s approval: asked, seen, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.pages import done, page
from household.access import gate, queries
from household.access.actions.asking import ask, withdraw_request
from household.access.forms.approvals import AskForm
from household.access.models import ApprovalRequest
from household.access.queries import Rulebook, approvals
from household.access.queries.approvals import AnswerGiven
from household.access.queries.approvers import Circle, circle_for
from household.access.rules.approvals import (
    ANSWERS,
    ApprovalRules,
    AskRefusal,
    Capacity,
    Outcome,
    Snag,
    dots_looks_on,
    next_reminder,
)
from household.access.rules.asking import places_to_ask
from household.access.views.door import bp, me
from household.access.views.own_access import OWN
from household.access.words import approvals as words


@dataclass(frozen=True)
class OwnRequest:
    """The newest request for one place, as whoever asked sees it."""

    request: ApprovalRequest
    place: str
    went_to: tuple[tuple[str, Capacity], ...]
    snag: Snag | None
    next_reminder: date | None
    dots_on: date
    answer: AnswerGiven | None

    @property
    def is_open(self) -> bool:
        return self.request.closed_at is None

    @property
    def outcome(self) -> Outcome | None:
        return Outcome(self.request.outcome) if self.request.outcome else None


@bp.get("/access/request")
@requires(OWN)
def own_request() -> Response:
    return _page(AskForm())


@bp.post("/access/request")
@requires(OWN)
def request_approval() -> Response:
    today, book = clock.today(), gate.rulebook()
    form = AskForm().for_places(_places(book, today))
    if not form.location.choices:
        return _page(AskForm(formdata=None), refusal=AskRefusal.NOT_NEEDED)
    if not form.validate():
        return _page(form, status=422)

    with db.transaction():
        asked = ask(
            me().person_id,
            location=form.location.data,
            reason=form.reason.data,
            book=gate.rulebook(),
            ours=gate.approval_rules(),
            today=today,
            by=me(),
            at=clock.now(),
        )
    if isinstance(asked, AskRefusal):
        return _page(form, refusal=asked)
    return done(_("Your request is on its way. This page shows what comes of it."), "access.own_request")


@bp.post("/access/request/withdraw")
@requires(OWN)
def withdraw_own_request() -> Response:
    with db.transaction():
        asked = approvals.request_called(request.form.get("request", ""), hold=True)
        if asked is None or asked.person_id != me().person_id:
            abort(404)
        withdrawn = withdraw_request(asked, by=me(), at=clock.now())
    if withdrawn:
        return done(_("The request is withdrawn. You can ask again."), "access.own_request")
    return done(_("The request was closed already; nothing was changed."), "access.own_request")


def _places(book: Rulebook, today: date) -> dict[str, str]:
    """The places where one’s approval is missing and not asked for yet, by code."""
    facts = queries.facts_of(me().person_id, book)
    missing = places_to_ask(facts, book.policies, today, year_starts=book.year_starts)
    names = queries.place_names(missing)
    return {code: names.get(code, code) for code in missing}


def _page(form: AskForm, *, status: int = 200, refusal: AskRefusal | None = None) -> Response:
    today, book, ours = clock.today(), gate.rulebook(), gate.approval_rules()
    standing = gate.own_answer(me(), book, on=today)
    own = _own_requests(book, ours, today)
    waiting = {each.request.location for each in own if each.is_open}
    places = {code: name for code, name in _places(book, today).items() if code not in waiting}
    if refusal is not None:
        status = 422
    return page(
        "access/own_request.html",
        status=status,
        form=form.for_places(places),
        places=places,
        own=own,
        refusal=words.ask_refused(refusal) if refusal else "",
        standing=standing,
        ours=ours,
        today=today,
        words=words,
    )


def _own_requests(book: Rulebook, ours: ApprovalRules, today: date) -> list[OwnRequest]:
    """The newest request for each place, the newest first."""
    newest: dict[str, ApprovalRequest] = {}
    for each in approvals.requests_of(me().person_id, area=book.area):
        newest.setdefault(each.location, each)
    requests = list(newest.values())
    circle = circle_for([each for each in requests if each.closed_at is None], ours=ours, on=today)
    places = queries.place_names(newest)
    answers = approvals.answers_to([each.id for each in requests])
    names = approvals.names_of(who.person_id for each in requests for who in circle.of(each))
    return [_own(each, circle, names, places, answers[each.id], ours, today) for each in requests]


def _own(
    asked: ApprovalRequest,
    circle: Circle,
    names: dict[int, str],
    places: dict[str, str],
    answers: list[AnswerGiven],
    ours: ApprovalRules,
    today: date,
) -> OwnRequest:
    is_open = asked.closed_at is None
    dots_on = dots_looks_on(asked.asked_on, ours=ours)
    snag = circle.snag(asked) if is_open else None
    if is_open and snag is None and asked.dots_told_at is not None and dots_on <= today:
        snag = Snag.NO_ANSWER
    return OwnRequest(
        request=asked,
        place=places.get(asked.location, asked.location),
        went_to=tuple((names[each.person_id], each.capacity) for each in circle.of(asked)) if is_open else (),
        snag=snag,
        next_reminder=next_reminder(asked.asked_on, ours=ours, sent=asked.reminded),
        dots_on=dots_on,
        answer=answers[0] if answers and asked.outcome in ANSWERS else None,
    )
