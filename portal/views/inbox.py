"""What the school wrote to a family: the list, and one message. Opening one keeps when it was read, no more."""

from __future__ import annotations

from flask import abort, request
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.pages import page
from foundation.web.uploads import stored_answer
from portal.actions.message_reading import note_message_read
from portal.queries.messages import conversations, inbox
from portal.queries.messages.files import file_of, files_of
from portal.rules.messages.writing import spoken_in
from portal.views.door import bp, me, policy
from portal.words import messages as words


@bp.get("/messages")
@requires("family.home")
def messages() -> Response:
    account = me()
    students = inbox.students_seen(account, on=clock.today(), policy=policy())
    number = request.args.get("page", "1")
    here = int(number) if number.isdecimal() and len(number) < 5 and int(number) else 1
    found = inbox.received(account.person_id, [each.person_id for each in students], page=here)
    return page(
        "portal/messages.html",
        received=found[: inbox.SHOWN],
        has_more=len(found) > inbox.SHOWN,
        talks=conversations.talks_of_family(account.person_id, [each.person_id for each in students]),
        number=here,
        names={each.person_id: each.called for each in students},
        words=words,
    )


@bp.get("/messages/<public_id>")
@requires("family.home")
def one_message(public_id: str) -> Response:
    account = me()
    students = inbox.students_seen(account, on=clock.today(), policy=policy())
    ids = [each.person_id for each in students]
    found = inbox.received_one(account.person_id, ids, public_id)
    if found is None:
        abort(404)
    if not found.is_read:
        with db.transaction():
            note_message_read(found.id, person_id=account.person_id, students=ids, at=clock.now())
    shown = spoken_in(found.texts, words.page_language())
    return page(
        "portal/message.html",
        found=found,
        shown=shown,
        subject=found.texts[shown][0],
        body=found.texts[shown][1],
        names=[each.called for each in students if each.person_id in found.students],
        sent_files=files_of(found.id),
        words=words,
    )


@bp.get("/messages/<public_id>/files/<file>")
@requires("family.home")
def message_file(public_id: str, file: str) -> Response:
    """A file that goes with a message, to whom the message is for and who still sees a student it is about."""
    account = me()
    students = inbox.students_seen(account, on=clock.today(), policy=policy())
    found = inbox.received_one(account.person_id, [each.person_id for each in students], public_id)
    wanted = None if found is None else file_of(found.id, file)
    if wanted is None:
        abort(404)
    return stored_answer(wanted)
