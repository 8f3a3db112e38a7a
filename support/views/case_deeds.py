"""What a contact does on a case: says something, gives permission, closes it, opens it again, takes a file away.

Each is one POST: the form; the transaction; the contact and the case looked at again inside it; one effect.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web import once
from foundation.web.forms import OnceForm
from foundation.web.gates import requires, signed_in
from foundation.web.uploads import stored_answer, takes_files
from support.actions.answering import Words, answer_permission, close_by_contact, comment, reopen_by_contact
from support.actions.files import note_opening
from support.actions.submitting import CaseIsFull, remove_file
from support.forms.cases import CloseForm, CommentForm, PermissionForm, RemoveForm, ReopenForm
from support.models import Case
from support.queries import Appointment
from support.queries.case_page import NamedSeen, file_on, named_on, permission_asked
from support.queries.cases import case_numbered
from support.rules.sight import sees
from support.rules.statuses import MoveRefused, Side, Status
from support.rules.submitting import ids_in
from support.views.case_page import CASE, show_case
from support.views.door import ASK, bp, me
from support.views.viewing import held, reach_of, viewer
from support.words import cases as words

Deed = Callable[[Case, Appointment], str]
"""Does it, and gives what is said afterwards. Raises Unfit, Late."""


class Late(Exception):
    """The case changed since its page was shown, so that the deed is no longer what was meant."""


class Unfit(Exception):
    """The deed is refused, with a sentence."""


def _do(number: int, form: OnceForm, deed: Deed, again: Callable[[int], Response]) -> Response:
    try:
        with db.transaction():
            case, as_contact = held(number)
            answered = once.entered(form)
            if answered is not None:
                return answered
            return once.done(form, deed(case, as_contact), "support.case", number=number)
    except Late:
        return again(409)
    except MoveRefused as refused:
        form.add_error("", words.not_moved(refused))
        return again(409)
    except Unfit as refused:
        form.add_error("", str(refused))
        return again(422)
    except CaseIsFull:
        form.add_error("files", _("These files are too many or too large for one case. Attach fewer."))
        return again(422)


@bp.post(f"{CASE}/comments")
@takes_files
@requires(ASK)
def comment_on_case(number: int) -> Response:
    found = case_numbered(viewer(), number) or abort(404)
    form = CommentForm().offering([NamedSeen(each, "", None) for each in named_on(found)])

    def again(status: int) -> Response:
        return show_case(number, comment=form, status=status)

    if not form.check():
        return again(422)

    def deed(case: Case, as_contact: Appointment) -> str:
        if case.closed_at is not None:
            raise Unfit(_("The case is closed. Open it again below, or submit a new one that is linked to it."))
        said = Words(
            body=form.body.data or "",
            has_student_data=bool(form.has_student_data.data),
            about_id=int(form.about.data) if form.about.data else None,
            people=ids_in(form.people.data or ""),
            still_happens=bool(form.still_happens.data),
        )
        comment(case, said, form.files.data, contact_id=as_contact.contact_id, by=me(), at=clock.now())
        return str(_("What you wrote stands on the case."))

    return _do(number, form, deed, again)


@bp.post(f"{CASE}/permissions/<int:permission>")
@requires(ASK)
def answer_case_permission(number: int, permission: int) -> Response:
    form = PermissionForm()

    def again(status: int) -> Response:
        return show_case(number, permission=form, permission_id=permission, status=status)

    def deed(case: Case, as_contact: Appointment) -> str:
        asked = permission_asked(case, permission) or abort(404)
        is_done = case.closed_at is None and answer_permission(
            case,
            asked,
            is_given=form.answer.data == "yes",
            words=form.words.data or "",
            contact_id=as_contact.contact_id,
            by=me(),
            at=clock.now(),
        )
        if not is_done:
            raise Late
        return str(_("Your answer stands on the case."))

    return _do(number, form, deed, again) if form.validate() else again(422)


@bp.post(f"{CASE}/closure")
@requires(ASK)
def close_case(number: int) -> Response:
    form = CloseForm()

    def again(status: int) -> Response:
        return show_case(number, close=form, status=status)

    def deed(case: Case, as_contact: Appointment) -> str:
        if case.version != form.seen:
            raise Late
        close_by_contact(
            case,
            is_solved=form.solved.data == "yes",
            words=form.words.data or "",
            contact_id=as_contact.contact_id,
            by=me(),
            at=clock.now(),
        )
        return str(_("The case is closed."))

    return _do(number, form, deed, again) if form.validate() else again(422)


@bp.post(f"{CASE}/reopening")
@requires(ASK)
def reopen_case(number: int) -> Response:
    form = ReopenForm()

    def again(status: int) -> Response:
        return show_case(number, reopen=form, status=status)

    def deed(case: Case, as_contact: Appointment) -> str:
        if case.version != form.seen:
            raise Late
        said = Words(body=form.body.data or "", has_student_data=bool(form.has_student_data.data))
        refused = reopen_by_contact(
            case, said, contact_id=as_contact.contact_id, today=clock.today(), by=me(), at=clock.now()
        )
        if refused is not None:
            raise Unfit(words.not_reopened(refused))
        return str(_("The case is open again."))

    return _do(number, form, deed, again) if form.validate() else again(422)


@bp.get(f"{CASE}/files/<public_id>")
@signed_in
def case_file(number: int, public_id: str) -> Response:
    """A file to keep, for whoever sees the line it hangs on; who fetched one that tells of students is told."""
    who = viewer()
    case = case_numbered(who, number) or abort(404)
    attachment, stored, author_id = file_on(case, public_id) or abort(404)
    people = named_on(case) if attachment.has_student_data else {}
    is_shown = sees(
        has_student_data=attachment.has_student_data,
        about_id=attachment.about_id,
        author_id=author_id,
        viewer_id=who.person_id,
        people=people,
        reached=reach_of(who)([each for each in people.values() if each is not None]),
    )
    if not is_shown:
        abort(404)
    answer = stored_answer(stored)
    if attachment.has_student_data:
        with db.transaction():
            note_opening(case, attachment, by=me(), at=clock.now())
    return answer


@bp.post(f"{CASE}/files/<public_id>/removal")
@requires(ASK)
def remove_case_file(number: int, public_id: str) -> Response:
    """Only whoever added a file takes it away again, while the case is open."""
    form = RemoveForm()

    def deed(case: Case, as_contact: Appointment) -> str:
        attachment, _stored, author_id = file_on(case, public_id) or abort(404)
        if author_id != me().person_id:
            abort(404)
        if case.status == Status.CLOSED.value:
            raise Late
        remove_file(case, attachment, side=Side.CONTACT, by=me(), at=clock.now())
        return str(_("The file is taken away."))

    def again(status: int) -> Response:
        return show_case(number, status=status)

    return _do(number, form, deed, again) if form.validate() else again(422)
