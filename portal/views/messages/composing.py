"""What one has written, and writing a message: it is kept as a draft first, and leaves only after a look at whom it
reaches."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web import once
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.actions.messages import Draft, rewrite_message, write_message
from portal.forms.messages import ALL, SCHOOL, SECTION, STUDENT, WORDS, ComposeForm
from portal.queries.messages import lists, within
from portal.queries.messages.lists import Written
from portal.queries.messages.templates import template_for, templates_for
from portal.rules.messages.leaving import State
from portal.rules.messages.placeholders import Placeholder, unfilled_in
from portal.rules.messages.writing import Audience, Kind, Reach, Target, kinds_for, may_write
from portal.views.messages.door import WRITE, bp, me, reach
from portal.words import messages as words

LATE = 409


@bp.get("")
@requires("household.own-access")
def sent() -> Response:
    """What one has written, the newest first; whoever may write to nobody reads here why, and what to do."""
    before = request.args.get("before", "")
    found = lists.written_by(me().person_id, before=int(before) if before.isdecimal() and len(before) < 19 else None)
    shown = found[: lists.SHOWN]
    return page(
        "messages/sent.html",
        reach=reach(),
        written=shown,
        figures=lists.figures_of([each.message.id for each in shown]),
        following=shown[-1].message.id if len(found) > lists.SHOWN else None,
        words=words,
    )


@bp.get("/new")
@requires(WRITE)
def new_message() -> Response:
    wanted = request.args.get("student", "")
    student = _student(wanted, reach()) if wanted else None
    if wanted and student is None:
        abort(404)
    form, template = _offering(ComposeForm(), student), request.args.get("template", "")
    begun = template_for(me().person_id, template) if template else None
    if template and begun is None:
        abort(404)
    if begun is not None:
        form.show_words(begun.texts)
    return _page(form, student=student)


@bp.post("/new")
@requires(WRITE)
def create_message() -> Response:
    form = ComposeForm()
    return _kept(form, lambda draft: _created(form, draft), again=lambda status: _page(form, status=status))


@bp.get("/<public_id>/edit")
@requires(WRITE)
def edit_message(public_id: str) -> Response:
    found = _draft(public_id)
    form, to = ComposeForm(), _to(found)
    student = (to.partition(":")[2], found.student) if found.message.student_id is not None else None
    return _page(_offering(form, student).showing(found.message, to, clock.zone()), found)


@bp.post("/<public_id>/edit")
@requires(WRITE)
def change_message(public_id: str) -> Response:
    found, form = _draft(public_id), ComposeForm()
    return _kept(
        form,
        lambda draft: _changed(form, draft, public_id),
        again=lambda status: _page(form, found, status=status),
    )


def _kept(form: ComposeForm, keep: Callable[[Draft], Response], *, again: Callable[[int], Response]) -> Response:
    kind, _colon, named = (form.to.data or "").partition(":")
    student = _student(named, reach()) if kind == STUDENT else None
    _offering(form, student)
    form.validate()
    if not form.check(now=clock.now(), zone=clock.zone()) or not _filled(form):
        return again(422)
    with db.transaction():
        answer = once.entered(form)
        draft = None if answer else _meant(form)
        if draft is not None:
            answer = keep(draft)
    return answer or again(LATE)


def _filled(form: ComposeForm) -> bool:
    """Put names where placeholders stand; False where one cannot be filled, which stands at its field."""
    if not any("{" in (form[each].data or "") for each in WORDS):
        return True
    names = _names(form)
    form.check_placeholders(lambda text: unfilled_in(text, names))
    if form.errors:
        return False
    form.fill(names)
    return form.check(now=clock.now(), zone=clock.zone())


def _names(form: ComposeForm) -> dict[Placeholder, str]:
    """What the placeholders stand for in a message to these families. Two or three statements."""
    what, _colon, named = (form.to.data or "").partition(":")
    names = {Placeholder.TEACHER: within.name_of(me().person_id), Placeholder.CHILD: "", Placeholder.SCHOOL: ""}
    if what == STUDENT:
        student = within.student_within(named, reach(), on=clock.today())
        if student is not None:
            names[Placeholder.CHILD] = student.preferred_first_name or student.first_name
            names[Placeholder.SCHOOL] = within.school_name_of(student.id, on=clock.today())
    elif what == SECTION:
        names[Placeholder.SCHOOL] = next(
            (each.school for each in within.classes_within(reach()) if str(each.id) == named), ""
        )
    elif what == SCHOOL:
        names[Placeholder.SCHOOL] = dict(within.schools_within(reach())).get(named, "")
    return names


def _created(form: ComposeForm, draft: Draft) -> Response:
    account = me()
    public_id = write_message(
        draft, account_id=account.account_id, author_id=account.person_id, by=account, at=clock.now()
    )
    return once.gone_on(form, "messages.message", public_id=public_id)


def _changed(form: ComposeForm, draft: Draft, public_id: str) -> Response:
    message = _draft(public_id).message
    if not rewrite_message(message, draft, seen=form.seen, by=me(), at=clock.now()):
        said = _("Somebody changed this message, or told it to leave, while you had it open. Here is how it stands.")
        return once.done(form, said, "messages.message", public_id=public_id)
    return once.gone_on(form, "messages.message", public_id=public_id)


def _meant(form: ComposeForm) -> Draft | None:
    """What was filled in, its target looked up and found within reach; None where it is not any more."""
    target = _target(form)
    if target is None or Kind(form.kind.data) not in kinds_for(reach()):
        return None
    return Draft(
        kind=Kind(form.kind.data),
        audience=Audience(form.audience.data),
        target=target,
        texts=form.texts(),
        wanted_at=form.wanted_at(clock.zone()),
    )


def _target(form: ComposeForm) -> Target | None:
    what, _colon, named = (form.to.data or "").partition(":")
    language = form.reads.data or ""
    if what == STUDENT:
        student = within.student_within(named, reach(), on=clock.today())
        return None if student is None else Target(student_id=student.id, language=language)
    if what == SECTION:
        found = within.section_target(int(named))
    else:
        found = within.school_target(named) if what == SCHOOL else Target()
    if found is None or not may_write(reach(), found):
        return None
    grade = "" if what == SECTION else form.grade.data or ""
    return Target(found.section_id, found.section_school_id, found.school_id, None, grade, language)


def _offering(form: ComposeForm, student: tuple[str, str] | None) -> ComposeForm:
    mine = reach()
    classes, schools = within.classes_within(mine), within.schools_within(mine)
    return form.offering(classes, schools, kinds_for(mine), everywhere=mine.everywhere, student=student)


def _student(public_id: str, mine: Reach) -> tuple[str, str] | None:
    found = within.student_within(public_id, mine, on=clock.today())
    return None if found is None else (found.public_id, _("The family of %(student)s", student=found.full_name))


def _to(found: Written) -> str:
    """The value by which the form names a draft's target."""
    message = found.message
    if message.student_id is not None:
        return f"{STUDENT}:{found.student_public_id}"
    if message.section_id is not None:
        return f"{SECTION}:{message.section_id}"
    return f"{SCHOOL}:{found.school_public_id}" if message.school_id is not None else ALL


def _draft(public_id: str) -> Written:
    found = lists.own_message(public_id, author_id=me().person_id)
    return found if found is not None and found.message.state == State.DRAFT else abort(404)


def _page(
    form: ComposeForm, found: Written | None = None, *, student: tuple[str, str] | None = None, status: int = 200
) -> Response:
    return page(
        "messages/compose.html",
        status=status,
        form=form,
        found=found,
        student=student[0] if student else None,
        templates=templates_for(me().person_id) if found is None else (),
        words=words,
        zone=clock.zone(),
    )
