"""What a family writes to its children’s teachers and offices, and reads of their answers. Never to another family."""

from __future__ import annotations

from flask import abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web import once
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.actions.conversations import add_line_of_family, begin_conversation, note_conversation_read
from portal.forms.conversations import SayForm, WriteForm, key_of
from portal.queries.messages import conversations, inbox
from portal.queries.messages.conversations import TEACHES, Correspondent, Talk
from portal.queries.messages.inbox import Received
from portal.rules.messages.writing import LONGEST_SUBJECT, spoken_in
from portal.views.door import bp, me, policy
from portal.words import messages as words


@bp.get("/messages/new")
@requires("family.home")
def write_to_school() -> Response:
    people, names = _people()
    form = WriteForm().offering(people, names)
    answered = _answered(request.args.get("answers", ""), names)
    if answered is not None:
        _prefill(form, answered, people)
    return _writing(form, people, answered)


@bp.post("/messages/new")
@requires("family.home")
def send_to_school() -> Response:
    people, names = _people()
    form = WriteForm().offering(people, names)
    answered = _answered(request.args.get("answers", ""), names)
    if not form.check():
        return _writing(form, people, answered, status=422)
    with db.transaction():
        before = once.entered(form)
        if before is not None:
            return before
        now_there = {key_of(each): each for each in _people()[0]}
        if form.to.data not in now_there:
            abort(404)
        made = begin_conversation(
            now_there[form.to.data],
            family_id=me().person_id,
            subject=form.subject.data or "",
            body=form.body.data or "",
            on_message=answered.id if answered is not None else None,
            by=me(),
            at=clock.now(),
        )
        return once.done(form, _("Your message is there."), "portal.conversation", public_id=made)


@bp.get("/messages/conversations/<public_id>")
@requires("family.home")
def conversation(public_id: str) -> Response:
    talk = _mine(public_id)
    if talk.has_news_for_family:
        with db.transaction():
            note_conversation_read(talk, by_family=True, at=clock.now())
    return _talking(talk, SayForm())


@bp.post("/messages/conversations/<public_id>")
@requires("family.home")
def say_more(public_id: str) -> Response:
    form = SayForm()
    if not form.validate():
        return _talking(_mine(public_id), form, status=422)
    with db.transaction():
        talk = _mine(public_id)
        before = once.entered(form)
        if before is not None:
            return before
        add_line_of_family(talk, body=form.body.data or "", by=me(), at=clock.now())
        return once.done(form, _("Your message is there."), "portal.conversation", public_id=public_id)


def _people() -> tuple[list[Correspondent], dict[int, str]]:
    """Whom whoever is signed in may write to, and the names of the students it is about."""
    students = inbox.students_seen(me(), on=clock.today(), policy=policy())
    names = {each.person_id: each.called for each in students}
    return conversations.correspondents(names, on=clock.today()), names


def _answered(public_id: str, names: dict[int, str]) -> Received | None:
    """The message that is answered; none where it is not theirs."""
    return inbox.received_one(me().person_id, names, public_id) if public_id else None


def _prefill(form: WriteForm, answered: Received, people: list[Correspondent]) -> None:
    """Its author, where they teach the student; else the student’s office."""
    about = [each for each in people if each.student_id in answered.students]
    author = next((each for each in about if each.what == TEACHES and each.id == answered.author_id), None)
    to = author or next((each for each in about if each.what != TEACHES), None)
    form.to.data = form.to.data or (key_of(to) if to is not None else None)
    said = answered.texts[spoken_in(answered.texts, words.page_language())][0]
    form.subject.data = form.subject.data or _("Re: %(subject)s", subject=said)[:LONGEST_SUBJECT]


def _mine(public_id: str) -> Talk:
    students = inbox.students_seen(me(), on=clock.today(), policy=policy())
    ids = [each.person_id for each in students]
    return conversations.talk_of_family(me().person_id, ids, public_id) or abort(404)


def _writing(form: WriteForm, people: list[Correspondent], answered: Received | None, *, status: int = 200) -> Response:
    return page("portal/write_to_school.html", status=status, form=form, people=people, answered=answered)


def _talking(talk: Talk, form: SayForm, *, status: int = 200) -> Response:
    return page("portal/conversation.html", status=status, talk=talk, form=form, said=conversations.lines_of(talk.id))
