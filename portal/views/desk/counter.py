"""A code for somebody who simply comes in, from their page at the help desk: after a photo ID, shown once."""

from __future__ import annotations

from flask import abort
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.pages import page
from portal import actions, queries
from portal.actions.issuing import IssuedCode
from portal.forms import CounterForm
from portal.queries.stories import AtDesk
from portal.rules.codes import Kind
from portal.rules.office import IdKind
from portal.views.desk.door import HELP, bp, me, settings
from portal.views.desk.issued import issued_page
from portal.views.desk.people import own_family, somebody
from portal.words import requests as words


@bp.get("/people/<public_id>/<kind>/counter")
@requires(HELP)
def counter(public_id: str, kind: str) -> Response:
    wanted, person = _kind(kind), somebody(public_id)
    return own_family() if person.is_own else _page(CounterForm(formdata=None), person, wanted)


@bp.post("/people/<public_id>/<kind>/counter")
@requires(HELP)
def issue_over_counter(public_id: str, kind: str) -> Response:
    wanted, form = _kind(kind), CounterForm()
    if not form.validate():
        return _page(form, somebody(public_id), wanted, status=422)

    with db.transaction():
        person = queries.person_named(public_id) or abort(404)
        made = actions.issue_at_office(
            person.id,
            kind=wanted,
            id_kind=IdKind(form.id_kind.data),
            reason=form.reason.data,
            settings=settings(),
            on=clock.today(),
            by=me(),
            at=clock.now(),
        )
    if isinstance(made, IssuedCode):
        return issued_page(made, person, kind=wanted)
    form.add_error("reason", words.office_refusal(made))
    return _page(form, somebody(public_id), wanted, status=422)


def _kind(kind: str) -> Kind:
    if kind not in list(Kind):
        abort(404)
    return Kind(kind)


def _page(form: CounterForm, person: AtDesk, kind: Kind, *, status: int = 200) -> Response:
    return page("desk/counter.html", status=status, form=form, person=person, kind=kind.value)
