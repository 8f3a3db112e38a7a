"""Orders that restrict an adult: recorded and in force at once, read, and lifted by two people.

Only those who handle restrictions come here; what takes rights or gives them back asks for the password again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions import restrictions as deeds
from district.rules.restrictions import LiftRefusal, OrderFault
from foundation.web.forms import OnceForm
from foundation.web.gates import requires
from foundation.web.once import done
from foundation.web.pages import page
from household.editor import queries, words
from household.editor.forms.restrictions import BESIDE, BecauseForm, OrderForm, PaperForm
from household.editor.queries import OrderSeen, Reader
from household.editor.views.deeds import has_changed, within
from household.editor.views.door import RESTRICTIONS, bp, handler, me, note, own_family, person_open, reader
from household.editor.views.pairs import pair
from household.editor.words import restrictions as said

Deed = Callable[[OrderSeen, Reader], None]


class NotDone(Exception):
    """The deed was refused: what was taken for it is taken back."""

    def __init__(self, fault: Any) -> None:
        super().__init__(fault)
        self.fault = fault


@bp.get("/restrictions")
@requires(RESTRICTIONS)
def restrictions() -> Response:
    mine = reader()
    waiting = queries.orders_waiting(mine)
    note([person for each in waiting for person in (each.adult, each.student)], where="restrictions", by=mine)
    return page("household/restrictions_waiting.html", waiting=waiting, said=said, words=words)


@bp.get("/people/<public_id>/restrictions")
@requires(RESTRICTIONS)
def restrictions_of(public_id: str) -> Response:
    mine = reader()
    subject = person_open(public_id, mine)
    orders = [each for each in queries.orders_about(subject.line.person_id, mine) if each.is_open]
    ties, _more = queries.ties_of(subject.line.person_id, mine)
    note([subject.line, *(each.adult for each in orders)], where="restrictions", by=mine)
    others = {(each.adult_id, each.student_id): each.other for each in ties if each.is_current and each.other.is_open}
    return page(
        "household/restrictions.html",
        subject=subject,
        orders=orders,
        ties=[(pair_of[0] == subject.line.person_id, other) for pair_of, other in others.items()],
        said=said,
        words=words,
    )


@bp.get("/people/<public_id>/restrictions/<adult>")
@requires(RESTRICTIONS, proved=True)
def new_restriction(public_id: str, adult: str) -> Response:
    return _recording(OrderForm(), public_id, adult)


@bp.post("/people/<public_id>/restrictions/<adult>")
@requires(RESTRICTIONS, proved=True)
def record_restriction(public_id: str, adult: str) -> Response:
    form = OrderForm()
    if not form.validate():
        return _recording(form, public_id, adult, status=422)

    def record(mine: Reader) -> Response:
        adult_id, student_id = pair(adult, public_id, mine).ids
        given = {"because": form.because.data, "by": me(), "at": mine.at}
        made = deeds.record_restriction(adult_id, student_id, form.paper(), form.taken(), form.span(), **given)
        if isinstance(made, list):
            raise NotDone(made)
        has_changed(people=(adult_id, student_id))
        told = _("The order is recorded and in force. It binds from the next page anybody opens.")
        return done(form, told, "household.restriction", public_id=made.public_id)

    try:
        return within(form, record, who=handler)
    except NotDone as refused:
        _add(form, refused.fault)
    return _recording(form, public_id, adult, status=422)


@bp.get("/restrictions/<public_id>")
@requires(RESTRICTIONS)
def restriction(public_id: str) -> Response:
    return _order_page(public_id)


@bp.get("/restrictions/<public_id>/read")
@requires(RESTRICTIONS, proved=True)
def reading(public_id: str) -> Response:
    return _reading_page(PaperForm(), public_id)


@bp.post("/restrictions/<public_id>/read")
@requires(RESTRICTIONS, proved=True)
def verify_restriction(public_id: str) -> Response:
    form = PaperForm()
    if not form.validate():
        return _reading_page(form, public_id, status=422)

    def verify(mine: Reader) -> Response:
        seen = _order(public_id, mine)
        because = form.because.data or ""
        if faults := deeds.verify_restriction(seen.order, form.paper(), because=because, by=me(), at=mine.at):
            raise NotDone(faults)
        has_changed(people=(seen.order.adult_id, seen.order.student_id))
        told = _("The paper is on record. The restriction goes on as it was.")
        return done(form, told, "household.restriction", public_id=public_id)

    try:
        return within(form, verify, who=handler)
    except NotDone as refused:
        _add(form, refused.fault)
    return _reading_page(form, public_id, status=422)


@bp.post("/restrictions/<public_id>/propose")
@requires(RESTRICTIONS, proved=True)
def propose_lift(public_id: str) -> Response:
    form = BecauseForm()

    def propose(seen: OrderSeen, mine: Reader) -> None:
        if refused := deeds.propose_lift(seen.order, reason=form.because.data or "", by=me(), at=mine.at):
            raise NotDone(refused)

    told = _("Proposed. The order stands until a second person confirms.")
    return _do(form, public_id, propose, told, lifting=form)


@bp.post("/restrictions/<public_id>/confirm")
@requires(RESTRICTIONS, proved=True)
def confirm_lift(public_id: str) -> Response:
    def confirm(seen: OrderSeen, mine: Reader) -> None:
        if seen.lift is None:
            raise NotDone(LiftRefusal.SETTLED)
        if refused := deeds.confirm_lift(seen.lift, seen.order, by=me(), at=mine.at):
            raise NotDone(refused)

    return _do(OnceForm(), public_id, confirm, _("Lifted. The order binds no longer."))


@bp.post("/restrictions/<public_id>/withdraw")
@requires(RESTRICTIONS)
def withdraw_lift(public_id: str) -> Response:
    def withdraw(seen: OrderSeen, mine: Reader) -> None:
        if seen.lift is None or not deeds.withdraw_lift(seen.lift, seen.order, by=me(), at=mine.at):
            raise NotDone(LiftRefusal.SETTLED)

    return _do(OnceForm(), public_id, withdraw, _("The proposal is taken back. The order stands."))


def _do(form: OnceForm, public_id: str, deed: Deed, told: str, *, lifting: BecauseForm | None = None) -> Response:
    """Do one thing with one order, or show the order again with what is in the way."""
    if not form.validate():
        return _order_page(public_id, lifting=lifting, status=422)
    _order(public_id, reader())

    def doing(mine: Reader) -> Response:
        seen = _order(public_id, mine)
        deed(seen, mine)
        has_changed(people=(seen.order.adult_id, seen.order.student_id))
        return done(form, told, "household.restriction", public_id=public_id)

    try:
        return within(form, doing, who=handler)
    except NotDone as refused:
        fault = refused.fault
    return _order_page(public_id, lifting=lifting, refused=said.not_lifted(fault), status=422)


def _order(public_id: str, mine: Reader) -> OrderSeen:
    """The order, where both people are in reach and of another family."""
    seen = queries.order_called(public_id, mine)
    if seen is None or not all(each.is_in_reach or each.is_own for each in (seen.adult, seen.student)):
        abort(404)
    if not seen.is_open:
        abort(own_family())
    return seen


def _add(form: PaperForm, faults: list[OrderFault]) -> None:
    for each in faults:
        form.add_error(BESIDE[each] if BESIDE[each] in form else "because", said.fault(each))


def _recording(form: OrderForm, student: str, adult: str, *, status: int = 200) -> Response:
    mine = reader()
    two = pair(adult, student, mine)
    note([two.adult.line, two.student.line], where="restrictions", by=mine)
    form.offering()
    if form.starts.data is None and not form.starts.raw_data:
        form.starts.data = mine.on
    return page("household/new_restriction.html", status=status, form=form, two=two, words=words)


def _reading_page(form: PaperForm, public_id: str, *, status: int = 200) -> Response:
    mine = reader()
    seen = _order(public_id, mine)
    note([seen.adult, seen.student], where="restrictions", by=mine)
    return page(
        "household/read_restriction.html", status=status, form=form.offering(), seen=seen, said=said, words=words
    )


def _order_page(
    public_id: str,
    *,
    lifting: BecauseForm | None = None,
    refused: str = "",
    status: int = 200,
) -> Response:
    mine = reader()
    seen = _order(public_id, mine)
    note([seen.adult, seen.student], where="restrictions", by=mine)
    return page(
        "household/restriction.html",
        status=status,
        seen=seen,
        lifting=lifting or BecauseForm(formdata=None),
        settling=OnceForm(formdata=None),
        refused=refused,
        is_mine=seen.lift is not None and seen.lift.proposed_by_id == mine.person_id,
        said=said,
        words=words,
    )
