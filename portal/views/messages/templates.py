"""Templates: words that are written again and again, one's own and the district's."""

from __future__ import annotations

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web import once
from foundation.web.gates import requires
from foundation.web.pages import done, page
from portal.actions.message_templates import change_template, end_template, keep_template
from portal.forms.messages import OWN, SHARED, TemplateForm
from portal.models import MessageTemplate
from portal.queries.messages.templates import MOST, template_for, templates_for
from portal.views.messages.door import WRITE, bp, me, reach
from portal.words import messages as words


@bp.get("/templates")
@requires(WRITE)
def templates() -> Response:
    return page(
        "messages/templates.html",
        templates=templates_for(me().person_id),
        may_share=reach().everywhere,
        words=words,
    )


@bp.get("/templates/new")
@requires(WRITE)
def new_template() -> Response:
    return _page(_offering(TemplateForm()))


@bp.post("/templates/new")
@requires(WRITE)
def create_template() -> Response:
    form = _offering(TemplateForm())
    form.validate()
    if not form.check():
        return _page(form, status=422)
    with db.transaction():
        before = once.entered(form)
        if before is not None:
            return before
        owner = None if form.whose.data == SHARED and reach().everywhere else me().person_id
        kept = keep_template(form.name.data or "", form.texts(), owner_id=owner, by=me(), at=clock.now())
        if kept is not None:
            return once.done(form, _("The template is kept."), "messages.templates")
    form.add_error("", _("There are %(number)s templates already. Let one go first.", number=MOST))
    return _page(form, status=422)


@bp.get("/templates/<public_id>")
@requires(WRITE)
def edit_template(public_id: str) -> Response:
    found = _mine(public_id)
    form = _offering(TemplateForm())
    form.name.data, form.whose.data = found.name, SHARED if found.owner_id is None else OWN
    form.version.data = str(found.version)
    form.show_words(found.texts)
    return _page(form, found)


@bp.post("/templates/<public_id>")
@requires(WRITE)
def save_template(public_id: str) -> Response:
    found, form = _mine(public_id), _offering(TemplateForm())
    form.validate()
    if not form.check():
        return _page(form, found, status=422)
    with db.transaction():
        found = _mine(public_id)
        before = once.entered(form)
        if before is not None:
            return before
        if change_template(found, form.name.data or "", form.texts(), seen=form.seen, by=me(), at=clock.now()):
            return once.done(form, _("The template is kept."), "messages.templates")
    said = _("Somebody changed this template while you had it open, so nothing was saved. This is how it stands.")
    return done(said, "messages.edit_template", public_id=public_id)


@bp.post("/templates/<public_id>/end")
@requires(WRITE)
def let_template_go(public_id: str) -> Response:
    with db.transaction():
        end_template(_mine(public_id), by=me(), at=clock.now())
    return done(_("The template is offered no more."), "messages.templates")


def _mine(public_id: str) -> MessageTemplate:
    """One that whoever is signed in may change: their own; the district’s where they write to everybody."""
    found = template_for(me().person_id, public_id)
    if found is None or (found.owner_id is None and not reach().everywhere):
        abort(404)
    return found


def _offering(form: TemplateForm) -> TemplateForm:
    return form.offering(everywhere=reach().everywhere)


def _page(form: TemplateForm, found: MessageTemplate | None = None, *, status: int = 200) -> Response:
    return page("messages/template.html", status=status, form=form, found=found, words=words)
