"""What families write to a teacher or to the office one works in, and answering them."""

from __future__ import annotations

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web import once
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.actions.conversations import answer_family, note_conversation_read
from portal.forms.conversations import SayForm
from portal.message_kinds import message_kinds
from portal.queries.messages import conversations, inbox
from portal.queries.messages.conversations import Talk
from portal.queries.reach import reach_of
from portal.rules.messages.writing import Kind
from portal.rules.preferences import By
from portal.views.messages.door import WRITE, bp, me, reach


@bp.get("/inbox")
@requires(WRITE)
def conversations_with_families() -> Response:
    found = conversations.talks_of_staff(me().person_id, reach(), on=clock.today())
    return page("messages/inbox.html", talks=found)


@bp.get("/inbox/<public_id>")
@requires(WRITE)
def conversation(public_id: str) -> Response:
    talk = _mine(public_id)
    if talk.has_news_for_staff:
        with db.transaction():
            note_conversation_read(talk, by_family=False, at=clock.now())
    return _page(talk, SayForm())


@bp.post("/inbox/<public_id>")
@requires(WRITE)
def answer(public_id: str) -> Response:
    form = SayForm()
    if not form.validate():
        return _page(_mine(public_id), form, status=422)
    with db.transaction():
        talk = _mine(public_id)
        before = once.entered(form)
        if before is not None:
            return before
        _answer(talk, form.body.data or "")
        return once.done(form, _("Your answer is there."), "messages.conversation", public_id=public_id)


def _answer(talk: Talk, body: str) -> None:
    kind = message_kinds()[Kind.TEACHER.value]
    channels = reach_of([talk.family_id], kind, carried=tuple(By), on=clock.today()).get(talk.family_id, ())
    account = me()
    answer_family(
        talk,
        author_id=account.person_id,
        body=body,
        channels=channels,
        language=inbox.language_of(talk.family_id),
        sender=account.full_name if talk.staff_id is not None else f"{account.full_name}, {talk.with_whom}",
        zone=clock.zone(),
        by=account,
        at=clock.now(),
    )


def _mine(public_id: str) -> Talk:
    return conversations.talk_of_staff(me().person_id, reach(), public_id, on=clock.today()) or abort(404)


def _page(talk: Talk, form: SayForm, *, status: int = 200) -> Response:
    return page("messages/conversation.html", status=status, talk=talk, form=form, said=conversations.lines_of(talk.id))
