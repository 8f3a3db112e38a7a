"""DoTS decides about one person: take access away at once, or propose what a second administrator confirms."""

from __future__ import annotations

from datetime import date

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import queries as accounts
from district.models import Person
from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.pages import done, page
from household.access import actions, gate, queries
from household.access.forms import GrantForm, ReasonForm, ReinstatementForm
from household.access.queries import Rulebook
from household.access.rules.policy import policy_in_force
from household.access.rules.proposals import GOOD_FOR, Kind, Refusal, last_day_at_most
from household.access.views.door import bp, me
from household.access.views.reviews import REVIEW
from household.access.words import proposals as said

SHOWN = 100
OWN = frozenset({Refusal.ONESELF, Refusal.ASKED_ALREADY, Refusal.NOT_REVOKED, Refusal.REVOKED, Refusal.NO_JOB})
"""Refusals that no other day would change."""


@bp.get("/reviews/people/<public_id>/revoke")
@requires(REVIEW)
def revoke(public_id: str) -> Response:
    return _revoking(ReasonForm(), _somebody(public_id))


@bp.post("/reviews/people/<public_id>/revoke")
@requires(REVIEW)
def do_revoke(public_id: str) -> Response:
    form, person = ReasonForm(), _somebody(public_id)
    if not form.validate():
        return _revoking(form, person, status=422)
    at = clock.now()
    with db.transaction():
        person = _somebody(public_id)
        _look_again(clock.day_of(at))
        given = {"reason": form.because.data, "today": clock.day_of(at), "by": me(), "at": at}
        is_done = actions.revoke(person.id, book=gate.rulebook(), **given)
    name = person.full_name
    told = _("%(name)s has no household access from this moment on.", name=name)
    return done(told if is_done else _("It was taken away before."), "access.reviewed_person", public_id=public_id)


@bp.get("/reviews/people/<public_id>/<kind>")
@requires(REVIEW)
def propose(public_id: str, kind: str) -> Response:
    return _proposing(_form(kind), _somebody(public_id), kind)


@bp.post("/reviews/people/<public_id>/<kind>")
@requires(REVIEW)
def do_propose(public_id: str, kind: str) -> Response:
    form, person, at = _form(kind), _somebody(public_id), clock.now()
    if not form.validate():
        return _proposing(form, person, kind, status=422)
    today, book = clock.day_of(at), gate.rulebook()
    with db.transaction():
        person = _somebody(public_id)
        _look_again(today)
        given = {"reason": form.because.data, "book": book, "today": today, "by": me(), "at": at}
        refused = actions.propose(person.id, form.wish(), **given)
    if refused is None:
        told = _("Proposed. A second administrator has to confirm it before anything changes.")
        return done(told, "access.reviewed_person", public_id=public_id)
    form.add_error("because" if refused in OWN else "last_day", said.refused(refused, at_most=_at_most(book, today)))
    return _proposing(form, person, kind, status=422)


@bp.get("/reviews/proposals")
@requires(REVIEW)
def proposals() -> Response:
    book = gate.rulebook()
    found = queries.open_proposals(area=book.area, on=clock.today(), limit=SHOWN)
    return page("access/reviews_proposals.html", today=clock.today(), proposals=found, said=said)


@bp.get("/reviews/proposals/<public_id>")
@requires(REVIEW)
def proposal(public_id: str) -> Response:
    found = queries.proposed(public_id, on=clock.today()) or abort(404)
    return page(
        "access/reviews_proposal.html",
        proposal=found,
        said=said,
        is_mine=found.proposed_by_id == me().person_id,
        is_about_me=found.person_id == me().person_id,
    )


@bp.post("/reviews/proposals/<public_id>/confirm")
@requires(REVIEW)
def confirm_proposal(public_id: str) -> Response:
    at = clock.now()
    today, book = clock.day_of(at), gate.rulebook()
    with db.transaction():
        found = queries.proposal_called(public_id) or abort(404)
        _look_again(today)
        refused = actions.confirm(found, book=book, today=today, by=me(), at=at)
    if refused is not None:
        told = said.refused(refused, at_most=_at_most(book, today))
        return done(told, "access.proposal", public_id=public_id)
    return done(_("Confirmed. It holds from this moment on."), "access.proposal", public_id=public_id)


@bp.post("/reviews/proposals/<public_id>/withdraw")
@requires(REVIEW)
def withdraw_proposal(public_id: str) -> Response:
    at = clock.now()
    with db.transaction():
        found = queries.proposal_called(public_id) or abort(404)
        _look_again(clock.day_of(at))
        is_done = actions.withdraw(found, today=clock.day_of(at), by=me(), at=at)
    told = _("Withdrawn. Nothing was changed.") if is_done else said.refused(Refusal.SETTLED)
    return done(told, "access.proposal", public_id=public_id)


def _somebody(public_id: str) -> Person:
    return queries.staff_called(public_id) or abort(404)


def _look_again(today: date) -> None:
    """Whether whoever is here still may, inside the transaction that writes."""
    if accounts.person_with_right(me().account_id, REVIEW, on=today) is None:
        abort(403)


def _form(kind: str) -> GrantForm | ReinstatementForm:
    if kind not in set(Kind):
        abort(404)
    return GrantForm() if kind == Kind.GRANT else ReinstatementForm()


def _at_most(book: Rulebook, today: date) -> date:
    return last_day_at_most(policy_in_force(book.policies, today), today, year_starts=book.year_starts)


def _revoking(form: ReasonForm, person: Person, *, status: int = 200) -> Response:
    return page("access/reviews_revoke.html", status=status, form=form, person=person)


def _proposing(form: GrantForm | ReinstatementForm, person: Person, kind: str, *, status: int = 200) -> Response:
    today = clock.today()
    return page(
        "access/reviews_propose.html",
        status=status,
        form=form,
        person=person,
        kind=kind,
        at_most=_at_most(gate.rulebook(), today),
        good_for=GOOD_FOR.days,
    )
