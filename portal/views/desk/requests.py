"""What families ask the office: the queue, one request, and its end with a code or without."""

from __future__ import annotations

from flask import abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.pages import done, page
from portal import actions, queries
from portal.actions.issuing import IssuedCode
from portal.forms import CloseForm, IssueForm, SchoolQueueForm
from portal.queries.office import Seen
from portal.rules.codes import Kind
from portal.rules.office import Ground, IdKind, OfficeRefusal, Settlement
from portal.views.desk.door import HELP, bp
from portal.views.desk.issued import issued_page
from portal.views.door import me, policy, settings
from portal.words import requests as words


@bp.get("/requests")
@requires(HELP)
def requests() -> Response:
    form = SchoolQueueForm(request.args).offering(queries.open_schools())
    found = queries.queue(is_open=form.is_open, school=form.school.data, page=request.args.get("page", 1, type=int))
    return page("desk/requests.html", form=form, queue=found, is_open=form.is_open, at=clock.now(), words=words)


@bp.get("/requests/<public_id>")
@requires(HELP)
def one_request(public_id: str) -> Response:
    return _request_page(_seen(public_id))


@bp.post("/requests/<public_id>/code")
@requires(HELP)
def issue_for_request(public_id: str) -> Response:
    """A code for whoever stands at the counter. The answer to this POST is the only page that ever shows it."""
    form = IssueForm()
    with db.transaction():
        seen = _seen(public_id)
        person = queries.person_named(form.chosen_person()) if form.validate() else None
        if person is None:
            made = None
        else:
            made = actions.issue_for_request(
                seen.record.id,
                person.id,
                kind=Kind(form.chosen_kind()),
                id_kind=IdKind(form.id_kind.data),
                note=form.note.data or "",
                settings=settings(),
                on=clock.today(),
                by=me(),
                at=clock.now(),
            )
    if isinstance(made, IssuedCode) and person is not None:
        return issued_page(made, person, kind=Kind(form.chosen_kind()))
    if isinstance(made, OfficeRefusal):
        form.add_error("person", words.office_refusal(made))
    return _request_page(_seen(public_id), issue=form, status=422)


@bp.post("/requests/<public_id>/close")
@requires(HELP)
def close_request(public_id: str) -> Response:
    form = CloseForm()
    if not form.validate():
        return _request_page(_seen(public_id), close=form, status=422)

    with db.transaction():
        seen = _seen(public_id)
        closed = actions.close_request(
            seen.record.id, Settlement(form.settlement.data), note=form.why.data or "", by=me(), at=clock.now()
        )
    if not closed:
        return done(_("A colleague has settled this request meanwhile."), "desk.one_request", public_id=public_id)
    return done(_("The request is closed."), "desk.requests")


def _seen(public_id: str) -> Seen:
    seen = queries.request_named(public_id)
    if seen is None:
        abort(404)
    return seen


def _request_page(
    seen: Seen, *, issue: IssueForm | None = None, close: CloseForm | None = None, status: int = 200
) -> Response:
    is_open = seen.record.settled_at is None
    meant = queries.people_meant(seen, on=clock.today(), policy=policy()) if is_open else None
    issue = issue or IssueForm(formdata=None)
    if meant is not None:
        issue.offering(meant)
    return page(
        "desk/request.html",
        status=status,
        seen=seen,
        told=seen.record,
        meant=meant,
        issue=issue,
        close=close or CloseForm(formdata=None),
        form=issue if issue.errors else close or issue,
        ground=words.ground(Ground(seen.record.reason)),
        ended=words.settlement(Settlement(seen.record.settlement)) if not is_open else "",
        photo_id=words.photo_id(IdKind(seen.record.id_kind)) if seen.record.id_kind else "",
        age=words.age(seen.record.written_at, at=clock.now()),
    )
