"""One’s own addresses and numbers: another one, none any more, one more; and the code that confirms one."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.models import ContactPoint, Person
from foundation import clock, db, versions
from foundation.web import formats, once
from foundation.web.forms import EditForm
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.actions.contact_data import Owner, add_own, change_own, confirm_own, remove_own, send_code
from portal.forms.contact_data import CodeForm, NewPointForm, PointForm, RemoveForm, SendCodeForm
from portal.queries.contact_data import point_of, points_on
from portal.rules.contact_data import PointProblem, Sort, is_same_end, problem_with, way_of_code
from portal.views.contact_data import of_age, shown_version
from portal.views.door import bp, me, settings
from portal.views.preferences import carried
from portal.words import contact_data as words
from portal.words import preferences as ways

POINT = "/contact-data/points/<int:number>"
Check = Callable[[Owner], PointProblem | None]
Deed = Callable[[Owner], ContactPoint | None]
"""What a form does, given whose contact data it is: the address or number there is then, or none."""


@bp.get("/contact-data/points/new")
@requires("family.home")
def new_contact_point() -> Response:
    return _new(NewPointForm(formdata=None))


@bp.post("/contact-data/points/new")
@requires("family.home")
def add_contact_point() -> Response:
    form = NewPointForm().offering()
    typed, chosen = form.value.data or "", form.sort.data
    sort = Sort(chosen) if chosen in set(Sort) else Sort.MOBILE

    def deed(owner: Owner) -> ContactPoint:
        return add_own(owner, typed, kind=sort.kind, type=sort.value, by=me(), at=clock.now())

    return _done(
        form,
        lambda owner: _problem(owner, sort.kind, typed, sort=sort),
        deed,
        lambda status: _new(form, status=status),
    )


@bp.get(POINT)
@requires("family.home")
def own_contact_point(number: int) -> Response:
    return _one(number, PointForm(formdata=None))


@bp.post(POINT)
@requires("family.home")
def change_contact_point(number: int) -> Response:
    form = PointForm()
    typed = form.value.data or ""

    def deed(owner: Owner) -> ContactPoint:
        return change_own(owner, _own(owner.person_id, number), typed, by=me(), at=clock.now())

    return _done(
        form,
        lambda owner: _problem(owner, _own(owner.person_id, number).kind, typed),
        deed,
        lambda status: _one(number, form, status=status),
    )


@bp.post(f"{POINT}/end")
@requires("family.home")
def remove_contact_point(number: int) -> Response:
    form = RemoveForm()

    def deed(owner: Owner) -> None:
        remove_own(owner, _own(owner.person_id, number), by=me(), at=clock.now())

    return _done(form, lambda owner: None, deed, lambda status: _one(number, PointForm(formdata=None), status=status))


@bp.get(f"{POINT}/code")
@requires("family.home")
def contact_code(number: int) -> Response:
    return _code(number, CodeForm(formdata=None))


@bp.post(f"{POINT}/code")
@requires("family.home")
def confirm_contact_point(number: int) -> Response:
    form = CodeForm()
    if not form.validate():
        return _code(number, form, status=422)
    with db.transaction():
        point = _own(of_age(of_one=True).person_id, number)
        before = once.entered(form)
        if before is not None:
            return before
        if confirm_own(point, form.code.data or "", by=me(), at=clock.now()):
            said = _("Confirmed. Messages go to %(to)s from now on.", to=_said(point))
            return once.done(form, said, "portal.contact_data")
    form.add_error("code", _("That is not the code, or it is too old. Look again, or ask for a new one."))
    form.form_key.data = db.new_public_id()
    return _code(number, form, status=422)


@bp.post(f"{POINT}/code/new")
@requires("family.home")
def new_contact_code(number: int) -> Response:
    form = SendCodeForm()
    if not form.validate():
        return _code(number, CodeForm(formdata=None), status=422)
    with db.transaction():
        point = _own(of_age(of_one=True).person_id, number)
        before = once.entered(form)
        if before is not None:
            return before
        is_sent = send_code(_owner(), point, at=clock.now())
        said = _("A new code is on its way.") if is_sent else _("You asked for several codes. Ask again in an hour.")
        return once.done(form, said, "portal.contact_code", number=number)


def _done(form: EditForm, check: Check, deed: Deed, again: Callable[[int], Response]) -> Response:
    """Do it once, to the record that the page showed; then the code is asked for, where one was sent."""
    if not form.validate():
        return again(422)
    with db.transaction():
        owner = _owner()
        before = once.entered(form)
        if before is not None:
            return before
        found = check(owner)
        if found is None and versions.move_on(Person, owner.person_id, seen=form.seen):
            return _went(form, owner, deed(owner))
    if found is None:
        return again(409)
    form.add_error("value", words.problem(found))
    return again(422)


def _went(form: EditForm, owner: Owner, made: ContactPoint | None) -> Response:
    if made is None:
        return once.done(form, _("Removed. Nothing is sent there any more."), "portal.contact_data")
    if way_of_code(made.kind, made.type, carried=owner.carried) is None:
        return once.done(form, _("Saved: %(to)s.", to=_said(made)), "portal.contact_data")
    said = _("Saved: %(to)s. Type the code that we sent there.", to=_said(made))
    return once.done(form, said, "portal.contact_code", number=made.id)


def _owner() -> Owner:
    account, who = me(), of_age()
    return Owner(who.person_id, account.called, account.language or "en", carried(settings()))


def _own(person_id: int, number: int) -> ContactPoint:
    return point_of(person_id, number, on=clock.today()) or abort(404)


def _problem(owner: Owner, kind: str, typed: str, *, sort: Sort | None = None) -> PointProblem | None:
    found = problem_with(kind, typed)
    if found is not None:
        return found
    held = points_on(owner.person_id, on=clock.today())
    if any(each.kind == kind and is_same_end(kind, each.value, typed) and each.is_valid for each in held):
        return PointProblem.ON_RECORD
    if sort is not None and any(each.kind == kind and (each.type or kind) == sort for each in held):
        return PointProblem.SORT_TAKEN
    return None


def _said(point: ContactPoint) -> str:
    return formats.phone(point.value) if point.kind == "phone" else point.value


def _version() -> int:
    return db.session().get_one(Person, me().person_id).version


def _new(form: NewPointForm, *, status: int = 200) -> Response:
    of_age()
    shown_version(form.offering(), _version())
    return page("portal/contact_point_new.html", status=status, form=form, is_late=status == 409)


def _one(number: int, form: PointForm, *, status: int = 200) -> Response:
    point = _own(of_age(of_one=True).person_id, number)
    removing = RemoveForm(formdata=None)
    if form.value.raw_data is None:
        form.value.data = _said(point)
    for each in (form, removing):
        shown_version(each, _version())
    return page(
        "portal/contact_point.html",
        status=status,
        point=point,
        form=form,
        removing=removing,
        is_late=status == 409,
        said=words,
    )


def _code(number: int, form: CodeForm, *, status: int = 200) -> Response:
    point = _own(of_age(of_one=True).person_id, number)
    return page(
        "portal/contact_code.html",
        status=status,
        point=point,
        way=way_of_code(point.kind, point.type, carried=carried(settings())),
        to=_said(point),
        form=form,
        again=SendCodeForm(formdata=None),
        how=ways,
    )
