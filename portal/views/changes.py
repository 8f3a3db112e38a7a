"""What a family asks to have changed: the list of it, one request, and taking it back."""

from __future__ import annotations

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions.requests import withdraw_request
from district.queries.request_papers import papers_of
from district.rules import requests as rules
from district.words import requests as words
from foundation import clock, db
from foundation.web import once
from foundation.web.gates import requires
from foundation.web.pages import page
from foundation.web.uploads import kinds_said
from portal.forms.changes import PapersForm, WithdrawForm
from portal.queries.changes import Asker, asked_by, asked_by_named, asker_of
from portal.views.door import bp, me, policy, settings


def asker() -> Asker:
    """Who asks, and about whom they may today."""
    return asker_of(me(), on=clock.today(), policy=policy())


@bp.get("/requests")
@requires("family.home")
def requests() -> Response:
    who, ours = asker(), settings()
    return page(
        "portal/requests.html",
        who=who,
        asked=asked_by(who),
        closures=ours.closures,
        proofs=words.proofs(ours),
        today=clock.today(),
        words=words,
    )


@bp.get("/requests/<public_id>")
@requires("family.home")
def one_request(public_id: str) -> Response:
    return one(public_id, WithdrawForm(formdata=None))


@bp.post("/requests/<public_id>/withdrawal")
@requires("family.home")
def withdraw(public_id: str) -> Response:
    form = WithdrawForm()
    if not form.validate():
        return one(public_id, form, status=422)

    with db.transaction():
        asked = asked_by_named(asker(), public_id)
        if asked is None:
            abort(404)
        before = once.entered(form)
        if before is not None:
            return before
        if form.seen == asked.version and withdraw_request(asked, by=me(), at=clock.now()):
            return once.done(form, _("Your request is taken back."), "portal.one_request", public_id=public_id)
    return one(public_id, WithdrawForm(formdata=None), status=409, is_late=True)


def one(
    public_id: str,
    form: WithdrawForm,
    *,
    papers: PapersForm | None = None,
    status: int = 200,
    is_late: bool = False,
) -> Response:
    """The page of one’s own request, with the forms as they stand; another’s is not there."""
    asked = asked_by_named(asker(), public_id)
    if asked is None:
        abort(404)
    form.version.data = str(asked.version)
    papers = papers or PapersForm(formdata=None)
    is_of_home = asked.kind is rules.Kind.ADDRESS
    return page(
        "portal/request.html",
        status=status,
        asked=asked,
        form=papers if papers.errors else form,
        withdrawal=form,
        papers=papers,
        sent_papers=papers_of(asked.id) if is_of_home else [],
        takes_papers=is_of_home and asked.is_open,
        kinds=kinds_said(),
        closures=settings().closures,
        is_late=is_late,
        today=clock.today(),
        proofs=words.proofs(settings()) if is_of_home else [],
        words=words,
    )
