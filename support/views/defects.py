"""`/support/defects`: the developers’ issues, where each was tried, and the release that mends one."""

from __future__ import annotations

from datetime import datetime

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from accounts.queries import SignedIn
from foundation.web import once
from foundation.web.forms import EditForm
from foundation.web.gates import requires
from foundation.web.pages import page
from support.actions.defects import open_defect, try_defect
from support.actions.releasing import release
from support.forms.desk import NewDefectForm, ReleaseForm, TrialForm
from support.models import DevelopmentIssue
from support.queries import defects as queries
from support.queries.defects import DefectSeen
from support.rules.defects import DefectRefusal
from support.rules.kinds import Module
from support.views.desk_deeds import Stale, Unfit, do
from support.views.door import CASES, bp
from support.words import advisors as words
from support.words import cases as said

MOST_SHOWN = 200
FIELDS = {DefectRefusal.NO_TITLE: "title", DefectRefusal.NO_NOTE: "told", DefectRefusal.NO_RELEASE: "name"}


@bp.get("/defects")
@requires(CASES)
def defects() -> Response:
    reference = request.args.get("reference", "")
    found = queries.issue_with(reference) if reference else None
    if found is not None:
        return redirect(url_for("support.one_defect", issue_id=found), 303)
    is_fixed = request.args.get("stage") == "fixed"
    return page(
        "support/defects.html",
        defects=queries.defects(is_fixed=is_fixed),
        is_fixed=is_fixed,
        words=words,
        said=said,
    )


@bp.get("/defects/new")
@requires(CASES)
def new_defect() -> Response:
    return _new(NewDefectForm(formdata=None))


@bp.post("/defects/new")
@requires(CASES)
def write_defect() -> Response:
    form = NewDefectForm()

    def deed(by: SignedIn, at: datetime) -> Response:
        reference, title = form.reference.data or "", form.title.data or ""
        is_known = bool(reference) and queries.issue_called(reference) is not None
        made = open_defect(reference, title, Module(form.module.data), is_known=is_known, by=by, at=at)
        if not isinstance(made, DevelopmentIssue):
            raise Unfit(words.defect_refused(made), field=FIELDS.get(made, "reference"))
        told = _("The defect is on record. Now try it in two environments.")
        return once.done(form, told, "support.one_defect", issue_id=made.id)

    return do(form, deed, lambda status: _new(form, status=status))


@bp.get("/defects/<int:issue_id>")
@requires(CASES)
def one_defect(issue_id: int) -> Response:
    return _page(issue_id)


@bp.post("/defects/<int:issue_id>/try")
@requires(CASES)
def note_trial(issue_id: int) -> Response:
    form = TrialForm()

    def deed(by: SignedIn, at: datetime) -> Response:
        told = {"environment": form.environment.data or "", "note": form.note.data or ""}
        refused = try_defect(_held(issue_id, form), **told, was_seen=form.showed.data == "yes", by=by, at=at)
        if refused:
            raise Unfit(words.defect_refused(refused), field="environment")
        return once.done(form, _("What you saw is on record."), "support.one_defect", issue_id=issue_id)

    return do(form, deed, lambda status: _page(issue_id, trial=form, status=status))


@bp.post("/defects/<int:issue_id>/release")
@requires(CASES)
def release_defect(issue_id: int) -> Response:
    form = ReleaseForm()

    def deed(by: SignedIn, at: datetime) -> Response:
        name, note = form.name.data or "", form.told.data or ""
        outcome = release(_held(issue_id, form), name, note, by=by, at=at)
        if isinstance(outcome, DefectRefusal):
            raise Unfit(words.defect_refused(outcome), field=FIELDS.get(outcome, ""))
        told = ngettext(
            "One case was told, and its contacts get a mail.",
            "%(num)d cases were told, and their contacts get a mail.",
            outcome,
        )
        return once.done(form, told, "support.one_defect", issue_id=issue_id)

    return do(form, deed, lambda status: _page(issue_id, releasing=form, status=status))


def _held(issue_id: int, form: EditForm) -> DefectSeen:
    found = queries.defect(issue_id, held=True) or abort(404)
    if found.issue.version != form.seen:
        raise Stale
    return found


def _new(form: NewDefectForm, *, status: int = 200) -> Response:
    return page("support/new_defect.html", status=status, form=form)


def _page(
    issue_id: int, *, trial: TrialForm | None = None, releasing: ReleaseForm | None = None, status: int = 200
) -> Response:
    found = queries.defect(issue_id) or abort(404)
    version = str(found.issue.version)
    trial = trial or TrialForm(formdata=None)
    releasing = releasing or ReleaseForm(formdata=None)
    for each in (trial, releasing):
        each.version.raw_data, each.version.data = None, version
    every, opened = queries.how_many_linked(issue_id)
    return page(
        "support/defect.html",
        status=status,
        found=found,
        issue=found.issue,
        trial=trial,
        releasing=releasing,
        form=releasing if releasing.errors else trial,
        is_stale=status == 409,
        cases=queries.linked_to(issue_id, limit=MOST_SHOWN),
        every=every,
        opened=opened,
        words=words,
        said=said,
    )
