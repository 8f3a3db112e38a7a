"""One message of one's own: whom it would reach and whom not, sending it, taking it back, and how far it came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db, patience
from foundation.sheets import Cell
from foundation.web import exports
from foundation.web.exports import ExportForm
from foundation.web.gates import requires
from foundation.web.pages import done, page
from foundation.web.uploads import kinds_said
from portal.actions.messages import cancel_message, note_recipients_taken, send_message
from portal.forms.messages import AttachForm
from portal.message_kinds import message_kinds
from portal.queries.messages import addressed, lists, within
from portal.queries.messages.addressed import Addressee, LeftOut, Students, Weighed
from portal.queries.messages.lists import Written
from portal.queries.reach import reach_of
from portal.rules.messages.leaving import State, leaves_at
from portal.rules.messages.writing import Audience, FilesRefusal, Kind, may_write
from portal.rules.preferences import By
from portal.views.messages.door import WRITE, bp, me, policy, reach
from portal.words import messages as words

LOOKED_AT = 500
"""Students whose families one page shows."""
WAITING = (State.SCHEDULED, State.SENDING)


@bp.get("/<public_id>")
@requires(WRITE)
def message(public_id: str) -> Response:
    found = mine(public_id)
    if found.message.state == State.DRAFT:
        return preview(found, AttachForm(formdata=None))
    return page(
        "messages/message.html",
        found=found,
        message=found.message,
        figures=lists.figures_of([found.message.id])[found.message.id],
        is_waiting=State(found.message.state) in WAITING,
        words=words,
    )


@bp.post("/<public_id>/sending")
@requires(WRITE)
def send(public_id: str) -> Response:
    at = clock.now()
    with db.transaction():
        found = mine(public_id)
        if not _may_send(found):
            return done(_("These families are no longer within your reach. Choose others."), "messages.sent")
        goes_at = send_message(found.message, zone=clock.zone(), by=me(), at=at)
    if goes_at is None:
        return done(_("This was done before. Here is how it stands."), "messages.message", public_id=public_id)
    said = _("It is on its way.") if goes_at <= at else _("It is scheduled.")
    return done(said, "messages.message", public_id=public_id)


@bp.post("/<public_id>/cancellation")
@requires(WRITE)
def cancel(public_id: str) -> Response:
    with db.transaction():
        is_back = cancel_message(mine(public_id).message, by=me(), at=clock.now())
    said = _("It is taken back.") if is_back else _("It is too late: it has left, or was taken back before.")
    return done(said, "messages.message", public_id=public_id)


@bp.post("/<public_id>/recipients.csv")
@requires(WRITE, proved=True)
def recipients(public_id: str) -> Response:
    """Everybody it would reach and would not, as a file."""
    found, export = mine(public_id), ExportForm()
    if found.message.state != State.DRAFT or not _may_send(found):
        abort(404)
    if not export.validate():
        return preview(found, AttachForm(formdata=None), export=export, status=422)
    heads = [_("Person"), _("Student"), _("Language"), _("How it comes"), _("Why not")]
    file, lines = exports.written(heads, _rows(found))
    with db.transaction():
        note_recipients_taken(found.message, lines=lines, reason=export.reason.data or "", by=me(), at=clock.now())
    return exports.sent(file, f"recipients-{clock.today().isoformat()}")


def preview(found: Written, form: AttachForm, *, export: ExportForm | None = None, status: int = 200) -> Response:
    """The draft, whom it would reach, and what goes with it; of what has left, the page that says so."""
    if found.message.state != State.DRAFT:
        return done(words.files_refused(FilesRefusal.LEFT), "messages.message", public_id=found.message.public_id)
    number = request.args.get("page", "1")
    here = int(number) if number.isdecimal() and len(number) < 6 and int(number) else 1
    weighed = _weigh(
        found, addressed.portion_of(found.target, on=clock.today(), page=here, size=LOOKED_AT), most=LOOKED_AT
    )
    now, wanted = clock.now(), found.message.wanted_at
    goes_at = leaves_at(max(wanted or now, now), kind=Kind(found.message.kind), zone=clock.zone())
    return page(
        "messages/preview.html",
        status=status,
        form=form,
        export=export or ExportForm(),
        kinds=kinds_said(),
        found=found,
        message=found.message,
        weighed=weighed,
        counts=_counts(weighed),
        number=here,
        wanted=wanted or now,
        goes_at=goes_at,
        leaves_now=goes_at <= now,
        may_send=_may_send(found),
        words=words,
    )


def _counts(weighed: Weighed) -> dict[str, int]:
    """How many people it reaches and how; a person with two students is one."""
    people = {each.person_id: each for each in weighed.addressees}.values()
    counts = {"people": sum(each.is_reached for each in people)}
    for by in By:
        counts[by.value] = sum(any(channel.by is by for channel in each.channels) for each in people)
    counts["portal"] = sum(each.is_reached and not each.channels for each in people)
    return counts


def _rows(found: Written) -> Iterator[Sequence[Cell]]:
    students = addressed.ids_of(found.target, on=clock.today())
    for start in range(0, len(students), LOOKED_AT):
        patience.start_over()
        weighed = _weigh(found, students[start : start + LOOKED_AT])
        yield from map(_row, (each for each in weighed.addressees if each.is_reached))
        yield from map(_row_left_out, weighed.left_out)


def _row(each: Addressee) -> list[Cell]:
    return [each.name, each.student, each.language, words.ways(each.reached), ""]


def _row_left_out(each: LeftOut) -> list[Cell]:
    return [each.name, each.student, "", "", words.because(each.because)]


def _weigh(found: Written, students: Students, *, most: int | None = None) -> Weighed:
    kind = message_kinds()[found.message.kind]
    return addressed.weigh(
        students,
        audience=Audience(found.message.audience),
        language=found.message.language,
        ways=lambda people: reach_of(people, kind, carried=tuple(By), on=clock.today()),
        on=clock.today(),
        policy=policy(),
        most=most,
    )


def _may_send(found: Written) -> bool:
    if found.target.student_id is not None:
        return within.is_within(reach(), found.target, on=clock.today())
    return may_write(reach(), found.target)


def mine(public_id: str) -> Written:
    """A message of whoever is signed in; another’s is not there."""
    return lists.own_message(public_id, author_id=me().person_id) or abort(404)
