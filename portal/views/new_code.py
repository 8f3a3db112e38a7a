"""Asking for a new code without phoning: one page, one answer, whoever is meant (spec "Ask for a new code")."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web.gates import public
from foundation.web.pages import go, page
from portal import actions, queries
from portal.actions import asking
from portal.forms import NewCodeForm
from portal.views.door import bp, settings, turn_away
from portal.views.office import remember


@bp.get("/new-code")
@public
def new_code() -> Response:
    if "asked" in request.args:
        return page("portal/new_code_asked.html")
    return _form_page(NewCodeForm())


@bp.post("/new-code")
@public
def ask_for_new_code() -> Response:
    form = NewCodeForm()
    if not form.validate():
        return _form_page(form, status=422)

    source = request.remote_addr or ""
    with db.transaction():
        may_ask = actions.ask_for_new_code(
            form.asked(), source=source, public_url=settings().public_url, at=clock.now()
        )
    if not may_ask:
        turn_away(asking.SOURCE)
    remember(form.asked())
    return go("portal.new_code", asked="")


def _form_page(form: NewCodeForm, *, status: int = 200) -> Response:
    return page("portal/new_code.html", status=status, form=form.offering(queries.open_schools()))
