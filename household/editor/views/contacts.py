"""How a person is reached: add a number or an address, end one, or put another in its place."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions.contacts import replace_contact as replace
from district.actions.office_edits import OFFICE
from district.actions.people import add_contact as add
from district.actions.people import end_contact as end
from district.actions.search_terms import refresh_terms
from district.models import ContactPoint
from district.queries.contacts import FAMILY
from foundation.web import formats
from foundation.web.gates import requires
from foundation.web.once import done
from household.editor import queries, words
from household.editor.forms.people import AddContactForm, LastDayForm, ReplaceContactForm
from household.editor.queries import Reader, Subject
from household.editor.views.deeds import Leaf, Unfit, do, person_page, take_on, way_to_person
from household.editor.views.door import RECORDS, bp, me, person_open, reader

DAY = timedelta(days=1)
NUMBER = "<int:number>"


@bp.get("/people/<public_id>/contacts/new")
@requires(RECORDS)
def add_contact(public_id: str) -> Response:
    asker = reader()
    subject = person_open(public_id, asker)
    return _adding(AddContactForm(data={"starts": asker.on, "version": subject.version}), subject, asker)


@bp.post("/people/<public_id>/contacts/new")
@requires(RECORDS)
def contact_added(public_id: str) -> Response:
    form, asker = AddContactForm(), reader()

    def deed(by: Reader) -> Response:
        subject = person_open(public_id, by)
        take_on(people={subject.line.person_id: form.seen})
        sort = form.sort.data
        kind = "email" if sort == "email" else "phone"
        given = {"kind": kind, "type": sort, "starts": form.starts.data, "by": me(), "at": by.at}
        point = add(subject.line.person_id, form.value.data, **given)
        return _done(form, subject, by, _counts(point))

    return do(form, deed, lambda status: _adding(form, person_open(public_id, asker), asker, status))


@bp.get(f"/people/<public_id>/contacts/{NUMBER}/end")
@requires(RECORDS)
def end_contact(public_id: str, number: int) -> Response:
    asker = reader()
    subject = person_open(public_id, asker)
    point = _of(subject, number)
    form = LastDayForm(data={"last_day": asker.on - DAY, "version": subject.version})
    return _ending(form, subject, point, asker)


@bp.post(f"/people/<public_id>/contacts/{NUMBER}/end")
@requires(RECORDS)
def contact_ended(public_id: str, number: int) -> Response:
    form, asker = LastDayForm(), reader()

    def deed(by: Reader) -> Response:
        subject = person_open(public_id, by)
        take_on(people={subject.line.person_id: form.seen})
        point = _of(subject, number)
        ends = form.last_day.data + DAY
        if ends < point.starts:
            raise Unfit(
                "last_day", _("That day is before the first one, %(day)s.", day=formats.short_day(point.starts))
            )
        end(point, ends=ends, by=me(), at=by.at, reason=form.reason.data or "")
        return _done(form, subject, by, _("It counts through that day, and stays in the history."))

    def show(status: int) -> Response:
        subject = person_open(public_id, asker)
        return _ending(form, subject, _of(subject, number), asker, status)

    return do(form, deed, show)


@bp.get(f"/people/<public_id>/contacts/{NUMBER}/replacement")
@requires(RECORDS)
def replace_contact(public_id: str, number: int) -> Response:
    asker = reader()
    subject = person_open(public_id, asker)
    point = _of(subject, number)
    form = ReplaceContactForm(data={"value": _said(point), "starts": asker.on, "version": subject.version})
    return _replacing(form, subject, point, asker)


@bp.post(f"/people/<public_id>/contacts/{NUMBER}/replacement")
@requires(RECORDS)
def contact_replaced(public_id: str, number: int) -> Response:
    asker = reader()
    subject = person_open(public_id, asker)
    form = ReplaceContactForm().of_sort(_of(subject, number).kind)

    def deed(by: Reader) -> Response:
        subject = person_open(public_id, by)
        take_on(people={subject.line.person_id: form.seen})
        point = _of(subject, number)
        if point.ends is not None:
            raise Unfit("value", _("This contact has ended. Add a new one instead."))
        given = {"starts": max(form.starts.data, point.starts), "by": me(), "at": by.at}
        new = replace(point, form.value.data, **given, reason=form.reason.data or "")
        return _done(form, subject, by, _counts(new))

    def show(status: int) -> Response:
        subject = person_open(public_id, asker)
        return _replacing(form, subject, _of(subject, number), asker, status)

    return do(form, deed, show)


def _of(subject: Subject, number: int) -> ContactPoint:
    """One of the person's own; nothing else is there to change."""
    return queries.contact_of(subject.line.person_id, number) or abort(404)


def _done(form: AddContactForm | LastDayForm | ReplaceContactForm, subject: Subject, by: Reader, said: str) -> Response:
    refresh_terms((subject.line.person_id,), on=by.on)
    return done(form, said, "household.person", public_id=subject.line.public_id)


def _counts(point: ContactPoint) -> str:
    if point.is_valid:
        return str(_("Saved: %(value)s.", value=_said(point)))
    return str(_("Saved as typed: %(value)s. It cannot be dialed, and is marked so.", value=point.value))


def _said(point: ContactPoint) -> str:
    return formats.phone(point.value) if point.kind == "phone" else point.value


def _adding(form: AddContactForm, subject: Subject, asker: Reader, status: int = 200) -> Response:
    leaf = Leaf(
        heading=_("Add a contact of %(name)s", name=subject.line.name),
        aside=_("Of each sort the office keeps one at a time: one it had before ends on that day."),
        label=_("Add it"),
        address=url_for("household.contact_added", public_id=subject.line.public_id),
        back=way_to_person(subject),
    )
    return person_page(form, subject, leaf, asker, status)


def _ending(form: LastDayForm, subject: Subject, point: ContactPoint, asker: Reader, status: int = 200) -> Response:
    leaf = Leaf(
        heading=_("End a contact: %(what)s %(value)s", what=words.contact_kind(point.type), value=_said(point)),
        aside=_whose(point, subject),
        label=_("End it"),
        address=url_for("household.contact_ended", public_id=subject.line.public_id, number=point.id),
        back=way_to_person(subject),
    )
    return person_page(form, subject, leaf, asker, status)


def _replacing(
    form: ReplaceContactForm, subject: Subject, point: ContactPoint, asker: Reader, status: int = 200
) -> Response:
    leaf = Leaf(
        heading=_("Replace a contact: %(what)s %(value)s", what=words.contact_kind(point.type), value=_said(point)),
        aside=_whose(point, subject),
        label=_("Save the new one"),
        address=url_for("household.contact_replaced", public_id=subject.line.public_id, number=point.id),
        back=way_to_person(subject),
    )
    return person_page(form, subject, leaf, asker, status)


def _whose(point: ContactPoint, subject: Subject) -> str:
    """Whose word it is, and how long the office's will stand."""
    if point.source == OFFICE:
        return str(_("The office entered it for %(name)s.", name=subject.line.name))
    if point.source == FAMILY:
        return str(_("The family entered it itself, for %(name)s.", name=subject.line.name))
    said = _("The feed %(source)s says this of %(name)s. What you change stands until the feed’s own value changes.")
    return str(said) % {"source": point.source, "name": subject.line.name}
