"""The files that go with a message of one's own: attached to a draft, taken from it, and read again."""

from __future__ import annotations

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web import once
from foundation.web.gates import requires
from foundation.web.pages import done
from foundation.web.uploads import stored_answer, takes_files
from portal.actions.message_files import attach_files, remove_file
from portal.forms.messages import AttachForm
from portal.queries.messages.files import file_of
from portal.views.messages.door import WRITE, bp, me
from portal.views.messages.sending import mine, preview
from portal.words import messages as words


@bp.get("/<public_id>/files/<file>")
@requires(WRITE)
def attached_file(public_id: str, file: str) -> Response:
    return stored_answer(file_of(mine(public_id).message.id, file) or abort(404))


@bp.post("/<public_id>/files")
@requires(WRITE)
@takes_files
def attach(public_id: str) -> Response:
    form = AttachForm()
    if not form.validate():
        return preview(mine(public_id), form, status=422)
    with db.transaction():
        found = mine(public_id)
        before = once.entered(form)
        if before is not None:
            return before
        refusal = attach_files(found.message, form.files.data, by=me(), at=clock.now())
        if refusal is None:
            return once.done(form, _("The files go with it."), "messages.message", public_id=public_id)
    return done(words.files_refused(refusal), "messages.message", public_id=public_id)


@bp.post("/<public_id>/files/<file>/removal")
@requires(WRITE)
def detach(public_id: str, file: str) -> Response:
    with db.transaction():
        found = mine(public_id)
        wanted = file_of(found.message.id, file)
        if wanted is None:
            return done(_("This was done before. Here is how it stands."), "messages.message", public_id=public_id)
        refusal = remove_file(found.message, wanted, by=me(), at=clock.now())
    said = words.files_refused(refusal) if refusal else _("The file goes with it no more.")
    return done(said, "messages.message", public_id=public_id)
