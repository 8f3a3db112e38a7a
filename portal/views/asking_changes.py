"""The forms by which a family asks for a change. They ask: nothing on the record changes here."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions.requests import Asking, Filed, Refusals, file_request, snapshot
from district.queries import Child
from district.queries.emergency import Contact, contacts_shown_to
from district.rules.requests import ON_REQUEST, Kind, shown_key
from district.words import requests as words
from foundation import clock, db
from foundation.web import once
from foundation.web.gates import requires
from foundation.web.pages import go, page
from foundation.web.uploads import kinds_said, takes_files
from portal.forms.changes import (
    AddressForm,
    AskForm,
    ContactChangeForm,
    ContactEndForm,
    NameForm,
    NewContactForm,
    ReachForm,
    WrongForm,
)
from portal.queries.changes import Asker
from portal.views.changes import asker
from portal.views.door import bp, me, settings

Again = Callable[[int], Response]
"""The page of a form once more, with the status it answers."""
LATE = 409


@bp.get("/requests/name")
@requires("family.home")
def name_request() -> Response:
    return _name_page(NameForm())


@bp.post("/requests/name")
@requires("family.home")
def ask_name() -> Response:
    form = NameForm()
    return _asked(
        form, lambda: _own_name(_allowed(), form.asked()), again=lambda status: _name_page(form, status=status)
    )


@bp.get("/requests/wrong")
@requires("family.home")
def wrong_request() -> Response:
    return _wrong_page(WrongForm())


@bp.post("/requests/wrong")
@requires("family.home")
def ask_wrong() -> Response:
    form = WrongForm()
    return _asked(form, lambda: _wrong(form), again=lambda status: _wrong_page(form, status=status))


@bp.get("/requests/address")
@requires("family.home")
def address_request() -> Response:
    return _address_page(AddressForm())


@bp.post("/requests/address")
@requires("family.home")
@takes_files
def ask_address() -> Response:
    form = AddressForm()
    return _asked(form, lambda: _address(form), again=lambda status: _address_page(form, status=status))


@bp.get("/requests/reach/<student>")
@requires("family.home")
def reach_request(student: str) -> Response:
    return _reach_page(student, ReachForm())


@bp.post("/requests/reach/<student>")
@requires("family.home")
def ask_reach(student: str) -> Response:
    form = ReachForm()
    return _asked(
        form,
        lambda: _of(Kind.REACH, _child(student), form.asked()),
        again=lambda status: _reach_page(student, form, status=status),
    )


@bp.get("/requests/contacts/<student>")
@requires("family.home")
def emergency_contacts(student: str) -> Response:
    return _contacts_page(student, NewContactForm())


@bp.post("/requests/contacts/<student>")
@requires("family.home")
def ask_contact(student: str) -> Response:
    form = NewContactForm()
    return _asked(
        form,
        lambda: _of(Kind.CONTACT_NEW, _child(student), form.asked()),
        again=lambda status: _contacts_page(student, form, status=status),
    )


@bp.get("/requests/contacts/<student>/<contact>")
@requires("family.home")
def emergency_contact(student: str, contact: str) -> Response:
    return _contact_page(student, contact, ContactChangeForm(), ContactEndForm(formdata=None))


@bp.post("/requests/contacts/<student>/<contact>")
@requires("family.home")
def ask_contact_change(student: str, contact: str) -> Response:
    form, other = ContactChangeForm(), ContactEndForm(formdata=None)
    return _asked(
        form,
        lambda: _of_known(Kind.CONTACT_CHANGE, student, contact, form.asked()),
        again=lambda status: _contact_page(student, contact, form, other, status=status),
    )


@bp.post("/requests/contacts/<student>/<contact>/end")
@requires("family.home")
def ask_contact_end(student: str, contact: str) -> Response:
    form, other = ContactEndForm(), ContactChangeForm(formdata=None)
    return _asked(
        form,
        lambda: _of_known(Kind.CONTACT_END, student, contact, {"contact": ""}),
        again=lambda status: _contact_page(student, contact, other, form, status=status),
    )


def _asked(form: AskForm, asking: Callable[[], Asking], *, again: Again) -> Response:
    """File what is asked, unless the form was sent before or the record changed since its page was shown.

    Whom it is about is looked up inside the transaction, among those the asker sees then.
    """
    if not form.validate():
        return again(422)
    with db.transaction():
        answer = once.entered(form) or _filed(form, asking())
    if isinstance(answer, Response):
        return answer
    if answer is None:
        return again(LATE)
    form.refused(answer)
    return again(422)


def _filed(form: AskForm, asking: Asking) -> Response | Refusals | None:
    """The way on, or why it is not taken; None where the record is not as the page showed it."""
    saw = snapshot(asking, on=clock.today())
    if saw is None:
        abort(404)
    if form.shown.data != shown_key(dict(saw)):
        return None
    ours = settings()
    filed = file_request(asking, saw=saw, days=ours.request_days, closures=ours.closures, by=me(), at=clock.now())
    if not isinstance(filed, Filed):
        return filed
    said = _("The office has your request.") if filed.is_new else _("Just this waits already: here it is.")
    return once.done(form, said, "portal.one_request", public_id=filed.public_id)


def _allowed() -> Asker:
    """Whoever may ask today; else 404: those who see no student ask at the counter."""
    who = asker()
    if not who.may_ask:
        abort(404)
    return who


def _child(public_id: str) -> Child:
    found = _allowed().student(public_id)
    if found is None:
        abort(404)
    return found


def _known(child: Child, contact: str) -> Contact:
    """One of the contacts of a student that may be shown; else 404."""
    shown = contacts_shown_to(me().person_id, child.person_id, on=clock.today())
    found = next((each for each in shown if each.public_id == contact), None)
    if found is None:
        abort(404)
    return found


def _own_name(who: Asker, values: dict[str, str]) -> Asking:
    return Asking(Kind.NAME, who.person_id, who.person_id, who.first.person_id, values)


def _wrong(form: WrongForm) -> Asking:
    """About the asker, or a student of theirs; somebody else’s record is not there."""
    who = _allowed()
    child = _child(form.about.data) if form.about.data else None
    about_id = child.person_id if child else who.person_id
    return Asking(Kind.WRONG, who.person_id, about_id, (child or who.first).person_id, form.asked())


def _address(form: AddressForm) -> Asking:
    """The asker’s own home; where it is changed in person, there is no such form."""
    if settings().address_change != ON_REQUEST:
        abort(404)
    who = _allowed()
    return Asking(
        Kind.ADDRESS, who.person_id, who.person_id, who.first.person_id, form.asked(), papers=form.papers.data
    )


def _of(kind: Kind, child: Child, values: dict[str, str], *, contact_id: int | None = None) -> Asking:
    return Asking(kind, me().person_id, child.person_id, child.person_id, values, contact_id)


def _of_known(kind: Kind, student: str, contact: str, values: dict[str, str]) -> Asking:
    child = _child(student)
    return _of(kind, child, values, contact_id=_known(child, contact).person_id)


def _name_page(form: NameForm, *, status: int = 200) -> Response:
    who = asker()
    if not who.may_ask:
        return go("portal.requests")
    saw = _shown(form, _own_name(who, {}))
    return page("portal/name_request.html", status=status, form=form, saw=saw, is_late=status == LATE, words=words)


def _wrong_page(form: WrongForm, *, status: int = 200) -> Response:
    who = asker()
    if not who.may_ask:
        return go("portal.requests")
    own = [] if me().account_kind == "student" else [("", _("My own"))]
    form.offering([*((each.public_id, each.full_name) for each in who.students), *own])
    form.about.data = form.about.data or ("" if form.is_submitted() else who.first.public_id)
    _shown(form, _of(Kind.WRONG, who.first, {}))
    return page("portal/wrong_request.html", status=status, form=form)


def _address_page(form: AddressForm, *, status: int = 200) -> Response:
    who, ours = asker(), settings()
    if not who.may_ask or ours.address_change != ON_REQUEST:
        return go("portal.requests")
    saw = _shown(form, Asking(Kind.ADDRESS, who.person_id, who.person_id, who.first.person_id, {}))
    return page(
        "portal/address_request.html",
        status=status,
        form=form,
        saw=saw,
        is_late=status == LATE,
        proofs=words.proofs(ours),
        kinds=kinds_said(),
        words=words,
    )


def _reach_page(student: str, form: ReachForm, *, status: int = 200) -> Response:
    child = _child(student)
    saw = _shown(form, _of(Kind.REACH, child, {}))
    return page(
        "portal/reach_request.html",
        status=status,
        child=child,
        form=form,
        saw=saw,
        is_late=status == LATE,
        words=words,
    )


def _contacts_page(student: str, form: NewContactForm, *, status: int = 200) -> Response:
    child = _child(student)
    _shown(form.offering(), _of(Kind.CONTACT_NEW, child, {}))
    return page(
        "portal/emergency_contacts.html",
        status=status,
        child=child,
        form=form,
        contacts=contacts_shown_to(me().person_id, child.person_id, on=clock.today()),
        words=words,
    )


def _contact_page(
    student: str, contact: str, form: ContactChangeForm, ending: ContactEndForm, *, status: int = 200
) -> Response:
    child = _child(student)
    known = _known(child, contact)
    form.offering(known.relation)
    saw = _shown(form, _of(Kind.CONTACT_CHANGE, child, {}, contact_id=known.person_id))
    _shown(ending, _of(Kind.CONTACT_END, child, {}, contact_id=known.person_id))
    return page(
        "portal/emergency_contact.html",
        status=status,
        child=child,
        known=known,
        form=form,
        ending=ending,
        saw=saw,
        is_late=status == LATE,
        words=words,
    )


def _shown(form: AskForm, asking: Asking) -> dict[str, str]:
    """What the page shows of the record, named in its form; fields nobody has typed into are filled with it."""
    saw = snapshot(asking, on=clock.today()) or {}
    form.shown.data = shown_key(dict(saw))
    for name, value in saw.items():
        if name in form and form[name].raw_data is None:
            form[name].data = value
    return saw
