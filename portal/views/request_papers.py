"""A proof that a family attaches to its request for a new home address, and the way to what it attached."""

from __future__ import annotations

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions.request_papers import attach_papers
from district.queries.request_papers import paper_of
from district.queries.requests import RequestSeen
from district.rules.requests import Kind
from district.words import requests as words
from foundation import clock, db
from foundation.web import once
from foundation.web.gates import requires
from foundation.web.uploads import stored_answer, takes_files
from portal.forms.changes import PapersForm, WithdrawForm
from portal.queries.changes import asked_by_named
from portal.views.changes import asker, one
from portal.views.door import bp, me


@bp.get("/requests/<public_id>/papers/<paper>")
@requires("family.home")
def request_paper(public_id: str, paper: str) -> Response:
    """The file, to whoever attached it and still sees the record it is about."""
    found = paper_of(_asked(public_id).id, paper)
    if found is None:
        abort(404)
    return stored_answer(found)


@bp.post("/requests/<public_id>/papers")
@requires("family.home")
@takes_files
def attach(public_id: str) -> Response:
    form = PapersForm()
    if not form.validate():
        _asked(public_id)
        return one(public_id, WithdrawForm(formdata=None), papers=form, status=422)

    with db.transaction():
        asked = _asked(public_id)
        before = once.entered(form)
        if before is not None:
            return before
        if not asked.is_open or asked.kind is not Kind.ADDRESS:
            abort(404)
        refusal = attach_papers(asked.id, form.papers.data, by=me(), at=clock.now())
        if refusal is None:
            return once.done(form, _("The office has your proof."), "portal.one_request", public_id=public_id)
    form.add_error("papers", words.not_filed(refusal))
    return one(public_id, WithdrawForm(formdata=None), papers=form, status=422)


def _asked(public_id: str) -> RequestSeen:
    """One’s own request; another’s is not there."""
    asked = asked_by_named(asker(), public_id)
    if asked is None:
        abort(404)
    return asked
