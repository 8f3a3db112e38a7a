"""Who stands in for a principal, and for how long; and DoTS’s list of requests that do not get their answer."""

from __future__ import annotations

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.rules.business_days import DAY
from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.pages import done, page
from household.access import gate, queries
from household.access.actions.lending import delegate, end_delegation, name_approver
from household.access.forms.approvals import DelegateForm, NameForm
from household.access.models import ApprovalRequest
from household.access.queries import approvals
from household.access.queries.approvers import circle_for, codes_of_work, led_by
from household.access.rules.approvals import LendingRefusal, Snag
from household.access.views.approvals import APPROVALS
from household.access.views.door import bp, me
from household.access.views.reviews import REVIEW
from household.access.words import approvals as words


@bp.get("/approvals/delegates")
@requires(APPROVALS)
def delegates() -> Response:
    return _delegates_page(DelegateForm())


@bp.post("/approvals/delegates")
@requires(APPROVALS)
def name_delegate() -> Response:
    today, ours = clock.today(), gate.approval_rules()
    form = DelegateForm().for_places(led_by(me().person_id, ours=ours, on=today), today=today)
    if not form.validate():
        return _delegates_page(form, status=422)

    with db.transaction():
        colleague = queries.person_called(form.employee_id.data)
        made = delegate(
            me().person_id,
            colleague.id if colleague else None,
            location=form.location.data,
            starts=form.first_day.data,
            ends=form.last_day.data + DAY,
            ours=ours,
            today=today,
            by=me(),
            at=clock.now(),
        )
    if isinstance(made, LendingRefusal):
        where = "location" if made is LendingRefusal.NOT_LEADING else "employee_id"
        form.add_error(where, words.lending_refused(made))
        return _delegates_page(form, status=422)
    return done(_("Your colleague has been told and can answer on these days."), "access.delegates")


@bp.post("/approvals/delegates/<public_id>/end")
@requires(APPROVALS)
def end_delegate(public_id: str) -> Response:
    with db.transaction():
        ended = end_delegation(public_id, principal_id=me().person_id, by=me(), at=clock.now())
    if not ended:
        abort(404)
    return done(_("Your colleague answers no more in your place."), "access.delegates")


@bp.get("/reviews/approvals")
@requires(REVIEW)
def unanswered() -> Response:
    return _unanswered_page()


@bp.get("/reviews/approvals/<public_id>")
@requires(REVIEW)
def unanswered_request(public_id: str) -> Response:
    return _naming_page(_stuck(public_id), NameForm())


@bp.post("/reviews/approvals/<public_id>")
@requires(REVIEW)
def name_who_answers(public_id: str) -> Response:
    asked = _stuck(public_id)
    form = NameForm()
    if not form.validate():
        return _naming_page(asked, form, status=422)

    today, refused = clock.today(), ""
    with db.transaction():
        held = approvals.request_called(public_id, hold=True)
        named = queries.person_called(form.employee_id.data)
        if held is None:
            abort(404)
        if named is None or not codes_of_work(named.id, on=today):
            refused = _("Nobody who works here today has this employee number.")
        elif named.id in (held.person_id, me().person_id):
            refused = _("Name somebody else: nobody answers for themselves, and whoever names does not answer.")
        elif not name_approver(held, named.id, ours=gate.approval_rules(), today=today, by=me(), at=clock.now()):
            return done(_("The request was closed meanwhile; nothing was changed."), "access.unanswered")
    if refused:
        form.add_error("employee_id", refused)
        return _naming_page(asked, form, status=422)
    return done(_("Whom you named has been written to and can answer now."), "access.unanswered")


def _delegates_page(form: DelegateForm, *, status: int = 200) -> Response:
    today = clock.today()
    led = led_by(me().person_id, ours=gate.approval_rules(), on=today)
    return page(
        "access/delegates.html",
        status=status,
        form=form.for_places(led, today=today),
        led=led,
        lent=approvals.delegations_by(me().person_id, on=today),
        one_day=DAY,
        words=words,
    )


def _stuck(public_id: str) -> ApprovalRequest:
    asked = approvals.request_called(public_id)
    if asked is None or asked.closed_at is not None or asked.dots_told_at is None:
        abort(404)
    return asked


def _unanswered_page() -> Response:
    today, ours = clock.today(), gate.approval_rules()
    stuck = approvals.stuck_requests(area=gate.rulebook().area)
    circle = circle_for(stuck, ours=ours, on=today)
    people = approvals.names_of(who.person_id for each in stuck for who in circle.of(each))
    rows = [
        (
            shown,
            words.snag(circle.snag(shown.request) or Snag.NO_ANSWER),
            [people[w.person_id] for w in circle.of(shown.request)],
        )
        for shown in approvals.details(stuck, on=today)
    ]
    return page("access/unanswered.html", rows=rows, today=today)


def _naming_page(asked: ApprovalRequest, form: NameForm, *, status: int = 200) -> Response:
    today = clock.today()
    circle = circle_for([asked], ours=gate.approval_rules(), on=today)
    names = approvals.names_of(each.person_id for each in circle.of(asked))
    return page(
        "access/name_approver.html",
        status=status,
        asked=approvals.details([asked], on=today)[0],
        snag=words.snag(circle.snag(asked) or Snag.NO_ANSWER),
        may_answer=words.whom_it_went_to([(names[each.person_id], each.capacity) for each in circle.of(asked)]),
        form=form,
    )
